"""Whom each line of a table speaks of: the people of tables with one row a person, and members in columns of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.recognition.member_columns import Group
from rescue_cli.intake.steps.family_order import HEAD
from rescue_cli.intake.steps.former_names import former_names_in
from rescue_cli.intake.steps.household_rows import rows_of
from rescue_cli.intake.steps.typed_columns import shown_in, type_column
from rescue_cli.intake.table import Households, Member, Table, is_heads
from rescue_cli.values.parsed import cell_text, is_blank, not_given
from rescue_cli.values.shown_digits import shown_digits

_PLACES = (f.TOWNSHIP, f.VILLAGE)


def name_people(table: Table) -> None:
    """Fill 姓名, 户主姓名 and 户首行 of a table of one row a person.

    A head who has no row of his own is no person of the table, but where columns of his (户主身份证号) say something of
    him: then the first row's line is his, and the person of that row has a line after it (in forms of households only).
    """
    households = table.households
    if households is None:
        return
    values = table.values
    names = list(values.get(f.NAME) or values.get(f.HEAD_NAME) or [None] * len(table.numbers))
    heads: list[str | None] = [None] * len(table.numbers)
    for start, rows in rows_of(households.first).items():
        row = households.head[start]
        head = _head_named(table, rows) or (names[row] if row is not None else None)
        if row is not None and names[row] not in (None, head):
            table.report("INTAKE-HEAD-DIFFERS", row, table.column_of(f.NAME), str(names[row]), 户主=str(head))
        for index in rows:
            names[index] = head if index == row and names[index] is None else names[index]
            heads[index] = head if names[index] is not None else None  # a row without a name may be anybody's
        _keep_heads_own(table, rows, row)
        of_head = _said_of_head(table, rows) if row is None and start not in households.unplaced else {}
        if head is not None and of_head and table.pack_form.grain == "household":
            table.members.append(_give_way(table, start, head, of_head, names))
    values[f.NAME], values[f.HEAD_NAME] = names, heads
    values[f.FIRST_ROW] = [table.numbers[start] for start in households.first]
    _report_lost(table, households, names)


def _report_lost(table: Table, households: Households, names: Sequence[str | None]) -> None:
    for start in households.lost:
        table.report("INTAKE-MEMBER-NO-HEAD", start, table.column_of(f.RELATION), names[start] or "")
    for start in households.unplaced:
        head = _head_named(table, [start]) or ""
        table.report("INTAKE-MEMBER-TWO-HEADS", start, table.column_of(f.HEAD_NAME), names[start] or "", 户主=head)


def _head_named(table: Table, rows: Sequence[int]) -> str | None:
    """The head these rows name in a column beside that of the person's own name."""
    heads = table.values.get(f.HEAD_NAME) if table.column_of(f.NAME) else None
    return next((heads[index] for index in rows if heads[index] is not None), None) if heads else None


def _keep_heads_own(table: Table, rows: Sequence[int], head: int | None) -> None:
    """户主电话 in a member's row is not the member's."""
    for field in table.person_fields:
        column = table.column_of(field)
        if column is not None and field != f.NAME and is_heads(column):
            for index in rows:
                if index != head:
                    _forget(table, field, index)


def _forget(table: Table, field: str, index: int) -> None:
    table.values[field][index] = None
    if field == f.ID_NUMBER and f.SHOWN_DIGITS in table.values:
        table.values[f.SHOWN_DIGITS][index] = None


def _said_of_head(table: Table, rows: Sequence[int]) -> dict[str, Any]:
    """Field → what the head's own columns say of him, the first of the household's rows that says it."""
    columns = {field: table.heads_column(field) for field in sorted(table.person_fields - {f.NAME})}
    first = {
        field: next((value for index in rows if (value := table.read_cell(column, index)) is not None), None)
        for field, column in columns.items()
        if column is not None
    }
    if first.get(f.ID_NUMBER) is None and (column := table.head_id) is not None:
        cells = table.written(column)
        first[f.SHOWN_DIGITS] = next((shown for index in rows if (shown := shown_digits(cells[index]))), None)
    return {field: value for field, value in first.items() if value is not None}


def _give_way(table: Table, index: int, head: str, of_head: Mapping[str, Any], names: list[str | None]) -> Member:
    """The row's line becomes the head's; what it says of its person goes to a line of his own."""
    of_person = (*table.person_fields, f.SHOWN_DIGITS)
    person = {field: table.values[field][index] for field in of_person if table.values.get(field)}
    own = {**person, f.NAME: names[index], f.HEAD_NAME: head, **_places(table, index)}
    for field in sorted({*person, *of_head}):
        table.values.setdefault(field, [None] * len(table.numbers))[index] = of_head.get(field)
    names[index] = head
    return Member(index, 1, own)


def _places(table: Table, index: int) -> dict[str, Any]:
    return {name: table.values[name][index] for name in _PLACES if table.values.get(name)}


def read_members(table: Table) -> None:
    """The members that stand in columns of their own, and what the head's own group says of him.

    A row without a head goes on with the members of the row above; then 户首行 is filled.
    """
    if not table.groups:
        return
    groups = [(group, _columns(table, group), _given(table, group)) for group in table.groups]
    headless = _headless(table)
    above, lead = 0, []
    heads = table.values.get(f.HEAD_NAME) or [None] * len(table.numbers)
    for index in range(len(table.numbers)):
        above = above if index and headless[index] else index
        order = 0
        for group, columns, given in groups:
            if not given[index]:
                continue
            values = {name: column[index] for name, column in columns.items()}
            if group.relation:
                values[f.RELATION] = table.relation(group.relation)
            if above == index and _is_the_head(table, index, values, heads[above]):
                continue
            order += 1
            head = heads[above] if values.get(f.NAME) is not None else None
            table.members.append(Member(index, order, values | {f.HEAD_NAME: head, **_places(table, index)}))
        lead.append(table.numbers[above])
    if lead != table.numbers:
        table.values[f.FIRST_ROW] = lead
        table.members = [
            replace(member, values={**member.values, f.FIRST_ROW: lead[member.index]}) for member in table.members
        ]


def _columns(table: Table, group: Group) -> dict[str, list[Any]]:
    """Field → values of the group's columns; what is illegible in them is no gap of the head's."""
    columns = {name: type_column(table, Column(heading, name)).values for name, heading in group.columns.items()}
    if f.ID_NUMBER in columns:
        numbers = Column(group.columns[f.ID_NUMBER], f.ID_NUMBER)
        columns[f.SHOWN_DIGITS] = shown_in(table, numbers, columns[f.ID_NUMBER])
    named, own = group.columns.get(f.NAME), group.columns.get(f.FORMER_NAME)
    beside = [Column(named, f.NAME)] if named else []
    former = former_names_in(table, [Column(own, f.FORMER_NAME)] if own else [], beside)
    return columns | {f.FORMER_NAME: former} if any(former) else columns


def _given(table: Table, group: Group) -> list[bool]:
    """For each row whether the member is there: a name or a number is written, legible or not."""
    written = [
        table.written(Column(head, None)) for name, head in group.columns.items() if name in (f.NAME, f.ID_NUMBER)
    ]
    return [any(not not_given(cell_text(cell), zero=True) for cell in cells) for cells in zip(*written, strict=True)]


def _headless(table: Table) -> list[bool]:
    """For each row whether nothing of a household stands in it, so that its members belong to the household above."""
    columns = [table.column_of(name) for name in (f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.ADDRESS)]
    written = [table.written(column) for column in columns if column is not None]
    return [all(map(is_blank, cells)) for cells in zip(*written, strict=True)] or [False] * len(table.numbers)


def _is_the_head(table: Table, index: int, values: Mapping[str, Any], head: str | None) -> bool:
    """The head listed again among the members: no second line; what only that place says of him is taken over."""
    own = table.values.get(f.ID_NUMBER, [None] * (index + 1))[index]
    number = values.get(f.ID_NUMBER)
    same = values.get(f.NAME) == head and (number is None or own is None or number == own)
    if head is None or not same or values.get(f.RELATION) not in (None, HEAD):
        return False
    for name, value in values.items():
        if value is not None and name != f.NAME:
            column = table.values.setdefault(name, [None] * len(table.numbers))
            column[index] = value if column[index] is None else column[index]
    if number is not None or own is not None:
        table.values.setdefault(f.SHOWN_DIGITS, [None] * len(table.numbers))[index] = None
    return True
