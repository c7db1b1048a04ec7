"""A table handed in before the workspace began, read back by its headings: its figures by line and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from rescue_cli.report.report_types import TOTAL
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, column_letter

HEAD_WITHIN = 12  # rows in which the headings stand
SUMS = (TOTAL, "总计")
UNKNOWN_LINE = "未明"  # how the name of a line ends of which nobody knows whose it is
Printed = Mapping[tuple[str, str], Decimal]  # by line and column


@dataclass(frozen=True)
class Wanted:
    """One sheet of the report: its name and title, the headings over the names of its lines, the lines, column → heading."""

    sheet: str
    title: str
    labels: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class OldTable:
    """`source`: the sheet of the old workbook it was read from; `faults`: sentences of what cannot be taken."""

    source: str
    printed: Printed
    faults: list[str] = field(default_factory=list)


def old_tables(
    sheets: Sequence[Sheet], wanted: Sequence[Wanted], other_names: Mapping[str, str]
) -> dict[str, OldTable]:
    """By sheet of the report, what the old workbook says of it. A sheet is known by its name or title; one that is called
    otherwise by its headings, each for the first sheet of the report it fits. `other_names`: of lines."""
    tables: dict[str, OldTable] = {}
    left = [sheet for sheet in sheets if any(any(_text(cell) for cell in row) for row in sheet.rows)]
    for named in (True, False):
        for one_wanted in wanted:
            if one_wanted.sheet in tables:
                continue
            for sheet in left:
                heads = _head_of(sheet, one_wanted) if not named or _is_called(sheet, one_wanted) else None
                if heads is not None:
                    tables[one_wanted.sheet] = _read(sheet, one_wanted, *heads, other_names)
                    left.remove(sheet)
                    break
    return tables


def _is_called(sheet: Sheet, wanted: Wanted) -> bool:
    first = {_text(cell) for row in sheet.rows[:3] for cell in row}
    return _text(sheet.name) == _text(wanted.sheet) or _text(wanted.title) in first


def _head_of(sheet: Sheet, wanted: Wanted) -> tuple[int, list[int], dict[str, int]] | None:
    """Where the headings end, the columns of the lines' names, and those of the figures; None where they are not there."""
    best: tuple[int, list[int], dict[str, int]] | None = None
    for end in range(min(HEAD_WITHIN, len(sheet.rows))):
        stacks = _stacks(sheet, end)
        labels = [_place(stacks, head) for head in wanted.labels]
        places = {name: place for name, head in wanted.columns.items() if (place := _place(stacks, head)) is not None}
        known = [place for place in labels if place is not None]
        if len(known) == len(labels) and places and (best is None or len(places) > len(best[2])):
            best = end, known, places
    return best


def _stacks(sheet: Sheet, end: int) -> list[tuple[str, ...]]:
    """Of every column what stands over it down to row `end`, a heading that reaches over several cells in each of them."""
    width = max(map(len, sheet.rows))
    grid = [[_text(row[place]) if place < len(row) else "" for place in range(width)] for row in sheet.rows[: end + 1]]
    for merge in sheet.merged:
        top, left = merge.top - sheet.first_row, merge.left - sheet.first_column
        if not (0 <= top <= end and 0 <= left < width):
            continue
        for down in range(top, min(merge.bottom - sheet.first_row, end) + 1):
            for across in range(left, min(merge.right - sheet.first_column, width - 1) + 1):
                grid[down][across] = grid[top][left]
    columns = []
    for place in range(width):
        texts = [line[place] for line in grid if line[place]]
        columns.append(tuple(text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1]))
    return columns


def _place(stacks: Sequence[tuple[str, ...]], head: tuple[str, ...]) -> int | None:
    plain = tuple(map(_text, head))
    return next((place for place, stack in enumerate(stacks) if stack[-len(plain) :] == plain), None)


def _read(
    sheet: Sheet,
    wanted: Wanted,
    end: int,
    labels: Sequence[int],
    places: Mapping[str, int],
    other_names: Mapping[str, str],
) -> OldTable:
    printed: dict[tuple[str, str], Decimal] = {}
    sums: dict[str, Decimal] = {}
    faults: list[str] = []
    known = {_text(line): line for line in wanted.lines} | {_text(name): line for name, line in other_names.items()}
    for number, row in enumerate(sheet.rows[end + 1 :], sheet.first_row + end + 1):
        name = "·".join(_text(row[place]) if place < len(row) else "" for place in labels)
        if any(_text(cell) in SUMS for cell in row[: max(labels) + 1]):
            sums = _figures(sheet, number, row, places, faults)
            break
        line = known.get(name)
        if line is not None:
            figures = _figures(sheet, number, row, places, faults)
            printed.update({(line, column): figure for column, figure in figures.items()})
        elif name.strip("·") and any(_is_number(row[place]) for place in places.values() if place < len(row)):
            faults.append(f"“{sheet.name}”第{number}行“{name}”：本表没有这一行")
    return OldTable(sheet.name, printed, [*faults, *_not_whole(sheet, wanted, printed, sums)])


def _not_whole(sheet: Sheet, wanted: Wanted, printed: Printed, sums: Mapping[str, Decimal]) -> list[str]:
    """Lines that are not there, and totals that are not the sum of theirs."""
    missing = [
        line for line in wanted.lines if not line.endswith(UNKNOWN_LINE) and not any(of == line for of, _ in printed)
    ]
    faults = [f"“{sheet.name}”没有“{line}”这一行" for line in missing]
    for column, figure in sums.items():
        added = sum((value for (_, name), value in printed.items() if name == column), Decimal(0))
        if added != figure:
            words = "·".join(wanted.columns[column])
            faults.append(f"“{sheet.name}”的“{words}”：各行相加{added}，合计写的是{figure}")
    return faults


def _figures(
    sheet: Sheet, number: int, row: Sequence[Cell], places: Mapping[str, int], faults: list[str]
) -> dict[str, Decimal]:
    figures = {}
    for column, place in places.items():
        cell = row[place] if place < len(row) else ""
        where = f"“{sheet.name}”{column_letter(sheet.first_column + place)}{number}"
        if cell == "":
            faults.append(f"{where} 空着：没有就写0")
        elif not _is_number(cell):
            faults.append(f"{where} 不是数：{_text(cell)}")
        else:
            figures[column] = Decimal(_text(cell))
    return figures


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    try:
        return Decimal(_text(cell)).is_finite()
    except InvalidOperation:
        return False


def _text(cell: Cell) -> str:
    return "".join(str(cell).split())
