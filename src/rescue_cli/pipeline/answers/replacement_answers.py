"""更正确认.xlsx: which of two files counts."""

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import findings_table
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Taken, Who, contradictions, outdated, recorded
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import merged, read_and_check
from rescue_cli.record.decisions import KEEP_BOTH, REPLACED, TURNED, file_digests
from rescue_cli.record.kinds import REPLACE
from rescue_cli.record.lines import Entry
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.report.replacement_book import ANSWERS, KIND, file_questions

FORMERLY = {"反过来替换": TURNED}  # what books written before called it
HEADINGS = (f.TOWNSHIP, c.OLD_FILE, c.CORRECTED_FILE, c.ANSWER, c.QUESTION_CODE)


def read_replacements(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a pair answered; a pair whose files changed since it was shown is refused."""
    taken, answers = Taken(), []
    lines = filled.rows(HEADINGS) or []
    asked = _asked(session, {row.texts[c.QUESTION_CODE] for row in lines if row.texts[c.ANSWER]})
    for row in lines:
        old, new, answer = row.texts[c.OLD_FILE], row.texts[c.CORRECTED_FILE], row.texts[c.ANSWER]
        answer = FORMERLY.get(answer, answer)
        if not row.texts[c.QUESTION_CODE] or not old or not new:
            continue
        place = f"{filled.name} {row.place(c.ANSWER)}"
        if not answer:
            taken.blank += 1
        elif answer not in ANSWERS:
            taken.faults.append(f"{place}：“{answer}”不是可选的回答，请选{'、'.join(ANSWERS)}")
        elif row.texts[c.QUESTION_CODE] not in asked:
            taken.faults.append(outdated(place))
        else:
            first, second = (new, old) if answer == TURNED else (old, new)
            body = {"old": first, "new": second, "answer": KEEP_BOTH if answer == KEEP_BOTH else REPLACED}
            answers.append(
                (place, Entry(REPLACE, {**body, "seen": asked[row.texts[c.QUESTION_CODE]], **who.signature()}))
            )
    taken.faults += contradictions(answers, lambda entry: entry.body["seen"])
    taken.faults += contradictions([pair for pair in answers if _replaces(pair[1])], lambda entry: entry.body["old"])
    taken.entries = [entry for _, entry in answers]
    return taken


def _replaces(entry: Entry) -> bool:
    return bool(entry.body["answer"] == REPLACED)


def _asked(session: Session, codes: set[str]) -> dict[str, str]:
    """识别码 → digest of the two files, for every question that stands now or was answered before. The rows are linked
    only where one of `codes` is not known without."""
    intake, findings = read_and_check(session)
    digests = file_digests(intake.files)
    asking = file_questions(findings_table(findings, catalogue_of(session.pack)))
    seen = [question.digest(digests) for question in asking]
    seen += [entry.body["seen"] for entry in recorded(session, REPLACE)]
    asked = {shown_code(digest): digest for digest in seen}
    if codes <= asked.keys():
        return asked
    later = (question.digest(digests) for question in file_questions(merged(session)["findings"]))
    return asked | {shown_code(digest): digest for digest in later}


REPLACEMENTS = Kind(KIND, "更正确认", HEADINGS, read_replacements)
