"""Households whose members are listed, one a row or in repeated columns: one head, nobody twice, as many as 家庭人口."""

from rescue_cli.check.definition import Check, Run, Source
from rescue_cli.check.finding_places import HOME, ORDER, PERSON, TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.language.sql import literal

HEAD_WORD = "户主"  # the code of the relation (GB/T 4761: 01 本人, 02 户主)
LISTS_MEMBERS = (f.FIRST_ROW, f.MEMBER)  # one a row, or in columns of their own
_SAME_HOME = f'PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", 户'
_BY_PLACE = f'{ORDER}, "{f.MEMBER}" NULLS FIRST'


def listed_mentions(_: Run) -> str:
    """Every mention of a household that lists its members: 逐人 (one a row), 人, 户 (its first row), 是户主."""
    return f"""
        SELECT *, "{f.FIRST_ROW}" IS NOT NULL AS 逐人, {PERSON} AS 人, {HOME} AS 户,
               "{f.RELATION}" = '{HEAD_WORD}' OR (NOT 逐人 AND "{f.MEMBER}" IS NULL)
                   OR (逐人 AND "{f.RELATION}" IS NULL AND "{f.NAME}" = "{f.HEAD_NAME}") AS 是户主
        FROM {TABLE} QUALIFY "{f.FIRST_ROW}" IS NOT NULL OR count("{f.MEMBER}")
            OVER (PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", {HOME}) > 0"""


LISTED = Source("check_listed", listed_mentions)


def two_heads(_: Run) -> str:
    """A second person of the household is 户主 too."""
    return f"""
        SELECT {select("人 AS 值", "首 AS 户主")} FROM (
            SELECT *, first_value(人) OVER ({_SAME_HOME} ORDER BY {_BY_PLACE}) AS 首,
                   first_value("{f.ID_NUMBER}") OVER ({_SAME_HOME} ORDER BY {_BY_PLACE}) AS 首号
            FROM {LISTED.name} WHERE 是户主
        ) WHERE 人 <> 首 OR "{f.ID_NUMBER}" <> 首号"""


def no_head(_: Run) -> str:
    """Relations are given, but nobody of the household is 户主 or 本人, or bears the head's name. Not of a member who names
    a head of another household of the village: that one is asked about already."""
    is_head = f'是户主 OR 人 = "{f.HEAD_NAME}" AND "{f.NAME}" IS NOT NULL'
    return f"""
        SELECT {select("人 AS 值")} FROM (
            SELECT *, coalesce(bool_or({is_head}) OVER ({_SAME_HOME}), FALSE) AS 有户主,
                   count("{f.RELATION}") OVER ({_SAME_HOME}) AS 关系数
            FROM {LISTED.name}
        ) AS home WHERE 逐人 AND NOT 有户主 AND 关系数 > 0 AND "{f.ROW}" = 户 AND NOT EXISTS (
            FROM {LISTED.name} AS head WHERE head.是户主 AND head.人 = home."{f.HEAD_NAME}"
            AND head."{f.SOURCE_FILE}" = home."{f.SOURCE_FILE}" AND head."{f.SHEET}" = home."{f.SHEET}"
            AND head."{f.VILLAGE}" IS NOT DISTINCT FROM home."{f.VILLAGE}")"""


def person_twice(_: Run) -> str:
    """One person stands twice in a household (often the head, once as head and once as member): by the number, or by
    the name where the namesakes have one number at most."""
    by_id = f'{_SAME_HOME}, "{f.ID_NUMBER}" ORDER BY {_BY_PLACE}'
    by_name = f"{_SAME_HOME}, 人"
    return f"""
        SELECT {select("人 AS 值", "首 AS 首行")} FROM (
            SELECT *, row_number() OVER ({by_id}) AS 同号,
                   row_number() OVER ({by_name} ORDER BY {_BY_PLACE}) AS 同名,
                   count(DISTINCT "{f.ID_NUMBER}") OVER ({by_name}) AS 号数,
                   first_value("{f.ROW}") OVER ({by_name} ORDER BY {_BY_PLACE}) AS 首
            FROM {LISTED.name} WHERE 人 IS NOT NULL
        ) WHERE (同号 > 1 AND "{f.ID_NUMBER}" IS NOT NULL) OR (同名 > 1 AND 号数 <= 1)"""


def size_against_listed(run: Run) -> str:
    """家庭人口 differs from how many persons the roster lists, the head counted once (also one whom only his members'
    rows name). Lists of who is paid list fewer."""
    rosters = ", ".join(literal(name) for name, form in run.pack.forms.items() if form.role == "roster") or "NULL"
    home = f'"{f.SOURCE_FILE}", "{f.SHEET}", 户'
    return f"""
        WITH named AS (
            SELECT {home}, 人, greatest(1, count(DISTINCT "{f.ID_NUMBER}")) AS 几人
            FROM {LISTED.name} WHERE 人 IS NOT NULL AND "{f.FORM}" IN ({rosters}) GROUP BY ALL
        ), size AS (
            SELECT {home}, any_value("{f.TOWNSHIP}" ORDER BY "{f.ROW}") AS "{f.TOWNSHIP}", max("{f.HOUSEHOLD_SIZE}") AS 写
            FROM {LISTED.name} GROUP BY ALL
        ), unlisted AS (
            SELECT {home}, 1 AS 未列 FROM {LISTED.name} WHERE 逐人 GROUP BY ALL
            HAVING count("{f.HEAD_NAME}") > 0 AND NOT bool_or(是户主) AND NOT coalesce(bool_or(人 = "{f.HEAD_NAME}"), FALSE)
        ), counted AS (
            SELECT {home}, (sum(几人) + coalesce(any_value(未列), 0))::BIGINT AS 列
            FROM named LEFT JOIN unlisted USING ({home}) GROUP BY ALL)
        SELECT {select("写 AS 值", "列 AS 列出")} FROM (SELECT *, 户 AS "{f.ROW}" FROM counted JOIN size USING ({home}))
        WHERE 写 <> 列"""


_HEAD = {f.HEAD_NAME: "示范甲", f.NAME: "示范甲", f.RELATION: "户主", f.FIRST_ROW: 3}
_WIFE = {f.HEAD_NAME: "示范甲", f.NAME: "示范乙", f.RELATION: "配偶", f.FIRST_ROW: 3}

CHECKS = (
    Check(
        code="CHECK-HOUSEHOLD-TWO-HEADS",
        field=f.RELATION,
        columns=(LISTS_MEMBERS,),
        source=LISTED,
        query=two_heads,
        fires=(_HEAD, {**_WIFE, f.RELATION: "户主"}),
        silent=(_HEAD, _WIFE),
    ),
    Check(
        code="CHECK-HOUSEHOLD-NO-HEAD",
        field=f.RELATION,
        columns=(LISTS_MEMBERS, f.RELATION),
        source=LISTED,
        query=no_head,
        fires=({**_WIFE, f.HEAD_NAME: None}, {**_WIFE, f.HEAD_NAME: None, f.NAME: "示范丙", f.RELATION: "子"}),
        silent=(_HEAD, _WIFE),
    ),
    Check(
        code="CHECK-HOUSEHOLD-PERSON-TWICE",
        field=f.NAME,
        columns=(LISTS_MEMBERS,),
        source=LISTED,
        query=person_twice,
        fires=(_HEAD, _WIFE, _WIFE),
        silent=(_HEAD, _WIFE),
    ),
    Check(
        code="CHECK-HOUSEHOLD-SIZE-LISTED",
        field=f.HOUSEHOLD_SIZE,
        columns=(LISTS_MEMBERS, f.HOUSEHOLD_SIZE),
        source=LISTED,
        query=size_against_listed,
        fires=({**_HEAD, f.HOUSEHOLD_SIZE: 3}, _WIFE),
        silent=({**_HEAD, f.HOUSEHOLD_SIZE: 2}, _WIFE),
    ),
)
