"""镇街, 村居 and 城乡 of every data row. Its own (or merged) cell comes first, then what stands around the table,
then what the address names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rescue_cli.core import fields as f
from rescue_cli.intake.surrounding_values import fill_from_addresses
from rescue_cli.values.parsed import cell_text, is_blank, not_given, texts_given

if TYPE_CHECKING:
    from rescue_cli.intake.heading_fields import Column
    from rescue_cli.intake.table import Table


_SEVERAL = 2  # places written once each; of one alone nobody knows how far it reaches
_MANY = 3  # rows of another township that are told at once, where they are most of the table


def settle_places(table: "Table") -> None:
    """Fill 镇街 and 村居; where a cell and its surroundings disagree the cell wins, with a finding."""
    if f.TOWNSHIP not in table.desk.pack.vocabulary:
        return
    townships = _townships(table)
    table.values[f.TOWNSHIP] = townships
    if f.VILLAGE in table.desk.pack.vocabulary:
        table.values[f.VILLAGE] = _villages(table, townships)
        for at, village in enumerate(table.values[f.VILLAGE]):
            townships[at] = townships[at] or table.desk.places.township_of_village(village)
        fill_from_addresses(table, townships, table.values[f.VILLAGE])
    _tell_nowhere(table, townships)


def _tell_nowhere(table: "Table", townships: Sequence[str | None]) -> None:
    """Rows without a township, where title, file or folder names one that is not among the workspace's."""
    nowhere = [at for at, township in enumerate(townships) if township is None]
    foreign = table.desk.places.foreign_around(table.around) if nowhere else None
    if foreign is not None:
        table.find_at(
            "INTAKE-TOWNSHIP-FOREIGN", nowhere[0], table.column_of(f.TOWNSHIP), foreign, 行数=str(len(nowhere))
        )


def settle_areas(table: "Table") -> None:
    """Fill 城乡 where its cell is blank: title or sheet name, else the clerk's default. An odd cell stays null."""
    if f.AREA not in table.desk.pack.vocabulary:
        return
    places = table.desk.places
    around = places.area_around(table.around)
    column = table.column_of(f.AREA)
    own = table.values.get(f.AREA, [None] * len(table.numbers))
    blank = [not_given(cell_text(cell)) for cell in table.written(column)] if column else [True] * len(own)
    townships, villages = table.values.get(f.TOWNSHIP, own), table.values.get(f.VILLAGE, own)
    table.values[f.AREA] = [
        around or places.default_area(townships[at], villages[at]) if blank[at] else own[at] for at in range(len(own))
    ]
    for at, value in enumerate(own):
        if value is not None and around not in (None, value):
            table.find_at("INTAKE-AREA-DISAGREES", at, column, value, 别处=around or "")


def share_places(table: "Table", first: Sequence[int], names: Sequence[str]) -> None:
    """A person's row whose cell is blank is where the first row of the household is. `first`: its index, row by row."""
    for name in names:
        values = table.values.get(name)
        if values is None:
            continue
        column = table.column_of(name)
        blank = [is_blank(cell) for cell in table.written(column)] if column else [True] * len(first)
        for at, start in enumerate(first):
            if blank[at] and values[start] is not None:
                values[at] = values[start]


def _townships(table: "Table") -> list[str | None]:
    column = table.column_of(f.TOWNSHIP)
    if column is None:
        return [township or table.township for township, _ in table.sections]
    found: list[str | None] = []
    odd: list[tuple[int, str]] = []
    texts = _filled_down(table, column)
    for at, written in enumerate(texts):
        official = table.desk.places.township(written) if written else table.sections[at][0] or table.township
        found.append(official or written)
        if not written:
            continue
        if official is None and table.desk.places.known:
            table.find_at("INTAKE-TOWNSHIP-UNKNOWN", at, column, written)
        elif official and table.township not in (None, official):
            odd.append((at, written))
    _tell_disagreement(table, column, odd, sum(text is not None for text in texts))
    _list_changes(table, column, found)
    return found


def _tell_disagreement(table: "Table", column: "Column", odd: Sequence[tuple[int, str]], named: int) -> None:
    """Rows of another township than their surroundings, row by row; at once where most are (it is the file that is odd)."""
    elsewhere = table.township or ""
    if len(odd) >= _MANY and 2 * len(odd) > named:
        at, written = odd[0]
        table.find_at("INTAKE-TOWNSHIPS-DISAGREE", at, column, written, 别处=elsewhere, 行数=str(len(odd)))
        return
    for at, written in odd:
        table.find_at("INTAKE-TOWNSHIP-DISAGREES", at, column, written, 别处=elsewhere)


def _villages(table: "Table", townships: list[str | None]) -> list[str | None]:
    places = table.desk.places
    around = places.village_around(table.around, table.township)
    column = table.column_of(f.VILLAGE)
    beside = [around if table.township in (None, township) else None for township in townships]
    near = [village or other for (_, village), other in zip(table.sections, beside, strict=True)]
    if column is None:
        return near
    found: list[str | None] = []
    known: dict[tuple[str | None, str | None], str | None] = {}
    for at, written in enumerate(_filled_down(table, column)):
        here = near[at]
        if not written:
            found.append(here)
            continue
        if (written, townships[at]) not in known:
            known[written, townships[at]] = places.village(written, townships[at])
        official = known[written, townships[at]]
        found.append(official or written)
        if written and here and (official or written) != here:
            table.find_at("INTAKE-VILLAGE-DISAGREES", at, column, written, 别处=here)
    _list_changes(table, column, found)
    return found


def _filled_down(table: "Table", column: "Column") -> list[str | None]:
    """The cells without spaces. Where a place is written once, in the first of its rows, the blank ones below are
    there too: the first row is filled, most are blank, no place is written twice. Those are listed in `raw`."""
    texts = _texts(table, column)
    named = [text for text in texts if text is not None]
    blank = [is_blank(cell) for cell in table.written(column)]
    once = len(named) == len(set(named)) and 2 * sum(blank) > len(texts)
    if len(named) < _SEVERAL or texts[0] is None or not once or sum(blank) + len(named) < len(texts):
        return texts
    filled: list[str | None] = []
    for text in texts:
        filled.append(text or filled[-1])
    if _denied(table, filled, set(named)):
        return texts
    for number, text, place in zip(table.numbers, texts, filled, strict=True):
        if text is None:
            table.list_raw(number, column, "", place)
    return filled


def _denied(table: "Table", places: Sequence[str | None], named: set[str]) -> bool:
    """Whether some address speaks of another of the places than the one that stands above it."""
    column = table.column_of(f.ADDRESS)
    addresses = _texts(table, column) if column else []
    return any(
        address and place and place not in address and any(other in address for other in named)
        for place, address in zip(places, addresses, strict=False)
    )


def _texts(table: "Table", column: "Column") -> list[str | None]:
    return texts_given(table.written(column))


def _list_changes(table: "Table", column: "Column", found: list[str | None]) -> None:
    for number, cell, value in zip(table.numbers, table.written(column), found, strict=True):
        written = cell_text(cell)
        if written.strip() and written != value:
            table.list_raw(number, column, cell, value)
