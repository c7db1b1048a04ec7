"""Which field each column of a table is, and which columns speak of further members of the household."""

import re
from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.recognition.member_columns import Group
from rescue_cli.intake.steps.column_listing import report_heading
from rescue_cli.intake.surroundings import stated_unit
from rescue_cli.intake.table import Table


def assign_columns(table: Table) -> None:
    """Fill `columns` and `groups`, by what people said of headings, the form's words and the data dictionary."""
    context, headings = table.context, table.layout.headings
    own, groups = (list(headings), []) if table.names_nobody else context.people.split(headings)
    assigned = context.headings.assign(own, table.form, context.learned(table.township, table.form))
    columns, table.groups = _with_head(assigned, groups)
    table.columns = [_with_period(table, column) for column in columns]


def _with_head(columns: list[Column], groups: Sequence[Group]) -> tuple[list[Column], list[Group]]:
    """Where no column names a head, the first group of persons is the head's: 姓名1 身份证号1 姓名2 身份证号2."""
    if not groups or groups[0].relation or {column.field for column in columns} & {f.HEAD_NAME, f.NAME}:
        return columns, list(groups)
    own = [Column(head, f.HEAD_NAME if name == f.NAME else name) for name, head in groups[0].columns.items()]
    taken = {column.field for column in own}
    rest = [Column(c.heading, None, c.field or "") if c.field in taken else c for c in columns]
    return sorted([*rest, *own], key=lambda column: column.heading.number), list(groups[1:])


def _with_period(table: Table, column: Column) -> Column:
    """An income whose heading does not say whether it is by month or year is not taken: it could cross a line."""
    entry = table.context.pack.vocabulary.get(column.field or "")
    if entry is None or entry.settle != "hold" or not table.context.cells.is_money(entry.name):
        return column
    unit = column.heading.unit.over(stated_unit(table.around.titles))
    if unit.period or re.search("[年月]", column.heading.text):
        return column
    report_heading(table, "INTAKE-COLUMN-PERIOD", column, entry.name)
    return Column(column.heading, None)
