"""The tables settling makes on the engine. Its SQL reads these and nothing else (`tests/contract/test_engine_tables.py`)."""

SOURCES, CASES = "settle_sources", "settle_cases"
PLACES_TOLD, PLACES, PLACE_PICKS, UNSETTLED, MISPLACED = (
    "settle_places_told",
    "settle_places",
    "settle_place_picks",
    "settle_unsettled",
    "settle_misplaced",
)
HEAD_PICKS, HEAD_ROWS = "settle_head_picks", "settle_head_rows"
ROWS, FILES = "settle_rows", "settle_files"

TABLES: dict[str, str] = {
    SOURCES: "`mentions_schema` in the order of its keys, with i (place), 人员组, 户组, 编号, rank, member, valid_id, dated,"
    " door, hamlet, subgroup (`case_sources.lay_out`)",
    CASES: "c: every 编号 once",
    PLACES_TOLD: "every row that says where its household is, in the order they go (`places`)",
    PLACES: "c: every 编号 whose place somebody tells; where it is, and what it was emptied of (`places`)",
    PLACE_PICKS: "c, i: the row a person chose for the place of a case",
    UNSETTLED: "c: cases about whose place a person is still asked",
    MISPLACED: "i: rows that speak of another place, so their 城乡 does not count (`places`)",
    HEAD_PICKS: "c, person: the head a person chose; null: none of those who speak",
    HEAD_ROWS: "i: rows of the person who is the head of the case (`case_heads`)",
    ROWS: "`ROWS`: every non-empty row, for the balance",
    FILES: "`FILES`: every file, for the balance",
}
