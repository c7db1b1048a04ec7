"""What a filled sheet 疑似重复 or 已裁定 says: a verdict for every pair of a household's question, or none.

The household's verdict may stand in any row of its block, a pair's own in either of its two: a program may have undone the
merged cells, a person sorted the rows. Rows know their question by the two codes they carry.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.core import columns as c
from rescue_cli.core.states import Verdict
from rescue_cli.workbooks.reading.answered_book import AnswerRow

HEADINGS = (c.SIDE, c.VERDICT, c.OWN_VERDICT, c.ANSWER_REASON, c.QUESTION_CODE, c.BLOCK_CODE)
NO_VERDICT = "写了理由，没有选裁定"
NOT_A_VERDICT = f"不是可选的裁定，请选{'、'.join(Verdict)}"


@dataclass(frozen=True)
class PairVerdict:
    """`place`: workbook, sheet and cell, as a message names it; `code`: 识别码 of the pair."""

    place: str
    code: str
    verdict: str
    reason: str


@dataclass
class Read:
    """Verdicts in the order of the sheet, faults as sentences, questions not answered or not wholly."""

    verdicts: list[PairVerdict] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    blank: int = 0


def read_verdicts(rows: Sequence[AnswerRow], file: str, questions: Mapping[str, Collection[str]]) -> Read:
    """`questions`: 问题识别码 → 识别码 of the pairs, as they are asked now; a row deleted in the sheet loses no answer."""
    read = Read()
    for code, block in blocks_of(rows).items():
        _read_block(block, file, questions.get(code, ()), read)
    return read


def blocks_of(rows: Sequence[AnswerRow]) -> dict[str, list[AnswerRow]]:
    """The rows of each question by its 问题识别码, in the order of the sheet."""
    blocks: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.texts[c.QUESTION_CODE] or row.texts[c.BLOCK_CODE] or row.texts[c.VERDICT] or row.texts[c.OWN_VERDICT]:
            blocks[row.texts[c.BLOCK_CODE] or row.texts[c.QUESTION_CODE]].append(row)
    return blocks


def reason_of(block: Sequence[AnswerRow]) -> str:
    """What stands under 理由 of a question."""
    return "；".join(dict.fromkeys(row.texts[c.ANSWER_REASON] for row in block if row.texts[c.ANSWER_REASON]))


def _read_block(block: Sequence[AnswerRow], file: str, asked: Collection[str], read: Read) -> None:
    household = _typed(block, c.VERDICT)
    own = {code: _typed(rows, c.OWN_VERDICT) for code, rows in _by_pair(block).items()}
    faults = [*_faults(household, file), *(fault for typed in own.values() for fault in _faults(typed, file))]
    if not faults and reason_of(block) and not household and not any(own.values()):
        row = next(row for row in block if row.texts[c.ANSWER_REASON])
        faults.append(f"{file} {row.place(c.VERDICT)}：{NO_VERDICT}")
    if faults:
        read.faults += faults
        return
    codes = sorted({*own, *asked})
    rest = [code for code in codes if not own.get(code)]
    for code in codes:
        typed = own.get(code) or household
        if typed:
            place, verdict = typed[0]
            read.verdicts.append(PairVerdict(f"{file} {place}", code, verdict, reason_of(block)))
    read.blank += bool(rest and not household)


def _by_pair(block: Sequence[AnswerRow]) -> dict[str, list[AnswerRow]]:
    pairs: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in block:
        pairs[row.texts[c.QUESTION_CODE]].append(row)
    return pairs


def _typed(rows: Sequence[AnswerRow], heading: str) -> list[tuple[str, str]]:
    """The different answers under a heading, each with its first place."""
    places: dict[str, str] = {}
    for row in rows:
        if row.texts[heading]:
            places.setdefault(row.texts[heading], row.place(heading))
    return [(place, answer) for answer, place in places.items()]


def _faults(typed: Sequence[tuple[str, str]], file: str) -> Iterator[str]:
    for place, answer in typed:
        if answer not in tuple(Verdict):
            yield f"{file} {place}：“{answer}”{NOT_A_VERDICT}"
    if len(typed) > 1:
        (first, verdict), (second, other) = typed[:2]
        yield f"{file} {second}：同一问有两个不同的裁定（{first}“{verdict}”，{second}“{other}”），请只留一个"
