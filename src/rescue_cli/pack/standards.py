"""Which entry of a dated standard is in force, and the columns 低保月标准, 低保年标准 … it gives."""

import datetime as dt

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.scope import standard_fields
from rescue_cli.pack.sql import literal, quoted


def standard_columns(pack: m.Pack, as_of: dt.date) -> list[str]:
    """SELECT items by 城乡, of the entry in force on the day; an open standard is null."""
    columns = []
    for name in sorted({standard.name for standard in pack.standards}):
        branches = [(area, standard_in_force(pack, name, area, as_of)) for area in f.AREAS]
        for index, field in enumerate(standard_fields(name)):
            amounts = [(area, entry.yearly if entry else None) for area, entry in branches]
            cases = " ".join(
                f"WHEN {literal(area)} THEN {literal(None if amount is None else amount if index else amount / 12)}"
                for area, amount in amounts
            )
            columns.append(f"CAST(CASE {quoted(f.AREA)} {cases} END AS DECIMAL(18, 2)) AS {quoted(field)}")
    return columns


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
