"""By what a household is known again next month: digests of the keys linking uses, strongest first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.record.journal import digest_of
from rescue_cli.values.address import address_key
from rescue_cli.values.id_number import is_valid_id

_LAST = "\uffff"  # a row that does not say where it is must not decide where its household stands
PLACE = "place"  # name and place, or name and source: kept only where a household has nothing better


# What orders households for their numbers: content before place, so that a row may move within its file.
_TOLD = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS, f.SOURCE_FILE, f.SHEET)
Order = tuple[int | str, ...]


@dataclass(frozen=True)
class Household:
    """`keys` tell this household from every other of the run; `order` is its place when new numbers are given out."""

    group: str
    keys: frozenset[str]
    order: Order

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(key for key in self.keys if key.startswith("id:"))

    @property
    def kept(self) -> frozenset[str]:
        """The keys worth writing down."""
        strong = frozenset(key for key in self.keys if not key.startswith(f"{PLACE}:"))
        return strong or self.keys


def describe_households(groups: pa.Table, mentions: pa.Table, townships: Sequence[str]) -> list[Household]:
    """Every household of `groups`. A key two households share tells neither apart, and is left out of both."""
    keys: dict[str, set[str]] = defaultdict(set)
    orders: dict[str, Order] = {}
    rank = {name: n for n, name in enumerate(townships)}
    for line in _lines(groups, mentions):
        group = str(line[f.HOUSEHOLD])
        keys[group].update(_keys(line))
        order = _order(line, rank.get(line[f.TOWNSHIP] or "", len(rank)))
        orders[group] = min(orders.get(group, order), order)
    shared = Counter(key for own in keys.values() for key in own)
    return [
        Household(group, frozenset(key for key in own if shared[key] == 1), orders[group])
        for group, own in sorted(keys.items())
    ]


def _order(line: dict[str, Any], township: int) -> Order:
    told = [str(line[name] or _LAST) for name in _TOLD]
    return township, *told, line[f.ROW]


def _keys(line: dict[str, Any]) -> list[str]:
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
    if name and door:
        keys.append(digest_of("address", [name, door]))
    if not name or member:
        return keys  # number and telephone are the member's own, not the head's
    if is_valid_id(number):
        keys.append(digest_of("id", [number, name]))
    return keys + [digest_of("phone", [name, phone]) for phone in text(f.PHONE).split("、") if phone]


def _lines(groups: pa.Table, mentions: pa.Table) -> list[dict[str, Any]]:
    """The mentions that belong to a household, with their 户组."""
    order = [(name, "ascending") for name in f.MENTION_KEY]
    told = (*f.MENTION_KEY, f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS)
    rows = mentions.sort_by(order).select(told)
    rows = rows.append_column(f.HOUSEHOLD, groups.sort_by(order)[f.HOUSEHOLD])
    return [line for line in rows.to_pylist() if line[f.HOUSEHOLD] is not None]
