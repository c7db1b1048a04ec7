"""Every closed set of words a table may hold, each beside the column it stands in (`core.tables`).

A word of such a set is spelled out here and nowhere else (`tests/contract/test_closed_words.py`). The members are strings:
they go into tables, SQL and workbooks as they are.
"""

from enum import StrEnum

NO_RULE = "无规则适用"  # `determinations`.规则 where no rule decides
OPEN_WORLDS = "各种答案判定不同"  # the same where what is still open decides
NO_HEAD = "户主未填"  # the same where nobody says who the household is; in reports, in the place of the name


class RowKind(StrEnum):
    """`rows`.类别: what a non-empty row of a sheet is. DATA, REJECTED and ELSEWHERE are rows of a sender, the others are no data."""

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


class FileState(StrEnum):
    """`files`.状态: what became of a file of 收件/. REFUSED: a whole file under --strict; SKIPPED: temporary and system files;
    ASIDE: a workbook of ours that is no input; REPLY: a hand-out that came back with answers."""

    READ = "已读"
    REPEATED = "重复"
    REPLACED = "已替换"
    REFUSED = "拒收"
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
