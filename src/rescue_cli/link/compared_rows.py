"""The features that households and families rest on, as plain columns."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from rescue_cli.link.near_names import nearly
from rescue_cli.link.person_groups import Place


@dataclass(frozen=True)
class Rows:
    """One entry a row in each column (`features.FEATURES`). `role`: "roster" for every form that opens households."""

    role: Sequence[str]
    leads: Sequence[bool]
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
    mask_num: Sequence[str | None]
    phones: Sequence[list[str]]
    door: Sequence[str | None]
    part: Sequence[str | None]
    village: Sequence[str | None]
    reporting: Sequence[str | None]
    township: Sequence[str | None]
    ends: Sequence[str | None]
    table: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, features: pa.Table, tables: Sequence[tuple[str, ...]]) -> "Rows":
        """`tables`: file, sheet and form of each row."""
        columns = {name: features[name].to_pylist() for name in cls.__dataclass_fields__ if name != "table"}
        columns["table"] = tables
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

    def heads(self, i: int) -> bool:
        """A roster row that says its person is the head; one that only names somebody may be of anybody in a household."""
        return self.opens(i) and self.leads[i]

    def places(self) -> list[Place | None]:
        """The household of several people each row stands in, and its name there."""
        sizes = Counter(self.home)
        return [
            (home, name) if name is not None and sizes[home] > 1 else None
            for home, name in zip(self.home, self.name, strict=True)
        ]

    def points_to(self, i: int, j: int) -> bool:
        """Row `i` is a member's and may name the head that row `j` speaks of (or a member by his very name): one household,
        not one person. A head named nearly so, or not at all, is meant only where the member's own name is not nearly his."""
        if not self.member[i] or self.name[i] == self.name[j]:
            return False
        named, other = self.under[i], self.name[j] or ""
        if self.member[j]:
            return named == other
        if named == other or (self.head[i] is not None and self.head[i] == self.folded[j]):
            return True
        return (named is None or nearly(named, other)) and not nearly(self.name[i] or "", other)

    def villages(self, i: int) -> set[str]:
        """Where the row lives and who reported it, as far as it says."""
        return {name for name in (self.village[i], self.reporting[i]) if name is not None}

    def one_head(self, i: int, j: int) -> bool:
        """Members of heads whose names sound alike."""
        return self.head[i] is not None and self.head[i] == self.head[j]

    def agree(self, i: int, j: int) -> bool:
        """Telephone or door in common."""
        return self.one_door(i, j) or not set(self.phones[i]).isdisjoint(self.phones[j])

    def one_door(self, i: int, j: int) -> bool:
        """The same door, however much of what lies between building and room is written."""
        if self.door[i] is None or self.door[j] is None:
            return False
        short = self.door[i] == self.ends[i] or self.door[j] == self.ends[j]
        return self.door[i] == self.door[j] or (short and self.ends[i] == self.ends[j])

    def live_apart(self, i: int, j: int) -> bool:
        """Another door or group, and another telephone: an address written in two ways would leave one of them."""
        phones = self.phones[i], self.phones[j]
        return all(phones) and set(phones[0]).isdisjoint(phones[1]) and self.contradict(i, j)

    def one_table(self, i: int, j: int) -> bool:
        """Rows of one sheet, read as one form."""
        return self.table[i] == self.table[j]

    def contradict(self, i: int, j: int) -> bool:
        """Both say where they live and the places differ."""
        if self.door[i] is not None and self.door[j] is not None and not self.one_door(i, j):
            return True
        if self.part[i] is not None and self.part[j] is not None and self.part[i] != self.part[j]:
            return True
        here, there = self.villages(i), self.villages(j)
        return bool(here and there and not here & there)
