"""外区: rows whose only stated place is of another district. They are set aside, told, and never numbered."""

from collections.abc import Mapping, Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.row_ranges import row_ranges
from rescue_cli.core.states import RowKind
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import texts_given

ELSEWHERE = "INTAKE-TOWNSHIP-FOREIGN"


def set_aside(table: Table) -> None:
    """Take the rows of elsewhere out of the table, which knows their numbers and cells so far, and tell them, once a place.

    Totals that counted them cannot be compared any more."""
    aside = _rows_elsewhere(table)
    if not aside:
        return
    _tell(table, aside)
    numbers = {table.numbers[index] for index in aside}
    table.context.out.reclassify(table.file, table.name, numbers, RowKind.ELSEWHERE, "写的地方不是本区的")
    kept = [index for index in range(len(table.numbers)) if index not in aside]
    for name in ("numbers", "cells", "sections", "unread", "cleared"):
        setattr(table, name, [getattr(table, name)[index] for index in kept])
    table.sums = []
    table.set_aside = len(aside)
    table.forget_written()


def _rows_elsewhere(table: Table) -> dict[int, str]:
    """Index of a data row → the place it names, for the rows to be set aside."""
    if not table.context.places.known or f.TOWNSHIP not in table.context.pack.vocabulary:
        return {}
    around = _foreign_around(table)
    columns = [table.column_of(name) for name in (f.TOWNSHIP, f.VILLAGE, f.ADDRESS)]
    stated = [_texts(table, column) for column in columns]
    aside: dict[int, str] = {}
    for index, (township, village, address) in enumerate(zip(*stated, strict=True)):
        if not (township or village or address) and index - 1 in aside:
            aside[index] = aside[index - 1]  # a member under a head of elsewhere
        elif (place := _elsewhere(table, index, township, (village, address))) is not None:
            aside[index] = place
        elif around and not township and not _is_here(table, index, (village, address)):
            aside[index] = around
    return aside


def _tell(table: Table, aside: Mapping[int, str]) -> None:
    column = table.column_of(f.TOWNSHIP)
    for place in sorted(set(aside.values())):
        own = [index for index, other in aside.items() if other == place]
        facts = {"行": row_ranges([table.numbers[index] for index in own]), "行数": str(len(own))}
        table.report(ELSEWHERE, own[0], column, place, **facts)


def _texts(table: Table, column: Column | None) -> Sequence[str | None]:
    return texts_given(table.written(column)) if column is not None else [None] * len(table.numbers)


def _foreign_around(table: Table) -> str | None:
    """The place of another district that title, file or folder names, where none of them names one of this."""
    places, elsewhere = table.context.places, table.context.elsewhere
    place = None if table.township else places.foreign_around(table.around)
    if place is None or places.township_of_village(places.village_around(table.around, None)):
        return None
    return place if elsewhere.county(place) or elsewhere.township(place) else None


def _elsewhere(table: Table, index: int, township: str | None, others: tuple[str | None, ...]) -> str | None:
    """The place of another district that the row itself names: a county in the cell of 镇街 whatever else is said, any other
    place only where neither the row nor its surroundings say one of this district."""
    elsewhere = table.context.elsewhere
    if township is not None and elsewhere.county(township):
        return township
    if township is not None and table.context.places.township(township):
        return None
    county = next((county for text in others if text and (county := elsewhere.county(text))), None)
    place = county or (elsewhere.township(township) if township is not None else None)
    return None if place is None or table.township or _is_here(table, index, others) else place


def _is_here(table: Table, index: int, texts: tuple[str | None, ...]) -> bool:
    """Whether the row above which it stands, a village or an address says a place of this district."""
    places = table.context.places
    return any(table.sections[index]) or any(
        text and (places.village(text, None) or places.in_address(text) != (None, None)) for text in texts
    )
