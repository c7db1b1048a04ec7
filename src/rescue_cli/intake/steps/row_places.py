"""镇街, 村居 and 城乡 of every data row. Its own (or merged) cell comes first, then what stands around the table,
then what the address names."""

from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.steps.surrounding_values import fill_from_addresses
from rescue_cli.intake.table import Table
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.values.parsed import cell_text, is_blank, not_given, texts_given

_SEVERAL = 2  # places written once each; of one alone nobody knows how far it reaches
_MANY = 3  # rows of another township that are told at once, where they are most of the table


def settle_places(table: Table) -> None:
    """Fill 镇街 and 村居; where a cell and its surroundings disagree the cell wins, with a finding."""
    if f.TOWNSHIP not in table.context.pack.vocabulary:
        return
    townships = _townships(table)
    table.values[f.TOWNSHIP] = townships
    if f.VILLAGE in table.context.pack.vocabulary:
        villages = table.values[f.VILLAGE] = _villages(table, townships)
        _by_codes(table, townships, villages)
        for index, village in enumerate(villages):
            townships[index] = townships[index] or table.context.places.township_of_village(village)
        fill_from_addresses(table, townships, villages)
    _report_foreign(table, townships)


def share_places(table: Table) -> None:
    """镇街 and 村居 of a person's row whose cell is blank are those of the household's first row that gives them."""
    _share(table, (f.TOWNSHIP, f.VILLAGE))


def settle_areas(table: Table) -> None:
    """Fill 城乡 where its cell is blank: title or sheet name, else the clerk's default. An odd cell stays null."""
    if f.AREA not in table.context.pack.vocabulary:
        return
    places = table.context.places
    around = places.area_around(table.around)
    column = table.column_of(f.AREA)
    own = table.values.get(f.AREA, [None] * len(table.numbers))
    blank = [not_given(cell_text(cell)) for cell in table.written(column)] if column else [True] * len(own)
    townships, villages = table.values.get(f.TOWNSHIP, own), table.values.get(f.VILLAGE, own)
    table.values[f.AREA] = [
        around or places.default_area(township, village) if empty else value
        for value, empty, township, village in zip(own, blank, townships, villages, strict=True)
    ]
    for index, value in enumerate(own):
        if value is not None and around not in (None, value):
            table.report("INTAKE-AREA-DISAGREES", index, column, value, 别处=around or "")


def share_areas(table: Table) -> None:
    """城乡 of a person's row whose cell is blank is that of the household's first row that gives it."""
    _share(table, (f.AREA,))


def _share(table: Table, names: Sequence[str]) -> None:
    if table.households is None:
        return
    first = table.households.first
    for name in names:
        values = table.values.get(name)
        if values is None:
            continue
        column = table.column_of(name)
        blank = [is_blank(cell) for cell in table.written(column)] if column else [True] * len(first)
        giving = {start: start for start in reversed(first)}
        giving |= {first[index]: index for index in reversed(range(len(first))) if not blank[index]}
        for index, start in enumerate(first):
            if blank[index] and values[giving[start]] is not None:
                values[index] = values[giving[start]]


def _report_foreign(table: Table, townships: Sequence[str | None]) -> None:
    """Rows without a township, where title, file or folder names one that is not among the workspace's."""
    nowhere = [index for index, township in enumerate(townships) if township is None]
    foreign = table.context.places.foreign_around(table.around) if nowhere else None
    if foreign is not None:
        column = table.column_of(f.TOWNSHIP)
        table.report("INTAKE-TOWNSHIP-FOREIGN", nowhere[0], column, foreign, 行数=str(len(nowhere)))


def _townships(table: Table) -> list[str | None]:
    column = table.column_of(f.TOWNSHIP)
    if column is None:
        return [township or table.township for township, _ in table.sections]
    places = table.context.places
    townships: list[str | None] = []
    odd: list[tuple[int, str]] = []
    texts = _filled_down(table, column)
    for index, written in enumerate(texts):
        official = places.township(written) if written else table.sections[index][0] or table.township
        if official is None and written and places.known:  # a name on no list is nobody's township
            near = table.township if nearest(written, places.township_names) == table.township else None
            taken = f"像是“{near}”，按工作表名、标题、文件名或文件夹取“{near}”" if near else "镇街留空"
            table.report("INTAKE-TOWNSHIP-UNKNOWN", index, column, written, 取=taken)
            townships.append(near)
            continue
        townships.append(official or written)
        if not written:
            continue
        if official and table.township not in (None, official):
            odd.append((index, written))
    _report_disagreement(table, column, odd, sum(text is not None for text in texts))
    _list_changes(table, column, townships)
    return townships


def _report_disagreement(table: Table, column: Column, odd: Sequence[tuple[int, str]], named: int) -> None:
    """Rows of another township than their surroundings, row by row; at once where most are (it is the file that is odd)."""
    elsewhere = table.township or ""
    if len(odd) >= _MANY and 2 * len(odd) > named:
        index, written = odd[0]
        table.report("INTAKE-TOWNSHIPS-DISAGREE", index, column, written, 别处=elsewhere, 行数=str(len(odd)))
        return
    for index, written in odd:
        table.report("INTAKE-TOWNSHIP-DISAGREES", index, column, written, 别处=elsewhere)


def _villages(table: Table, townships: list[str | None]) -> list[str | None]:
    places = table.context.places
    around = places.village_around(table.around, table.township)
    column = table.column_of(f.VILLAGE)
    beside = [around if table.township in (None, township) else None for township in townships]
    near = [village or other for (_, village), other in zip(table.sections, beside, strict=True)]
    if column is None:
        return near
    villages: list[str | None] = []
    known: dict[tuple[str | None, str | None], str | None] = {}
    for index, written in enumerate(_filled_down(table, column)):
        here = near[index]
        if not written:
            villages.append(here)
            continue
        if (written, townships[index]) not in known:
            known[written, townships[index]] = places.village(written, townships[index])
        village = known[written, townships[index]] or written
        villages.append(village)
        if here and village != here:
            table.report("INTAKE-VILLAGE-DISAGREES", index, column, written, 别处=here)
    _list_changes(table, column, villages)
    return villages


def _by_codes(table: Table, townships: list[str | None], villages: list[str | None]) -> None:
    """Villages that a 统计用区划代码 names: in the cell of the village, or in a column of its own. A name goes first."""
    own, coded = table.column_of(f.VILLAGE), table.column_of(f.VILLAGE_CODE)
    for column in filter(None, (own, coded)):
        for index, code in enumerate(texts_given(table.written(column))):
            place = table.context.places.village_of_code(code, townships[index]) if code else None
            if code is None or place is None or place[1] == villages[index]:
                continue
            if column is own or villages[index] is None:
                table.list_raw(index, column, code, place[1], Rereading.VILLAGE_CODE, name=f.VILLAGE)
                townships[index], villages[index] = townships[index] or place[0], place[1]
            else:
                table.report("INTAKE-VILLAGE-DISAGREES", index, own, villages[index] or "", 别处=place[1])


def _filled_down(table: Table, column: Column) -> list[str | None]:
    """The cells without spaces. Where a place is written once, in the first of its rows, the blank ones below are
    there too: the first row is filled, most are blank, no place is written twice. Those are listed in `raw`."""
    texts = texts_given(table.written(column))
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
    for index, (text, place) in enumerate(zip(texts, filled, strict=True)):
        if text is None:
            table.list_raw(index, column, "", place, Rereading.BELOW)
    return filled


def _denied(table: Table, places: Sequence[str | None], named: set[str]) -> bool:
    """Whether some address speaks of another of the places than the one that stands above it."""
    column = table.column_of(f.ADDRESS)
    addresses = texts_given(table.written(column)) if column else []
    return any(
        address and place and place not in address and any(other in address for other in named)
        for place, address in zip(places, addresses, strict=False)
    )


def _list_changes(table: Table, column: Column, places: Sequence[str | None]) -> None:
    for index, (cell, place) in enumerate(zip(table.written(column), places, strict=True)):
        written = cell_text(cell)
        if written.strip() and written != place:
            table.list_raw(index, column, written, place, Rereading.PLACE)
