"""From certain pairs to people. Two who conflict never meet in one person, whatever chain of pairs leads there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.union_find import Forest

DECIDED = -1  # stands before the first rule
LAST_TIER = 99
FOLLOWED = -2  # a survey or result that follows its name alone


Place = tuple[int, str]  # a household as it is listed, and the name of one of its people


class Edge(NamedTuple):
    """Two mentions that rule number `rule`, of `tier`, takes as one person (`left` < `right`)."""

    tier: int
    rule: int
    points: float
    left: int
    right: int


@dataclass
class People:
    """`used`: the edges that made one person of two; `doubtful`: certain by themselves, but leading to two people."""

    forest: Forest
    numbers: dict[int, frozenset[str]]  # root → valid ID numbers of the person
    places: dict[
        int, frozenset[Place]
    ]  # root → the households of several people it stands in, each with its name there
    used: list[Edge] = field(default_factory=list)
    doubtful: list[Edge] = field(default_factory=list)

    def take(self, edges: Iterable[Edge]) -> None:
        """Join along `edges`, strongest first, keeping those that told something new."""
        for edge in sorted(edges, key=lambda edge: (-edge.points, edge.left, edge.right)):
            a, b = self.forest.root(edge.left), self.forest.root(edge.right)
            if self.forest.join(a, b):
                self.used.append(edge)
                self.numbers[min(a, b)] = self.numbers.pop(a, _NONE) | self.numbers.pop(b, _NONE)
                places = self.places.pop(a, _NOWHERE) | self.places.pop(b, _NOWHERE)
                if places:
                    self.places[min(a, b)] = places

    def beside(self, i: int, j: int) -> bool:
        """Whether the persons of the rows stand in one household under two names: they are two."""
        return _two_names(self, (self.forest.root(i), self.forest.root(j)))

    def numbers_of(self, i: int) -> frozenset[str]:
        """The valid ID numbers of the person row `i` speaks of."""
        return self.numbers.get(self.forest.root(i), _NONE)


_NONE: frozenset[str] = frozenset()
_NOWHERE: frozenset[Place] = frozenset()


def find_people(
    valid_ids: Sequence[str | None],
    edges: Iterable[Edge],
    decided: Decided,
    apart: Sequence[tuple[int, int]],
    places: Sequence[Place | None] = (),
) -> People:
    """Group mentions into people: first what was decided, then tier by tier, the most certain first.

    All edges of one tier are looked at together. Where they would put two different valid numbers, two names of one
    household (`places`: the household of each row and its name there), or two rows that must stay apart (`apart`, and
    everything decided 不是) into one person, none of them is taken: which is meant is for a person to say. So neither the
    order of rows nor of edges matters.
    """
    numbers = {i: frozenset([number]) for i, number in enumerate(valid_ids) if number is not None}
    standing = {i: frozenset([place]) for i, place in enumerate(places) if place is not None}
    people = People(Forest(len(valid_ids)), numbers, standing)
    kept_apart = sorted({*apart, *decided.apart})
    people.take(Edge(0, DECIDED, 0.0, left, right) for left, right in sorted(decided.persons))
    by_tier: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_tier[edge.tier].append(edge)
    for tier in sorted(by_tier):
        take_tier(people, by_tier[tier], kept_apart)
    return people


def take_tier(people: People, edges: Sequence[Edge], apart: Iterable[tuple[int, int]]) -> None:
    """Join along `edges`, all looked at together; those that would join what must stay apart become `doubtful`."""
    reached = _Reached()
    for edge in edges:
        reached.join(people.forest.root(edge.left), people.forest.root(edge.right))
    roots = reached.roots()
    torn = {reached.top(people.forest.root(a)) for a, b in apart if _together(people, reached, a, b)}
    for top, members in roots.items():
        numbers = [people.numbers.get(root, _NONE) for root in members]
        if len(_NONE.union(*numbers)) > max(map(len, numbers)) or _two_names(people, members):
            torn.add(top)
    people.take(edge for edge in edges if reached.top(people.forest.root(edge.left)) not in torn)
    people.doubtful += sorted(edge for edge in edges if reached.top(people.forest.root(edge.left)) in torn)


def _two_names(people: People, roots: Sequence[int]) -> bool:
    """Whether the persons stand in one household under two names."""
    names: dict[int, str] = {}
    places = (place for root in roots for place in people.places.get(root, _NOWHERE))
    return any(names.setdefault(home, name) != name for home, name in places)


def _together(people: People, reached: "_Reached", a: int, b: int) -> bool:
    left, right = people.forest.root(a), people.forest.root(b)
    return left != right and reached.top(left) == reached.top(right)


class _Reached:
    """Which persons the edges of one tier would make one; persons no edge touches cost nothing."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def top(self, i: int) -> int:
        parent = self._parent
        while parent.get(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, left: int, right: int) -> None:
        for i in (left, right):
            self._parent.setdefault(i, i)
        a, b = self.top(left), self.top(right)
        self._parent[max(a, b)] = min(a, b)

    def roots(self) -> dict[int, list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for i in sorted(self._parent):
            members[self.top(i)].append(i)
        return members
