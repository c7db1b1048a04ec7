"""The tables settling makes on the engine. Its SQL reads these and nothing else (`tests/contract/test_engine_tables.py`)."""

SOURCES, CASES = "settle_sources", "settle_cases"
ROWS, FILES = "settle_rows", "settle_files"

TABLES: dict[str, str] = {
    SOURCES: "`mentions_schema` in the order of its keys, with i (place), 人员组, 户组, 编号, rank, member, valid_id, dated, door"
    " (`case_sources.lay_out`)",
    CASES: "c: every 编号 once",
    ROWS: "`ROWS`: every non-empty row, for the balance",
    FILES: "`FILES`: every file, for the balance",
}
