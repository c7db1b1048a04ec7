"""An answer of a newer version is neither passed over nor a crash."""

import pytest

from rescue_cli.core.errors import RecordError
from rescue_cli.record.decisions import decisions
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import PAIR
from rescue_cli.record.lines import Entry


def journal(verdict: str) -> Journal:
    body = {"left": "a", "right": "b", "verdict": verdict, "reason": "", "by": "甲", "when": "2026-01-01", "seen": "c"}
    return Journal((Entry(PAIR, body),))


def test_a_verdict_nobody_knows_stops_with_a_sentence() -> None:
    with pytest.raises(RecordError, match="不认识的裁定"):
        decisions(journal("同村"))


def test_a_known_verdict_is_taken() -> None:
    assert [answer.verdict for answer in decisions(journal("同一户")).pairs.values()] == ["同一户"]
