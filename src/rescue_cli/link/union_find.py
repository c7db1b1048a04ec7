"""Union-find, and union-find that keeps some members apart."""

from collections import defaultdict
from collections.abc import Iterable


class Forest:
    """A tree's root is always its smallest member, so the result does not depend on the order of unions."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def roots(self) -> list[int]:
        """The root of every member, in one pass: a parent is never larger than its child."""
        roots = self._parent.copy()
        for i, parent in enumerate(roots):
            roots[i] = roots[parent]
        return roots

    def join(self, left: int, right: int) -> bool:
        """Make one tree of two; False where they are one already."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return False
        self._parent[max(a, b)] = min(a, b)
        return True

    def trees(self, members: Iterable[int]) -> dict[int, list[int]]:
        """Root → those of `members` in its tree, in their order."""
        roots = self.roots()
        trees: dict[int, list[int]] = defaultdict(list)
        for i in members:
            trees[roots[i]].append(i)
        return trees


class ApartForest(Forest):
    """A forest that never lets two members of an `apart` pair into one tree."""

    def __init__(self, size: int, apart: Iterable[tuple[int, int]]) -> None:
        super().__init__(size)
        self._foes: dict[int, set[int]] = defaultdict(set)
        for left, right in apart:
            self._foes[left].add(right)
            self._foes[right].add(left)

    def may_join(self, left: int, right: int) -> bool:
        """Whether nothing keeps the two trees apart."""
        a, b = self.root(left), self.root(right)
        foes = self._foes.get(a)
        return not foes or all(self.root(foe) != b for foe in foes)

    def join(self, left: int, right: int) -> bool:
        """As `Forest.join`; False also where the two must stay apart."""
        a, b = self.root(left), self.root(right)
        if a == b or not self.may_join(a, b):
            return False
        super().join(a, b)
        both = self._foes.pop(a, set()) | self._foes.pop(b, set())
        if both:
            self._foes[min(a, b)] = both
        return True
