"""更正: who counts otherwise now than in a report that was handed in, household by household."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import FiledChange
from rescue_cli.core.change_tables import FIGURES
from rescue_cli.core.states import Group
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.report.filed_figures import FiledColumn, Place, figures_by_place
from rescue_cli.report.report_types import TOTAL

KEYS = (f.SHEET, c.LINE, c.COUNTED_IN, f.CASE)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A household in one figure: what it counted for when that was handed in, and does now; both empty where it does not.

    `state`: whether its facts are open again, or nobody sends it any more. `into`: the household it is part of now. `lost`: by
    how much the figure falls with it (None: it is no plain sum).
    """

    sheet: str
    line: str
    column: str
    case: str
    head: str
    township: str
    then: str
    now: str
    state: FiledChange
    into: str
    lost: Decimal | None


def differences(engine: Engine, then: pa.Table, now: pa.Table) -> list[Difference]:
    """Every household that counts otherwise in some figure (both COUNTED); `facts` and `judged` stand on the engine."""
    engine.register("filed_then", then)
    engine.register("filed_now", now)
    keys = ", ".join(f"COALESCE(t.{quoted(key)}, n.{quoted(key)}) AS {quoted(key)}" for key in KEYS)
    same = " AND ".join(f"t.{quoted(key)} = n.{quoted(key)}" for key in KEYS)
    counted, amount, case = quoted(c.COUNTED_AS), quoted(c.AMOUNT), quoted(f.CASE)
    differing = (
        f"SELECT {keys}, t.{counted} AS counted_then, n.{counted} AS counted_now,"
        f" COALESCE(t.{amount}, 0) - COALESCE(n.{amount}, 0) AS lost,"
        f" (t.{counted} IS NOT NULL AND t.{amount} IS NULL) OR (n.{counted} IS NOT NULL AND n.{amount} IS NULL) AS no_sum"
        f" FROM filed_then t FULL JOIN filed_now n ON {same} WHERE t.{counted} IS DISTINCT FROM n.{counted}"
    )
    names = f"SELECT DISTINCT {case}, {quoted(f.HEAD_NAME)}, {quoted(f.TOWNSHIP)} FROM facts"
    former = f"SELECT UNNEST({quoted(f.FORMER)}) AS former, {case} AS home FROM facts"
    asked = f"SELECT DISTINCT {case} FROM judged WHERE {quoted(f.GROUP)} = {literal(Group.UNDETERMINED)}"
    rows = engine.sql(
        f"SELECT d.*, h.{quoted(f.HEAD_NAME)}, h.{quoted(f.TOWNSHIP)}, o.{case} IS NOT NULL AS is_open,"
        f" h.{case} IS NULL AND d.{case} <> '' AS is_gone, m.home"
        f" FROM ({differing}) d LEFT JOIN ({names}) h ON d.{case} = h.{case} LEFT JOIN ({asked}) o ON d.{case} = o.{case}"
        f" LEFT JOIN ({former}) m ON d.{case} = m.former"
        f" ORDER BY {', '.join(f'd.{quoted(key)}' for key in KEYS)}"
    ).to_pylist()
    return [
        _difference(row) for row in rows if row["no_sum"] or row["lost"]
    ]  # what it adds and takes off may come out even


def _difference(row: Row) -> Difference:
    words = (row[name] or "" for name in (*KEYS, f.HEAD_NAME, f.TOWNSHIP, "counted_then", "counted_now"))
    sheet, line, column, case, head, township, then, now = words
    lost = None if row["no_sum"] else row["lost"]
    gone = row["is_gone"] and not row["home"]
    state = FiledChange.OPEN if row["is_open"] else FiledChange.GONE if gone else FiledChange.CORRECTED
    return Difference(sheet, line, column, case, head, township, then, now, state, row["home"] or "", lost)


def change_lines(differing: Sequence[Difference], columns: Sequence[FiledColumn], whole: bool) -> list[dict[str, str]]:
    """FILED_CHANGES without report and period: one line a household and line of the table, by line and number.

    Told in the figures of the month; `whole`: of a household of which no figure of the month differs in those of everything
    so far.
    """
    by_place: dict[Place, FiledColumn] = {(column.sheet, column.id): column for column in columns}
    of_month, of_all = (_together(differing, by_place, reach) for reach in ("本月", "累计"))
    told_of = {key[1] for key in of_month}
    lines = of_month | ({key: line for key, line in of_all.items() if key[1] not in told_of} if whole else {})
    return [lines[key] for key in sorted(lines)]


def with_open(
    counted: pa.Table,
    figures: pa.Table,
    then: pa.Table,
    differing: Sequence[Difference],
    columns: Sequence[FiledColumn],
) -> tuple[pa.Table, pa.Table]:
    """COUNTED and FIGURES of a report as they are kept: with the households that were counted in the one handed in before
    (`then`) and are open again, in the figures of everything so far. They stay as handed in until somebody answers."""
    whole = {(column.sheet, column.id) for column in columns if column.reach == "累计"}
    open_again = [
        entry
        for entry in differing
        if entry.state == FiledChange.OPEN and entry.lost is not None and (entry.sheet, entry.column) in whole
    ]
    if not open_again:
        return counted, figures
    kept = {(entry.sheet, entry.line, entry.column, entry.case) for entry in open_again}
    rows = [row for row in counted.to_pylist() if _key(row) not in kept]
    rows += [row for row in then.to_pylist() if _key(row) in kept]
    by_place = figures_by_place(figures)
    for entry in open_again:
        for line in (entry.line, TOTAL):
            place = (entry.sheet, line, entry.column)
            known = by_place.get(place, Decimal(0))
            if known is not None and (place in by_place or line != TOTAL):
                by_place[place] = known + (entry.lost or Decimal(0))
    lines = [dict(zip(FIGURES.names, (*place, figure), strict=True)) for place, figure in by_place.items()]
    return pa.Table.from_pylist(rows, schema=counted.schema), pa.Table.from_pylist(lines, schema=FIGURES)


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS)


def all_lines(differing: Sequence[Difference], columns: Sequence[FiledColumn]) -> list[dict[str, str]]:
    """The same in every figure that can be told of a period that is over; where none is of a month, in every figure there is:
    for a report made again for a period that was handed in."""
    known = [column for column in columns if column.reach is not None] or columns
    lines = _together(differing, {(column.sheet, column.id): column for column in known}, None)
    return [lines[key] for key in sorted(lines)]


def _together(
    differing: Sequence[Difference], by_place: Mapping[Place, FiledColumn], reach: str | None
) -> dict[tuple[str, str], dict[str, str]]:
    of: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for entry in differing:
        column = by_place.get((entry.sheet, entry.column))
        if column is not None and reach in (None, column.reach):
            of[entry.line, entry.case].append(entry)
    order = {place: number for number, place in enumerate(by_place)}
    for entries in of.values():
        entries.sort(key=lambda entry: order[entry.sheet, entry.column])
    return {key: _line(_plain(entries), by_place) for key, entries in of.items()}


def _plain(entries: list[Difference]) -> list[Difference]:
    """Without figures that are reckoned from several, where a plain one tells of the household as well."""
    return [entry for entry in entries if entry.lost is not None] or entries


def _line(entries: Sequence[Difference], by_place: Mapping[Place, FiledColumn]) -> dict[str, str]:
    household = entries[0]
    return {
        f.CASE: household.case,
        f.HEAD_NAME: household.head,
        f.TOWNSHIP: household.township,
        c.LINE: household.line,
        c.COUNTED_THEN: _counted([(by_place[entry.sheet, entry.column], entry.then) for entry in entries]),
        c.COUNTED_NOW: f"并入 {household.into}"
        if household.into
        else _counted([(by_place[entry.sheet, entry.column], entry.now) for entry in entries]),
        c.STATE: household.state,
    }


def _counted(counts: Sequence[tuple[FiledColumn, str]]) -> str:
    """Where it counts, with the number; a heading that stands in two sheets is named once."""
    named = dict.fromkeys(f"{_named(column)} {count}" for column, count in counts if count)
    return "；".join(named) or "不计入"


def _named(column: FiledColumn) -> str:
    """A figure of everything so far is called so, whatever its heading."""
    return column.words if column.reach != "累计" or "累计" in column.words else f"累计·{column.words}"
