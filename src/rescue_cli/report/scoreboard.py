"""Faults per hundred rows by township (镇街评比), and how often each kind of fault occurs (按问题)."""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import LEVELS
from rescue_cli.report.check_results import NOBODY, SENDER_STAGES, Checked, Row
from rescue_cli.report.dictionary_columns import NUMBER
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, ChartLayout, LayoutColumn, SheetLayout

FAULTS = ("必须改", "请核实")  # 提示 is no fault
MOST_BARS = 12  # a chart of more kinds cannot be read
COLUMNS = (
    LayoutColumn((f.TOWNSHIP,), "text", 22),
    LayoutColumn(("文件",), "count", 8, total=True),
    LayoutColumn(("数据行",), "count", 9, total=True),
    *(LayoutColumn((level,), "count", 9, total=True) for level in LEVELS),
    LayoutColumn(("每百行差错",), "money", 12),
    LayoutColumn(("名次",), "count", 8),
)


def scoreboard(checked: Checked, context: ReportContext) -> SheetLayout:
    """One line a township, the one with the fewest faults per hundred rows first; equal ones share a rank."""
    lines = _townships(checked, context)
    return SheetLayout(
        name="镇街评比",
        title=f"{context.district}各镇街报表质量评比表",
        columns=COLUMNS,
        rows=lines,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", "单位：处"),
        total_label="合计",
        notes=(
            "每百行差错＝（必须改＋请核实）÷数据行×100，提示不计；数据行含已取和拒收的行，按行内镇街计。名次按每百行差错由低到高，并列同名次。",
            "部门名单里的行也按行内镇街计入。“文件”是该镇街报来的份数。",
            *_left_out(checked),
        ),
        empty="没有读到数据",
        chart=ChartLayout("各镇街每百行差错", "column", (6,), 0) if len(lines) > 1 else None,
    )


def _townships(checked: Checked, context: ReportContext) -> list[tuple[Cell, ...]]:
    """Township, files, rows, findings by level, faults per hundred rows, rank."""
    rows = Counter(checked.townships_of_rows())
    faults = Counter(
        (checked.township_of(line), line[c.LEVEL]) for line in checked.findings.to_pylist() if _is_senders(line)
    )
    files = Counter(checked.sender(row[f.SOURCE_FILE]) for row in checked.files.to_pylist() if row[c.STATE] != "略过")
    names = {*rows, *(name for name, _ in faults), *(name for name in context.townships if files[name])} - {NOBODY}
    rates = {name: rate(sum(faults[name, level] for level in FAULTS), rows[name]) for name in names}
    known = [value for value in rates.values() if value is not None]
    ranked = sorted(names, key=lambda name: (rates[name] is None, rates[name] or 0, _order(name, context)))
    return [
        (
            name,
            files[name],
            rows[name],
            *(faults[name, level] for level in LEVELS),
            rates[name],
            _rank(rates[name], known),
        )
        for name in ranked
    ]


def _is_senders(line: Row) -> bool:
    return str(line[c.CODE]).startswith(SENDER_STAGES)


def _left_out(checked: Checked) -> tuple[str, ...]:
    """How the sheet's totals and all findings go together; nothing where every finding is some township's."""
    lines = checked.findings.to_pylist()
    others = sum(not _is_senders(line) for line in lines)
    nobodys = sum(_is_senders(line) and checked.township_of(line) == NOBODY for line in lines)
    if not others + nobodys:
        return ()
    why = [
        *([f"查重、归户、判定发现的{others}处，不是哪一个报送单位的差错"] if others else []),
        *([f"说不清属于哪个镇街的{nobodys}处"] if nobodys else []),
    ]
    return (f"全部问题{len(lines)}处：上表计入{len(lines) - others - nobodys}处，未计入的有{'；'.join(why)}。",)


def _rank(value: Decimal | None, known: Sequence[Decimal]) -> int | None:
    return None if value is None else 1 + sum(other < value for other in known)


def rate(faults: int, rows: int) -> Decimal | None:
    """Faults per hundred rows, to two decimals; None where there are no rows.

    >>> rate(1, 3), rate(2, 0)
    (Decimal('33.33'), None)
    """
    return (Decimal(faults) * 100 / rows).quantize(Decimal("0.01"), ROUND_HALF_UP) if rows else None


def by_kind(checked: Checked, context: ReportContext) -> SheetLayout:
    """One line a code: how often, in how many files, of which townships."""
    lines = checked.findings.to_pylist()
    counts = Counter((LEVELS.index(line[c.LEVEL]), line[c.CODE]) for line in lines)
    ordered = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    rows = []
    for level, code in ordered:
        own = [line for line in lines if (line[c.CODE], line[c.LEVEL]) == (code, LEVELS[level])]
        townships = Counter(checked.township_of(line) for line in own)
        told = "、".join(
            f"{name}{count}" for name, count in sorted(townships.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        files = len({line[f.SOURCE_FILE] for line in own})
        rows.append((LEVELS[level], checked.catalogue[code].title, code, counts[level, code], files, told))
    return SheetLayout(
        name="按问题",
        title=f"{context.district}收件问题分类表",
        columns=(
            NUMBER,
            LayoutColumn(("级别",), "text", 8),
            LayoutColumn(("问题",), "text", 30),
            LayoutColumn(("代码",), "text", 28),
            LayoutColumn(("处数",), "count", 8, total=True),
            LayoutColumn(("涉及文件",), "count", 9),
            LayoutColumn(("各镇街处数",), "text", 40),
        ),
        rows=[(number, *row) for number, row in enumerate(rows, 1)],
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", "单位：处"),
        total_label="合计",
        notes=("某种问题的意思和改法：rescue explain 代码。",),
        empty="没有发现问题",
        chart=ChartLayout("各类问题处数", "bar", (4,), 2) if 1 < len(rows) <= MOST_BARS else None,
    )


def _order(name: str, context: ReportContext) -> tuple[int, str]:
    known = context.townships
    return (known.index(name) if name in known else len(known), name)
