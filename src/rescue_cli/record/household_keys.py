"""By what a household is known again next month: digests of the keys linking uses, strongest first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.record.digests import Seal, digest_of
from rescue_cli.values.address import address_key
from rescue_cli.values.id_number import is_valid_id

_LAST = "\uffff"  # a row that does not say where it is must not decide where its household stands
# One of its people; one door with one telephone, one ID number in one village: they outlast a change of head.
MEMBER, HOME = "member", "home"
PLACE = "place"  # name and place, or name and source: kept only where a household has nothing better
_PLACE_KEY = f"{PLACE}:"


# What orders households for their numbers: content before place, so that a row may move within its file.
_ORDERED = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS, f.SOURCE_FILE, f.SHEET)
KNOWN_BY = (*f.MENTION_KEY, f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS)
Order = tuple[int | str, ...]


@dataclass(frozen=True)
class Household:
    """`keys` tell this household from every other of the run; `order` is its place when new numbers are given out."""

    group: str
    keys: frozenset[str]
    order: Order

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(key for key in self.keys if key.startswith("id:"))

    @property
    def named(self) -> frozenset[str]:
        """The keys that hold the head's name."""
        return frozenset(key for key in self.keys if key.partition(":")[0] not in (MEMBER, HOME))

    @cached_property
    def kept(self) -> frozenset[str]:
        """The keys worth writing down."""
        return strongest(self.keys)


def strongest(keys: Iterable[str]) -> frozenset[str]:
    """The keys of ID number, telephone and address; those of name and place only where there are no others."""
    known = frozenset(keys)
    return frozenset(key for key in known if not key.startswith(_PLACE_KEY)) or known


def describe_households(groups: pa.Table, mentions: pa.Table, townships: Sequence[str], seal: Seal) -> list[Household]:
    """Every household of `groups`. A key two households share tells neither apart, and is left out of both; the others are
    sealed."""
    keys: dict[str, set[str]] = defaultdict(set)
    orders: dict[str, Order] = {}
    rank = {name: n for n, name in enumerate(townships)}
    for line in _lines(groups, mentions):
        group = str(line[f.HOUSEHOLD])
        keys[group].update(row_keys(line))
        order = _order(line, rank.get(line[f.TOWNSHIP] or "", len(rank)))
        orders[group] = min(orders.get(group, order), order)
    return [Household(group, own, orders[group]) for group, own in sorted(_own_keys(keys, seal).items())]


def _own_keys(keys: Mapping[str, set[str]], seal: Seal) -> dict[str, frozenset[str]]:
    """户组 → its sealed keys that no other household has."""
    shared = Counter(chain.from_iterable(keys.values()))
    own = {group: [key for key in known if shared[key] == 1] for group, known in keys.items()}
    sealed = iter(seal.keys(list(chain.from_iterable(own.values()))))
    return {group: frozenset(islice(sealed, len(known))) for group, known in own.items()}


def _order(line: dict[str, Any], township: int) -> Order:
    values = [str(line[name] or _LAST) for name in _ORDERED]
    return township, *values, line[f.ROW]


def row_keys(line: Mapping[str, Any]) -> list[str]:
    """By what the household of one mention is known again; `line` has the columns `KNOWN_BY`."""

    def text(field: str) -> str:
        return str(line[field] or "")

    name, number = text(f.HEAD_NAME) or text(f.NAME), text(f.ID_NUMBER)
    member = text(f.NAME) not in ("", name)
    place = [name, text(f.TOWNSHIP), text(f.VILLAGE)]
    source = [text(f.SOURCE_FILE), text(f.SHEET)]
    keys = [
        digest_of(PLACE, place),
        digest_of(PLACE, [*place, *source]),
        digest_of(PLACE, [*place, *source, str(line[f.ROW]), str(line[f.MEMBER])]),
    ]
    door = address_key(text(f.ADDRESS) or None, text(f.TOWNSHIP) or None, text(f.VILLAGE) or None)
    phones = [phone for phone in text(f.PHONE).split("、") if phone]
    if name and door:
        keys.append(digest_of("address", [name, door]))
    if door:
        keys += [digest_of(HOME, [door, phone]) for phone in phones]
    if is_valid_id(number):
        keys.append(digest_of(MEMBER, [number, text(f.NAME) or name]))
        keys.append(digest_of(HOME, [number, text(f.TOWNSHIP), text(f.VILLAGE)]))  # a name put right
    if not name or member:
        return keys  # number and telephone are the member's own, not the head's
    if is_valid_id(number):
        keys.append(digest_of("id", [number, name]))
    return keys + [digest_of("phone", [name, phone]) for phone in phones]


def _lines(groups: pa.Table, mentions: pa.Table) -> list[dict[str, Any]]:
    """The mentions that belong to a household, with their 户组."""
    order = [(name, "ascending") for name in f.MENTION_KEY]
    rows = mentions.sort_by(order).select(KNOWN_BY)
    rows = rows.append_column(f.HOUSEHOLD, groups.sort_by(order)[f.HOUSEHOLD])
    return [line for line in rows.to_pylist() if line[f.HOUSEHOLD] is not None]
