"""What is left for a person, and what becomes of the values she put right: closed words beside those of `core.states`."""

from enum import StrEnum


class ToDo(StrEnum):
    """`to_do`.项, the most harmful first: what a run leaves for a person."""

    PACK = "方案包的判例"  # of the pack: none, or some that do not hold
    FILED = "改动过的存档"
    NOTHING = "没有来件"
    HELD = "待定的更正件"
    OVERWRITTEN = "被覆盖的文件"
    ELSEWHERE = "外区的行"
    VANISHED = "不见的户"
    CORRECTED = "已上报后的更正"
    OTHERWISE = "规则改过、改判的户"
    UNREAD = "没有读入的文件"
    OWED = "没有报来的表"
    DUE = "到期要上报的表"
    LAPSED = "不再成立的更正"
    UNCLAIMED = "没有收回的回答"
    REPEATED = "内容重复的文件"
    CHECK = "不平的勾稽"
    MUST = "必须改的问题"
    OPEN = "待裁定的疑似重复"
    UNDETERMINED = "待核实的户"
    VALUES = "待选定的值"
    HITS = "没有核实的比对命中"
    HANDED = "与名册不符的统计表"
    OVERDUE = "逾期的时限"


class FiledChange(StrEnum):
    """Of a household that counts otherwise than in a report handed in: it is corrected in the next one; it is corrected because
    nobody sends it any more; or its facts are open again, and it stays as it was handed in until somebody answers."""

    CORRECTED = "更正"
    GONE = "已不在名册"
    OPEN = "已上报待核实"


class CorrectionState(StrEnum):
    """Of a value a person put right: it is read instead of what is told; the file itself tells it by now; or what was put
    right is not told any more, and the person is asked again."""

    STANDS = "生效"
    MENDED = "来件已改"
    LAPSED = "不再成立"


class CorrectionAnswer(StrEnum):
    """What a person says of a value put right before: take it back, or put right what is told now as well."""

    WITHDRAW = "撤回更正"
    AGAIN = "仍按更正"
