"""疑似重复.xlsx, the sheet 身份证会诊: numbers that are none, with those of other lists that may be the ones meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId
from rescue_cli.core.output_books import NO_NUMBER_RIGHT, NUMBERS_SHEET
from rescue_cli.record.decisions import NEITHER, Choice, Decisions, question_digest, value_digest
from rescue_cli.report.borrowed_numbers import UNREADABLE
from rescue_cli.report.dictionary_columns import place, place_text
from rescue_cli.report.question_blocks import BLOCK, Blocks, shown_code
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, SheetLayout

SHEET = NUMBERS_SHEET
NONE_RIGHT = NO_NUMBER_RIGHT
CANDIDATE = "候选号码"
WIDTHS: Mapping[str, float] = {
    BLOCK: 5.0,
    f.NAME: 9.0,
    f.TOWNSHIP: 11.0,
    f.VILLAGE: 10.0,
    c.DAMAGED_NUMBER: 19.5,
    f.SOURCES: 26.0,
    CANDIDATE: 19.5,
    "候选姓名": 9.0,
    "候选来源": 26.0,
    f.BASIS: 26.0,
    c.CHOSEN_NUMBER: 19.5,
    c.ANSWER_REASON: 16.0,
    c.QUESTION_CODE: 12.0,
}
_CHOSEN = 10  # place of the column answered in
_SPANNED = (0, 1, 2, 3, 4, 5, 10, 11)  # all but the candidates' own columns, and the code: every row carries it


@dataclass(frozen=True)
class AnsweredId:
    """A question of an earlier workbook with its answer: the rows as they stood there, one a candidate, and the candidates."""

    rows: tuple[tuple[str | None, ...], ...]
    candidates: tuple[str, ...]


def candidate_digests(damaged: DamagedId) -> dict[str, str]:
    """Number → its digest."""
    return {candidate.number: value_digest(f.ID_NUMBER, candidate.number) for candidate in damaged.candidates}


def question_code(damaged: DamagedId) -> str:
    """What an answer carries back: the row as it was seen, and the candidates."""
    return code_of(damaged.digest, candidate_digests(damaged).values())


def code_of(row: str, candidates: Iterable[str]) -> str:
    """The same of the digests of row and candidates."""
    return shown_code(question_digest(row, f.ID_NUMBER, candidates))


def open_questions(damaged: Sequence[DamagedId], decided: Decisions) -> list[DamagedId]:
    """Those nobody has answered, or of which there is a candidate that was not seen then."""
    return [entry for entry in damaged if not _is_answered(entry, decided.ids.get(decided.seal(entry.digest)))]


def _is_answered(damaged: DamagedId, choice: Choice | None) -> bool:
    """A number that was taken is filled in before anybody asks; only 都不是 leaves the question as it was."""
    if choice is None or choice.value != NEITHER:
        return False
    return choice.has_seen(candidate_digests(damaged).values())


def consultation_sheet(
    damaged: Sequence[DamagedId], context: ReportContext, answered: Sequence[AnsweredId] = ()
) -> SheetLayout | None:
    """One block a damaged number, a line a candidate; no sheet where there is none. `answered`: shown after the open ones,
    where no record keeps them."""
    if not damaged and not answered:
        return None
    blocks = Blocks(_CHOSEN, "本人的身份证号是哪个？", _SPANNED)
    for number, entry in enumerate(damaged, 1):
        blocks.add(_block(number, entry), (*(candidate.number for candidate in entry.candidates), NONE_RIGHT))
    for number, earlier in enumerate(answered, len(damaged) + 1):
        blocks.add([(number, *row[1:]) for row in earlier.rows], (*earlier.candidates, NONE_RIGHT))
    return blocks.sheet(
        SHEET,
        f"{context.district}身份证号会诊表",
        WIDTHS,
        context.lead(
            (f"待选{len(damaged)}处，已选{len(answered)}处" if answered else f"共{len(damaged)}处")
            + _settled_words(damaged)
        ),
        (
            "号码残缺或有误的，列出别处姓名相同（同音）、号码相近或出生日期和村居相符、且校验码相符的号码。请核对证件后在“选用号码”栏选择，",
            "存盘后 rescue apply 本文件；不选就不填，选用的以后每次运行都照用，并列在校验汇总的“更正清单”里。",
        ),
    )


def _settled_words(damaged: Sequence[DamagedId]) -> str:
    settled = sum(entry.settled for entry in damaged)
    return f"，其中{settled}处已按别处的有效号码归户（排在后面，只供核对，可以不选）" if settled else ""


def _block(number: int, damaged: DamagedId) -> list[tuple[Cell, ...]]:
    """One line a candidate, the damaged row's own columns the same in all."""
    texts = {name: None if value is None else str(value) for name, value in damaged.row.items()}
    code = question_code(damaged)
    return [
        (
            number,
            texts[f.NAME] or texts[f.HEAD_NAME],
            texts[f.TOWNSHIP],
            texts[f.VILLAGE],
            texts[f.ID_NUMBER] or texts.get(f.SHOWN_DIGITS) or UNREADABLE,
            place(damaged.row),
            candidate.number,
            candidate.name,
            place_text(*candidate.source),
            candidate.evidence,
            None,
            None,
            code,
        )
        for candidate in damaged.candidates
    ]
