"""Case numbers (编号): a household keeps its number month after month, whatever file or row it comes in.

The journal remembers under which keys a number was given (`identity`). A number is never given twice, and never taken
by a household with another valid ID number while the one it belongs to is known by its own. It outlasts a change of head
where one of the household's people, or its door and telephone together, say that it is the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core.errors import RecordError
from rescue_cli.record.household_keys import PLACE, Household, Order, describe_households
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import HEAD_CHANGED, MERGED, NUMBERED, SEPARATED, SPLIT, UNDONE
from rescue_cli.record.lines import Entry

Claim = tuple[int, int, Order, str]  # of a household to a number, the best first: no digest decides


@dataclass
class Known:
    """Numbers given so far, each with the keys it was given for. `stays`: a number merged away → the one that stayed."""

    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    stays: dict[str, str] = field(default_factory=dict)
    last: int = 0

    def ids(self, number: str) -> set[str]:
        return {key for key in self.keys[number] if key.startswith("id:")}

    def above(self, number: str) -> Iterator[str]:
        """The numbers it was merged into, one after the other."""
        while number in self.stays:
            number = self.stays[number]
            yield number

    def merge(self, number: str, into: str) -> None:
        """Raises RecordError where the one was merged into the other before: neither would be left."""
        if number == into or number in self.above(into):
            raise RecordError("裁定.jsonl 里两个编号互相并入，不是本程序写的。请从 裁定备份 文件夹取最近的一份放回来。")
        self.stays[number] = into


@dataclass(frozen=True)
class Past:
    """`former`: number → those merged into it. `split`: number → the one its household was under before.
    `handed_on`: numbers kept, last time something was learnt of them, under another head."""

    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: Mapping[str, str] = field(default_factory=dict)
    handed_on: frozenset[str] = frozenset()


def assign_numbers(
    groups: pa.Table, mentions: pa.Table, journal: Journal, prefix: str, townships: Sequence[str] = ()
) -> tuple[dict[str, str], list[Entry]]:
    """(户组 → 编号 for every household of `groups`, entries to append to the journal).

    New numbers follow the largest one given, in the order 镇街 (as in `townships`), 村居, 户主姓名, source. Where cases
    become one the older number stays; where they turn out to be two after all, each has its own again. Of a household
    that splits, the part that shares the ID number keeps the number, else the one that shares most keys. With the
    entries appended, a second run over the same rows gives the same numbers and no entries. An ad hoc run passes an
    empty `Journal()` and forgets the entries.
    """
    known = _known(journal)
    households = sorted(
        describe_households(groups, mentions, townships, journal.seal), key=lambda household: household.order
    )
    owned = _owners(households, known)
    mine = {
        household.group: _one_household(household, owned.get(household.group, []), known) for household in households
    }
    names = _with_ancestors(mine, known)
    numbers: dict[str, str] = {}
    fresh = known.last
    for household in households:
        own = names[household.group]
        fresh += not own
        numbers[household.group] = min(own, key=_serial) if own else f"{prefix}-{fresh:05d}"
    owners = {number: group for group, own in names.items() for number in own}
    entries = [
        entry
        for household in households
        for entry in _entries(household, numbers, names[household.group], owners, known)
    ]
    return numbers, sorted(entries, key=lambda entry: (_serial(entry.body["case"]), entry.kind, str(entry.body)))


def past_of(journal: Journal) -> Past:
    """What the journal tells of numbers that were merged, split and handed on. What became one by answers that were taken back,
    and two again by that, never was a split: everything is as before them."""
    known, former, split = _known(journal, with_keys=False), defaultdict(set), dict[str, str]()
    for number in known.stays:
        for above in known.above(number):
            former[above].add(number)
    last: dict[str, Entry] = {}
    merged: dict[str, int] = {}
    taken_back: list[tuple[int, int]] = []  # the first of the answers, and where they were taken back
    for place, entry in enumerate(journal.entries):
        if entry.kind == UNDONE:
            taken_back.append((entry.body["first"], place))
        if entry.kind == MERGED:
            merged[entry.body["from"]] = place
        if entry.kind == SEPARATED:
            joined = merged.get(entry.body["case"], -1)
            if not any(first <= joined < end for first, end in taken_back):
                split[entry.body["case"]] = entry.body["from"]
        if entry.kind == NUMBERED:
            last[entry.body["case"]] = entry
            if SPLIT in entry.body:
                split[entry.body["case"]] = entry.body[SPLIT]
    return Past(
        {number: tuple(sorted(others, key=_serial)) for number, others in sorted(former.items())},
        split,
        frozenset(number for number, entry in last.items() if HEAD_CHANGED in entry.body),
    )


def _known(journal: Journal, *, with_keys: bool = True) -> Known:
    known = Known()
    for entry in journal.entries:
        if entry.kind == MERGED:
            known.merge(entry.body["from"], entry.body["case"])
        elif entry.kind == SEPARATED:
            known.stays.pop(entry.body["case"], None)
        elif entry.kind == NUMBERED and with_keys:
            number = entry.body["case"]
            known.last = max(known.last, _serial(number))
            known.keys[number].update(entry.body["keys"])
            for key in entry.body["keys"]:
                known.holders[key].add(number)
    return known


def _with_ancestors(mine: Mapping[str, Sequence[str]], known: Known) -> dict[str, set[str]]:
    """户组 → its numbers and those they were merged into, as far as these are no other household's: the smallest first."""
    owners = {number: group for group, numbers in mine.items() for number in numbers}
    names = {group: set(numbers) for group, numbers in mine.items()}
    for group in sorted(mine, key=lambda owner: min(map(_serial, mine[owner]), default=0)):
        for number in mine[group]:
            for above in known.above(number):
                if owners.setdefault(above, group) != group:
                    break
                names[group].add(above)
    return names


def _entries(
    household: Household, numbers: Mapping[str, str], names: set[str], owners: Mapping[str, str], known: Known
) -> list[Entry]:
    """What is new about one household: numbers merged into its own or apart again, and keys it was not known by."""
    number = numbers[household.group]
    entries = [
        Entry(MERGED, {"case": number, "from": other})
        for other in sorted(names)
        if other != number and number not in known.above(other)
    ]
    if number in known.stays:
        entries.append(Entry(SEPARATED, {"case": number, "from": known.stays[number]}))
    digests = {key for name in names for key in known.keys[name]}
    fresh = household.kept - digests
    if fresh:
        body: dict[str, object] = {"case": number, "keys": sorted(fresh)}
        before = [] if names else _split_from(household, owners, known)
        if before:
            body[SPLIT] = numbers[owners[before[0]]]
        if digests and not digests & household.named:
            body[HEAD_CHANGED] = True
        entries.append(Entry(NUMBERED, body))
    return entries


def _split_from(household: Household, owners: Mapping[str, str], known: Known) -> list[str]:
    """Numbers another household of this run has, that keys of this one were known under; the closest first."""
    keys = [key for key in household.keys if not key.startswith(f"{PLACE}:")]
    shared = [number for key in keys for number in known.holders.get(key, ()) if number in owners]
    return sorted(set(shared), key=lambda number: (-shared.count(number), _serial(number)))


def _owners(households: Sequence[Household], known: Known) -> dict[str, list[str]]:
    """户组 → the numbers it has the best claim to: by ID number, then by how many keys; of households that claim the same
    the first in order has the number, of numbers the smallest comes first."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for household in households:
        for number in {number for key in household.keys for number in known.holders.get(key, ())}:
            shared = household.keys & known.keys[number]
            by_id = len(shared & household.ids)
            claims[number].append((-by_id, -len(shared), household.order, household.group))
    owned: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for number, claimed in claims.items():
        by_id, count, _, group = min(claimed)
        owned[group].append((by_id, count, _serial(number), number))
    return {group: [number for *_, number in sorted(claimed)] for group, claimed in owned.items()}


def _one_household(household: Household, claimed: Sequence[str], known: Known) -> list[str]:
    """Those of the claimed numbers that are one household. Two that stand for different ID numbers are not.

    A number known under another ID number is taken over only where nothing else fits: an ID number put right.
    """
    ids: Mapping[str, set[str]] = {number: known.ids(number) for number in claimed}
    own = [number for number in claimed if ids[number] & household.ids]
    loose = [number for number in claimed if not ids[number]]
    others = [number for number in claimed if ids[number] and number not in own]
    if own:
        return own + loose
    if household.ids and loose:
        return loose
    return others[:1] + loose


def _serial(number: str) -> int:
    return int(number.rsplit("-", 1)[-1])
