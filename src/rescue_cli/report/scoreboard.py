"""Faults per hundred rows by township (镇街评比), and how often each kind of fault occurs (按问题)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import CoverageState, OwedState
from rescue_cli.report.check_results import BLAMED, FAULTS, LEVELS, NOBODY, Checked
from rescue_cli.report.dictionary_columns import NUMBER, numbered
from rescue_cli.report.owed_book import due_by_sender, not_sent
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, ChartLayout, LayoutColumn, SheetLayout

MOST_BARS = 12  # a chart of more kinds cannot be read
FAULTS_PER_HUNDRED = "每百行差错"
COLUMNS = (
    LayoutColumn((f.TOWNSHIP,), "text", 22),
    LayoutColumn(("文件",), "count", 8, total=True),
    LayoutColumn(("数据行",), "count", 9, total=True),
    *(LayoutColumn((level,), "count", 9, total=True) for level in LEVELS),
    LayoutColumn((FAULTS_PER_HUNDRED,), "money", 12),
    LayoutColumn(("名次",), "count", 8),
)
DUE_COLUMNS = tuple(
    LayoutColumn((name,), "count", 8, total=True)
    for name in (c.OWED, c.SENT, CoverageState.UNREPORTED.value, "逾期报来")
)
KIND_COLUMNS = (
    NUMBER,
    LayoutColumn((c.LEVEL,), "text", 8),
    LayoutColumn((c.PROBLEM,), "text", 30),
    LayoutColumn((c.CODE,), "text", 28),
    LayoutColumn(("处数",), "count", 8, total=True),
    LayoutColumn(("涉及文件",), "count", 9),
    LayoutColumn(("各镇街处数",), "text", 40),
)


def scoreboard(checked: Checked, context: ReportContext, owed: pa.Table | None = None) -> SheetLayout:
    """镇街评比: one line a township, the one with the fewest faults per hundred rows first; equal ones share a rank. `owed`
    (OWED): then with what of it each township has sent by now, and late; also those that sent nothing, without a rank."""
    reports = checked.without_lists(context.townships)
    due = due_by_sender(owed) if owed is not None else {}
    lines: list[tuple[Cell, ...]] = [
        (
            of.township,
            *(_due(due.get(of.township, Counter())) if due else ()),
            *(of.files, of.rows, *(of.levels[level] for level in LEVELS), of.rate, of.rank),
        )
        for of in standings(reports, context, due)
    ]
    columns = (COLUMNS[0], *(DUE_COLUMNS if due else ()), *COLUMNS[1:])
    return SheetLayout(
        name="镇街评比",
        title=f"{context.district}各镇街报表质量评比表",
        columns=columns,
        rows=lines,
        lead=context.lead("单位：处"),
        total_label=TOTAL,
        notes=(
            *(
                ["应报、已报、未报是到今天为止到期的份数，逐份见 催报/应报未报.xlsx；退回待改的和空表待问的算未报。"]
                if due
                else []
            ),
            "每百行差错＝（必须改＋请核实）÷数据行×100，提示不计；数据行含已取和拒收的行，按行内镇街计。名次按每百行差错由低到高，并列同名次。",
            "“文件”是该镇街报来的份数。部门报来的名单里的行和差错不算镇街的。",
            *_sent_nothing(reports, context),
            *_left_out(checked, reports),
        ),
        empty="没有读到数据",
        chart=ChartLayout(f"各镇街{FAULTS_PER_HUNDRED}", "column", (len(columns) - 2,), 0) if len(lines) > 1 else None,
    )


@dataclass(frozen=True)
class Standing:
    """`levels`: its findings by level; `rate`: faults per hundred rows, None where it sent nothing; `rank`: of those that did."""

    township: str
    files: int
    rows: int
    levels: Mapping[str, int]
    rate: Decimal | None
    rank: int | None


def standings(checked: Checked, context: ReportContext, owing: Collection[str] = ()) -> list[Standing]:
    """One a township, the one with the fewest faults per hundred rows first. `checked`: without lists of departments.
    `owing`: senders of whom something was due, who are shown also where nothing came."""
    rows, files = checked.rows_by_township(), checked.files_by_sender()
    counts = _counts(checked.senders_findings, (BLAMED, c.LEVEL))
    sent = [name for name in context.townships if files[name]]
    names = {*rows, *(name for name, _ in counts), *sent, *(name for name in context.townships if name in owing)} - {
        NOBODY
    }
    # Whoever sent nothing has no rate and no rank, whatever lists of others say of its households.
    faults = {name: sum(counts[name, level] for level in FAULTS) for name in names}
    rates = {name: rate(faults[name], rows[name]) if files[name] else None for name in names}
    known = [value for value in rates.values() if value is not None]
    ranked = sorted(names, key=lambda name: (rates[name] is None, rates[name] or 0, _order(name, context)))
    return [
        Standing(
            name,
            files[name],
            rows[name],
            {level: counts[name, level] for level in LEVELS},
            rates[name],
            _rank(rates[name], known),
        )
        for name in ranked
    ]


def _due(states: Counter[str]) -> tuple[Cell, ...]:
    return states.total(), states.total() - not_sent(states), not_sent(states), states[OwedState.LATE]


def _sent_nothing(checked: Checked, context: ReportContext) -> tuple[str, ...]:
    files = checked.files_by_sender()
    silent = [name for name in context.townships if not files[name]]
    return (f"没有报来文件的：{'、'.join(silent)}，不排名。",) if silent else ()


def _counts(table: pa.Table, names: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How many rows say the same in the columns `names`."""
    groups = table.group_by(list(names)).aggregate([([], "count_all")])
    keys = zip(*(groups.column(name).to_pylist() for name in names), strict=True)
    return Counter(dict(zip(keys, groups.column("count_all").to_pylist(), strict=True)))


def _left_out(checked: Checked, reports: Checked) -> tuple[str, ...]:
    """How the sheet's totals and all findings go together; nothing where every finding is some township's."""
    total = checked.findings.num_rows
    counting = reports.senders_findings.num_rows
    others, listed = total - checked.senders_findings.num_rows, checked.senders_findings.num_rows - counting
    nobodys = _counts(reports.senders_findings, (BLAMED,))[NOBODY,]
    if not others + nobodys + listed:
        return ()
    why = [
        *([f"查重、归户、判定发现的{others}处，不是哪一个报送单位的差错"] if others else []),
        *([f"部门名单里的{listed}处"] if listed else []),
        *([f"说不清属于哪个镇街的{nobodys}处"] if nobodys else []),
    ]
    return (f"全部问题{total}处：上表计入{counting - nobodys}处，未计入的有{'；'.join(why)}。",)


def _rank(value: Decimal | None, known: Sequence[Decimal]) -> int | None:
    return None if value is None else 1 + sum(other < value for other in known)


def rate(faults: int, rows: int) -> Decimal | None:
    """Faults per hundred rows, to two decimals; None where there are no rows.

    >>> rate(1, 3), rate(2, 0)
    (Decimal('33.33'), None)
    """
    return (Decimal(faults) * 100 / rows).quantize(Decimal("0.01"), ROUND_HALF_UP) if rows else None


def by_kind(checked: Checked, context: ReportContext) -> SheetLayout:
    """按问题: one line a level and code: how often, in how many files, of which townships."""
    rows = _kinds(checked)
    return SheetLayout(
        name="按问题",
        title=f"{context.district}收件问题分类表",
        columns=KIND_COLUMNS,
        rows=numbered(rows),
        lead=context.lead("单位：处"),
        total_label=TOTAL,
        notes=("某种问题怎么改，按代码筛选“问题清单”，看“怎么改”一栏。",),
        empty="没有发现问题",
        chart=ChartLayout("各类问题处数", "bar", (4,), 2) if 1 < len(rows) <= MOST_BARS else None,
    )


def _kinds(checked: Checked) -> list[tuple[Cell, ...]]:
    """Level, title, code, places, files, townships; the worst level first, in it the most frequent."""
    table = checked.attributed
    counts = _counts(table, (c.LEVEL, c.CODE))
    files = Counter(kind[:2] for kind in _counts(table, (c.LEVEL, c.CODE, f.SOURCE_FILE)))
    townships: dict[tuple[str, ...], dict[str, int]] = {}
    for (*kind, township), count in _counts(table, (c.LEVEL, c.CODE, BLAMED)).items():
        townships.setdefault(tuple(kind), {})[township] = count
    ordered = sorted(counts, key=lambda kind: (LEVELS.index(kind[0]), -counts[kind], kind[1]))
    return [
        (kind[0], checked.catalogue[kind[1]].title, kind[1], counts[kind], files[kind], _most_first(townships[kind]))
        for kind in ordered
    ]


def _most_first(counts: Mapping[str, int]) -> str:
    """
    >>> _most_first({"兴泾镇": 1, "镇北堡镇": 3})
    '镇北堡镇3、兴泾镇1'
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "、".join(f"{name}{count}" for name, count in ordered)


def _order(name: str, context: ReportContext) -> tuple[int, str]:
    known = context.townships
    return (known.index(name) if name in known else len(known), name)
