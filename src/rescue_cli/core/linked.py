"""What the link stage hands to settle and record (stages do not import one another, so the shape stands here)."""

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Linked:
    """`groups`: `tables.GROUPS`, one line a mention, sorted by mention; `pairs`: `tables.PAIRS`, sorted."""

    groups: pa.Table
    pairs: pa.Table
