"""The pairs table: what was taken as one and why, what a person must decide, and what one decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band
from rescue_cli.core.tables import PAIRS
from rescue_cli.engine.base import Engine
from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.link_tables import FEATURES, LISTED, SCORED, WEIGHED
from rescue_cli.link.linkage_model import Model, Thresholds
from rescue_cli.link.pair_places import Standing
from rescue_cli.link.person_groups import DECIDED, FOLLOWED, Edge, People
from rescue_cli.link.scoring import levels_query, points

TORN = "各凭可靠的依据，却与不止一人相符"
POINTING = "这一行写的户主不止一户：请认定它是不是这一户的"
ALONE = "名册中同名的仅此一户，且没有相反的信息"
DECIDED_SAME, DECIDED_APART = "人工裁定为同一", "人工裁定为不是"


@dataclass(frozen=True, order=True)
class Pair:
    """Two rows (left < right), their band, and what is to be said beside the levels."""

    left: int
    right: int
    band: str
    note: str = ""
    rule: str | None = None


@dataclass(frozen=True)
class Doubts:
    """`torn`: edges by which a survey or result would lead to two people; `pointing`: members' rows, each with the head whose
    household it may be of; `related`: rows of two listings of one family that nothing joined."""

    torn: Sequence[Edge]
    pointing: Sequence[tuple[int, int]]
    related: Sequence[Edge]


def collect_pairs(
    engine: Engine,
    people: People,
    decided: Decided,
    doubts: Doubts,
    digests: Sequence[str],
    model: Model,
    limits: Thresholds,
) -> list[Pair]:
    """Every pair to list; of two people only the strongest question is asked."""
    root = people.forest.root
    listed = [_used(edge, model) for edge in people.used if edge.rule != DECIDED]
    listed += [Pair(left, right, Band.SAME, DECIDED_SAME, c.BY_PERSON) for left, right in sorted(decided.same)]
    listed += [Pair(left, right, Band.APART, DECIDED_APART, c.BY_PERSON) for left, right in sorted(decided.apart)]
    seen: set[tuple[int, int]] = {_couple(root(left), root(right)) for left, right in decided.answered}
    asked = [
        *_doubtful(people, doubts.torn, digests),
        *((min(pair), max(pair), POINTING) for pair in doubts.pointing),
        *_scored(engine, people, digests, model, limits),
        *_related(people, doubts.related, digests, model),
    ]
    for left, right, note in asked:
        couple = _couple(root(left), root(right))
        if couple[0] != couple[1] and couple not in seen:
            seen.add(couple)
            listed.append(Pair(left, right, Band.OPEN, note))
    return sorted(listed)


def _used(edge: Edge, model: Model) -> Pair:
    if edge.rule == FOLLOWED:
        return Pair(edge.left, edge.right, Band.SAME, ALONE, f.NAME)
    rule = model.shapes.taking[edge.rule]
    return Pair(edge.left, edge.right, Band.SAME, rule=rule.name)


def _couple(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _doubtful(people: People, torn: Iterable[Edge], digests: Sequence[str]) -> list[tuple[int, int, str]]:
    edges = [*people.doubtful, *torn]
    edges.sort(key=lambda edge: (edge.rule, -edge.points, _seen(digests, edge.left, edge.right)))
    return [(edge.left, edge.right, TORN) for edge in edges]


def _related(
    people: People, related: Iterable[Edge], digests: Sequence[str], model: Model
) -> list[tuple[int, int, str]]:
    """What families leave to be asked, but of two persons who stand beside each other, or have two numbers elsewhere."""
    words = [question.words for question in model.shapes.family_ask]
    edges = sorted(related, key=lambda edge: (edge.rule, -edge.points, _seen(digests, edge.left, edge.right)))
    return [(edge.left, edge.right, words[edge.rule]) for edge in edges if not people.beside(edge.left, edge.right)]


def _scored(
    engine: Engine, people: People, digests: Sequence[str], model: Model, limits: Thresholds
) -> list[tuple[int, int, str]]:
    """Pairs with enough points, and one number under two names; strongest first. Two persons who are known to be two by
    other rows of theirs, or by standing beside each other in one listing, are not asked about."""
    silent = " OR ".join(f"({entry.when})" for entry in model.shapes.silent)
    scored = engine.sql(
        f"""SELECT l, r, id, one_listing, ask, points FROM {SCORED}
            WHERE (rule IS NULL AND points >= {limits.review} AND NOT ({silent})) OR ask IS NOT NULL"""
    )
    asked: list[tuple[float, tuple[str, str], int, int, str]] = []
    columns = (scored[name].to_pylist() for name in ("l", "r", "id", "one_listing", "ask", "points"))
    for left, right, level, within, ask, weight in zip(*columns, strict=True):
        if not within and people.beside(left, right):
            continue
        a, b = people.numbers_of(left), people.numbers_of(right)
        if level.startswith("valid") or not a or not b or a & b:
            words = "" if ask is None else model.shapes.ask[ask].words
            asked.append((-weight, _seen(digests, left, right), left, right, words))
    return [(left, right, words) for _, _, left, right, words in sorted(asked)]


def _seen(digests: Sequence[str], left: int, right: int) -> tuple[str, str]:
    """What equal pairs are ordered by: no name of a file decides which of them is asked about."""
    return min(digests[left], digests[right]), max(digests[left], digests[right])


def pairs_table(
    engine: Engine, mentions: pa.Table, pairs: Sequence[Pair], digests: Sequence[str], model: Model, standing: Standing
) -> pa.Table:
    """`PAIRS` with both sources, the points, the evidence in words, and the question each open pair belongs to."""
    scores, evidence = _points_and_words(engine, pairs, model)
    sides = [mentions.take(pa.array([side(pair) for pair in pairs], pa.int64())) for side in (_left, _right)]
    columns = [
        *(side[name].to_pylist() for side in sides for name in (f.SOURCE_FILE, f.SHEET, f.ROW)),
        scores,
        [pair.band for pair in pairs],
        evidence,
        *(side[f.MEMBER].to_pylist() for side in sides),
        [digests[pair.left] for pair in pairs],
        [digests[pair.right] for pair in pairs],
        [pair.rule for pair in pairs],
        _questions(pairs, scores, standing),
        [standing.situation(pair.left, pair.right) for pair in pairs],
        [standing.stake(pair.left, pair.right) for pair in pairs],
    ]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, PAIRS.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=PAIRS)


def _questions(pairs: Sequence[Pair], scores: Sequence[float], standing: Standing) -> list[int | None]:
    asked = [
        (pair.left, pair.right, score) for pair, score in zip(pairs, scores, strict=True) if pair.band == Band.OPEN
    ]
    numbers = iter(standing.numbers(asked))
    return [next(numbers) if pair.band == Band.OPEN else None for pair in pairs]


def _left(pair: Pair) -> int:
    return pair.left


def _right(pair: Pair) -> int:
    return pair.right


def _points_and_words(engine: Engine, pairs: Sequence[Pair], model: Model) -> tuple[list[float], list[str]]:
    """Points and evidence of each pair, in one fixed order of fields."""
    listed = {"n": range(len(pairs)), "l": [p.left for p in pairs], "r": [p.right for p in pairs]}
    engine.register(LISTED, pa.table({name: pa.array(column, pa.int64()) for name, column in listed.items()}))
    engine.create(WEIGHED, f"SELECT *, {points(model)} AS points FROM ({levels_query(model, LISTED)})")
    spoken = [*(_words(model, name) for name in ("id", "name")), *_others(model), _words(model, "person")]
    weighed = engine.sql(
        f"""SELECT concat_ws('；', {", ".join(spoken)}) AS words, round(a.points, 1) AS points
            FROM {LISTED} p JOIN (SELECT DISTINCT * FROM {WEIGHED}) a ON p.l = a.l AND p.r = a.r
            JOIN {FEATURES} l ON p.l = l.i JOIN {FEATURES} r ON p.r = r.i ORDER BY p.n"""
    )
    words = weighed["words"].to_pylist()
    return weighed["points"].to_pylist(), [
        "；".join(filter(None, (text, pair.note))) for text, pair in zip(words, pairs, strict=True)
    ]


def _words(model: Model, comparison: str) -> str:
    levels = next(entry for entry in model.shapes.comparison if entry.name == comparison).level
    branches = " ".join(f"WHEN '{level.name}' THEN '{level.words}'" for level in levels if level.words)
    return f'CASE a."{comparison}" {branches} END'


def _others(model: Model) -> list[str]:
    return [
        f"CASE WHEN {evidence.when} THEN '{evidence.words}' WHEN {evidence.otherwise_when}"
        f" THEN nullif('{evidence.otherwise}', '') END"
        for evidence in model.shapes.evidence
    ]
