"""Answers to hits of comparisons: beside the row they are about; and where they say the list meant somebody else, its row is
of no household."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT, HIT_FORM, RIGHT, VERIFIED, VERIFIED_DAY, VERIFIED_WORDS, WRONG, hit_code
from rescue_cli.link import Linked
from rescue_cli.pack.model import Pack
from rescue_cli.report.hit_lines import answers_by_code
from rescue_cli.report.list_comparison import Row

_PLACE = f.MENTION_KEY[:3]
_ROW_ANSWERS = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in (c.NAME, f.SOURCE_FILE, f.SHEET)),
        pa.field(f.ROW, pa.int32()),
        *(pa.field(name, pa.string()) for name in (HIT, VERIFIED, VERIFIED_WORDS)),
        pa.field(VERIFIED_DAY, pa.date32()),
    ]
)


def items_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Of the lists of departments: form → the columns that tell its things apart."""
    return {name: form.item for name, form in pack.forms.items() if form.role == "check"}


def reply_rows(mentions: pa.Table) -> list[Row]:
    """The answers that came back."""
    return mentions.filter(pc.equal(mentions[f.FORM], HIT_FORM)).to_pylist()


def row_answers(mentions: pa.Table, pack: Pack) -> pa.Table:
    """Of the rows that reports hand out as questions of a comparison: its name (名称), where the row stands, its code, and the
    answer, where there is one and no other says otherwise."""
    answers, items = answers_by_code(reply_rows(mentions)), items_of(pack)
    asked = sorted(
        {(report.compare, form) for report in pack.reports.values() if report.compare for form in report.forms}
    )
    lines = {}
    for compare, form in asked:
        rows = mentions.filter(pc.equal(mentions[f.FORM], form)).sort_by(f.MEMBER).to_pylist()
        for row in rows:  # of a wide row the head's own stands: it is sorted last
            code = hit_code(row, items.get(form, ()), "" if form in items else compare)
            given = answers.get(code, [])
            answer = given[0] if len(given) == 1 else {}
            place = {name: row[name] for name in _PLACE}
            lines[compare, *place.values()] = {c.NAME: compare, **place, **_answer(answer), HIT: code}
    return pa.Table.from_pylist(list(lines.values()), schema=_ROW_ANSWERS)


def _answer(row: Row) -> dict[str, object]:
    return {name: row.get(name) for name in (VERIFIED, VERIFIED_WORDS, VERIFIED_DAY)}


def confirmed_rows(mentions: pa.Table, pack: Pack) -> frozenset[tuple[object, ...]]:
    """Where the rows of departments' lists stand (file, sheet, row) of which every answer says 属实."""
    answers, items = answers_by_code(reply_rows(mentions)), items_of(pack)
    right = {code for code, rows in answers.items() if {row[VERIFIED] for row in rows} == {RIGHT}}
    if not right:
        return frozenset()
    rows = mentions.filter(pc.is_in(mentions[f.FORM].cast(pa.string()), value_set=pa.array(sorted(items), pa.string())))
    found_true = (row for row in rows.to_pylist() if hit_code(row, items[row[f.FORM]]) in right)
    return frozenset(tuple(row[name] for name in _PLACE) for row in found_true)


def without_refuted(linked: Linked, mentions: pa.Table, pack: Pack) -> Linked:
    """`linked` with the rows of departments' lists in no household of which every answer says 不属实."""
    answers = answers_by_code(reply_rows(mentions))
    wrong = {code for code, rows in answers.items() if {row[VERIFIED] for row in rows} == {WRONG}}
    if not wrong:
        return linked
    items = items_of(pack)
    rows = mentions.filter(pc.is_in(mentions[f.FORM].cast(pa.string()), value_set=pa.array(sorted(items), pa.string())))
    refuted = {_key(row) for row in rows.to_pylist() if hit_code(row, items[row[f.FORM]]) in wrong}
    places = zip(*(linked.groups[name].to_pylist() for name in f.MENTION_KEY), strict=True)
    stays = pa.array([place not in refuted for place in places], pa.bool_())
    homes = pc.if_else(stays, linked.groups[f.HOUSEHOLD], pa.scalar(None, pa.string()))
    index = linked.groups.schema.get_field_index(f.HOUSEHOLD)
    return replace(linked, groups=linked.groups.set_column(index, linked.groups.schema.field(index), homes))


def _key(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in f.MENTION_KEY)
