"""Disagreements about where a household is, put as one question a case; what a person answered; and 人户分离."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Handling
from rescue_cli.core.tables import CONFLICTS
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack
from rescue_cli.settle.case_sources import RANK
from rescue_cli.settle.chosen_values import Choices, line_taken
from rescue_cli.settle.conflict_findings import conflict_finding, quoted_source
from rescue_cli.settle.field_values import DIFFERS, SENDER
from rescue_cli.settle.places import (
    PARTS,
    disagreements,
    lay_out_places,
    places_chosen,
    ruling_field,
    set_misplaced_apart,
)
from rescue_cli.settle.precedence import is_by_role
from rescue_cli.settle.settle_tables import PLACE_PICKS

Line = dict[str, Any]
_EACH = range(len(PARTS))


@dataclass(frozen=True)
class Places:
    """`values`: PARTS, one line a case in the order of 编号. `conflicts`: CONFLICTS. `findings`: SETTLE-CONFLICT and
    SETTLE-TWO-PLACES, one a case a person is asked about."""

    values: pa.Table
    conflicts: pa.Table
    findings: list[Finding]

    @property
    def columns(self) -> dict[str, pa.ChunkedArray]:
        """`values` by name."""
        return {name: self.values[name] for name in self.values.column_names}


@dataclass
class _Answers:
    picks: dict[str, int] = field(default_factory=dict)  # case → the row taken
    emptied: dict[str, Sequence[str]] = field(default_factory=dict)  # case → the fields none of the values is right for


def settle_places(engine: Engine, pack: Pack, names: Iterable[str], cases: pa.ChunkedArray, choices: Choices) -> Places:
    """Settle PARTS of all cases. `names`: the fields some row tells. Leaves MISPLACED for what belongs to the place."""
    parts = [name for name in PARTS if name in set(names)]
    _register_picks(engine, {})
    lay_out_places(engine, pack, parts)
    by_role = is_by_role(pack.vocabulary[ruling_field(pack)], pack)
    questions = [
        _question(list(lines), by_role)
        for _, lines in groupby(disagreements(engine).to_pylist(), key=lambda line: line["c"])
    ]
    answers = _answered(questions, choices)
    if answers.picks:
        _register_picks(engine, answers.picks)
        lay_out_places(engine, pack, parts)
    asked = [lines for lines in questions if lines[0][c.HANDLING] == Handling.FOR_NOW]
    set_misplaced_apart(engine, pack, {lines[0][f.CASE] for lines in asked} | set(answers.emptied))
    lines = [{name: line[name] for name in CONFLICTS.names} for of_case in questions for line in of_case]
    return Places(
        _emptied(places_chosen(engine), cases, answers.emptied),
        pa.Table.from_pylist(lines, schema=CONFLICTS),
        [_finding(of_case) for of_case in asked],
    )


def _register_picks(engine: Engine, picks: Mapping[str, int]) -> None:
    columns = {"c": pa.array(list(picks), pa.string()), "i": pa.array(list(picks.values()), pa.int64())}
    engine.register(PLACE_PICKS, pa.table(columns))


def _question(lines: list[Line], by_role: bool) -> list[Line]:
    """The lines of one case as those of one conflict: of the one field that differs, else of the whole place."""
    apart = [n for n in _EACH if any(line[f"d{n}"] for line in lines)]
    differing = [any(line[f"d{n}"] for n in apart) for line in lines]
    asked = by_role or any(differs and line["first"] for differs, line in zip(differing, lines, strict=True))
    handling = Handling.FOR_NOW if asked else Handling.BY_RULE
    if len(apart) == 1 and lines[0][f"e{apart[0]}"]:
        handling = Handling.EMPTIED
    question = [
        {
            **line,
            f.CASE: line["c"],
            c.FIELD: PARTS[apart[0]] if len(apart) == 1 else c.PLACE,
            c.VALUE: _words(line, "p", "x", apart),
            c.CARRIED: _words(line, "s", "e", apart),
            c.HANDLING: handling,
            DIFFERS: differs,
            SENDER: line[f.TOWNSHIP],
            "apart": apart,
        }
        for line, differs in zip(lines, differing, strict=True)
    ]
    return sorted((line for line in question if line[c.VALUE]), key=lambda line: bool(line[DIFFERS]))


def _words(line: Line, value: str, emptied: str, apart: Sequence[int]) -> str:
    """The field that differs, or the whole place, as a person reads it; the address says again what stands before it."""
    if len(apart) == 1:
        text = line[f"{value}{apart[0]}"]
        return text or (f.CLEARED if line[f"{emptied}{apart[0]}"] else "")
    *before, address = (line[f"{value}{n}"] or "" for n in _EACH)
    return " ".join(filter(None, [*(part for part in before if part not in address), address]))


def _answered(questions: Iterable[list[Line]], choices: Choices) -> _Answers:
    """What was chosen, written into the lines."""
    answers = _Answers()
    for lines in questions:
        case = lines[0][f.CASE]
        taken = line_taken(lines, choices.get((case, lines[0][c.FIELD])))
        if taken is None:
            continue
        if "i" in taken:
            answers.picks[case] = taken["i"]
        else:
            answers.emptied[case] = [PARTS[n] for n in lines[0]["apart"]]
    return answers


def _emptied(values: pa.Table, cases: pa.ChunkedArray, emptied: Mapping[str, Sequence[str]]) -> pa.Table:
    """`values` without those a person found all wrong."""
    if not emptied:
        return values
    numbers = cases.to_pylist()
    for place, name in enumerate(PARTS):
        without = {case for case, names in emptied.items() if name in names}
        column = [
            None if case in without else value for case, value in zip(numbers, values[name].to_pylist(), strict=True)
        ]
        values = values.set_column(place, name, pa.array(column, pa.string()))
    return values


def _finding(lines: Sequence[Line]) -> Finding:
    """人户分离 where rosters list the household in two villages or townships, else that the sources differ."""
    listed = [line for line in lines if line["role"] == RANK["roster"]]
    for other in listed[1:]:
        if any(listed[0][key] and other[key] and listed[0][key] != other[key] for key in ("k0", "k1")):
            first, second = (_place_of(line) for line in (listed[0], other))
            return conflict_finding("SETTLE-TWO-PLACES", other, first, second)
    other = next(line for line in lines if line[DIFFERS])
    return conflict_finding("SETTLE-CONFLICT", other, quoted_source(lines[0]), quoted_source(other))


def _place_of(line: Line) -> str:
    whole = {**line, c.VALUE: _words(line, "p", "x", [*_EACH])}
    return quoted_source(whole)
