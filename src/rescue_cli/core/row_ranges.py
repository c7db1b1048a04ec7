"""Rows and columns as a clerk reads them: 3、5—8."""

from collections.abc import Iterable, Sequence


def row_ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers, neighbours as a range; all of them.

    >>> row_ranges([3, 5, 6, 7, 8]), row_ranges([])
    ('3、5—8', '')
    """
    return _joined(numbers, "")


def cell_ranges(cells: Iterable[tuple[str, int]]) -> str:
    """(column letter, row) in any order, column by column, neighbours as a range; all of them.

    >>> cell_ranges([("G", 5), ("G", 3), ("G", 4), ("H", 3), ("AA", 9)])
    'G3—G5、H3、AA9'
    """
    rows: dict[str, set[int]] = {}
    for column, row in cells:
        rows.setdefault(column, set()).add(row)
    columns = sorted(rows, key=lambda column: (len(column), column))
    return "、".join(_joined(sorted(rows[column]), column) for column in columns)


def _joined(numbers: Sequence[int], before: str) -> str:
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return "、".join(
        f"{before}{first}" if first == last else f"{before}{first}—{before}{last}" for first, last in ranges
    )
