"""Totals a notice states of a list, beside the households and persons the list holds (table `controls`)."""

from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import ControlState, Level
from rescue_cli.core.tables import CONTROLS
from rescue_cli.engine.base import Engine
from rescue_cli.judge.judge_tables import ALL_ROWS, WHO
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted


def build_controls(engine: Engine, pack: m.Pack) -> tuple[pa.Table, list[Finding]]:
    """`CONTROLS`, one line a control total; JUDGE-CONTROL-DIFFERS for each that does not come out. Reads ALL_ROWS."""
    lines = [_line(engine, pack, control) for control in pack.head.control]
    findings = [_finding(control, line) for control, line in zip(pack.head.control, lines, strict=True)]
    return pa.Table.from_pylist(lines, schema=CONTROLS), [finding for finding in findings if finding is not None]


def _line(engine: Engine, pack: m.Pack, control: m.Control) -> dict[str, Any]:
    held = _held(engine, pack, control.form)
    homes = _difference(held["homes"], control.households)
    people = _difference(held["people"], control.persons)
    agrees = homes in (0, None) and (people is None or (people == 0 and not held["unknown"]))
    return {
        c.NAME: control.name,
        f.FORM: control.form,
        c.HOUSEHOLDS_STATED: control.households,
        c.HOUSEHOLDS_HELD: held["homes"],
        c.HOUSEHOLDS_APART: homes,
        c.PERSONS_STATED: control.persons,
        c.PERSONS_HELD: held["people"],
        c.PERSONS_APART: people,
        c.PERSONS_UNKNOWN: held["unknown"],
        c.STATE: _state(held["homes"], agrees),
        f.BASIS: f"{pack.head.short} {control.clause}",
    }


def _state(homes: int, agrees: bool) -> ControlState:
    if not homes:
        return ControlState.NOT_RECEIVED
    return ControlState.AGREES if agrees else ControlState.DIFFERS


def _difference(held: int, stated: int | None) -> int | None:
    return None if stated is None else held - stated


def _held(engine: Engine, pack: m.Pack, form: str) -> dict[str, Any]:
    """Households of the form, their people, and how many households do not say how many they are.

    People are the rows where a row is a person, else 家庭人口, else the members named beside the head.
    """
    of_persons = "TRUE" if pack.forms[form].grain == "person" else f"bool_or({quoted(f.FIRST_ROW)} IS NOT NULL)"
    counted = f"count(DISTINCT {quoted(f.PERSON)})"
    members = f"CASE WHEN bool_or({quoted(f.MEMBER)} IS NOT NULL) THEN {counted} END"
    size = f"max({quoted(f.HOUSEHOLD_SIZE)})" if f.HOUSEHOLD_SIZE in pack.vocabulary else "NULL"
    homes = (
        f"SELECT home, CASE WHEN {of_persons} THEN {counted} ELSE coalesce({size}, {members}) END AS n"
        f" FROM (SELECT *, coalesce({quoted(f.CASE)}, first({WHO}) OVER (PARTITION BY {quoted(f.SOURCE_FILE)},"
        f" {quoted(f.SHEET)}, coalesce({quoted(f.FIRST_ROW)}, {quoted(f.ROW)})"
        f" ORDER BY {quoted(f.ROW)}, {quoted(f.MEMBER)} NULLS FIRST)) AS home"
        f" FROM {ALL_ROWS} WHERE {quoted(f.FORM)} = {literal(form)}) GROUP BY home"
    )
    (row,) = engine.sql(
        f"SELECT count(*) AS homes, CAST(coalesce(sum(n), 0) AS BIGINT) AS people,"
        f" count(*) FILTER (WHERE n IS NULL) AS unknown FROM ({homes})"
    ).to_pylist()
    return dict(row)


def _finding(control: m.Control, line: dict[str, Any]) -> Finding | None:
    if line[c.STATE] == ControlState.AGREES:
        return None
    parts = [
        f"应{stated}{unit}，实{held}{unit}"
        for stated, held, unit in (
            (line[c.HOUSEHOLDS_STATED], line[c.HOUSEHOLDS_HELD], "户"),
            (line[c.PERSONS_STATED], line[c.PERSONS_HELD], "人"),
        )
        if stated is not None
    ]
    unknown = f"；另有{line[c.PERSONS_UNKNOWN]}户没有写人数" if line[c.PERSONS_UNKNOWN] else ""
    facts = {c.NAME: control.name, "表": control.form, "比较": "；".join(parts) + unknown, f.BASIS: line[f.BASIS]}
    if line[c.STATE] == ControlState.NOT_RECEIVED:
        facts[c.LEVEL] = Level.HINT  # the list may come yet
    return Finding("JUDGE-CONTROL-DIFFERS", value=control.form, facts=facts)
