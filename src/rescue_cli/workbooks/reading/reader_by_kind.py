"""The reader that a kind of file needs: calamine for workbooks, own ones for what calamine does not know.

Each is imported when the first file of its kind comes: a worker loads no more than it uses.
"""

import io
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.by_calamine import read_fast
from rescue_cli.workbooks.reading.guard import Examined, Kind
from rescue_cli.workbooks.reading.limits import ENCRYPTED, MAX_COLUMNS, MAX_ROWS, damaged, too_far
from rescue_cli.workbooks.reading.looks import with_looks, without_covered, without_zeros
from rescue_cli.workbooks.reading.sheet import NO_MARKS, Marks, Sheet, is_filled, put
from rescue_cli.workbooks.reading.stamped_sheets import with_stamp

if TYPE_CHECKING:
    from rescue_cli.workbooks.reading.comments_and_strikes import Comments, Places


def read_kind(data: bytes, examined: Examined) -> list[Sheet]:
    """The sheets of a file that the guard has passed, with the marks its kind tells of. Raises InputError."""
    sheets = _told_apart([without_covered(_within_bounds(sheet)) for sheet in _read(data, examined)])
    return with_stamp(data, sheets)


def _within_bounds(sheet: Sheet) -> Sheet:
    """No program draws a table beyond these: a record that says so is damaged, and its columns have no letters."""
    right = sheet.first_column - 1 + max(map(len, sheet.rows), default=0)
    if right > MAX_COLUMNS or sheet.first_row - 1 + len(sheet.rows) > MAX_ROWS:
        raise damaged()
    return sheet


def _told_apart(sheets: list[Sheet]) -> list[Sheet]:
    """Sheets of one name, which only damaged or hand-made files have: the later ones carry their number."""
    taken: set[str] = set()
    named = []
    for sheet in sheets:
        name, number = sheet.name, 1
        while name in taken:
            number += 1
            name = f"{sheet.name}（{number}）"
        taken.add(name)
        named.append(sheet if name == sheet.name else replace(sheet, name=name))
    return named


def _read(data: bytes, examined: Examined) -> list[Sheet]:
    if examined.kind == "text":
        from rescue_cli.workbooks.reading.delimited_text import read_text

        return [read_text(data)]
    if examined.kind in ("html", "xml", "docx"):
        return _read_markup(data, examined.kind)
    if examined.kind == "ods":
        from rescue_cli.workbooks.reading.ods import read_ods

        return read_ods(data)
    if examined.kind == "xlsx":
        return _with_marks(data, examined, _read_xlsx(data, examined))
    if examined.kind == "xls":
        return _read_xls(data)
    return _read_xlsb(data) if examined.kind == "xlsb" else read_fast(data)


def _read_xlsb(data: bytes) -> list[Sheet]:
    from rescue_cli.workbooks.reading.xlsb import measure_binary_sheets
    from rescue_cli.workbooks.reading.xlsb_looks import binary_drawn

    measure_binary_sheets(data)
    return binary_drawn(data, read_fast(data))


def _read_xlsx(data: bytes, examined: Examined) -> list[Sheet]:
    """What the first reader refuses is mended as far as it goes and tried again, the second time by both."""
    if not (examined.far_row or examined.is_padded):
        try:
            return read_fast(data)
        except InputError as error:
            if error.finding == ENCRYPTED:
                raise
    from rescue_cli.workbooks.reading.by_openpyxl import read_sparsely
    from rescue_cli.workbooks.reading.xlsx_repair import mended

    copy = mended(data)
    if not examined.far_row:
        with suppress(InputError):  # the second reader has the last word, and gives the reason
            return read_fast(copy)
        return read_sparsely(copy)
    try:
        return read_sparsely(copy)
    except InputError as error:
        raise too_far(examined.far_row) from error


def _read_markup(data: bytes, kind: Kind) -> list[Sheet]:
    if kind == "html":
        from rescue_cli.workbooks.reading.html import read_html

        return read_html(data)
    if kind == "xml":
        from rescue_cli.workbooks.reading.xml2003 import read_xml2003

        return read_xml2003(data)
    from rescue_cli.workbooks.reading.word_tables import read_word

    return read_word(data)


def _with_marks(data: bytes, examined: Examined, sheets: list[Sheet]) -> list[Sheet]:
    from rescue_cli.workbooks.reading.comments_and_strikes import asides_of

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        asides = asides_of(package)
        sheets = _drawn(package, sheets)
    if not examined.marked and not asides:
        return sheets
    from rescue_cli.workbooks.reading.hidden_and_errors import marks_of

    marks = marks_of(data, examined.marked)
    return [_marked(sheet, marks.get(sheet.name), *asides.get(sheet.name, ((), ()))) for sheet in sheets]


def _drawn(package: zipfile.ZipFile, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets as they are seen: hidden columns told, units and scales of number formats, signs of symbol fonts."""
    from rescue_cli.workbooks.reading.xlsx_looks import Drawing, head_of, hidden_columns, shows_zeros
    from rescue_cli.workbooks.reading.xlsx_parts import sheet_parts

    parts, drawing = sheet_parts(package), Drawing(package)
    drawn = []
    for sheet in sheets:
        if (part := parts.get(sheet.name)) is not None:
            for row, column, text in drawing.signs(part):
                put(sheet, row, column, text)
            standing = _standing(sheet, drawing.struck_texts(part))
            head = head_of(package, part)
            marks = replace(
                standing.marks, hidden_columns=hidden_columns(head), faint=tuple(sorted(drawing.faint(part)))
            )
            seen = with_looks(replace(standing, marks=marks), drawing.looks(part))
            drawn.append(seen if shows_zeros(head) else without_zeros(seen))
        else:
            drawn.append(sheet)
    return drawn


def _standing(sheet: Sheet, texts: Iterable[tuple[int, int, str, str]]) -> Sheet:
    """Of cells struck through in part only what stands is read."""
    parts, whole = [], []
    for row, column, standing, cut in texts:
        if standing.strip():
            put(sheet, row, column, standing)
            parts.append((row, column, cut.strip()))
        else:
            whole.append((row, column))
    if not (parts or whole):
        return sheet
    return replace(sheet, marks=replace(sheet.marks, struck=tuple(whole), struck_parts=tuple(parts)))


def _marked(sheet: Sheet, marks: Marks | None, comments: "Comments", struck: "Places") -> Sheet:
    """Of cells struck through, only those that something stands in are told."""
    parts = {(row, column) for row, column, _ in sheet.marks.struck_parts}
    places = sorted({*struck, *sheet.marks.struck} - parts)
    filled = tuple(place for place in places if is_filled(sheet, *place))
    own = replace(sheet.marks, comments=comments, struck=filled)
    if marks is not None:
        scanned = {name: getattr(marks, name) for name in ("hidden_rows", "filtered", "errors", "unvalued")}
        own = replace(own, **scanned)
    return replace(sheet, marks=own)


def _read_xls(data: bytes) -> list[Sheet]:
    from rescue_cli.workbooks.reading.xls_comments import xls_comments_of
    from rescue_cli.workbooks.reading.xls_hidden_and_errors import xls_looks_of, xls_marks_of, xls_without_zeros
    from rescue_cli.workbooks.reading.xls_struck_texts import xls_struck_texts

    sheets, comments, texts = read_fast(data), xls_comments_of(data), xls_struck_texts(data)
    marks, looks, no_zeros = xls_marks_of(data), xls_looks_of(data), xls_without_zeros(data)
    marked = [
        replace(sheet, marks=replace(marks.get(sheet.name, NO_MARKS), comments=comments.get(sheet.name, ())))
        for sheet in sheets
    ]
    standing = [_standing(sheet, texts.get(sheet.name, ())) for sheet in marked]
    seen = [with_looks(sheet, looks.get(sheet.name, ())) for sheet in standing]
    return [without_zeros(sheet) if sheet.name in no_zeros else sheet for sheet in seen]
