"""The schema of every table that crosses a border between stages. A table at a border is a `pyarrow.Table` of one of these.

Types of dictionary fields are arrow types here and nowhere else.
"""

from collections.abc import Iterable
from typing import Literal

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.arrow import start_arrow
from rescue_cli.core.findings import FINDINGS

start_arrow()
FieldType = Literal[
    "text",
    "id_number",
    "certificate",
    "name",
    "phone",
    "address",
    "money",
    "quotient",
    "ratio",
    "count",
    "date",
    "datetime",
    "yes_no",
    "choice",
    "choices",
]

MONEY = pa.decimal128(18, 2)
QUOTIENT = pa.decimal128(18, 6)
ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "id_number": pa.string(),
    "certificate": pa.string(),
    "name": pa.string(),
    "phone": pa.string(),
    "address": pa.string(),
    "choice": pa.string(),
    "choices": pa.list_(pa.string()),
    "money": MONEY,
    "quotient": QUOTIENT,  # keeps six decimals, so that no fen crosses a line
    "ratio": QUOTIENT,
    "count": pa.int64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "yes_no": pa.bool_(),
}
SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "id_number": "VARCHAR",
    "certificate": "VARCHAR",
    "name": "VARCHAR",
    "phone": "VARCHAR",
    "address": "VARCHAR",
    "choice": "VARCHAR",
    "choices": "VARCHAR[]",
    "money": "DECIMAL(18, 2)",
    "quotient": "DECIMAL(18, 6)",
    "ratio": "DECIMAL(18, 6)",
    "count": "BIGINT",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "yes_no": "BOOLEAN",
}

PROVENANCE = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.MEMBER, pa.int32()),
        (f.FORM, pa.string()),
    ]
)


def typed(columns: Iterable[tuple[str, str]]) -> list[pa.Field]:
    """Arrow fields for (name, dictionary type) pairs."""
    return [pa.field(name, ARROW_TYPES[kind]) for name, kind in columns]


def mentions_schema(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    """Provenance, then every input field in dictionary order (镇街 and 村居 stand first there), then what nobody recognised."""
    return pa.schema(
        [
            *PROVENANCE,
            *typed(columns),
            pa.field(f.OTHER_COLUMNS, pa.string()),
            pa.field(f.UNREAD, pa.list_(pa.string())),
            pa.field(f.FIRST_ROW, pa.int32()),
            pa.field(f.CLEARED, pa.list_(pa.string())),
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
        ("类别", pa.string()),
        (f.FORM, pa.string()),
        ("原因", pa.string()),
    ]
)
COLUMNS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        ("表序", pa.int32()),
        ("列", pa.string()),
        ("表头", pa.string()),
        ("字段", pa.string()),
    ]
)
# Cells whose value was read otherwise than written (every automatic correction is here).
RAW = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        ("列", pa.string()),
        ("字段", pa.string()),
        ("原值", pa.string()),
        ("读作", pa.string()),
    ]
)
# One line per file of 收件/. 状态: 已读 重复 已替换 不能读 略过 (temporary and system files)
FILES = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        ("摘要", pa.string()),
        ("字节", pa.int64()),
        ("状态", pa.string()),
        ("说明", pa.string()),
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
        ("左文件", pa.string()),
        ("左表", pa.string()),
        ("左行", pa.int32()),
        ("右文件", pa.string()),
        ("右表", pa.string()),
        ("右行", pa.int32()),
        ("分数", pa.float64()),
        ("档", pa.string()),
        ("证据", pa.string()),
        ("左成员", pa.int32()),
        ("右成员", pa.int32()),
        ("左摘要", pa.string()),  # digests of the values seen: by them a decision is known again
        ("右摘要", pa.string()),
        ("规则", pa.string()),  # the rule that took the pair, 裁定 where a person did, else null
    ]
)
# What a file's rows looked like before anything was joined: inside the file, and against all others.
COUNTS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        ("行数", pa.int64()),
        ("本表重复", pa.int64()),
        ("本表疑似", pa.int64()),
        ("本表唯一", pa.int64()),
        ("他表重复", pa.int64()),
        ("他表疑似", pa.int64()),
        ("他表唯一", pa.int64()),
    ]
)
# Fields of one case whose sources disagree. 取值 is what the case carries on (null: held back until a person decides).
# 处置: 待定 (held back), 暂取 (the first of equals, to be verified), 按规则 (a source that goes before the others),
# 已裁定 (a person chose), 清空 (emptied on purpose).
HELD, FOR_NOW, BY_RULE, SETTLED, EMPTIED = "待定", "暂取", "按规则", "已裁定", "清空"
CONFLICTS = pa.schema(
    [
        (f.CASE, pa.string()),
        ("字段", pa.string()),
        ("值", pa.string()),
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        ("取值", pa.string()),
        ("处置", pa.string()),
    ]
)
PERSONS = pa.schema(
    [
        (f.PERSON, pa.string()),
        (f.CASE, pa.string()),
        (f.NAME, pa.string()),
        (f.ID_NUMBER, pa.string()),
        (f.RELATION, pa.string()),
        ("出现次数", pa.int64()),
    ]
)
EVENTS = pa.schema(
    [
        (f.CASE, pa.string()),
        ("日期", pa.date32()),
        ("事项", pa.string()),
        ("内容", pa.string()),
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
    ]
)
# What is owed for a case by a day, one line a clock of the pack that runs for it. 状态: 已办结 超期办结 未到期 快到期 已逾期
# 起算日未明 (owed, but nobody knows since when: 缺少 names the facts). 应办时刻: "2022-05-03 14:30", of clocks in hours only.
DONE, DONE_LATE, AHEAD, SOON, OVERDUE, NO_START = "已办结", "超期办结", "未到期", "快到期", "已逾期", "起算日未明"
STATES_OF_TASKS = (OVERDUE, SOON, AHEAD, NO_START, DONE, DONE_LATE)
TASKS = pa.schema(
    [
        (f.CASE, pa.string()),
        ("事项", pa.string()),
        ("名称", pa.string()),
        ("起算日", pa.date32()),
        ("上次办理", pa.date32()),
        ("应办日", pa.date32()),
        ("应办时刻", pa.string()),
        ("状态", pa.string()),
        ("逾期天数", pa.int64()),
        ("责任单位", pa.string()),
        (f.BASIS, pa.string()),
        (f.MISSING, pa.list_(pa.string())),
    ]
)
# What a township, village, department or case owes of a form, one line a month ("2022-05"), quarter or year where it is
# owed again and again. 状态: 已报 不足 未报 未到期 (the month has not ended, its day has not come).
REPORTED, SHORT, UNREPORTED = "已报", "不足", "未报"
COVERAGE = pa.schema(
    [
        ("名称", pa.string()),
        (f.TOWNSHIP, pa.string()),
        ("对象", pa.string()),
        (f.CASE, pa.string()),
        ("月份", pa.string()),
        ("应报", pa.int64()),
        ("已报", pa.int64()),
        ("状态", pa.string()),
        ("责任单位", pa.string()),
        (f.BASIS, pa.string()),
    ]
)
# Totals a notice states of a list beside what the list holds. 人数不明: households that do not say how many they are.
# 状态: 相符 不符 未收到.
AGREES, DIFFERS, NOT_RECEIVED = "相符", "不符", "未收到"
CONTROLS = pa.schema(
    [
        ("名称", pa.string()),
        (f.FORM, pa.string()),
        ("应有户数", pa.int64()),
        ("实有户数", pa.int64()),
        ("相差户数", pa.int64()),
        ("应有人数", pa.int64()),
        ("实有人数", pa.int64()),
        ("相差人数", pa.int64()),
        ("人数不明", pa.int64()),
        ("状态", pa.string()),
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
# Per file: 行数 = 已取 + 已并 + 拒收 + 不归户 + 非数据; every line must close.
BALANCE = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        ("行数", pa.int64()),
        ("已取", pa.int64()),
        ("已并", pa.int64()),
        ("拒收", pa.int64()),
        ("不归户", pa.int64()),
        ("非数据", pa.int64()),
        ("差", pa.int64()),
    ]
)
# What became of a file's faults in the file that takes its place. 变化: 已改 未改 新错 随户删去 (findings), and
# 已接收有变动 少了的户 新增的户 (rows). 工作表 and 行号 are those of the new file, of the old one where a row is gone.
MENDED, OPEN, FRESH, GONE_WITH = "已改", "未改", "新错", "随户删去"
CHANGED, MISSING_ROW, ADDED = "已接收有变动", "少了的户", "新增的户"
CHANGES = (MENDED, OPEN, FRESH, GONE_WITH, CHANGED, MISSING_ROW, ADDED)
CORRECTIONS = pa.schema(
    [
        ("变化", pa.string()),
        (f.TOWNSHIP, pa.string()),
        ("原文件", pa.string()),
        ("新文件", pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.HEAD_NAME, pa.string()),
        ("级别", pa.string()),
        ("字段", pa.string()),
        ("原值", pa.string()),
        ("新值", pa.string()),
        ("问题", pa.string()),
    ]
)
RUNS = pa.schema([("项", pa.string()), ("值", pa.string())])

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
    "cases": None,
    "persons": PERSONS,
    "events": EVENTS,
    "determinations": DETERMINATIONS,
    "facts": None,
    "tasks": TASKS,
    "coverage": COVERAGE,
    "controls": CONTROLS,
    "balance": BALANCE,
    "runs": RUNS,
}
