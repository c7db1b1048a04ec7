"""Blank forms (空白表) out of a form's own columns: dropdowns, input rules, an example row, and how to fill it in.

This room does not know packs; the protocols say what of a form, a dictionary field and a code list it needs.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

from rescue_cli.core import fields as f
from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.field_types import FieldType
from rescue_cli.core.states import BookKind
from rescue_cli.workbooks.writing.entry_checks import LEGEND, Kind
from rescue_cli.workbooks.writing.guide import GUIDE_COLUMNS, GUIDE_NAME
from rescue_cli.workbooks.writing.sheet_layout import (
    Alarm,
    BookLayout,
    Cell,
    Format,
    InputRule,
    LayoutColumn,
    Mark,
    SheetLayout,
)
from rescue_cli.workbooks.writing.workbook_writer import write_workbook

PREPARED_ROWS = 300
EXAMPLE = "示例"  # in 序号: by it intake knows the row again
YES_NO = ("是", "否")
TYPE_WORDS: dict[FieldType, str] = {
    "text": "文字",
    "id_number": "18位身份证号（文本）",
    "certificate": "20位残疾人证号（文本）",
    "name": "姓名",
    "phone": "电话号码（文本）",
    "address": "住址",
    "money": "金额（元）",
    "quotient": "数",
    "ratio": "数（可写百分数，例：5%）",
    "count": "整数",
    "date": "日期（到日）",
    "datetime": "日期和时分（例：2022-05-03 14:30）",
    "yes_no": "是 / 否",
    "choice": "选一项",
    "choices": "可填多项，用顿号分隔",
}
ROW_WORDS = {"household": "一户一行", "person": "一人一行", "statistics": "逐行填写"}
EXAMPLES: dict[FieldType, str] = {"date": "2019-07-15", "datetime": "2019-07-15 14:30", "yes_no": "否"}
FORMATS: dict[FieldType, Format] = {"money": "money", "quotient": "money", "count": "count", "date": "date"}
RULES: dict[FieldType, Literal["count", "money", "number", "date", "id_number", "phone"]] = {
    "money": "money",
    "quotient": "number",
    "count": "count",
    "date": "date",
    "id_number": "id_number",
    "phone": "phone",
}
ID_PROMPT, REPEATED_PROMPT = "18位，直接录入，不必加撇号；填完变红的是位数或校验码不对", "，变黄的是与别的行重复"
NARROWEST, WIDEST = 8.0, 22.0


class ColumnOfForm(Protocol):
    """One column of a form: its field, whether it must be filled in, what to write (`hint`, `example`), its heading from the
    top level down (empty: the field); `ask`: whether a blank form asks for it."""

    @property
    def field(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def hint(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def ask(self) -> bool: ...
    @property
    def head(self) -> Sequence[str]: ...


class FormToFill(Protocol):
    """A form: what one row stands for (`grain`), what its rows are (`role`), its title, the clause that asks for it, its columns."""

    @property
    def grain(self) -> Literal["household", "person", "statistics"]: ...
    @property
    def role(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def column(self) -> Sequence[ColumnOfForm]: ...


class FieldOfDictionary(Protocol):
    """A field of the data dictionary: type, unit ("" for none), width in characters, id of its code list."""

    @property
    def type(self) -> FieldType: ...
    @property
    def unit(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def codes(self) -> str | None: ...


class CodeOfList(Protocol):
    """One code of a list; `value` is what is written for it."""

    @property
    def value(self) -> str: ...


class ListOfCodes(Protocol):
    """A code list in its order."""

    @property
    def item(self) -> Sequence[CodeOfList]: ...


Vocabulary = Mapping[str, FieldOfDictionary]
Codes = Mapping[str, ListOfCodes]


def write_blank_form(
    path: Path,
    form: FormToFill,
    vocabulary: Vocabulary,
    codes: Codes,
    created: dt.date,
    district: str,
    *,
    pack: str = "",
    version: str = "",
) -> None:
    """Write the blank form to `path`, whose stem is the form's id; `pack` is the id of the pack it belongs to.

    `version` tells this layout of the form from older ones; intake compares it when the form comes back.

    Raises:
        OutputError: the target is open elsewhere, or cannot be written.
    """
    sheets = blank_form(path.stem, form, vocabulary, codes, district=district, pack=pack, version=version)
    words = {"表样": path.stem, "方案包": pack, "版本": version}
    stamp = BookStamp(BookKind.BLANK, path.stem, district=district, pack=pack)
    book = BookLayout(sheets, stamp, properties={name: value for name, value in words.items() if value})
    write_workbook(path, book, created)


def blank_form(
    form_id: str,
    form: FormToFill,
    vocabulary: Vocabulary,
    codes: Codes,
    *,
    district: str,
    pack: str,
    version: str = "",
) -> tuple[SheetLayout, SheetLayout]:
    """The form's own sheet, and 填表说明."""
    described = [_Described(column, vocabulary[column.field], codes) for column in form.column if column.ask]
    stamped = (("表样", form_id), ("方案包", pack), ("版本", version))
    stamp = "　".join(f"{name}：{value}" for name, value in stamped if value)
    once = form.role == "roster"  # a number may stand twice in what is told again and again: results, visits
    example = [tuple(entry.example() for entry in described)]
    if not any(isinstance(cell, str) and cell.startswith(EXAMPLE) for cell in example[0]):
        example = []  # nothing in it would say that it is one
    sheet = SheetLayout(
        name=form_id,
        title=f"{district}{form.title.removeprefix(district)}",
        columns=tuple(entry.layout_column() for entry in described),
        rows=example,
        lead=("填报单位（盖章）：", "填报时间：　　年　　月　　日", f"金额单位：元；带*的必填；{LEGEND}"),
        signatures=("负责人", "审核人", "填表人", "联系电话"),
        stamp=stamp,
        blank_rows=PREPARED_ROWS,
        locked_head=True,
        rules=tuple(entry.rule(place, once=once) for place, entry in enumerate(described)),
        alarms=tuple(alarm for place, entry in enumerate(described) for alarm in entry.alarms(place, once=once)),
        marks=(Mark(0, None, "grey"),) if example else (),
    )
    return sheet, _guide(form, described, "；灰色示例行不计入，可以删除" if example else "")


def rule_for(place: int, column: ColumnOfForm, entry: FieldOfDictionary, codes: Codes) -> InputRule:
    """What may be typed where a hand-out asks for this column of a form, in the column at `place`."""
    return _Described(column, entry, codes).rule(place, once=False)


def _guide(form: FormToFill, described: Sequence["_Described"], about_example: str) -> SheetLayout:
    return SheetLayout(
        name=GUIDE_NAME,
        title=f"{form.title}{GUIDE_NAME}",
        columns=tuple(
            LayoutColumn((name,), "count" if name == f.SERIAL else "text", width)
            for name, width in GUIDE_COLUMNS.items()
        ),
        rows=[(number, *entry.guide()) for number, entry in enumerate(described, 1)],
        notes=(
            f"填报依据：{form.clause}",
            f"填的时候底色会变：{LEGEND}（粘贴进来的也会变）。变了的请对照证件再看一遍；确实如此的可以照填，报上来后会再校验。",
            f"{ROW_WORDS[form.grain]}。不清楚的留空：空白不等于0，也不等于“否”。请勿改动表头、合并数据行{about_example}。",
        ),
        filter=False,
    )


class _Described:
    """One column of the form with its dictionary entry and the values it may hold."""

    def __init__(self, column: ColumnOfForm, entry: FieldOfDictionary, codes: Codes) -> None:
        self.column, self.type = column, entry.type
        self.unit, self.width = entry.unit, entry.width
        listed = codes.get(entry.codes) if entry.codes else None
        self.values = YES_NO if entry.type == "yes_no" else tuple(code.value for code in listed.item) if listed else ()

    def layout_column(self) -> LayoutColumn:
        *above, own = self.column.head or (self.column.field,)
        width = 6.0 if self.column.field == f.SERIAL else max(NARROWEST, min(float(self.width or NARROWEST), WIDEST))
        return LayoutColumn((*above, f"{own}*" if self.column.required else own), FORMATS.get(self.type, "text"), width)

    def example(self) -> Cell:
        """What stands in the grey row; 序号 says 示例, by which intake knows the row."""
        if self.column.field == f.SERIAL:
            return EXAMPLE
        if self.column.example:
            return self.column.example
        return self.values[0] if self.type == "choice" and self.values else EXAMPLES.get(self.type)

    def rule(self, place: int, *, once: bool) -> InputRule:
        """A dropdown where one of a few values is meant; a cell that may hold several has them in its prompt. `once`:
        whether a number in two rows is one too many."""
        if self.type in ("choice", "yes_no") and self.values:
            return InputRule(place, "list", self.values, self.column.hint)
        listed = f"可填：{'、'.join(self.values)}" if self.values else ""
        words = "；".join(filter(None, (self.column.hint, listed))) or TYPE_WORDS[self.type]
        if self.type == "id_number":  # the cells are text already
            words = f"{ID_PROMPT}{REPEATED_PROMPT if once else ''}。没有的留空。"
        return InputRule(place, RULES.get(self.type, "any"), (), words)

    def alarms(self, place: int, *, once: bool) -> list[Alarm]:
        """What makes a cell of the column change colour."""
        kinds: list[Kind] = ["required"] if self.column.required and self.column.field != f.SERIAL else []
        if self.type == "id_number":
            kinds += ["id_number", *(["repeated"] if once else [])]  # type: ignore[list-item]
        elif self.type == "phone":
            kinds.append("phone")
        return [Alarm(place, kind) for kind in kinds]

    def guide(self) -> tuple[Cell, ...]:
        required = "必填" if self.column.required else ""
        words = TYPE_WORDS[self.type]
        return (self.column.field, required, words, self.unit, self.column.hint, "、".join(self.values))
