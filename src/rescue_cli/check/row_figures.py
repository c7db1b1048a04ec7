"""Figures of a row that cannot all be right."""

from collections.abc import Callable, Collection
from decimal import Decimal

from rescue_cli.check.definition import Check, Row, Run, Source
from rescue_cli.check.finding_places import TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.model import VocabularyField

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
# Two fields of income and, per head and year, what each says.
_PAIRS = ((YEARLY, MONTHLY), (YEARLY, YEARLY_HEAD), (YEARLY_HEAD, MONTHLY))
_HEAD_YEAR = {MONTHLY: f'"{MONTHLY}" * 12', YEARLY_HEAD: f'"{YEARLY_HEAD}"'}
_HOUSEHOLD_YEAR = {
    YEARLY: f'"{YEARLY}"',
    MONTHLY: f'"{MONTHLY}" * 12 * "{f.HOUSEHOLD_SIZE}"',
    YEARLY_HEAD: f'"{YEARLY_HEAD}" * "{f.HOUSEHOLD_SIZE}"',
}


def disagreeing_incomes(_: Run) -> str:
    """The first two of the row's incomes that disagree by over 5 %, a row each: 字段, 值, the other one, 应为, and 错: the
    code that says what slip would explain it."""
    pairs = " UNION ALL ".join(_pair(rank, *fields) for rank, fields in enumerate(_PAIRS))
    place = f'"{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}"'
    return f"""
        SELECT *, {_slip("甲", "乙", "人")} AS 错 FROM ({pairs})
        WHERE abs(甲 - 乙) > greatest({TOLERANCE} * greatest(甲, 乙), 12 * 人)
        QUALIFY row_number() OVER (PARTITION BY {place} ORDER BY 序) = 1"""


def _pair(rank: int, written: str, other: str) -> str:
    """Both incomes on one footing (甲, 乙). Per head 12 yuan a year are rounding; a household figure is compared whole, so
    that no division blurs it."""
    sides, size = (_HOUSEHOLD_YEAR, f'"{f.HOUSEHOLD_SIZE}"') if written == YEARLY else (_HEAD_YEAR, "1")
    names = (f"'{written}' AS 字段", f"'{other}' AS 另一项", f'"{written}" AS 写', f'"{other}" AS 另一值')
    household = f"""coalesce(nullif("{f.HOUSEHOLD_SIZE}", 0)::VARCHAR, '未填') AS 人口"""
    figures = (f"{rank} AS 序", f"{sides[written]} AS 甲", f"{sides[other]} AS 乙", f"{size} AS 人")
    return f"SELECT {select(*names, household, *figures)} FROM {TABLE}"


def _slip(written: str, other: str, size: str) -> str:
    """The code of the finding: off by 12 (month for year), by 10,000 (元 for 万元), by the household size, or by no slip."""

    def off_by(factor: str) -> str:
        ratio = f"{written}::DOUBLE / {other}"
        return f"least(abs({ratio} / ({factor}) - 1), abs({ratio} * ({factor}) - 1)) < {TOLERANCE}"

    return f"""CASE WHEN {written} <= 0 OR {other} <= 0 THEN '{BY_NO_SLIP}'
        WHEN {off_by("12")} THEN '{BY_TWELVE}'
        WHEN {off_by(str(MYRIAD))} THEN '{BY_MYRIAD}'
        WHEN {size} > 1 AND {off_by(size)} THEN '{BY_SIZE}'
        ELSE '{BY_NO_SLIP}' END"""


INCOMES = Source("check_incomes", disagreeing_incomes)


def _with_slip(code: str) -> Callable[[Run], str]:
    facts = ("字段", "写 AS 值", "另一项", "另一值", "人口", "乙 AS 应为")
    return lambda _: f"SELECT {select(*facts)} FROM {INCOMES.name} WHERE 错 = '{code}'"


def _incomes_check(code: str, yearly: int) -> Check:
    """Both examples: three persons with 500 yuan a head and month, and `yearly` for the household; 18,000 is right."""
    household: Row = {f.HOUSEHOLD_SIZE: 3, MONTHLY: Decimal(500)}
    return Check(
        code=code,
        field=None,
        columns=((YEARLY, YEARLY_HEAD), (MONTHLY, YEARLY_HEAD)),
        source=INCOMES,
        query=_with_slip(code),
        fires=({**household, YEARLY: Decimal(yearly)},),
        silent=({**household, YEARLY: Decimal(18000)},),
    )


def _covered_check(field: str) -> Check:
    """More members covered (低保人数, 保障人数) than in the household."""
    return Check(
        code="CHECK-COVERED-OVER-SIZE",
        field=field,
        columns=(field, f.HOUSEHOLD_SIZE),
        query=lambda _: (
            f"""SELECT {select(f'"{field}" AS 值', f'"{f.HOUSEHOLD_SIZE}" AS 另一值')}
            FROM {TABLE} WHERE "{field}" > "{f.HOUSEHOLD_SIZE}\""""
        ),
        fires=({f.HOUSEHOLD_SIZE: 3, field: 4},),
        silent=({f.HOUSEHOLD_SIZE: 3, field: 3},),
    )


def _implausible_of(types: Collection[str], sentence: Callable[[str, int], str]) -> Callable[[Run], str]:
    """Values of these types outside of what the dictionary calls plausible, a row each; 0 is plausible."""

    def query(run: Run) -> str:
        entries = [
            entry
            for name, entry in sorted(run.pack.vocabulary.items())
            if entry.plausible and entry.type in types and name in run.filled
        ]
        return " UNION ALL ".join(_implausible(entry, sentence) for entry in entries) or _NONE

    return query


_NONE = f"SELECT {select()} FROM {TABLE} WHERE FALSE"


def _implausible(entry: VocabularyField, sentence: Callable[[str, int], str]) -> str:
    least, most = entry.plausible or (0, 0)
    field = f'"{entry.name}"'
    facts = (f"'{entry.name}' AS 字段", f"{field}::DECIMAL(18, 6) AS 值", f"{sentence(field, least)} AS 怎样")
    return f"SELECT {select(*facts)} FROM {TABLE} WHERE {field} > {most} OR ({field} > 0 AND {field} < {least})"


def _amount_slip(field: str, least: int) -> str:
    """Below, the unit was probably 万元; above, a month's, or a slip of zeros."""
    return (
        f"CASE WHEN {field} < {least} THEN '小得不像，是否以万元为单位' ELSE '大得不像，是否多写了0、把元写成万元' END"
    )


IMPLAUSIBLE = (
    Check(
        code="CHECK-INCOME-IMPLAUSIBLE",
        field=None,
        columns=(),
        query=_implausible_of(("money", "quotient"), _amount_slip),
        fires=({YEARLY: Decimal("1.8")}, {MONTHLY: Decimal(30001)}),
        silent=({MONTHLY: Decimal(0), YEARLY_HEAD: Decimal(300_000)}, {YEARLY: Decimal(100), MONTHLY: Decimal(30_000)}),
    ),
    Check(
        code="CHECK-COUNT-IMPLAUSIBLE",
        field=None,
        columns=(),
        query=_implausible_of(("count",), lambda field, least: "'大得不像'"),
        fires=({f.HOUSEHOLD_SIZE: 300}, {COVERED: 21}),
        silent=({f.HOUSEHOLD_SIZE: 20, COVERED: 0},),
    ),
)


CHECKS = (
    *(_covered_check(field) for field in (COVERED, ENTITLED)),
    _incomes_check(BY_TWELVE, 1500),
    _incomes_check(BY_MYRIAD, 180_000_000),
    _incomes_check(BY_SIZE, 6000),
    _incomes_check(BY_NO_SLIP, 30000),
    *IMPLAUSIBLE,
)
