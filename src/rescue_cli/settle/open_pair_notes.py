"""Two households of rosters of which nobody has said whether they are one: both keep their decision – a possible duplicate
never loses its help –, and the reason of both says so (design §5)."""

from collections import defaultdict
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core.states import Band
from rescue_cli.pack.model import Pack
from rescue_cli.settle.doubted_cells import Place, is_roster
from rescue_cli.settle.possible_answers import Placed
from rescue_cli.settle.waiting_notes import NOTES

SHOWN = 3  # others named; how many more there are is said


def open_pair_notes(
    pairs: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack, waiting: Collection[Place]
) -> pa.Table:
    """NOTES, one line a case that may be the same household as another; `waiting`: rows that do not count yet."""
    lines = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist()
    sides = [tuple(tuple(line[name] for name in side) for side in (c.LEFT, c.RIGHT)) for line in lines]
    placed = Placed(mentions, clusters, {place for side in sides for place in side})
    others: dict[str, set[str]] = defaultdict(set)
    for left, right in sorted(sides):
        own, other = placed.case.get(left), placed.case.get(right)
        rosters = all(is_roster(placed.form.get(place), pack) for place in (left, right))
        if rosters and own and other and own != other and not {left, right} & set(waiting):
            others[own].add(other)
            others[other].add(own)
    columns = [sorted(others), [_words(others[case]) for case in sorted(others)]]
    return pa.table(dict(zip(NOTES.names, columns, strict=True)), schema=NOTES)


def _words(others: Collection[str]) -> str:
    numbers = sorted(others)
    more = f"等{len(numbers)}户" if len(numbers) > SHOWN else ""
    return f"；与编号{'、'.join(numbers[:SHOWN])}{more}疑似同一户，尚未裁定"
