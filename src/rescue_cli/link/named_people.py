"""Whom each row speaks of, under which head, in which household: by its names, its relation to the head, its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link.blank_words import given_values

HEAD = "户主"  # 与户主关系 of the head
HEADS = (HEAD, "本人")


@dataclass(frozen=True)
class Subjects:
    """`person`: the name a row speaks of; `under`: the head's name; `home`: the first row of its household; `member`: someone
    who is not the head; `kin`: 与户主关系 (who is named as the head and nothing else is 户主); `leads`: the row itself says
    that its person is the head."""

    person: list[str | None]
    under: list[str | None]
    home: list[int]
    member: list[bool]
    kin: list[str | None]
    leads: list[bool]

    def doubles(self, townships: Sequence[str | None]) -> list[bool]:
        """Whether each row's name is one that in its township a member and the member's own head both bear (father and son)."""
        names = list(zip(townships, self.person, strict=True))
        shared = {
            place
            for place, name, head, member in zip(names, self.person, self.under, self.member, strict=True)
            if member and name == head
        }
        return [place in shared for place in names]


def read_subjects(mentions: pa.Table) -> Subjects:
    """Of every line of `mentions`.

    One row a person (户首行): a row that does not name its head stands under the household's 户主, else its first row. A son
    of his father's name is told by the relation.
    """
    heads, names = given_values(mentions, f.HEAD_NAME), given_values(mentions, f.NAME)
    relations = _relations(mentions)
    persons = [name or head for name, head in zip(names, heads, strict=True)]
    homes = _homes(mentions)
    leads: dict[int, str | None] = {}
    for i, home in enumerate(homes):
        if leads.get(home) is None or (relations[i] == HEAD and relations[home] != HEAD):
            leads[home] = heads[i] or (persons[i] if relations[i] in (None, HEAD) else None)
    under = [
        person if relation == HEAD and person else head or leads[home]
        for head, person, relation, home in zip(heads, persons, relations, homes, strict=True)
    ]
    members = [
        relation != HEAD and (relation is not None or (lead is not None and lead != person))
        for lead, person, relation in zip(under, persons, relations, strict=True)
    ]
    kin = [
        HEAD if relation is None and head is not None and not member else relation
        for relation, head, member in zip(relations, heads, members, strict=True)
    ]
    says = [
        not member and (relation == HEAD or head is not None)
        for member, relation, head in zip(members, relations, heads, strict=True)
    ]
    return Subjects(persons, under, homes, members, kin, says)


def _relations(mentions: pa.Table) -> Sequence[str | None]:
    """与户主关系 with 本人 read as 户主."""
    if f.RELATION not in mentions.column_names:
        return [None] * mentions.num_rows
    return [HEAD if value in HEADS else value for value in mentions[f.RELATION].to_pylist()]


def _homes(mentions: pa.Table) -> list[int]:
    starts = mentions[f.FIRST_ROW].to_pylist() if f.FIRST_ROW in mentions.column_names else [None] * mentions.num_rows
    files, sheets, rows = (mentions[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW))
    first: dict[tuple[Any, ...], int] = {}
    return [
        first.setdefault((file, sheet, row if start is None else start), i)
        for i, (file, sheet, row, start) in enumerate(zip(files, sheets, rows, starts, strict=True))
    ]
