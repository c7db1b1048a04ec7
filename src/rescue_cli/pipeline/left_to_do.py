"""What intake, linking, rules and reports leave for a person: each with the workbook that answers it, never a table to be
exported."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import CorrectionState, ToDo
from rescue_cli.core.output_books import (
    CHANGES_BOOK,
    FINDINGS_BOOK,
    HEADINGS_BOOK,
    MERGED_BOOK,
    PAIRS_BOOK,
    RECEIPTS_BOOK,
    REPLACEMENTS_BOOK,
)
from rescue_cli.core.states import (
    Band,
    Cause,
    Change,
    FileState,
    Group,
    Level,
    RowKind,
    StateChange,
    TaskState,
    Verdict,
)
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.changes_since import Changes
from rescue_cli.pipeline.file_versions import decided_otherwise
from rescue_cli.pipeline.filled_in_place import keep_filled
from rescue_cli.pipeline.outputs import NOTHING_CAME, count_by, level_counts, values_open
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import LEFT, Stage, store
from rescue_cli.pipeline.to_do_list import Left, in_order, to_do_table
from rescue_cli.report import CheckResult
from rescue_cli.report.changes_book import GONE_SHEET
from rescue_cli.report.correction_sheets import DONE_SHEET
from rescue_cli.report.handed_figures import DIFFERS_CODE
from rescue_cli.report.household_questions import HouseholdQuestion, household_questions, how_many
from rescue_cli.report.receipts_book import VERSIONS_SHEET
from rescue_cli.report.replacement_book import CODE_OF_PROPOSAL, CODE_OF_REPEAT, file_questions

UNREAD, UNKNOWN, ROW_REJECTED = "INTAKE-SHEET-UNKNOWN", "INTAKE-COLUMN-UNKNOWN", "INTAKE-ROW-REJECTED"
TO_VERIFY = "待核实名单"  # what every pack calls its list of them
HEADS_SHOWN, FILES_SHOWN = 3, 4
NAMED_ON_SCREEN = 5
NOT_OF_THEM = {Cause.STANDARD, Cause.SETTING, Cause.PACK, Cause.PROGRAM}


def left_of_intake(stage: Stage) -> list[Left]:
    """After intake and linking (the latter where `stage` has come so far)."""
    findings, states = stage["findings"], stage["files"][c.STATE].to_pylist()
    left = [Left(ToDo.NOTHING, 1, NOTHING_CAME)] if set(states) <= {FileState.SKIPPED, FileState.ASIDE} else []
    if held := states.count(FileState.HELD):
        left.append(Left(ToDo.HELD, held, f"{held}份文件像是更正件，答复以前没有计入", REPLACEMENTS_BOOK))
    if aside := count_by(stage["rows"], c.KIND).get(RowKind.ELSEWHERE, 0):
        words = f"{aside}行写的地方不是本区的，放在外区，没有归户、没有编号"
        left.append(Left(ToDo.ELSEWHERE, aside, words, FINDINGS_BOOK))
    left += _lapsed(stage["corrected"])
    left += [*unreadable(stage["files"]), *_refused(stage["files"]), *_untaught(stage), *_asked_files(findings)]
    if must := level_counts(findings)[Level.MUST]:
        left.append(Left(ToDo.MUST, must, f"{must}处必须改", FINDINGS_BOOK))
    if "pairs" in stage.tables:
        left += left_of_pairs(stage["pairs"])
        if values := values_open(stage["conflicts"]):
            left.append(
                Left(ToDo.VALUES, values, f"{values}处填写不一致待选定", PAIRS_BOOK, f"见 {PAIRS_BOOK} 的“值冲突”")
            )
    return left


def unreadable(files: pa.Table) -> list[Left]:
    """Every file that could not be read; of many, the first by name and how many more."""
    lines = [
        f"{row[f.SOURCE_FILE]}：{row[c.NOTE]}" for row in files.to_pylist() if row[c.STATE] == FileState.UNREADABLE
    ]
    more = len(lines) - FILES_SHOWN
    left = [Left(ToDo.UNREAD, 1, line, FINDINGS_BOOK, "") for line in lines[: FILES_SHOWN if more > 1 else None]]
    return [*left, Left(ToDo.UNREAD, more, f"另有{more}份文件没有读入", FINDINGS_BOOK)] if more > 1 else left


def _refused(files: pa.Table) -> list[Left]:
    refused = [row[f.SOURCE_FILE] for row in files.to_pylist() if row[c.STATE] == FileState.REFUSED]
    return [Left(ToDo.UNREAD, 1, f"{name}：整份未收（--strict）", FINDINGS_BOOK, "") for name in refused]


def _untaught(stage: Stage) -> list[Left]:
    """Where unknown headings cost rows: how many, some of the headings, and what teaches them."""
    codes_in: dict[tuple[str, str], set[str]] = {}
    for line in stage["findings"].select([c.CODE, f.SOURCE_FILE, f.SHEET]).to_pylist():
        codes_in.setdefault((line[f.SOURCE_FILE], line[f.SHEET] or ""), set()).add(line[c.CODE])
    sheets = {place for place, codes in codes_in.items() if UNREAD in codes or {UNKNOWN, ROW_REJECTED} <= codes}
    heads = [
        line[c.HEADING]
        for line in stage["columns"].to_pylist()
        if (line[f.SOURCE_FILE], line[f.SHEET] or "") in sheets and line[c.HEADING] and line[c.FIELD] is None
    ]
    lost = sum(
        line[c.KIND] == RowKind.REJECTED and (line[f.SOURCE_FILE], line[f.SHEET] or "") in sheets
        for line in stage["rows"].to_pylist()
    )
    if not lost or not heads:
        return []
    shown = "".join(f"“{head}”" for head in list(dict.fromkeys(heads))[:HEADS_SHOWN])
    how = f"rescue headers 写出 {HEADINGS_BOOK}，填好收回"
    return [Left(ToDo.UNREAD, lost, f"{lost}行因为表头不认识没有读入（如{shown}）", HEADINGS_BOOK, how)]


def _lapsed(corrected: pa.Table) -> list[Left]:
    """Values put right of which something else is told by now."""
    lapsed = corrected[c.STATE].to_pylist().count(CorrectionState.LAPSED)
    words = f"{lapsed}处更正不再成立，没有照办，请重新确认"
    where = f"见 {MERGED_BOOK} 的“{DONE_SHEET}”"
    return [Left(ToDo.LAPSED, lapsed, words, MERGED_BOOK, where)] if lapsed else []


def _asked_files(findings: pa.Table) -> list[Left]:
    """Pairs of files that both count while nobody has said which does: a corrected one, or one that repeats another."""
    left = []
    for code, words in ((CODE_OF_PROPOSAL, "像是原件和更正件"), (CODE_OF_REPEAT, "大多是同样的户，都计入了")):
        asking = file_questions(findings.filter(pc.equal(findings[c.CODE], code)))
        pairs = len({frozenset((question.older, question.newer)) for question in asking})
        if pairs:
            left.append(Left(ToDo.REPEATED, pairs, f"{pairs}对文件{words}", REPLACEMENTS_BOOK))
    return left


def left_of_pairs(pairs: pa.Table) -> list[Left]:
    """The questions about households a person has to answer, and those put off (PAIRS)."""
    asked = household_questions(pairs)
    put_off = [question for question in asked if question.put_off]
    to_decide = [question for question in asked if not question.put_off]
    return [
        Left(ToDo.OPEN, len(questions), f"{how_many(questions, _pairs(questions))}疑似重复{state}", PAIRS_BOOK)
        for questions, state in ((to_decide, Band.OPEN), (put_off, Verdict.LATER))
        if questions
    ]


def _pairs(questions: Sequence[HouseholdQuestion]) -> int:
    return sum(len(question.lines) for question in questions)


def left_of_changes(changes: Changes) -> list[Left]:
    """Households and files that are gone: somebody must say whether they should be."""
    gone, files, earlier = changes.vanished, changes.files_gone, changes.gone_before.num_rows
    left = [Left(ToDo.VANISHED, gone, f"{gone}户这次不见了，请核对", CHANGES_BOOK)] if gone else []
    if earlier:
        words = f"{earlier}户以前不见了，至今没有再报来"
        left.append(Left(ToDo.VANISHED, earlier, words, CHANGES_BOOK, f"见 {CHANGES_BOOK} 的“{GONE_SHEET}”"))
    if files:
        named = "、".join(files[:NAMED_ON_SCREEN]) + ("等" if len(files) > NAMED_ON_SCREEN else "")
        words = f"{len(files)}份上次读过的文件这次不在收件里"
        left.append(Left(ToDo.VANISHED, len(files), words, CHANGES_BOOK, f"{named}；如是误删或误移，请放回"))
    return [*left, *_judged_otherwise(changes.table)]


def _judged_otherwise(changes: pa.Table) -> list[Left]:
    """Households decided otherwise though nothing about them came: pack, program, standards or settings were changed."""
    cases: dict[str, set[str]] = defaultdict(set)
    for line in changes.to_pylist():
        if line[c.CHANGE] == StateChange.JUDGED:
            for cause in NOT_OF_THEM & set((line[c.WHY] or "").split("、")):
                cases[cause].add(line[f.CASE])
    if not cases:
        return []
    count = len(set().union(*cases.values()))
    words = f"{'、'.join(sorted(cases))}改过，{count}户因此改判"
    how = f"见 {CHANGES_BOOK}，上报以前请逐户核对；不该这样判的，改回去再运行"
    return [Left(ToDo.OTHERWISE, count, words, CHANGES_BOOK, how)]


def left_of_rules(judge_stage: Stage, pack: Pack) -> list[Left]:
    """Households nobody can decide yet, and what is overdue."""
    left = []
    if open_cases := count_by(judge_stage["determinations"], f.GROUP).get(Group.UNDETERMINED, 0):
        words = f"{open_cases}户待核实，差什么写在“缺少”栏"
        left.append(Left(ToDo.UNDETERMINED, open_cases, words, to_verify(pack)))
    if late := count_by(judge_stage["tasks"], c.STATE).get(TaskState.OVERDUE, 0):
        books = [report.file for report in pack.reports.values() if report.source == "tasks" and report.kind == "list"]
        left.append(Left(ToDo.OVERDUE, late, f"{late}项时限已逾期", min(books, default="")))
    return left


def to_verify(pack: Pack) -> str:
    """The workbook with the households nobody can decide yet; "" where the pack writes none."""
    return pack.reports[TO_VERIFY].file if TO_VERIFY in pack.reports else ""


def left_of_checks(checks: Iterable[CheckResult], pack: Pack) -> list[Left]:
    """Cross-checks that do not hold, one by one: which figure it is says what to mend."""
    return [
        Left(ToDo.CHECK, 1, f"{check.report} › {check.sheet} {check.line}", _book_of(check.report, pack), "")
        for check in checks
        if not check.holds
    ]


def _book_of(report: str, pack: Pack) -> str:
    """The file of a report; the report's own name where it has a file a month or a part."""
    known = pack.reports.get(report)
    return known.file if known is not None and not known.month and known.split is None else report


def noted(session: Session, left: Iterable[Left], versions: pa.Table) -> list[Left]:
    """In order, and kept for `export`, with the `versions` (VERSIONS) it speaks of; hand-outs that were filled in join it."""
    ordered = in_order([*left, *keep_filled(session)])
    store(session, LEFT, {"to_do": to_do_table(ordered), "versions": versions})
    return ordered


def left_of_versions(versions: pa.Table, held: Collection[str] = ()) -> list[Left]:
    """Files written over that say otherwise, and `held` ones beside the question about them, with their figures: of many
    the first by what they take away or decide otherwise, and all others together."""
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in versions.to_pylist():
        by_file[line[f.SOURCE_FILE]].append(line)
    left = []
    for item, files, what in (
        (ToDo.HELD, [file for file in by_file if file in held], "待定的更正件，照它替换会"),
        (ToDo.OVERWRITTEN, [file for file in by_file if file not in held], "被覆盖，新的一份"),
    ):
        files.sort(key=lambda file: (-_harm(by_file[file]), file))
        shown = files[: FILES_SHOWN if len(files) > FILES_SHOWN + 1 else None]
        rest = [line for file in files[len(shown) :] for line in by_file[file]]
        groups = [(f"{file} {what}", by_file[file]) for file in shown]
        groups += [(f"另有{len(files) - len(shown)}份{what}", rest)] if rest else []
        left += [_of_versions(item, f"{words}{_in_figures(lines)}", len(lines)) for words, lines in groups]
    return left


def _of_versions(item: ToDo, words: str, count: int) -> Left:
    return Left(item, count, words, RECEIPTS_BOOK, f"见 {RECEIPTS_BOOK} 的“{VERSIONS_SHEET}”")


def _harm(lines: Sequence[Mapping[str, Any]]) -> int:
    return sum(line[c.CHANGE] == Change.MISSING_ROW for line in lines) + decided_otherwise(lines)


def _in_figures(lines: Sequence[Mapping[str, Any]]) -> str:
    changes = [line[c.CHANGE] for line in lines]
    stay = [line for line in lines if line[c.CHANGE] != Change.MISSING_ROW]  # a household that goes is told as gone
    changed = [line for line in lines if line[c.CHANGE] == Change.CHANGED]
    figures = {
        "少{}户": changes.count(Change.MISSING_ROW),
        "改判{}户": decided_otherwise(stay),
        "改{}处": sum(line[c.WRITTEN] is not None for line in changed),
        "补填{}处": sum(line[c.WRITTEN] is None for line in changed),
        "多{}户": changes.count(Change.ADDED),
        "其中改回{}处": sum("改回" in (line[c.NOTE] or "") for line in lines),
    }
    return "，".join(text.format(count) for text, count in figures.items() if count)


def left_of_handed(findings: pa.Table) -> list[Left]:
    """Figures townships handed in that differ from their rosters."""
    counts = count_by(findings, c.CODE).get(DIFFERS_CODE, 0)
    words = f"{counts}处所报统计表与名册不符"
    return [Left(ToDo.HANDED, counts, words, how="见该统计表的“比对”页")] if counts else []
