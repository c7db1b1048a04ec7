"""From people to households: roster rows open one, everything else attaches to one, or to none and is reported.

All rows of one household in one file stay together. Households of two files are one where their heads are one person, or
where they share a person and telephone, door or the whole of the smaller one agree; a person in two households that agree
in nothing else is a finding (一人多户), never a merge. A survey or result row may follow its name alone: `following`.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.person_groups import People
from rescue_cli.link.union_find import ApartForest

SEEKING_ROLES = ("survey", "result")


@dataclass(frozen=True)
class Rows:
    """The features that households rest on, as plain columns. `role`: "roster" for every form that opens households."""

    role: Sequence[str]
    person: Sequence[str | None]
    name: Sequence[str | None]
    folded: Sequence[str | None]
    member: Sequence[bool]
    home: Sequence[int]
    under: Sequence[str | None]
    head: Sequence[str | None]
    num: Sequence[str | None]
    valid: Sequence[bool]
    wrote: Sequence[str | None]
    phones: Sequence[list[str]]
    door: Sequence[str | None]
    part: Sequence[str | None]
    village: Sequence[str | None]
    reporting: Sequence[str | None]
    township: Sequence[str | None]

    @classmethod
    def of(cls, features: pa.Table) -> "Rows":
        columns = {name: features[name].to_pylist() for name in cls.__dataclass_fields__}
        opens = features["opens"].to_pylist()
        columns["role"] = ["roster" if opening else role for role, opening in zip(columns["role"], opens, strict=True)]
        return cls(**columns)

    def without(self, left_out: Collection[int]) -> "Rows":
        """The same rows, those left out being of no form that has a say."""
        if not left_out:
            return self
        return replace(self, role=["" if i in left_out else role for i, role in enumerate(self.role)])

    def __len__(self) -> int:
        return len(self.role)

    def opens(self, i: int) -> bool:
        """A roster row opens a household, unless it speaks of a member under someone else's name."""
        return self.role[i] == "roster" and not self.member[i]

    def villages(self, i: int) -> set[str]:
        """Where the row lives and who reported it, as far as it says."""
        return {name for name in (self.village[i], self.reporting[i]) if name is not None}

    def one_head(self, i: int, j: int) -> bool:
        """Members of heads whose names sound alike."""
        return self.head[i] is not None and self.head[i] == self.head[j]

    def agree(self, i: int, j: int) -> bool:
        """Telephone or door in common."""
        return (self.door[i] is not None and self.door[i] == self.door[j]) or not set(self.phones[i]).isdisjoint(
            self.phones[j]
        )


@dataclass
class Households:
    """`of`: the household of each row, named by its first row (None: attaches to no case). `astray`: rows that fit two;
    `headless`: members whose head is in no roster; `split`: (row, row) of a person found in two households."""

    forest: ApartForest
    of: list[int | None] = field(default_factory=list)
    astray: set[int] = field(default_factory=set)
    headless: set[int] = field(default_factory=set)
    split: list[tuple[int, int]] = field(default_factory=list)


def find_households(rows: Rows, people: People, decided: Decided) -> Households:
    """Every row's household; rows of surveys and results that nothing attaches are left for `following`."""
    households = Households(ApartForest(len(rows), decided.households_apart | decided.apart))
    for i, home in enumerate(rows.home):
        households.forest.join(home, i)
    for left, right in sorted(decided.same - decided.households_apart):
        households.forest.join(left, right)
    openers = [i for i in range(len(rows)) if rows.opens(i)]
    for heads in people.forest.trees(openers).values():
        for other in heads[1:]:
            households.forest.join(heads[0], other)
    _place_members(rows, households, openers)
    _join_through_people(rows, people, households)
    _split_households(rows, people, households, decided)
    led = {households.forest.root(i) for i in openers}
    households.headless = {i for i in households.headless if households.forest.root(i) not in led}
    attach(rows, people, households)
    return households


def attach(rows: Rows, people: People, households: Households) -> None:
    """Give every row its household: its own where its rows opened one, else that of its person."""
    person, own = people.forest.roots(), households.forest.roots()
    roster = [i for i in range(len(rows)) if rows.role[i] == "roster"]
    opened = {own[i] for i in roster}
    loose = [i for i in range(len(rows)) if own[i] not in opened]
    sought = {person[i] for i in loose}
    homes: dict[int, set[int]] = defaultdict(set)  # person → households its roster rows stand in
    led: dict[int, set[int]] = defaultdict(set)  # person → households it heads
    for i in roster:
        if person[i] in sought:
            homes[person[i]].add(own[i])
            if rows.opens(i):
                led[person[i]].add(own[i])
    households.of = [root if root in opened else None for root in own]
    for i in loose:
        fitting = led.get(person[i]) or homes.get(person[i]) or set()
        if len(fitting) == 1:
            (households.of[i],) = fitting
        elif fitting:
            households.astray.add(i)
    _astray_between(rows, people, households)
    _with_its_household(rows, households, loose)


def _astray_between(rows: Rows, people: People, households: Households) -> None:
    """A row that a certain key leads to two households belongs to neither until a person says which."""
    reached: dict[int, set[int]] = defaultdict(set)
    for edge in people.doubtful:
        for i, other in ((edge.left, edge.right), (edge.right, edge.left)):
            household = households.of[other]
            if household is not None and rows.opens(other):
                reached[i].add(household)
    households.astray |= {i for i, reach in reached.items() if households.of[i] is None and len(reach) > 1}


def _with_its_household(rows: Rows, households: Households, loose: Sequence[int]) -> None:
    """Rows of one household in a survey or list go where one of them goes, if they go to one place."""
    goes: dict[int, set[int]] = {rows.home[i]: set() for i in loose if households.of[i] is None}
    if not goes:
        return
    for i, household in enumerate(households.of):
        if household is not None and rows.home[i] in goes:
            goes[rows.home[i]].add(household)
    for i in loose:
        target = goes.get(rows.home[i], set())
        if households.of[i] is None and i not in households.astray and len(target) == 1:
            (households.of[i],) = target


def _place_members(rows: Rows, households: Households, openers: Sequence[int]) -> None:
    """Each roster member whose own rows hold no head goes to the one household led by that name nearby; else stands alone."""
    led = {households.forest.root(i) for i in openers}
    by_name: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for i in openers:
        by_name[rows.township[i], rows.name[i]].append(i)
        if rows.folded[i] != rows.name[i]:
            by_name[rows.township[i], rows.folded[i]].append(i)
    for i in range(len(rows)):
        if rows.role[i] != "roster" or not rows.member[i] or households.forest.root(i) in led:
            continue
        named = by_name.get((rows.township[i], rows.under[i])) or by_name.get((rows.township[i], rows.head[i]), [])
        heads = _heads_that_fit(rows, households, i, named)
        if heads is None:
            households.headless.add(i)
        else:
            households.forest.join(heads, i)


def _heads_that_fit(rows: Rows, households: Households, i: int, named: Sequence[int]) -> int | None:
    agreeing = [j for j in named if rows.agree(i, j)]  # says more than a village or a door written otherwise
    fitting = agreeing or [j for j in named if not contradict(rows, i, j)]
    near = [j for j in fitting if rows.villages(i) & rows.villages(j)]
    fitting = near or fitting
    return min(fitting) if len({households.forest.root(j) for j in fitting}) == 1 else None


def contradict(rows: Rows, i: int, j: int) -> bool:
    """Both say where they live and the places differ."""
    if rows.door[i] is not None and rows.door[j] is not None and rows.door[i] != rows.door[j]:
        return True
    here, there = rows.villages(i), rows.villages(j)
    return bool(here and there and not here & there)


def _join_through_people(rows: Rows, people: People, households: Households) -> None:
    """Households that share a person: one where more agrees, else 一人多户."""
    roster = [i for i in range(len(rows)) if rows.role[i] == "roster"]
    shared = [mentions for mentions in people.forest.trees(roster).values() if len(mentions) > 1]
    residents = _residents(people, households, [i for mentions in shared for i in mentions], roster)
    for mentions in shared:
        for other in mentions[1:]:
            first = mentions[0]
            a, b = households.forest.root(first), households.forest.root(other)
            if a != b and (
                rows.agree(first, other) or rows.one_head(first, other) or _whole(residents[a], residents[b])
            ):
                households.forest.join(a, b)


def _split_households(rows: Rows, people: People, households: Households, decided: Decided) -> None:
    """People in two households, but for those of whom a person said so (同一人不同户)."""
    root = households.forest.root
    known = {frozenset((root(left), root(right))) for left, right in decided.households_apart}
    roster = people.forest.trees(i for i in range(len(rows)) if rows.role[i] == "roster")
    for first, *others in roster.values():
        households.split += [
            (first, i) for i in others if root(i) != root(first) and frozenset((root(first), root(i))) not in known
        ]


def _residents(
    people: People, households: Households, shared: Sequence[int], roster: Sequence[int]
) -> dict[int, set[int]]:
    wanted = {households.forest.root(i) for i in shared}
    residents: dict[int, set[int]] = defaultdict(set)
    for i in roster:
        if (home := households.forest.root(i)) in wanted:
            residents[home].add(people.forest.root(i))
    return residents


def _whole(left: set[int], right: set[int]) -> bool:
    """The smaller of two households of several people is all in the other."""
    return min(len(left), len(right)) > 1 and (left <= right or right <= left)
