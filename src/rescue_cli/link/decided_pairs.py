"""What people decided earlier: applied before any rule, never crossed by one, and checked for contradictions."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Decision
from rescue_cli.core.states import Verdict
from rescue_cli.link.union_find import Forest

# The values a person sees side by side; if one of them changes the question comes back.
SEEN = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS)


@dataclass
class Decided:
    """Decisions as pairs of rows (left < right). `contradicting`: 不是 pairs that 同一 answers lead around.

    `persons`: those of `same` that are one person; a household decided to be one may have been named by two of its people.
    """

    same: set[tuple[int, int]] = field(default_factory=set)  # one person, or at least one household
    persons: set[tuple[int, int]] = field(default_factory=set)
    households_apart: set[tuple[int, int]] = field(default_factory=set)
    apart: set[tuple[int, int]] = field(default_factory=set)
    contradicting: list[tuple[int, int]] = field(default_factory=list)

    @property
    def answered(self) -> set[tuple[int, int]]:
        return self.same | self.apart


def mention_digests(mentions: pa.Table) -> list[str]:
    """A digest of the values seen of each row, independent of file and place. What shows of a masked number counts only
    where something does, so that the digests of all other rows stay what they were."""
    names = [name for name in SEEN if name in mentions.column_names]
    columns = [["" if value is None else str(value) for value in mentions[name].to_pylist()] for name in names]
    if f.SHOWN_DIGITS in mentions.column_names and mentions[f.SHOWN_DIGITS].null_count < mentions.num_rows:
        columns.append(mentions[f.SHOWN_DIGITS].to_pylist())
    known: dict[tuple[str | None, ...], str] = {}
    for values in zip(*columns, strict=True):
        if values not in known:
            seen = "\x1f".join(value for value in values if value is not None)
            known[values] = hashlib.sha256(seen.encode()).hexdigest()[:20]
    return [known[values] for values in zip(*columns, strict=True)]


def find_decided(decisions: Sequence[Decision], digests: Sequence[str]) -> Decided:
    """The decisions that speak of rows of this run. Later ones of the same two rows replace earlier ones.

    Answers that contradict one another (A=B, B=C, A≠C) are all set aside but for 不是, and named.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    if decisions:
        for i, digest in enumerate(digests):
            rows[digest].append(i)
    latest: dict[tuple[str, str], str] = {
        (min(decision.left, decision.right), max(decision.left, decision.right)): decision.verdict
        for decision in decisions
    }
    decided = Decided()
    for (left, right), verdict in sorted(latest.items()):
        pairs = {(min(a, b), max(a, b)) for a in rows.get(left, []) for b in rows.get(right, []) if a != b}
        if verdict in (Verdict.SAME_HOUSEHOLD, Verdict.SAME_PERSON):
            decided.same |= pairs
        if verdict in (Verdict.SAME_PERSON, Verdict.APART):
            decided.households_apart |= pairs
        if verdict == Verdict.APART:
            decided.apart |= pairs
    _set_contradictions_aside(decided, len(digests))
    return decided


def _set_contradictions_aside(decided: Decided, size: int) -> None:
    forest = Forest(size)
    for left, right in decided.same:
        forest.join(left, right)
    decided.contradicting = sorted(
        (left, right) for left, right in decided.apart if forest.root(left) == forest.root(right)
    )
    broken = {forest.root(left) for left, _ in decided.contradicting}
    decided.same = {pair for pair in decided.same if forest.root(pair[0]) not in broken}
    decided.households_apart = {
        pair for pair in decided.households_apart if pair in decided.apart or forest.root(pair[0]) not in broken
    }
