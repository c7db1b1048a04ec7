"""Pairs a person put off (待查): they stay open."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.states import Band, Verdict
from rescue_cli.record.decisions import Decisions, PairAnswer


def parked(pairs: pa.Table, decided: Decisions) -> pa.Table:
    """PAIRS with 规则 = 待查 where a person put a pair off: it stays open, and is not asked about as new."""
    if not any(answer.verdict == Verdict.LATER for answer in decided.pairs.values()):
        return pairs
    columns = zip(
        *(pairs[name].to_pylist() for name in (c.PAIR_RULE, c.BAND, c.LEFT_DIGEST, c.RIGHT_DIGEST)), strict=True
    )
    rules = [
        Verdict.LATER if band == Band.OPEN and _put_off(decided.answer(left, right)) else rule
        for rule, band, left, right in columns
    ]
    return pairs.set_column(pairs.schema.get_field_index(c.PAIR_RULE), c.PAIR_RULE, pa.array(rules, pa.string()))


def _put_off(answer: PairAnswer | None) -> bool:
    return answer is not None and answer.verdict == Verdict.LATER
