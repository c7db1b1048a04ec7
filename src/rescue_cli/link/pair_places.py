"""Where the two rows of a pair stand to each other, what depends on the pair, and which question it belongs to.

One question per two listings of a household: all its people are asked about at once. A listing is the household a row
belongs to, else the rows that stand together with it in its file.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.states import Situation, Stake
from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.household_groups import Households

STAKES = {
    "result": Stake.AID,
    "reference": Stake.AID,
    "survey": Stake.SURVEY,
    "roster": Stake.COUNT,
    "clue": Stake.CLUE,
    "check": Stake.CLUE,
}
_WEIGHTIEST_FIRST = tuple(Stake)


@dataclass(frozen=True)
class Standing:
    """Of every row: its file, the township that sent the file, the role of its form, the listing it belongs to, and the
    digest of what is seen of it."""

    files: Sequence[str]
    senders: Sequence[str | None]
    roles: Sequence[str]
    listings: Sequence[tuple[str, int]]
    digests: Sequence[str]

    @classmethod
    def of(cls, mentions: pa.Table, rows: Rows, households: Households, digests: Sequence[str]) -> "Standing":
        files = mentions[f.SOURCE_FILE].to_pylist()
        senders = _senders(files, mentions[f.TOWNSHIP].to_pylist())
        listings = [
            ("户", household) if household is not None else ("行", home)
            for household, home in zip(households.of, rows.home, strict=True)
        ]
        return cls(files, [senders[file] for file in files], rows.role, listings, digests)

    def situation(self, left: int, right: int) -> Situation:
        """Against a list where one of the two is no roster row; else by file and sender."""
        if "roster" not in (self.roles[left], self.roles[right]) or self.roles[left] != self.roles[right]:
            return Situation.AGAINST_LIST
        if self.files[left] == self.files[right]:
            return Situation.WITHIN_FILE
        sender = self.senders[left]
        return (
            Situation.WITHIN_SENDER
            if sender is not None and sender == self.senders[right]
            else Situation.BETWEEN_SENDERS
        )

    def stake(self, left: int, right: int) -> Stake:
        """What weighs more of the two; a clue weighs as a clue, whatever it is compared with."""
        stakes = {STAKES.get(self.roles[i], Stake.CLUE) for i in (left, right)}
        return Stake.CLUE if Stake.CLUE in stakes else min(stakes, key=_WEIGHTIEST_FIRST.index)

    def numbers(self, asked: Sequence[tuple[int, int, float]]) -> list[int]:
        """The question each pair (left, right, points) belongs to, from 1: the weightiest first, then the likeliest, equal
        ones by what their rows say, so that no file name decides."""
        listings = [_couple(self.listings[left], self.listings[right]) for left, right, _ in asked]
        weight: dict[tuple[tuple[str, int], ...], tuple[int, float, list[str]]] = {}
        for couple, (left, right, points) in zip(listings, asked, strict=True):
            seen = sorted((self.digests[left], self.digests[right]))
            order = _WEIGHTIEST_FIRST.index(self.stake(left, right)), -points, seen
            weight[couple] = min(weight.get(couple, order), order)
        ranked = {
            couple: n for n, couple in enumerate(sorted(weight, key=lambda couple: (weight[couple], couple)), start=1)
        }
        return [ranked[couple] for couple in listings]


def _couple(a: tuple[str, int], b: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    return (a, b) if a < b else (b, a)


def _senders(files: Sequence[str], townships: Sequence[str | None]) -> dict[str, str | None]:
    """File → the one township most of its rows name; None where two are named as often, or none is."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for file, township in zip(files, townships, strict=True):
        if township is not None:
            counts[file][township] += 1
    senders: dict[str, str | None] = {}
    for file in sorted(set(files)):
        (first, *rest) = counts[file].most_common(2) or [("", 0)]
        senders[file] = first[0] if first[0] and (not rest or rest[0][1] < first[1]) else None
    return senders
