"""The lines of a comparison a person has to look at: who was hit by which row of a list, whether that is new, and what was
found out about it.

A line is known by its code (`core.hit_codes`), so its answer stands beside it in every later run.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT, VERIFIED, VERIFIED_DAY, VERIFIED_WORDS, hit_code
from rescue_cli.core.states import Newness
from rescue_cli.report.list_comparison import Answer, Key, Row, key_of


@dataclass(frozen=True)
class HitLine:
    """`asked`: the row looked for, `shown`: the row of the list, with all its columns (where nobody was found, the row looked
    for itself); `case`: the household of the two. `replies`: the rows of 比对核实回复 that answer it, one an answer that differs."""

    code: str
    asked: Row
    shown: Row
    tier: str
    case: str | None
    new: Newness
    replies: tuple[Row, ...] = ()

    @property
    def verified(self) -> Row | None:
        """The answer, where there is one and no other says otherwise."""
        return self.replies[0] if len(self.replies) == 1 else None

    @property
    def state(self) -> str:
        """核实情况 in words."""
        if not self.replies:
            return "未核实"
        if self.verified is None:
            return f"几份核实不一致：{'、'.join(str(reply[VERIFIED] or '（未选）') for reply in self.replies)}"
        return "已核实"


@dataclass(frozen=True)
class ListsBefore:
    """What tells whether a hit is new. `codes`: form → codes of its rows in the last recorded list that was another (None:
    there was none); `new_cases`: households the roster has not had before."""

    codes: Mapping[str, Set[str] | None]
    new_cases: Set[str] = frozenset()


@dataclass(frozen=True)
class Lists:
    """The rows compared. `whole`: place → the row with all its columns; `cases`: place → 编号; `items`: form → the fields that
    tell its things apart; `about`: what the code of a row of no department's list is made of too."""

    whole: Mapping[Key, Row]
    cases: Mapping[Key, str | None]
    items: Mapping[str, Sequence[str]]
    about: str

    def code(self, row: Row) -> str:
        items = self.items.get(row[f.FORM])
        return hit_code(row, items or (), "" if items is not None else self.about)


def hit_lines(
    answers: Iterable[Answer],
    lists: Lists,
    listed: Sequence[Row],
    replies: Mapping[str, Sequence[Row]],
    before: ListsBefore,
) -> list[HitLine]:
    """One line a thing a list tells of a person, however often it does; new ones first, then those nobody looked into.

    `answers`: those to look at; `listed`: all rows of the list; `replies`: code → its answers that differ.
    """
    older = _codes_of_older_lists(listed, lists)
    lines: dict[str, HitLine] = {}
    for answer in answers:
        for row in answer.others or (answer.row,):
            shown = lists.whole[key_of(row)]
            code = lists.code(shown)
            case = lists.cases.get(key_of(answer.row)) or lists.cases.get(key_of(row))
            new = _newness(code, case, row[f.FORM], older, before)
            line = HitLine(code, answer.row, shown, answer.tier, case, new, tuple(replies.get(code, ())))
            if code not in lines or _rank(line) < _rank(lines[code]):
                lines[code] = line
    return sorted(lines.values(), key=_order)


def _rank(line: HitLine) -> tuple[object, ...]:
    """Of several rows that tell one thing: that of the household, of the latest list."""
    day = line.shown.get(f.LIST_DATE) or dt.date.min
    return (line.case is None, -day.toordinal(), *map(str, key_of(line.asked)), *map(str, key_of(line.shown)))


_NEW = (Newness.NEW, Newness.NEW_PERSON)


def _order(line: HitLine) -> tuple[object, ...]:
    return (line.verified is not None, line.new not in _NEW, *map(str, key_of(line.asked)), line.code)


def _codes_of_older_lists(listed: Sequence[Row], lists: Lists) -> dict[str, Set[str]]:
    """Form → codes that stand on a list of it that is older than its latest; only forms of which an older one is there."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    for row in listed:
        if row.get(f.LIST_DATE):
            days[row[f.FORM]].add(row[f.LIST_DATE])
    several = {form for form, of_form in days.items() if len(of_form) > 1}
    codes: dict[str, set[str]] = {form: set() for form in several}
    for row in listed:
        if row[f.FORM] in several and row.get(f.LIST_DATE) and row[f.LIST_DATE] < max(days[row[f.FORM]]):
            codes[row[f.FORM]].add(lists.code(lists.whole.get(key_of(row), row)))
    return dict(codes)


def _newness(code: str, case: str | None, form: str, older: Mapping[str, Set[str]], before: ListsBefore) -> Newness:
    known = older.get(form, before.codes.get(form))
    if known is None:
        return Newness.FIRST
    if code not in known:
        return Newness.NEW
    return Newness.NEW_PERSON if case in before.new_cases else Newness.KNOWN


def answers_by_code(replies: Iterable[Row]) -> dict[str, list[Row]]:
    """Code → the answers given of it, each once where several copies say the same; the latest first."""
    given: dict[str, dict[tuple[object, ...], Row]] = defaultdict(dict)
    for row in sorted(
        replies, key=lambda row: (-(row[VERIFIED_DAY] or dt.date.min).toordinal(), *map(str, key_of(row)))
    ):
        if row[HIT] and (row[VERIFIED] or row[VERIFIED_WORDS]):
            given[row[HIT]].setdefault((row[VERIFIED],) if row[VERIFIED] else ("", row[VERIFIED_WORDS]), row)
    return {code: list(rows.values()) for code, rows in given.items()}
