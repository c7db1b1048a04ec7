"""Households whose members are listed, one a row or in repeated columns: one head, nobody twice, as many as 家庭人口."""

from collections.abc import Iterator

from rescue_cli.check.finding_places import HOME, ORDER, PERSON, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Pack

LISTED = "check_listed"  # every mention of a household that lists its members
HEAD_WORD = "户主"  # the code of the relation (GB/T 4761: 01 本人, 02 户主)
_SAME_HOME = f'PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", 户'
_BY_PLACE = f'{ORDER}, "{f.MEMBER}" NULLS FIRST'


def lists_members(engine: Engine) -> bool:
    """Whether some household has more rows than one, or members in columns of their own."""
    query = f'SELECT 1 FROM "{TABLE}" WHERE "{f.FIRST_ROW}" IS NOT NULL OR "{f.MEMBER}" IS NOT NULL LIMIT 1'
    return engine.sql(query).num_rows > 0


def listed_faults(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """All checks of this file, over the mentions of households that list their members."""
    if not lists_members(engine):
        return
    engine.create(
        LISTED,
        f"""
        SELECT *, "{f.FIRST_ROW}" IS NOT NULL AS 逐人, {PERSON} AS 人, {HOME} AS 户,
               "{f.RELATION}" = '{HEAD_WORD}' OR (NOT 逐人 AND "{f.MEMBER}" IS NULL)
                   OR (逐人 AND "{f.RELATION}" IS NULL AND "{f.NAME}" = "{f.HEAD_NAME}") AS 是户主
        FROM "{TABLE}" QUALIFY "{f.FIRST_ROW}" IS NOT NULL OR count("{f.MEMBER}")
            OVER (PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", {HOME}) > 0
        """,
    )
    yield from two_heads(engine, sheets)
    yield from no_head(engine, sheets)
    yield from person_twice(engine, sheets)
    yield from size_against_listed(engine, sheets, pack)


def two_heads(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """A second person of the household is 户主 too."""
    query = f"""
        SELECT {select("人", "首")} FROM (
            SELECT *, first_value(人) OVER ({_SAME_HOME} ORDER BY {_BY_PLACE}) AS 首,
                   first_value("{f.ID_NUMBER}") OVER ({_SAME_HOME} ORDER BY {_BY_PLACE}) AS 首号
            FROM {LISTED} WHERE 是户主
        ) WHERE 人 <> 首 OR "{f.ID_NUMBER}" <> 首号 ORDER BY {_BY_PLACE}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-HOUSEHOLD-TWO-HEADS", row, f.RELATION, row["人"], 户主=row["首"])


def no_head(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """Relations are given, but nobody of the household is 户主 or 本人, or bears the head's name."""
    query = f"""
        SELECT {select("人")} FROM (
            SELECT *, coalesce(bool_or(是户主 OR 人 = "{f.HEAD_NAME}" AND "{f.NAME}" IS NOT NULL) OVER ({_SAME_HOME}), FALSE) AS 有户主,
                   count("{f.RELATION}") OVER ({_SAME_HOME}) AS 关系数
            FROM {LISTED}
        ) WHERE 逐人 AND NOT 有户主 AND 关系数 > 0 AND "{f.ROW}" = 户 ORDER BY {_BY_PLACE}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-HOUSEHOLD-NO-HEAD", row, f.RELATION, row["人"])


def person_twice(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """One person stands twice in a household (often the head, once as head and once as member)."""
    by_id = f'{_SAME_HOME}, "{f.ID_NUMBER}" ORDER BY {_BY_PLACE}'
    by_name = f"{_SAME_HOME}, 人"
    query = f"""
        SELECT {select("人", "首")} FROM (
            SELECT *, row_number() OVER ({by_id}) AS 同号,
                   row_number() OVER ({by_name} ORDER BY {_BY_PLACE}) AS 同名,
                   count(DISTINCT "{f.ID_NUMBER}") OVER ({by_name}) AS 号数,
                   first_value("{f.ROW}") OVER ({by_name} ORDER BY {_BY_PLACE}) AS 首
            FROM {LISTED} WHERE 人 IS NOT NULL
        ) WHERE (同号 > 1 AND "{f.ID_NUMBER}" IS NOT NULL) OR (同名 > 1 AND 号数 <= 1) ORDER BY {_BY_PLACE}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-HOUSEHOLD-PERSON-TWICE", row, f.NAME, row["人"], 首行=row["首"])


def size_against_listed(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """家庭人口 differs from how many persons the roster lists, the head counted once. Lists of who is paid list fewer."""
    rosters = ", ".join(literal(name) for name, form in pack.forms.items() if form.role == "roster") or "NULL"
    home = f'"{f.SOURCE_FILE}", "{f.SHEET}", 户'
    query = f"""
        WITH named AS (
            SELECT {home}, 人, greatest(1, count(DISTINCT "{f.ID_NUMBER}")) AS 几人
            FROM {LISTED} WHERE 人 IS NOT NULL AND "{f.FORM}" IN ({rosters}) GROUP BY ALL
        ), size AS (
            SELECT {home}, any_value("{f.TOWNSHIP}" ORDER BY "{f.ROW}") AS "{f.TOWNSHIP}", max("{f.HOUSEHOLD_SIZE}") AS 写
            FROM {LISTED} GROUP BY ALL
        ), counted AS (SELECT {home}, sum(几人)::BIGINT AS 列 FROM named GROUP BY ALL)
        SELECT {select("写", "列")} FROM (SELECT *, 户 AS "{f.ROW}" FROM counted JOIN size USING ({home}))
        WHERE 写 <> 列 ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-HOUSEHOLD-SIZE-LISTED", row, f.HOUSEHOLD_SIZE, row["写"], 列出=row["列"])
