"""Members' rows that stand without their head: the name they give the head says to which household they belong.

The name is a pointer, never a person. In one table it holds however the address is written, as long as the village is the
same; between tables nothing may speak against it. Of two heads of that name the door, the telephone, or the row above decide;
else the row stands alone, and is asked about once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.near_names import nearly
from rescue_cli.link.union_find import ApartForest

Table = tuple[str, ...]  # file, sheet, form
MANY = 12  # members of one unlisted head beyond which he is taken for several


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
    named = _HeadsByName(rows, heads if alone else ())
    for i in alone:
        fitting = named.fitting(i) or named.misspelt(i)
        if len({forest.root(j) for j in fitting}) > 1:
            fitting = _under(forest, i, fitting) or fitting
        if len({forest.root(j) for j in fitting}) == 1:
            forest.join(min(fitting), i)
        else:
            placed.headless.add(i)
            placed.pointing += [(i, j) for j in fitting or named.of_that_name(i) or named.members(i)]
    _together(rows, forest, placed)
    return placed


def _together(rows: Rows, forest: ApartForest, placed: Placed) -> None:
    """Members who name one head whom no roster lists are one household, where they live in one village and nothing of their
    places differs."""
    asked = {i for i, _ in placed.pointing}
    unlisted: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for i in sorted(placed.headless - asked):
        if rows.under[i] is not None and rows.reporting[i] is not None:
            unlisted[rows.township[i], rows.reporting[i], rows.under[i]].append(i)
    for members in unlisted.values():
        if len(members) <= MANY and not any(rows.contradict(i, j) for i, j in combinations(members, 2)):
            for other in members[1:]:
                forest.join(members[0], other)


def _under(forest: ApartForest, i: int, heads: Sequence[int]) -> list[int]:
    """Those in whose household the row above stands."""
    return [j for j in heads if i and forest.root(i - 1) == forest.root(j)]


class _HeadsByName:
    def __init__(self, rows: Rows, heads: Sequence[int]) -> None:
        self._rows, self._all = rows, heads
        self._heads: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for j in heads:
            for name in {rows.name[j], rows.folded[j]}:
                if name is not None:
                    self._heads[rows.township[j], name].append(j)

    def fitting(self, i: int) -> list[int]:
        """The heads row `i` may mean, the closest kind that there is."""
        closest = next((kind for kind in self._kinds(i) if kind), [])
        for closer in (self._rows.agree, self._rows.one_door):
            if len(closest) > 1:
                closest = [j for j in closest if closer(i, j)] or closest
        return closest

    def _kinds(self, i: int) -> Iterator[list[int]]:
        rows, town = self._rows, self._rows.township[i]
        exact = self._heads.get((town, rows.under[i] or ""), [])
        alike = self._heads.get((town, rows.head[i] or ""), [])
        yield [
            j
            for j in exact
            if rows.one_table(i, j) and rows.villages(i) & rows.villages(j) and not rows.live_apart(i, j)
        ]
        yield [j for j in (*exact, *alike) if rows.agree(i, j)]
        yield [j for j in exact if not rows.contradict(i, j)]
        yield [
            j
            for j in alike
            if rows.one_table(i, j)
            and rows.villages(i) & rows.villages(j)
            and not rows.contradict(i, j)
            and (rows.under[i] or "")[:1] == (rows.name[j] or "")[:1]  # 黄 and 范 sound alike in some places
        ]

    def of_that_name(self, i: int) -> list[int]:
        """Heads of the name in the village whose address speaks against it: a person is asked."""
        rows = self._rows
        exact = self._heads.get((rows.township[i], rows.under[i] or ""), [])
        return [j for j in exact if rows.villages(i) & rows.villages(j)]

    def members(self, i: int) -> list[int]:
        """Members of the name at the same door or telephone: a married son, whose wife was listed under him."""
        rows = self._rows
        called = self._members.get((rows.township[i], rows.under[i] or ""), [])
        return [j for j in called if j != i and rows.name[j] != rows.name[i] and rows.agree(i, j)]

    def misspelt(self, i: int) -> list[int]:
        """Where no head of the name stands: those of the table and village with nearly that name and the same door or
        telephone, or directly above; else who lives there, door and telephone alike."""
        rows, named = self._rows, self._rows.under[i] or ""
        above = self._above[rows.table[i]]
        place = bisect_left(above, i) - 1
        last = above[place] if place >= 0 else None
        here = {j for village in rows.villages(i) for j in self._beginning[rows.table[i], village, named[:1]]}
        nearby = [
            j
            for j in sorted(here)
            if nearly(named, rows.name[j] or "") and (j == last or rows.agree(i, j)) and not rows.contradict(i, j)
        ]
        lives = [j for j in self._where_it_lives(i) if rows.villages(i) & rows.villages(j)]
        return nearby or lives or ([last] if last is not None and self._stands_within(i, last) else [])

    def _stands_within(self, i: int, head: int) -> bool:
        """The rows right above and right below are of the head's household, and nothing of the places differs."""
        rows, home = self._rows, self._rows.home
        inside = 0 < i < len(home) - 1 and home[i - 1] == home[i + 1] == home[head]
        return inside and bool(rows.villages(i) & rows.villages(head)) and not rows.contradict(i, head)

    def _where_it_lives(self, i: int) -> list[int]:
        rows = self._rows
        by_door = set(self._living.get((rows.table[i], rows.ends[i] or ""), ()))
        by_phone = {j for phone in rows.phones[i] for j in self._living.get((rows.table[i], phone), ())}
        return sorted(by_door & by_phone)

    @cached_property
    def _members(self) -> dict[tuple[str | None, str], list[int]]:
        """Township and name → the roster's members."""
        rows = self._rows
        members: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for j, name in enumerate(rows.name):
            if name is not None and rows.member[j] and rows.role[j] == "roster":
                members[rows.township[j], name].append(j)
        return members

    @cached_property
    def _above(self) -> dict[Table, list[int]]:
        above: dict[Table, list[int]] = defaultdict(list)
        for j in self._all:
            above[self._rows.table[j]].append(j)
        return above

    @cached_property
    def _beginning(self) -> dict[tuple[Table, str, str], list[int]]:
        """Table, village and first character of the name → the heads."""
        beginning: dict[tuple[Table, str, str], list[int]] = defaultdict(list)
        for j in self._all:
            for village in self._rows.villages(j):
                beginning[self._rows.table[j], village, (self._rows.name[j] or "")[:1]].append(j)
        return beginning

    @cached_property
    def _living(self) -> dict[tuple[Table, str], list[int]]:
        """Table and door or telephone → the heads."""
        rows, living = self._rows, defaultdict(list)
        for j in self._all:
            for door in (*rows.phones[j], rows.ends[j]):
                if door is not None:
                    living[rows.table[j], door].append(j)
        return living
