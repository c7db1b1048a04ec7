"""Cells dragged down: numbers rising by one from row to row, and one value in rows that should differ."""

from collections.abc import Iterator

from rescue_cli.check.finding_places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.model import Pack

TYPED = "check_typed"
# Fewer rows in a run may be chance; addresses of a village do follow one another.
RUNS = {f.ID_NUMBER: 4, f.PHONE: 6, f.HEAD_NAME: 3, f.ADDRESS: 15}
# What stands before the number that rises, and the number. Excel counts up the last one.
_SPLIT = {
    f.ID_NUMBER: (f'substr("{f.ID_NUMBER}", 1, 14)', f'try_cast(substr("{f.ID_NUMBER}", 15, 4) AS BIGINT)'),
    f.PHONE: ("''", f'CASE WHEN length("{f.PHONE}") = 11 THEN try_cast("{f.PHONE}" AS BIGINT) END'),
    f.HEAD_NAME: tuple(
        f"""nullif(regexp_extract("{f.HEAD_NAME}", '^(.*?\\D)([0-9]{{1,6}})$', {part}), '')""" for part in (1, 2)
    ),
    f.ADDRESS: tuple(
        f"""nullif(regexp_extract("{f.ADDRESS}", '^(.*?)([0-9]{{1,6}})[^0-9]*$', ['前', '数']).{part}, '')"""
        for part in "前数"
    ),
}
# One value in this many rows on end, of different households.
SAME = {f.HEAD_NAME: 3, f.ADDRESS: 5}
_PLACE = f'"{f.SOURCE_FILE}", "{f.SHEET}"'


def dragged_down(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """Both checks over the households of rosters and clues, which are typed by hand; results and lists come from systems."""
    forms = [name for name, form in pack.forms.items() if form.role in ("roster", "clue")]
    needed = dict.fromkeys((f.ID_NUMBER, f.PHONE, *RUNS, *SAME))
    engine.create(
        TYPED,
        f"""SELECT {select(*map(quoted, needed))}, row_number() OVER (PARTITION BY {_PLACE} ORDER BY "{f.ROW}") AS 序
            FROM "{TABLE}" WHERE "{f.FIRST_ROW}" IS NULL AND "{f.MEMBER}" IS NULL
            AND "{f.FORM}" IN ({", ".join(map(literal, forms)) or "NULL"})""",
    )
    for field in RUNS:
        yield from rising_series(engine, sheets, field)
    for field in SAME:
        yield from same_value(engine, sheets, field)


def rising_series(engine: Engine, sheets: Sheets, field: str) -> Iterator[Finding]:
    """Runs of neighbouring households whose `field` rises by one each: one finding a run, at its first row."""
    before, number = _SPLIT[field]
    query = f"""
        WITH rows AS (
            SELECT {select(f'"{field}" AS 值')}, {before} AS 前, try_cast({number} AS BIGINT) AS 数, 序 FROM {TYPED}
        ), runs AS (SELECT *, 数 - 序 AS 串 FROM rows WHERE 数 IS NOT NULL)
        {_runs("前, 串", RUNS[field])}
    """
    yield from _told(engine, sheets, query, "CHECK-SERIES-RISING", field)


def same_value(engine: Engine, sheets: Sheets, field: str) -> Iterator[Finding]:
    """Runs of neighbouring households with one and the same `field`, though their ID numbers or phones differ."""
    whole = "AND regexp_matches(值, '[0-9]')" if field == f.ADDRESS else ""  # a village alone is no door
    other = f'coalesce("{f.ID_NUMBER}", "{f.PHONE}")'
    query = f"""
        WITH beside AS (
            SELECT {select(f'"{field}" AS 值', f"{other} AS 另", "序")} FROM {TYPED}
            WINDOW sheet AS (PARTITION BY {_PLACE} ORDER BY 序)
            QUALIFY 值 = lag(值) OVER sheet OR 值 = lead(值) OVER sheet
        ), rows AS (
            SELECT *, 序 - row_number() OVER (PARTITION BY {_PLACE}, 值 ORDER BY 序) AS 串 FROM beside
        ), runs AS (SELECT * FROM rows WHERE 值 IS NOT NULL {whole})
        {_runs("值, 串", SAME[field], f"AND count(DISTINCT 另) >= {SAME[field]}")}
    """
    yield from _told(engine, sheets, query, "CHECK-SERIES-SAME", field)


def _runs(key: str, least: int, further: str = "") -> str:
    """Runs of at least so many rows, each with its first and last row and value."""
    township = f'arg_min("{f.TOWNSHIP}", "{f.ROW}") AS "{f.TOWNSHIP}"'
    return f"""SELECT {_PLACE}, {township}, min("{f.ROW}") AS 首, max("{f.ROW}") AS 末, count(*) AS 行数,
                      arg_min(值, "{f.ROW}") AS 首值, 首 AS "{f.ROW}"
               FROM runs GROUP BY {_PLACE}, {key} HAVING count(*) >= {least} {further} ORDER BY {ORDER}"""


def _told(engine: Engine, sheets: Sheets, query: str, code: str, field: str) -> Iterator[Finding]:
    for row in engine.sql(query).to_pylist():
        facts = {"首行": row["首"], "末行": row["末"], "行数": row["行数"]}
        yield sheets.finding(code, row, field, row["首值"], **facts)
