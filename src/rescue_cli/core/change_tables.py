"""Schemas of what came, and what became otherwise: between two versions of a file, between two states of the workspace."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f

# What became of a file's faults in the file that takes its place. 变化: 已改 未改 新错 随户删去 (findings), and
# 已接收有变动 少了的户 新增的户 (rows). 工作表 and 行号 are those of the new file, of the old one where a row is gone.
CORRECTIONS = pa.schema(
    [
        (c.CHANGE, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (c.OLD_FILE, pa.string()),
        (c.NEW_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (f.HEAD_NAME, pa.string()),
        (c.LEVEL, pa.string()),
        (c.FIELD, pa.string()),
        (c.WRITTEN, pa.string()),
        (c.NEW_VALUE, pa.string()),
        (c.PROBLEM, pa.string()),
    ]
)
# What a run found otherwise than the recorded state before it. 变化: 新增 消失 改动 改判. 原因: what brought it (Cause).
CHANGES = pa.schema(
    [
        (f.CASE, pa.string()),
        (f.HEAD_NAME, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (c.CHANGE, pa.string()),
        (c.FIELD, pa.string()),
        (c.WRITTEN, pa.string()),
        (c.NEW_VALUE, pa.string()),
        (c.WHY, pa.string()),
        (f.SOURCE_FILE, pa.string()),
    ]
)
# Households that were gone in some earlier run and have not come back: since when, what was decided, where they went.
GONE = pa.schema(
    [
        (f.CASE, pa.string()),
        (f.HEAD_NAME, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (c.DAY, pa.date32()),
        (c.WRITTEN, pa.string()),
        (c.NEW_VALUE, pa.string()),
        (f.SOURCE_FILE, pa.string()),
    ]
)
# One line a file, form and sender: when it came (null: not known), what it is beside the others, whether it counts.
RECEIPTS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (c.DIGEST, pa.string()),
        (c.ARRIVED, pa.date32()),
        (c.SENDER, pa.string()),
        (f.FORM, pa.string()),
        (c.COPY, pa.string()),
        (c.STATE, pa.string()),
        (c.REPLACED_BY, pa.string()),
    ]
)
# One line a sender, what it owes and for which month (null: once): the day it is due, and what came.
OWED = pa.schema(
    [
        (c.SENDER, pa.string()),
        (c.OWED, pa.string()),
        (c.PERIOD, pa.string()),
        (c.BY_DAY, pa.date32()),
        (c.STATE, pa.string()),
        (c.ARRIVED, pa.date32()),
        (f.SOURCE_FILE, pa.string()),
        (c.DAYS_OVERDUE, pa.int32()),
    ]
)
# What a later version of a file says otherwise than the one before (`对照`): a row that came or went, a cell changed (Change);
# what was decided of the household before and with it. 工作表 and 行号: of the later version, of the one before where a row went.
VERSIONS = pa.schema(
    [
        (f.SOURCE_FILE, pa.string()),
        (c.AGAINST, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (f.CASE, pa.string()),
        (f.HEAD_NAME, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
        (c.CHANGE, pa.string()),
        (c.FIELD, pa.string()),
        (c.WRITTEN, pa.string()),
        (c.NEW_VALUE, pa.string()),
        (c.DECIDED_BEFORE, pa.string()),
        (c.DECIDED_AFTER, pa.string()),
        (c.NOTE, pa.string()),
    ]
)
# Values a person put right, in the order she did so. 值: what is told now instead of 原值 (of those that do not stand).
CORRECTED = pa.schema(
    [
        (f.CASE, pa.string()),
        (f.NAME, pa.string()),
        (c.FIELD, pa.string()),
        (c.WRITTEN, pa.string()),
        (c.NEW_VALUE, pa.string()),
        (c.ANSWER_REASON, pa.string()),
        (c.CORRECTED_BY, pa.string()),
        (c.CORRECTED_WHEN, pa.string()),
        (c.STATE, pa.string()),
        (c.VALUE, pa.string()),
        (c.QUESTION_CODE, pa.string()),
    ]
)
# What a run leaves for a person, the most harmful first. 项: ToDo; 回答处: the workbook that answers it, or what to do; 办法: in
# words, where 说明 does not say it.
TO_DO = pa.schema(
    [
        (c.ITEM, pa.string()),
        (c.COUNT, pa.int64()),
        (c.NOTE, pa.string()),
        (c.ANSWERED_IN, pa.string()),
        (c.HOW, pa.string()),
    ]
)
# One line a report handed in: for which month (全期: no monthly one), when, the digest of its workbooks. 状态: FilingState.
FILINGS = pa.schema(
    [
        (c.REPORT, pa.string()),
        (c.PERIOD, pa.string()),
        (c.FILED_DAY, pa.date32()),
        (c.DIGEST, pa.string()),
        (c.OFFICER, pa.string()),
        (c.REVIEWER, pa.string()),
        (c.TIME, pa.int32()),
        (c.STATE, pa.string()),
        (c.LEFT_THEN, pa.string()),
    ]
)
# Kept with a report handed in: which household counted in which figure, for what, and what it adds to it (null where the
# figure is no plain sum). 编号 is empty for a line of no household.
COUNTED = pa.schema(
    [
        (f.SHEET, pa.string()),
        (c.LINE, pa.string()),
        (c.COUNTED_IN, pa.string()),
        (f.CASE, pa.string()),
        (c.COUNTED_AS, pa.string()),
        (c.AMOUNT, pa.decimal128(38, 6)),
    ]
)
# Kept beside it: every figure of the table, 合计 among the lines.
FIGURES = pa.schema(
    [
        (f.SHEET, pa.string()),
        (c.LINE, pa.string()),
        (c.COUNTED_IN, pa.string()),
        (c.FIGURE, pa.decimal128(38, 6)),
    ]
)
# Households that count otherwise now than in a report handed in, in the words of its headings. 状态: FiledChange; 原因: what
# brought it since (Cause), 来源文件: the file that did.
FILED_CHANGES = pa.schema(
    [
        (c.REPORT, pa.string()),
        (c.PERIOD, pa.string()),
        (f.CASE, pa.string()),
        (f.HEAD_NAME, pa.string()),
        (f.TOWNSHIP, pa.string()),
        (c.LINE, pa.string()),
        (c.COUNTED_THEN, pa.string()),
        (c.COUNTED_NOW, pa.string()),
        (c.STATE, pa.string()),
        (c.WHY, pa.string()),
        (f.SOURCE_FILE, pa.string()),
    ]
)
