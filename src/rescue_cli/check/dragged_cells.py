"""Cells dragged down: numbers rising by one from row to row, and one value in rows that should differ."""

from rescue_cli.check.definition import Check, Row, Run, Source
from rescue_cli.check.finding_places import TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.language.sql import literal, quoted

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


def typed_households(run: Run) -> str:
    """The households of rosters and clues, which are typed by hand, numbered by sheet (序); results and lists come from
    systems."""
    forms = [name for name, form in run.pack.forms.items() if form.role in ("roster", "clue")]
    needed = dict.fromkeys((f.ID_NUMBER, f.PHONE, *RUNS, *SAME))
    return f"""
        SELECT {select(*map(quoted, needed))}, row_number() OVER (PARTITION BY {_PLACE} ORDER BY "{f.ROW}") AS 序
        FROM {TABLE} WHERE "{f.FIRST_ROW}" IS NULL AND "{f.MEMBER}" IS NULL
        AND "{f.FORM}" IN ({", ".join(map(literal, forms)) or "NULL"})"""


TYPED = Source("check_typed", typed_households)


def rising_series(field: str) -> str:
    """Runs of neighbouring households whose `field` rises by one each: one finding a run, at its first row."""
    before, number = _SPLIT[field]
    return f"""
        WITH rows AS (
            SELECT {select(f'"{field}" AS 值')}, {before} AS 前, try_cast({number} AS BIGINT) AS 数, 序 FROM {TYPED.name}
        ), runs AS (SELECT *, 数 - 序 AS 串 FROM rows WHERE 数 IS NOT NULL)
        {_runs("前, 串", RUNS[field])}"""


def same_value(field: str) -> str:
    """Runs of neighbouring households with one and the same `field`, though their ID numbers or phones differ."""
    whole = "AND regexp_matches(值, '[0-9]')" if field == f.ADDRESS else ""  # a village alone is no door
    other = f'coalesce("{f.ID_NUMBER}", "{f.PHONE}")'
    return f"""
        WITH beside AS (
            SELECT {select(f'"{field}" AS 值', f"{other} AS 另", "序")} FROM {TYPED.name}
            WINDOW sheet AS (PARTITION BY {_PLACE} ORDER BY 序)
            QUALIFY 值 = lag(值) OVER sheet OR 值 = lead(值) OVER sheet
        ), rows AS (
            SELECT *, 序 - row_number() OVER (PARTITION BY {_PLACE}, 值 ORDER BY 序) AS 串 FROM beside
        ), runs AS (SELECT * FROM rows WHERE 值 IS NOT NULL {whole})
        {_runs("值, 串", SAME[field], f"AND count(DISTINCT 另) >= {SAME[field]}")}"""


def _runs(key: str, least: int, further: str = "") -> str:
    """Runs of at least so many rows, each with its first and last row and value."""
    township = f'arg_min("{f.TOWNSHIP}", "{f.ROW}") AS "{f.TOWNSHIP}"'
    return f"""SELECT {_PLACE}, {township}, min("{f.ROW}") AS 首行, max("{f.ROW}") AS 末行, count(*) AS 行数,
                      arg_min(值, "{f.ROW}") AS 值, 首行 AS "{f.ROW}"
               FROM runs GROUP BY {_PLACE}, {key} HAVING count(*) >= {least} {further}"""


# Where a series begins, and by how much the rows of the silent example rise: not by one.
_FIRST = {
    f.ID_NUMBER: ("99010119700101", 11, "", 7),
    f.PHONE: ("", 19900000007, "", 7),
    f.HEAD_NAME: ("示范甲", 1, "", 7),
    f.ADDRESS: ("1组", 1, "号", 2),
}


def _series(field: str, step: int) -> tuple[Row, ...]:
    before, first, after, _ = _FIRST[field]
    width = 4 if field == f.ID_NUMBER else 0
    return tuple({field: f"{before}{first + n * step:0{width}d}{after}"} for n in range(RUNS[field]))


def _rising_check(field: str) -> Check:
    return Check(
        code="CHECK-SERIES-RISING",
        field=field,
        columns=(field,),
        source=TYPED,
        query=lambda _: rising_series(field),
        fires=_series(field, 1),
        silent=_series(field, _FIRST[field][-1]),
    )


def _same_check(field: str) -> Check:
    value = {f.HEAD_NAME: "示范甲", f.ADDRESS: "1组1号"}[field]
    rows = tuple({field: value, f.PHONE: f"199000000{n}{n}"} for n in range(SAME[field]))
    return Check(
        code="CHECK-SERIES-SAME",
        field=field,
        columns=(field, (f.ID_NUMBER, f.PHONE)),
        source=TYPED,
        query=lambda _: same_value(field),
        fires=rows,
        silent=rows[:-1],
    )


CHECKS = (*map(_rising_check, RUNS), *map(_same_check, SAME))
