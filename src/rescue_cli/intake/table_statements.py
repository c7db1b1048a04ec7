"""What a table as a whole says of its figures: the unit of its money, the day it speaks of, how many it covers."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.column_listing import find_in_heading
from rescue_cli.intake.heading_fields import Column
from rescue_cli.intake.surroundings import list_date
from rescue_cli.values.money import SILENT, Unit, read_unit
from rescue_cli.values.parsed import compact

if TYPE_CHECKING:
    from rescue_cli.intake.table import Table

COUNTED = "按人员行计数"  # stands in `raw` for a figure no cell holds
_UNIT_LINE = re.compile(r"(?<![㐀-鿿])(?:金额)?单位:?(?:[人户]、)*((?:万|千)?元[/人户月年·]*)")


def unit_line(titles: Sequence[str]) -> Unit:
    """The unit in a row above the headings (单位：万元), or SILENT."""
    for title in titles:
        found = _UNIT_LINE.search(compact(title))
        if found:
            return read_unit(found[1]) or SILENT
    return SILENT


def with_period(table: "Table", column: Column) -> Column:
    """An income whose heading does not say whether it is by month or year is not taken: it could cross a line."""
    entry = table.desk.pack.vocabulary.get(column.field or "")
    if entry is None or entry.settle != "hold" or not table.desk.cells.is_money(entry.name):
        return column
    said = column.heading.unit.over(unit_line(table.around.titles)).period or re.search("[年月]", column.heading.text)
    if said:
        return column
    find_in_heading(table, "INTAKE-COLUMN-PERIOD", column, entry.name)
    return Column(column.heading, None)


def date_list(table: "Table") -> None:
    """Lists of who was already helped, and lists without a notice, speak of a day: their own column, else title, sheet or
    file name. Only of the former is one missed."""
    form = table.desk.pack.forms[table.form]
    if not (form.role == "reference" or form.generic) or f.LIST_DATE not in table.desk.pack.vocabulary:
        return
    own = table.values.get(f.LIST_DATE, [None] * len(table.numbers))
    day = list_date(table.around)
    table.values[f.LIST_DATE] = [value or day for value in own]
    asked = any(column.field == f.LIST_DATE for column in form.column)
    if None in table.values[f.LIST_DATE] and form.role == "reference" and asked:
        facts = {"表种": table.form}
        table.desk.find(Finding("INTAKE-LIST-NO-DATE", table.file, table.name, field=f.LIST_DATE, facts=facts))


def count_rows(table: "Table", first: Sequence[int]) -> None:
    """A list of one row a person that does not say how many of a household it covers: its rows are counted."""
    counted = [column.field for column in table.desk.pack.forms[table.form].column if column.count_rows]
    for field in counted:
        if table.column_of(field) is None:
            sizes = Counter(first)
            table.values[field] = [sizes.get(at) for at in range(len(first))]
            for at, size in sorted(sizes.items()):
                table.desk.out.raw((table.file, table.name, table.numbers[at], ""), field, COUNTED, str(size))
