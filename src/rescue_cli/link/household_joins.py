"""Which households are one, where each is known by its rows: never two whose heads are two people.

All joins proposed are looked at together: where they lead to two heads of different valid numbers, none of them is made,
unless one of the two stands in the other's household as a member (a son's household with his father's, or a household handed
in once under the husband and once under the wife).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.near_names import may_be_one
from rescue_cli.link.person_groups import People
from rescue_cli.link.union_find import ApartForest, Forest

Join = tuple[int, int]  # a row of each of two households
MANY = 12  # rows of one person beyond which no further pair of them is looked at


def join_all(rows: Rows, people: People, forest: ApartForest, joins: Iterable[Join]) -> None:
    """Make one household of two along `joins`, but for those that lead to two heads."""
    joins = sorted({(min(join), max(join)) for join in joins})
    if not joins:
        return
    reached = Forest(len(rows))
    for left, right in joins:
        reached.join(forest.root(left), forest.root(right))
    touched = {forest.root(i) for join in joins for i in join}
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(rows)):
        if (home := forest.root(i)) in touched and rows.role[i] == "roster":
            members[reached.root(home)].append(i)
    two_headed = {top for top, residents in members.items() if _two_heads(rows, people, residents)}
    for left, right in joins:
        if reached.root(forest.root(left)) not in two_headed:
            forest.join(left, right)


def _two_heads(rows: Rows, people: People, residents: Sequence[int]) -> bool:
    """Whether two people of different valid numbers are heads of these rows, and neither is a member of any."""
    root = people.forest.root
    heads = {root(i) for i in residents if rows.heads(i)}
    if len(heads) < 2:
        return False
    elsewhere = {root(i) for i in residents if rows.member[i]}
    return sum(bool(people.numbers_of(head)) for head in heads - elsewhere) > 1


def through_people(rows: Rows, people: People, forest: ApartForest) -> list[Join]:
    """Households that share a person and more: a door, a telephone where the places do not contradict, the head's name,
    or everybody of the smaller one."""
    roster = [i for i in range(len(rows)) if rows.role[i] == "roster"]
    shared = [mentions for mentions in people.forest.trees(roster).values() if len(mentions) > 1]
    families = _families(rows, people, forest, [i for mentions in shared for i in mentions], roster)
    return [
        (i, j)
        for mentions in shared
        for i, j in combinations(mentions[:MANY], 2)
        if (a := forest.root(i)) != (b := forest.root(j))
        and _one_household(rows, i, j, families[a], families[b])
        and not _moved_apart(rows, mentions[:MANY], forest, (a, b), families)
    ]


def _moved_apart(
    rows: Rows, mentions: Sequence[int], forest: ApartForest, homes: tuple[int, int], families: dict[int, "_Family"]
) -> bool:
    """A son who heads a household of his own elsewhere and still stands in his father's: his telephone goes with him and joins
    nothing. Each household has people the other has not, and in one of his rows he lives where the other does not."""
    left, right = (families[home].persons for home in homes)
    if left <= right or right <= left:
        return False
    sides = [[i for i in mentions if forest.root(i) == home] for home in homes]
    return any(rows.contradict(i, j) for i in sides[0] for j in sides[1])


@dataclass
class _Family:
    """The persons of a household, and those of them who head it."""

    persons: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)  # of the heads


def _one_household(rows: Rows, i: int, j: int, left: _Family, right: _Family) -> bool:
    if left.heads & right.persons and right.heads & left.persons:
        return True  # handed in once under the husband and once under the wife
    if not _may_share_head(left, right):
        return False
    if rows.one_door(i, j):
        return True
    if rows.contradict(i, j):
        return rows.one_head(i, j) and _whole(left.persons, right.persons)
    return rows.agree(i, j) or rows.one_head(i, j) or _whole(left.persons, right.persons)


def _may_share_head(left: _Family, right: _Family) -> bool:
    """One of them names no head, its head stands in the other, or the heads' names are nearly equal."""
    if not left.heads or not right.heads or left.heads & right.persons or right.heads & left.persons:
        return True
    return any(may_be_one(name, other) for name in sorted(left.names) for other in sorted(right.names))


def _families(
    rows: Rows, people: People, forest: ApartForest, shared: Sequence[int], roster: Sequence[int]
) -> dict[int, _Family]:
    wanted = {forest.root(i) for i in shared}
    families: dict[int, _Family] = defaultdict(_Family)
    for i in roster:
        if (home := forest.root(i)) in wanted:
            families[home].persons.add(people.forest.root(i))
            if rows.heads(i):
                families[home].heads.add(people.forest.root(i))
                families[home].names.add(rows.name[i] or "")
    return families


def _whole(left: set[int], right: set[int]) -> bool:
    """The smaller of two households of several people is all in the other."""
    return min(len(left), len(right)) > 1 and (left <= right or right <= left)
