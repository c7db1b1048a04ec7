"""`explain`: why a household was decided as it was."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.core.errors import UsageError
from rescue_cli.core.states import Handling
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.judge import Trace, explain_case
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, engine, judged, merged
from rescue_cli.pipeline.unsure_cells import unsure_in
from rescue_cli.settle import Cell

WORLDS_SHOWN = 6  # of the answers of a case: a person reads no more


@dataclass(frozen=True)
class SourceCell:
    """One filled cell: its field, the value as read, and the cell ("E11"; empty where title, sheet or file name gave it).
    `used`: False where the program does not believe the value, and no rule uses it."""

    field: str
    value: str
    cell: str
    used: bool = True


@dataclass(frozen=True)
class SourceRow:
    """One row of the household: file › sheet, row, the form it was read as, and its cells."""

    place: str
    row: int
    form: str
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True)
class Explanation:
    """A household's lines, the rules tried, and the cells they rest on."""

    case: str
    lines: tuple[dict[str, Any], ...]
    traces: tuple[Trace, ...]
    sources: tuple[SourceRow, ...]
    conflicts: tuple[dict[str, Any], ...]
    # What each way of answering what is open would give. Where rows are in question, `traces` are of the first of them.
    worlds: tuple[dict[str, Any], ...] = ()
    corrected: tuple[dict[str, Any], ...] = ()  # values a person put right (CORRECTED)

    def worlds_that_differ(self) -> tuple[dict[str, Any], ...]:
        """The first few of `worlds`, in their order: one of each 结果 before a second of any."""
        by_outcome: dict[tuple[Any, Any], list[int]] = {}
        for place, world in enumerate(self.worlds):
            by_outcome.setdefault((world[f.GROUP], world[f.OUTCOME]), []).append(place)
        firsts, others = (
            [places[0] for places in by_outcome.values()],
            [p for ps in by_outcome.values() for p in ps[1:]],
        )
        return tuple(self.worlds[place] for place in sorted([*firsts, *sorted(others)][:WORLDS_SHOWN]))

    def as_json(self) -> dict[str, Any]:
        """Ready for the summary of the JSON envelope."""
        return {
            "编号": self.case,
            "判定": list(self.lines),
            "规则": [asdict(trace) for trace in self.traces],
            "来源": [asdict(source) for source in self.sources],
            "冲突": list(self.conflicts),
            "各种答案": list(self.worlds),
            "更正": list(self.corrected),
        }


def explain(session: Session, subject: str) -> Explanation:
    """`subject`: a 编号, or the name or number of one household's head or member. UsageError, with the numbers of several,
    or the nearest 编号 or finding code, for anything else."""
    merge_stage = merged(session)
    judge_stage = judged(session, merge_stage)
    lines = _of(judge_stage["determinations"], subject)
    if not lines:
        subject = _named(merge_stage, subject)
        lines = _of(judge_stage["determinations"], subject)
    if not lines:
        known = [*judge_stage["determinations"][f.CASE].unique().to_pylist(), *catalogue_of(session.pack)]
        hint = nearest(subject, known)
        raise UsageError(f"没有编号或代码“{subject}”" + (f"；最接近的是“{hint}”" if hint else ""))
    settled_anew = judge_stage["first_worlds"]
    facts = settled_anew if _of(settled_anew, subject) else judge_stage["facts"]
    with engine() as opened:
        traces = explain_case(opened, facts, subject, session.pack)
    return Explanation(
        subject,
        tuple(lines),
        tuple(traces),
        tuple(_sources(session, merge_stage, subject)),
        tuple(_of(merge_stage["conflicts"], subject)),
        tuple(_of(judge_stage["worlds"], subject)),
        tuple(_of(merge_stage["corrected"], subject)),
    )


def _named(stage: Stage, subject: str) -> str:
    """The 编号 of the one household with somebody of this name or number; what was asked where there is none."""
    cases = {
        case
        for table, name in ((stage["cases"], f.HEAD_NAME), (stage["persons"], f.NAME), (stage["persons"], f.ID_NUMBER))
        for case in table.filter(pc.equal(table[name], subject.strip().upper()))[f.CASE].to_pylist()
        if case
    }
    if len(cases) > 1:
        raise UsageError(f"有{len(cases)}户的户主或成员是这个姓名、号码，请写编号：{'、'.join(sorted(cases)[:20])}")
    return cases.pop() if cases else subject


def _of(table: pa.Table, case: str) -> list[dict[str, Any]]:
    return list(table.filter(pc.equal(table[f.CASE], case)).to_pylist())


def _sources(session: Session, stage: Stage, case: str) -> list[SourceRow]:
    """The household's rows in order of place, each with its filled cells."""
    keys = {tuple(row[key] for key in f.MENTION_KEY) for row in _of(stage["clusters"], case)}
    unsure = _unused(session, stage, case)
    letters = {
        (row[f.SOURCE_FILE], row[f.SHEET], row[c.FIELD]): row[c.LETTER]
        for row in reversed(stage["columns"].to_pylist())
        if row[c.FIELD]
    }
    sources = []
    for row in stage["mentions"].to_pylist():
        if tuple(row[key] for key in f.MENTION_KEY) in keys:
            where = (row[f.SOURCE_FILE], row[f.SHEET])
            cells = [
                SourceCell(
                    entry.name,
                    _shown(row[entry.name]),
                    f"{letter}{row[f.ROW]}" if letter else "",
                    (row[f.SOURCE_FILE], sheet_as_sent(row[f.SHEET] or ""), row[f.ROW], entry.name) not in unsure,
                )
                for entry in session.pack.input_fields
                if row[entry.name] not in (None, []) and entry.name != f.SERIAL
                for letter in [letters.get((*where, entry.name), "")]
            ]
            sources.append(SourceRow(" › ".join(part for part in where if part), row[f.ROW], row[f.FORM], tuple(cells)))
    return sources


def _unused(session: Session, stage: Stage, case: str) -> set[Cell]:
    """The cells no rule uses: not believed, and of no field of the case that a person chose a value for."""
    chosen = {line[c.FIELD] for line in _of(stage["conflicts"], case) if line[c.HANDLING] == Handling.SETTLED}
    return {cell for cell in unsure_in(session, stage["mentions"], stage["findings"]) if cell[3] not in chosen}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return decimal_text(value)
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)
