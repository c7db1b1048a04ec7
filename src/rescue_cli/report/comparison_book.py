"""比对/*.xlsx: what to look at, every row's answer, and the lists that were asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.report.dictionary_columns import NUMBER, place
from rescue_cli.report.list_comparison import OUTCOMES, UNKNOWN, Answer, ListState
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, LayoutColumn, Mark, SheetLayout

COLOURS: dict[str, Colour] = {"命中": "green", "未命中": "grey", "未比对": "amber"}
COLUMNS = {
    f.TOWNSHIP: 11.0,
    f.VILLAGE: 10.0,
    "姓名": 9.0,
    f.ID_NUMBER: 19.5,
    "比对结果": 9.0,
    "相符程度": 20.0,
    "对方姓名": 9.0,
    "对方身份证号": 19.5,
    f.LIST_DATE: 11.0,
    "依据": 26.0,
    "本方来源": 26.0,
    "对方来源": 26.0,
}


@dataclass(frozen=True)
class Comparison:
    """`left` was looked for in `right`; `tell` is the outcome to look at; `clause` why it is asked."""

    name: str
    left: str
    right: str
    tell: str
    answers: Sequence[Answer]
    state: ListState
    clause: str = ""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(answer.outcome for answer in self.answers)
        return {outcome: found[outcome] for outcome in OUTCOMES}


def comparison_book(one: Comparison, context: ReportContext) -> list[SheetLayout]:
    """The rows to look at, those not compared, all rows, and the list."""
    told = [answer for answer in one.answers if answer.outcome == one.tell]
    unknown = [answer for answer in one.answers if answer.outcome == UNKNOWN]
    return [
        _rows(f"{one.tell}", told, one, context),
        *([_rows(UNKNOWN, unknown, one, context)] if unknown else []),
        _rows("全部", one.answers, one, context),
        _lists(one, context),
    ]


def _rows(name: str, answers: Sequence[Answer], one: Comparison, context: ReportContext) -> SheetLayout:
    counts = "，".join(f"{outcome}{count}" for outcome, count in one.counts.items())
    return SheetLayout(
        name=name,
        title=f"{context.district}{one.name}比对结果",
        columns=(
            NUMBER,
            *(
                LayoutColumn((head,), "date" if head == f.LIST_DATE else "text", width)
                for head, width in COLUMNS.items()
            ),
        ),
        rows=[(number, *_cells(answer)) for number, answer in enumerate(answers, 1)],
        lead=_lead(context, counts),
        notes=(_says(one),),
        marks=tuple(Mark(row, 5, COLOURS[answer.outcome]) for row, answer in enumerate(answers)),
        empty=f"没有{name}的",
    )


def _says(one: Comparison) -> str:
    day = f"名单截至{one.state.day.isoformat()}" if one.state.day else "名单日期未注明"
    whole = f"；{one.state.fault}，没有找到的一律记为未比对，不能当作没有问题" if one.state.fault else ""
    basis = f"（{one.clause}）" if one.clause else ""
    return f"在“{one.right}”里逐行查找“{one.left}”{basis}。{day}，{one.state.coverage}{whole}。"


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


def _lists(one: Comparison, context: ReportContext) -> SheetLayout:
    heads = {
        "比对": 22.0,
        "查找的": 24.0,
        "被查的名单": 24.0,
        "名单日期": 12.0,
        "行数": 9.0,
        "有效证件号": 10.0,
        "状态": 40.0,
    }
    counted = ("行数", "有效证件号")
    row: tuple[Cell, ...] = (
        one.name,
        one.left,
        one.right,
        one.state.day.isoformat() if one.state.day else "未注明",
        one.state.rows,
        one.state.valid,
        one.state.fault or "完整",
    )
    return SheetLayout(
        name="名单情况",
        title=f"{context.district}{one.name}名单情况",
        columns=tuple(
            LayoutColumn((name,), "count" if name in counted else "text", width) for name, width in heads.items()
        ),
        rows=[row],
        lead=_lead(context, "单位：行"),
        filter=False,
    )


def _lead(context: ReportContext, right: str) -> tuple[str, str, str]:
    return (f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", right)
