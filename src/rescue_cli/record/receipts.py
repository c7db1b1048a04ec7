"""When each file came: the day of the run that first saw it, by the digest of its bytes, and what a person says instead.

What the very first run of a workspace finds has no known day, and is never called late (design §4, receipts).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from rescue_cli.record.digests import digest_of
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import ARRIVAL, OVER, RECEIPT, SAME
from rescue_cli.record.lines import Entry

UNKNOWN = ""


def new_receipts(
    journal: Journal,
    digests: Iterable[str],
    today: dt.date,
    over: Mapping[str, str] | None = None,
    same: Collection[str] = (),
) -> list[Entry]:
    """Entries for the files (digests of their bytes) the record has not seen yet. `over`: file → the one it was written over;
    `same`: those of them with the same rows, merely saved again."""
    seen = {entry.body["file"] for entry in journal.of_kind(RECEIPT)}
    day = today.isoformat() if seen else UNKNOWN
    return [
        Entry(
            RECEIPT,
            {
                "file": digest,
                "day": day,
                **({OVER: over[digest]} if over and digest in over else {}),
                **({SAME: over[digest]} if over and digest in same else {}),
            },
        )
        for digest in sorted(set(digests) - seen)
    ]


def merely_saved_again(journal: Journal) -> set[str]:
    """Digests of files that were written over others, and never with other rows."""
    over = {entry.body["file"]: entry.body[OVER] for entry in journal.of_kind(RECEIPT) if OVER in entry.body}
    same = {entry.body["file"] for entry in journal.of_kind(RECEIPT) if SAME in entry.body}
    kept = set()
    for digest in over:
        step, passed = digest, set()
        while step in over and step in same and step not in passed:
            passed.add(step)
            step = over[step]
        if step not in over or step in passed:
            kept.add(digest)
    return kept


def first_versions(journal: Journal) -> dict[str, str]:
    """Digest of a file that was written over another → the one that stood there first."""
    over = {entry.body["file"]: entry.body[OVER] for entry in journal.of_kind(RECEIPT) if OVER in entry.body}
    first = {}
    for digest, before in over.items():
        first[digest], passed = before, {digest}
        while first[digest] in over and first[digest] not in passed:
            passed.add(first[digest])
            first[digest] = over[first[digest]]
    return first


def arrival_days(journal: Journal) -> dict[str, dt.date]:
    """Digest of a file → the day the run that first saw it took place, where that is known."""
    days = ((entry.body["file"], entry.body["day"]) for entry in journal.of_kind(RECEIPT))
    return {digest: dt.date.fromisoformat(day) for digest, day in days if day}


def days_answered(journal: Journal) -> dict[str, dt.date]:
    """Digest of a file → the day a person said it came; the last answer counts."""
    return {entry.body["file"]: dt.date.fromisoformat(entry.body["day"]) for entry in journal.of_kind(ARRIVAL)}


def arrival_question(digest: str) -> str:
    """What an answer about the day of a file carries back."""
    return digest_of("arrival", [digest])
