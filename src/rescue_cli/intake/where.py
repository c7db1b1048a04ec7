"""镇街, 村居 and 城乡 of every data row. Its own (or merged) cell comes first, then what stands around the table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rescue_cli.core import fields as f
from rescue_cli.values.parsed import cell_text, compact, is_blank, not_given

if TYPE_CHECKING:
    from rescue_cli.intake.headers import Column
    from rescue_cli.intake.table import Table


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
        return [table.township] * len(table.numbers)
    found: list[str | None] = []
    for at, written in enumerate(_texts(table, column)):
        official = table.desk.places.township(written) if written else table.township
        found.append(official or written)
        if not written:
            continue
        if official is None and table.desk.places.known:
            table.find_at("INTAKE-TOWNSHIP-UNKNOWN", at, column, written)
        elif official and table.township not in (None, official):
            table.find_at("INTAKE-TOWNSHIP-DISAGREES", at, column, written, 别处=table.township or "")
    _list_changes(table, column, found)
    return found


def _villages(table: "Table", townships: list[str | None]) -> list[str | None]:
    places = table.desk.places
    around = places.village_around(table.around, table.township)
    column = table.column_of(f.VILLAGE)
    if column is None:
        return [around if table.township in (None, township) else None for township in townships]
    found: list[str | None] = []
    for at, written in enumerate(_texts(table, column)):
        here = around if table.township in (None, townships[at]) else None
        official = places.village(written, townships[at]) if written else here
        found.append(official or written)
        if written and here and (official or written) != here:
            table.find_at("INTAKE-VILLAGE-DISAGREES", at, column, written, 别处=here)
    _list_changes(table, column, found)
    return found


def _texts(table: "Table", column: "Column") -> list[str | None]:
    """The cells without spaces; None where nothing was given."""
    texts = [cell_text(cell) for cell in table.written(column)]
    return [None if not_given(text, zero=True) else compact(text) for text in texts]


def _list_changes(table: "Table", column: "Column", found: list[str | None]) -> None:
    for number, cell, value in zip(table.numbers, table.written(column), found, strict=True):
        written = cell_text(cell)
        if written.strip() and written != value:
            table.list_raw(number, column, cell, value)
