"""疑似重复.xlsx, the sheet 值冲突: fields of one household whose sources disagree, with the values to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Handling
from rescue_cli.record.decisions import NEITHER, Choice, question_digest, value_digest
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.question_blocks import Blocks
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, LayoutColumn, Mark, SheetLayout

SHEET = "值冲突"
CHOSEN, WHY, CODE = "选定", "理由", "识别码"
NONE_RIGHT = "都不对，留空"
_SPANNED = (0, 1, 2, 3, 6, 7, 8, 9)  # 组 编号 户主姓名 字段; 现取 选定 理由 识别码


@dataclass(frozen=True)
class Question:
    """One field of one case: the lines of CONFLICTS, the different values in their order, and their digests."""

    case: str
    field: str
    lines: tuple[Mapping[str, object], ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(line[c.VALUE]) for line in self.lines))

    @property
    def digests(self) -> dict[str, str]:
        """Value → its digest."""
        return {text: value_digest(self.field, text) for text in self.values}

    @property
    def code(self) -> str:
        return question_digest(self.case, self.field, self.digests.values()).partition(":")[2][:16]

    @property
    def settled(self) -> bool:
        return self.lines[0][c.HANDLING] == Handling.SETTLED


def questions(conflicts: pa.Table) -> list[Question]:
    """What a person has to choose or chose already, open ones first: 待定, 暂取, 已裁定."""
    asked = [
        line
        for line in conflicts.to_pylist()
        if line[c.HANDLING] in (Handling.HELD, Handling.FOR_NOW, Handling.SETTLED)
    ]
    grouped = groupby(asked, key=lambda line: (line[f.CASE], line[c.FIELD]))
    found = [Question(case, name, tuple(lines)) for (case, name), lines in grouped]
    order = (Handling.HELD, Handling.FOR_NOW, Handling.SETTLED)
    return sorted(found, key=lambda one: order.index(str(one.lines[0][c.HANDLING])))


def conflict_sheet(
    conflicts: pa.Table, cases: pa.Table, context: ReportContext, choices: Mapping[tuple[str, str], Choice]
) -> SheetLayout | None:
    """One block a question, or no sheet where there is none."""
    asked = questions(conflicts)
    if not asked:
        return None
    heads = dict(zip(cases[f.CASE].to_pylist(), cases[f.HEAD_NAME].to_pylist(), strict=True))
    blocks = Blocks(7, "哪个是对的？", _SPANNED)
    marks: list[Mark] = []
    for number, one in enumerate(asked, 1):
        taken = blocks.add(_block(number, one, heads.get(one.case), choices), (*one.values, NONE_RIGHT))
        marks += [Mark(row, 4, "amber") for row in taken if not one.settled]
    left = sum(not one.settled for one in asked)
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}填写不一致核对表",
        columns=_columns(),
        rows=blocks.rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"待选{left}处，已选{len(asked) - left}处"),
        notes=(
            "同一户几处填写不一致的，请核实后在“选定”栏从下拉列表中选一个值并写明理由，存盘后 rescue apply 本文件；以后每次运行都照此取值。",
            "“现取”为空的，在选定以前留空，不作猜测。来了新的值会重新问。",
        ),
        signatures=("核对人", "复核人", "日期"),
        filter=False,
        rules=tuple(blocks.rules),
        marks=tuple(marks),
        spans=tuple(blocks.spans),
    )


def _block(
    number: int, one: Question, head: str | None, choices: Mapping[tuple[str, str], Choice]
) -> Sequence[tuple[Cell, ...]]:
    chosen, why = _known(one, choices.get((one.case, one.field))) if one.settled else (None, None)
    return [
        (
            number,
            one.case,
            head,
            one.field,
            str(line[c.VALUE]),
            place(line),
            None if line[c.CARRIED] is None else str(line[c.CARRIED]),
            chosen,
            why,
            one.code,
        )
        for line in one.lines
    ]


def _known(one: Question, choice: Choice | None) -> tuple[str | None, str | None]:
    if choice is None:
        return None, None
    texts = {digest: text for text, digest in one.digests.items()}
    return NONE_RIGHT if choice.value == NEITHER else texts.get(choice.value), choice.reason or None


def _columns() -> tuple[LayoutColumn, ...]:
    widths = {
        "组": 5.0,
        f.CASE: 13.0,
        f.HEAD_NAME: 9.0,
        "字段": 13.0,
        "值": 24.0,
        "来源": 30.0,
        "现取": 18.0,
        CHOSEN: 20.0,
        WHY: 18.0,
        CODE: 12.0,
    }
    return tuple(LayoutColumn((name,), "count" if name == "组" else "text", width) for name, width in widths.items())
