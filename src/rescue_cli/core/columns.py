"""Names of the columns of border tables (`core.tables`) that are no fields of the data dictionary.

A column that crosses a border is called by its constant here or in `core.fields`, never by its literal in a second module.
"""

# Places and what stands in them: rows, columns, raw, findings, conflicts.
KIND = "类别"  # RowKind
WHY = "原因"
TABLE_ORDER = "表序"  # place of a table among those of its sheet, from 1
LETTER = "列"  # of a spreadsheet column
HEADING = "表头"
FIELD = "字段"
VALUE = "值"
WRITTEN = "原值"
READ_AS = "读作"

# files
DIGEST, BYTES = "摘要", "字节"
STATE = "状态"  # FileState of files; TaskState, CoverageState, ControlState of tasks, coverage, controls
NOTE = "说明"

# findings
LEVEL = "级别"  # Level
CODE = "代码"
CELL = "单元格"
PROBLEM, MEND = "问题", "怎么改"

# pairs, from the left row to the right
LEFT_FILE, LEFT_SHEET, LEFT_ROW, LEFT_MEMBER = LEFT = "左文件", "左表", "左行", "左成员"
RIGHT_FILE, RIGHT_SHEET, RIGHT_ROW, RIGHT_MEMBER = RIGHT = "右文件", "右表", "右行", "右成员"
LEFT_DIGEST, RIGHT_DIGEST = "左摘要", "右摘要"  # of the values seen: by them a decision is known again
SCORE, BAND, EVIDENCE = "分数", "档", "证据"  # BAND: Band
PAIR_RULE = "规则"  # the rule that took the pair, BY_PERSON, Verdict.LATER where a person put it off, else null
BY_PERSON = "裁定"
QUESTION = (
    "问题号"  # of open pairs: the same for all people of two listings of a household; the weightiest question first
)
SITUATION = "情形"  # Situation
STAKE = "影响"  # Stake: what depends on the answer
LEFT_CASE, RIGHT_CASE = "左编号", "右编号"

# questions: what is open about a case
QUESTION_KIND = "问题类别"  # QuestionKind
WORLD_NUMBER, ANSWER_WORDS = "序", "若"  # of `worlds`: one way to answer what is open, in words
ALTERNATIVES = "备选"  # the answers that are possible, as sentences
ANSWERED_IN = "回答处"  # the workbook and sheet where a person answers
OTHER_FILE, OTHER_SHEET, OTHER_ROW, OTHER_MEMBER = OTHER = "对方文件", "对方表", "对方行", "对方成员"
OTHER_CASE = "对方编号"

# counts: what a file's rows looked like inside the file, and against all others
ROW_COUNT = "行数"
SAME_WITHIN, ALIKE_WITHIN, SINGLE_WITHIN = "本表重复", "本表疑似", "本表唯一"
SAME_ELSEWHERE, ALIKE_ELSEWHERE, SINGLE_ELSEWHERE = "他表重复", "他表疑似", "他表唯一"

# conflicts
CARRIED = "取值"  # what the case carries on; null: held back until a person decides
HANDLING = "处置"  # Handling
PLACE = (
    "所在地"  # stands in 字段 where sources differ in several of 镇街, 村居, 村民小组, 详细住址: one row gives them all
)

# persons, events
APPEARANCES = "出现次数"
DAY, EVENT, CONTENT = "日期", "事项", "内容"
EVENT_KIND, FROM_MONTH = "变动类别", "起算月份"

# tasks, coverage, controls
TASK = "事项"  # id of the clock
NAME = "名称"
MATTER = "件号"  # which of several matters of a case a task is about, as its rows number them
START, LAST_DONE, DUE_DAY, DUE_MOMENT = "起算日", "上次办理", "应办日", "应办时刻"
DAYS_OVERDUE = "逾期天数"
OVERRUN = "逾期时长"  # in words: days, of duties in hours hours and minutes
WHO = "责任单位"
OWNER = "对象"
SPAN = "月份"  # "2022-05", or the quarter or year
OWED, SENT = "应报", "已报"
PERIOD, BY_DAY = "期间", "期限"  # of OWED: the month it is for, the day it is due
HOUSEHOLDS_STATED, HOUSEHOLDS_HELD, HOUSEHOLDS_APART = "应有户数", "实有户数", "相差户数"
PERSONS_STATED, PERSONS_HELD, PERSONS_APART = "应有人数", "实有人数", "相差人数"
PERSONS_UNKNOWN = "人数不明"  # households that do not say how many they are

# balance: the parts that make up 行数
TAKEN, MERGED, REJECTED, UNLINKED, HELD, ELSEWHERE, NO_DATA = BALANCE_PARTS = (
    "已取",
    "已并",
    "拒收",
    "不归户",
    "待定",
    "外区",
    "非数据",
)
SELDOM = (UNLINKED, HELD, ELSEWHERE)  # parts of the balance shown only where there are some
DIFFERENCE = "差"

# corrections
CHANGE = "变化"  # Change
OLD_FILE, NEW_FILE = "原文件", "新文件"
NEW_VALUE = "新值"

# receipts
ARRIVED, SENDER, COPY, REPLACED_BY = "到达日期", "单位", "份次", "替换为"  # COPY: Copy
AGAINST, DECIDED_BEFORE, DECIDED_AFTER = "对照的一份", "原判定", "新判定"  # versions
ARRIVED_TOLD = "实际到达日期"  # what a person says of it

# filings
LEFT_THEN = "上报时未办"
REPORT, FILED_DAY, OFFICER, REVIEWER, TIME = "报表", "上报日期", "经办", "复核", "第几次"
LINE, COUNTED_IN, COUNTED_AS = "表中的行", "表中的列", "计入"  # of COUNTED: where a household counted, and for what
AMOUNT, FIGURE = "计入数", "数"  # what it adds to the figure; the figure itself
COUNTED_THEN, COUNTED_NOW = "上报时计入", "现在计入"  # of a household that counts otherwise than was handed in

# runs, to_do
ITEM = "项"  # of to_do: ToDo
COUNT = "数量"
HOW = "办法"  # of to_do: where it is answered or how it is done, in words

# the page: what stands in 输出/ and for whom, figures month by month
OUTPUT_FILE, PARTS, READER, SHEETS = "输出文件", "各份", "给谁", "页数"
HOUSEHOLDS, FILED, CHARTED = "户数", "已登记上报", "入图"

# answer workbooks (疑似重复, 更正确认, 表头确认, 校验汇总): headings `report` writes and `apply` reads back
QUESTION_CODE = "识别码"  # of the question a line asks: the answer carries it back
ANSWER_REASON = "理由"
VERDICT, SIDE = "裁定", "侧"  # Verdict, of the household; 甲 or 乙, the two rows of a pair
OWN_VERDICT = "个别裁定"  # Verdict, of one pair of a household's question: it outweighs the household's
BLOCK_CODE = "问题识别码"  # of a household's question: every row of it carries it
ANSWERED_COLUMN, GIVEN_ANSWER, ASKED_ABOUT = "所填栏", "所填", "所问"  # 未收回的回答: typed, and no longer asked
CHOSEN = "选定"  # which of several values is right
DAMAGED_NUMBER, CHOSEN_NUMBER = "残缺号码", "选用号码"
ANSWER = "处理"  # FindingAnswer; of two files, which of them counts
CORRECTED_FILE = "更正文件"
CORRECTED_FIELD, CORRECT_TO, CORRECTED_TO = "更正项目", "更正为", "已更正为"  # a value put right: to be, and done
CORRECTED_BY, CORRECTED_WHEN, TOLD_NOW = "更正人", "更正时间", "现在报的"
