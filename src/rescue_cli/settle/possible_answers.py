"""What may be answered about a case: values that sources of equal standing tell, and rows of which nobody has said whose they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import PAIRS_BOOK, ROWS_SHEET, VALUES_SHEET
from rescue_cli.core.states import Band, Handling
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.pack.model import Pack
from rescue_cli.record.decisions import Choice, value_digest
from rescue_cli.settle.case_sources import RANK
from rescue_cli.settle.conflict_findings import ASKED

Place = tuple[Any, ...]  # 来源文件, 工作表, 行号, 成员序
Cell = tuple[str, str, int, str]  # 来源文件, 工作表, 行号, 字段
_UNRANKED = 9


@dataclass(frozen=True)
class Answer:
    """One answer in words, and what it makes of the case: a value taken, cells that count as not filled in, rows that join
    it (each with the row of the case whose person it then is), rows that leave it."""

    words: str
    choice: tuple[str, Choice] | None = None
    blanks: tuple[Cell, ...] = ()
    joins: tuple[tuple[Place, Place], ...] = ()
    leaves: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Question:
    """`field` or the row in doubt stands among what the case lacks; `place`: where a person answers."""

    lacking: str
    place: str
    answers: tuple[Answer, ...]


class Placed:
    """What stands at a row: its case, its form and the person it speaks of. Few of all rows are looked at."""

    def __init__(self, mentions: pa.Table, clusters: pa.Table, places: Collection[Place]) -> None:
        self.form = _column_at(mentions, f.FORM, places)
        self.case = _column_at(clusters, f.CASE, places)
        self.person = _column_at(clusters, f.PERSON, places)


def _column_at(table: pa.Table, name: str, places: Collection[Place]) -> dict[Place, Any]:
    for key, number in ((f.SOURCE_FILE, 0), (f.ROW, 2)):
        wanted = pa.array(sorted({place[number] for place in places}), table.schema.field(key).type)
        table = table.filter(pc.is_in(table[key], value_set=wanted))
    columns = (table[key].to_pylist() for key in (*f.MENTION_KEY, name))
    return {tuple(place): value for *place, value in zip(*columns, strict=True) if tuple(place) in places}


def value_questions(
    conflicts: pa.Table, mentions: pa.Table, fields: Collection[str], pack: Pack
) -> dict[str, list[Question]]:
    """Case → fields of `fields` whose sources of equal standing differ, each source's value an answer."""
    asked = conflicts.filter(
        pc.and_(
            pc.is_in(conflicts[c.HANDLING], value_set=pa.array([*ASKED], pa.string())),
            pc.is_in(conflicts[c.FIELD], value_set=pa.array(sorted(fields), pa.string())),
        )
    ).to_pylist()
    forms = _forms_of_rows(mentions, asked)
    questions: dict[str, list[Question]] = defaultdict(list)
    for (case, name), group in groupby(asked, key=lambda line: (line[f.CASE], line[c.FIELD])):
        lines = list(group)
        ranks = [_rank(forms.get(_row_of(line)), pack) for line in lines]
        equals = [line for line, rank in zip(lines, ranks, strict=True) if rank == min(ranks)]
        first: dict[str, dict[str, Any]] = {}
        for line in equals:
            first.setdefault(line[c.VALUE], line)
        if len(first) > 1:
            seen = frozenset(value_digest(name, line[c.VALUE]) for line in lines)
            answers = tuple(
                Answer(
                    f"“{name}”为{_shown(value)}（{_file_and_sheet(_row_of(line))} › 第{line[f.ROW]}行）",
                    (name, Choice(value_digest(name, value), seen)),
                )
                for value, line in first.items()
            )
            questions[case].append(Question(name, f"{PAIRS_BOOK} › {VALUES_SHEET}", answers))
    return questions


def _forms_of_rows(mentions: pa.Table, lines: Sequence[Mapping[str, Any]]) -> dict[Place, str]:
    keys = [f.SOURCE_FILE, f.SHEET, f.ROW]
    table = mentions.select([*keys, f.FORM])
    for key in (f.SOURCE_FILE, f.ROW):
        wanted = pa.array(sorted({line[key] for line in lines}), table.schema.field(key).type)
        table = table.filter(pc.is_in(table[key], value_set=wanted))
    return {tuple(row[key] for key in keys): row[f.FORM] for row in table.to_pylist()}


def _row_of(line: Mapping[str, Any]) -> Place:
    return tuple(line[key] for key in (f.SOURCE_FILE, f.SHEET, f.ROW))


def _rank(form: str | None, pack: Pack) -> int:
    return _UNRANKED if form is None else RANK.get(pack.forms[form].role, _UNRANKED)


def _shown(value: str) -> str:
    return Handling.EMPTIED if value == f.CLEARED else value


def cell_questions(
    unsure: Collection[Cell], mentions: pa.Table, clusters: pa.Table, fields: Collection[str]
) -> dict[str, list[Question]]:
    """Case → values the program itself calls implausible: without them, and, where another source tells the field, with
    nobody's word for it."""
    cells = sorted(cell for cell in unsure if cell[3] in fields)
    cases = _cases_of_rows(clusters, {cell[:3] for cell in cells})
    doubted: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        for case in cases.get(cell[:3], ()):
            doubted[case, cell[3]].append(cell)
    sources = _told_cells(mentions, clusters, doubted)
    questions: dict[str, list[Question]] = defaultdict(list)
    for (case, name), wrong in doubted.items():
        places = "、".join(f"{_file_and_sheet(cell)} › 第{cell[2]}行" for cell in wrong)
        answers = [Answer(f"{places}的“{name}”大小不像，不用此数", blanks=tuple(wrong))]
        if others := [cell for cell in sources[case, name] if cell not in wrong]:
            answers.append(Answer(f"“{name}”不明", blanks=(*wrong, *others)))
        questions[case].append(Question(name, "校验汇总.xlsx改正或写明理由，或者", tuple(answers)))
    return questions


def _cases_of_rows(clusters: pa.Table, rows: Collection[Place]) -> dict[Place, list[str]]:
    keys = [f.SOURCE_FILE, f.SHEET, f.ROW]
    files = pa.array(sorted({row[0] for row in rows}), pa.string())
    table = clusters.filter(pc.and_(pc.is_in(clusters[f.SOURCE_FILE], value_set=files), pc.is_valid(clusters[f.CASE])))
    owners: dict[Place, list[str]] = defaultdict(list)
    for *row, case in zip(*(table[name].to_pylist() for name in (*keys, f.CASE)), strict=True):
        place = (row[0], sheet_as_sent(row[1]), row[2])
        if place in rows and case not in owners[place]:
            owners[place].append(case)
    return owners


def _told_cells(
    mentions: pa.Table, clusters: pa.Table, doubted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[Cell]]:
    """Every cell of the case that tells the field."""
    wanted = pa.array(sorted({case for case, _ in doubted}), pa.string())
    rows = clusters.filter(pc.is_in(clusters[f.CASE], value_set=wanted))
    places = list(zip(*(rows[key].to_pylist() for key in f.MENTION_KEY), strict=True))
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for name in sorted({name for _, name in doubted}):
        values = _column_at(mentions, name, set(places))
        for place, case in zip(places, rows[f.CASE].to_pylist(), strict=True):
            if (case, name) in doubted and values.get(place) is not None:
                cells[case, name].append((place[0], sheet_as_sent(place[1]), place[2], name))
    return cells


def row_questions(
    pairs: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack, waiting: Collection[Place] = ()
) -> dict[str, list[Question]]:
    """Case → rows of lists, surveys and results that may be about it, or that may be about another: with each, and without.
    Rows of `waiting` say nothing yet, whosever they are."""
    asked = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist()
    sides = [tuple(tuple(pair[name] for name in side) for side in (c.LEFT, c.RIGHT)) for pair in asked]
    placed = Placed(mentions, clusters, {place for side in sides for place in side})
    together: dict[tuple[str, int, bool], list[tuple[Place, Place]]] = defaultdict(list)
    for pair, (left, right) in zip(asked, sides, strict=True):
        if left in waiting or right in waiting:
            continue
        for own, other in ((left, right), (right, left)):
            case = placed.case.get(own)
            rosters = [_rank(placed.form.get(place), pack) == RANK["roster"] for place in (own, other)]
            if case is not None and case != placed.case.get(other) and not all(rosters):
                together[case, pair[c.QUESTION], rosters[1]].append((own, other))
    questions: dict[str, list[Question]] = defaultdict(list)
    for (case, _, leaves), rows in sorted(together.items(), key=lambda item: (item[0][0], item[0][1], item[0][2])):
        doubted = [own if leaves else other for own, other in rows]
        named = f"{placed.form[doubted[0]]}第{doubted[0][2]}行"
        stays, goes = Answer(f"{named}是本户"), Answer(f"{named}不是本户")
        stays = stays if leaves else Answer(stays.words, joins=tuple(_joining(rows, placed, mentions, clusters, pack, waiting)))
        goes = Answer(goes.words, leaves=tuple(doubted)) if leaves else goes
        lacking = f"{named}是否本户（{_file_and_sheet(doubted[0])}）"
        questions[case].append(Question(lacking, f"{PAIRS_BOOK} › {ROWS_SHEET}", (stays, goes)))
    return questions


def _joining(
    rows: Sequence[tuple[Place, Place]],
    placed: Placed,
    mentions: pa.Table,
    clusters: pa.Table,
    pack: Pack,
    waiting: Collection[Place],
) -> list[tuple[Place, Place]]:
    """The rows of no roster that speak of the persons asked about, each with the row of the case it joins."""
    owners = {placed.person[other]: own for own, other in reversed(rows)}
    people = clusters.filter(pc.is_in(clusters[f.PERSON], value_set=pa.array(sorted(owners), pa.string())))
    places = [tuple(row[key] for key in f.MENTION_KEY) for row in people.to_pylist()]
    forms = _column_at(mentions, f.FORM, set(places))
    joined = [pair for pair in zip(places, people[f.PERSON].to_pylist(), strict=True) if pair[0] not in waiting]
    return [(place, owners[person]) for place, person in joined if _rank(forms[place], pack) != RANK["roster"]]


def _file_and_sheet(place: Sequence[Any]) -> str:
    return " › ".join(part for part in place[:2] if part)
