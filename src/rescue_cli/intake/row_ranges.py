"""Rows and columns as a clerk reads them: 3、5—8."""

from collections.abc import Sequence


def row_ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers, neighbours as a range; all of them.

    >>> row_ranges([3, 5, 6, 7, 8]), row_ranges([])
    ('3、5—8', '')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in ranges)
