"""Members' rows that stand without their head: the name they give the head says to which household they belong.

The name is a pointer, never a person. In one table it holds however the address is written, as long as the village is the
same; between tables nothing may speak against it. Of two heads of that name the door, the telephone, or the row above decide;
else the row stands alone, and is asked about once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.union_find import ApartForest


@dataclass
class Placed:
    """`headless`: members whose head is in no roster, or who fit several; `pointing`: each of the latter with each head."""

    headless: set[int] = field(default_factory=set)
    pointing: list[tuple[int, int]] = field(default_factory=list)


def place_members(rows: Rows, forest: ApartForest, heads: Sequence[int]) -> Placed:
    """Join each roster member whose own rows hold no head with the household it points to."""
    placed = Placed()
    led = {forest.root(i) for i in heads}
    alone = [i for i in range(len(rows)) if rows.role[i] == "roster" and rows.member[i] and forest.root(i) not in led]
    named = _HeadsByName(rows, heads) if alone else None
    for i in alone:
        fitting = named.fitting(i) if named else []
        if len({forest.root(j) for j in fitting}) > 1:
            fitting = _under(forest, i, fitting) or fitting
        if len({forest.root(j) for j in fitting}) == 1:
            forest.join(min(fitting), i)
        else:
            placed.headless.add(i)
            placed.pointing += [(i, j) for j in fitting]
    return placed


def _under(forest: ApartForest, i: int, heads: Sequence[int]) -> list[int]:
    """Those in whose household the row above stands."""
    return [j for j in heads if i and forest.root(i - 1) == forest.root(j)]


class _HeadsByName:
    def __init__(self, rows: Rows, heads: Sequence[int]) -> None:
        self._rows = rows
        self._heads: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for j in heads:
            for name in {rows.name[j], rows.folded[j]}:
                if name is not None:
                    self._heads[rows.township[j], name].append(j)

    def fitting(self, i: int) -> list[int]:
        """The heads row `i` may mean, the closest kind that there is."""
        rows, town = self._rows, self._rows.township[i]
        exact = self._heads.get((town, rows.under[i] or ""), [])
        alike = self._heads.get((town, rows.head[i] or ""), [])
        kinds = (
            [j for j in exact if rows.one_table(i, j) and rows.villages(i) & rows.villages(j)],
            [j for j in (*exact, *alike) if rows.agree(i, j)],
            [j for j in exact if not rows.contradict(i, j)],
            [
                j
                for j in alike
                if not rows.contradict(i, j) and rows.one_table(i, j) and rows.villages(i) & rows.villages(j)
            ],
        )
        closest = next((kind for kind in kinds if kind), [])
        for closer in (rows.agree, rows.one_door):
            closest = [j for j in closest if closer(i, j)] or closest
        return closest
