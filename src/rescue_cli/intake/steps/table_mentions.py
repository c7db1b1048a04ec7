"""The lines of a table as mentions: what each says beside its fields, and each row's own line before those of its members."""

from collections.abc import Mapping, Sequence
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.intake.table import Member, Table


def hand_on(table: Table) -> None:
    """Add the table's lines to the mentions, with 未读懂 and 清空 (the names of the fields, null where there is none)."""
    table.values[f.UNREAD] = [names or None for names in table.unread]
    table.values[f.CLEARED] = [names or None for names in table.cleared]
    numbers, columns = with_members(table.numbers, table.values, table.members)
    table.context.out.mentions(table.file, table.name, table.form, numbers, columns)


def with_members(
    numbers: Sequence[int], values: Mapping[str, list[Any]], members: Sequence[Member]
) -> tuple[list[int], dict[str, list[Any]]]:
    """Row numbers and columns of all lines: each data row's own, then its members; a row that names only members of the
    household above has no line of its own."""
    if not members:
        return list(numbers), dict(values)
    lines = _lines(numbers, values, members)
    names = dict.fromkeys([*values, *(name for member in members for name in member.values)])
    columns = {
        name: [
            (member.values.get(name) if member else values[name][index] if values.get(name) else None)
            for index, member in lines
        ]
        for name in names
    }
    columns[f.MEMBER] = [member.order if member else None for _, member in lines]
    first = values.get(f.FIRST_ROW)
    if first is not None:
        columns[f.FIRST_ROW] = [first[index] for index, _ in lines]
    return [numbers[index] for index, _ in lines], columns


def _lines(
    numbers: Sequence[int], values: Mapping[str, list[Any]], members: Sequence[Member]
) -> list[tuple[int, Member | None]]:
    """(index of the data row, member or None for the row's own line), in order."""
    own: dict[int, list[Member]] = {}
    for member in members:
        own.setdefault(member.index, []).append(member)
    first = values.get(f.FIRST_ROW)
    names = values.get(f.NAME) or [None] * len(numbers)
    lines: list[tuple[int, Member | None]] = []
    for index, number in enumerate(numbers):
        heads_none = first is not None and first[index] != number and names[index] is None
        if not (heads_none and index in own):
            lines.append((index, None))
        lines += [(index, member) for member in own.get(index, ())]
    return lines
