"""What became otherwise between two states of a workspace, household by household, and what brought it (table `changes`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import value_text
from rescue_cli.core.change_tables import CHANGES
from rescue_cli.core.states import Cause, FileState, StateChange
from rescue_cli.engine.base import Engine
from rescue_cli.report.departures import Departures

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]
INTO = "并入 "  # before the number of the household a vanished one is part of
ELSE_LISTED = "另列"  # stands in 字段: outcomes beside the household's 分类
UNTOLD = (f.CASE, f.SERIAL, f.SOURCES, f.MENTION_COUNT, f.FORMER)  # columns of a case that are no fact of it
DECISION = (f.GROUP, f.OUTCOME, f.PHASE)
ORDER = {change: place for place, change in enumerate(StateChange)}


def state_changes(engine: Engine, before: Tables, after: Tables, causes: Sequence[str]) -> pa.Table:
    """CHANGES from `before` to `after` (each the tables cases, determinations, mentions, clusters, files).

    `causes`: what else than the files is otherwise (Cause); it stands where the household's own rows are as they were.
    """
    rows = _RowsOfCases(engine, before, after)
    homes = _Households(before, after)
    lines = [
        *_gone(rows, homes, causes),
        *_judged(rows, homes, causes),
        *_new(rows, homes, causes),
        *_edited(engine, rows, homes, causes),
    ]
    lines.sort(key=lambda line: (ORDER[line[c.CHANGE]], line[f.TOWNSHIP] or "", line[f.CASE], line.get(c.FIELD) or ""))
    return pa.Table.from_pylist(lines, schema=CHANGES)


class _Households:
    """The households of both states by their numbers, and what was decided of each."""

    def __init__(self, before: Tables, after: Tables) -> None:
        self.tables = before, after
        self.before, self.after = (
            _by_case(tables["cases"], (f.HEAD_NAME, f.TOWNSHIP, f.FORMER)) for tables in self.tables
        )
        self.decided_before, self.decided_after = (_decisions(tables["determinations"]) for tables in self.tables)
        self.departures = Departures(before, after, self.after)
        self.merged_into = {old: case for case, row in self.after.items() for old in row[f.FORMER] or ()}
        self.files_after = {row[f.SOURCE_FILE]: row for row in after["files"].to_pylist()}
        self.digests_before = {row[f.SOURCE_FILE]: row[c.DIGEST] for row in before["files"].to_pylist()}

    def line(self, case: str, change: StateChange, **more: Any) -> Row:
        known = self.after.get(case) or self.before[case]
        return {f.CASE: case, f.HEAD_NAME: known[f.HEAD_NAME], f.TOWNSHIP: known[f.TOWNSHIP], c.CHANGE: change, **more}


class _RowsOfCases:
    """The files whose rows each household is made of, and those whose rows are others than before.

    A row is known by what stands in it, not by its number: inserting a line above changes nothing.
    """

    def __init__(self, engine: Engine, before: Tables, after: Tables) -> None:
        kept = set(before["mentions"].column_names) & set(after["mentions"].column_names)
        spoken = [
            name for name in after["mentions"].column_names if name in kept and name not in (f.ROW, f.SHEET, f.SERIAL)
        ]
        for side, tables in (("before", before), ("after", after)):
            for name in ("mentions", "clusters"):
                engine.register(f"change_{name}_{side}", tables[name])
            engine.create(f"change_rows_{side}", _row_query(side, spoken))
        self.stood, self.stands = (_files_by_case(engine.sql(_FILES.format(side=side))) for side in ("before", "after"))
        self.touched = _files_by_case(engine.sql(_TOUCHED))
        self.came = _files_otherwise(before["files"], after["files"])
        self.now_in = dict(_pairs(engine.sql(_NOW_IN), f.CASE, c.OTHER_CASE))

    def cause(self, case: str, otherwise: Sequence[str]) -> tuple[str, str]:
        """原因 and 来源文件 of what became otherwise with a household: a file that is as it was brought nothing, though a person
        made its rows say something else."""
        if files := [file for file in self.touched.get(case, ()) if file in self.came]:
            return Cause.CAME, "、".join(files)
        return "、".join(otherwise), ""


def _files_otherwise(before: pa.Table, after: pa.Table) -> frozenset[str]:
    """来源文件 of the files whose bytes, or whether they count, are others than they were."""
    sides = (
        set(zip(*(table[name].to_pylist() for name in (f.SOURCE_FILE, c.DIGEST, c.STATE)), strict=True))
        for table in (before, after)
    )
    was, now = sides
    return frozenset(file for file, *_ in was ^ now)


def _row_query(side: str, spoken: Sequence[str]) -> str:
    columns = ", ".join(f'm."{name}"' for name in spoken)
    key = " AND ".join(f'm."{name}" IS NOT DISTINCT FROM k."{name}"' for name in f.MENTION_KEY)
    return (
        f'SELECT k."{f.CASE}", m."{f.SOURCE_FILE}", hash({columns}) AS digest '
        f'FROM change_mentions_{side} m JOIN change_clusters_{side} k ON {key} WHERE k."{f.CASE}" IS NOT NULL'
    )


_FILES = f'SELECT DISTINCT "{f.CASE}", "{f.SOURCE_FILE}" FROM change_rows_{{side}} ORDER BY ALL'
_COUNTED = f'SELECT "{f.CASE}", "{f.SOURCE_FILE}", digest, count(*) AS n FROM change_rows_{{side}} GROUP BY ALL'
_TOUCHED = (
    f'SELECT DISTINCT "{f.CASE}", "{f.SOURCE_FILE}" FROM ('
    f"({_COUNTED.format(side='before')} EXCEPT {_COUNTED.format(side='after')}) UNION ALL "
    f"({_COUNTED.format(side='after')} EXCEPT {_COUNTED.format(side='before')})) ORDER BY ALL"
)
_NOW_IN = (
    f'SELECT b."{f.CASE}", min(a."{f.CASE}") AS "{c.OTHER_CASE}" FROM change_rows_before b '
    f'JOIN change_rows_after a USING ("{f.SOURCE_FILE}", digest) WHERE b."{f.CASE}" <> a."{f.CASE}" GROUP BY 1 ORDER BY 1'
)


def _gone(rows: _RowsOfCases, homes: _Households, causes: Sequence[str]) -> Iterator[Row]:
    for case in sorted(homes.before.keys() - homes.after.keys()):
        why, files = rows.cause(case, causes)
        yield homes.line(
            case,
            StateChange.GONE,
            **{
                c.WRITTEN: homes.decided_before.get(case, _Decided()).words,
                c.NEW_VALUE: _where_it_went(case, rows, homes),
                c.WHY: why,
                f.SOURCE_FILE: files or "、".join(rows.stood.get(case, ())),
            },
        )


def _where_it_went(case: str, rows: _RowsOfCases, homes: _Households) -> str:
    """In words: into another household, or what somebody says became of it, and what happened to each of the files that spoke
    of it.

    A file whose rows merely stand for no household any more (a list beside a roster) is said where none fared worse.
    """
    into = homes.merged_into.get(case) or rows.now_in.get(case)
    if into:
        return f"{INTO}{into}"
    files = rows.stood.get(case, ())
    fates = [fate for fate in (_fate(file, homes) for file in files) if fate]
    rest = (f"“{file}”里的行不再算作这一户" for file in files)
    return "；".join(dict.fromkeys([*homes.departures.of(case), *(fates or rest)])) or "没有来件提到这一户了"


def _fate(file: str, homes: _Households) -> str:
    line = homes.files_after.get(file)
    if line is None:
        return f"“{file}”已不在收件里"
    if line[c.STATE] != FileState.READ:
        return f"“{file}”现在是“{line[c.STATE]}”"
    if line[c.DIGEST] != homes.digests_before.get(file):
        return f"“{file}”被覆盖，新的一份里没有这一户"
    return ""


def _judged(rows: _RowsOfCases, homes: _Households, causes: Sequence[str]) -> Iterator[Row]:
    for case in sorted(homes.before.keys() & homes.after.keys()):
        was, now = homes.decided_before.get(case, _Decided()), homes.decided_after.get(case, _Decided())
        if was == now:
            continue
        why, files = rows.cause(case, causes)
        for field, old, new in was.against(now):
            yield homes.line(
                case,
                StateChange.JUDGED,
                **{c.FIELD: field, c.WRITTEN: old, c.NEW_VALUE: new, c.WHY: why, f.SOURCE_FILE: files or None},
            )


def _new(rows: _RowsOfCases, homes: _Households, causes: Sequence[str]) -> Iterator[Row]:
    for case in sorted(homes.after.keys() - homes.before.keys()):
        why, _ = rows.cause(case, causes)
        words = homes.decided_after.get(case, _Decided()).words
        files = "、".join(rows.stands.get(case, ()))
        yield homes.line(case, StateChange.NEW, **{c.NEW_VALUE: words, c.WHY: why, f.SOURCE_FILE: files})


def _edited(engine: Engine, rows: _RowsOfCases, homes: _Households, causes: Sequence[str]) -> Iterator[Row]:
    """The told facts that are others; only the households SQL finds changed are looked at one by one."""
    before, after = (tables["cases"] for tables in homes.tables)
    fields = [name for name in after.column_names if name in before.column_names and name not in UNTOLD]
    alike = [name for name in fields if before.schema.field(name).type == after.schema.field(name).type]
    engine.register("change_cases_before", before)
    engine.register("change_cases_after", after)
    differs = " OR ".join(f'b."{name}" IS DISTINCT FROM a."{name}"' for name in alike)
    changed = engine.sql(
        f'SELECT b."{f.CASE}" FROM change_cases_before b JOIN change_cases_after a USING ("{f.CASE}") '
        f"WHERE {differs} ORDER BY 1"
    )[f.CASE]
    was, now = (_by_case(_of(table, changed), alike) for table in (before, after))
    for case in changed.to_pylist():
        why, files = rows.cause(case, causes)
        for name in alike:
            if was[case][name] != now[case][name]:
                values = {c.WRITTEN: value_text(was[case][name]), c.NEW_VALUE: value_text(now[case][name])}
                more = {c.FIELD: name, **values, c.WHY: why, f.SOURCE_FILE: files or None}
                yield homes.line(case, StateChange.EDITED, **more)


def _of(cases: pa.Table, numbers: pa.ChunkedArray) -> pa.Table:
    return cases.filter(pc.is_in(cases[f.CASE], value_set=numbers.combine_chunks()))


@dataclass(frozen=True)
class _Decided:
    """What the rules gave a household: 分类, 结果 and 阶段 of its own line, and the outcomes listed beside."""

    group: str | None = None
    outcome: str | None = None
    phase: str | None = None
    beside: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "·".join(part for part in (self.group, self.outcome) if part)

    def against(self, now: "_Decided") -> Iterator[tuple[str, str, str]]:
        """(字段, before, now) of what differs; 阶段 only where the outcome has kept its name."""
        pairs = [(f.GROUP, self.group, now.group), (f.OUTCOME, self.outcome, now.outcome)]
        if self.outcome == now.outcome:
            pairs.append((f.PHASE, self.phase, now.phase))
        pairs.append((ELSE_LISTED, "、".join(self.beside), "、".join(now.beside)))
        yield from ((name, old or "", new or "") for name, old, new in pairs if old != new)


def _decisions(determinations: pa.Table) -> dict[str, _Decided]:
    own: dict[str, Row] = {}
    beside: dict[str, set[str]] = {}
    for line in determinations.select([f.CASE, *DECISION]).to_pylist():
        if line[f.GROUP] is not None:
            own[line[f.CASE]] = line
        elif line[f.OUTCOME] is not None:
            beside.setdefault(line[f.CASE], set()).add(line[f.OUTCOME])
    return {case: _decided(own.get(case, {}), beside.get(case, ())) for case in own.keys() | beside.keys()}


def _decided(line: Row, beside: Iterable[str]) -> _Decided:
    return _Decided(line.get(f.GROUP), line.get(f.OUTCOME), line.get(f.PHASE), tuple(sorted(beside)))


def _by_case(cases: pa.Table, names: Iterable[str]) -> dict[str, Row]:
    chosen = cases.select([f.CASE, *(name for name in names if name != f.CASE)])
    return {row[f.CASE]: row for row in chosen.to_pylist()}


def _files_by_case(table: pa.Table) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {}
    for case, file in _pairs(table, f.CASE, f.SOURCE_FILE):
        files.setdefault(case, []).append(file)
    return files


def _pairs(table: pa.Table, left: str, right: str) -> Iterator[tuple[str, str]]:
    return zip(table[left].to_pylist(), table[right].to_pylist(), strict=True)
