"""Values a person chose for a conflict: carried out again after every rebuild, as long as nothing new has been said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Handling
from rescue_cli.record.case_numbers import Past
from rescue_cli.record.decisions import NEITHER, Choice, value_digest
from rescue_cli.settle.field_values import Chosen

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


def carry_out(name: str, chosen: Chosen, cases: list[str], choices: Choices) -> Chosen:
    """`chosen` with the recorded choices: the value of the case, and 取值 and 处置 of its conflict lines.

    A choice counts while the value is still there and no source says anything that was not seen. `cases`: the numbers
    in the order of `chosen.values`.
    """
    if chosen.conflicts is None or not any(one == name for _, one in choices):
        return chosen
    lines = chosen.conflicts.to_pylist()
    taken: dict[str, Any] = {}
    for case, told in groupby(lines, key=lambda line: line[f.CASE]):
        found = _taken(list(told), choices.get((case, name)))
        if found is not None:
            taken[case] = found["typed"]
    if not taken:
        return chosen
    values = [taken.get(case, value) for case, value in zip(cases, chosen.values.to_pylist(), strict=True)]
    changed = pa.chunked_array([pa.array(values, chosen.values.type)])
    return Chosen(changed, pa.Table.from_pylist(lines, chosen.conflicts.schema))


def _taken(lines: list[Line], choice: Choice | None) -> Line | None:
    """The line a choice takes (an empty one for NEITHER), after writing it into all lines of the conflict."""
    if choice is None:
        return None
    digests = [value_digest(line[c.FIELD], line[c.VALUE]) for line in lines]
    if not choice.seen.issuperset(digests):
        return None
    empty: Line = {"值": Handling.EMPTIED, "typed": None}
    found = empty if choice.value == NEITHER else dict(zip(digests, lines, strict=True)).get(choice.value)
    if found is None:
        return None
    for line in lines:
        line[c.CARRIED], line[c.HANDLING] = found[c.VALUE], Handling.SETTLED
    return found
