"""Rows that share a key, found on the engine by equality. A block of n rows gives about n edges, never n²."""

from typing import NamedTuple

import pyarrow as pa

from rescue_cli.engine.base import Engine

MENTIONS = "link_mentions"
NODES = "link_nodes"  # mentions with `node`: rows of one valid ID and one name are one node
BLOCKS = "link_blocks"

ID_LENGTH = 18  # a number as long as an ID that fails its check digit: equal with an equal name it is one slip copied
SCORE = {"id": 1.0, "written": 1.0, "phone": 0.95, "address": 0.9, "village": 0.8, "township": 0.7}
LARGE = 200  # rows on one key beyond which the key says little: then only rows of one village are compared
LISTED = 20  # people in a block up to which all their pairs are looked at; beyond it, neighbours
NEAR = (
    3  # edits between two valid ID numbers that may be one slip of the pen (a place and the check digit, two swapped)
)


class Edge(NamedTuple):
    """Two mentions that share the key of rule `score` stands for."""

    score: float
    left: int
    right: int


class Bond(NamedTuple):
    """A mention without ID number (`loose`) sharing a key with a mention that has one, whose node is `node`."""

    score: float
    node: int
    known: int
    loose: int


def build_blocks(engine: Engine, keys: pa.Table) -> None:
    """Lay down the mentions, their nodes, and who is in which block of (rule, name, value)."""
    engine.register(MENTIONS, keys)
    engine.create(
        NODES,
        f"""SELECT *, CASE WHEN id IS NOT NULL AND person IS NOT NULL
                           THEN min(i) OVER (PARTITION BY id, person) ELSE i END AS node FROM {MENTIONS}""",
    )
    engine.create(
        "link_keyed",
        f"""SELECT 'phone' AS rule, person, unnest(phones) AS value, i, node, id, township, village FROM {NODES}
            WHERE person IS NOT NULL
            UNION ALL
            SELECT 'address', person, address, i, node, id, township, village FROM {NODES}
            WHERE person IS NOT NULL AND address IS NOT NULL
            UNION ALL
            SELECT 'written', person, written_id, i, node, id, township, village FROM {NODES}
            WHERE person IS NOT NULL AND id IS NULL AND length(written_id) = {ID_LENGTH}""",
    )
    engine.create("link_sized", "SELECT *, count(*) OVER (PARTITION BY rule, person, value) AS size FROM link_keyed")
    engine.create(
        BLOCKS,
        f"""SELECT rule, person, value, node, id, min(i) AS i FROM (
                SELECT rule, person, node, id, i,
                       CASE WHEN size > {LARGE} THEN concat_ws('｜', value, township, village) ELSE value END AS value
                FROM link_sized WHERE size <= {LARGE} OR (township IS NOT NULL AND village IS NOT NULL))
            GROUP BY rule, person, value, node, id""",
    )


def large_blocks(engine: Engine) -> list[tuple[str, int, int]]:
    """(rule, rows, first row) of each block held to one village."""
    found = engine.sql(
        f"""SELECT rule, size, min(i) AS first FROM link_sized WHERE size > {LARGE}
            GROUP BY rule, person, value, size ORDER BY first, rule"""
    )
    return list(zip(*(found[name].to_pylist() for name in ("rule", "size", "first")), strict=True))


def id_edges(engine: Engine) -> list[Edge]:
    """Rule 1: the same valid ID number and the same name; each row with the first of its node."""
    found = engine.sql(f"SELECT node, i FROM {NODES} WHERE node <> i ORDER BY node, i")
    pairs = zip(found["node"].to_pylist(), found["i"].to_pylist(), strict=True)
    return [Edge(SCORE["id"], left, right) for left, right in pairs]


def key_edges(engine: Engine) -> tuple[list[Edge], list[Bond]]:
    """Rules 2 and 3: name and telephone, name and address.

    Rows without ID number are joined to the first such row of their block; that first one is bound to every person with
    an ID number in the block. Whether a bond holds is decided later: it must not lead to two people.
    """
    found = engine.sql(
        f"""SELECT rule, node, i, loose, id IS NOT NULL AS known FROM (
                SELECT *, min(i) FILTER (WHERE id IS NULL) OVER (PARTITION BY rule, person, value) AS loose
                FROM {BLOCKS})
            WHERE loose IS NOT NULL AND loose <> i ORDER BY rule, node, i, loose"""
    )
    rows = zip(*(found[name].to_pylist() for name in ("rule", "node", "i", "loose", "known")), strict=True)
    edges: list[Edge] = []
    bonds: list[Bond] = []
    for rule, node, i, loose, known in rows:
        if known:
            bonds.append(Bond(SCORE[rule], node, i, loose))
        else:
            edges.append(Edge(SCORE[rule], loose, i))
    return edges, bonds


def near_ids(engine: Engine) -> list[tuple[int, int]]:
    """Rows agreeing in name and telephone or address whose valid ID numbers differ by a slip of the pen."""
    found = engine.sql(
        f"""WITH known AS (
                SELECT *, row_number() OVER block AS n, count(*) OVER (PARTITION BY rule, person, value) AS size
                FROM {BLOCKS} WHERE id IS NOT NULL
                WINDOW block AS (PARTITION BY rule, person, value ORDER BY i))
            SELECT DISTINCT least(a.i, b.i) AS l, greatest(a.i, b.i) AS r
            FROM known a JOIN known b ON a.rule = b.rule AND a.person = b.person AND a.value = b.value
            WHERE a.n < b.n AND (a.size <= {LISTED} OR b.n = a.n + 1) AND levenshtein(a.id, b.id) <= {NEAR}
            ORDER BY l, r"""
    )
    return list(zip(found["l"].to_pylist(), found["r"].to_pylist(), strict=True))


def ids_shared_by_names(engine: Engine) -> list[tuple[int, int]]:
    """One valid ID number under different names (or once without one): first row of each name with the first of all."""
    found = engine.sql(
        f"""SELECT l, r FROM (
                SELECT min(first) OVER (PARTITION BY id) AS l, first AS r FROM (
                    SELECT id, coalesce(person, '') AS person, min(i) AS first FROM {NODES}
                    WHERE id IS NOT NULL GROUP BY id, coalesce(person, '')))
            WHERE l <> r ORDER BY l, r"""
    )
    return list(zip(found["l"].to_pylist(), found["r"].to_pylist(), strict=True))
