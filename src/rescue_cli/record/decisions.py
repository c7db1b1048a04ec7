"""What people decided, as the journal tells it: learned headings, waived findings, files that take another's place.

Later lines outweigh earlier ones about the same thing; nothing is ever taken out of the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import RecordError
from rescue_cli.core.linkage import Decision
from rescue_cli.core.states import Verdict
from rescue_cli.record.journal import Entry, Journal, digest_of

HEADER, WAIVER, REPLACE, PAIR, CONFLICT = "header", "waiver", "replace", "pair", "conflict"
ID = "id"
NOT_A_FIELD = "不是本表字段"
NEITHER = ""  # stands in a choice for the answer that none of the values is right
REPLACED, TURNED, KEEP_BOTH = "替换", "反过来替换", "都保留"

HeadingKey = tuple[str, str, str]  # 镇街 (or "*"), 表种, heading as it is compared


@dataclass(frozen=True)
class Waiver:
    """Why a finding need not be mended, who said so and when (ISO date and time)."""

    reason: str
    by: str
    when: str


@dataclass(frozen=True)
class PairAnswer:
    """What a person said of two rows, told by the digests of what she saw of them, and why."""

    left: str
    right: str
    verdict: Verdict
    reason: str
    by: str
    when: str


@dataclass(frozen=True)
class Choice:
    """The digest of the value a person took (`NEITHER`: none is right), and those of all values she had before her."""

    value: str
    seen: frozenset[str]
    reason: str = ""
    by: str = ""
    when: str = ""


@dataclass(frozen=True)
class Decisions:
    """`learned`: heading → field, None where it is no field of the form. `waived`: digest of a finding → why it stands.

    `replaced`: old file → the file that takes its place. `kept`: digests of pairs of files that both count.
    `pairs`: answers about two rows, by both digests in order, the latest of each. `choices`: 编号, 字段 → the value taken.
    `ids`: digest of a row with a damaged ID number → the number taken.
    """

    learned: Mapping[HeadingKey, str | None] = field(default_factory=dict)
    waived: Mapping[str, Waiver] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    pairs: Mapping[tuple[str, str], PairAnswer] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Choice] = field(default_factory=dict)
    ids: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def decided(self) -> list[Decision]:
        """The answers as linking takes them."""
        return [Decision(answer.left, answer.right, answer.verdict) for answer in self.pairs.values()]


def decisions(journal: Journal) -> Decisions:
    """Everything decided so far."""
    learned = {
        (entry.body["township"], entry.body["form"], entry.body["heading"]): _field(entry)
        for entry in journal.of_kind(HEADER)
    }
    waived = _waived(journal.of_kind(WAIVER))
    kept, replaced = _files(journal.of_kind(REPLACE))
    pairs = {pair_key(entry.body["left"], entry.body["right"]): _answer(entry) for entry in journal.of_kind(PAIR)}
    choices = {(entry.body["case"], entry.body["field"]): _choice(entry) for entry in journal.of_kind(CONFLICT)}
    ids = {entry.body["row"]: _choice(entry) for entry in journal.of_kind(ID)}
    return Decisions(learned, waived, replaced, kept, pairs, choices, ids)


def pair_key(left: str, right: str) -> tuple[str, str]:
    """Two rows in whichever order."""
    return (left, right) if left < right else (right, left)


def value_digest(field_name: str, text: str) -> str:
    """What stands in the record for a value: itself it is personal."""
    return digest_of("value", [field_name, text])


def question_digest(case: str, field_name: str, values: Iterable[str]) -> str:
    """Of a conflict as it was shown: the household, the field and the digests of all values side by side."""
    return digest_of("conflict", [case, field_name, *sorted(values)])


def _answer(entry: Entry) -> PairAnswer:
    """Raises RecordError for a verdict this version does not know: to pass over it would undo somebody's answer."""
    body = entry.body
    if body["verdict"] not in set(Verdict):
        raise RecordError("裁定.jsonl 里有本程序不认识的裁定，可能是更新的版本写的。请用那个版本运行。")
    return PairAnswer(body["left"], body["right"], Verdict(body["verdict"]), body["reason"], body["by"], body["when"])


def _choice(entry: Entry) -> Choice:
    body = entry.body
    return Choice(body["value"], frozenset(body["values"]), body["reason"], body["by"], body["when"])


def file_digests(files: pa.Table) -> dict[str, str]:
    """File → digest of its bytes, from the table of files."""
    return {row[f.SOURCE_FILE]: row[c.DIGEST] or "" for row in files.to_pylist()}


def pair_digest(digests: Mapping[str, str], file: str, other: str) -> str:
    """What was seen of two files when a person kept both: another version of either is another question."""
    return digest_of("files", [part for name in sorted((file, other)) for part in (name, digests.get(name, ""))])


def _waived(entries: Iterable[Entry]) -> dict[str, Waiver]:
    """An answer without a reason takes an earlier one back."""
    waived: dict[str, Waiver] = {}
    for entry in entries:
        for key in entry.body["keys"]:
            waived.pop(key, None)
            if entry.body["reason"]:
                waived[key] = Waiver(entry.body["reason"], entry.body["by"], entry.body["when"])
    return waived


def _field(entry: Entry) -> str | None:
    name: str = entry.body["field"]
    return None if name == NOT_A_FIELD else name


def _files(entries: Iterable[Entry]) -> tuple[frozenset[str], dict[str, str]]:
    kept: set[str] = set()
    replaced: dict[str, str] = {}
    for entry in entries:
        if entry.body["answer"] == KEEP_BOTH:
            kept.add(entry.body["seen"])
        else:
            replaced.pop(entry.body["new"], None)  # turned round: the old one counts again
            replaced[entry.body["old"]] = entry.body["new"]
    return frozenset(kept), replaced
