"""What an ID number says against what stands beside it (GB 11643-1999), and whether it can be anyone's."""

import datetime as dt
from collections.abc import Iterator

from rescue_cli.check.finding_places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal

OLDEST = 115  # years; nobody in a roster is older
AGE_TOLERANCE = 1  # years
_WHOLE = f"regexp_full_match(\"{f.ID_NUMBER}\", '[0-9]{{17}}[0-9X]')"
_BORN = f"""try_strptime(substr("{f.ID_NUMBER}", 7, 8), '%Y%m%d')::DATE"""
# Which relations only a man or only a woman can have.
_MALE, _FEMALE = "'子', '女婿'", "'女', '儿媳'"


def id_against_row(engine: Engine, sheets: Sheets, as_of: dt.date, regions: str) -> Iterator[Finding]:
    """Every fact of an 18-character number that contradicts the row, the day of the run or the list of `regions`."""
    facts = f"""
        SELECT {select(f'"{f.ID_NUMBER}" AS 号', f'"{f.BIRTH_DATE}" AS 生', f'"{f.SEX}" AS 性', f'"{f.AGE}" AS 龄')},
               "{f.RELATION}" AS 关系, "{f.NAME}" IS NOT NULL AS 本人, {_BORN} AS 证生,
               CASE WHEN substr(号, 17, 1)::INT % 2 = 1 THEN '男' ELSE '女' END AS 证性,
               date_sub('year', 证生, {literal(as_of)}) AS 证龄
        FROM "{TABLE}" WHERE {_WHOLE}
    """
    faults = ", ".join(f"coalesce({fault}, FALSE) AS {name}" for name, fault in _faults(as_of, regions).items())
    query = f"""
        SELECT * FROM (SELECT *, {faults} FROM ({facts}))
        WHERE {" OR ".join(_faults(as_of, regions))} ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        if row["生不符"]:
            yield sheets.finding("CHECK-ID-BIRTH-DISAGREES", row, f.BIRTH_DATE, row["生"], 另一值=row["证生"])
        if row["性不符"]:
            yield sheets.finding("CHECK-ID-SEX-DISAGREES", row, f.SEX, row["性"], 另一值=row["证性"])
        if row["龄不符"]:
            yield sheets.finding("CHECK-ID-AGE-DISAGREES", row, f.AGE, row["龄"], 另一值=row["证龄"], 基准日=as_of)
        if row["生不能"]:
            yield sheets.finding("CHECK-ID-BIRTH-IMPLAUSIBLE", row, f.ID_NUMBER, row["号"], 另一值=row["证生"])
        if row["地不知"]:
            yield sheets.finding("CHECK-ID-REGION-UNKNOWN", row, f.ID_NUMBER, row["号"], 前六位=row["号"][:6])
        if row["关系不符"]:
            yield sheets.finding("CHECK-RELATION-SEX", row, f.RELATION, row["关系"], 另一值=row["证性"])


def _faults(as_of: dt.date, regions: str) -> dict[str, str]:
    """Name → condition. A first of the month may be a month that Excel made a day of; ages are typed by hand, some by
    虚岁; 81–83 are residence permits and 9 permanent residents; a relation is the person's only where 姓名 names one."""
    return {
        "生不符": "生 <> 证生 AND NOT (day(生) = 1 AND date_trunc('month', 证生) = 生)",
        "性不符": "性 <> 证性",
        "龄不符": f"abs(龄 - 证龄) > {AGE_TOLERANCE} AND 证龄 BETWEEN 0 AND {OLDEST}",
        "生不能": f"证生 > {literal(as_of)} OR 证龄 > {OLDEST}",
        "地不知": f"NOT regexp_matches(号, '^(9|8[123])') AND substr(号, 1, 6) NOT IN (SELECT 代码 FROM {regions})",
        "关系不符": f"本人 AND ((关系 IN ({_MALE}) AND 证性 = '女') OR (关系 IN ({_FEMALE}) AND 证性 = '男'))",
    }
