"""表头确认.xlsx: headings nobody knows, one a line for each township and form, with the fields they may mean in a dropdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pack.model import Pack
from rescue_cli.record.decisions import NOT_A_FIELD
from rescue_cli.record.digests import digest_of
from rescue_cli.report.dictionary_columns import NUMBER, numbered, text_columns
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, SheetLayout

KIND = "headings"  # by which `apply` knows the workbook
PLACES = "共几处"
SAMPLES = ("示例一", "示例二", "示例三")
ANYWHERE = "*"
SCOPE, HERE, EVERYWHERE = "适用", "本镇街", "所有镇街"
WIDTHS: Mapping[str, float] = {
    f.TOWNSHIP: 14,
    f.SOURCE_FILE: 26,
    f.SHEET: 14,
    c.LETTER: 6,
    c.HEADING: 22,
    **dict.fromkeys(SAMPLES, 12.0),
    f.FORM: 16,
    PLACES: 8,
    c.READ_AS: 20,
    SCOPE: 12,
    c.QUESTION_CODE: 18,
}
_LONG_NUMBER = re.compile(r"\d{5,}[\dXx]?")
_NAME = re.compile(r"[㐀-鿿·]{2,4}")


@dataclass(frozen=True)
class UnknownHeading:
    """A heading of `township` ("*" where nobody knows whose) in tables of `form`; `key` is the heading as compared.

    `file`, `sheet`, `column` and `samples` are those of its first place; `options` the fields it may mean, the likest first.
    """

    township: str
    form: str
    key: str
    heading: str = ""
    file: str = ""
    sheet: str = ""
    column: str = ""
    places: int = 0
    samples: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Of the question, whatever file it was met in."""
        return shown_code(digest_of("heading", [self.township, self.form, self.key]))


def headings_book(unknown: Sequence[UnknownHeading], context: ReportContext) -> list[SheetLayout]:
    """One sheet; it says so where every heading is known."""
    answer = 1 + list(WIDTHS).index(c.READ_AS)
    rules = tuple(
        InputRule(answer, "list", (*entry.options, NOT_A_FIELD), "这一列是什么？不确定的留空。", (row, row))
        for row, entry in enumerate(unknown)
    )
    scope = InputRule(answer + 1, "list", (HERE, EVERYWHERE), "只管本镇街，还是所有镇街？留空就是本镇街。")
    return [
        SheetLayout(
            name="表头确认",
            title=f"{context.district}不认识的表头确认表",
            columns=(NUMBER, *text_columns(WIDTHS, [PLACES])),
            rows=numbered(_row(entry) for entry in unknown),
            lead=context.lead(f"共{len(unknown)}个"),
            notes=(
                f"在“{c.READ_AS}”里选这一列是哪个字段（最像的排在前面），不是的选“{NOT_A_FIELD}”，不确定的留空。"
                "存盘后 rescue apply 本文件；以后该镇街同一种表里的同样表头都照此读，“适用”选“所有镇街”的各镇街都照此读。示例只写开头，其余遮成*。",
            ),
            empty="没有不认识的表头",
            rules=(*rules, scope) if unknown else (),
        )
    ]


def _row(entry: UnknownHeading) -> tuple[Cell, ...]:
    samples = (*entry.samples, *(None,) * len(SAMPLES))[: len(SAMPLES)]
    township = "（不分镇街）" if entry.township == ANYWHERE else entry.township
    return (
        township,
        entry.file,
        entry.sheet,
        entry.column,
        entry.heading,
        *samples,
        entry.form,
        entry.places,
        None,
        None,
        entry.code,
    )


def options(nearest: Sequence[str], form: str, pack: Pack) -> tuple[str, ...]:
    """The nearest fields, then all others of the form."""
    own = [column.field for column in pack.forms[form].column] if form in pack.forms else []
    return tuple(dict.fromkeys([*nearest, *own]))


def masked(text: str) -> str:
    """A sample that tells the kind of a column and nobody's name or number.

    >>> masked("640105199001011234"), masked("张三丰"), masked("3200"), masked("兴泾镇泾华村一组12号")
    ('640***', '张**', '3200', '兴泾镇泾***')
    """
    shown = _LONG_NUMBER.sub(lambda number: f"{number[0][:3]}***", text.strip())
    if _NAME.fullmatch(shown):
        return shown[0] + "*" * (len(shown) - 1)
    return shown if len(shown) <= 5 or shown.endswith("***") else f"{shown[:4]}***"
