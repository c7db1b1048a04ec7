"""Entries of a record, of nobody who exists."""

from rescue_cli.record.digests import Seal, digest_of
from rescue_cli.record.kinds import HEADER, NUMBERED
from rescue_cli.record.lines import Entry

BY = {"when": "2026-01-02T09:00:00+08:00"}


def household(n: int, seal: Seal) -> dict[str, object]:
    """What is written of a household with ID number, telephone and address."""
    kinds = ("address", "home", "home", "id", "member", "phone")
    keys = [seal.key(digest_of(kind, [str(n), "x" * place])) for place, kind in enumerate(kinds)]
    keys[3] = seal.key(digest_of("id", [str(n)]))
    return {"case": f"640105-{n:05d}", "keys": keys}


def numbered(n: int, seal: Seal) -> Entry:
    return Entry(NUMBERED, household(n, seal))


def heading(field: str) -> Entry:
    body = {"township": "兴泾镇", "form": "困难家庭名册", "heading": "暗号", "field": field, "seen": "0011"}
    return Entry(HEADER, {**body, "by": "经办", **BY})
