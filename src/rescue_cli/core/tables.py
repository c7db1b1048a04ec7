"""The schema of every table that crosses a border between stages. A table at a border is a `pyarrow.Table` of one of these."""

from collections.abc import Iterable

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import CHANGES, FILED_CHANGES, FILINGS, OWED, RECEIPTS, TO_DO, VERSIONS
from rescue_cli.core.field_types import typed
from rescue_cli.core.findings import FINDINGS

PROVENANCE = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.MEMBER, pa.int32()),
        (f.FORM, pa.string()),
    ]
)


def mentions_schema(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    """Provenance, then every input field in dictionary order (镇街 and 村居 stand first there), then what nobody recognised
    and what a row says of itself."""
    return pa.schema(
        [
            *PROVENANCE,
            *typed(columns),
            pa.field(f.OTHER_COLUMNS, pa.string()),
            pa.field(f.UNREAD, pa.list_(pa.string())),
            pa.field(f.FIRST_ROW, pa.int32()),
            pa.field(f.CLEARED, pa.list_(pa.string())),
            pa.field(f.SHOWN_DIGITS, pa.string()),
        ]
    )


def cases_schema(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    """编号, every input field in dictionary order, then the rows the case was built from and how many they are."""
    return pa.schema(
        [
            pa.field(f.CASE, pa.string()),
            *typed(columns),
            pa.field(f.SOURCES, pa.string()),
            pa.field(f.MENTION_COUNT, pa.int64()),
            pa.field(f.FORMER, pa.list_(pa.string())),
        ]
    )


# Every non-empty row of every sheet. 类别: 数据 标题 表头 表头续页 合计 小计 说明 签名 示例 空白 拒收
ROWS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (c.KIND, pa.string()),
        (f.FORM, pa.string()),
        (c.WHY, pa.string()),
    ]
)
COLUMNS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (c.TABLE_ORDER, pa.int32()),
        (c.LETTER, pa.string()),
        (c.HEADING, pa.string()),
        (c.FIELD, pa.string()),
    ]
)
# Cells whose value was read otherwise than written (every automatic correction). 原因: of Rereading; 代码: of its finding.
RAW = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (c.LETTER, pa.string()),
        (c.FIELD, pa.string()),
        (c.WRITTEN, pa.string()),
        (c.READ_AS, pa.string()),
        (c.WHY, pa.string()),
        (c.CODE, pa.string()),
    ]
)
# One line per file of 收件/. 状态: 已读 重复 已替换 不能读 略过 (temporary and system files)
FILES = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (c.DIGEST, pa.string()),
        (c.BYTES, pa.int64()),
        (c.STATE, pa.string()),
        (c.NOTE, pa.string()),
    ]
)
# What linking hands on: every mention with its person and (null where it attaches to no case) its household.
GROUPS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.MEMBER, pa.int32()),
        (f.PERSON, pa.string()),
        (f.HOUSEHOLD, pa.string()),
    ]
)
CLUSTERS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.MEMBER, pa.int32()),
        (f.PERSON, pa.string()),
        (f.CASE, pa.string()),
    ]
)
PAIRS = pa.schema(
    [
        (c.LEFT_FILE, pa.string()),
        (c.LEFT_SHEET, pa.string()),
        (c.LEFT_ROW, pa.int32()),
        (c.RIGHT_FILE, pa.string()),
        (c.RIGHT_SHEET, pa.string()),
        (c.RIGHT_ROW, pa.int32()),
        (c.SCORE, pa.float64()),
        (c.BAND, pa.string()),
        (c.EVIDENCE, pa.string()),
        (c.LEFT_MEMBER, pa.int32()),
        (c.RIGHT_MEMBER, pa.int32()),
        (c.LEFT_DIGEST, pa.string()),  # digests of the values seen: by them a decision is known again
        (c.RIGHT_DIGEST, pa.string()),
        (c.PAIR_RULE, pa.string()),  # the rule that took the pair, 裁定 where a person did, else null
        (c.QUESTION, pa.int32()),
        (c.SITUATION, pa.string()),
        (c.STAKE, pa.string()),
    ]
)
# What a file's rows looked like before anything was joined: inside the file, and against all others.
COUNTS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (c.ROW_COUNT, pa.int64()),
        (c.SAME_WITHIN, pa.int64()),
        (c.ALIKE_WITHIN, pa.int64()),
        (c.SINGLE_WITHIN, pa.int64()),
        (c.SAME_ELSEWHERE, pa.int64()),
        (c.ALIKE_ELSEWHERE, pa.int64()),
        (c.SINGLE_ELSEWHERE, pa.int64()),
    ]
)
# Fields of one case whose sources disagree. 取值 is what the case carries on (null: held back until a person decides).
# 处置: 待定 (held back), 暂取 (the first of equals, to be verified), 按规则 (a source that goes before the others),
# 已裁定 (a person chose), 清空 (emptied on purpose).
CONFLICTS = pa.schema(
    [
        (f.CASE, pa.string()),
        (c.FIELD, pa.string()),
        (c.VALUE, pa.string()),
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (c.CARRIED, pa.string()),
        (c.HANDLING, pa.string()),
    ]
)
# What is open about a case, one line a case and question. 对方…: the other row of a pair, the row whose number is damaged;
# of 值不一致 字段 instead. 备选 are the answers that are possible, in words.
QUESTIONS = pa.schema(
    [
        (f.CASE, pa.string()),
        (c.QUESTION_KIND, pa.string()),
        (c.QUESTION, pa.int32()),
        (c.STAKE, pa.string()),
        (c.PROBLEM, pa.string()),
        (c.ALTERNATIVES, pa.list_(pa.string())),
        (c.ANSWERED_IN, pa.string()),
        (c.FIELD, pa.string()),
        (c.OTHER_FILE, pa.string()),
        (c.OTHER_SHEET, pa.string()),
        (c.OTHER_ROW, pa.int32()),
        (c.OTHER_MEMBER, pa.int32()),
        (c.OTHER_CASE, pa.string()),
        (c.SCORE, pa.float64()),
    ]
)
PERSONS = pa.schema(
    [
        (f.PERSON, pa.string()),
        (f.CASE, pa.string()),
        (f.NAME, pa.string()),
        (f.ID_NUMBER, pa.string()),
        (f.RELATION, pa.string()),
        (c.APPEARANCES, pa.int64()),
    ]
)
EVENTS = pa.schema(
    [
        (f.CASE, pa.string()),
        (c.DAY, pa.date32()),
        (c.EVENT, pa.string()),
        (c.CONTENT, pa.string()),
        (c.EVENT_KIND, pa.string()),
        (c.FROM_MONTH, pa.string()),
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
    ]
)
# What is owed for a case by a day, one line a clock of the pack that runs for it. 状态: 已办结 超期办结 未到期 快到期 已逾期
# 起算日未明 (owed, but nobody knows since when: 缺少 names the facts) 缺时刻 (of hours, told by the day alone). 应办时刻:
# "2022-05-03 14:30", of clocks in hours only. 件号: of clocks that run for every row, what the row is numbered by.
TASKS = pa.schema(
    [
        (f.CASE, pa.string()),
        (c.TASK, pa.string()),
        (c.NAME, pa.string()),
        (c.MATTER, pa.string()),
        (c.START, pa.date32()),
        (c.LAST_DONE, pa.date32()),
        (c.DUE_DAY, pa.date32()),
        (c.DUE_MOMENT, pa.string()),
        (c.STATE, pa.string()),
        (c.DAYS_OVERDUE, pa.int64()),
        (c.OVERRUN, pa.string()),
        (c.WHO, pa.string()),
        (f.BASIS, pa.string()),
        (f.MISSING, pa.list_(pa.string())),
    ]
)
# What a township, village, department or case owes of a form, one line a month ("2022-05"), quarter or year where it is
# owed again and again. 状态: 已报 不足 未报 未到期 (the month has not ended, its day has not come).
COVERAGE = pa.schema(
    [
        (c.NAME, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (c.OWNER, pa.string()),
        (f.CASE, pa.string()),
        (c.SPAN, pa.string()),
        (c.OWED, pa.int64()),
        (c.SENT, pa.int64()),
        (c.STATE, pa.string()),
        (c.WHO, pa.string()),
        (f.BASIS, pa.string()),
    ]
)
# Totals a notice states of a list beside what the list holds. 人数不明: households that do not say how many they are.
# 状态: 相符 不符 未收到.
CONTROLS = pa.schema(
    [
        (c.NAME, pa.string()),
        (f.FORM, pa.string()),
        (c.HOUSEHOLDS_STATED, pa.int64()),
        (c.HOUSEHOLDS_HELD, pa.int64()),
        (c.HOUSEHOLDS_APART, pa.int64()),
        (c.PERSONS_STATED, pa.int64()),
        (c.PERSONS_HELD, pa.int64()),
        (c.PERSONS_APART, pa.int64()),
        (c.PERSONS_UNKNOWN, pa.int64()),
        (c.STATE, pa.string()),
        (f.BASIS, pa.string()),
    ]
)
DETERMINATIONS = pa.schema(
    [
        (f.CASE, pa.string()),
        (f.RULE, pa.string()),
        (f.OUTCOME, pa.string()),
        (f.GROUP, pa.string()),
        (f.PHASE, pa.string()),
        (f.REASON, pa.string()),
        (f.BASIS, pa.string()),
        (f.MISSING, pa.list_(pa.string())),
    ]
)
# Per file: 行数 = 已取 + 已并 + 拒收 + 不归户 + 待定 + 外区 + 非数据; every line must close.
BALANCE = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (c.ROW_COUNT, pa.int64()),
        (c.TAKEN, pa.int64()),
        (c.MERGED, pa.int64()),
        (c.REJECTED, pa.int64()),
        (c.UNLINKED, pa.int64()),
        (c.HELD, pa.int64()),
        (c.ELSEWHERE, pa.int64()),
        (c.NO_DATA, pa.int64()),
        (c.DIFFERENCE, pa.int64()),
    ]
)
RUNS = pa.schema([(c.ITEM, pa.string()), (c.VALUE, pa.string())])

# Name → schema, in the order of `exported_tables`; None where the columns are the pack's fields.
EXPORTED: dict[str, pa.Schema | None] = {
    "mentions": None,
    "rows": ROWS,
    "columns": COLUMNS,
    "raw": RAW,
    "files": FILES,
    "findings": FINDINGS,
    "clusters": CLUSTERS,
    "pairs": PAIRS,
    "counts": COUNTS,
    "conflicts": CONFLICTS,
    "questions": QUESTIONS,
    "cases": None,
    "persons": PERSONS,
    "events": EVENTS,
    "determinations": DETERMINATIONS,
    "facts": None,
    "tasks": TASKS,
    "coverage": COVERAGE,
    "controls": CONTROLS,
    "balance": BALANCE,
    "receipts": RECEIPTS,
    "owed": OWED,
    "versions": VERSIONS,
    "changes": CHANGES,
    "to_do": TO_DO,
    "filings": FILINGS,
    "filed_changes": FILED_CHANGES,
    "runs": RUNS,
}
