"""What counts as of a day is what happened up to it: a result, visit or list dated later waits, in every table alike."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Linked
from rescue_cli.pack.model import Form, Pack, Role

# The day a row of such a form speaks of; other forms say theirs (`[[dated]]` with `row`).
DAY_OF_ROLE: dict[Role, str] = {
    "result": f.RESULT_DATE,
    "survey": f.VISIT_DATE,
    "answer": f.VISIT_DATE,
    "reference": f.LIST_DATE,
    "check": f.LIST_DATE,
}
FUTURE_CODE = "CHECK-RESULT-FUTURE"  # where a form's own check says it at the cell, it is not said twice


def waiting(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.ChunkedArray:
    """Whether each row speaks of a day after `as_of` (which stands for its end)."""
    late = pa.chunked_array([pa.array([False] * mentions.num_rows, pa.bool_())])
    for name, form in pack.forms.items():
        for day in _days(form):
            if day in mentions.column_names:
                late = pc.or_(late, _told_later(mentions, name, day, as_of))
    return late


def _days(form: Form) -> tuple[str, ...]:
    """The days a row of this form speaks of as a whole: by its role, and as the form says. What happened on a day of its own
    happened, whatever the month of the list it stands on: a register of May is written all through May."""
    own = tuple(dated.day for dated in form.dated if dated.row)
    of_role = (DAY_OF_ROLE[form.role],) if form.role in DAY_OF_ROLE and not (own and form.role == "check") else ()
    return (*of_role, *own)


def counted(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.Table:
    """The rows that do not wait, without what they tell of later days."""
    late = waiting(mentions, pack, as_of)
    return up_to(mentions.filter(pc.invert(late)) if pc.any(late).as_py() else mentions, pack, as_of)


def up_to(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.Table:
    """`mentions` without what rows tell of days after `as_of` (`[[dated]]`; everywhere an answer by its day)."""
    for name, form in pack.forms.items():
        for day, fields, until in _parts(form):
            concerned = _told_later(mentions, name, day, as_of)
            if pc.any(concerned).as_py():
                mentions = _replaced(mentions, fields, concerned, until)
                mentions = _replaced(mentions, (day,), concerned, None)
    return mentions


def _parts(form: Form) -> list[tuple[str, tuple[str, ...], str | None]]:
    """The days of their own that parts of a row have, each with the fields that are told of it and what they say until
    then."""
    asked = {column.field for column in form.column}
    answered = [(f.ANSWER_DATE, (f.ANSWER,), None)] if {f.ANSWER_DATE, f.ANSWER} <= asked else []
    return [*((dated.day, dated.fields, dated.until) for dated in form.dated if not dated.row), *answered]


def _told_later(mentions: pa.Table, form: str, day: str, as_of: dt.date) -> pa.ChunkedArray:
    after = pc.fill_null(pc.greater(mentions[day].cast(pa.date32()), pa.scalar(as_of, pa.date32())), False)
    return pc.and_(after, pc.equal(mentions[f.FORM], form))


def _replaced(mentions: pa.Table, names: Sequence[str], rows: pa.ChunkedArray, value: str | None) -> pa.Table:
    """`value` in the columns at those rows where something stands."""
    for name in names:
        index = mentions.schema.get_field_index(name)
        column, kind = mentions[name], mentions.schema.field(index).type
        filled = pc.and_(rows, pc.is_valid(column))
        mentions = mentions.set_column(
            index, mentions.schema.field(index), pc.if_else(filled, pa.scalar(value, kind), column)
        )
    return mentions


def waiting_rows(mentions: pa.Table, pack: Pack, as_of: dt.date) -> set[tuple[object, ...]]:
    """来源文件, 工作表, 行号, 成员序 of every row that waits; as few as are dated ahead."""
    late = mentions.select(list(f.MENTION_KEY)).filter(waiting(mentions, pack, as_of))
    return set(zip(*(late[key].to_pylist() for key in f.MENTION_KEY), strict=True))


def without_waiting(linked: Linked, mentions: pa.Table, pack: Pack, as_of: dt.date) -> Linked:
    """`linked` with the rows that wait in no household."""
    keys = waiting_rows(mentions, pack, as_of)
    if not keys:
        return linked
    places = zip(*(linked.groups[key].to_pylist() for key in f.MENTION_KEY), strict=True)
    stays = pa.array([place not in keys for place in places], pa.bool_())
    homes = pc.if_else(stays, linked.groups[f.HOUSEHOLD], pa.scalar(None, pa.string()))
    index = linked.groups.schema.get_field_index(f.HOUSEHOLD)
    return replace(linked, groups=linked.groups.set_column(index, linked.groups.schema.field(index), homes))


def waiting_findings(mentions: pa.Table, columns: pa.Table, pack: Pack, as_of: dt.date) -> list[Finding]:
    """SETTLE-ROW-WAITING for each row that waits, and for each part of another that does, unless a check of the form says
    so of that day. `columns`: COLUMNS, for the cells."""
    late = waiting(mentions, pack, as_of)
    letters = {
        (line[f.SOURCE_FILE], line[f.SHEET], line[c.FIELD]): line[c.LETTER]
        for line in reversed(columns.to_pylist())
        if line[c.FIELD]
    }
    whole = [(row, first_late(row, pack, as_of), ()) for row in mentions.filter(late).to_pylist()]
    parts = late_parts(mentions.filter(pc.invert(late)), pack, as_of)
    unsaid = [
        (row, day, fields) for row, day, fields in (*whole, *parts) if not _is_checked(pack.forms[row[f.FORM]], day)
    ]
    return [_finding(row, day, fields, letters, as_of) for row, day, fields in unsaid]


def late_parts(
    mentions: pa.Table, pack: Pack, as_of: dt.date
) -> Iterator[tuple[dict[str, object], str, tuple[str, ...]]]:
    for name, form in pack.forms.items():
        for day, fields, _ in _parts(form):
            for row in mentions.filter(_told_later(mentions, name, day, as_of)).to_pylist():
                yield row, day, fields or (day,)


def column_of(form: Form, field: str) -> str:
    """Where the field stands in the table as it was sent: a column of its own, or the one it is read from."""
    return next((extract.column for extract in form.extract if extract.field == field), field)


def first_late(row: Mapping[str, object], pack: Pack, as_of: dt.date) -> str:
    days = [day for day in _days(pack.forms[str(row[f.FORM])]) if row.get(day) is not None]
    return next(day for day in days if str(row[day])[:10] > as_of.isoformat())


def _is_checked(form: Form, day: str) -> bool:
    return any(check.code == FUTURE_CODE and day in re.findall(r"\w+", check.when) for check in form.check)


def _finding(
    row: Mapping[str, object],
    day: str,
    fields: Sequence[str],
    letters: Mapping[tuple[object, object, str], str | None],
    as_of: dt.date,
) -> Finding:
    waits = "、".join(f"“{name}”" for name in fields) or "这一行"
    return Finding(
        "SETTLE-ROW-WAITING",
        file=str(row[f.SOURCE_FILE]),
        sheet=str(row[f.SHEET] or ""),
        row=row[f.ROW],  # type: ignore[arg-type]
        column=letters.get((row[f.SOURCE_FILE], row[f.SHEET], day)) or "",
        township=str(row[f.TOWNSHIP] or ""),
        field=day,
        value=str(row[day])[:10],
        facts={f.AS_OF: as_of.isoformat(), "所计": waits},
    )
