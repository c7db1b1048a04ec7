"""The table `questions`: everything a person has not answered yet, told of each case it may change."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId
from rescue_cli.core.output_books import (
    NO_NUMBER_RIGHT,
    NO_VALUE_RIGHT,
    NUMBERS_SHEET,
    PAIRS_BOOK,
    ROWS_SHEET,
    VALUES_SHEET,
)
from rescue_cli.core.states import Band, Handling, QuestionKind, Stake, Verdict
from rescue_cli.core.tables import QUESTIONS
from rescue_cli.pack.model import Pack
from rescue_cli.settle.conflict_findings import ASKED

Line = dict[str, Any]
Place = tuple[Any, ...]  # 来源文件, 工作表, 行号, 成员序
# On who and where a household is depends whether and in which total it counts; on all else what it is given.
_COUNTED = frozenset(
    {c.PLACE, f.TOWNSHIP, f.VILLAGE, f.VILLAGE_GROUP, f.ADDRESS, f.HEAD_NAME, f.ID_NUMBER, f.PHONE, f.HOUSEHOLD_SIZE}
)
_KINDS = tuple(QuestionKind)


def open_questions(
    pairs: pa.Table,
    mentions: pa.Table,
    clusters: pa.Table,
    conflicts: pa.Table,
    pack: Pack,
    damaged: Sequence[DamagedId] = (),
) -> pa.Table:
    """QUESTIONS, by 编号, kind and number of the question.

    Tables as in core.tables (PAIRS, mentions, CLUSTERS, CONFLICTS). `damaged`: numbers with candidates nobody has answered
    about.
    """
    asked = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist()
    named = {tuple(pair[name] for name in side) for pair in asked for side in (c.LEFT, c.RIGHT)}
    rows = _Rows(mentions, clusters, pack, named | {_place_of(entry) for entry in damaged})
    lines = [*_of_pairs(asked, rows), *_of_numbers(damaged, rows), *_of_values(conflicts)]
    blank = dict.fromkeys(QUESTIONS.names)
    ordered = sorted(lines, key=_order)
    return pa.Table.from_pylist([{**blank, **line} for line in ordered], schema=QUESTIONS)


class _Rows:
    """The case of each row that is asked about, and whether it is a roster's."""

    def __init__(self, mentions: pa.Table, clusters: pa.Table, pack: Pack, named: Collection[Place]) -> None:
        rosters = {name for name, form in pack.forms.items() if form.role == "roster"}
        self._case = _column_at(clusters, f.CASE, named)
        self._opens = {place for place, form in _column_at(mentions, f.FORM, named).items() if form in rosters}

    def case(self, place: Place) -> str | None:
        return self._case[place]

    def opens(self, place: Place) -> bool:
        return place in self._opens


def _column_at(table: pa.Table, name: str, named: Collection[Place]) -> dict[Place, Any]:
    """What stands in the column at these places; few of all rows become objects."""
    for key, number in ((f.SOURCE_FILE, 0), (f.ROW, 2)):
        wanted = pa.array(sorted({place[number] for place in named}), table.schema.field(key).type)
        table = table.filter(pc.is_in(table[key], value_set=wanted))
    columns = (table[key].to_pylist() for key in (*f.MENTION_KEY, name))
    return {tuple(place): value for *place, value in zip(*columns, strict=True) if tuple(place) in named}


def _place_of(entry: DamagedId) -> Place:
    return tuple(entry.row[name] for name in f.MENTION_KEY)


def _order(line: Line) -> tuple[object, ...]:
    return (
        line[f.CASE],
        _KINDS.index(line[c.QUESTION_KIND]),
        line.get(c.QUESTION) or 0,
        line.get(c.FIELD) or "",
        line.get(c.OTHER_FILE) or "",
        line.get(c.OTHER_SHEET) or "",
        line.get(c.OTHER_ROW) or 0,
        line.get(c.OTHER_MEMBER) or 0,
    )


def _of_pairs(pairs: Iterable[Mapping[str, Any]], rows: _Rows) -> Iterator[Line]:
    """One line a case and numbered question: of its likeliest pair. Two rows of one case, or of none, change no case."""
    asked: dict[tuple[str, int], Line] = {}
    for pair in pairs:
        left, right = (tuple(pair[name] for name in side) for side in (c.LEFT, c.RIGHT))
        for own, other in ((left, right), (right, left)):
            case = rows.case(own)
            if case is not None and case != rows.case(other):
                line = _pair_line(pair, case, own, other, rows)
                known = asked.setdefault((case, pair[c.QUESTION]), line)
                if (-line[c.SCORE], _order(line)) < (-known[c.SCORE], _order(known)):
                    asked[case, pair[c.QUESTION]] = line
    yield from asked.values()


def _pair_line(pair: Mapping[str, Any], case: str, own: Place, other: Place, rows: _Rows) -> Line:
    number, where = rows.case(other), _words(other)
    named = where if number is None else f"{where}（编号{number}）"
    if rows.opens(own) and rows.opens(other):
        kind, problem = QuestionKind.SAME_CASE, f"{named}与本户疑似同一户"
        answers = [f"{named}与本户是{Verdict.SAME_HOUSEHOLD}", Verdict.SAME_PERSON, Verdict.APART]
    elif rows.opens(other):  # the row in doubt is the one that counts for this case now
        kind, problem = QuestionKind.OWN_ROW, f"归入本户的{_words(own)}可能说的是{named}"
        answers = [f"{_words(own)}说的是{named}", Verdict.APART]
    else:
        kind, problem = QuestionKind.OWN_ROW, f"{named}可能说的是本户"
        answers = [f"{where}是本户", Verdict.APART]
    return {
        f.CASE: case,
        c.QUESTION_KIND: kind,
        c.QUESTION: pair[c.QUESTION],
        c.STAKE: pair[c.STAKE],
        c.PROBLEM: problem,
        c.ALTERNATIVES: answers,
        c.ANSWERED_IN: f"{PAIRS_BOOK} › {ROWS_SHEET}",
        **dict(zip(c.OTHER, other, strict=True)),
        c.OTHER_CASE: number,
        c.SCORE: pair[c.SCORE] or 0.0,
    }


def _of_numbers(damaged: Iterable[DamagedId], rows: _Rows) -> Iterator[Line]:
    """Damaged numbers of rows that belong to a case."""
    for entry in damaged:
        place = _place_of(entry)
        case = rows.case(place)
        if case is None:
            continue
        candidates = [
            f"{candidate.number}（{candidate.name}，{_words(candidate.source)}）" for candidate in entry.candidates
        ]
        yield {
            f.CASE: case,
            c.QUESTION_KIND: QuestionKind.DAMAGED_NUMBER,
            c.STAKE: Stake.AID,
            c.PROBLEM: f"{_words(place)}的身份证号残缺或有误，别处有{len(candidates)}个可能是本人的号码",
            c.ALTERNATIVES: [*candidates, NO_NUMBER_RIGHT],
            c.ANSWERED_IN: f"{PAIRS_BOOK} › {NUMBERS_SHEET}",
            c.FIELD: f.ID_NUMBER,
            **dict(zip(c.OTHER, place, strict=True)),
        }


def _of_values(conflicts: pa.Table) -> Iterator[Line]:
    """Fields held back, or taken for now."""
    asked = conflicts.filter(pc.is_in(conflicts[c.HANDLING], value_set=pa.array([*ASKED], pa.string())))
    for (case, name), group in groupby(asked.to_pylist(), key=lambda line: (line[f.CASE], line[c.FIELD])):
        lines = list(group)
        places: dict[str, list[str]] = {}
        for line in lines:
            places.setdefault(line[c.VALUE], []).append(_words([line[key] for key in (f.SOURCE_FILE, f.SHEET, f.ROW)]))
        sources = "；".join(f"“{value}”（{'、'.join(dict.fromkeys(where))}）" for value, where in places.items())
        for_now = "现取第一处" if lines[0][c.HANDLING] == Handling.FOR_NOW else "选定以前不取值"
        yield {
            f.CASE: case,
            c.QUESTION_KIND: QuestionKind.VALUE,
            c.STAKE: Stake.COUNT if name in _COUNTED else Stake.AID,
            c.PROBLEM: f"“{name}”几处填写不一致：{sources}，{for_now}",
            c.ALTERNATIVES: [*places, NO_VALUE_RIGHT],
            c.ANSWERED_IN: f"{PAIRS_BOOK} › {VALUES_SHEET}",
            c.FIELD: name,
        }


def _words(place: Sequence[Any]) -> str:
    """ "文件 › 表 › 第n行"."""
    file, sheet, row = place[:3]
    return " › ".join(part for part in (file, sheet, f"第{row}行") if part)
