"""A report in words (总结里的一段数、公示卡): its figures, its tables, what a template may name."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from rescue_cli.pack.language.sentences import PLACE
from rescue_cli.report.blank_cells import words_of
from rescue_cli.report.masking import masked
from rescue_cli.report.open_duplicates import open_duplicates_words
from rescue_cli.report.report_layouts import lay_out
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable
from rescue_cli.report.report_types import as_figure, figure, han_date
from rescue_cli.report.unfilled_sums import blanks, is_one_sum
from rescue_cli.workbooks.writing.report_document import DocumentLayout
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout, shown


def document_layout(source: Source, tables: Sequence[SheetTable], part: str) -> DocumentLayout:
    """The document over its source, or over one part of it. A figure that leaves lines out says so below."""
    report, context = source.report, source.context
    words, notes = _figures(source)
    words |= words_of(context)
    if report.split is not None:
        words[report.split] = part
    drawn = [(_table(source, table), _rows(table)) for table in tables]
    return DocumentLayout(
        title=report.title.replace(f"{{{report.split}}}", part),
        author=context.bureau,
        date=context.as_of,
        words=words,
        paragraphs=tuple(PLACE.sub(lambda named: words[named[1]], text) for text in report.paragraph),
        tables=tuple(drawn),
        notes=(*notes, *open_duplicates_words(source)),
        closing=(context.bureau, context.as_of_text),
    )


def _figures(source: Source) -> tuple[dict[str, str], list[str]]:
    words, notes = {}, []
    for entry in source.report.figure:
        sql = source.value(entry.value, aggregate=True)
        counted = blanks(sql)
        columns = ", ".join(f"{part} AS c{n}" for n, part in enumerate([sql, *(count for _, count in counted)]))
        row = source.engine.sql(f"SELECT {columns} FROM {source.query} {source.where(entry.where)}").to_pylist()[0]
        value, *unfilled = row.values()
        if value is None and counted and not any(unfilled) and is_one_sum(sql):
            value = 0  # nobody was there to be counted, and nobody was left out
        words[entry.id] = _text_of(masked(value, entry.mask) if entry.mask else value)
        notes += [
            f"{entry.id}：{n}户{source.left_out.why(what)}，没有计入。"
            for (what, _), n in zip(counted, unfilled, strict=True)
            if n
        ]
    return words, notes


def _text_of(value: object) -> str:
    """A figure in words; a gap is never shown as zero."""
    if isinstance(value, str | bool) or value is None:
        return shown(value) if value is not None else figure(None)
    if isinstance(value, date):
        return han_date(value)
    return figure(as_figure(value))


def _table(source: Source, table: SheetTable) -> SheetLayout:
    return lay_out(source.pack, source.report, table, source.context, (), ())


def _rows(table: SheetTable) -> tuple[Mapping[str, str], ...]:
    """The table's lines by column id, as text: what a template goes through."""
    columns: pa.Table = table.rows
    return tuple({name: shown(value) for name, value in row.items()} for row in columns.to_pylist())
