"""Figures of a row that cannot all be right."""

from collections.abc import Iterator

from rescue_cli.check.finding_places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine

COVERED, ENTITLED = "低保人数", "保障人数"
YEARLY, MONTHLY, YEARLY_HEAD = "家庭年收入", "人均月收入", "家庭人均年收入"
TOLERANCE = 0.05  # figures per head are rounded on paper
MYRIAD = 10000
BY_TWELVE, BY_MYRIAD, BY_SIZE, BY_NO_SLIP = (
    "CHECK-INCOME-MONTH-YEAR",
    "CHECK-INCOME-MYRIAD",
    "CHECK-INCOME-PER-HEAD",
    "CHECK-INCOME-DISAGREES",
)
# What no household of such a roster has: below, the unit was probably 万元; above, a month's or a slip of zeros.
PLAUSIBLE = {YEARLY: (100, 1_000_000), MONTHLY: (10, 30_000), YEARLY_HEAD: (100, 300_000)}
# Two fields of income and, per head and year, what each says.
_PAIRS = ((YEARLY, MONTHLY), (YEARLY, YEARLY_HEAD), (YEARLY_HEAD, MONTHLY))
_HEAD_YEAR = {
    YEARLY: f'"{YEARLY}" / nullif("{f.HOUSEHOLD_SIZE}", 0)',
    MONTHLY: f'"{MONTHLY}" * 12',
    YEARLY_HEAD: f'"{YEARLY_HEAD}"',
}
_HOUSEHOLD_YEAR = {
    YEARLY: f'"{YEARLY}"',
    MONTHLY: f'"{MONTHLY}" * 12 * "{f.HOUSEHOLD_SIZE}"',
    YEARLY_HEAD: f'"{YEARLY_HEAD}" * "{f.HOUSEHOLD_SIZE}"',
}


def covered_over_size(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """More members covered (低保人数, 保障人数) than in the household."""
    query = " UNION ALL ".join(
        f"""SELECT {select(f"'{field}' AS 项", f'"{field}" AS 保', f'"{f.HOUSEHOLD_SIZE}" AS 人')}
            FROM "{TABLE}" WHERE "{field}" > "{f.HOUSEHOLD_SIZE}\""""
        for field in (COVERED, ENTITLED)
    )
    for row in engine.sql(f"{query} ORDER BY {ORDER}, 项").to_pylist():
        yield sheets.finding("CHECK-COVERED-OVER-SIZE", row, row["项"], row["保"], 另一值=row["人"])


def incomes_disagree(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """The first two of the row's incomes that disagree by over 5 %, and what slip would explain it."""
    told: set[tuple[str, str, int]] = set()
    for one, other in _PAIRS:
        # per head 12 yuan a year are rounding; a household figure is compared whole, so that no division blurs it
        sides = _HOUSEHOLD_YEAR if one == YEARLY else _HEAD_YEAR
        size = f'"{f.HOUSEHOLD_SIZE}"' if one == YEARLY else "1"
        query = f"""
            SELECT *, {_slip("甲", "乙", "人")} AS 错 FROM (
                SELECT {select(f"{sides[one]} AS 甲", f"{sides[other]} AS 乙", f"{size} AS 人", f'"{one}" AS 一', f'"{other}" AS 二', f'"{f.HOUSEHOLD_SIZE}" AS 人口')}
                FROM "{TABLE}"
            ) WHERE abs(甲 - 乙) > greatest({TOLERANCE} * greatest(甲, 乙), 12 * 人) ORDER BY {ORDER}
        """
        for row in engine.sql(query).to_pylist():
            place = (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW])
            if place not in told:
                told.add(place)
                facts = {"另一项": other, "另一值": row["二"], "人口": row["人口"] or "未填", "应为": row["乙"]}
                yield sheets.finding(row["错"], row, one, row["一"], **facts)


def income_implausible(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """An income no household of a roster has; 0 is one."""
    query = " UNION ALL ".join(
        f"""SELECT {select(f"'{field}' AS 项", f'"{field}"::DECIMAL(18, 6) AS 写')} FROM "{TABLE}"
            WHERE "{field}" > {most} OR ("{field}" > 0 AND "{field}" < {least})"""
        for field, (least, most) in PLAUSIBLE.items()
    )
    for row in engine.sql(f"{query} ORDER BY {ORDER}, 项").to_pylist():
        small = row["写"] < PLAUSIBLE[row["项"]][0]
        slip = "小得不像，是否以万元为单位" if small else "大得不像，是否多写了0、把元写成万元"
        yield sheets.finding("CHECK-INCOME-IMPLAUSIBLE", row, row["项"], row["写"], 怎样=slip)


def _slip(one: str, other: str, size: str) -> str:
    """The code of the finding: off by 12 (month for year), by 10,000 (元 for 万元), by the household size, or by no slip."""

    def off_by(factor: str) -> str:
        ratio = f"{one}::DOUBLE / {other}"
        return f"least(abs({ratio} / ({factor}) - 1), abs({ratio} * ({factor}) - 1)) < {TOLERANCE}"

    return f"""CASE WHEN {one} <= 0 OR {other} <= 0 THEN '{BY_NO_SLIP}'
        WHEN {off_by("12")} THEN '{BY_TWELVE}'
        WHEN {off_by(str(MYRIAD))} THEN '{BY_MYRIAD}'
        WHEN {size} > 1 AND {off_by(size)} THEN '{BY_SIZE}'
        ELSE '{BY_NO_SLIP}' END"""
