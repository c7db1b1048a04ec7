"""From people to households: roster rows open one, everything else attaches to one, or to none and is reported.

A survey or result row whose telephone and address are silent may follow its name alone, where exactly one household of
that name stands in the village (else in the township) and nothing speaks against it: no other telephone, address or
village, and no other ID number (many rosters have none: 三（二）1 does not ask for it).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from rescue_cli.engine.base import Engine
from rescue_cli.link.blocks import NEAR, SCORE, Edge
from rescue_cli.link.persons import People

SEEKING_ROLES = ("survey", "result")


@dataclass(frozen=True)
class Keys:
    """The key table as plain columns."""

    role: Sequence[str]
    person: Sequence[str | None]
    head: Sequence[str | None]
    id: Sequence[str | None]
    written_id: Sequence[str | None]
    phones: Sequence[list[str]]
    address: Sequence[str | None]
    township: Sequence[str | None]
    village: Sequence[str | None]

    @classmethod
    def of(cls, table: pa.Table) -> "Keys":
        return cls(**{name: table[name].to_pylist() for name in cls.__dataclass_fields__})

    def opens(self, i: int) -> bool:
        """A roster row opens a household, unless it speaks of a member under someone else's name."""
        return self.role[i] == "roster" and self.head[i] is None


@dataclass
class Households:
    """`of`: the household of each mention, named by its smallest person root (None: attaches to no case).
    `astray`: mentions that fit two households; `headless`: members whose head is in no roster."""

    of: list[int | None] = field(default_factory=list)
    astray: set[int] = field(default_factory=set)
    headless: set[int] = field(default_factory=set)


def find_households(engine: Engine, keys: Keys, people: People) -> Households:
    """Attach every mention. May join people further: a row that follows its name is that household's head."""
    size = len(keys.role)
    openers = [i for i in range(size) if keys.opens(i)]
    # A member's household hangs on its head, so a member of doubtful identity is not astray.
    found = Households(astray={i for i in people.torn if keys.role[i] != "roster"})
    _follow_names(engine, keys, people, openers, found)
    opened = {people.forest.root(i) for i in openers}
    member_of = _members(engine, keys, people, openers, found)
    for i in range(size):
        root = people.forest.root(i)
        if i in found.astray:
            found.of.append(None)
        elif keys.head[i] is not None:
            found.of.append(member_of.get(i))
        else:
            found.of.append(root if root in opened else None)
    _rest_through_members(keys, people, found, opened)
    return found


def _follow_names(engine: Engine, keys: Keys, people: People, openers: Sequence[int], found: Households) -> None:
    """Surveys and results of nobody yet known, by name and village, else name and township."""
    opened = {people.forest.root(i) for i in openers}
    groups = _groups(people, range(len(keys.role)))
    seekers = {
        root: [i for i in rows if keys.role[i] in SEEKING_ROLES and i not in people.torn and keys.head[i] is None]
        for root, rows in groups.items()
        if root not in opened
    }
    rows = [(i, keys.person[i]) for mentions in seekers.values() for i in mentions]
    candidates = _candidates(engine, keys, rows, openers)
    chosen: list[Edge] = []
    for mentions in (mentions for _, mentions in sorted(seekers.items())):
        score, fitting, sure = _fit(keys, people, groups, mentions, candidates)
        edges = [Edge(score, min(i, mentions[0]), max(i, mentions[0])) for i in fitting]
        if sure:
            chosen += edges
        elif len(fitting) > 1:
            found.astray.update(mentions)
            people.doubtful += edges
    people.take(chosen)


def _members(
    engine: Engine, keys: Keys, people: People, openers: Sequence[int], found: Households
) -> dict[int, int | None]:
    """The household of each row that names someone else as head; a roster member without one stands alone."""
    rows = [i for i in range(len(keys.role)) if keys.head[i] is not None]
    candidates = _candidates(engine, keys, [(i, keys.head[i]) for i in rows], openers)
    groups = _groups(people, openers)
    member_of: dict[int, int | None] = {}
    for i in rows:
        _, fitting, _ = _fit(keys, people, groups, [i], candidates, same_person=False)
        agreeing = [j for j in fitting if _agree(keys, i, j)]
        choice = agreeing if len(fitting) > 1 else fitting
        if len(choice) == 1:
            member_of[i] = people.forest.root(choice[0])
        elif keys.role[i] == "roster":
            found.headless.add(i)
            member_of[i] = people.forest.root(i)
    return member_of


def _rest_through_members(keys: Keys, people: People, found: Households, opened: set[int]) -> None:
    """Rows about a person who is only known as a member belong to that member's household, if it is one."""
    homes: dict[int, set[int]] = defaultdict(set)
    for i, household in enumerate(found.of):
        if household is not None and keys.head[i] is not None:
            homes[people.forest.root(i)].add(household)
    for i, household in enumerate(found.of):
        home = homes.get(people.forest.root(i), set())
        if household is None and i not in found.astray and len(home) == 1:
            (found.of[i],) = home


def _candidates(
    engine: Engine, keys: Keys, seekers: Sequence[tuple[int, str | None]], openers: Sequence[int]
) -> dict[int, list[tuple[int, bool]]]:
    """For each seeking row the roster rows of that name in its township: (row, also in its village)."""
    engine.register("link_seekers", _named(keys, seekers))
    engine.register("link_openers", _named(keys, [(i, keys.person[i]) for i in openers]))
    found = engine.sql(
        """SELECT s.i AS i, o.i AS j, coalesce(s.village = o.village, false) AS near
           FROM link_seekers s JOIN link_openers o ON s.person = o.person AND s.township = o.township
           WHERE s.i <> o.i ORDER BY i, j"""
    )
    candidates: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for i, j, near in zip(*(found[name].to_pylist() for name in ("i", "j", "near")), strict=True):
        candidates[i].append((j, near))
    return candidates


def _named(keys: Keys, rows: Sequence[tuple[int, str | None]]) -> pa.Table:
    columns: Mapping[str, list[Any]] = {
        "i": [i for i, _ in rows],
        "person": [name for _, name in rows],
        "township": [keys.township[i] for i, _ in rows],
        "village": [keys.village[i] for i, _ in rows],
    }
    kinds = {"i": pa.int64(), "person": pa.string(), "township": pa.string(), "village": pa.string()}
    return pa.table({name: pa.array(columns[name], kind) for name, kind in kinds.items()})


def _fit(
    keys: Keys,
    people: People,
    groups: Mapping[int, list[int]],
    mentions: Sequence[int],
    candidates: Mapping[int, list[tuple[int, bool]]],
    same_person: bool = True,
) -> tuple[float, list[int], bool]:
    """(score, one roster row for each household that fits, whether it is the only one of that name)."""
    near = {(people.forest.root(j)): j for i in mentions for j, close in reversed(candidates.get(i, [])) if close}
    wide = {(people.forest.root(j)): j for i in mentions for j, _ in reversed(candidates.get(i, []))}
    named = near or wide
    fitting = [j for root, j in sorted(named.items()) if not _contradict(keys, mentions, groups[root], same_person)]
    return SCORE["village" if near else "township"], fitting, len(named) == 1 and len(fitting) == 1


def _contradict(keys: Keys, left: Sequence[int], right: Sequence[int], same_person: bool) -> bool:
    """Both sides speak of the same thing and share nothing."""
    said = [
        (_given(keys.address, left), _given(keys.address, right)),
        (_given(keys.village, left), _given(keys.village, right)),
    ]
    if same_person:
        said.append(({p for i in left for p in keys.phones[i]}, {p for i in right for p in keys.phones[i]}))
    if any(a and b and not a & b for a, b in said):
        return True
    valid = (_given(keys.id, left), _given(keys.id, right))
    if same_person and all(valid) and not valid[0] & valid[1]:
        return True  # two valid numbers are two people
    ids = (_given(keys.written_id, left), _given(keys.written_id, right))
    return same_person and all(ids) and not any(_slip(a, b) for a in ids[0] for b in ids[1])


def _agree(keys: Keys, i: int, j: int) -> bool:
    return bool(set(keys.phones[i]) & set(keys.phones[j])) or (
        keys.address[i] is not None and keys.address[i] == keys.address[j]
    )


def _slip(a: str, b: str) -> bool:
    """Two written numbers of one length that differ in a few places only."""
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= NEAR


def _given(values: Sequence[str | None], rows: Iterable[int]) -> set[str]:
    return {value for i in rows if (value := values[i]) is not None}


def _groups(people: People, rows: Iterable[int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for i in rows:
        groups[people.forest.root(i)].append(i)
    return groups
