"""The rows answers are about, found again by the digests of what was seen of them."""

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link import mention_digests
from rescue_cli.record.decisions import Decisions
from rescue_cli.record.digests import CODE_PART


class SeenRows:
    """The rows of this run by sealed digest, and as far as a question's code shows it."""

    def __init__(self, mentions: pa.Table, decided: Decisions, before: Sequence[str] | None = None) -> None:
        """`decided`: answers given before; the same one may be given again though a row has changed since. `before`: the
        rows' digests before ID numbers were chosen for damaged ones: an answer may speak of a row as it was then."""
        self._seal = decided.seal
        self._mentions = mentions
        self._first: dict[str, int] = {}
        self._starts: dict[str, set[str]] = defaultdict(set)
        digests = mention_digests(mentions)
        for i, (digest, earlier) in enumerate(zip(digests, before or digests, strict=True)):
            self._first.setdefault(self._seal(digest), i)
            for start in {digest[:CODE_PART], earlier[:CODE_PART]}:
                self._starts[start].add(self._seal(digest))
        self._answered: dict[tuple[str, str], tuple[str, str]] = {
            (answer.seen, answer.verdict): (answer.left, answer.right) for answer in decided.pairs.values()
        }

    def pair(self, code: str, verdict: str) -> tuple[str, str] | None:
        """Both digests of a question, sealed; None where a row is gone, has changed, or is not the only one it could be."""
        parts = code.split("-")
        starts = [sorted(self._starts.get(part, ())) for part in parts]
        if len(parts) != 2 or any(len(digests) != 1 for digests in starts):
            return self._answered.get((self._seal(code), verdict))
        return starts[0][0], starts[1][0]

    def place(self, digest: str) -> str:
        """Where such a row stands, in the clerk's own words."""
        row = self._first.get(digest)
        if row is None:
            return "（已不在收件里的一行）"
        row = self._mentions.slice(row, 1).select(list(f.MENTION_KEY)).to_pylist()[0]
        return " › ".join(part for part in (row[f.SOURCE_FILE], row[f.SHEET], f"第{row[f.ROW]}行") if part)
