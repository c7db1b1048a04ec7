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
    新增·本月·户, 新增·本月·人, 新增·累计·户, … Where something else stands beside them (独居老人·人数, 独居老人·探访人次)
    every column keeps its heading and the span goes below. A column `id` becomes `id_本月` and so on."""
    spanned: list[SpannedColumn] = []
    for group in _groups(sheet.column):
        if not names_span(group[0].value):
            spanned += [SpannedColumn(column, None) for column in group]
            continue
        counted = _key(sheet.column, group[0]) is not None
        spanned += [SpannedColumn(_for_span(column, span, counted), span) for span in sheet.spans for column in group]
    return tuple(spanned)


def _groups(columns: tuple[ReportColumn, ...]) -> Iterator[list[ReportColumn]]:
    """Neighbours that differ only in what they count stand in one group; every other column is its own."""
    numbered = enumerate(columns)
    for _, group in groupby(numbered, lambda item: _key(columns, item[1]) or item[0]):
        yield [column for _, column in group]


def _key(columns: tuple[ReportColumn, ...], column: ReportColumn) -> tuple[str, ...] | None:
    """The heading above, where all that stands under it only says what is counted; else None."""
    above = column.head[:-1]
    under = [other.head[-1] for other in columns if other.head[:-1] == above and names_span(other.value)]
    return above if above and names_span(column.value) and set(under) <= set(COUNTED_WORDS) else None


def _for_span(column: ReportColumn, span: Span, counted: bool) -> ReportColumn:
    *above, last = column.head
    head = (*above, span, last) if counted else (*column.head, span)
    return column.model_copy(update={"id": f"{column.id}_{span}", "head": head})
