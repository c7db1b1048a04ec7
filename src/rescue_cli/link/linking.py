"""The stage: mentions in, people and households out."""

from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linked import Decision, Linked
from rescue_cli.core.tables import GROUPS
from rescue_cli.engine.base import Engine
from rescue_cli.link import remarks
from rescue_cli.link.aside import with_unlinked, without_unlinked
from rescue_cli.link.candidates import FEATURES, LargeBlock, find_candidates
from rescue_cli.link.counting import count_alike, roster_lists, wrong_files
from rescue_cli.link.decisions import find_decided, mention_digests
from rescue_cli.link.features import row_features, sorted_mentions
from rescue_cli.link.following import follow_names
from rescue_cli.link.households import Households, Rows, attach, find_households
from rescue_cli.link.model import Model, Thresholds, linking_model
from rescue_cli.link.pairs import collect_pairs, pairs_table
from rescue_cli.link.persons import Edge, People, find_people
from rescue_cli.link.scoring import SCORED, score_pairs
from rescue_cli.pack.model import Pack

ALIKE = "link_alike"  # pairs of characters that look alike, for the level of that name
TWO_NUMBERS = 0  # the first `never`: the numbers of a person see to it


def link(
    engine: Engine, mentions: pa.Table, pack: Pack, decided: Sequence[Decision] = ()
) -> tuple[Linked, list[Finding]]:
    """Decide which mentions are one person and which household each belongs to.

    `decided`: what people answered earlier, in the order they did; applied before any rule. Certain pairs are taken by
    the rules of `schemas/linking/model.toml`; the rest is ranked by points, and those with enough of them are 待裁定.
    The result depends on the set of rows only, not on their order. `groups` has one line for every mention; those of
    "unlinked" forms speak of nobody in need, and have neither person nor household.
    """
    model = linking_model()
    limits = thresholds(model, pack)
    rows, aside = without_unlinked(sorted_mentions(mentions), pack)
    digests = mention_digests(rows)
    answers = find_decided(decided, digests)
    large = _lay_out(engine, rows, pack, model, limits)
    told = engine.sql(f"SELECT * FROM {FEATURES} ORDER BY i")
    features = Rows.of(told)
    files = rows[f.SOURCE_FILE].to_pylist()
    counts = count_alike(engine, files, limits)
    edges, apart = _certain(engine, model)
    trusted = {files[i] for pair in answers.answered for i in pair}
    wrong = wrong_files(files, roster_lists(rows, pack), digests, edges, trusted, limits)
    left_out = frozenset[int]().union(*(one.left_out for one in wrong))
    if left_out:
        edges = [edge for edge in edges if edge.left not in left_out and edge.right not in left_out]
        features = features.without(left_out)
    valid = [number if sure else None for number, sure in zip(features.num, features.valid, strict=True)]
    people = find_people(valid, edges, answers, apart)
    households = find_households(features, people, answers)
    followed, torn = follow_names(features, people, households)
    if followed:
        attach(features, people, households)
    pairs = [
        pair
        for pair in collect_pairs(engine, people, answers, torn, model, limits)
        if not left_out or (pair.left not in left_out and pair.right not in left_out)
    ]
    sources = remarks.Sources(rows)
    findings = [
        *remarks.household_findings(sources, features, households, left_out),
        *remarks.shared_numbers(engine, sources, features, people, left_out),
        *remarks.run_findings(sources, features, large, wrong, answers, limits),
    ]
    linked = Linked(
        with_unlinked(_groups(rows, people, households), aside),
        pairs_table(engine, rows, pairs, digests, model),
        counts,
    )
    return linked, sorted(findings, key=Finding.sort_key)


def thresholds(model: Model, pack: Pack) -> Thresholds:
    """The shipped limits with what the pack sets in `[linking]`."""
    own = pack.head.linking.model_dump(exclude_none=True, exclude={"reason"}) if pack.head.linking else {}
    return model.thresholds.model_copy(update=own)


def _lay_out(engine: Engine, rows: pa.Table, pack: Pack, model: Model, limits: Thresholds) -> list[LargeBlock]:
    """Features, candidates and scores on the engine; the blocks that were cut down come back."""
    engine.register(ALIKE, pa.table({"pair": pa.array(model.alike, pa.string())}))
    engine.register(FEATURES, row_features(rows, pack, model, limits))
    large = find_candidates(engine, model, limits)
    score_pairs(engine, model)
    return large


def _certain(engine: Engine, model: Model) -> tuple[list[Edge], list[tuple[int, int]]]:
    """What the rules take, and the pairs that must stay apart whatever leads around them."""
    taken = engine.sql(f"SELECT rule, points, l, r FROM {SCORED} WHERE rule IS NOT NULL ORDER BY l, r")
    never = engine.sql(f"SELECT l, r FROM {SCORED} WHERE never > {TWO_NUMBERS} ORDER BY l, r")
    tiers = [rule.tier for rule in model.shapes.rule]
    told = zip(*(taken[name].to_pylist() for name in ("rule", "points", "l", "r")), strict=True)
    edges = [Edge(tiers[rule], rule, points, left, right) for rule, points, left, right in told]
    return edges, list(zip(never["l"].to_pylist(), never["r"].to_pylist(), strict=True))


def _groups(rows: pa.Table, people: People, households: Households) -> pa.Table:
    roots = [people.forest.root(i) for i in range(rows.num_rows)]
    person = {root: f"P{n:06d}" for n, root in enumerate(sorted(set(roots)), start=1)}
    opened = sorted({household for household in households.of if household is not None})
    household = {root: f"H{n:06d}" for n, root in enumerate(opened, start=1)}
    named = [None if home is None else household[home] for home in households.of]
    columns = [*(rows[name] for name in f.MENTION_KEY), pa.array([person[root] for root in roots], pa.string())]
    return pa.Table.from_arrays([*columns, pa.array(named, pa.string())], schema=GROUPS)
