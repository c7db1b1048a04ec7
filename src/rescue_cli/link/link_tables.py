"""The tables linking makes on the engine. Its SQL reads these and nothing else (`tests/contract/test_engine_tables.py`)."""

ALIKE, FEATURES = "link_alike", "link_features"
KEYED, SIZED = "link_keyed", "link_sized"
PLACES, PLACED = "link_places", "link_placed"
CANDIDATES, LEVELS, SCORED = "link_candidates", "link_levels", "link_scored"
FORMERS = "link_formers"
FAMILY, RELATED = "link_family", "link_related"
LISTED, WEIGHED = "link_listed", "link_weighed"

TABLES: dict[str, str] = {
    ALIKE: "pair: two characters that look alike, written together (named by `schemas/linking/model.toml`)",
    FEATURES: "`features.FEATURES`: one line a row, what is compared of it",
    FORMERS: "FEATURES of the rows with a 曾用名, once for each, as if it were their name",
    KEYED: "block, k, i: the keys of each row",
    SIZED: "KEYED with size, how many rows share the key",
    PLACES: "block, k, i of keys too many rows share, the village made part of the key",
    PLACED: "PLACES with size, the rows' features and n, their order among those of the key",
    CANDIDATES: "l, r: the pairs that are compared (l < r), each once",
    LEVELS: "CANDIDATES with the level of each comparison, the facts, and bits (rarity of the name)",
    SCORED: "LEVELS with taken, rule, never, ask and points",
    FAMILY: "l, r: rows of two listings that share a person already",
    RELATED: "FAMILY with levels, taken (the family rule), never and points",
    LISTED: "n, l, r: the pairs that go into the table `pairs`, in its order, also those no key brought together",
    WEIGHED: "the levels and points of LISTED",
}
