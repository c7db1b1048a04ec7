"""Figures of a row that cannot all be right."""

from collections.abc import Iterator

from rescue_cli.check.places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine

COVERED, YEARLY, MONTHLY = "低保人数", "家庭年收入", "人均月收入"
TOLERANCE = 0.05  # figures per head are rounded on paper


def covered_over_size(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """More members in 低保 than in the household."""
    query = f"""
        SELECT {select(f'"{COVERED}" AS 保', f'"{f.HOUSEHOLD_SIZE}" AS 人')}
        FROM "{TABLE}" WHERE "{COVERED}" > "{f.HOUSEHOLD_SIZE}" ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-COVERED-OVER-SIZE", row, COVERED, row["保"], 另一值=row["人"])


def incomes_disagree(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """人均月收入 × 12 × 家庭人口 against 家庭年收入: 12 times off is a month/year slip, over 5 % a disagreement."""
    query = f"""
        SELECT *,
               abs(年 - 应) > greatest({TOLERANCE} * greatest(年, 应), 12 * 人) AS 不符,
               年 > 0 AND 应 > 0 AND least(abs(年 * 12 / 应 - 1), abs(年 / 应 / 12 - 1)) < {TOLERANCE} AS 年月
        FROM (
            SELECT {select(f'"{YEARLY}" AS 年', f'"{MONTHLY}" AS 月', f'"{f.HOUSEHOLD_SIZE}" AS 人')},
                   "{MONTHLY}" * 12 * "{f.HOUSEHOLD_SIZE}" AS 应
            FROM "{TABLE}"
        ) WHERE 年 IS NOT NULL AND 应 IS NOT NULL ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        if row["不符"]:
            code = "CHECK-INCOME-MONTH-YEAR" if row["年月"] else "CHECK-INCOME-DISAGREES"
            yield sheets.finding(code, row, YEARLY, row["年"], 月收入=row["月"], 人口=row["人"], 应为=row["应"])
