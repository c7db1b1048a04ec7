"""表头确认.xlsx: what columns nobody knew are."""

from collections.abc import Mapping, Sequence

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Taken, Who, contradictions, outdated, recorded
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.unknown_headings import unknown_headings
from rescue_cli.record.decisions import NOT_A_FIELD
from rescue_cli.record.kinds import HEADER
from rescue_cli.record.lines import Entry
from rescue_cli.report.headings_book import ANYWHERE, EVERYWHERE, KIND, SCOPE, UnknownHeading

HEADINGS = (f.TOWNSHIP, f.FORM, c.HEADING, c.READ_AS, c.QUESTION_CODE)


def read_headings(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a heading answered; two headings of one table cannot be the same field."""
    taken, answers = Taken(), []
    rows = [row for row in filled.rows(HEADINGS, (SCOPE,)) or [] if row.texts[c.QUESTION_CODE]]
    asked = _asked(session) if rows else {}
    for row in rows:
        place = f"{filled.name} {row.place(c.READ_AS)}"
        answer, entry = row.texts[c.READ_AS], asked.get(row.texts[c.QUESTION_CODE])
        if not answer:
            taken.blank += 1
        elif entry is None:
            taken.faults.append(outdated(place))
        elif answer not in (*entry.options, NOT_A_FIELD):
            taken.faults.append(f"{place}：“{answer}”不是这种表的字段，请从下拉列表里选")
        else:
            everywhere = row.texts.get(SCOPE) == EVERYWHERE
            answers.append((place, _entry(entry, answer, who, ANYWHERE if everywhere else entry.township)))
    taken.faults += contradictions(answers, _question)
    taken.faults += _twice(answers, {key.code: (key.file, key.sheet) for key in asked.values()})
    taken.entries = [entry for _, entry in answers]
    return taken


def _asked(session: Session) -> dict[str, UnknownHeading]:
    """识别码 → heading, for every one unknown now or answered before (its answer may be put right)."""
    fields = tuple(entry.name for entry in session.pack.input_fields)
    before = [
        UnknownHeading(entry.body["township"], entry.body["form"], entry.body["heading"], options=fields)
        for entry in recorded(session, HEADER)
    ]
    seen = {entry.body["seen"]: key for entry, key in zip(recorded(session, HEADER), before, strict=True)}
    return seen | {entry.code: entry for entry in (*before, *unknown_headings(session))}


def _entry(entry: UnknownHeading, answer: str, who: Who, township: str) -> Entry:
    """`township`: for which the answer holds."""
    body = {"township": township, "form": entry.form, "heading": entry.key, "field": answer, "seen": entry.code}
    return Entry(HEADER, {**body, **who.signature()})


def _twice(answers: Sequence[tuple[str, Entry]], sheets: Mapping[str, tuple[str, str]]) -> list[str]:
    """Two headings of one sheet that would be the same field."""
    fields = [
        (place, entry)
        for place, entry in answers
        if entry.body["field"] != NOT_A_FIELD and any(sheets[entry.body["seen"]])  # one answered before has no sheet
    ]
    return contradictions(fields, lambda entry: (sheets[entry.body["seen"]], entry.body["field"]))


def _question(entry: Entry) -> tuple[object, ...]:
    return (entry.body["township"], entry.body["form"], entry.body["heading"])


HEADINGS_KIND = Kind(KIND, "表头确认", HEADINGS, read_headings)
