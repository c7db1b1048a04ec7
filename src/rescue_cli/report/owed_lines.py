"""应报: which sender owes which form for which month by which day, and what came of it (table `owed`; design §4 "Owed")."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import OWED
from rescue_cli.core.periods import MID_MONTH, month_asked, month_days
from rescue_cli.core.states import Area, OwedState, ReceiptState
from rescue_cli.core.townships import Township
from rescue_cli.pack import model as m
from rescue_cli.values.period_named import period_of

Line = dict[str, Any]
A_YEAR = dt.timedelta(days=365)
ORDER = {state: place for place, state in enumerate(OwedState)}


@dataclass(frozen=True)
class Term:
    """One time something is due. `month`: its first and last day; None where it is owed once."""

    day: dt.date
    month: tuple[dt.date, dt.date] | None = None

    def spoken_of(self, day: dt.date) -> bool:
        """A list or report of that day is for this month: where it is handed in after the month, up to the middle of the next."""
        if self.month is None:
            return True
        first, last = self.month
        shift = dt.timedelta(days=MID_MONTH if self.day > last else 0)
        return first + shift <= day <= last + shift

    def named_in(self, file: str, sheets: Collection[str]) -> bool | None:
        """The name of a sheet, of the file or its folder says this month; None where none says a month."""
        named = [period_of(file, sheet) for sheet in sorted(sheets) or [""]]
        if self.month is None or not any(month.isdigit() for _, month in named):
            return None
        last = self.month[1]
        return any(month == str(last.month) and year in ("", str(last.year)) for year, month in named)

    @property
    def label(self) -> str | None:
        return f"{self.month[1]:%Y-%m}" if self.month else None


@dataclass(frozen=True)
class OwedSettings:
    """What rescue.toml says otherwise. `who`: deadline → those who owe it; And of files written
    over: `first` → the day the first of them came (None: not known). `asked`: files with headings and no rows of which nobody
    said yet that there is nothing to report."""

    who: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first: Mapping[str, dt.date | None] = field(default_factory=dict)
    asked: Collection[str] = frozenset()


def owed_lines(
    receipts: pa.Table,
    mentions: pa.Table,
    pack: m.Pack,
    townships: Sequence[Township],
    as_of: dt.date,
    settings: OwedSettings,
) -> pa.Table:
    """OWED, what is missing first. What villages and households owe, or one owes by the quarter, is told by `[[coverage]]` only."""
    counted = {entry.form for entry in pack.head.coverage} - whole_files(pack).keys()
    arrivals = Arrivals(receipts, mentions, {township.name for township in townships}, settings, pack)
    lines: list[Line] = [
        {c.SENDER: sender, c.OWED: pack.forms[form].title, c.PERIOD: term.label, c.BY_DAY: term.day}
        | arrivals.state(sender if _is_each(deadline, form, pack, settings) else None, form, term, as_of)
        for deadline in pack.head.deadline
        for term in terms_so_far(deadline, as_of, pack.head.settlement_day)
        for form in deadline.hands_in
        if form not in counted
        for sender in _owing(deadline, form, pack, townships, settings)
    ]
    lines.sort(key=lambda line: (ORDER[line[c.STATE]], line[c.BY_DAY], line[c.SENDER], line[c.OWED]))
    return pa.Table.from_pylist(lines, schema=OWED)


def whole_files(pack: m.Pack) -> dict[str, m.Coverage]:
    """Form → who owes it file by file: every township, or every department of a code list."""
    every: dict[str, m.Coverage] = {}
    for entry in pack.head.coverage:
        known = entry.each == f.TOWNSHIP or (entry.each in pack.vocabulary and pack.vocabulary[entry.each].codes)
        if known and (entry.day is None or entry.every == "月"):
            every.setdefault(entry.form, entry)
    return every


def offices_of(pack: m.Pack) -> dict[str, dict[str, tuple[str, ...]]]:
    """Form → every department that owes it → what it is called."""
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for form, entry in whole_files(pack).items():
        codes = pack.codes.get(pack.vocabulary[entry.each].codes or "") if entry.each != f.TOWNSHIP else None
        if codes is not None:
            made[form] = {item.value: (item.value, *item.synonyms) for item in codes.item}
    return made


def _is_each(deadline: m.Deadline, form: str, pack: m.Pack, settings: OwedSettings) -> bool:
    """Whether each sender owes one of its own; else one from anybody will do."""
    return deadline.id in settings.who or deadline.each is not None or form in whole_files(pack)


def _owing(
    deadline: m.Deadline, form: str, pack: m.Pack, townships: Sequence[Township], settings: OwedSettings
) -> Iterable[str]:
    if deadline.id in settings.who:
        return settings.who[deadline.id]
    if form in (offices := offices_of(pack)):
        return list(offices[form])
    if deadline.each is None and form not in whole_files(pack):
        return (deadline.who,)
    return [township.name for township in townships if _has(township, deadline.area)]


def _has(township: Township, area: Area | None) -> bool:
    """It may have households of that 城乡; one that does not say may."""
    return area is None or township.area in (None, area) or area in township.village_area.values()


def terms_so_far(deadline: m.Deadline, as_of: dt.date, settlement_day: int | None) -> Iterator[Term]:
    """Once, or month by month up to the first that is not due yet."""
    for term in all_terms(deadline, as_of, settlement_day):
        yield term
        if term.day > as_of:
            return


def all_terms(deadline: m.Deadline, as_of: dt.date, settlement_day: int | None) -> Iterator[Term]:
    """Every day it is due, in order; of a deadline that says no end, those of a year from the as-of day on."""
    if not deadline.monthly:
        yield Term(deadline.once or as_of)
        return
    day = (deadline.start or as_of).replace(day=1)
    while day <= (deadline.end or as_of + A_YEAR):
        last = month_days(day.year, day.month)[1]
        due = deadline.day_in(day.year, day.month)
        if (deadline.start or due) <= due <= (deadline.end or due):
            month = month_asked(due, settlement_day)
            yield Term(deadline.exceptions.get(f"{month[1]:%Y-%m}", due), month)
        day = last + dt.timedelta(days=1)


@dataclass(frozen=True)
class _Sent:
    """One form in one file: who sent it, when, whether it counts; the townships of its rows and the days they state."""

    file: str
    sender: str | None
    state: str
    arrived: dt.date | None
    townships: frozenset[str | None] = frozenset()
    days: frozenset[dt.date] = frozenset()
    sheets: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    asked: bool = False

    def of(self, term: Term) -> bool | None:
        """It is for that month; None where nothing says for which."""
        if term.month is None:
            return True
        named = term.named_in(self.file, self.sheets)
        if named is not None:
            return named
        if self.days:
            return any(term.spoken_of(day) for day in self.days)
        return term.spoken_of(self.arrived) if self.arrived else None


class Arrivals:
    """What came, by form; files that could not be read, by sender."""

    def __init__(
        self,
        receipts: pa.Table,
        mentions: pa.Table,
        townships: Collection[str],
        settings: OwedSettings,
        pack: m.Pack,
    ) -> None:
        self._townships, self._offices = frozenset(townships), offices_of(pack)
        self._sent: dict[str, list[_Sent]] = defaultdict(list)
        self._unread: dict[str, set[str]] = defaultdict(set)
        rows = _rows_by_file(mentions, {entry.each for entry in whole_files(pack).values()} - {f.TOWNSHIP})
        for line in receipts.to_pylist():
            file, form, sender = line[f.SOURCE_FILE], line[f.FORM], line[c.SENDER]
            if form:
                rows_of = rows.get((file, form), ())
                # A file written over met its day with what stood there first.
                day = settings.first.get(file, line[c.ARRIVED])
                sent = _Sent(file, sender, line[c.STATE], day, *rows_of)
                self._sent[form].append(replace(sent, asked=not rows_of and file in settings.asked))
            elif line[c.STATE] == ReceiptState.UNREAD and sender:
                self._unread[sender].add(file)

    def state(self, sender: str | None, form: str, term: Term, as_of: dt.date) -> Line:
        """状态, 到达日期, 来源文件 and 逾期天数 of a form from `sender` (None: from anybody).

        Where nothing came: the files that may be it, because nobody knows for which month they are or what they are.
        """
        from_sender = [sent for sent in self._sent[form] if self._is_from(sent, sender, form)]
        those = [sent for sent in from_sender if sent.of(term)]
        counting = [sent for sent in those if sent.state == ReceiptState.COUNTS]
        if counting:
            return _came(those, counting, term)
        may_be = those or [sent for sent in from_sender if sent.of(term) is None]
        files = {sent.file for sent in may_be} or (self._unread[sender] if sender else set())
        late = (as_of - term.day).days
        if those and all(sent.state != ReceiptState.REPLACED for sent in those):
            state = OwedState.RETURNED
        else:
            state = OwedState.AHEAD if late < 0 else OwedState.MISSING
        return _line(state, None, files, late)

    def _is_from(self, sent: _Sent, sender: str | None, form: str) -> bool:
        """By whom the file came; of a file that no township sent, by the townships of its rows; a department's by its rows, and
        where it has none by its name or folder."""
        called = self._offices.get(form, {}).get(sender or "", ())
        if called:
            return sender in sent.offices or (not sent.offices and any(name in sent.file for name in called))
        return sender in (None, sent.sender) or (sent.sender not in self._townships and sender in sent.townships)


def _came(those: Sequence[_Sent], counting: Sequence[_Sent], term: Term) -> Line:
    # What was replaced met the deadline all the same: a correction makes nobody late.
    came = [*counting, *(sent for sent in those if sent.state == ReceiptState.REPLACED)]
    days = [sent.arrived for sent in came if sent.arrived]
    day = min(days) if len(days) == len(came) else None  # one of the first run may be the first of all
    late = (day - term.day).days if day else 0
    if any(sent.state == ReceiptState.HELD for sent in those):
        state = OwedState.OPEN
    elif all(sent.asked for sent in counting):
        state = OwedState.ASKED
    elif late > 0:
        state = OwedState.LATE
    elif not any(sent.townships for sent in counting):
        state = OwedState.NOTHING
    else:
        state = OwedState.ON_TIME if day else OwedState.UNDATED
    return _line(state, day, {sent.file for sent in those}, late)


def _line(state: OwedState, day: dt.date | None, files: Collection[str], late: int) -> Line:
    named = "、".join(sorted(files)) or None
    return {c.STATE: state, c.ARRIVED: day, f.SOURCE_FILE: named, c.DAYS_OVERDUE: late if late > 0 else None}


def _rows_by_file(
    mentions: pa.Table, offices: Collection[str]
) -> dict[tuple[str, str], tuple[frozenset[str | None], frozenset[dt.date], frozenset[str], frozenset[str]]]:
    """(file, form) → of its rows the townships (null where a row says none), the days they state, the sheets, and what they say
    in the fields `offices`."""
    names = [f.SOURCE_FILE, f.FORM, f.TOWNSHIP, f.LIST_DATE, f.SHEET, *sorted(offices)]
    kept = [name for name in names if name in mentions.column_names]
    rows: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for row in mentions.group_by(kept).aggregate([]).to_pylist():
        rows[row[f.SOURCE_FILE], row[f.FORM]].append(row)
    return {
        key: (
            frozenset(row[f.TOWNSHIP] for row in of),
            frozenset(row[f.LIST_DATE] for row in of if row.get(f.LIST_DATE)),
            frozenset(row[f.SHEET] for row in of if row[f.SHEET]),
            frozenset(row[name] for row in of for name in offices if row.get(name)),
        )
        for key, of in rows.items()
    }
