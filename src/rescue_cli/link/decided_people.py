"""What 同一户 says of the people of two listings: which of the rows answered about are one person, beside one household."""

from collections import defaultdict
from collections.abc import Mapping

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.decided_pairs import Decided

Couple = tuple[int, int]


def decided_persons(rows: Rows, decided: Decided) -> set[Couple]:
    """The pairs of `decided.same` that are one person: all of 同一人不同户, and of 同一户 those where nothing says that the
    household was meant and not the person."""
    persons = decided.same & decided.households_apart
    households = {pair for pair in decided.same - persons if not _household_meant(rows, *pair)}
    partners = _partners(rows, households)
    return persons | {pair for pair in households if not _has_better(rows, pair, partners)}


def households_reconciled(rows: Rows, decided: Decided) -> set[Couple]:
    """`decided.households_apart` without what was said of single people of two listings that are one household: 不是 or
    同一人不同户 of one of them is about that person alone."""
    joined = {_listings(rows, *pair) for pair in decided.same - decided.households_apart}
    return {pair for pair in decided.households_apart if _listings(rows, *pair) not in joined}


def _listings(rows: Rows, left: int, right: int) -> Couple:
    a, b = rows.home[left], rows.home[right]
    return min(a, b), max(a, b)


def _household_meant(rows: Rows, left: int, right: int) -> bool:
    """Two rows of one listing under two names are in one household as they stand: 同一户 says no more of them."""
    one_listing = rows.home[left] == rows.home[right] and rows.name[left] != rows.name[right]
    return one_listing or _points(rows, left, right) or _are_two(rows, left, right)


def _points(rows: Rows, left: int, right: int) -> bool:
    """A member's row that was asked about with the head it names."""
    return rows.points_to(left, right) or rows.points_to(right, left)


def _are_two(rows: Rows, left: int, right: int) -> bool:
    """People of two valid numbers and wholly different names."""
    two_numbers = rows.valid[left] and rows.valid[right] and rows.num[left] != rows.num[right]
    return two_numbers and not _alike(rows, left, right)


def _alike(rows: Rows, left: int, right: int) -> bool:
    return rows.name[left] == rows.name[right] or (
        rows.folded[left] is not None and rows.folded[left] == rows.folded[right]
    )


def _has_better(rows: Rows, pair: Couple, partners: Mapping[tuple[int, int], list[int]]) -> bool:
    """Whether one of the two rows was answered about with two people of one listing: the one of its own name is meant."""
    for i, j in (pair, pair[::-1]):
        others = partners[i, rows.home[j]]
        if len({rows.name[other] for other in others}) > 1 and not _alike(rows, i, j):
            return True
    return False


def _partners(rows: Rows, households: set[Couple]) -> dict[tuple[int, int], list[int]]:
    """(row, listing) → the rows of the listing it was answered about with."""
    partners: dict[tuple[int, int], list[int]] = defaultdict(list)
    for left, right in sorted(households):
        partners[left, rows.home[right]].append(right)
        partners[right, rows.home[left]].append(left)
    return partners
