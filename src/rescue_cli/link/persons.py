"""From edges to people. Two different valid ID numbers never meet in one person, whatever else agrees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rescue_cli.link.blocks import Bond, Edge


class Forest:
    """Union-find; a tree's root is always its smallest member, so the result does not depend on the order of unions."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, left: int, right: int) -> bool:
        """Make one tree of two; False where they are one already."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return False
        self._parent[max(a, b)] = min(a, b)
        return True


@dataclass
class People:
    """`used`: the edges that made one person of two; `doubtful`: edges for a person to decide;
    `torn`: mentions whose keys lead to two different people."""

    forest: Forest
    used: list[Edge] = field(default_factory=list)
    doubtful: list[Edge] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)

    def take(self, edges: Iterable[Edge]) -> None:
        """Join along `edges`, strongest first, keeping those that told something new."""
        ranked = sorted(edges, key=lambda edge: (-edge.score, edge.left, edge.right))
        self.used += [edge for edge in ranked if self.forest.join(edge.left, edge.right)]


def find_people(size: int, by_id: Sequence[Edge], loose: Sequence[Edge], bonds: Sequence[Bond]) -> People:
    """Group `size` mentions into people.

    Rows without an ID number form groups of their own first; a group bound to exactly one person with an ID number
    joins them, a group bound to several joins none of them: which one is meant is for a person to say.
    """
    groups = Forest(size)
    for edge in loose:
        groups.join(edge.left, edge.right)
    reached: dict[int, set[int]] = defaultdict(set)
    for bond in bonds:
        reached[groups.root(bond.loose)].add(bond.node)
    torn_groups = {root for root, nodes in reached.items() if len(nodes) > 1}
    people = People(Forest(size))
    people.torn = {i for i in range(size) if groups.root(i) in torn_groups} if torn_groups else set()
    sure = [bond for bond in bonds if bond.loose not in people.torn]
    people.take([*by_id, *loose, *(_edge(bond) for bond in sure)])
    people.doubtful = sorted(_edge(bond) for bond in bonds if bond.loose in people.torn)
    return people


def _edge(bond: Bond) -> Edge:
    return Edge(bond.score, min(bond.known, bond.loose), max(bond.known, bond.loose))
