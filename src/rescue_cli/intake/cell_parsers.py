"""One parser per column: the dictionary's type of a field → the room `values`."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.pack.model import CodeList, Pack, VocabularyField
from rescue_cli.values.address import is_plain_address, parse_address
from rescue_cli.values.certificate import parse_certificate
from rescue_cli.values.choice import Codes, make_codes, parse_choice, parse_choices
from rescue_cli.values.count import parse_count
from rescue_cli.values.date import parse_date
from rescue_cli.values.free_text import parse_text
from rescue_cli.values.id_number import is_valid_id, parse_id_number
from rescue_cli.values.moment import moment_text, parse_moment
from rescue_cli.values.money import FEN, PER_HEAD, SILENT, Unit, parse_money, read_unit
from rescue_cli.values.name import PLAIN_NAME, parse_name
from rescue_cli.values.parsed import PLAIN_WORDS, REMEMBERED, Cell, Parsed, cell_text, compact, is_blank
from rescue_cli.values.phone import PLAIN_MOBILE, parse_phone
from rescue_cli.values.ratio import parse_ratio
from rescue_cli.values.yes_no import parse_yes_no

Parser = Callable[[Cell], Parsed[Any]]
Plain = Callable[[str], object]
_UNLIKE = frozenset({float, bool})  # types whose cells may equal a cell of another type
_PLAIN: dict[str, Parser] = {
    "text": parse_text,
    "id_number": parse_id_number,
    "certificate": parse_certificate,
    "name": parse_name,
    "phone": parse_phone,
    "address": parse_address,
    "yes_no": parse_yes_no,
    "datetime": parse_moment,
}
_PLAINLY: dict[str, Plain] = {
    "text": PLAIN_WORDS.fullmatch,
    "address": is_plain_address,
    "id_number": is_valid_id,
    "name": PLAIN_NAME.fullmatch,
    "phone": PLAIN_MOBILE.fullmatch,
}


class Read(NamedTuple):
    """A column, read. `values`: one a cell. `notable`: (index, reading) of the cells that are not taken just as they are
    written – changed, with a note, or filled and without a value –, in order."""

    values: list[Any]
    notable: list[tuple[int, Parsed[Any]]]


class Readings:
    """What the cells of a column read as; equal cells are parsed once. 1, 1.0 and TRUE are equal and do not read alike:
    the key of a float or a boolean is also its type."""

    def __init__(self, parse: Parser, is_plain: Plain | None = None, *, takes_figures: bool = False) -> None:
        """`is_plain`: tells quickly of most texts that `parse` takes them just as they are written; `takes_figures`: so
        it does with whole numbers, as texts."""
        self._parse = parse
        self._takes_figures = takes_figures
        self._is_plain = is_plain
        self._values: dict[Any, Any] = {"": None, f.CLEARED: None}
        self._notable: dict[Any, Parsed[Any]] = {f.CLEARED: Parsed(changed=True)}

    def __len__(self) -> int:
        return len(self._values)

    def of(self, cells: Sequence[Cell]) -> Read:
        """Each cell as it reads."""
        keys: list[Any] = list(cells)
        if not _UNLIKE.isdisjoint(map(type, keys)):
            keys = [(cell.__class__, cell) if cell.__class__ in _UNLIKE else cell for cell in keys]
        fresh = [key for key in dict.fromkeys(keys) if key not in self._values]
        if fresh:
            self._learn(fresh)
        notable = self._notable
        return Read(
            [self._values[key] for key in keys],
            [(index, notable[key]) for index, key in enumerate(keys) if key in notable],
        )

    def _learn(self, keys: Iterable[Any]) -> None:
        is_plain = self._is_plain
        if is_plain is not None:
            plain: dict[Any, Any] = {key: key for key in keys if key.__class__ is str and is_plain(key)}
            if self._takes_figures:
                plain |= {key: str(key) for key in keys if key.__class__ is int}
            self._values.update(plain)
            keys = [key for key in keys if key not in plain]
        for key in keys:
            parsed = self._read(key[1] if key.__class__ is tuple else key)
            self._values[key] = parsed.value
            if parsed.changed or parsed.note or (parsed.value is None and not is_blank(key)):
                self._notable[key] = parsed

    def _read(self, cell: Cell) -> Parsed[Any]:
        cleared = isinstance(cell, str) and not cell.isascii() and compact(cell) == f.CLEARED
        return Parsed(changed=True) if cleared else self._parse(cell)


class Cells:
    """Parsers for the fields of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._fields: Mapping[str, VocabularyField] = pack.vocabulary
        self._codes = {name: _codes(entry) for name, entry in pack.codes.items()}
        self._readings: dict[tuple[str, Unit], Readings] = {}
        self._units = {entry.name: read_unit(entry.unit) or SILENT for entry in pack.input_fields}

    def read_cell(self, field: str, cell: Cell, unit: Unit = SILENT) -> Parsed[Any]:
        """One cell, by itself, as it reads in a column of `field` whose heading names `unit`."""
        read = self.read(field, [cell], unit)
        return read.notable[0][1] if read.notable else Parsed(read.values[0])

    def read(self, field: str, cells: Sequence[Cell], unit: Unit = SILENT) -> Read:
        """The cells of a column of `field` whose heading names `unit`, each as it reads."""
        readings = self._readings.get((field, unit))
        if readings is None:
            entry = self._fields[field]
            readings = Readings(self._of(entry, unit), _PLAINLY.get(entry.type), takes_figures=entry.type == "text")
        read = readings.of(cells)
        if len(readings) <= REMEMBERED:  # the same words recur in the next sheet; names and numbers need not be kept
            self._readings[field, unit] = readings
        else:
            self._readings.pop((field, unit), None)
        return read

    def is_money(self, field: str) -> bool:
        """Whether the field is an amount in yuan, for which units matter."""
        return self._fields[field].type in ("money", "quotient")

    def _of(self, entry: VocabularyField, unit: Unit) -> Parser:
        return _with_zero(self._by_type(entry, unit), entry) if entry.zero else self._by_type(entry, unit)

    def _by_type(self, entry: VocabularyField, unit: Unit) -> Parser:
        if entry.type in ("money", "quotient"):
            step = FEN if entry.type == "money" else PER_HEAD
            return lambda cell: parse_money(cell, unit, self._units[entry.name], step)
        if entry.type in ("count", "ratio"):
            return _counted(entry)
        if entry.type == "date":
            return lambda cell: parse_date(cell, month_end=entry.name == f.LIST_DATE, birth=entry.name == f.BIRTH_DATE)
        if entry.type in ("choice", "choices"):
            codes = self._codes.get(entry.codes or "")
            if codes is None:
                return parse_text if entry.type == "choice" else _free_list
            return _chosen(parse_choice if entry.type == "choice" else parse_choices, codes)
        return _PLAIN.get(entry.type, parse_text)


def _counted(entry: VocabularyField) -> Parser:
    least, measure = entry.least or 0, entry.measure
    if entry.type == "count":
        return lambda cell: parse_count(cell, least, measure)
    return lambda cell: parse_ratio(cell, measure)


def _with_zero(parse: Parser, entry: VocabularyField) -> Parser:
    """Words that say there is none of it (无车) are a known 0, listed in `raw`."""
    words = {compact(word) for word in entry.zero}
    none = 0 if entry.type == "count" else Decimal(0)
    return lambda cell: Parsed(none, changed=True) if compact(cell_text(cell)) in words else parse(cell)


def shown(value: Any) -> str | None:
    """A typed value as it is listed in `raw`."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, dt.datetime):
        return moment_text(value)
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def _codes(entry: CodeList) -> Codes:
    return make_codes(((item.value, item.synonyms) for item in entry.item), entry.none, inside=entry.inside)


def _chosen(parse: Callable[[Cell, Codes], Parsed[Any]], codes: Codes) -> Parser:
    return lambda cell: parse(cell, codes)


def _free_list(cell: Cell) -> Parsed[tuple[str, ...]]:
    """A list without a code list: the whole cell is its one item."""
    text = cell_text(cell).strip()
    return Parsed((text,)) if text else Parsed()
