"""Hidden rows, error cells and formulas without a result in the sheets of an xlsx, which the reader does not tell.

A scan of the bytes, only of sheets that the guard found to have some. Cells and rows that do not say their own
place (attribute r, which Excel and WPS always write) are not seen.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from rescue_cli.workbooks.reading.limits import CHUNK
from rescue_cli.workbooks.reading.sheet import Marks, column_number
from rescue_cli.workbooks.reading.xlsx_parts import sheet_parts
from rescue_cli.workbooks.reading.zip_parts import blocks

MAX_WINDOW = 16 * CHUNK

_HIDDEN = re.compile(  # or less than a point high
    rb'<(?:\w+:)?row\b(?=[^>]*\b(?:hidden="(?:1|true)"|ht="0(?:\.\d*)?"))[^>]*?\br="(\d{1,7})"'
)
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b")
_PLACE = rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")'
_ERROR = re.compile(_PLACE + rb'[^>]*\bt="e"[^>]*(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_UNVALUED = re.compile(  # t="str" with an empty value is a formula whose result is an empty text
    _PLACE + rb"(?![^>]*\bt=\"str\")[^>]*(?<!/)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def marks_of(data: bytes, parts: Iterable[str]) -> dict[str, Marks]:
    """Sheet name → its marks, for the sheets whose parts are given."""
    wanted = set(parts)
    if not wanted:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sheet_parts(package)
        return {name: _scan(package, part) for name, part in names.items() if part in wanted}


def _scan(package: zipfile.ZipFile, part: str) -> Marks:
    hidden: set[int] = set()
    errors: set[tuple[int, int, str]] = set()
    unvalued: set[tuple[int, int]] = set()
    filtered = False
    for window in _windows(blocks(package, package.getinfo(part))):
        hidden.update(int(row) for row in _HIDDEN.findall(window))
        filtered = filtered or _FILTER.search(window) is not None
        for letters, row, text in _ERROR.findall(window) if b't="e"' in window else ():
            errors.add((int(row), column_number(letters), text.decode("utf-8", "replace")))
        unvalued.update((int(row), column_number(letters)) for letters, row in _UNVALUED.findall(window))
    return Marks(tuple(sorted(hidden)), filtered, tuple(sorted(errors)), tuple(sorted(unvalued)))


def _windows(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content cut behind a row, so that no cell is torn apart."""
    rest = b""
    for block in content:
        rest += block
        cut = rest.rfind(b"row>") + 4
        if cut < 4 and len(rest) <= MAX_WINDOW:
            continue
        cut = cut if cut >= 4 else len(rest)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest
