"""Control totals: what a 合计 or 小计 row states, against the rows that were read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.core.findings import Finding
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.recognition.table_layout import Line
from rescue_cli.intake.table import SumLine, Table
from rescue_cli.values.parsed import cell_text, compact
from rescue_cli.workbooks.reading.sheet import column_letter

_COUNTED = re.compile(r"(\d+)(户|人|名|口)")
_BARE = re.compile(r"\d+")
_GRAND = re.compile(r"(?:总合计|合计|总计|共计|累计|本表合计)(?![㐀-鿿])")
HOMES, PEOPLE = "户数", "人数"


@dataclass(frozen=True)
class _Stated:
    """One figure of a total row. `what`: a field, or 户数 or 人数."""

    index: int
    what: str
    figure: Decimal
    shown: str


def compare_totals(table: Table) -> None:
    """A finding for every stated total that no group of rows it may speak of adds up to.

    A total may speak of all rows, of those since the total above it (or since the last one that said 合计, over some 小计),
    of those down to the next, or of all down to it. Tables that go on from another sheet (续) are left alone: their
    totals speak of both.
    """
    if not table.layout.heads or any("续" in text for text in (table.name, *table.around.titles)):
        return
    sums, size = table.sums, len(table.numbers)
    for order, own in enumerate(sums):
        before = sums[order - 1].above if order else 0
        after = sums[order + 1].above if order + 1 < len(sums) else size
        since = next((line.above for line in reversed(sums[:order]) if _is_grand(line)), 0)
        scopes = [range(size), range(before, own.above), range(own.above, after), range(own.above)]
        scopes += [range(since, own.above)]
        grand = _is_grand(own) and own.above in (0, size)
        for stated in _stated(table, own.line):
            counts = [_counted(table, stated.what, scope) for scope in scopes]
            held = counts[0] if grand or not scopes[1] else counts[1]
            if held is not None and stated.figure not in counts:
                table.context.report(_differs(table, own.line, stated, held))


def _is_grand(line: SumLine) -> bool:
    return any(_GRAND.match(compact(cell_text(cell))) for cell in line.line.contents[:3])


def _stated(table: Table, line: Line) -> Iterator[_Stated]:
    columns = {table.cell_index(column): column for column in table.columns}
    seen: set[str] = set()
    for index in line.filled:
        column, text = columns.get(index), compact(cell_text(line.cells[index]))
        for stated in _of_cell(table, index, column, text):
            if stated.what not in seen:
                seen.add(stated.what)
                yield stated


def _of_cell(table: Table, index: int, column: Column | None, text: str) -> Iterator[_Stated]:
    entry = table.context.pack.vocabulary.get(column.field or "") if column else None
    if column is not None and entry is not None and entry.type in ("count", "money") and entry.of == "household":
        value = table.read_text(column, text)
        if value is not None:
            yield _Stated(index, entry.name, Decimal(value), text)
        return
    for number, unit in _COUNTED.findall(text):
        yield _Stated(index, HOMES if unit == "户" else PEOPLE, Decimal(number), number + unit)
    if entry is not None and entry.type == "name" and _BARE.fullmatch(text):
        yield _Stated(index, PEOPLE if entry.name == f.NAME else HOMES, Decimal(text), text)


def _counted(table: Table, what: str, scope: Sequence[int]) -> Decimal | None:
    """What these data rows add up to; None where nothing is known of it."""
    first = table.values.get(f.FIRST_ROW)
    own = [index for index in scope if first is None or first[index] == table.numbers[index]]
    if what == HOMES:
        return Decimal(len(own))
    if what == PEOPLE:
        people = len(scope) if first is not None or table.pack_form.grain == "person" else None
        sizes = _given(table, f.HOUSEHOLD_SIZE, own)
        return Decimal(people) if people is not None else sum(sizes, Decimal(0)) if sizes else None
    return sum(_given(table, what, own), Decimal(0))


def _given(table: Table, field: str, rows: Sequence[int]) -> list[Decimal]:
    """What the households that begin in `rows` say, each once: in a sheet sorted by age it need not be their first row."""
    values: list[Any] = table.values.get(field) or []
    first = table.values.get(f.FIRST_ROW) or table.numbers
    given: dict[int, Any] = {}
    for number, value in zip(first, values, strict=False):
        if value is not None:
            given.setdefault(number, value)
    return [Decimal(given[number]) for index in rows if (number := table.numbers[index]) in given]


def _differs(table: Table, line: Line, stated: _Stated, held: Decimal) -> Finding:
    """The finding at the stated figure, with both numbers and the difference."""
    facts = {"什么": stated.what, "实有": _shown(held), "相差": _shown(abs(stated.figure - held))}
    letter = column_letter(table.first_column + stated.index)
    field = stated.what if stated.what in table.context.pack.vocabulary else ""
    return Finding(
        "INTAKE-TOTAL-DIFFERS",
        table.file,
        table.name,
        line.number,
        letter,
        table.township or "",
        field,
        stated.shown,
        facts,
    )


def _shown(figure: Decimal) -> str:
    return str(int(figure)) if figure == figure.to_integral_value() else decimal_text(figure)
