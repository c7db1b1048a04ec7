"""One parser per column: the dictionary's type of a field → the room `values`."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.pack.model import CodeList, Pack, VocabularyField
from rescue_cli.values.address import parse_address
from rescue_cli.values.certificate import parse_certificate
from rescue_cli.values.choice import Codes, make_codes, parse_choice, parse_choices
from rescue_cli.values.count import parse_count
from rescue_cli.values.date import parse_date
from rescue_cli.values.id_number import parse_id_number
from rescue_cli.values.money import FEN, PER_HEAD, SILENT, Unit, parse_money, read_unit
from rescue_cli.values.name import parse_name
from rescue_cli.values.parsed import REMEMBERED, Cell, Parsed, cell_text, compact
from rescue_cli.values.phone import parse_phone
from rescue_cli.values.text import parse_text
from rescue_cli.values.yes_no import parse_yes_no

Parser = Callable[[Cell], Parsed[Any]]
_PLAIN: dict[str, Parser] = {
    "text": parse_text,
    "id_number": parse_id_number,
    "certificate": parse_certificate,
    "name": parse_name,
    "phone": parse_phone,
    "address": parse_address,
    "count": parse_count,
    "yes_no": parse_yes_no,
}


class Readings(dict[tuple[type, Cell] | str, Parsed[Any]]):
    """What the cells of a column read as; equal cells are parsed once. The key of a text is the text itself; of any
    other cell also its type, for 1, 1.0 and TRUE are equal and do not read alike."""

    def __init__(self, parse: Parser) -> None:
        super().__init__({"": Parsed()})
        self._parse = parse

    def __missing__(self, key: tuple[type, Cell] | str) -> Parsed[Any]:
        cleared = isinstance(key, str) and not key.isascii() and compact(key) == f.CLEARED
        parsed = self[key] = Parsed(changed=True) if cleared else self._parse(key if isinstance(key, str) else key[1])
        return parsed

    def of(self, cells: Sequence[Cell]) -> list[Parsed[Any]]:
        """One reading a cell."""
        return [self[cell] if cell.__class__ is str else self[cell.__class__, cell] for cell in cells]


class Cells:
    """Parsers for the fields of a pack."""

    def __init__(self, pack: Pack) -> None:
        self._fields: Mapping[str, VocabularyField] = pack.vocabulary
        self._codes = {name: _codes(entry) for name, entry in pack.codes.items()}
        self._readings: dict[tuple[str, Unit], Readings] = {}
        self._units = {entry.name: read_unit(entry.unit) or SILENT for entry in pack.input_fields}

    def read(self, field: str, cells: Sequence[Cell], unit: Unit = SILENT) -> list[Parsed[Any]]:
        """The cells of a column of `field` whose heading names `unit`, each as it reads."""
        readings = self._readings.get((field, unit)) or Readings(self._of(self._fields[field], unit))
        read = readings.of(cells)
        if len(readings) <= REMEMBERED:  # the same words recur in the next sheet; names and numbers need not be kept
            self._readings[field, unit] = readings
        else:
            self._readings.pop((field, unit), None)
        return read

    def is_money(self, field: str) -> bool:
        return self._fields[field].type in ("money", "quotient")

    def _of(self, entry: VocabularyField, unit: Unit) -> Parser:
        if entry.type in ("money", "quotient"):
            step = FEN if entry.type == "money" else PER_HEAD
            return lambda cell: parse_money(cell, unit, self._units[entry.name], step)
        if entry.type == "count" and entry.least is not None:
            least = entry.least
            return lambda cell: parse_count(cell, least)
        if entry.type == "date":
            return lambda cell: parse_date(cell, month_end=entry.name == f.LIST_DATE, birth=entry.name == f.BIRTH_DATE)
        if entry.type in ("choice", "choices"):
            codes = self._codes.get(entry.codes or "")
            if codes is None:
                return parse_text if entry.type == "choice" else _free_list
            return _chosen(parse_choice if entry.type == "choice" else parse_choices, codes)
        return _PLAIN.get(entry.type, parse_text)


def shown(value: Any) -> str | None:
    """A typed value as it is listed in `raw`."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return decimal_text(value)
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def _codes(entry: CodeList) -> Codes:
    return make_codes(((item.value, item.synonyms) for item in entry.item), entry.none, inside=entry.inside)


def _chosen(parse: Callable[[Cell, Codes], Parsed[Any]], codes: Codes) -> Parser:
    return lambda cell: parse(cell, codes)


def _free_list(cell: Cell) -> Parsed[tuple[str, ...]]:
    """A list without a code list: the whole cell is its one item."""
    text = cell_text(cell).strip()
    return Parsed((text,)) if text else Parsed()
