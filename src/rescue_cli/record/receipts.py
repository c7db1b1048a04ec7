"""When each file came: the day of the run that first saw it, by the digest of its bytes, and what a person says instead.

What the very first run of a workspace finds has no known day, and is never called late (design §4, receipts).
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from rescue_cli.record.digests import digest_of
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import ARRIVAL, OVER, READ, RECEIPT
from rescue_cli.record.lines import Entry

UNKNOWN = ""


def new_receipts(
    journal: Journal,
    digests: Iterable[str],
    today: dt.date | None,
    over: Mapping[str, str] | None = None,
    read: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Entries for the files (digests of their bytes) the record has not seen yet. `today`: None where nobody knows the day they
    came; `over`: file → the one it was written over;
    `read`: file → digest of its rows and of where it stands."""
    day = today.isoformat() if today and any(True for _ in journal.of_kind(RECEIPT)) else UNKNOWN
    more = {
        OVER: over or {},
        READ: {digest: journal.seal(rows) for digest, rows in (read or {}).items()},
    }
    return [
        Entry(
            RECEIPT,
            {
                "file": digest,
                "day": day,
                **{name: values[digest] for name, values in more.items() if digest in values},
            },
        )
        for digest in sorted(not_seen(journal, digests))
    ]


def not_seen(journal: Journal, digests: Iterable[str]) -> set[str]:
    """Those of the files the record does not know."""
    return set(digests) - {entry.body["file"] for entry in journal.of_kind(RECEIPT)}


def saved_again(journal: Journal) -> dict[str, str]:
    """Digest of a file → the one that was the first to say just the same in the same place: it was merely saved again."""
    first: dict[str, str] = {}
    same = {}
    for entry in journal.of_kind(RECEIPT):
        if READ in entry.body:
            earlier = first.setdefault(entry.body[READ], entry.body["file"])
            if earlier != entry.body["file"]:
                same[entry.body["file"]] = earlier
    return same


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
