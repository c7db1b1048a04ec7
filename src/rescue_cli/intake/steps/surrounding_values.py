"""What a table does not say in a column of its own but in its title, sheet or file name, or in the addresses it lists.

A department's list has neither its name nor its month nor a township in its columns: they stand in the title, the file
name and the addresses.
"""

import datetime as dt
import re
from calendar import monthrange

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Rereading
from rescue_cli.intake.surroundings import list_date, month_named, sent_date
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, compact, is_blank


def date_list(table: Table) -> None:
    """Fill 名单日期 of lists of who was already helped, and of lists without a notice: their own column, else title, sheet
    or file name. Only of the former is one missed."""
    form = table.pack_form
    if not (form.role in ("reference", "check") or form.generic) or f.LIST_DATE not in table.context.pack.vocabulary:
        return
    own = table.values.get(f.LIST_DATE, [None] * len(table.numbers))
    day = list_date(table.around)
    table.values[f.LIST_DATE] = [value or day for value in own]
    asked = any(column.field == f.LIST_DATE for column in form.column)
    if None in table.values[f.LIST_DATE] and form.role == "reference" and asked:
        head = table.context.pack.head
        facts = {f.FORM: table.form, f.BASIS: f"{head.short} {form.clause}".strip()}
        table.context.report(Finding("INTAKE-LIST-NO-DATE", table.file, table.name, field=f.LIST_DATE, facts=facts))


def fill_from_around(table: Table) -> None:
    """Blank cells of the columns a form marks `around`, and columns it lacks: a date is the day the surroundings speak
    of (else the day they were sent, else the end of a month without a year that comes once in the period), a choice the one value of its code list that sheet, title, file or folder names."""
    for column in table.pack_form.column:
        entry = table.context.pack.vocabulary[column.field]
        if not column.around:
            continue
        named = _day(table) if entry.type == "date" else _named(table, entry.codes or "")
        if named is None:
            continue
        own = table.column_of(column.field)
        blank = [is_blank(cell) for cell in table.written(own)] if own else [True] * len(table.numbers)
        values = table.values.get(column.field, [None] * len(table.numbers))
        table.values[column.field] = [named if empty else value for value, empty in zip(values, blank, strict=True)]


def _day(table: Table) -> dt.date | None:
    period = table.context.pack.head.period
    month = month_named(table.around) if period is not None else None
    if (day := list_date(table.around) or sent_date(table.around)) is not None or period is None or month is None:
        return day
    ends = [dt.date(year, month, monthrange(year, month)[1]) for year in range(period.start.year, period.end.year + 1)]
    within = [end for end in ends if period.start <= end <= period.end]
    return within[0] if len(within) == 1 else None


def _named(table: Table, codes: str) -> str | None:
    """The first of the surrounding texts that names exactly one value says it; a word inside a longer one is none."""
    words = {
        compact(word): code.value
        for code in table.context.pack.codes[codes].item
        for word in (*code.synonyms, code.value)
    }
    for text in table.around.in_order:
        plain = compact(text)
        spans = [
            (m.start(), m.end(), value) for word, value in words.items() for m in re.finditer(re.escape(word), plain)
        ]
        whole = {
            value
            for start, end, value in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
        }
        if len(whole) == 1:
            return whole.pop()
    return None


def fill_from_addresses(table: Table, townships: list[str | None], villages: list[str | None]) -> None:
    """镇街 and 村居 of rows that say neither, from an address that names them in full; each is listed in `raw`."""
    column = table.column_of(f.ADDRESS)
    if column is None:
        return
    for index, cell in enumerate(table.written(column)):
        if townships[index] is not None:
            continue
        address = cell_text(cell)
        township, village = table.context.places.in_address(address)
        if township is not None:
            townships[index] = township
            table.list_raw(index, column, address, township, Rereading.FROM_ADDRESS, name=f.TOWNSHIP)
        if village is not None and villages[index] is None:
            villages[index] = village
            table.list_raw(index, column, address, village, Rereading.FROM_ADDRESS, name=f.VILLAGE)
