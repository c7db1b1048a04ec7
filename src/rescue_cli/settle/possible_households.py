"""Two households of rosters of which nobody has said whether they are one: each as it stands, and both as one household.

What the joined household would still leave to be asked – figures in which its two halves differ – is answered each way as
well: the question is whether any answer changes what is decided, not whether the halves say the same.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import PAIRS_BOOK, ROWS_SHEET
from rescue_cli.core.states import Band
from rescue_cli.pack.model import Pack
from rescue_cli.settle.doubted_cells import Cell, Place, file_and_sheet, is_roster
from rescue_cli.settle.possible_answers import Answer, Doubts, Placed, Question

MOST_VALUES = 8  # ways of answering what the two halves tell differently; beyond that those figures are unknown
Partners = Mapping[str, Sequence[str]]  # a household → those that may be the same one
Joined = tuple[str, Answer]  # a household, and what makes it one with another
Told = Callable[[Sequence[Joined]], Sequence[Sequence[Question]]]  # of each, what is told differently in it


def household_questions(
    pairs: pa.Table,
    mentions: pa.Table,
    clusters: pa.Table,
    pack: Pack,
    doubts: Doubts,
    waiting: Collection[Place],
    differences: Told,
) -> dict[str, list[Question]]:
    """Case → the one question whether it is the same household as another, or others: alone, with each, and with all of
    them. `told`: what joined households tell differently, as `value_questions`."""
    asked = _pairs_of_households(pairs, mentions, clusters, pack, waiting)
    if not asked:
        return {}
    rows = _rows_of_cases(clusters, {case for couple in asked for case in couple}, waiting)
    wrong = _not_believed(doubts)
    joined = [
        (case, _joined(case, other, asked[case, other], rows[other], wrong.get(other, ())))
        for case, other in sorted(asked)
    ]
    ways: dict[str, list[Answer]] = defaultdict(list)
    single: dict[str, list[Answer]] = defaultdict(list)
    for (case, answer), questions in zip(joined, differences(joined), strict=True):
        ways[case] += _told_ways(answer, questions)
        single[case].append(answer)
    places = {case: [placed[0] for (own, _), placed in sorted(asked.items()) if own == case] for case in ways}
    return {case: [_question(ways[case], single[case], [other for _, other in places[case]])] for case in sorted(ways)}


def _pairs_of_households(
    pairs: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack, waiting: Collection[Place]
) -> dict[tuple[str, str], list[tuple[Place, Place]]]:
    """(case, the other) → the rows asked about, the case's own first, the likeliest pair first."""
    lines = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist()
    lines.sort(key=lambda line: -(line[c.SCORE] or 0.0))
    sides = [tuple(tuple(line[name] for name in side) for side in (c.LEFT, c.RIGHT)) for line in lines]
    placed = Placed(mentions, clusters, {place for side in sides for place in side})
    asked: dict[tuple[str, str], list[tuple[Place, Place]]] = defaultdict(list)
    for left, right in sides:
        own, other = placed.case.get(left), placed.case.get(right)
        rosters = all(is_roster(placed.form.get(place), pack) for place in (left, right))
        counts = left not in waiting and right not in waiting
        if rosters and counts and own and other and own != other:
            asked[own, other].append((left, right))
            asked[other, own].append((right, left))
    return asked


def _rows_of_cases(
    clusters: pa.Table, cases: Collection[str], waiting: Collection[Place]
) -> dict[str, list[tuple[Place, str]]]:
    """Case → its rows that count, each with its person."""
    table = clusters.filter(pc.is_in(clusters[f.CASE], value_set=pa.array(sorted(cases), pa.string())))
    rows: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    columns = (table[name].to_pylist() for name in (*f.MENTION_KEY, f.CASE, f.PERSON))
    for *place, case, person in zip(*columns, strict=True):
        if tuple(place) not in waiting:
            rows[case].append((tuple(place), person))
    return rows


def _not_believed(doubts: Doubts) -> dict[str, tuple[Cell, ...]]:
    cells: dict[str, tuple[Cell, ...]] = defaultdict(tuple)
    for (case, _), doubted in sorted(doubts.items(), key=lambda item: item[0]):
        cells[case] += doubted.wrong
    return cells


def _joined(
    case: str,
    other: str,
    asked: Sequence[tuple[Place, Place]],
    rows: Sequence[tuple[Place, str]],
    wrong: tuple[Cell, ...],
) -> Answer:
    """All of the other household in this one; the persons asked about are one, the rest stay who they are."""
    person = dict(rows)
    owner = {person[theirs]: own for own, theirs in reversed(asked)}
    joins = tuple((place, owner.get(who, place)) for place, who in rows)
    return Answer(f"{_named(asked[0][1])}（编号{other}）与本户是同一户", blanks=wrong, joins=joins)


def _told_ways(answer: Answer, questions: Sequence[Question]) -> list[Answer]:
    """The answer once for each way of telling what the joined household tells differently."""
    ways = list(islice(product(*(question.answers for question in questions)), MOST_VALUES + 1))
    if not questions or len(ways) > MOST_VALUES:
        return [answer]
    return [
        replace(
            answer,
            words=f"{answer.words}、{'、'.join(chosen.words for chosen in way)}",
            choices=tuple(choice for chosen in way for choice in chosen.choices),
        )
        for way in ways
    ]


def _question(ways: Sequence[Answer], single: Sequence[Answer], others: Sequence[Place]) -> Question:
    named = "、".join(_named(place) for place in others)
    alone = Answer(f"{named}与本户不是同一户" if len(others) == 1 else f"{named}与本户都不是同一户")
    together = [] if len(others) == 1 else [_all_of(single, named)]
    return Question(f"{named}与本户是否同一户", f"在{PAIRS_BOOK} › {ROWS_SHEET}回答", (alone, *ways, *together))


def _all_of(single: Sequence[Answer], named: str) -> Answer:
    joins = tuple(pair for answer in single for pair in answer.joins)
    return Answer(
        f"{named}与本户都是同一户", blanks=tuple(cell for answer in single for cell in answer.blanks), joins=joins
    )


def _named(place: Place) -> str:
    return f"{file_and_sheet(place)} › 第{place[2]}行"
