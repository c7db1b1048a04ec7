"""Which entry of a dated standard is in force, and the columns 低保月标准, 低保年标准 … it gives."""

import datetime as dt
from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.scope import area_fields, standard_fields
from rescue_cli.pack.language.sql import literal, quoted


def standard_columns(pack: m.Pack, as_of: dt.date) -> list[str]:
    """SELECT items, of the entry in force on the day: by the household's 城乡, and by each area; an open standard is null."""
    columns = []
    for name in sorted({standard.name for standard in pack.standards}):
        branches = [(area, standard_in_force(pack, name, area, as_of)) for area in f.AREAS]
        for field in standard_fields(name):
            values = [(area, _read_as(field, entry)) for area, entry in branches]
            cases = " ".join(f"WHEN {literal(area)} THEN {value}" for area, value in values)
            chosen = values[0][1] if _one_for_both(branches) else f"CASE {quoted(f.AREA)} {cases} END"
            columns.append(f"CAST({chosen} AS {_sql_type(field)}) AS {quoted(field)}")
    for field, (name, area) in sorted(area_fields(pack).items()):
        value = _read_as(field, standard_in_force(pack, name, area, as_of))
        columns.append(f"CAST({value} AS DECIMAL(18, 2)) AS {quoted(field)}")
    return columns


MONTHLY, _ = standard_fields("")
_, BASIS_OF_LIMIT = standard_fields(m.LIMIT)


def _read_as(field: str, entry: m.Standard | None) -> str:
    """SQL of the amount a month or a year, of a limit its figure or where it is laid down; null where it is open."""
    amount = entry.yearly if entry else None
    if entry is None or amount is None:
        return literal(None)
    if field.endswith(BASIS_OF_LIMIT):
        return literal(entry.source)
    return literal(amount / 12 if field.endswith(MONTHLY) else amount)


def _sql_type(field: str) -> str:
    return "VARCHAR" if field.endswith(BASIS_OF_LIMIT) else "DECIMAL(18, 2)"


def _one_for_both(branches: Sequence[tuple[str, m.Standard | None]]) -> bool:
    """One standard for town and country: then a household's 城乡 need not be known."""
    return len({id(entry) for _, entry in branches if entry is not None}) == 1 and all(entry for _, entry in branches)


def standard_in_force(pack: m.Pack, name: str, area: str, as_of: dt.date) -> m.Standard | None:
    """The latest entry of a standard for an area that covers the day; None where there is a gap."""
    entries = [
        entry
        for entry in pack.standards
        if entry.name == name
        and entry.area in (area, None)
        and entry.start <= as_of
        and (entry.end is None or as_of <= entry.end)
    ]
    return max(entries, key=lambda entry: (entry.start, entry.area is not None), default=None)
