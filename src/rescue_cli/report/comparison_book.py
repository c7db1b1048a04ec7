"""比对/*.xlsx: what to look at, every row's answer, and the lists that were asked."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import ListAnswer
from rescue_cli.pack.model import Pack
from rescue_cli.report.dictionary_columns import NUMBER, numbered, place, text_columns
from rescue_cli.report.hit_lines import HitLine
from rescue_cli.report.hit_sheet import hit_sheet, own_columns
from rescue_cli.report.list_comparison import Answer, ListState
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, LayoutColumn, Mark, SheetLayout

COLOURS: Mapping[ListAnswer, Colour] = {ListAnswer.HIT: "green", ListAnswer.MISS: "grey", ListAnswer.UNKNOWN: "amber"}
_OUTCOME = 5  # place of 比对结果
COLUMNS: Mapping[str, float] = {
    f.TOWNSHIP: 11.0,
    f.VILLAGE: 10.0,
    f.NAME: 9.0,
    f.ID_NUMBER: 19.5,
    "比对结果": 9.0,
    "相符程度": 20.0,
    "对方姓名": 9.0,
    "对方身份证号": 19.5,
    f.LIST_DATE: 11.0,
    f.BASIS: 26.0,
    "本方来源": 26.0,
    "对方来源": 26.0,
}


@dataclass(frozen=True)
class Comparison:
    """`left` was looked for in `right`; `tell` is the outcome to look at (ListAnswer); `clause` why it is asked."""

    name: str
    left: str
    right: str
    tell: str
    answers: Sequence[Answer]
    state: ListState
    clause: str = ""
    lines: Sequence[HitLine] = ()  # those of `tell`, one a thing the list tells of a person
    codes: Set[str] = frozenset()  # of whatever is asked where nobody was found, also of those found by now
    brief: bool = False  # of a department's list: nobody reads through those who are not on it
    whole: bool = False  # of two lists somebody asked for: every row is wanted, also who is on both or on one

    @property
    def absent(self) -> bool:
        """Whether nobody sent the list: then there is one sentence and no row."""
        return not self.state.rows and not self.answers

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → rows, all outcomes."""
        counts = Counter(answer.outcome for answer in self.answers)
        return {outcome: counts[outcome] for outcome in ListAnswer}


def comparison_book(comparison: Comparison, pack: Pack, context: ReportContext) -> list[SheetLayout]:
    """The lines to look at, the rows that could not be compared for a reason of their own, and the list; all rows where they
    are wanted. What a list that is missing, old or read in part says nothing of is a number, no list of everybody."""
    unknown = [answer for answer in comparison.answers if answer.outcome == ListAnswer.UNKNOWN]
    if not comparison.whole:
        unknown = [answer for answer in unknown if not _of_all(answer, comparison)]
    return [
        *part_book(comparison, comparison.lines, pack, context),
        *([_rows(ListAnswer.UNKNOWN, unknown, comparison, context)] if unknown else []),
        *([_rows("全部", comparison.answers, comparison, context)] if comparison.whole else []),
        _lists(comparison, context),
    ]


def _of_all(answer: Answer, comparison: Comparison) -> bool:
    """Whether the row was not compared for what is wrong with the list, not with the row; of a department's list, for
    whatever reason: nobody may be there."""
    return answer.other is None and (comparison.brief or answer.why == comparison.state.brief)


def _unsaid(comparison: Comparison) -> int:
    return sum(answer.outcome == ListAnswer.UNKNOWN and _of_all(answer, comparison) for answer in comparison.answers)


def part_book(
    comparison: Comparison, lines: Sequence[HitLine], pack: Pack, context: ReportContext
) -> list[SheetLayout]:
    """The sheet with these of the comparison's lines, to be answered."""
    columns = own_columns(comparison.lines, pack)
    return [hit_sheet(comparison.tell, comparison.name, lines, columns, pack, context, _how(comparison))]


def _rows(name: str, answers: Sequence[Answer], comparison: Comparison, context: ReportContext) -> SheetLayout:
    dated = {f.LIST_DATE: LayoutColumn((f.LIST_DATE,), "date", COLUMNS[f.LIST_DATE])}
    return SheetLayout(
        name=name,
        title=f"{context.district}{comparison.name}比对结果",
        columns=(NUMBER, *(dated.get(column.head[0], column) for column in text_columns(COLUMNS))),
        rows=numbered(_cells(answer) for answer in answers),
        lead=context.lead("，".join(f"{outcome}{count}" for outcome, count in comparison.counts.items())),
        notes=(_how(comparison),),
        marks=tuple(Mark(row, _OUTCOME, COLOURS[answer.outcome]) for row, answer in enumerate(answers)),
        empty=f"没有{name}的",
    )


def _how(comparison: Comparison) -> str:
    day = f"名单截至{comparison.state.day.isoformat()}" if comparison.state.day else "名单日期未注明"
    whole = f"；{comparison.state.fault}，没有找到的一律记为未比对，不能当作没有问题" if comparison.state.fault else ""
    basis = f"（{comparison.clause}）" if comparison.clause else ""
    return f"在“{comparison.right}”里逐行查找“{comparison.left}”{basis}。{day}，{comparison.state.coverage}{whole}。"


def _cells(answer: Answer) -> tuple[Cell, ...]:
    row, other = answer.row, answer.other
    return (
        row[f.TOWNSHIP],
        row[f.VILLAGE],
        row[f.NAME] or row[f.HEAD_NAME],
        row[f.ID_NUMBER],
        answer.outcome,
        answer.tier or None,
        (other[f.NAME] or other[f.HEAD_NAME]) if other else None,
        other[f.ID_NUMBER] if other else None,
        other.get(f.LIST_DATE) if other else None,
        answer.why or answer.evidence or None,
        place(row),
        place(other) if other else None,
    )


def _lists(comparison: Comparison, context: ReportContext) -> SheetLayout:
    """名单情况: what was looked for in what, and whether that list can say no."""
    state = comparison.state
    widths = {
        "比对": 22.0,
        "查找的": 24.0,
        "被查的名单": 24.0,
        f.LIST_DATE: 12.0,
        c.ROW_COUNT: 9.0,
        "有效证件号": 10.0,
        c.STATE: 40.0,
    }
    row: tuple[Cell, ...] = (
        comparison.name,
        comparison.left,
        comparison.right,
        state.day.isoformat() if state.day else "未注明",
        state.rows,
        state.valid,
        f"{state.fault}；{_unsaid(comparison)}行没有找到，都未比对" if state.fault else "完整",
    )
    return SheetLayout(
        name="名单情况",
        title=f"{context.district}{comparison.name}名单情况",
        columns=text_columns(widths, [c.ROW_COUNT, "有效证件号"]),
        rows=[row],
        lead=context.lead("单位：行"),
        filter=False,
    )
