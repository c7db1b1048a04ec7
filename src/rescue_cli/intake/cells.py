"""One parser per column: the dictionary's type of a field → the room `values`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.pack.model import CodeList, Pack, VocabularyField
from rescue_cli.values.address import parse_address
from rescue_cli.values.choice import Codes, make_codes, parse_choice, parse_choices
from rescue_cli.values.count import parse_count
from rescue_cli.values.date import parse_date
from rescue_cli.values.id_number import parse_id_number
from rescue_cli.values.money import FEN, PER_HEAD, SILENT, Unit, parse_money, read_unit
from rescue_cli.values.name import parse_name
from rescue_cli.values.parsed import Cell, Parsed, cell_text
from rescue_cli.values.phone import parse_phone
from rescue_cli.values.text import parse_text
from rescue_cli.values.yes_no import parse_yes_no

Parser = Callable[[Cell], Parsed[Any]]
_PLAIN: dict[str, Parser] = {
    "text": parse_text,
    "id_number": parse_id_number,
    "name": parse_name,
    "phone": parse_phone,
    "address": parse_address,
    "count": parse_count,
    "yes_no": parse_yes_no,
}
_NOTHING: Parsed[Any] = Parsed()


class Cells:
    """Parsers for the fields of a pack. Equal cells of a column are parsed once."""

    def __init__(self, pack: Pack) -> None:
        self._fields: Mapping[str, VocabularyField] = pack.vocabulary
        self._codes = {name: _codes(entry) for name, entry in pack.codes.items()}
        self._units = {entry.name: read_unit(entry.unit) or SILENT for entry in pack.input_fields}

    def parser(self, field: str, unit: Unit = SILENT) -> Parser:
        """The parser of `field` for a column whose heading names `unit`."""
        parse = self._of(self._fields[field], unit)
        seen: dict[tuple[type, Cell], Parsed[Any]] = {}

        def remembered(cell: Cell) -> Parsed[Any]:
            if cell == "":
                return _NOTHING
            key = (cell.__class__, cell)
            if key not in seen:
                seen[key] = parse(cell)
            return seen[key]

        return remembered

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
            return lambda cell: parse_date(cell, month_end=entry.name == f.LIST_DATE)
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
    return make_codes(((item.value, item.synonyms) for item in entry.item), entry.none)


def _chosen(parse: Callable[[Cell, Codes], Parsed[Any]], codes: Codes) -> Parser:
    return lambda cell: parse(cell, codes)


def _free_list(cell: Cell) -> Parsed[tuple[str, ...]]:
    """A list without a code list: the whole cell is its one item."""
    text = cell_text(cell).strip()
    return Parsed((text,)) if text else Parsed()
