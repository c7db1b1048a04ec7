"""The tables behind the page (总览.html) and the screen of `status`: kept in the cache by `run`, read again by `status`."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import OWED, RECEIPTS, TO_DO
from rescue_cli.core.tables import RUNS

# How many households became otherwise since the recorded state before (StateChange), and what brought it (Cause).
NEWS = pa.schema([(c.CHANGE, pa.string()), (c.WHY, pa.string()), (c.HOUSEHOLDS, pa.int64())])
# Questions nobody has answered, by kind (QuestionKind) and where they are answered; of how many households.
OPEN = pa.schema(
    [
        (c.QUESTION_KIND, pa.string()),
        (c.ANSWERED_IN, pa.string()),
        (c.COUNT, pa.int64()),
        (c.HOUSEHOLDS, pa.int64()),
    ]
)
# Figures month by month: those handed in as they stand in 存档/, the last as it is reckoned now. 入图: what the report's own
# chart shows. 报表 is empty for the households by 分类; 数 is null where nobody knows it.
MONTHS = pa.schema(
    [
        (c.REPORT, pa.string()),
        (c.PERIOD, pa.string()),
        (c.ITEM, pa.string()),
        (c.FIGURE, pa.decimal128(38, 6)),
        (c.FILED, pa.bool_()),
        (c.CHARTED, pa.bool_()),
    ]
)
# Households by township (null: not told) and 分类.
PLACES = pa.schema([(f.TOWNSHIP, pa.string()), (f.GROUP, pa.string()), (c.HOUSEHOLDS, pa.int64())])
# What a run wrote under 输出/, one line a workbook; one line for all the parts of what is written part by part (各份; 输出文件
# is then their folder). 页数 and 行数 are null where a file has none.
BOOKS = pa.schema(
    [
        (c.OUTPUT_FILE, pa.string()),
        (c.NAME, pa.string()),
        (c.NOTE, pa.string()),
        (c.READER, pa.string()),
        (c.SHEETS, pa.int64()),
        (c.ROW_COUNT, pa.int64()),
        (c.PARTS, pa.list_(pa.string())),
    ]
)
# What is due next, the nearest time of every deadline. 应报: what it is.
AHEAD = pa.schema([(c.BY_DAY, pa.date32()), (c.OWED, pa.string()), (c.PERIOD, pa.string()), (c.WHO, pa.string())])
# Townships that sent nothing though others did, of whom no deadline asks anything.
SILENT = pa.schema([(f.TOWNSHIP, pa.string())])
# The files of 收件/ as the run saw them.
SEEN = pa.schema([(f.SOURCE_FILE, pa.string()), (c.DIGEST, pa.string())])

# Items of `about`. DAY: by which duties are told, the as-of day of the run until a later day comes; SINCE: the day of the
# recorded state compared with; RECORD: how many lines of the record, and their digest without anything of a person.
DISTRICT, TITLE, PACK, PACK_DIGEST, PROGRAM, RECORD = "区县", "方案", "方案包", "方案包摘要", "程序版本", "裁定记录"
# AS_OF_SET: the day rescue.toml sets, "" where it sets none; LAST_DAY: of the campaign.
DAY, AS_OF_SET, LAST_DAY, SINCE = "所看的一天", "基准日写定", "方案末日", "对照"
MADE_BESIDE, PAGE_DIGEST = "旁边的摘要", "页的摘要"  # of what stands beside 收件/, of the page as it was written
FILES_CAME, FILES_READ, ROWS_CAME, CASES, IN_BALANCE = "文件", "已读文件", "非空行", "户", "平账"
CHECKS, CHECKS_BROKEN = "勾稽", "勾稽不平"

OVERVIEW: dict[str, pa.Schema] = {
    "to_do": TO_DO,
    "owed": OWED,
    "silent": SILENT,
    "ahead": AHEAD,
    "came": RECEIPTS,
    "news": NEWS,
    "open": OPEN,
    "months": MONTHS,
    "places": PLACES,
    "books": BOOKS,
    "seen": SEEN,
    "about": RUNS,
}
