"""The few fields code itself needs, by their dictionary names (`schemas/vocabulary.toml`; a test keeps the two agreed).

Everything a notice talks about stays in packs; a field belongs here only if a stage must know it to do its own work.
"""

from rescue_cli.core.states import Area, Group, Phase

# Where a row came from.
SOURCE_FILE = "来源文件"  # relative to 收件/, with "/"
SHEET = "工作表"  # verbatim; empty for csv
ROW = "行号"  # physical row, 1-based
MEMBER = "成员序"  # only for wide rows: one line a member
FORM = "表种"  # id of the form the sheet was read as
OTHER_COLUMNS = "其他列"  # what stood in columns nobody recognised: "列名：值；…"
UNREAD = "未读懂"  # fields whose cell says something nobody could read: neither a value nor silence
CLEARED = "清空"  # fields whose cell says 清空: emptied on purpose, which is more than silence
FIRST_ROW = "户首行"  # one row a person: the row of the household's first person; null where a row is a household
SHOWN_DIGITS = "可见号码"  # what shows of a masked or cut ID number: 18 places, * where nobody can see
OF_ROW = (FIRST_ROW, MEMBER, UNREAD, CLEARED, SHOWN_DIGITS)  # what a row says of itself beside its fields
PROVENANCE = (SOURCE_FILE, SHEET, ROW, MEMBER, FORM)
MENTION_KEY = (SOURCE_FILE, SHEET, ROW, MEMBER)

# Where a household is.
TOWNSHIP = "镇街"
VILLAGE = "村居"
VILLAGE_CODE = "村居代码"
VILLAGE_GROUP = "村民小组"
AREA = "城乡"
URBAN, RURAL = AREAS = tuple(Area)

# Who it is.
HEAD_NAME = "户主姓名"
NAME = "姓名"
CERTIFICATE = "残疾证号"
FORMER_NAME = "曾用名"  # names a person bears or bore beside the one in 姓名; several joined by 、
ID_NUMBER = "身份证号"
PHONE = "联系方式"
ADDRESS = "详细住址"
RELATION = "与户主关系"
SEX, BIRTH_DATE, AGE, SELF_CARE = "性别", "出生日期", "年龄", "自理能力"
HOUSEHOLD_SIZE = "家庭人口"
HARDSHIP = "家庭困难类别"
LIST_DATE = "名单日期"

# What happens to a household: results, surveys, answers of other departments.
RESULT, RESULT_DATE, REFUSAL = "办理结果", "办理日期", "不符合理由"
REFERRED_TO, ANSWER, ANSWER_DATE = "转介部门", "转介反馈", "反馈日期"
VISIT_DATE, VISITOR, ADVICE = "入户日期", "调查人", "评估建议"
SERIAL, REMARK = "序号", "备注"

# What linking and judging give.
CASE = "编号"
FORMER = "曾用编号"  # numbers of cases found to be this one
PERSON = "人员组"
HOUSEHOLD = "户组"  # what linking calls a household before the record gives it its 编号
SOURCES = "来源"
MENTION_COUNT = "提及次数"
RULE = "规则"
OUTCOME = "结果"
GROUP = "分类"
PHASE = "阶段"
REASON = "理由"
BASIS = "依据"
MISSING = "缺少"
PRELIMINARY, FINAL = Phase
GROUPS = tuple(Group)
UNDETERMINED = Group.UNDETERMINED

# Facts of the run that expressions may name.
AS_OF = "基准日"
PERIOD_START, PERIOD_END = "期始", "期末"
MONTH_START, MONTH_END = "月初", "月末"
SPAN_START, SPAN_END = "段始", "段末"  # of a monthly table's column: 本月, 上月 or 累计
