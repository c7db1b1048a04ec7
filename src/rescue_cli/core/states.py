"""Every closed set of words a table may hold, each beside the column it stands in (`core.tables`).

A word of such a set is spelled out here and nowhere else (`tests/contract/test_closed_words.py`). The members are strings.
"""

from enum import StrEnum

NO_RULE = "无规则适用"  # `determinations`.规则 where no rule decides
OPEN_WORLDS = "各种答案判定不同"  # the same where what is still open decides
NO_HEAD = "户主未填"  # the same where nobody says who the household is; in reports, in the place of the name


class RowKind(StrEnum):
    """`rows`.类别: what a non-empty row of a sheet is. DATA, REJECTED, ELSEWHERE and HELD (of a file that waits for an
    answer) are rows of a sender, the others are no data."""

    DATA = "数据"
    TITLE = "标题"
    HEAD = "表头"
    HEAD_AGAIN = "表头续页"
    TOTAL = "合计"
    SUBTOTAL = "小计"
    NOTE = "说明"
    SIGNATURE = "签名"
    EXAMPLE = "示例"
    BLANK = "空白"
    REJECTED = "拒收"
    ELSEWHERE = "外区"
    HELD = "待定"


class FileState(StrEnum):
    """`files`.状态: what became of a file of 收件/. REFUSED: whole under --strict; HELD: says otherwise than an earlier one, waits;
    SKIPPED: temporary and system files; ASIDE: a workbook of ours that is no input; REPLY: a hand-out that came back."""

    READ = "已读"
    REPEATED = "重复"
    REPLACED = "已替换"
    REFUSED = "拒收"
    HELD = "待定"
    SKIPPED = "略过"
    UNREADABLE = "不能读"
    ASIDE = "非收件"
    REPLY = "回件"


class BookKind(StrEnum):
    """What a workbook of ours was written for, and so what it is when it comes back: a BLANK filled in is a roster, a RETURN
    mended the correction of its file, a HANDOUT a reply; ANSWERS are taken back by `apply`; anything else is no input."""

    BLANK = "空白表"
    RETURN = "退回件"
    HANDOUT = "分发件"
    ANSWERS = "待答表"
    OTHER = "成品"


class Copy(StrEnum):
    """`receipts`.份次: what a file is beside the others of its form and sender."""

    FIRST = "初报"
    MORE = "补报"
    CORRECTION = "更正"
    REPEAT = "重复"
    ELSEWHERE = "外区"
    REPLY = "回件"
    ASIDE = "非收件"


class ReceiptState(StrEnum):
    """`receipts`.状态: whether a file counts."""

    COUNTS = "已计"
    HELD = "待定"
    REPLACED = "已替换"
    UNREAD = "未读"


class OwedState(StrEnum):
    """`owed`.状态: whether what a sender owes has come. MISSING: its day is past or is the as-of day; NOTHING: somebody said there is
    nothing, ASKED: nobody said so of headings without rows; UNDATED: day unknown; RETURNED: unreadable; OPEN: another waits."""

    MISSING = "未到"
    RETURNED = "退回待改"
    OPEN = "更正待定"
    LATE = "逾期"
    ASKED = "空表待问"
    NOTHING = "零报告"
    UNDATED = "已到（日期未记）"
    ON_TIME = "按期"
    AHEAD = "未到期"


class FilingState(StrEnum):
    """`filings`.状态: STANDS: it is what was handed in; REOPENED: it is to be handed in again; FOLLOWED: a later one stands."""

    STANDS = "以此为准"
    REOPENED = "已重开"
    FOLLOWED = "已有下一次"


class Level(StrEnum):
    """`findings`.级别: MUST be mended; a person should VERIFY; a HINT is no fault."""

    MUST = "必须改"
    VERIFY = "请核实"
    HINT = "提示"


class FindingAnswer(StrEnum):
    """What a person does with a finding of 校验汇总: let it stand, or ask again what she let stand."""

    ACCEPT = "认可"
    WITHDRAW = "取消认可"


class Band(StrEnum):
    """`pairs`.档: taken as one, asked about, left apart (design §7)."""

    SAME = "同一"
    OPEN = "待裁定"
    APART = "不同"


class Verdict(StrEnum):
    """What a person says of a pair. LATER leaves it open."""

    SAME_HOUSEHOLD = "同一户"
    SAME_PERSON = "同一人不同户"
    APART = "不是"
    LATER = "待查"


class Situation(StrEnum):
    """`pairs`.情形: where the two rows stand to each other; a sender is a township."""

    WITHIN_FILE = "表内"
    WITHIN_SENDER = "同单位表间"
    BETWEEN_SENDERS = "单位之间"
    AGAINST_LIST = "与名单"


class Stake(StrEnum):
    """`pairs`.影响, the weightiest first: aid somebody receives or was refused, what a survey found, a household counted
    twice, a clue."""

    AID = "待遇"
    SURVEY = "调查结论"
    COUNT = "户数人数"
    CLUE = "线索"


class QuestionKind(StrEnum):
    """`questions`.问题类别."""

    SAME_CASE = "疑似重复"  # two households of the roster
    OWN_ROW = "疑似本户"  # a row of a list, survey or result that may be about the case
    DAMAGED_NUMBER = "号码残缺"
    VALUE = "值不一致"


class Rereading(StrEnum):
    """`raw`.原因, one or several joined by 、: why a cell was read otherwise than written. UNREAD: something stands there
    nobody could read, and the value is blank; NOTHING: a word that says there is nothing; BORROWED: of another row."""

    APOSTROPHE = "去掉撇号"
    WIDTH = "全角改半角"
    SPACES = "去掉空格"
    UPPER = "小写改大写"
    ZEROS = "去掉“.0”"
    SIGNS = "去掉号码以外的字"
    FIFTEEN = "15位转18位"
    UNIT = "按单位换算"
    FIGURE = "取出数字"
    DATE = "统一日期写法"
    PHONE = "统一电话写法"
    NAME = "统一姓名写法"
    TEXT = "统一文字写法"
    CODE = "按代码表归类"
    YES_NO = "认作是或否"
    PLACE = "改用规范地名"
    NOTHING = "没有内容"
    EMPTIED = "写明清空"
    UNREAD = "读不出，留空"
    DITTO = "同上照上一行填"
    BELOW = "空格照上面填"
    VILLAGE_CODE = "由区划代码得出"
    FROM_ADDRESS = "由住址得出"
    MERGED_VILLAGE = "撤村并居"
    COUNTED = "按行数计"
    EXTRACTED = "从文字里读出"
    FORMER = "认作曾用名"
    TICKED = "由打勾栏得出"
    CHOSEN = "由人选定"
    CORRECTED = "由人更正"
    BORROWED = "取自别处"


class Handling(StrEnum):
    """`conflicts`.处置: HELD back; FOR_NOW the first of equals, to be verified; BY_RULE a source that goes before the others;
    SETTLED by a person; EMPTIED on purpose."""

    HELD = "待定"
    FOR_NOW = "暂取"
    BY_RULE = "按规则"
    SETTLED = "已裁定"
    EMPTIED = "清空"


class Group(StrEnum):
    """`determinations`.分类, in the order the outputs list them."""

    NEW = "新增救助"
    OBSERVED = "救助观察"
    UNDETERMINED = "待核实"
    REFUSED = "不予列入"
    ALREADY = "已享受救助"


class Phase(StrEnum):
    """`determinations`.阶段: before results of surveys and approvals, and with them."""

    PRELIMINARY = "初判"
    FINAL = "终判"


class TaskState(StrEnum):
    """`tasks`.状态, in the order of urgency. NO_START: owed, but nobody knows since when; NO_HOUR: a duty of hours, told by
    the day alone, so that nobody knows whether it was kept (缺少 names the facts)."""

    OVERDUE = "已逾期"
    SOON = "快到期"
    AHEAD = "未到期"
    NO_START = "起算日未明"
    NO_HOUR = "缺时刻"
    DONE = "已办结"
    DONE_LATE = "超期办结"


class EventKind(StrEnum):
    """`events`.变动类别: somebody more or less is helped, help ends, changes, or goes on elsewhere (null: none of these)."""

    MORE = "增"
    LESS = "减"
    ENDS = "停"
    ADJUSTED = "调"
    MOVED = "转"


class Newness(StrEnum):
    """`新增` of a hit of a comparison: against the list before, and (NEW_PERSON) against the roster before."""

    NEW = "新增"
    NEW_PERSON = "新增（名册新报）"
    KNOWN = "上次已有"
    FIRST = "首次比对"


class CoverageState(StrEnum):
    """`coverage`.状态. AHEAD: the month has not ended, its day has not come."""

    REPORTED = "已报"
    SHORT = "不足"
    UNREPORTED = "未报"
    AHEAD = "未到期"


class ControlState(StrEnum):
    """`controls`.状态: the total a notice states against what the list holds."""

    AGREES = "相符"
    DIFFERS = "不符"
    NOT_RECEIVED = "未收到"


class Change(StrEnum):
    """`corrections`.变化: MENDED … GONE_WITH of findings; CHANGED, MISSING_ROW and ADDED of rows."""

    MENDED = "已改"
    OPEN = "未改"
    FRESH = "新错"
    GONE_WITH = "随户删去"
    CHANGED = "已接收有变动"
    MISSING_ROW = "少了的户"
    ADDED = "新增的户"


class StateChange(StrEnum):
    """`changes`.变化 of a household against the recorded state: GONE is told first, JUDGED is another 分类 or 结果."""

    GONE = "消失"
    JUDGED = "改判"
    NEW = "新增"
    EDITED = "改动"


class Cause(StrEnum):
    """`changes`.原因: what is otherwise than it was then. The day is the as-of day."""

    CAME = "来件"
    ANSWERED = "裁定"
    DAY = "到期"
    STANDARD = "标准"
    SETTING = "设置"  # rescue.toml, but for its standards
    PACK = "方案包"
    PROGRAM = "程序版本"


class ListAnswer(StrEnum):
    """比对结果 of a row of one list against another; UNKNOWN: the other list could not be asked."""

    HIT = "命中"
    MISS = "未命中"
    UNKNOWN = "未比对"


class HandedState(StrEnum):
    """A figure handed in beside the one counted from the rosters (报表与名册比对)."""

    SAME = "一致"
    DIFFERENT = "不一致"
    BLANK = "未填"
    NOT_HANDED = "未报"


class Area(StrEnum):
    """城乡."""

    URBAN = "城市"
    RURAL = "农村"
