"""Members who name their head beside them: to whose household each belongs, wherever in the sheet he stands.

户主姓名 in a member's row says which household the row belongs to, however the address is written there. Where two heads
of that name stand in one village, the head's ID number beside the name, the household number, the door, the telephone and
the place in the sheet say which, in this order; where none of them does, the row stays a row of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rescue_cli.intake.steps.family_order import may_be_one_door
from rescue_cli.values.address import address_key, village_named
from rescue_cli.values.dwelling import group_and_door, village_stem
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.values.parsed import REMEMBERED

Texts = Sequence[str | None]


@dataclass(frozen=True)
class RowClues:
    """One entry a row, None where it does not say it. `heads`: 户主姓名; `names`: 姓名; `numbers`: of the household;
    `head_ids`: the head's ID number beside his name; `own_ids`: the row's own person's."""

    heads: Texts
    names: Texts
    townships: Texts
    villages: Texts
    numbers: Texts
    head_ids: Texts
    own_ids: Texts
    addresses: Texts
    phones: Texts


@dataclass(frozen=True)
class _Lead:
    """Whom members may name. `row`: where he stands; of a head without a row of his own, the first of his members'."""

    row: int
    ids: frozenset[str]
    is_here: bool


@dataclass(frozen=True)
class Placed:
    """`home`: for each member's row that names a head, a row of the household it belongs to. `unplaced`: those that
    several heads of the name may claim."""

    home: dict[int, int]
    unplaced: frozenset[int]


def place_members(clues: RowClues, heads: Sequence[int], members: Sequence[int], runs: Sequence[int]) -> Placed:
    """Each of `members` (rows that name a head and are not his) with one of `heads`, else with the others that name a
    head who has no row here. `runs`: for each row the first of those that stand together with it as a household."""
    namesakes = _Namesakes(clues, heads, runs)
    home: dict[int, int] = {}
    unplaced: set[int] = set()
    orphans: list[int] = []
    for index in members:
        fitting = namesakes.fitting(index)
        if not fitting:
            orphans.append(index)
            continue
        lead = namesakes.choose(index, fitting)
        home[index] = index if lead is None else lead.row
        unplaced |= {index} if lead is None else set()
    # Rows that say most first: what a row leaves out is then compared with what the others say.
    for index in sorted(orphans, key=lambda row: (clues.villages[row] is None, clues.head_ids[row] is None, row)):
        fitting = namesakes.fitting(index)
        lead = namesakes.choose(index, fitting) or (None if fitting else namesakes.add_absent(index))
        home[index] = index if lead is None else lead.row
        unplaced |= {index} if lead is None else set()
    return Placed(home, frozenset(unplaced))


class _Namesakes:
    """The heads of a sheet by name."""

    def __init__(self, clues: RowClues, heads: Sequence[int], runs: Sequence[int]) -> None:
        self._clues, self._runs = clues, runs
        self._by_name: dict[str, list[_Lead]] = {}
        self._by_village: dict[tuple[str, str | None], list[_Lead]] = {}
        for row in heads:
            for name in {clues.heads[row], clues.names[row]} - {None}:
                self._add(str(name), self._lead(row, (clues.own_ids[row], clues.head_ids[row]), is_here=True))
        self._under = self._heads_above(heads)

    def fitting(self, index: int) -> list[_Lead]:
        """The heads of the name the row gives, in the same village, whom nothing contradicts."""
        name, village = self._clues.heads[index] or "", self._clues.villages[index]
        leads = self._by_name.get(name, [])
        if village is not None:
            leads = self._by_village.get((name, village), []) + self._by_village.get((name, None), [])
        return [lead for lead in leads if self._may_be(index, lead)]

    def choose(self, index: int, fitting: Sequence[_Lead]) -> _Lead | None:
        """The one the row means; None where nothing tells."""
        clues = self._clues
        agreements: tuple[Callable[[_Lead], bool], ...] = (
            lambda lead: clues.head_ids[index] in lead.ids,
            lambda lead: clues.numbers[index] is not None and clues.numbers[index] == clues.numbers[lead.row],
            lambda lead: self._same_door(index, lead.row),
            lambda lead: clues.phones[index] is not None and clues.phones[index] == clues.phones[lead.row],
            lambda lead: lead.row == self._under[index] if lead.is_here else self._runs[lead.row] == self._runs[index],
        )
        for agrees in agreements:
            if len(fitting) > 1:
                fitting = [lead for lead in fitting if agrees(lead)] or fitting
        one_person = len(fitting) > 1 and all(lead.ids & fitting[0].ids for lead in fitting)  # who is listed twice
        return fitting[0] if len(fitting) == 1 or one_person else None

    def add_absent(self, index: int) -> _Lead:
        """The head this row names, who has no row of his own: further rows that name him are of his household."""
        lead = self._lead(index, (self._clues.head_ids[index],), is_here=False)
        self._add(self._clues.heads[index] or "", lead)
        return lead

    def _add(self, name: str, lead: _Lead) -> None:
        self._by_name.setdefault(name, []).append(lead)
        self._by_village.setdefault((name, self._clues.villages[lead.row]), []).append(lead)

    def _lead(self, row: int, numbers: Iterable[str | None], *, is_here: bool) -> _Lead:
        ids = frozenset(number for number in numbers if number is not None and is_valid_id(number))
        return _Lead(row, ids, is_here)

    def _may_be(self, index: int, lead: _Lead) -> bool:
        clues = self._clues
        named = clues.head_ids[index]
        sure = frozenset({named} if named is not None and lead.ids and is_valid_id(named) else ())
        return (
            _agree(clues.townships[index], clues.townships[lead.row])
            and self._in_one_village(index, lead.row)
            and _agree(clues.numbers[index], clues.numbers[lead.row])
            and (not sure or bool(sure & lead.ids))
            and not self._live_apart(index, lead)
        )

    def _live_apart(self, index: int, lead: _Lead) -> bool:
        """Not right under the head, and the telephone differs as well as the group or the door."""
        if not lead.is_here or lead.row == self._under[index]:
            return False
        clues, row = self._clues, lead.row
        return not _agree(clues.phones[index], clues.phones[row]) and not may_be_one_door(
            clues.addresses[index], clues.addresses[row]
        )

    def _in_one_village(self, index: int, row: int) -> bool:
        """By the villages given; where neither row gives one, by those the addresses begin with."""
        villages = self._clues.villages
        if villages[index] is not None or villages[row] is not None:
            return _agree(villages[index], villages[row])
        here, there = _village_of(self._clues.addresses[index]), _village_of(self._clues.addresses[row])
        return here is None or there is None or here in there or there in here

    def _same_door(self, index: int, row: int) -> bool:
        here, there = self._clues.addresses[index], self._clues.addresses[row]
        if here is None or there is None:
            return False
        village = self._clues.villages[row]
        if here == there:  # all of a village writes its name
            return any(group_and_door(here)) or village is None or village_stem(here) != village_stem(village)
        return (door := _door(here, village)) is not None and door == _door(there, village)

    def _heads_above(self, heads: Sequence[int]) -> list[int | None]:
        """For each row the head it stands under, with no row between that names another."""
        clues, leads = self._clues, frozenset(heads)
        above: list[int | None] = []
        for index, name in enumerate(clues.heads):
            over = above[-1] if above else None
            if index in leads:
                over = index
            elif over is not None and name not in (None, clues.heads[over], clues.names[over]):
                over = None
            above.append(over)
        return above


def _agree(text: str | None, other: str | None) -> bool:
    return text is None or other is None or text == other


@lru_cache(maxsize=REMEMBERED)
def _door(address: str, village: str | None) -> str | None:
    return address_key(address, None, village)


@lru_cache(maxsize=REMEMBERED)
def _village_of(address: str | None) -> str | None:
    return None if address is None else village_named(address)
