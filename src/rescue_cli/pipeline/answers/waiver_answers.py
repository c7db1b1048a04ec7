"""校验汇总.xlsx: findings a person lets stand, each with a written reason (问题清单), and those she takes back (已认可)."""

from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.findings import findings_table
from rescue_cli.core.states import FindingAnswer
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.answers.answer_kinds import (
    OUTDATED,
    Filled,
    Kind,
    Taken,
    Who,
    contradictions,
    outdated,
    recorded,
)
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import all_findings, judged, merged, read_and_check
from rescue_cli.record.digests import Seal, question_code
from rescue_cli.record.kinds import SEEN, WAIVER
from rescue_cli.record.lines import Entry
from rescue_cli.record.waivers import REASON, finding_keys, is_waivable
from rescue_cli.report.findings_book import KIND, NOT_WAIVABLE

WHEN_READ = ("INTAKE-", "CHECK-")  # told before anything is linked
Asked = tuple[str, tuple[str, ...]]  # a finding's code and the sealed digests it is known by
HEADINGS = (c.LEVEL, c.CODE, c.ANSWER, c.ANSWER_REASON, c.QUESTION_CODE)
LET_STAND = (c.LEVEL, c.CODE, REASON, c.ANSWER, c.QUESTION_CODE)


def read_waivers(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a finding let stand; what must be mended, has no reason or is no longer so is refused."""
    taken, answers = Taken(), []
    rows = [row for row in filled.rows(HEADINGS) or [] if row.texts[c.ANSWER] or row.texts[c.ANSWER_REASON]]
    back = [row for row in filled.rows(LET_STAND) or [] if row.texts[c.ANSWER]]
    later = any(not row.texts[c.CODE].startswith(WHEN_READ) for row in (*rows, *back))
    asked = _asked(session, later) if rows or back else {}
    seal = session.decisions.seal
    for row in rows:
        place = f"{filled.name} {row.place(c.ANSWER)}"
        answer, reason, code = row.texts[c.ANSWER], row.texts[c.ANSWER_REASON], row.texts[c.QUESTION_CODE]
        fault = _fault(answer, reason, code, seal(code) in asked)
        if fault:
            taken.faults.append(outdated(place) if fault == OUTDATED else f"{place}：{fault}")
        else:
            answers.append((place, _entry(seal(code), asked, reason, who)))
    for row in back:
        place = f"{filled.name} {row.place(c.ANSWER)}"
        if row.texts[c.ANSWER] != FindingAnswer.WITHDRAW:
            taken.faults.append(f"{place}：“{row.texts[c.ANSWER]}”不是可选的回答，请选“{FindingAnswer.WITHDRAW}”或留空")
        elif seal(row.texts[c.QUESTION_CODE]) not in asked:
            taken.faults.append(outdated(place))
        else:
            answers.append((place, _entry(seal(row.texts[c.QUESTION_CODE]), asked, "", who)))
    taken.faults += contradictions(answers, lambda entry: tuple(entry.body["keys"]))
    taken.entries = [entry for _, entry in answers]
    return taken


def _entry(code: str, asked: Mapping[str, Asked], reason: str, who: Who) -> Entry:
    """`reason` is "" where an earlier answer is taken back; `code` is sealed."""
    finding, keys = asked[code]
    body = {"code": finding, "keys": sorted(keys), "reason": reason, SEEN: code}
    return Entry(WAIVER, {**body, **who.signature()})


def _fault(answer: str, reason: str, code: str, is_asked: bool) -> str:
    if answer not in ("", FindingAnswer.ACCEPT):
        return f"“{answer}”不是可选的回答，请选“{FindingAnswer.ACCEPT}”或留空"
    if not answer:
        return f"写了理由，没有在“{c.ANSWER}”选“{FindingAnswer.ACCEPT}”"
    if not reason:
        return "认可要写明理由"
    if code == NOT_WAIVABLE:
        return "这个问题不能认可，须改正或在相应的表里裁定"
    return "" if is_asked else OUTDATED


def _asked(session: Session, later: bool) -> dict[str, Asked]:
    """识别码, sealed → code and digests of every finding that stands now and may be let stand, or was let stand before. Rows
    are linked and judged only for answers about what that told (`later`)."""
    intake, findings = read_and_check(session)
    seal = session.decisions.seal
    before = {entry.body[SEEN]: (entry.body["code"], tuple(entry.body["keys"])) for entry in recorded(session, WAIVER)}
    asked = before | _waivable(findings_table(findings, catalogue_of(session.pack)), intake.mentions, seal)
    if not later:
        return asked
    merge = merged(session)
    return asked | _waivable(all_findings(merge, judged(session, merge)), merge["mentions"], seal)


def _waivable(findings: pa.Table, mentions: pa.Table, seal: Seal) -> dict[str, Asked]:
    keyed = zip(findings.to_pylist(), finding_keys(findings, mentions), strict=True)
    return {
        seal(question_code(keys)): (line[c.CODE], tuple(map(seal, keys))) for line, keys in keyed if is_waivable(line)
    }


WAIVERS = Kind(KIND, "校验汇总", HEADINGS, read_waivers)
