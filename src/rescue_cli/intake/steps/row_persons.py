"""Whom each line of a table speaks of: the people of tables with one row a person, and members in columns of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rescue_cli.core import fields as f
from rescue_cli.intake.heading_fields import Column, key_of
from rescue_cli.intake.household_rows import HEAD, Households, rows_of
from rescue_cli.intake.member_columns import HEAD_WORDS, Group
from rescue_cli.values.parsed import cell_text, is_blank, not_given

if TYPE_CHECKING:
    from rescue_cli.intake.table import Table

_PLACES = (f.TOWNSHIP, f.VILLAGE)


@dataclass(frozen=True)
class Member:
    """A line beside a data row's own. `at`: index of the data row; `order`: 成员序."""

    at: int
    order: int
    values: Mapping[str, Any]


def is_heads(column: Column) -> bool:
    """Whether the heading says that the column speaks of the head (户主身份证号)."""
    return key_of("".join(column.heading.parts)).startswith(HEAD_WORDS)


def turn_to_persons(columns: Sequence[Column], of_person: frozenset[str]) -> list[Column]:
    """The columns of a table of persons: beside 户主身份证号, a plain 身份证号 is the person's own."""
    owned = {column.field: column for column in columns if column.field in of_person and is_heads(column)}
    found = list(columns)
    for at, column in enumerate(columns):
        if column.field is None and column.twice in owned and not is_heads(column):
            given_up = owned.pop(column.twice)
            found[columns.index(given_up)] = replace(given_up, field=None, twice=column.twice, settled=True)
            found[at] = replace(column, field=column.twice, twice="")
        elif column.twice in of_person and is_heads(column):
            found[at] = replace(column, settled=True)  # told again for each member, and known from the head's row
    return found


def name_people(table: "Table", households: Households) -> list[Member]:
    """Fill 姓名, 户主姓名 and 户首行 of a table of one row a person.

    A head who has no row of his own, but is named beside his members, is given the first row's line, and the person of
    that row a line after it (in forms of households only).
    """
    values, size = table.values, len(table.numbers)
    told = values.get(f.HEAD_NAME) if table.column_of(f.NAME) else None
    names = list(values.get(f.NAME) or values.get(f.HEAD_NAME) or [None] * size)
    heads: list[str | None] = [None] * size
    members = []
    for start, rows in rows_of(households.first).items():
        row = households.head[start]
        said = next((told[at] for at in rows if told[at] is not None), None) if told else None
        head = said or (names[row] if row is not None else None)
        if row is not None and names[row] not in (None, head):
            table.find_at("INTAKE-HEAD-DIFFERS", row, table.column_of(f.NAME), str(names[row]), 户主=str(head))
        for at in rows:
            names[at] = head if at == row and names[at] is None else names[at]
            heads[at] = head if names[at] is not None else None  # of a row without a name nobody can say who it is
        _keep_heads_own(table, rows, row)
        if row is None and head is not None and table.desk.pack.forms[table.form].grain == "household":
            members.append(_give_way(table, start, head, names))
    values[f.NAME], values[f.HEAD_NAME] = names, heads
    values[f.FIRST_ROW] = [table.numbers[start] for start in households.first]
    for start in households.lost:
        table.find_at("INTAKE-MEMBER-NO-HEAD", start, table.column_of(f.RELATION), names[start] or "")
    return members


def _keep_heads_own(table: "Table", rows: Sequence[int], head: int | None) -> None:
    """户主电话 in a member's row is not the member's."""
    for field in table.of_person:
        column = table.column_of(field)
        if column is not None and field != f.NAME and is_heads(column):
            for at in rows:
                if at != head:
                    table.values[field][at] = None


def _give_way(table: "Table", at: int, head: str, names: list[str | None]) -> Member:
    """The row's line becomes the head's; what it says of its person goes to a line of his own."""
    person = {field: table.values[field][at] for field in table.of_person if table.values.get(field)}
    own = {**person, f.NAME: names[at], f.HEAD_NAME: head, **_places(table, at)}
    for field in person:
        column = table.heads_column(field)
        table.values[field][at] = table.read_cell(column, at) if column else None
    names[at] = head
    return Member(at, 1, own)


def _places(table: "Table", at: int) -> dict[str, Any]:
    return {name: table.values[name][at] for name in _PLACES if table.values.get(name)}


def further_members(table: "Table", groups: Sequence[Group]) -> list[Member]:
    """The members that stand in columns of their own, and what the head's own group says of him.

    A row without a head goes on with the members of the row above.
    """
    if not groups:
        return []
    read = [(group, _columns(table, group), _given(table, group)) for group in groups]
    headless = _headless(table)
    found: list[Member] = []
    above, lead = 0, []
    heads = table.values.get(f.HEAD_NAME) or [None] * len(table.numbers)
    for at in range(len(table.numbers)):
        above = above if at and headless[at] else at
        order = 0
        for group, columns, given in read:
            values = {name: column[at] for name, column in columns.items()}
            if not given[at]:
                continue
            if group.relation:
                values[f.RELATION] = table.relation(group.relation)
            if above == at and _is_the_head(table, at, values, heads[above]):
                continue
            order += 1
            named = values.get(f.NAME) is not None
            values |= {f.HEAD_NAME: heads[above] if named else None, **_places(table, at)}
            found.append(Member(at, order, values))
        lead.append(table.numbers[above])
    if lead != table.numbers:
        table.values[f.FIRST_ROW] = lead
        found = [replace(member, values={**member.values, f.FIRST_ROW: lead[member.at]}) for member in found]
    return found


def _columns(table: "Table", group: Group) -> dict[str, list[Any]]:
    return {name: table.typed_apart(name, heading) for name, heading in group.columns.items()}


def _given(table: "Table", group: Group) -> list[bool]:
    """For each row whether the member is there: a name or a number is written, legible or not."""
    written = [
        table.written(Column(head, None)) for name, head in group.columns.items() if name in (f.NAME, f.ID_NUMBER)
    ]
    return [any(not not_given(cell_text(cell), zero=True) for cell in cells) for cells in zip(*written, strict=True)]


def _headless(table: "Table") -> list[bool]:
    """For each row whether nothing of a household stands in it, so that its members belong to the household above."""
    columns = [table.column_of(name) for name in (f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.ADDRESS)]
    written = [table.written(column) for column in columns if column is not None]
    return [all(map(is_blank, cells)) for cells in zip(*written, strict=True)] or [False] * len(table.numbers)


def _is_the_head(table: "Table", at: int, values: Mapping[str, Any], head: str | None) -> bool:
    """The head listed again among the members: no second line; what only that place says of him is taken over."""
    own = table.values.get(f.ID_NUMBER, [None] * (at + 1))[at]
    number = values.get(f.ID_NUMBER)
    same = values.get(f.NAME) == head and (number is None or own is None or number == own)
    if head is None or not same or values.get(f.RELATION) not in (None, HEAD):
        return False
    for name, value in values.items():
        if value is not None and name != f.NAME:
            told = table.values.setdefault(name, [None] * len(table.numbers))
            told[at] = value if told[at] is None else told[at]
    return True


def with_members(
    numbers: Sequence[int], values: Mapping[str, list[Any]], members: Sequence[Member]
) -> tuple[list[int], dict[str, list[Any]]]:
    """Row numbers and columns of all lines: each data row's own, then its members; a row that names only members of the
    household above has no line of its own."""
    if not members:
        return list(numbers), dict(values)
    after: dict[int, list[Member]] = {}
    for member in members:
        after.setdefault(member.at, []).append(member)
    first = values.get(f.FIRST_ROW)
    lines: list[tuple[int, Member | None]] = []
    for at, number in enumerate(numbers):
        heads_none = first is not None and first[at] != number and (values.get(f.NAME) or [None] * (at + 1))[at] is None
        if not (heads_none and at in after):
            lines.append((at, None))
        lines += [(at, member) for member in after.get(at, ())]
    names = dict.fromkeys([*values, *(name for member in members for name in member.values)])
    columns = {
        name: [
            (member.values.get(name) if member else values[name][at] if values.get(name) else None)
            for at, member in lines
        ]
        for name in names
    }
    columns[f.MEMBER] = [member.order if member else None for _, member in lines]
    if first is not None:
        columns[f.FIRST_ROW] = [first[at] for at, _ in lines]
    return [numbers[at] for at, _ in lines], columns
