"""Which field each column of a table is, and which columns speak of further members of the household."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Column, Heading, key_of
from rescue_cli.intake.recognition.member_columns import Group
from rescue_cli.intake.steps.column_listing import report_heading
from rescue_cli.intake.surroundings import stated_unit
from rescue_cli.intake.table import Table
from rescue_cli.values.money import SILENT, read_unit
from rescue_cli.values.parsed import cell_text, compact, not_given


def assign_columns(table: Table) -> None:
    """Fill `columns` and `groups`, by what people said of headings, the form's words and the data dictionary."""
    context, headings = table.context, table.layout.headings
    own, groups = (list(headings), []) if table.names_nobody else context.people.split(headings)
    own, groups, strange = without_strangers(table, own, groups)
    assigned = context.headings.assign(own, table.form, context.learned(table.township, table.form))
    assigned = _without_stranger(table, _settled(assigned, strange))
    columns, table.groups = _with_head(assigned, groups)
    table.columns = [_with_period(table, column) for column in columns]


def without_strangers(
    table: Table, own: Sequence[Heading], groups: Sequence[Group]
) -> tuple[list[Heading], list[Group], set[int]]:
    """Of columns in which 姓名 stands again, those that name the same people in several rows are no members (包联干部): they are
    left to the columns nobody recognised, and their numbers given. What is read as members by such a guess is told."""
    strangers = [group for group in groups if group.guessed and _recurs(table, group.columns.get(f.NAME))]
    left = [heading for group in strangers for heading in group.columns.values()]
    numbers = {heading.number for heading in left}
    kept = [group for group in groups if group not in strangers]
    for group in strangers:
        report_heading(table, "INTAKE-COLUMN-STRANGERS", Column(group.columns[f.NAME], None), f.NAME)
    for group in kept[1:] if groups and not _names_head(own) else kept:
        if group.guessed:
            report_heading(table, "INTAKE-COLUMN-MEMBERS", Column(group.columns[f.NAME], None), f.NAME)
    return sorted([*own, *left], key=lambda heading: heading.number), kept, numbers


def _settled(columns: Sequence[Column], strange: set[int]) -> list[Column]:
    """The columns of these numbers are no fields, and those beside them neither that say a field again."""
    settled: list[Column] = []
    for column in columns:
        beside = bool(settled) and settled[-1].heading.number in strange and bool(column.twice)
        if beside:
            strange = strange | {column.heading.number}
        settled.append(replace(column, field=None, settled=True) if column.heading.number in strange else column)
    return settled


def _without_stranger(table: Table, columns: list[Column]) -> list[Column]:
    """The same for a single 姓名 beside 户主姓名: where nothing says what the person is to the head, and one name stands in the
    rows of several heads, it is nobody's of the household. The columns that follow it and say a field again are his."""
    fields = {column.field: column for column in columns}
    name, head = fields.get(f.NAME), fields.get(f.HEAD_NAME)
    if name is None or head is None or f.RELATION in fields or table.names_nobody:
        return columns
    if not _recurs(table, name.heading, head.heading):
        return columns
    report_heading(table, "INTAKE-COLUMN-STRANGERS", name, f.NAME)
    return _settled(columns, {name.heading.number})


def _names_head(own: Sequence[Heading]) -> bool:
    return any(key_of("".join(heading.parts)) in (f.NAME, f.HEAD_NAME) for heading in own)


def _recurs(table: Table, heading: Heading | None, head: Heading | None = None) -> bool:
    """Whether the names in this column are at most half as many as the rows that hold one; the heads in those rows, where there
    is a column of them, are more."""
    if heading is None:
        return False
    places = (heading.number - table.first_column, (head or heading).number - table.first_column)
    lines = (line.cells for line in table.layout.below if max(places) < len(line.cells))
    pairs = [tuple(compact(cell_text(cells[place])) for place in places) for cells in lines]
    named = [pair for pair in pairs if not not_given(pair[0], zero=True)]
    names, heads = ({pair[place] for pair in named} for place in (0, 1))
    return len(named) > 1 and 2 * len(names) <= len(named) and (head is None or len(heads) > len(names))


def _with_head(columns: list[Column], groups: Sequence[Group]) -> tuple[list[Column], list[Group]]:
    """Where no column names a head, the first group of persons is the head's: 姓名1 身份证号1 姓名2 身份证号2."""
    if not groups or groups[0].relation or {column.field for column in columns} & {f.HEAD_NAME, f.NAME}:
        return columns, list(groups)
    own = [Column(head, f.HEAD_NAME if name == f.NAME else name) for name, head in groups[0].columns.items()]
    taken = {column.field for column in own}
    rest = [Column(c.heading, None, c.field or "") if c.field in taken else c for c in columns]
    return sorted([*rest, *own], key=lambda column: column.heading.number), list(groups[1:])


def _with_period(table: Table, column: Column) -> Column:
    """An income whose heading does not say whether it is by month or year is not taken: it could cross a line. What is had
    (金融资产, in yuan and not by the year) has no period to name."""
    entry = table.context.pack.vocabulary.get(column.field or "")
    if entry is None or entry.settle != "hold" or not table.context.cells.is_money(entry.name):
        return column
    if (read_unit(entry.unit) or SILENT).period is None:
        return column
    unit = column.heading.unit.over(stated_unit(table.around.titles))
    if unit.period or re.search("[年月]", column.heading.text):
        return column
    report_heading(table, "INTAKE-COLUMN-PERIOD", column, entry.name)
    return Column(column.heading, None)
