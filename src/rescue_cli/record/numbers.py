"""Case numbers (编号): a household keeps its number month after month, whatever file or row it comes in.

The journal remembers under which keys a number was given (`identity`). A number is never given twice, and never taken
by a household with another valid ID number while the one it belongs to is known by its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.record.identity import Household, describe_households
from rescue_cli.record.journal import Entry, Journal

NUMBERED, MERGED = "case-number", "case-merged"


@dataclass
class Known:
    """Numbers given so far with their keys; a number merged away lives on in the one that stayed."""

    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    last: int = 0

    def ids(self, number: str) -> set[str]:
        return {key for key in self.keys[number] if key.startswith("id:")}


def assign_numbers(
    groups: pa.Table, mentions: pa.Table, journal: Journal, prefix: str, townships: Sequence[str] = ()
) -> tuple[dict[str, str], list[Entry]]:
    """(户组 → 编号 for every household of `groups`, entries to append to the journal).

    New numbers follow the largest one given, in the order 镇街 (as in `townships`), 村居, 户主姓名, source. With the
    entries appended, a second run over the same rows gives the same numbers and no entries. An ad hoc run passes an
    empty `Journal()` and forgets the entries.
    """
    known = _known(journal)
    households = describe_households(groups, mentions, townships)
    owners = _owners(households, known)
    numbers: dict[str, str] = {}
    entries: list[Entry] = []
    fresh = known.last
    for household in sorted(households, key=lambda one: one.order):
        mine = _one_household(household, owners.get(household.group, []), known)
        if not mine:
            fresh += 1
        number = min(mine, key=_serial) if mine else f"{prefix}-{fresh:05d}"
        numbers[household.group] = number
        entries += [Entry(MERGED, {"case": number, "from": other}) for other in mine if other != number]
        told = {key for one in mine for key in known.keys[one]}
        if household.kept - told:
            entries.append(Entry(NUMBERED, {"case": number, "keys": sorted(household.kept - told)}))
    return numbers, sorted(entries, key=lambda entry: (_serial(entry.body["case"]), entry.kind, str(entry.body)))


def _known(journal: Journal) -> Known:
    known = Known()
    stays: dict[str, str] = {}
    for entry in journal.of_kind(MERGED):
        stays[entry.body["from"]] = entry.body["case"]
    for entry in journal.of_kind(NUMBERED):
        number = entry.body["case"]
        known.last = max(known.last, _serial(number))
        while number in stays:
            number = stays[number]
        known.keys[number].update(entry.body["keys"])
        for key in entry.body["keys"]:
            known.holders[key].add(number)
    return known


def _owners(households: Sequence[Household], known: Known) -> dict[str, list[str]]:
    """户组 → the numbers it has the best claim to: by ID number, then by how many keys, then by the smallest key."""
    claims: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for household in households:
        for number in {number for key in household.keys for number in known.holders.get(key, ())}:
            shared = household.keys & known.keys[number]
            claims[number].append((-len(shared & household.ids), -len(shared), min(shared), household.group))
    owned: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for number, claimed in claims.items():
        by_id, count, key, group = min(claimed)
        owned[group].append((by_id, count, key, number))
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
