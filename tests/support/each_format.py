"""The same rows as a file of every format that is read."""

from collections.abc import Callable
from html import escape

from support.formats import ods, ods_cell, word, word_cell, word_table, xml2003
from support.workbooks import Rows, text_table, xls, xlsx


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _web(rows: Rows) -> bytes:
    lines = ("".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) for row in rows)
    return f"<html><meta charset=utf-8><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></html>".encode()


def _ods_cell(cell: object) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return ods_cell(escape(_shown(cell))) if cell not in (None, "") else "<table:table-cell/>"


def _ods(rows: Rows) -> bytes:
    return ods("".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows))


def _xml(rows: Rows) -> bytes:
    cells = (
        "".join(f'<Cell><Data ss:Type="String">{escape(_shown(cell))}</Data></Cell>' for cell in row) for row in rows
    )
    return xml2003("".join(f"<Row>{row}</Row>" for row in cells))


def _word(rows: Rows) -> bytes:
    width = max(map(len, rows))
    filled = ([*map(_shown, row), *[""] * (width - len(row))] for row in rows)
    return word(word_table(*([word_cell(escape(cell)) for cell in row] for row in filled)))


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": lambda rows: xlsx({"名册": rows}),
    "xls": lambda rows: xls({"名册": rows}),
    "csv": text_table,
    "ods": _ods,
    "docx": _word,
    "html": _web,
    "xml": _xml,
}
