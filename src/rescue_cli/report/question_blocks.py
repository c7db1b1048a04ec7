"""Sheets that ask: one block of rows a question, its answer picked from a list in one cell beside all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.report.dictionary_columns import text_columns
from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, Mark, SheetLayout, Span

SIGNATURES = ("核对人", "复核人", "日期")
BLOCK = "组"  # heading of the column that numbers the questions


def shown_code(digest: str) -> str:
    """识别码 of a question: as much of its digest as an answer carries back.

    >>> shown_code("sha256:0123456789abcdef0123")
    '0123456789abcdef'
    """
    return digest.partition(":")[2][:16]


@dataclass
class Blocks:
    """Rows, rules and spans of such a sheet while it grows. `answer`: the column answered in; `spanned`: columns that
    say the same in all rows of a block, merged down."""

    answer: int
    prompt: str
    spanned: tuple[int, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    rules: list[InputRule] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, rows: Sequence[tuple[Cell, ...]], values: tuple[str, ...]) -> range:
        """One question with the `values` to choose from; which rows of the sheet it takes."""
        top, last = len(self.rows), len(self.rows) + len(rows) - 1
        self.rows += rows
        self.rules.append(InputRule(self.answer, "list", values, self.prompt, (top, last)))
        if last > top:
            self.spans += [Span(column, top, last) for column in self.spanned]
        return range(top, last + 1)

    def sheet(
        self,
        name: str,
        title: str,
        widths: Mapping[str, float],
        lead: tuple[str, str, str],
        notes: tuple[str, ...],
        marks: Iterable[Mark] = (),
    ) -> SheetLayout:
        """The sheet; `widths`: heading → width of its columns, as many as the rows have."""
        return SheetLayout(
            name=name,
            title=title,
            columns=text_columns(widths, [BLOCK]),
            rows=self.rows,
            lead=lead,
            notes=notes,
            signatures=SIGNATURES,
            filter=False,
            rules=tuple(self.rules),
            marks=tuple(marks),
            spans=tuple(self.spans),
        )
