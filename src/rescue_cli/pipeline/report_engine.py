"""What reports are made from, on an engine: rows and facts, in totals without the values nobody believes."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.engine.base import Engine
from rescue_cli.judge import register_judged
from rescue_cli.pack.language.ruled_fields import summed_fields
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.hit_answers import row_answers
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, engine
from rescue_cli.pipeline.unsure_cells import unsure_in
from rescue_cli.settle import Cell, counted


@contextmanager
def report_engine(session: Session, merge_stage: Stage, judge_stage: Stage) -> Iterator[Engine]:
    """An engine with `facts` and `judged` on it, `mentions` (for totals `mentions_added_up`), `clusters`, `row_answers`,
    `events`, `tasks`, `coverage`, `controls`."""
    unsure = unsure_in(session, merge_stage["mentions"], merge_stage["findings"])
    with engine() as opened:
        mentions = counted(merge_stage["mentions"], session.pack, session.as_of)
        opened.register("mentions", mentions)
        opened.register("mentions_added_up", without_unsure(mentions, unsure))
        opened.register("row_answers", row_answers(mentions, session.pack))
        for name in ("clusters", "events"):
            opened.register(name, merge_stage[name])
        for name in ("tasks", "coverage", "controls"):
            opened.register(name, judge_stage[name])
        judged = (judge_stage["facts"], judge_stage["first_worlds"], merge_stage["possible"])
        register_judged(opened, judge_stage["determinations"], counted_facts(*judged, unsure, session.pack))
        yield opened


def counted_facts(
    facts: pa.Table, first_worlds: pa.Table, possible: pa.Table, unsure: Collection[Cell], pack: Pack
) -> pa.Table:
    """`facts` with what totals add up as it is without those of the `unsure` cells that are asked about.

    `first_worlds`: the same facts as the first answer makes them, which goes without such a cell; `possible`: POSSIBLE.
    """
    doubted = {cell[3] for cell in unsure}
    for name, behind in summed_fields(pack).items() if doubted else ():
        if behind & doubted and name in facts.column_names:
            cases = _asked_about(possible, behind & doubted)
            facts = _as_in(first_worlds.filter(pc.is_in(first_worlds[f.CASE], value_set=cases)), facts, name)
    return facts


def _asked_about(possible: pa.Table, names: Collection[str]) -> pa.Array:
    """The numbers of the cases one of whose questions is about one of the fields."""
    asked = zip(possible["number"].to_pylist(), possible["fields"].to_pylist(), strict=True)
    return pa.array(sorted({number for number, fields in asked if not set(names).isdisjoint(fields)}), pa.string())


def _as_in(others: pa.Table, facts: pa.Table, name: str) -> pa.Table:
    """`facts` with the column `name` as it stands in `others`, for the cases that are there."""
    index = pc.index_in(facts[f.CASE], value_set=others[f.CASE].combine_chunks())
    column = pc.if_else(pc.is_valid(index), others[name].take(index), facts[name])
    field = facts.schema.field(name)
    return facts.set_column(facts.schema.get_field_index(name), field, column.cast(field.type))


def without_unsure(mentions: pa.Table, unsure: Collection[Cell]) -> pa.Table:
    """`mentions` as totals count them: those cells say nothing."""
    for name in sorted({cell[3] for cell in unsure} & set(mentions.column_names)):
        emptied = {cell[:3] for cell in unsure if cell[3] == name}
        files = pa.array(sorted({file for file, _, _ in emptied}), pa.string())
        near = pc.is_in(mentions[f.SOURCE_FILE].cast(pa.string()), value_set=files).to_pylist()
        rows = zip(*(mentions[key].to_pylist() for key in (f.SOURCE_FILE, f.SHEET, f.ROW)), strict=True)
        kept = [
            not (asked and (file, sheet_as_sent(sheet or ""), row) in emptied)
            for asked, (file, sheet, row) in zip(near, rows, strict=True)
        ]
        field = mentions.schema.field(name)
        column = pc.if_else(pa.array(kept, pa.bool_()), mentions[name], pa.scalar(None, field.type))
        mentions = mentions.set_column(mentions.schema.get_field_index(name), field, column)
    return mentions
