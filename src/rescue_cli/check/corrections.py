"""A file and the one that takes its place, side by side: which faults are mended (已改), which stand (未改), which are new
(新错), and which rows changed though there had been nothing wrong with them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.core.change_tables import CORRECTIONS
from rescue_cli.core.states import Change, Level
from rescue_cli.core.townships import sheet_as_sent

CHANGE_ORDER = {change: place for place, change in enumerate(Change)}
COUNTED = (Level.MUST, Level.VERIFY)
_UNCOMPARED = {*f.PROVENANCE, f.SERIAL, f.OTHER_COLUMNS, f.UNREAD, f.CLEARED, f.FIRST_ROW, f.SHOWN_DIGITS}
Line = Mapping[str, Any]
Place = tuple[str, int]


@dataclass(frozen=True)
class Version:
    """One of the two files: its mentions and its findings (as rendered)."""

    file: str
    mentions: pa.Table
    findings: pa.Table

    def rows(self) -> list[Line]:
        own = self.mentions.filter(pc.equal(self.mentions[f.SOURCE_FILE], self.file)).to_pylist()
        return [row for row in own if row[f.MEMBER] is None]

    def faults(self) -> dict[Place, list[Line]]:
        """(sheet, row) → what is wrong there; row 0 for sheet and file."""
        faults: dict[Place, list[Line]] = defaultdict(list)
        for line in self.findings.filter(pc.equal(self.findings[f.SOURCE_FILE], self.file)).to_pylist():
            if line[c.LEVEL] in COUNTED and line[c.CODE].startswith(("INTAKE-", "CHECK-")):
                faults[line[f.SHEET] or "", line[f.ROW] or 0].append(line)
        return faults


def corrections(old: Version, new: Version) -> pa.Table:
    """One line a fault, changed cell, or row that came or went (CORRECTIONS), in the order of `Change`, then by place."""
    comparison = _Comparison(old, new)
    lines = [*comparison.of_rows(), *comparison.of_faults()]
    lines.sort(
        key=lambda line: (
            CHANGE_ORDER[line[c.CHANGE]],
            line[f.SHEET] or "",
            line[f.ROW] or 0,
            line.get(c.FIELD) or "",
            line.get(c.PROBLEM) or "",
        )
    )
    return pa.Table.from_pylist(lines, CORRECTIONS)


class _Comparison:
    def __init__(self, old: Version, new: Version) -> None:
        self._old, self._new = old, new
        self._before, self._after = old.faults(), new.faults()
        self._pairs, self._gone, self._come = _matched(old.rows(), new.rows())

    def of_rows(self) -> list[dict[str, Any]]:
        lines = [self._line(Change.MISSING_ROW, row, 原值=_whom(row)) for row in self._gone]
        lines += [self._line(Change.ADDED, row, 新值=_whom(row)) for row in self._come]
        for was, now in self._pairs:
            doubted = {line[c.FIELD] for line in self._before.get(_place(was), ())}
            if doubted & {None, ""}:  # something was wrong with the row as a whole: any cell may have been mended
                continue
            lines += [
                self._line(Change.CHANGED, now, 字段=name, 原值=_text(was[name]), 新值=_text(now[name]))
                for name in was
                if name not in _UNCOMPARED and name not in doubted and was[name] != now.get(name)
            ]
        return lines

    def of_faults(self) -> list[dict[str, Any]]:
        faults = []
        left = {place: list(lines) for place, lines in self._after.items()}
        places = {_place(was): now for was, now in self._pairs}
        gone = {_place(row): row for row in self._gone}
        for place, lines in self._before.items():
            now = places.get(place)
            there = _place(now) if now else (place[0], 0)
            for line in lines:
                still = _take(left.get(there, []), line)
                change = Change.OPEN if still else Change.GONE_WITH if place in gone else Change.MENDED
                faults.append(self._fault(change, still or line, now or gone.get(place), line, still))
        rows = {_place(row): row for row in self._new.rows()}
        faults += [
            self._fault(Change.FRESH, line, rows.get(place), None, line)
            for place, lines in left.items()
            for line in lines
        ]
        return faults

    def _fault(self, change: str, line: Line, row: Line | None, was: Line | None, now: Line | None) -> dict[str, Any]:
        return {
            **self._line(change, row),
            f.TOWNSHIP: line[f.TOWNSHIP],
            f.SHEET: row[f.SHEET] if row else line[f.SHEET],
            f.ROW: row[f.ROW] if row else line[f.ROW],
            c.LEVEL: line[c.LEVEL],
            c.FIELD: line[c.FIELD],
            c.WRITTEN: was[c.VALUE] if was else None,
            c.NEW_VALUE: now[c.VALUE]
            if now
            else _text(row.get(line[c.FIELD]))
            if row and change == Change.MENDED
            else None,
            c.PROBLEM: line[c.PROBLEM],
        }

    def _line(self, change: str, row: Line | None, **more: str | None) -> dict[str, Any]:
        row = row or {}
        return {
            c.CHANGE: change,
            f.TOWNSHIP: row.get(f.TOWNSHIP),
            c.OLD_FILE: self._old.file,
            c.NEW_FILE: self._new.file,
            f.SHEET: row.get(f.SHEET),
            f.ROW: row.get(f.ROW),
            f.HEAD_NAME: row.get(f.HEAD_NAME) or row.get(f.NAME),
            **more,
        }


def _take(lines: list[Line], wanted: Line) -> Line | None:
    """The fault of the same kind in the same field, taken off the list."""
    for place, line in enumerate(lines):
        if (line[c.CODE], line[c.FIELD]) == (wanted[c.CODE], wanted[c.FIELD]):
            return lines.pop(place)
    return None


def _matched(old: Sequence[Line], new: Sequence[Line]) -> tuple[list[tuple[Line, Line]], list[Line], list[Line]]:
    """Rows about the same person: by form, name and ID number, then by either alone where only one row has it."""
    pairs: list[tuple[Line, Line]] = []
    for key in KEYS:
        ours, theirs = _by(old, key), _by(new, key)
        for value in ours:
            here, there = ours[value], theirs.get(value, [])
            if len(here) == len(there) and (len(here) == 1 or key is KEYS[0]):
                pairs += zip(here, there, strict=True)
        taken = {id(row) for pair in pairs for row in pair}
        old, new = ([row for row in rows if id(row) not in taken] for rows in (old, new))
    return pairs, list(old), list(new)


def _by(rows: Sequence[Line], key: Callable[[Line], tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Line]]:
    rows_of: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for row in rows:
        value = key(row)
        if value[-1]:
            rows_of[value].append(row)
    return rows_of


def _named(row: Line) -> str:
    return str(row.get(f.NAME) or row.get(f.HEAD_NAME) or "")


KEYS: tuple[Callable[[Line], tuple[Any, ...]], ...] = (
    lambda row: (row[f.FORM], row[f.ID_NUMBER], _named(row)),
    lambda row: (row[f.FORM], row[f.ID_NUMBER]),
    lambda row: (row[f.FORM], row.get(f.VILLAGE), _named(row)),
    lambda row: (row[f.FORM], _named(row)),
    lambda row: (row[f.FORM], row.get(f.PHONE)),
)


def _place(row: Line) -> Place:
    return sheet_as_sent(row[f.SHEET] or ""), row[f.ROW] or 0


def _whom(row: Line) -> str:
    return "　".join(filter(None, (row.get(f.VILLAGE), _named(row), row.get(f.ID_NUMBER))))


def _text(value: object) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return decimal_text(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
