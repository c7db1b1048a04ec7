"""What the program itself writes under 输出/, whatever the pack: no report of a pack may take its place."""

MERGED_BOOK, PAIRS_BOOK = "合并名册.xlsx", "疑似重复.xlsx"
REPLACEMENTS_BOOK, HEADINGS_BOOK = "更正确认.xlsx", "表头确认.xlsx"
PROOF_BOOK = "规则校读.xlsx"
CHANGES_BOOK, RECEIPTS_BOOK = "变化.xlsx", "来件登记.xlsx"
ROWS_SHEET, VALUES_SHEET, NUMBERS_SHEET = "疑似重复", "值冲突", "身份证会诊"  # of PAIRS_BOOK: where what is answered
NO_VALUE_RIGHT, NO_NUMBER_RIGHT = "都不对，留空", "都不是"  # there: the answer that none of what is offered is right
CHECK_FOLDER, BLANK_FORMS_FOLDER, COMPARISONS_FOLDER = "校验", "空白表", "比对"
FINDINGS_BOOK, RETURNS_FOLDER = f"{CHECK_FOLDER}/校验汇总.xlsx", f"{CHECK_FOLDER}/退回"
ROWS_FOLDER = f"{CHECK_FOLDER}/退回行"  # rows not taken, or taken in part, whole

FIXED_BOOKS = (
    MERGED_BOOK,
    PAIRS_BOOK,
    REPLACEMENTS_BOOK,
    HEADINGS_BOOK,
    PROOF_BOOK,
    CHANGES_BOOK,
    RECEIPTS_BOOK,
)
ALONE_FOLDER = "单独"  # what was made of files given by hand
FIXED_FOLDERS = (CHECK_FOLDER, BLANK_FORMS_FOLDER, COMPARISONS_FOLDER, ALONE_FOLDER)
