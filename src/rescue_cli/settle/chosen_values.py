"""Values a person chose for a conflict: carried out again after every rebuild, as long as nothing new has been said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Handling
from rescue_cli.record.case_numbers import Past
from rescue_cli.record.decisions import NEITHER, Choice, value_digest
from rescue_cli.settle.field_values import TYPED, Chosen

Line = dict[str, Any]
Choices = Mapping[tuple[str, str], Choice]  # 编号, 字段


@dataclass(frozen=True)
class Remembered:
    """What the record knows of the cases: values people took, and numbers merged, split and handed on so far."""

    choices: Choices = field(default_factory=dict)
    past: Past = field(default_factory=Past)


def of_current_numbers(choices: Choices, past: Past) -> Choices:
    """The choices, those of numbers that were merged into another under that one; its own go first."""
    moved = {
        (case, name): choice
        for case, others in past.former.items()
        for (other, name), choice in sorted(choices.items(), key=lambda item: item[0])
        if other in others
    }
    return {**moved, **choices}


def carry_out(name: str, chosen: Chosen, cases: pa.ChunkedArray, choices: Choices) -> Chosen:
    """`chosen` of field `name` with the recorded choices: the value of the case, and 取值 and 处置 of its conflict lines.

    A choice counts while the value is still there and no source says anything that was not seen. `cases`: the numbers
    in the order of `chosen.values`.
    """
    asked = [case for case, field_name in choices if field_name == name]
    if chosen.conflicts is None or not asked:
        return chosen
    concerned = pc.is_in(chosen.conflicts[f.CASE], value_set=pa.array(asked, pa.string()))
    lines = chosen.conflicts.filter(concerned).to_pylist()  # as few as a person answered
    taken: dict[str, Any] = {}
    for case, of_case in groupby(lines, key=lambda line: line[f.CASE]):
        chosen_line = line_taken(list(of_case), choices.get((case, name)))
        if chosen_line is not None:
            taken[case] = chosen_line[TYPED]
    if not taken:
        return chosen
    return Chosen(_replaced(chosen.values, cases, taken), _rewritten(chosen.conflicts, concerned, lines))


def _replaced(values: pa.ChunkedArray, cases: pa.ChunkedArray, taken: Mapping[str, Any]) -> pa.ChunkedArray:
    """`values` with those of the cases in `taken` in their place."""
    behind = pa.chunked_array([*values.chunks, pa.array(list(taken.values()), values.type)])
    index = pc.index_in(cases, value_set=pa.array(list(taken), pa.string()))
    own_place = pa.chunked_array([pa.array(range(len(values)), pa.int64())])
    return behind.take(pc.coalesce(pc.add(index.cast(pa.int64()), len(values)), own_place))


def _rewritten(conflicts: pa.Table, concerned: pa.ChunkedArray, lines: list[Line]) -> pa.Table:
    """`conflicts` with 取值 and 处置 of the lines `concerned` as they stand in `lines`."""
    for name in (c.CARRIED, c.HANDLING):
        words = pa.array([line[name] for line in lines], pa.string())
        column = pc.replace_with_mask(conflicts[name], concerned.combine_chunks(), words)
        conflicts = conflicts.set_column(conflicts.schema.get_field_index(name), name, column)
    return conflicts


def line_taken(lines: list[Line], choice: Choice | None) -> Line | None:
    """The line a choice takes (an empty one for NEITHER), after writing it into all lines of the conflict."""
    if choice is None:
        return None
    digests = [value_digest(line[c.FIELD], line[c.VALUE]) for line in lines]
    if not choice.has_seen(digests):
        return None
    empty: Line = {c.VALUE: Handling.EMPTIED, TYPED: None}
    first = next((line for line, digest in zip(lines, digests, strict=True) if choice.takes(digest)), None)
    chosen_line = empty if choice.value == NEITHER else first
    if chosen_line is None:
        return None
    for line in lines:
        line[c.CARRIED], line[c.HANDLING] = chosen_line[c.VALUE], Handling.SETTLED
    return chosen_line
