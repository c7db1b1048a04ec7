"""Surveys and results that speak of nobody yet known: by name and village, else by name and township.

Many result lists give a name and a village and no more. Such a row follows its name where exactly one household of that
name stands in the village (else in the township) and nothing speaks against it: no other telephone, address or village,
and no other ID number (many rosters have none: 三（二）1 does not ask for it). A number that is only like the roster's, damaged
or masked, is not the roster's: such a row is asked about, as where two households are like it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.household_groups import SEEKING_ROLES, Households
from rescue_cli.link.person_groups import FOLLOWED, LAST_TIER, Edge, People

FAR_SLIP = 3  # places in which two written numbers of one length may differ and still be one with slips


def follow_names(rows: Rows, people: People, households: Households) -> tuple[list[Edge], list[Edge]]:
    """(edges taken, edges that lead to two households). The rows taken become one person with the head they follow."""
    openers = [i for i in range(len(rows)) if rows.opens(i)]
    seekers = _seekers(rows, people, households)
    groups = people.forest.trees(openers)
    by_name = _by_name(rows, openers, {rows.name[i] for mentions in seekers.values() for i in mentions})
    chosen: list[Edge] = []
    torn: list[Edge] = []
    for _, mentions in sorted(seekers.items()):
        fitting, sure = _fit(rows, people, households, mentions, groups, by_name)
        edges = [Edge(LAST_TIER, FOLLOWED, 0.0, min(i, mentions[0]), max(i, mentions[0])) for i in fitting]
        if sure:
            chosen += edges
        elif len(fitting) > 1:
            households.astray.update(mentions)
            torn += edges
    people.take(chosen)
    return chosen, torn


def _seekers(rows: Rows, people: People, households: Households) -> dict[int, list[int]]:
    """Person → its rows in surveys and results, where no row of that person has a household."""
    loose = [i for i in range(len(rows)) if households.of[i] is None and not rows.member[i]]
    sought = people.forest.trees(i for i in loose if rows.role[i] in SEEKING_ROLES and i not in households.astray)
    housed = {people.forest.root(i) for i in range(len(rows)) if households.of[i] is not None} if sought else set()
    return {root: mentions for root, mentions in sought.items() if root not in housed}


def _by_name(
    rows: Rows, openers: Iterable[int], names: set[str | None]
) -> dict[tuple[str | None, str | None], list[int]]:
    openers_named: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for i in openers:
        if rows.name[i] is not None and rows.name[i] in names and rows.township[i] is not None:
            openers_named[rows.name[i], rows.township[i]].append(i)
    return openers_named


def _fit(
    rows: Rows,
    people: People,
    households: Households,
    mentions: Sequence[int],
    groups: Mapping[int, list[int]],
    by_name: Mapping[tuple[str | None, str | None], Sequence[int]],
) -> tuple[list[int], bool]:
    """One roster row for each household that fits, and whether it is the only one of that name."""
    named: dict[int, int] = {}
    near: dict[int, int] = {}
    for i in mentions:
        for j in by_name.get((rows.name[i], rows.township[i]), ()):
            named.setdefault(people.forest.root(j), j)
            if rows.villages(i) & rows.villages(j):
                near.setdefault(people.forest.root(j), j)
    choice = near or named
    fitting = [
        j
        for root, j in sorted(choice.items())
        if not _contradict(rows, mentions, groups[root]) and all(households.forest.may_join(i, j) for i in mentions)
    ]
    sure = (
        len(choice) == 1
        and len(fitting) == 1
        and not _only_like(rows, mentions, groups[people.forest.root(fitting[0])])
    )
    return fitting, sure


def _only_like(rows: Rows, left: Sequence[int], right: Sequence[int]) -> bool:
    """Both sides state a number, and it is not the same one: a slip, or digits that do not show."""
    numbers = [
        {number for i in side for number in (rows.wrote[i], rows.mask_num[i]) if number} for side in (left, right)
    ]
    return all(numbers) and not numbers[0] & numbers[1]


def _contradict(rows: Rows, left: Sequence[int], right: Sequence[int]) -> bool:
    """Both sides speak of the same thing and share nothing."""
    sides = [
        (_given(rows.door, left), _given(rows.door, right)),
        ({name for i in left for name in rows.villages(i)}, {name for i in right for name in rows.villages(i)}),
        ({p for i in left for p in rows.phones[i]}, {p for i in right for p in rows.phones[i]}),
    ]
    if any(a and b and not a & b for a, b in sides):
        return True
    valid = [{rows.num[i] for i in side if rows.valid[i]} for side in (left, right)]
    if all(valid) and not valid[0] & valid[1]:
        return True  # two valid numbers are two people
    ids = (_given(rows.wrote, left), _given(rows.wrote, right))
    return all(ids) and not any(_slip(a, b) for a in ids[0] for b in ids[1])


def _slip(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= FAR_SLIP


def _given(values: Sequence[str | None], rows: Iterable[int]) -> set[str]:
    return {value for i in rows if (value := values[i]) is not None}
