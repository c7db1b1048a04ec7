"""Sheet layouts → an xlsx file: whole or not at all, and byte for byte the same for the same layouts."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from rescue_cli.workbooks.writing import style
from rescue_cli.workbooks.writing.chart import insert_chart
from rescue_cli.workbooks.writing.entry_checks import draw_alarms
from rescue_cli.workbooks.writing.input_rules import DICTIONARY, Dictionary, add_rule, draw_dictionary
from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.paint import SheetPainter
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout
from rescue_cli.workbooks.writing.style import Styles

BIG = 20_000  # rows from which a sheet is written straight to disk
KIND_PROPERTY = "rescue.kind"  # the custom property by which a workbook that comes back filled in is known
ILLEGAL = re.compile(r"[\[\]:*?/\\]")


def write_workbook(
    path: Path,
    sheets: Sequence[SheetLayout],
    created: dt.date,
    *,
    properties: Mapping[str, str] | None = None,
) -> None:
    """Write `sheets` to `path`; `created` is the as-of date, `properties` become the document's custom properties.

    Raises:
        OutputError: the target is open elsewhere, or cannot be written.
    """

    def draw(target: Path) -> None:
        try:
            with xlsxwriter.Workbook(str(target), _options(target, sheets)) as workbook:
                workbook.set_properties({"created": dt.datetime.combine(created, dt.time())})
                for name, value in sorted((properties or {}).items()):
                    workbook.set_custom_property(name, value)
                _draw_sheets(workbook, sheets)
        except FileCreateError as error:  # XlsxWriter's cover for the OSError inside
            raise error.args[0] from error

    place_package(path, draw)


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
    taken: set[str] = {DICTIONARY}
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


def _draw_sheets(workbook: Any, sheets: Sequence[SheetLayout]) -> None:
    styles = Styles(workbook)
    dictionary: Dictionary = []
    for name, layout in zip(legal_names([sheet.name for sheet in sheets]), sheets, strict=True):
        worksheet = workbook.add_worksheet(name)
        painter = SheetPainter(worksheet, styles, layout)
        painter.paint()
        painter.fit_on_one_page()
        for rule in layout.rules:
            add_rule(painter, rule, dictionary)
        draw_alarms(painter, layout.alarms)
        if layout.chart and layout.rows:
            insert_chart(workbook, painter, layout.chart)
    if dictionary:
        draw_dictionary(workbook, dictionary)
