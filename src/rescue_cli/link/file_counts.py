"""What a file's rows looked like before anything was joined, and whether a file is probably the wrong one.

A row is a repeat where a rule takes it together with an earlier row (in its file: the first of a person is unique) or with
a row of another file; possible where it only has enough points. A roster of which half and more stands in one other
roster is not linked: each of its rows that stands there is left to the other file, the rest open their own households.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.tables import COUNTS
from rescue_cli.engine.base import Engine
from rescue_cli.link.link_tables import SCORED
from rescue_cli.link.linkage_model import Thresholds
from rescue_cli.link.person_groups import Edge
from rescue_cli.pack.model import Pack
from rescue_cli.values.period_named import period_of, periods_differ

REPEAT, POSSIBLE = 2, 1


@dataclass(frozen=True)
class WrongFile:
    """`repeats` of `rows` rows stand in `other`; `left_out` are those rows, `first` is the first of them."""

    file: str
    other: str
    rows: int
    repeats: int
    left_out: frozenset[int]

    @property
    def first(self) -> int:
        return min(self.left_out)


@dataclass(frozen=True)
class RepeatedWithin:
    """`repeats` of `rows` rows of a file repeat an earlier one of it; `first` is the first of them."""

    file: str
    rows: int
    repeats: int
    first: int


def count_alike(engine: Engine, files: Sequence[str], limits: Thresholds) -> pa.Table:
    """One line of `COUNTS` a file, sorted."""
    inside, outside = [0] * len(files), [0] * len(files)
    alike = engine.sql(
        f"SELECT l, r, rule IS NOT NULL AS sure FROM {SCORED} WHERE rule IS NOT NULL OR points >= {limits.review}"
    )
    for left, right, sure in zip(*(alike[name].to_pylist() for name in ("l", "r", "sure")), strict=True):
        how = REPEAT if sure else POSSIBLE
        if files[left] == files[right]:
            inside[right] = max(inside[right], how)
        else:
            outside[left], outside[right] = max(outside[left], how), max(outside[right], how)
    tallies: dict[str, list[int]] = {file: [0] * 7 for file in sorted(set(files))}
    for file, own, other in zip(files, inside, outside, strict=True):
        line = tallies[file]
        line[0] += 1
        line[3 - own] += 1
        line[6 - other] += 1
    columns = [list(tallies), *([line[n] for line in tallies.values()] for n in range(7))]
    return pa.Table.from_arrays(
        [pa.array(column, kind) for column, kind in zip(columns, COUNTS.types, strict=True)], schema=COUNTS
    )


class RosterList(NamedTuple):
    """The list a row belongs to, as far as two of them could be the same one. `by_person`: a row a person, not a
    household; `place`: of forms that fit any list (`generic`) the file and sheet: nobody knows what such a list is."""

    form: str
    day: str
    by_person: bool
    period: tuple[str, str]
    place: tuple[str, str] | None

    def same_as(self, other: "RosterList | None") -> bool:
        """Whether the other may be the same list once more. A month only one of them names tells nothing."""
        if other is None or self[:3] != other[:3] or self.place != other.place:
            return False
        return not periods_differ(self.period, other.period)


def roster_lists(mentions: pa.Table, pack: Pack) -> list[RosterList | None]:
    """The list each row belongs to. None: of no roster – reference lists, results, surveys and clues repeat rosters."""
    names = (f.SOURCE_FILE, f.SHEET, f.FORM, f.FIRST_ROW, f.LIST_DATE)
    columns = [
        mentions[name].to_pylist() if name in mentions.column_names else [None] * mentions.num_rows for name in names
    ]
    known: dict[tuple[str, str | None, str, bool, str], RosterList | None] = {}
    lists = []
    for file, sheet, form, first, day in zip(*columns, strict=True):
        row = (file, sheet, form, first is not None, str(day or ""))
        if row not in known:
            known[row] = _roster_list(*row, pack) if pack.forms[form].role == "roster" else None
        lists.append(known[row])
    return lists


def _roster_list(file: str, sheet: str | None, form: str, by_person: bool, day: str, pack: Pack) -> RosterList:
    place = (file, sheet or "") if pack.forms[form].generic else None
    return RosterList(form, day, by_person, period_of(file, sheet or ""), place)


def wrong_files(
    files: Sequence[str],
    lists: Sequence[RosterList | None],
    digests: Sequence[str],
    edges: Sequence[Edge],
    trusted: Collection[str],
    kept: Collection[tuple[str, str]],
    limits: Thresholds,
) -> list[WrongFile]:
    """Rosters that stand for half and more in one other that may be the same list (`RosterList`): households in one
    file and their people in another, or the rosters of two months, are no repeats. Of two such, the one with less of its
    own is the wrong one (of two alike, the one whose contents sort last: names of files do not decide).

    `trusted`: files about which a person has decided something, `kept`: pairs of files (the lesser name first) both of
    which count by a person's word; they are not questioned again.
    """
    rows = _rows_of(files, lists)
    shared: dict[tuple[str, str], set[int]] = defaultdict(set)
    for edge in edges:
        a, b = files[edge.left], files[edge.right]
        left = lists[edge.left]
        if a != b and left is not None and left.same_as(lists[edge.right]):
            shared[a, b].add(edge.left)
            shared[b, a].add(edge.right)
    suspects = [
        WrongFile(file, other, len(rows[file]), len(repeats), frozenset(repeats))
        for (file, other), repeats in sorted(shared.items())
        if len(rows[file]) >= limits.wrong_file_rows
        and len(repeats) >= limits.wrong_file_share * len(rows[file])
        and file not in trusted
        and (min(file, other), max(file, other)) not in kept
    ]
    contents = {suspect.file: sorted(digests[i] for i in rows[suspect.file]) for suspect in suspects}
    return _fewest_of_their_own(suspects, contents)


def repeated_within(
    files: Sequence[str],
    lists: Sequence[RosterList | None],
    edges: Sequence[Edge],
    trusted: Collection[str],
    limits: Thresholds,
) -> list[RepeatedWithin]:
    """Rosters half and more of whose rows repeat an earlier row of the same file: pasted twice, or a shifted column."""
    repeats: dict[str, set[int]] = defaultdict(set)
    for edge in edges:
        left = lists[edge.left]
        same = files[edge.left] == files[edge.right] and left is not None and left.same_as(lists[edge.right])
        if same and files[edge.left] not in trusted:
            repeats[files[edge.left]].add(edge.right)
    rows = _rows_of(files, lists)
    return [
        RepeatedWithin(file, len(rows[file]), len(again), min(again))
        for file, again in sorted(repeats.items())
        if len(rows[file]) >= limits.wrong_file_rows and len(again) >= limits.wrong_file_share * len(rows[file])
    ]


def _rows_of(files: Sequence[str], lists: Sequence[RosterList | None]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for i, (file, kind) in enumerate(zip(files, lists, strict=True)):
        if kind is not None:
            rows[file].append(i)
    return rows


def _fewest_of_their_own(suspects: Sequence[WrongFile], contents: Mapping[str, list[str]]) -> list[WrongFile]:
    """One finding a file, and never two files each left to the other."""
    wrong: dict[str, WrongFile] = {}
    later = {file: n for n, file in enumerate(sorted(contents, key=lambda file: (contents[file], file), reverse=True))}
    order = sorted(
        suspects,
        key=lambda suspect: (
            suspect.rows - suspect.repeats,
            suspect.rows,
            later[suspect.file],
            -suspect.repeats,
            suspect.other,
        ),
    )
    for suspect in order:
        if suspect.file not in wrong and suspect.other not in wrong:
            wrong[suspect.file] = suspect
    return [wrong[file] for file in sorted(wrong)]
