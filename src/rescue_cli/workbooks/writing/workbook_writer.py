"""Sheet layouts → an xlsx file: whole or not at all, and byte for byte the same for the same layouts."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from rescue_cli.core.book_stamp import DICTIONARY_SHEET, STAMP_SHEET, BookStamp, SheetStamp, cell_mark
from rescue_cli.core.fields import SERIAL
from rescue_cli.workbooks.writing import style
from rescue_cli.workbooks.writing.chart import insert_chart
from rescue_cli.workbooks.writing.entry_checks import draw_alarms
from rescue_cli.workbooks.writing.input_rules import Dictionary, add_rule, draw_dictionary
from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.paint import SheetPainter
from rescue_cli.workbooks.writing.sheet_layout import BookLayout, SheetLayout
from rescue_cli.workbooks.writing.style import Styles

BIG = 20_000  # rows from which a sheet is written straight to disk
KIND_PROPERTY = "rescue.kind"  # the custom property by which a workbook that comes back filled in is known
ILLEGAL = re.compile(r"[\[\]:*?/\\]")


def write_workbook(path: Path, book: BookLayout, created: dt.date) -> None:
    """Write `book` to `path`; `created` is the as-of date.

    Raises:
        OutputError: the target is open elsewhere, or cannot be written.
    """
    names = legal_names([sheet.name for sheet in book.drawn])
    stamp = stamp_of(book, names)
    properties = {**book.properties, **(stamp.properties() if stamp else {})}

    def draw(target: Path) -> None:
        try:
            with xlsxwriter.Workbook(str(target), _options(target, book.drawn)) as workbook:
                workbook.set_properties({"created": dt.datetime.combine(created, dt.time())})
                for name, value in sorted(properties.items()):
                    workbook.set_custom_property(name, value)
                _draw_sheets(workbook, dict(zip(names, book.drawn, strict=True)), stamp.foot if stamp else "")
                if stamp is not None:
                    _draw_stamp(workbook, stamp)
        except FileCreateError as error:  # XlsxWriter's cover for the OSError inside
            raise error.args[0] from error

    place_package(path, draw)


def stamp_of(book: BookLayout, names: Sequence[str]) -> BookStamp | None:
    """The stamp of the book with what tells each of its sheets, called `names` in the file."""
    if book.stamp is None:
        return None
    return replace(book.stamp, sheets=tuple(map(_sheet_stamp, names, book.drawn)))


def _sheet_stamp(name: str, layout: SheetLayout) -> SheetStamp:
    def heads(role: str) -> tuple[str, ...]:
        return tuple(column.head[-1] for column in layout.columns if column.role == role)

    texts = dict.fromkeys(text for column in layout.columns for text in column.head)
    stamp = SheetStamp(name, layout.title, tuple(texts), "".join(heads("key")[:1]), heads("answer"))
    return _with_rows(stamp, layout) if stamp.key and stamp.answers else stamp


def _with_rows(stamp: SheetStamp, layout: SheetLayout) -> SheetStamp:
    """Of a sheet that comes back: what it shows in each row beside key and answers, so that a changed cell is noticed."""
    places = {place: column for place, column in enumerate(layout.columns)}
    key = next(place for place, column in places.items() if column.role == "key")
    shown = [place for place, column in places.items() if column.role == "shown" and column.head[-1] != SERIAL]
    rows = defaultdict[str, list[tuple[str, ...]]](list)
    for row in layout.rows:
        rows[str(row[key])].append(tuple(cell_mark(row[place]) for place in shown))
    return replace(stamp, shown=tuple(places[place].head[-1] for place in shown), rows=rows)


def _draw_stamp(workbook: Any, stamp: BookStamp) -> None:
    worksheet = workbook.add_worksheet(STAMP_SHEET)
    worksheet.very_hidden()
    for row, cells in enumerate(stamp.lines()):
        for column, text in enumerate(cells):
            worksheet.write_string(row, column, text)


def _options(target: Path, sheets: Sequence[SheetLayout]) -> dict[str, Any]:
    """Small books stay in memory (no copy of personal data in the system's temporary folder); big ones go to disk."""
    big = any(len(sheet.rows) + sheet.blank_rows > BIG for sheet in sheets)
    return {
        "in_memory": not big,
        "constant_memory": big,
        "tmpdir": str(target.parent) if big else None,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(style.DEFAULT),
        "default_column_width": style.DEFAULT_COLUMN_PIXELS,
    }


def legal_names(names: Sequence[str]) -> list[str]:
    """Sheet names as Excel takes them: at most 31 characters, none of []:*?/\\, each once whatever its case.

    >>> legal_names(["名册/一", "名册一", "名册 一", ""])
    ['名册一', '名册一（2）', '名册 一', '表']
    """
    taken: set[str] = {DICTIONARY_SHEET, STAMP_SHEET}
    legal = []
    for name in names:
        stem = ILLEGAL.sub("", name).strip("' \n")[:31] or "表"
        chosen, number = stem, 1
        while chosen.casefold() in taken:
            number += 1
            suffix = f"（{number}）"
            chosen = stem[: 31 - len(suffix)] + suffix
        taken.add(chosen.casefold())
        legal.append(chosen)
    return legal


def _draw_sheets(workbook: Any, sheets: Mapping[str, SheetLayout], foot: str) -> None:
    styles = Styles(workbook)
    dictionary: Dictionary = []
    for name, layout in sheets.items():
        worksheet = workbook.add_worksheet(name)
        painter = SheetPainter(worksheet, styles, layout)
        painter.paint(foot)
        painter.fit_on_one_page()
        for rule in layout.rules:
            add_rule(painter, rule, dictionary)
        draw_alarms(painter, layout.alarms)
        if layout.chart and layout.rows:
            insert_chart(workbook, painter, layout.chart)
    if dictionary:
        draw_dictionary(workbook, dictionary)
