"""What was typed into the sheets 更正 and 已更正 of 合并名册.xlsx and not taken back: read before the book is written anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import value_text
from rescue_cli.core.answer_states import CorrectionAnswer, CorrectionState, ToDo
from rescue_cli.core.errors import InputError, OutputError
from rescue_cli.core.output_books import MERGED_BOOK
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.pipeline.answers.answer_kinds import recorded
from rescue_cli.pipeline.answers.coded_answers import TAKE_BACK
from rescue_cli.pipeline.answers.correction_answers import DONE_HEADINGS, HEADINGS, OPTIONAL, filled_rows
from rescue_cli.pipeline.outputs import output_path
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.decisions import about_value, correction_question
from rescue_cli.record.kinds import CORRECTED, SEEN
from rescue_cli.report.correction_sheets import DONE_SHEET, SHEET
from rescue_cli.workbooks.reading.answered_book import answer_rows
from rescue_cli.workbooks.reading.by_calamine import read_sheets

Texts = Mapping[str, str]


@dataclass(frozen=True)
class TypedCorrections:
    """`rows`: of 更正, heading → text; `answers`: 识别码 → 处理 of 已更正."""

    rows: Sequence[Texts] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    def left(self) -> list[Left]:
        """What is left for a person."""
        count = len(self.rows) + len(self.answers)
        words = f"{MERGED_BOOK} 里有{count}处填了还没有收回"
        return [Left(ToDo.UNCLAIMED, count, words, MERGED_BOOK, TAKE_BACK)] if count else []


def corrections_before(session: Session) -> TypedCorrections:
    """Of the last 合并名册.xlsx. Raises OutputError where it cannot be read: it may hold answers, and is not written over."""
    path = output_path(session, MERGED_BOOK)
    if session.record is None or session.ad_hoc or not path.is_file():
        return TypedCorrections()
    try:
        sheets = read_sheets(path.read_bytes(), (SHEET, DONE_SHEET))
    except (InputError, OSError) as error:
        raise OutputError(
            f"读不出上次的 {MERGED_BOOK}，里面可能有填好的更正，所以没有覆盖它：请关闭它；打不开的，移到别处，再运行"
        ) from error
    rows = [row.texts for row in filled_rows(answer_rows(sheets, HEADINGS, OPTIONAL) or [])]
    done = answer_rows(sheets, DONE_HEADINGS) or []
    typed = {row.texts[c.QUESTION_CODE]: row.texts[c.ANSWER] for row in done if row.texts[c.ANSWER]}
    return TypedCorrections(_not_taken(session, rows), typed)


def still_asked(typed: TypedCorrections, states: Mapping[str, str]) -> TypedCorrections:
    """Without the answers of 已更正 that were taken back since; `states`: 识别码 → CorrectionState of what stands there now."""
    answers = {
        code: answer
        for code, answer in typed.answers.items()
        if code in states and (answer != CorrectionAnswer.AGAIN or states[code] == CorrectionState.LAPSED)
    }
    return TypedCorrections(typed.rows, answers)


def _not_taken(session: Session, rows: Sequence[Texts]) -> list[Texts]:
    if not rows:
        return []
    seal, cells = session.decisions.seal, Cells(session.pack)
    known = {
        (entry.body[SEEN], seal.revealed(entry.body["value"], about_value(entry.body["case"])))
        for entry in recorded(session, CORRECTED)
    }

    def claim(row: Texts) -> tuple[str, str]:
        name, text = row[c.CORRECTED_FIELD], row[c.CORRECT_TO]
        value = cells.read_cell(name, text).value if name in session.pack.vocabulary else text
        asked = seal(correction_question(row[f.CASE], row[f.NAME], name))
        return asked, value_text(list(value) if isinstance(value, tuple) else value)

    return [row for row in rows if claim(row) not in known]
