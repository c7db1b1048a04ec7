"""What the program itself writes under 输出/, whatever the pack: no report of a pack may take its place."""

MERGED_BOOK, PAIRS_BOOK = "合并名册.xlsx", "疑似重复.xlsx"
REPLACEMENTS_BOOK, HEADINGS_BOOK = "更正确认.xlsx", "表头确认.xlsx"
PROOF_BOOK = "规则校读.xlsx"
CHANGES_BOOK, RECEIPTS_BOOK = "变化.xlsx", "来件登记.xlsx"
ROWS_SHEET, VALUES_SHEET, NUMBERS_SHEET = "疑似重复", "值冲突", "身份证会诊"  # of PAIRS_BOOK: where what is answered
NO_VALUE_RIGHT, NO_NUMBER_RIGHT = "都不对，留空", "都不是"  # there: the answer that none of what is offered is right
URGE_FOLDER = "催报"
OWED_BOOK, CALENDAR = f"{URGE_FOLDER}/应报未报.xlsx", f"{URGE_FOLDER}/期限.ics"
CIRCULAR = f"{URGE_FOLDER}/报送情况通报.docx"
CHECK_FOLDER, BLANK_FORMS_FOLDER, COMPARISONS_FOLDER = "校验", "空白表", "比对"
FINDINGS_BOOK, RETURNS_FOLDER = f"{CHECK_FOLDER}/校验汇总.xlsx", f"{CHECK_FOLDER}/退回"
ROWS_FOLDER = f"{CHECK_FOLDER}/退回行"  # rows not taken, or taken in part, whole
HITS_FOLDER = f"{COMPARISONS_FOLDER}/分镇街"
OVERVIEW_PAGE = "总览.html"

FIXED_BOOKS = (
    MERGED_BOOK,
    PAIRS_BOOK,
    REPLACEMENTS_BOOK,
    HEADINGS_BOOK,
    PROOF_BOOK,
    CHANGES_BOOK,
    RECEIPTS_BOOK,
    OVERVIEW_PAGE,
)
ALONE_FOLDER = "单独"  # what was made of files given by hand
FIXED_FOLDERS = (URGE_FOLDER, CHECK_FOLDER, BLANK_FORMS_FOLDER, COMPARISONS_FOLDER, ALONE_FOLDER)

# Endings of the titles of our own sheets, and headings that stand under them: by both a sheet is known where nothing else is left.
OWN_SHEETS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (MERGED_BOOK, "困难群众合并户册", ("编号", "提及次数")),
    (MERGED_BOOK, "（汇总）", ("编号", "来源文件", "行号")),
    (MERGED_BOOK, "合并名册冲突清单", ("编号", "处置")),
    (MERGED_BOOK, "更正表", ("更正项目", "更正为")),
    (MERGED_BOOK, "已更正清单", ("更正项目", "已更正为")),
    (MERGED_BOOK, "编号与裁定记录", ("项目", "内容")),
    (MERGED_BOOK, "收件平账表", ("来源文件", "差")),
    (MERGED_BOOK, "收件清单", ("来源文件", "状态")),
    (PAIRS_BOOK, "疑似重复对象核对表", ("侧", "证据")),
    (PAIRS_BOOK, "已裁定的疑似重复", ("侧", "证据")),
    (PAIRS_BOOK, "填写不一致核对表", ("编号", "选定")),
    (PAIRS_BOOK, "按规则认定为同一对象的记录", ("情形", "证据")),
    (PAIRS_BOOK, "合并前各文件的重复情况", ("来源文件", "行数")),
    (PAIRS_BOOK, "没有用上的回答", ("所填栏", "所填")),
    (FINDINGS_BOOK, "各镇街报表质量评比表", ("镇街", "名次")),
    (FINDINGS_BOOK, "收件问题分类表", ("级别", "代码")),
    (FINDINGS_BOOK, "收件校验汇总表", ("来源文件", "合计")),
    (FINDINGS_BOOK, "收件问题清单", ("来源文件", "代码")),
    (FINDINGS_BOOK, "更正件对照表", ("代码",)),
    (FINDINGS_BOOK, "已认可问题清单", ("来源文件", "代码")),
    (FINDINGS_BOOK, "自动更正清单", ("原值", "读作")),
    (REPLACEMENTS_BOOK, "更正件确认表", ("处理", "识别码")),
    (REPLACEMENTS_BOOK, "更正件变动对照表", ("变化", "新值")),
    (HEADINGS_BOOK, "不认识的表头确认表", ("表头", "识别码")),
    (CHANGES_BOOK, "变化情况表", ("镇街", "改判")),
    (CHANGES_BOOK, "变化清单", ("编号", "新值")),
    (CHANGES_BOOK, "以前消失、至今没有再报来的户", ("编号", "消失日期")),
    (RECEIPTS_BOOK, "来件登记表", ("份次", "识别码")),
    (URGE_FOLDER, "应报未报情况表", ("期限", "逾期天数")),
    (RECEIPTS_BOOK, "来件版本变动表", ("对照的一份", "新判定")),
    (URGE_FOLDER, "各单位应报情况表", ("单位", "已到期应报")),
    (ROWS_FOLDER, "没有读入和只读了一部分的行", ("原行号", "收到的情况")),
    ("统计表的更正页", "累计核对", ("本期累计", "表中累计")),
    ("统计表的更正页", "更正表", ("上报时计入", "现在计入")),
    ("统计表的更正页", "与已上报的差", ("上报时计入", "现在计入")),
    ("所报统计表比对", "（报表与名册比对）", ("名册数", "报表数")),
    (COMPARISONS_FOLDER, "比对结果", ("比对结果", "相符程度")),
    (COMPARISONS_FOLDER, "名单情况", ("被查的名单", "状态")),
)

# What each of them is and for whom, as the page says it; a folder stands for all files below it.
US, SENDERS = "局里", "各报送单位"
BOOK_NOTES: dict[str, tuple[str, str]] = {
    MERGED_BOOK: ("全部来件合成的名册，每户一行；后面几页是冲突、更正表、平账和收件清单", US),
    PAIRS_BOOK: ("哪些人可能重复、哪些值不一致、哪些号码残缺：在这里裁定，再收回", US),
    REPLACEMENTS_BOOK: ("像更正件的文件：答复算哪一份，再收回", US),
    HEADINGS_BOOK: ("不认识的表头：填写是哪一项，再收回", US),
    RECEIPTS_BOOK: ("每份来件什么时候到、算什么、计不计；可补填到达日期，再收回", US),
    CHANGES_BOOK: ("与上次记下的状态相比，哪些户变了、为什么", US),
    PROOF_BOOK: ("规则逐条对照通知原文，供校读", "分管领导"),
    FINDINGS_BOOK: ("每份来件的全部问题、怎么改；认可的在这里答复，再收回", US),
    OWED_BOOK: ("谁应报什么、到期没有、到了没有，逐份列出", US),
    CIRCULAR: ("报送情况通报：谁报齐了、谁没有", SENDERS),
    CALENDAR: ("各项期限，可导入手机或Outlook的日历", US),
    URGE_FOLDER: ("催报单：没有报齐的单位一家一份", SENDERS),
    RETURNS_FOLDER: ("退回件：原件上逐格标出问题；退回函一家一份", SENDERS),
    ROWS_FOLDER: ("没有读入或只读了一部分的行，原样列出", SENDERS),
    HITS_FOLDER: ("比对命中，分镇街核实后送回", SENDERS),
    COMPARISONS_FOLDER: ("名单之间的比对结果，全区一份", US),
}
