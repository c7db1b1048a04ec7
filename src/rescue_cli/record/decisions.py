"""What people decided, as the journal tells it: learned headings, waived findings, files that take another's place.

Later lines outweigh earlier ones about the same thing; nothing is ever taken out of the file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import RecordError
from rescue_cli.core.linkage import Decision
from rescue_cli.core.states import Verdict
from rescue_cli.record.digests import UNSEALED, Seal, digest_of, pair_key
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import CONFLICT, CORRECTED, HEADER, ID, PAIR, REPLACE, SEEN, WAIVER
from rescue_cli.record.lines import Entry

NOT_A_FIELD = "不是本表字段"
NEITHER = ""  # stands in a choice for the answer that none of the values is right
REPLACED, TURNED, KEEP_BOTH = "替换", "不收", "都保留"

HeadingKey = tuple[str, str, str]  # 镇街 (or "*"), 表种, heading as it is compared


@dataclass(frozen=True)
class Waiver:
    """Why a finding need not be mended, who said so and when (ISO date and time)."""

    reason: str
    by: str
    when: str


@dataclass(frozen=True)
class PairAnswer:
    """What a person said of two rows, told by the sealed digests of what she saw of them, and why; `seen`: the code of the
    question, sealed."""

    left: str
    right: str
    verdict: Verdict
    reason: str
    by: str
    when: str
    seen: str = ""


@dataclass(frozen=True)
class Choice:
    """The digest of the value a person took (`NEITHER`: none is right), and those of all values she had before her, sealed
    by `seal`; `code`: that of the question, sealed."""

    value: str
    seen: frozenset[str]
    reason: str = ""
    by: str = ""
    when: str = ""
    code: str = ""
    seal: Seal = UNSEALED

    def has_seen(self, digests: Iterable[str]) -> bool:
        """Whether every one of these values (`value_digest`) stood before her."""
        return all(self.seal(digest) in self.seen for digest in digests)

    def takes(self, digest: str) -> bool:
        """Whether this value (`value_digest`) is the one she took."""
        return self.value != NEITHER and self.seal(digest) == self.value


@dataclass(frozen=True)
class Correction:
    """What a person says stands in place of a value. `name`: the person of household `case` it is about; `rows`: sealed keys
    of the rows that say `old`; `code`: of the question, sealed. Empty `old`: nothing stood there."""

    case: str
    name: str
    field: str
    old: str
    value: str
    rows: frozenset[str]
    reason: str
    by: str
    when: str
    code: str


@dataclass(frozen=True)
class Decisions:
    """`learned`: heading → field, None where it is no field of the form. `waived`: digest of a finding → why it stands.

    `replaced`: old file → the file that takes its place. `kept`: digests of pairs of files that both count.
    `pairs`: answers about two rows, by both digests in order, the latest of each. `choices`: 编号, 字段 → the value taken.
    `ids`: digest of a row with a damaged ID number → the number taken. `corrected`: the corrections that were not taken
    back, in the order they were first made. All digests of persons are sealed by `seal`: what is
    read of a file is looked up through it.
    """

    learned: Mapping[HeadingKey, str | None] = field(default_factory=dict)
    waived: Mapping[str, Waiver] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    pairs: Mapping[tuple[str, str], PairAnswer] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Choice] = field(default_factory=dict)
    ids: Mapping[str, Choice] = field(default_factory=dict)
    corrected: tuple[Correction, ...] = ()
    seal: Seal = UNSEALED

    def decided(self, digests: Callable[[], Iterable[str]]) -> list[Decision]:
        """The answers as linking takes them, about rows with these `digests` (asked for only where there are answers)."""
        if not self.pairs:
            return []
        rows = {self.seal(digest): digest for digest in digests()}
        return [
            Decision(rows[answer.left], rows[answer.right], answer.verdict)
            for answer in self.pairs.values()
            if answer.left in rows and answer.right in rows
        ]

    def answer(self, left: str | None, right: str | None) -> PairAnswer | None:
        """What was said of two rows with these digests."""
        return self.pairs.get(pair_key(self.seal(left or ""), self.seal(right or "")))

    def waiver(self, keys: Iterable[str]) -> Waiver | None:
        """Why a finding known by one of these digests was let stand, if it was."""
        sealed = map(self.seal, keys) if self.waived else ()
        return next((self.waived[key] for key in sealed if key in self.waived), None)


def decisions(journal: Journal) -> Decisions:
    """Everything decided so far."""
    learned = {
        (entry.body["township"], entry.body["form"], entry.body["heading"]): _field(entry)
        for entry in journal.of_kind(HEADER)
    }
    waived = _waived(journal.of_kind(WAIVER))
    kept, replaced = _files(journal.of_kind(REPLACE))
    pairs = {pair_key(entry.body["left"], entry.body["right"]): _answer(entry) for entry in journal.of_kind(PAIR)}
    seal = journal.seal
    choices = {(entry.body["case"], entry.body["field"]): _choice(entry, seal) for entry in journal.of_kind(CONFLICT)}
    ids = {entry.body["row"]: _choice(entry, seal) for entry in journal.of_kind(ID)}
    corrected = _corrected(journal.of_kind(CORRECTED), seal)
    return Decisions(learned, waived, replaced, kept, pairs, choices, ids, corrected, seal)


def value_digest(field_name: str, text: str) -> str:
    """What stands for a value, sealed, in the record: itself it is personal."""
    return digest_of("value", [field_name, text])


def question_digest(case: str, field_name: str, values: Iterable[str]) -> str:
    """Of a conflict as it was shown: the household, the field and the digests of all values side by side."""
    return digest_of("conflict", [case, field_name, *sorted(values)])


def correction_question(case: str, name: str, field_name: str) -> str:
    """Of one fact of one person of a household, whatever stands there."""
    return digest_of("correction", [case, name, field_name])


def row_key(row_digest: str, form: str) -> str:
    """What a correction knows a row by: what was seen of whom it is about, and the form: lists speak of other matters."""
    return digest_of("row", [row_digest, form])


def _corrected(entries: Iterable[Entry], seal: Seal) -> tuple[Correction, ...]:
    """Raises RecordError where one cannot be read under the record's own secret."""
    last: dict[str, Correction] = {}
    for entry in entries:
        body = entry.body
        try:
            name, old, value = (seal.revealed(body[key], about_value(body["case"])) for key in ("name", "old", "value"))
        except ValueError as error:
            raise RecordError("裁定.jsonl 里有一条更正读不出来，与它第一行的密钥不合") from error
        rows = frozenset(body["rows"])
        signed = body["reason"], body["by"], body["when"], body[SEEN]
        last[body[SEEN]] = Correction(body["case"], name, body["field"], old, value, rows, *signed)
    return tuple(correction for correction in last.values() if correction.rows)


def about_value(case: str) -> str:
    """What the values of a correction are enciphered for."""
    return f"corrected {case}"


def _answer(entry: Entry) -> PairAnswer:
    """Raises RecordError for a verdict this version does not know: to pass over it would undo somebody's answer."""
    body = entry.body
    if body["verdict"] not in set(Verdict):
        raise RecordError("裁定.jsonl 里有本程序不认识的裁定，可能是更新的版本写的。请用那个版本运行。")
    verdict = Verdict(body["verdict"])
    return PairAnswer(body["left"], body["right"], verdict, body["reason"], body["by"], body["when"], body[SEEN])


def _choice(entry: Entry, seal: Seal) -> Choice:
    body = entry.body
    return Choice(body["value"], frozenset(body["values"]), body["reason"], body["by"], body["when"], body[SEEN], seal)


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
