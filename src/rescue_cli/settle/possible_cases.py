"""The worlds of a case: the case as it would be settled under each way of answering what is open about it.

Nothing is reckoned a second way: the rows of an open case are settled again under hypothetical answers, by the same stage
that carries out real ones. So what a world says is what the answer would give.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import FILES, GROUPS, PAIRS, ROWS
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.core.worlds import POSSIBLE
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.ruled_fields import fields_rested_on, ruled_fields, summed_fields
from rescue_cli.pack.model import Pack
from rescue_cli.record.decisions import Choice
from rescue_cli.settle.chosen_values import Remembered, of_current_numbers
from rescue_cli.settle.doubted_cells import Cell, Place, doubted_cells
from rescue_cli.settle.possible_answers import (
    Answer,
    Question,
    area_questions,
    cell_questions,
    chosen_fields,
    row_questions,
    value_questions,
)
from rescue_cli.settle.settling import Settled, settle

BETWEEN = "\x1f"  # stands in no number and no file name: parts them from the world
MOST = 33  # worlds made of a case; one more than are judged, so that it shows that there are more


@dataclass(frozen=True)
class Unanswered:
    """`pairs`: those still asked are open; `unsure`: cells whose value no rule may use; `waiting`: rows that do not count
    yet, whosever they are."""

    pairs: pa.Table
    unsure: Collection[Cell] = ()
    waiting: Collection[Place] = ()


@dataclass(frozen=True)
class Possible:
    """`worlds`: POSSIBLE; `cases`, `mentions`, `clusters`: as of the real cases, by the worlds' numbers and with copies of
    their rows."""

    worlds: pa.Table
    cases: pa.Table
    mentions: pa.Table
    clusters: pa.Table


@dataclass(frozen=True)
class _World:
    number: str
    case: str
    answers: tuple[Answer, ...]
    questions: tuple[Question, ...]


def possible_cases(
    engine: Engine,
    mentions: pa.Table,
    linked: Linked,
    settled: Settled,
    pack: Pack,
    remembered: Remembered,
    unanswered: Unanswered,
) -> Possible:
    """Every case with something open about it, once for each way of answering."""
    fields = ruled_fields(pack)
    rested_on = fields_rested_on(pack)
    counted = rested_on.union(*summed_fields(pack).values()) if unanswered.unsure else rested_on
    doubts = doubted_cells(unanswered.unsure, mentions, settled.clusters, counted, pack)
    asked = value_questions(settled.conflicts, mentions, fields, pack, doubts)
    answered = {(case, question.lacking) for case, questions in asked.items() for question in questions}
    for more in (
        cell_questions(doubts, answered | chosen_fields(settled.conflicts)),
        row_questions(unanswered.pairs, mentions, settled.clusters, pack, unanswered.waiting),
        area_questions(settled.cases, mentions, settled.clusters, pack),
    ):
        for case, questions in more.items():
            asked.setdefault(case, []).extend(questions)
    worlds = [world for case in sorted(asked) for world in _worlds(case, asked[case])]
    if not worlds:
        return Possible(
            POSSIBLE.empty_table(), settled.cases.slice(0, 0), mentions.slice(0, 0), settled.clusters.slice(0, 0)
        )
    copies, groups = _copies(worlds, mentions, linked, settled.clusters)
    again, _ = settle(
        engine,
        copies,
        ROWS.empty_table(),
        FILES.empty_table(),
        Linked(groups, PAIRS.empty_table()),
        {world.number: world.number for world in worlds},
        pack,
        Remembered(_choices(worlds, remembered)),
    )
    return Possible(_table(worlds), again.cases, copies, again.clusters)


def _worlds(case: str, questions: Sequence[Question]) -> list[_World]:
    ways = islice(product(*(question.answers for question in questions)), MOST)
    return [_World(f"{case}{BETWEEN}{n:02d}", case, answers, tuple(questions)) for n, answers in enumerate(ways, 1)]


def _table(worlds: Sequence[_World]) -> pa.Table:
    lines = [
        {
            "world": world.number,
            "number": world.case,
            "words": [answer.words for answer in world.answers],
            "fields": [question.lacking for question in world.questions],
            "places": [question.place for question in world.questions],
            "loud": not all(question.quiet for question in world.questions),
        }
        for world in worlds
    ]
    return pa.Table.from_pylist(lines, schema=POSSIBLE)


def _choices(worlds: Sequence[_World], remembered: Remembered) -> dict[tuple[str, str], Choice]:
    """What was really answered of each case, and what is supposed in the world."""
    taken: dict[str, dict[str, Choice]] = defaultdict(dict)
    for (case, name), choice in of_current_numbers(remembered.choices, remembered.past).items():
        taken[case][name] = choice
    choices = {(world.number, name): choice for world in worlds for name, choice in taken[world.case].items()}
    supposed = {(world.number, *answer.choice): None for world in worlds for answer in world.answers if answer.choice}
    return {**choices, **{(number, name): choice for number, name, choice in supposed}}


def _copies(
    worlds: Sequence[_World], mentions: pa.Table, linked: Linked, clusters: pa.Table
) -> tuple[pa.Table, pa.Table]:
    """The rows of every world under names of their own, and GROUPS of them."""
    order = [(name, "ascending") for name in f.MENTION_KEY]
    index = pc.sort_indices(mentions.select(list(f.MENTION_KEY)), sort_keys=order)
    near = _near(worlds, clusters)
    groups = linked.groups.sort_by(order)
    rows = [(i, person, world.number) for world in worlds for i, person in _rows_of(world, near, groups[f.PERSON])]
    taken = mentions.take(index.take(pa.array([i for i, _, _ in rows], pa.int64())))
    files = [
        f"{file}{BETWEEN}{number}" for file, (_, _, number) in zip(taken[f.SOURCE_FILE].to_pylist(), rows, strict=True)
    ]
    copies = taken.set_column(
        taken.schema.get_field_index(f.SOURCE_FILE),
        f.SOURCE_FILE,
        pa.array(files, taken.schema.field(f.SOURCE_FILE).type),
    )
    columns: list[Any] = [copies[key] for key in f.MENTION_KEY]
    columns += [
        pa.array([person for _, person, _ in rows], pa.string()),
        pa.array([n for _, _, n in rows], pa.string()),
    ]
    named = dict(zip([*f.MENTION_KEY, f.PERSON, f.HOUSEHOLD], columns, strict=True))
    copies = _filled(_blanked(copies, worlds), worlds, [number for _, _, number in rows])
    return copies, pa.table([named[name] for name in GROUPS.names], names=GROUPS.names).cast(GROUPS)


def _blanked(copies: pa.Table, worlds: Sequence[_World]) -> pa.Table:
    """`copies` with the cells that count as not filled in emptied: unknown, not "no"."""
    by_field: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
    for world in worlds:
        for answer in world.answers:
            for file, sheet, row, name in answer.blanks:
                by_field[name].add((f"{file}{BETWEEN}{world.number}", sheet, row))
    if not by_field:
        return copies
    sheets = [sheet_as_sent(sheet or "") for sheet in copies[f.SHEET].to_pylist()]
    places = list(zip(copies[f.SOURCE_FILE].to_pylist(), sheets, copies[f.ROW].to_pylist(), strict=True))
    for name, emptied in sorted(by_field.items()):
        kept = pa.array([place not in emptied for place in places], pa.bool_())
        column = pc.if_else(kept, copies[name], pa.scalar(None, copies.schema.field(name).type))
        copies = copies.set_column(copies.schema.get_field_index(name), copies.schema.field(name), column)
    return copies


def _filled(copies: pa.Table, worlds: Sequence[_World], numbers: Sequence[str]) -> pa.Table:
    """`copies`, each row of the world `numbers` names, with what the answers put where nothing stands."""
    by_field: dict[str, dict[str, str]] = defaultdict(dict)
    for world in worlds:
        for answer in world.answers:
            for name, value in answer.fills:
                by_field[name][world.number] = value
    for name, values in sorted(by_field.items()):
        index = copies.schema.get_field_index(name)
        known = pa.array([values.get(number) for number in numbers], copies.schema.field(index).type)
        copies = copies.set_column(index, copies.schema.field(index), pc.coalesce(copies[name], known))
    return copies


@dataclass(frozen=True)
class _Near:
    """Places in the sorted mentions: of the rows of each open case, and of every row that an answer names."""

    of_case: Mapping[str, list[int]]
    places: Mapping[Place, int]


def _near(worlds: Sequence[_World], clusters: pa.Table) -> _Near:
    """`clusters` stands in the order of the mention keys."""
    numbered = clusters.append_column("i", pa.array(range(clusters.num_rows), pa.int64()))
    own = numbered.filter(
        pc.is_in(numbered[f.CASE], value_set=pa.array(sorted({world.case for world in worlds}), pa.string()))
    )
    named = {place for world in worlds for answer in world.answers for pair in answer.joins for place in pair}
    files = pa.array(sorted({place[0] for place in named}), pa.string())
    others = numbered.filter(pc.is_in(numbered[f.SOURCE_FILE], value_set=files))
    of_case: dict[str, list[int]] = defaultdict(list)
    for line in zip(own[f.CASE].to_pylist(), own["i"].to_pylist(), strict=True):
        of_case[line[0]].append(line[1])
    places: dict[Place, int] = {}
    for table in (own, others):
        keys = zip(*(table[key].to_pylist() for key in f.MENTION_KEY), strict=True)
        places.update(zip(keys, table["i"].to_pylist(), strict=True))
    return _Near(of_case, places)


def _rows_of(world: _World, near: _Near, persons: pa.ChunkedArray) -> list[tuple[int, str]]:
    """The rows the case has in the world, each with the person it speaks of."""
    left = {near.places[place] for answer in world.answers for place in answer.leaves}
    rows = {i: persons[i].as_py() for i in near.of_case[world.case] if i not in left}
    for answer in world.answers:
        for place, own in answer.joins:
            rows[near.places[place]] = persons[near.places[own]].as_py()
    return sorted(rows.items())
