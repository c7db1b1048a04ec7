"""Columns of a statistics sheet repeated for each span (本月, 上月, 累计): their ids and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from rescue_cli.core import fields as f
from rescue_cli.pack.model.reports import ReportColumn, ReportSheet, Span

COUNTED_WORDS = ("户", "人", "户数", "人数")  # the last level of a heading that only says what is counted
SPANS: tuple[Span, ...] = get_args(Span)
_SPAN = re.compile(f"{f.SPAN_START}|{f.SPAN_END}")


@dataclass(frozen=True)
class SpannedColumn:
    """A column as it will be written; `span` is None where it does not depend on one."""

    column: ReportColumn
    span: Span | None


def names_span(value: str) -> bool:
    """Does the expression name 段始 or 段末?

    >>> names_span("count(*) filter (where 办理日期 <= 段末)"), names_span("count(*)")
    (True, False)
    """
    return bool(_SPAN.search(value))


def spanned_columns(sheet: ReportSheet) -> tuple[SpannedColumn, ...]:
    """The sheet's columns in the order they are written. 户 and 人 of one heading stay together within each span:
    新增·本月·户, 新增·本月·人, 新增·累计·户, … A column `id` becomes `id_本月` and so on."""
    found: list[SpannedColumn] = []
    for group in _groups(sheet.column):
        if not names_span(group[0].value):
            found += [SpannedColumn(column, None) for column in group]
            continue
        found += [SpannedColumn(_for_span(column, span), span) for span in sheet.spans for column in group]
    return tuple(found)


def _groups(columns: tuple[ReportColumn, ...]) -> Iterator[list[ReportColumn]]:
    """Neighbours that differ only in what they count stand in one group; every other column is its own."""

    def key(numbered: tuple[int, ReportColumn]) -> tuple[object, ...]:
        place, column = numbered
        together = len(column.head) > 1 and column.head[-1] in COUNTED_WORDS and names_span(column.value)
        return (column.head[:-1],) if together else (place,)

    for _, group in groupby(enumerate(columns), key):
        yield [column for _, column in group]


def _for_span(column: ReportColumn, span: Span) -> ReportColumn:
    *above, last = column.head
    counted = bool(above) and last in COUNTED_WORDS
    head = (*above, span, last) if counted else (*column.head, span)
    return column.model_copy(update={"id": f"{column.id}_{span}", "head": head})
