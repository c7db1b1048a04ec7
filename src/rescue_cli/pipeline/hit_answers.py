"""Answers to hits of comparisons that say the list meant somebody else: its row is then of no household."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT_FORM, VERIFIED, WRONG, hit_code
from rescue_cli.link import Linked
from rescue_cli.pack.model import Pack
from rescue_cli.report.hit_lines import answers_by_code
from rescue_cli.report.list_comparison import Row


def items_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Of the lists of departments: form → the columns that tell its things apart."""
    return {name: form.item for name, form in pack.forms.items() if form.role == "check"}


def reply_rows(mentions: pa.Table) -> list[Row]:
    """The answers that came back."""
    return mentions.filter(pc.equal(mentions[f.FORM], HIT_FORM)).to_pylist()


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
