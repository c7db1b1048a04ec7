"""What may be answered about a case: values that sources of equal standing tell, values nobody believes, and rows of which
nobody has said whose they are."""

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
from rescue_cli.pack.language.ruled_fields import ruled_forms
from rescue_cli.pack.model import Pack
from rescue_cli.record.decisions import Choice, value_digest
from rescue_cli.settle.conflict_findings import ASKED
from rescue_cli.settle.doubted_cells import Cell, Doubted, Place, column_at, file_and_sheet, is_roster, rank_of

_AREA_PLACE = f"补填“{f.AREA}”"
_CELL_PLACE = "改正原表这一格后重报，或在校验汇总.xlsx写明保留的理由"


@dataclass(frozen=True)
class Answer:
    """One answer in words, and what it makes of the case: a value taken, cells that count as not filled in, rows that join
    it (each with the row of the case whose person it then is), rows that leave it; `fills`: fields all its rows then tell."""

    words: str
    choice: tuple[str, Choice] | None = None
    blanks: tuple[Cell, ...] = ()
    joins: tuple[tuple[Place, Place], ...] = ()
    leaves: tuple[Place, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()


Doubts = Mapping[tuple[str, str], Doubted]  # case, field


@dataclass(frozen=True)
class Question:
    """`lacking`: the field or the row in doubt, as it stands among what the case lacks; `place`: what a person is to do;
    `quiet`: not spoken of where no answer changes anything."""

    lacking: str
    place: str
    answers: tuple[Answer, ...]
    quiet: bool = False


class Placed:
    """What stands at a row: its case, its form and the person it speaks of. Few of all rows are looked at."""

    def __init__(self, mentions: pa.Table, clusters: pa.Table, places: Collection[Place]) -> None:
        self.form = column_at(mentions, f.FORM, places)
        self.case = column_at(clusters, f.CASE, places)
        self.person = column_at(clusters, f.PERSON, places)


def value_questions(
    conflicts: pa.Table, mentions: pa.Table, fields: Collection[str], pack: Pack, doubts: Doubts
) -> dict[str, list[Question]]:
    """Case → fields of `fields` whose sources of equal standing differ, each source's value an answer; one that is not
    believed leaves the field unknown."""
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
        ranks = [rank_of(forms.get(_row_of(line)), pack) for line in lines]
        equals = [line for line, rank in zip(lines, ranks, strict=True) if rank == min(ranks)]
        first: dict[str, dict[str, Any]] = {}
        for line in equals:
            first.setdefault(line[c.VALUE], line)
        if len(first) > 1:
            seen = frozenset(value_digest(name, line[c.VALUE]) for line in lines)
            answers = tuple(_taking(name, line, seen, doubts.get((case, name))) for line in first.values())
            questions[case].append(Question(name, f"在{PAIRS_BOOK} › {VALUES_SHEET}回答", answers))
    return questions


def _taking(name: str, line: Mapping[str, Any], seen: frozenset[str], doubted: Doubted | None) -> Answer:
    row = _row_of(line)
    place = f"{file_and_sheet(row)} › 第{line[f.ROW]}行"
    if doubted is not None and doubted.is_wrong(row):
        return Answer(f"“{name}”不明（{place}的{_shown(line[c.VALUE])}大小不像，不用此数）", blanks=doubted.unknown)
    choice = (name, Choice(value_digest(name, line[c.VALUE]), seen))
    return Answer(f"“{name}”为{_shown(line[c.VALUE])}（{place}）", choice)


def _forms_of_rows(mentions: pa.Table, lines: Sequence[Mapping[str, Any]]) -> dict[Place, str]:
    keys = [f.SOURCE_FILE, f.SHEET, f.ROW]
    table = mentions.select([*keys, f.FORM])
    for key in (f.SOURCE_FILE, f.ROW):
        wanted = pa.array(sorted({line[key] for line in lines}), table.schema.field(key).type)
        table = table.filter(pc.is_in(table[key], value_set=wanted))
    return {tuple(row[key] for key in keys): row[f.FORM] for row in table.to_pylist()}


def _row_of(line: Mapping[str, Any]) -> Place:
    return tuple(line[key] for key in (f.SOURCE_FILE, f.SHEET, f.ROW))


def _shown(value: str) -> str:
    return Handling.EMPTIED if value == f.CLEARED else value


def cell_questions(doubts: Doubts, answered: Collection[tuple[str, str]]) -> dict[str, list[Question]]:
    """Case → values the program itself does not believe: without them, and, where something else tells the same, with
    nobody's word for it. Of `answered` (case, field) a person chooses among values, or has chosen."""
    questions: dict[str, list[Question]] = defaultdict(list)
    for (case, name), doubted in doubts.items():
        if (case, name) not in answered:
            places = "、".join(f"{file_and_sheet(cell)} › 第{cell[2]}行" for cell in doubted.wrong)
            answers = [Answer(f"{places}的“{name}”大小不像，不用此数", blanks=doubted.wrong)]
            if len(doubted.unknown) > len(doubted.wrong):
                answers.append(Answer(f"“{doubted.fact}”不明", blanks=doubted.unknown))
            questions[case].append(Question(name, _CELL_PLACE, tuple(answers)))
    return questions


def area_questions(cases: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack) -> dict[str, list[Question]]:
    """Case → town or country, where nobody says, some standard differs by it, and an amount is told that may be compared
    with it; none of a case with a row of a form that means one of them by its silence."""
    if f.AREA not in cases.column_names or not any(entry.area for entry in pack.standards):
        return {}
    answers = tuple(Answer(f"“{f.AREA}”为{area}", fills=((f.AREA, area),)) for area in f.AREAS)
    unknown = cases.filter(pc.and_(pc.is_null(cases[f.AREA]), _tells_an_amount(cases, pack)))[f.CASE].to_pylist()
    meant = _meant_by_silence(mentions, clusters, pack) if unknown else set()
    return {case: [Question(f.AREA, _AREA_PLACE, answers, quiet=True)] for case in unknown if case not in meant}


def _meant_by_silence(mentions: pa.Table, clusters: pa.Table, pack: Pack) -> set[str]:
    """Cases with a row of a form whose silence about 城乡 has a meaning."""
    forms = [name for name, form in pack.forms.items() if any(entry.field == f.AREA for entry in form.assume)]
    if not forms:
        return set()
    rows = mentions.select([f.SOURCE_FILE, f.SHEET, f.ROW]).filter(
        pc.is_in(mentions[f.FORM], value_set=pa.array(forms, pa.string()))
    )
    return set(clusters.join(rows, rows.column_names, join_type="left semi")[f.CASE].to_pylist())


def _tells_an_amount(cases: pa.Table, pack: Pack) -> pa.ChunkedArray:
    known = pa.chunked_array([pa.array([False] * cases.num_rows, pa.bool_())])
    for entry in pack.input_fields:
        if entry.type in ("money", "quotient") and entry.name in cases.column_names:
            known = pc.or_(known, pc.is_valid(cases[entry.name]))
    return known


def chosen_fields(conflicts: pa.Table) -> set[tuple[str, str]]:
    """(case, field) of which a person chose a value."""
    settled = conflicts.filter(pc.equal(conflicts[c.HANDLING], Handling.SETTLED))
    return set(zip(settled[f.CASE].to_pylist(), settled[c.FIELD].to_pylist(), strict=True))


def row_questions(
    pairs: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack, waiting: Collection[Place] = ()
) -> dict[str, list[Question]]:
    """Case → rows of lists, surveys and results that may be about it, or that may be about another: with each, and without.
    Rows of `waiting` say nothing yet, whosever they are."""
    asked = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist()
    sides = [tuple(tuple(pair[name] for name in side) for side in (c.LEFT, c.RIGHT)) for pair in asked]
    placed = Placed(mentions, clusters, {place for side in sides for place in side})
    silent = {form for form in pack.forms if pack.forms[form].role == "check"} - ruled_forms(pack)
    waiting = {*waiting, *(place for place, form in placed.form.items() if form in silent)}
    opening = _opening(mentions, clusters, set(placed.case.values()), pack)
    together: dict[tuple[str, int, bool], list[tuple[Place, Place]]] = defaultdict(list)
    for pair, (left, right) in zip(asked, sides, strict=True):
        if left in waiting or right in waiting:
            continue
        for own, other in ((left, right), (right, left)):
            case = placed.case.get(own)
            rosters = [is_roster(placed.form.get(place), pack) for place in (own, other)]
            if case is not None and case != placed.case.get(other) and not all(rosters):
                together[case, pair[c.QUESTION], rosters[1]].append((own, other))
    questions: dict[str, list[Question]] = defaultdict(list)
    for (case, _, leaves), rows in sorted(together.items(), key=lambda item: (item[0][0], item[0][1], item[0][2])):
        doubted = [own if leaves else other for own, other in rows]
        if leaves and not opening[case].difference(doubted):
            continue  # a list's own case: whosever its row is, it says what it says
        named = f"{placed.form[doubted[0]]}第{doubted[0][2]}行"
        stays, goes = Answer(f"{named}是本户"), Answer(f"{named}不是本户")
        stays = (
            stays
            if leaves
            else Answer(stays.words, joins=tuple(_joining(rows, placed, mentions, clusters, pack, waiting)))
        )
        goes = Answer(goes.words, leaves=tuple(doubted)) if leaves else goes
        lacking = f"{named}是否本户（{file_and_sheet(doubted[0])}）"
        questions[case].append(Question(lacking, f"在{PAIRS_BOOK} › {ROWS_SHEET}回答", (stays, goes)))
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
    forms = column_at(mentions, f.FORM, set(places))
    joined = [pair for pair in zip(places, people[f.PERSON].to_pylist(), strict=True) if pair[0] not in waiting]
    return [(place, owners[person]) for place, person in joined if not is_roster(forms[place], pack)]


def _opening(
    mentions: pa.Table, clusters: pa.Table, cases: Collection[str | None], pack: Pack
) -> dict[str, set[Place]]:
    """Case → its rows that open a case by themselves."""
    wanted = pa.array(sorted(case for case in cases if case is not None), pa.string())
    rows = clusters.filter(pc.is_in(clusters[f.CASE], value_set=wanted))
    places = list(zip(*(rows[key].to_pylist() for key in f.MENTION_KEY), strict=True))
    forms = column_at(mentions, f.FORM, set(places))
    opening: dict[str, set[Place]] = defaultdict(set)
    for place, case in zip(places, rows[f.CASE].to_pylist(), strict=True):
        form = pack.forms[forms[place]]
        if form.role == "roster" or form.opens:
            opening[case].add(place)
    return opening
