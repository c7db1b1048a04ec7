"""What the link stage takes and hands to settle and record (stages do not import one another, so the shapes stand here)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core.states import Verdict
from rescue_cli.core.tables import COUNTS


@dataclass(frozen=True, order=True)
class Decision:
    """What a person decided of two rows; `left` and `right` are `link.mention_digests` of the values that were seen."""

    left: str
    right: str
    verdict: Verdict


@dataclass(frozen=True)
class Linked:
    """`groups`: `tables.GROUPS`, one line a mention, sorted by mention; `pairs`: `tables.PAIRS`, sorted;
    `counts`: `tables.COUNTS`, one line a file: what looked alike before anything was joined."""

    groups: pa.Table
    pairs: pa.Table
    counts: pa.Table = field(default_factory=COUNTS.empty_table)


@dataclass(frozen=True)
class IdCandidate:
    """A valid number that may be the one meant, whose it is and where it stands, and what speaks for it."""

    number: str
    name: str
    source: tuple[str, str, int]
    evidence: str


@dataclass(frozen=True)
class DamagedId:
    """A row whose ID number is none, by its digest (`link.mention_digests`) and its values, with at least one candidate.
    `settled`: the person has a valid number in another row, the first candidate; the household goes by it already."""

    digest: str
    row: Mapping[str, object]
    candidates: tuple[IdCandidate, ...]
    settled: bool = False
