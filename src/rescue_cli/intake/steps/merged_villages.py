"""撤村并居: villages of old become what they were on the row's day; and villages that rescue.toml does not list are told."""

import datetime as dt

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.table import Table
from rescue_cli.workbooks.reading.sheet import column_letter


def follow_merges(table: Table) -> None:
    """镇街 and 村居 of rows whose day (名单日期, else the as-of day) is not before the merge, each listed in `raw`."""
    villages, townships = table.values.get(f.VILLAGE), table.values.get(f.TOWNSHIP)
    if villages is None or townships is None:
        return
    merges = table.context.places.merges
    days: list[dt.date | None] = table.values.get(f.LIST_DATE) or [None] * len(villages)
    for index, old in enumerate(zip(townships, villages, strict=True)):
        new = merges.place(*old, days[index] or table.context.as_of)
        for name, before, after in zip((f.TOWNSHIP, f.VILLAGE), old, new, strict=True):
            if before != after:
                table.values[name][index] = after
                _list_change(table, index, name, before or "", after)
    _tell_unlisted(table, townships, villages)


def _list_change(table: Table, index: int, name: str, before: str, after: str | None) -> None:
    column = table.column_of(name)
    letter = column_letter(column.heading.number) if column else ""
    place = (table.file, table.name, table.numbers[index], letter)
    table.context.out.raw(place, name, before, after, Rereading.MERGED_VILLAGE)


def _tell_unlisted(table: Table, townships: list[str | None], villages: list[str | None]) -> None:
    """Once for a village and file, at its first row, with the nearest one that is listed."""
    places = table.context.places
    for index, (township, village) in enumerate(zip(townships, villages, strict=True)):
        if not places.unlisted(township, village) or township is None or village is None:
            continue
        if (table.file, township, village) in table.context.unlisted:
            continue
        table.context.unlisted.add((table.file, township, village))
        close = places.nearest_village(township, village) or "（没有相近的）"
        table.report("INTAKE-VILLAGE-UNKNOWN", index, table.column_of(f.VILLAGE), village, 最像=close, 属=township)
