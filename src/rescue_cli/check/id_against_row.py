"""What an ID number says against what stands beside it (GB 11643-1999), and whether it can be anyone's."""

import datetime as dt
from collections.abc import Callable

from rescue_cli.check.definition import Check, Run, Source
from rescue_cli.check.finding_places import TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.regions import region_codes

OLDEST = 115  # years; nobody in a roster is older
AGE_TOLERANCE = 1  # years
_WHOLE = f"regexp_full_match(\"{f.ID_NUMBER}\", '[0-9]{{17}}[0-9X]')"
# The engine knows a year 0000, which is no date elsewhere.
_BORN = (
    f"""try_strptime(nullif(substr("{f.ID_NUMBER}", 7, 4), '0000') || substr("{f.ID_NUMBER}", 11, 4), '%Y%m%d')::DATE"""
)
# Which relations only a man or only a woman can have.
_MALE, _FEMALE = "'子', '女婿'", "'女', '儿媳'"


def id_facts(run: Run) -> str:
    """A row each mention with an 18-character number: place, what the number says, what the row says."""
    beside = (f'"{f.BIRTH_DATE}" AS 生', f'"{f.SEX}" AS 性', f'"{f.AGE}" AS 龄', f'"{f.RELATION}" AS 关系')
    return f"""
        SELECT {select(f'"{f.ID_NUMBER}" AS 号', *beside)}, "{f.NAME}" IS NOT NULL AS 本人, {_BORN} AS 证生,
               CASE WHEN substr(号, 17, 1)::INT % 2 = 1 THEN '男' ELSE '女' END AS 证性,
               date_sub('year', 证生, {literal(run.as_of)}) AS 证龄
        FROM {TABLE} WHERE {_WHOLE}"""


ID_FACTS = Source("check_id_facts", id_facts)


def _rows(condition: str, *columns: str) -> Callable[[Run], str]:
    return lambda _: f"SELECT {select(*columns)} FROM {ID_FACTS.name} WHERE {condition}"


def _wrong_age(run: Run) -> str:
    """Ages are typed by hand, some by 虚岁."""
    return f"""SELECT {select("龄 AS 值", "证龄 AS 另一值", f"{literal(run.as_of)} AS 基准日")} FROM {ID_FACTS.name}
        WHERE abs(龄 - 证龄) > {AGE_TOLERANCE} AND 证龄 BETWEEN 0 AND {OLDEST}"""


def _impossible_birth(run: Run) -> str:
    return f"""SELECT {select("号 AS 值", "证生 AS 另一值")} FROM {ID_FACTS.name}
        WHERE 证生 > {literal(run.as_of)} OR 证龄 > {OLDEST}"""


def _unknown_region(_: Run) -> str:
    """81–83 are residence permits and 9 permanent residents."""
    known = ", ".join(map(literal, sorted(region_codes())))
    return f"""SELECT {select("号 AS 值", "substr(号, 1, 6) AS 前六位")} FROM {ID_FACTS.name}
        WHERE NOT regexp_matches(号, '^(9|8[123])') AND substr(号, 1, 6) NOT IN ({known})"""


_MAN, _WOMAN = "99010119700101001X", "990101197001010028"

CHECKS = (
    Check(
        code="CHECK-ID-BIRTH-DISAGREES",
        field=f.BIRTH_DATE,
        columns=(f.ID_NUMBER, f.BIRTH_DATE),
        source=ID_FACTS,
        # A first of the month may be a month that Excel made a day of.
        query=_rows(
            "生 <> 证生 AND NOT (day(生) = 1 AND date_trunc('month', 证生) = 生)", "生 AS 值", "证生 AS 另一值"
        ),
        fires=({f.ID_NUMBER: _MAN, f.BIRTH_DATE: dt.date(1970, 1, 2)},),
        silent=({f.ID_NUMBER: _MAN, f.BIRTH_DATE: dt.date(1970, 1, 1)},),
    ),
    Check(
        code="CHECK-ID-SEX-DISAGREES",
        field=f.SEX,
        columns=(f.ID_NUMBER, f.SEX),
        source=ID_FACTS,
        query=_rows("性 <> 证性", "性 AS 值", "证性 AS 另一值"),
        fires=({f.ID_NUMBER: _MAN, f.SEX: "女"},),
        silent=({f.ID_NUMBER: _MAN, f.SEX: "男"},),
    ),
    Check(
        code="CHECK-ID-AGE-DISAGREES",
        field=f.AGE,
        columns=(f.ID_NUMBER, f.AGE),
        source=ID_FACTS,
        query=_wrong_age,
        fires=({f.ID_NUMBER: _MAN, f.AGE: 47},),
        silent=({f.ID_NUMBER: _MAN, f.AGE: 50},),
    ),
    Check(
        code="CHECK-ID-BIRTH-IMPLAUSIBLE",
        field=f.ID_NUMBER,
        columns=(f.ID_NUMBER,),
        source=ID_FACTS,
        query=_impossible_birth,
        fires=({f.ID_NUMBER: "990101209101010012"},),
        silent=({f.ID_NUMBER: _MAN},),
    ),
    Check(
        code="CHECK-ID-REGION-UNKNOWN",
        field=f.ID_NUMBER,
        columns=(f.ID_NUMBER,),
        source=ID_FACTS,
        query=_unknown_region,
        fires=({f.ID_NUMBER: "000101197001010017"},),
        silent=({f.ID_NUMBER: _MAN},),
    ),
    Check(
        code="CHECK-RELATION-SEX",
        field=f.RELATION,
        columns=(f.ID_NUMBER, f.RELATION, f.NAME),  # a relation is the person's only where 姓名 names one
        source=ID_FACTS,
        query=_rows(
            f"本人 AND ((关系 IN ({_MALE}) AND 证性 = '女') OR (关系 IN ({_FEMALE}) AND 证性 = '男'))",
            "关系 AS 值",
            "证性 AS 另一值",
        ),
        fires=({f.NAME: "示范乙", f.RELATION: "女", f.ID_NUMBER: _MAN},),
        silent=({f.NAME: "示范乙", f.RELATION: "女", f.ID_NUMBER: _WOMAN},),
    ),
)
