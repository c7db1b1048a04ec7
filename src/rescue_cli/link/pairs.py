"""The pairs table: what was taken as one and why, and what a person must decide."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.tables import PAIRS
from rescue_cli.engine.base import Engine
from rescue_cli.link.blocks import LISTED, NEAR, NODES, SCORE
from rescue_cli.link.households import Households, Keys
from rescue_cli.link.persons import People

SAME, OPEN = "同一", "待裁定"
ID_NAMES, ID_NEAR, TORN, NAMESAKE = 0.75, 0.7, 0.65, 0.5

NOTES = {
    (SAME, SCORE["village"]): "名册中同村同名的仅此一户",
    (SAME, SCORE["township"]): "名册中同镇街同名的仅此一户",
    (OPEN, ID_NAMES): "同一身份证号不应属于两人",
    (OPEN, ID_NEAR): "两个身份证号都有效，疑为一处笔误",
    (OPEN, TORN): "与不止一户相符",
    (OPEN, NAMESAKE): "同村同名，不足以认定是一人",
}


@dataclass(frozen=True, order=True)
class Pair:
    left: int
    right: int
    score: float
    band: str


def collect_pairs(
    engine: Engine,
    keys: Keys,
    people: People,
    households: Households,
    shared: Sequence[tuple[int, int]],
    near: Sequence[tuple[int, int]],
) -> list[Pair]:
    """Every pair to list, each couple of people under review once, under its strongest reason."""
    root = people.forest.root
    doubtful = [
        *(Pair(left, right, ID_NAMES, OPEN) for left, right in shared),
        *(Pair(left, right, ID_NEAR, OPEN) for left, right in near),
        *(Pair(edge.left, edge.right, TORN, OPEN) for edge in sorted(people.doubtful)),
        *(Pair(left, right, NAMESAKE, OPEN) for left, right in _namesakes(engine, keys, people, households)),
    ]
    seen: set[tuple[int, int]] = set()
    listed = [Pair(edge.left, edge.right, edge.score, SAME) for edge in people.used]
    for pair in doubtful:
        couple = (min(root(pair.left), root(pair.right)), max(root(pair.left), root(pair.right)))
        if couple[0] != couple[1] and couple not in seen:
            seen.add(couple)
            listed.append(pair)
    return sorted(listed)


def _namesakes(engine: Engine, keys: Keys, people: People, households: Households) -> list[tuple[int, int]]:
    """Name, township and village agree and nothing else says yes or no; at least one side is a household of a roster.

    Two valid ID numbers that are not nearly equal say no: those are namesakes, and are not listed.
    """
    size = len(keys.role)
    people_table = pa.table(
        {
            "i": pa.array(range(size), pa.int64()),
            "root": pa.array([people.forest.root(i) for i in range(size)], pa.int64()),
            "opens": pa.array([keys.opens(i) for i in range(size)], pa.bool_()),
            "loose": pa.array([household is None for household in households.of], pa.bool_()),
        }
    )
    engine.register("link_people", people_table)
    found = engine.sql(
        f"""WITH person AS (SELECT p.*, k.person, k.township, k.village, max(k.id) OVER (PARTITION BY p.root) AS id
                            FROM link_people p JOIN {NODES} k ON p.i = k.i WHERE k.head IS NULL),
            face AS (SELECT person, township, village, root, max(id) AS id, bool_or(opens) AS opens,
                            bool_or(loose) AS loose, coalesce(min(i) FILTER (WHERE opens), min(i)) AS i
                     FROM person WHERE person IS NOT NULL AND township IS NOT NULL AND village IS NOT NULL
                     GROUP BY person, township, village, root),
            ranked AS (SELECT *, row_number() OVER (PARTITION BY person, township, village ORDER BY i) AS n,
                              count(*) OVER (PARTITION BY person, township, village) AS size FROM face)
            SELECT DISTINCT least(a.i, b.i) AS l, greatest(a.i, b.i) AS r
            FROM ranked a JOIN ranked b ON a.person = b.person AND a.township = b.township AND a.village = b.village
            WHERE a.n < b.n AND (a.size <= {LISTED} OR b.n = a.n + 1)
              AND ((a.opens AND (b.opens OR b.loose)) OR (b.opens AND a.loose))
              AND coalesce(a.id = b.id OR levenshtein(a.id, b.id) <= {NEAR}, true)
            ORDER BY l, r"""
    )
    return list(zip(found["l"].to_pylist(), found["r"].to_pylist(), strict=True))


def pairs_table(engine: Engine, mentions: pa.Table, pairs: Sequence[Pair]) -> pa.Table:
    """`pairs` with both sources and the evidence in words."""
    evidence = _evidence(engine, pairs)
    left = mentions.take(pa.array([p.left for p in pairs], pa.int64()))
    right = mentions.take(pa.array([p.right for p in pairs], pa.int64()))
    columns = [
        *(left[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW)),
        *(right[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW)),
        [p.score for p in pairs],
        [p.band for p in pairs],
        evidence,
    ]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, PAIRS.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=PAIRS)


def _evidence(engine: Engine, pairs: Sequence[Pair]) -> list[str]:
    """In plain words what agrees and what does not, in one fixed order."""
    listed = pa.table(
        {
            "n": pa.array(range(len(pairs)), pa.int64()),
            "l": pa.array([p.left for p in pairs], pa.int64()),
            "r": pa.array([p.right for p in pairs], pa.int64()),
            "note": pa.array([NOTES.get((p.band, p.score)) for p in pairs], pa.string()),
        }
    )
    engine.register("link_listed", listed)
    found = engine.sql(
        f"""SELECT concat_ws('；',
              CASE WHEN l.written_id = r.written_id THEN '身份证号相同'
                   WHEN levenshtein(l.written_id, r.written_id) <= {NEAR} THEN '身份证号相近'
                   WHEN l.written_id <> r.written_id THEN '身份证号不同' ELSE '身份证号不全' END,
              CASE WHEN l.person = r.person THEN '姓名相同'
                   WHEN l.person <> r.person THEN '姓名不同' ELSE '姓名不全' END,
              CASE WHEN list_has_any(l.phones, r.phones) THEN '联系方式相同'
                   WHEN len(l.phones) > 0 AND len(r.phones) > 0 THEN '联系方式不同' END,
              CASE WHEN l.address = r.address THEN '住址相同' WHEN l.address <> r.address THEN '住址不同' END,
              CASE WHEN l.township <> r.township THEN '镇街不同' WHEN l.village <> r.village THEN '村居不同'
                   WHEN l.village = r.village THEN '镇街村居相同' END,
              note) AS evidence
            FROM link_listed p JOIN {NODES} l ON p.l = l.i JOIN {NODES} r ON p.r = r.i ORDER BY n"""
    )
    return list(found["evidence"].to_pylist())
