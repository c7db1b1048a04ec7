"""Sheets that ask: one block of rows a question, its answer picked from a list in one cell beside all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, Span


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
