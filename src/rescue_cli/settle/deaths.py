"""Persons of the rosters whom some row tells dead by the as-of day: said at the roster's row, decided by nobody here."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Level
from rescue_cli.pack.model import Pack

DEATH = "死亡"  # the event (national/rules.toml) by which a row tells it
DEAD = "SETTLE-PERSON-DEAD"
Place = tuple[Any, ...]


def death_findings(
    events: pa.Table,
    mentions: pa.Table,
    clusters: pa.Table,
    pack: Pack,
    as_of: dt.date,
    confirmed: Collection[Place] = (),
) -> Iterator[Finding]:
    """One finding a roster or list row of a person of whom another row tells the death; of a row that was looked into and
    found true (`confirmed`) nothing is asked any more. `events`: EVENTS of the cases."""
    told_dead = [row for row in events.filter(pc.equal(events[c.EVENT], DEATH)).to_pylist() if _by(row[c.DAY], as_of)]
    if not told_dead:
        return
    people = _people(clusters, {_row(row) for row in told_dead})
    deaths = {people[_row(row)]: row for row in reversed(told_dead) if _row(row) in people}
    near = clusters.filter(pc.is_in(clusters[f.PERSON], value_set=pa.array(sorted(deaths), pa.string())))
    own = {tuple(row[key] for key in f.MENTION_KEY): row[f.PERSON] for row in near.to_pylist()}
    for row in mentions.filter(pa.array([key in own for key in _keys(mentions)], pa.bool_())).to_pylist():
        death = deaths[own[tuple(row[key] for key in f.MENTION_KEY)]]
        if pack.forms[row[f.FORM]].role in ("roster", "reference") and _row(row) != _row(death):
            yield _finding(row, death, confirmed=_row(death) in confirmed)


def _by(day: dt.date | None, as_of: dt.date) -> bool:
    return day is None or day <= as_of


def _row(row: Mapping[str, Any]) -> Place:
    return (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW])


def _keys(table: pa.Table) -> Iterator[Place]:
    return zip(*(table[key].to_pylist() for key in f.MENTION_KEY), strict=True)


def _people(clusters: pa.Table, rows: set[Place]) -> dict[Place, str]:
    """Row → the person it speaks of; rows of few files are looked at."""
    files = pa.array(sorted({row[0] for row in rows}), pa.string())
    near = clusters.filter(pc.is_in(clusters[f.SOURCE_FILE].cast(pa.string()), value_set=files)).to_pylist()
    return {_row(row): row[f.PERSON] for row in near if _row(row) in rows and row[f.PERSON]}


def _finding(row: Mapping[str, Any], death: Mapping[str, Any], *, confirmed: bool) -> Finding:
    where = " › ".join(str(part) for part in (death[f.SOURCE_FILE], death[f.SHEET], f"第{death[f.ROW]}行") if part)
    name = row[f.NAME] or row[f.HEAD_NAME] or ""
    facts = {f.NAME: str(name), "名单": where, "日期": death[c.DAY].isoformat() if death[c.DAY] else "（日期未填）"}
    facts |= {"核实": "，已核实属实", c.LEVEL: Level.HINT} if confirmed else {"核实": ""}
    return Finding(
        DEAD,
        row[f.SOURCE_FILE],
        row[f.SHEET] or "",
        row[f.ROW],
        township=row[f.TOWNSHIP] or "",
        field=f.NAME if row[f.NAME] else f.HEAD_NAME,
        value=str(name),
        facts=facts,
    )
