"""Which rows are compared at all: those that share a key. Found on the engine by equality; grows with the rows.

A key shared by very many rows says little: then only rows of one village are compared, and where even those are too many,
neighbours in the order of name, number and telephone.
"""

from typing import NamedTuple

from rescue_cli.engine.base import Engine
from rescue_cli.link.link_tables import CANDIDATES, FEATURES, FORMERS, KEYED, PLACED, PLACES, SIZED
from rescue_cli.link.linkage_model import Block, Model, Thresholds

NEIGHBOURS = 3  # rows on either side that a row of a very large block is compared with


class LargeBlock(NamedTuple):
    """`rows` rows share the key of block `title`; `first` is one of them."""

    title: str
    rows: int
    first: int


def find_candidates(engine: Engine, model: Model, limits: Thresholds) -> list[LargeBlock]:
    """Lay down `link_candidates` (l < r, each once) over `link_features`; the blocks that were cut down come back."""
    large = limits.large_block
    _lay_out_keys(engine, model, large)
    # Keys few rows share; then, of those too many share, the same within a village; then neighbours within a village
    # that is too many still.
    engine.create(
        CANDIDATES,
        f"""SELECT DISTINCT a.i AS l, b.i AS r FROM {SIZED} a JOIN {SIZED} b ON a.block = b.block AND a.k = b.k
            WHERE a.i < b.i AND a.size <= {large} AND (a.side OR b.side)
            UNION
            SELECT a.i, b.i FROM {PLACED} a JOIN {PLACED} b ON a.block = b.block AND a.k = b.k
            WHERE a.i < b.i AND a.size <= {large} AND (a.side OR b.side)
            UNION
            SELECT least(a.i, b.i), greatest(a.i, b.i) FROM {PLACED} a JOIN {PLACED} b
                ON a.block = b.block AND a.k = b.k AND b.n > a.n AND b.n <= a.n + {NEIGHBOURS}
            WHERE a.size > {large} AND (a.side OR b.side)""",
    )
    return _large(engine, model, large)


def _lay_out_keys(engine: Engine, model: Model, large: int) -> None:
    """The keys of every row under its own name and its former ones, those nobody shares left out."""
    keyed = " UNION ALL ".join(
        f"SELECT {n} AS block, CAST({block.key} AS VARCHAR) AS k, i, ({block.side}) AS side FROM {table}"
        for n, block in enumerate(model.shapes.block)
        if _has_side(engine, block)
        for table in (FEATURES, FORMERS)
    )
    engine.create(
        KEYED, f"SELECT block, k, i, bool_or(side) AS side FROM ({keyed}) WHERE k IS NOT NULL GROUP BY block, k, i"
    )
    engine.create(
        SIZED,
        f"""SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY block, k) AS size,
                                  bool_or(side) OVER (PARTITION BY block, k) AS wanted FROM {KEYED})
            WHERE size > 1 AND wanted""",
    )
    engine.create(
        PLACES,
        f"""SELECT block, concat_ws('｜', k, coalesce(f.township, ''), coalesce(f.reporting, f.village)) AS k, s.i, s.side
            FROM {SIZED} s JOIN {FEATURES} f ON s.i = f.i
            WHERE size > {large} AND coalesce(f.reporting, f.village) IS NOT NULL""",
    )
    engine.create(
        PLACED,
        f"""SELECT *, count(*) OVER (PARTITION BY block, k) AS size,
                   row_number() OVER (PARTITION BY block, k
                                      ORDER BY f.name, f.wrote, CAST(f.phones AS VARCHAR), f.door, p.i) AS n
            FROM {PLACES} p JOIN {FEATURES} f USING (i)""",
    )


def _has_side(engine: Engine, block: Block) -> bool:
    """Whether any row is of the kind the block is for: most rosters hide nothing."""
    return block.side == "true" or bool(
        engine.sql(f"SELECT 1 AS n FROM {FEATURES} WHERE {block.side} LIMIT 1").num_rows
    )


def _large(engine: Engine, model: Model, large: int) -> list[LargeBlock]:
    blocks = engine.sql(
        f"""SELECT min(block) AS block, size, first FROM (
                SELECT block, size, min(i) AS first FROM {SIZED} WHERE size > {large} GROUP BY block, k, size)
            GROUP BY size, first ORDER BY first, size"""
    ).to_pylist()
    return [LargeBlock(model.shapes.block[line["block"]].title, line["size"], line["first"]) for line in blocks]
