"""What counts as of a day is what happened up to it: a result, visit or list dated later waits, in every table alike."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Linked
from rescue_cli.pack.model import Pack, Role

# The day a row of such a form speaks of.
DAY_OF_ROLE: dict[Role, str] = {"result": f.RESULT_DATE, "survey": f.VISIT_DATE, "reference": f.LIST_DATE}
FUTURE_CODE = "CHECK-RESULT-FUTURE"  # where a form's own check says it at the cell, it is not said twice


def waiting(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.ChunkedArray:
    """Whether each row speaks of a day after `as_of` (which stands for its end)."""
    late = pa.chunked_array([pa.array([False] * mentions.num_rows, pa.bool_())])
    for role, day in DAY_OF_ROLE.items():
        forms = [name for name, form in pack.forms.items() if form.role == role]
        if forms and day in mentions.column_names:
            after = pc.fill_null(pc.greater(mentions[day].cast(pa.date32()), pa.scalar(as_of, pa.date32())), False)
            late = pc.or_(late, pc.and_(after, pc.is_in(mentions[f.FORM], value_set=pa.array(forms, pa.string()))))
    return late


def counted(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.Table:
    """The rows that do not wait, without what they tell of later days."""
    late = waiting(mentions, pack, as_of)
    return up_to(mentions.filter(pc.invert(late)) if pc.any(late).as_py() else mentions, pack, as_of)


def up_to(mentions: pa.Table, pack: Pack, as_of: dt.date) -> pa.Table:
    """`mentions` without what rows tell of days after `as_of` (`[[dated]]`; everywhere an answer by its day)."""
    for name, form in pack.forms.items():
        asked = {column.field for column in form.column}
        parts = [(dated.day, dated.fields) for dated in form.dated]
        parts += [(f.ANSWER_DATE, (f.ANSWER,))] if {f.ANSWER_DATE, f.ANSWER} <= asked else []
        for day, fields in parts:
            after = pc.fill_null(pc.greater(mentions[day].cast(pa.date32()), pa.scalar(as_of, pa.date32())), False)
            concerned = pc.and_(after, pc.equal(mentions[f.FORM], name))
            if pc.any(concerned).as_py():
                mentions = _emptied(mentions, (day, *fields), concerned)
    return mentions


def _emptied(mentions: pa.Table, names: Sequence[str], rows: pa.ChunkedArray) -> pa.Table:
    for name in names:
        index = mentions.schema.get_field_index(name)
        nothing = pa.scalar(None, mentions.schema.field(index).type)
        mentions = mentions.set_column(index, mentions.schema.field(index), pc.if_else(rows, nothing, mentions[name]))
    return mentions


def without_waiting(linked: Linked, mentions: pa.Table, pack: Pack, as_of: dt.date) -> tuple[Linked, list[Finding]]:
    """`linked` with the rows that wait in no household, and SETTLE-ROW-WAITING for each whose form does not say so itself."""
    late = mentions.filter(waiting(mentions, pack, as_of)).to_pylist()  # as few as are dated ahead
    if not late:
        return linked, []
    keys = {tuple(row[key] for key in f.MENTION_KEY) for row in late}
    places = zip(*(linked.groups[key].to_pylist() for key in f.MENTION_KEY), strict=True)
    stays = pa.array([place not in keys for place in places], pa.bool_())
    homes = pc.if_else(stays, linked.groups[f.HOUSEHOLD], pa.scalar(None, pa.string()))
    index = linked.groups.schema.get_field_index(f.HOUSEHOLD)
    groups = linked.groups.set_column(index, linked.groups.schema.field(index), homes)
    own_check = {name for name, form in pack.forms.items() if any(check.code == FUTURE_CODE for check in form.check)}
    return replace(linked, groups=groups), [_finding(row, pack, as_of) for row in late if row[f.FORM] not in own_check]


def _finding(row: dict[str, object], pack: Pack, as_of: dt.date) -> Finding:
    day = DAY_OF_ROLE[pack.forms[str(row[f.FORM])].role]
    return Finding(
        "SETTLE-ROW-WAITING",
        file=str(row[f.SOURCE_FILE]),
        sheet=str(row[f.SHEET] or ""),
        row=row[f.ROW],  # type: ignore[arg-type]
        township=str(row[f.TOWNSHIP] or ""),
        field=day,
        value=str(row[day])[:10],
        facts={f.AS_OF: as_of.isoformat()},
    )
