"""The kinds of lines of 裁定.jsonl: what each must and may hold, and which of it tells nothing of a person.

Hand-outs will be a further kind: one more line of `KINDS`. A kind this version does not know was
written by a newer one; to pass over it would undo somebody's answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

NUMBERED, MERGED, SEPARATED = "case-number", "case-merged", "case-separated"
SPLIT, HEAD_CHANGED = "split", "head"  # further fields of a NUMBERED entry
HEADER, WAIVER, REPLACE, PAIR, CONFLICT, ID = "header", "waiver", "replace", "pair", "conflict", "id"
CORRECTED = "corrected"  # a value of a household put right by a person
RECEIPT, ARRIVAL = "receipt", "arrival"  # a file seen first, by the digest of its bytes; the day a person says it came
RUN = "run"  # in .rescue/运行.jsonl alone: a run whose results differ from those of the run before
UNDONE = "undone"  # answers of one writing taken back: they count no more, and stay where they stand
FILING, REOPENED = "filing", "reopened"  # a report handed in and kept in 存档/; taken back to be handed in again
OVER = "over"  # of a RECEIPT: the file that stood there under the same name before
READ = "rows"  # of a RECEIPT: what was read of the file and where it stood, by which one merely saved again is known
SIGNED = ("by", "when")  # who and when
SEEN = "seen"  # what was asked, as the answer carried it back
CASE_NUMBER = re.compile(r"[^\s-]{0,12}-[0-9]{1,9}")
TEXT, CASE, TEXTS, KEYS, YES, NUMBER = "text", "case", "texts", "keys", "yes", "number"
_KEY = re.compile(r"[a-z]+:[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Kind:
    """`fields`: name → what it holds; `optional` ones may be missing; `sealed` ones are digests under the record's secret."""

    fields: Mapping[str, str]
    optional: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    signed: bool = True
    public: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", tuple(sorted(self.fields.keys() - self.sealed)))

    def fault(self, body: Mapping[str, Any]) -> bool:
        """Whether a line of this kind cannot be understood. A further field is a newer version's, and may matter."""
        expected = {**self.fields, **(dict.fromkeys(SIGNED, TEXT) if self.signed else {})}
        missing = expected.keys() - body.keys() - self.optional
        return bool(missing or body.keys() - expected.keys()) or not all(
            _HOLDS[expected[name]](value) for name, value in body.items()
        )


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


_HOLDS: Mapping[str, Callable[[Any], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    CASE: lambda value: isinstance(value, str) and bool(CASE_NUMBER.fullmatch(value)),
    TEXTS: _texts,
    KEYS: lambda value: _texts(value) and all(map(_KEY.fullmatch, value)),
    YES: lambda value: value is True,
    NUMBER: lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
}

KINDS: Mapping[str, Kind] = {
    NUMBERED: Kind(
        {"case": CASE, "keys": KEYS, SPLIT: CASE, HEAD_CHANGED: YES},
        optional=frozenset({SPLIT, HEAD_CHANGED}),
        sealed=frozenset({"keys"}),
        signed=False,
    ),
    MERGED: Kind({"case": CASE, "from": CASE}, signed=False),
    SEPARATED: Kind({"case": CASE, "from": CASE}, signed=False),
    RECEIPT: Kind(
        {"file": TEXT, "day": TEXT, OVER: TEXT, READ: TEXT},
        optional=frozenset({OVER, READ}),
        sealed=frozenset({READ}),
        signed=False,
    ),
    ARRIVAL: Kind({"file": TEXT, "day": TEXT, SEEN: TEXT}),
    FILING: Kind(
        {
            "report": TEXT,
            "period": TEXT,
            "day": TEXT,
            "digest": TEXT,
            "figures": TEXT,
            "reviewer": TEXT,
            "left": TEXTS,
            "state": TEXT,  # of 存档/状态/, which it was made of
            "opening": TEXT,  # the old workbook, of a report handed in before the workspace began
        },
        optional=frozenset({"state", "opening"}),
    ),
    RUN: Kind(
        {
            "state": TEXT,  # of 存档/状态/
            "digest": TEXT,  # of that state's files
            "as_of": TEXT,
            "pack": TEXT,
            "pack_digest": TEXT,
            "program": TEXT,
            "inputs": NUMBER,
            "results": TEXTS,  # 分类 and how many households
        }
    ),
    UNDONE: Kind({"first": NUMBER, "count": NUMBER}),  # place of the first of them among all entries, and how many
    REOPENED: Kind({"report": TEXT, "period": TEXT, "reason": TEXT, "reviewer": TEXT}),
    HEADER: Kind({"township": TEXT, "form": TEXT, "heading": TEXT, "field": TEXT, SEEN: TEXT}),
    WAIVER: Kind({"code": TEXT, "keys": TEXTS, "reason": TEXT, SEEN: TEXT}, sealed=frozenset({"keys", SEEN})),
    REPLACE: Kind({"old": TEXT, "new": TEXT, "answer": TEXT, SEEN: TEXT}),
    PAIR: Kind(
        {"left": TEXT, "right": TEXT, "verdict": TEXT, "reason": TEXT, SEEN: TEXT},
        sealed=frozenset({"left", "right", SEEN}),
    ),
    CONFLICT: Kind(
        {"case": CASE, "field": TEXT, "value": TEXT, "values": TEXTS, "reason": TEXT, SEEN: TEXT},
        sealed=frozenset({"value", "values", SEEN}),
    ),
    # `rows`: those that say the wrong value, none where an earlier correction is taken back; `old` and `value` enciphered
    CORRECTED: Kind(
        {
            "case": CASE,
            "field": TEXT,
            "rows": TEXTS,
            "old": TEXT,
            "value": TEXT,
            "reason": TEXT,
            SEEN: TEXT,
            "name": TEXT,
        },
        sealed=frozenset({"rows", "old", "value", "name", SEEN}),
    ),
    ID: Kind(
        {"row": TEXT, "value": TEXT, "values": TEXTS, "reason": TEXT, SEEN: TEXT},
        sealed=frozenset({"row", "value", "values", SEEN}),
    ),
}

ANSWERS = frozenset({HEADER, WAIVER, REPLACE, PAIR, CONFLICT, CORRECTED, ID, ARRIVAL})  # what a person can take back
