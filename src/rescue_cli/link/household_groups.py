"""From people to households: roster rows open one, everything else attaches to one, or to none and is reported.

All rows of one household in one file stay together; members who stand apart go where the head they name is
(`placed_members`); households of two files are one where their heads are one person, or where they share a person and more
(`household_joins`). A person left in two households is a finding (一人多户). A survey or result row may follow its name
alone: `unplaced_rows`.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.household_joins import join_all, through_people
from rescue_cli.link.person_groups import People
from rescue_cli.link.placed_members import place_members
from rescue_cli.link.union_find import ApartForest

SEEKING_ROLES = ("survey", "result")


@dataclass
class Households:
    """`of`: the household of each row, named by its first row (None: attaches to no case). `astray`: rows that fit two;
    `headless`: members whose head is in no roster, or who fit several; `pointing`: such a member with each head it fits;
    `split`: (row, row) of a person found in two households."""

    forest: ApartForest
    of: list[int | None] = field(default_factory=list)
    astray: set[int] = field(default_factory=set)
    headless: set[int] = field(default_factory=set)
    pointing: list[tuple[int, int]] = field(default_factory=list)
    split: list[tuple[int, int]] = field(default_factory=list)


def find_households(rows: Rows, people: People, decided: Decided) -> Households:
    """Every row's household; rows of surveys and results that nothing attaches are left for `following`."""
    households = Households(ApartForest(len(rows), decided.households_apart))
    for i, home in enumerate(rows.home):
        households.forest.join(home, i)
    for left, right in sorted(decided.same - decided.households_apart):
        households.forest.join(left, right)
    heads = [i for i in range(len(rows)) if rows.heads(i)]
    join_all(rows, people, households.forest, _of_one_person(people, heads))
    placed = place_members(rows, households.forest, heads)
    households.headless, households.pointing = placed.headless, placed.pointing
    join_all(rows, people, households.forest, through_people(rows, people, households.forest))
    _join_lone(rows, people, households)
    _split_households(rows, people, households, decided)
    led = {households.forest.root(i) for i in range(len(rows)) if rows.opens(i)}
    households.headless = {i for i in households.headless if households.forest.root(i) not in led}
    attach(rows, people, households)
    return households


def _of_one_person(people: People, rows: Sequence[int]) -> list[tuple[int, int]]:
    return [(first, other) for first, *others in people.forest.trees(rows).values() for other in others]


def _join_lone(rows: Rows, people: People, households: Households) -> None:
    """A roster row that only names somebody, with neither head nor relation, goes where its person stands; to the one
    household he heads, where he stands in several."""
    roster = people.forest.trees(i for i in range(len(rows)) if rows.role[i] == "roster")
    sizes = Counter(rows.home)
    root = households.forest.root
    for mentions in roster.values():
        lone = [
            i
            for i in mentions
            if not rows.heads(i) and rows.under[i] in (None, rows.person[i]) and sizes[rows.home[i]] == 1
        ]
        others = [i for i in mentions if i not in lone] if lone else []
        homes = {root(i) for i in others if rows.heads(i)} or {root(i) for i in others}
        for i in lone:
            if len(homes) == 1:
                households.forest.join(min(homes), i)
            elif not homes:
                households.forest.join(lone[0], i)


def attach(rows: Rows, people: People, households: Households) -> None:
    """Give every row its household: its own where its rows opened one, else that of its person – but never one that a
    person said is another (同一人不同户: what the row says is of the household he is listed with, not of this one)."""
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
        fitting = _not_apart(households, i, led.get(person[i])) or _not_apart(households, i, homes.get(person[i]))
        if len(fitting) == 1:
            (households.of[i],) = fitting
        elif fitting:
            households.astray.add(i)
    _astray_between(rows, people, households)
    _with_its_household(rows, households, loose)


def _not_apart(households: Households, i: int, homes: set[int] | None) -> set[int]:
    """Those of the households that nobody said row `i` is not of."""
    return {home for home in homes or () if households.forest.may_join(i, home)}


def _astray_between(rows: Rows, people: People, households: Households) -> None:
    """A row that a certain key leads to two households belongs to neither until a person says which."""
    reached: dict[int, set[int]] = defaultdict(set)
    for edge in people.doubtful:
        for i, other in ((edge.left, edge.right), (edge.right, edge.left)):
            household = households.of[other]
            if household is not None and rows.opens(other) and households.forest.may_join(i, household):
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
            households.of[i] = next(iter(_not_apart(households, i, target)), None)


def _split_households(rows: Rows, people: People, households: Households, decided: Decided) -> None:
    """People in two households, but for those of whom a person said so (同一人不同户)."""
    root = households.forest.root
    known = {frozenset((root(left), root(right))) for left, right in decided.households_apart}
    roster = people.forest.trees(i for i in range(len(rows)) if rows.role[i] == "roster")
    for first, *others in roster.values():
        households.split += [
            (first, i) for i in others if root(i) != root(first) and frozenset((root(first), root(i))) not in known
        ]
