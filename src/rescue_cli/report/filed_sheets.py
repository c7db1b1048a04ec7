"""The sheets beside a statistics table that was handed in before: 累计核对, 更正, 与已上报的差."""

from collections.abc import Mapping, Sequence

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import FiledChange
from rescue_cli.report.carried_forward import SAY, Account
from rescue_cli.report.dictionary_columns import NUMBER, numbered, text_columns
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, LayoutColumn, Mark, SheetLayout

ACCOUNT_SHEET, CHANGES_SHEET, AGAIN_SHEET, CLOSING_SHEET = "累计核对", "更正", "与已上报的差", "结项更正表"
WIDTHS = {
    c.PERIOD: 9,
    f.CASE: 13,
    f.HEAD_NAME: 11,
    f.TOWNSHIP: 14,
    c.LINE: 14,
    c.COUNTED_THEN: 34,
    c.COUNTED_NOW: 34,
    c.STATE: 14,
    c.WHY: 12,
    f.SOURCE_FILE: 28,
}
COLOURS: Mapping[str, Colour] = {FiledChange.OPEN: "amber", FiledChange.GONE: "red"}
HOLDS = {True: "平", False: "不平"}


def changes_sheet(
    name: str, title: str, lines: Sequence[Mapping[str, str]], notes: Sequence[str], context: ReportContext
) -> SheetLayout:
    """`lines`: FILED_CHANGES."""
    states = list({line[f.CASE]: line[c.STATE] for line in lines}.values())
    open_again, gone = (states.count(state) for state in (FiledChange.OPEN, FiledChange.GONE))
    waiting = f"“{FiledChange.OPEN}”的{open_again}户现在待核实：答复以前仍按上报时计入，答复以后再更正。"
    missing = f"“{FiledChange.GONE}”的{gone}户现在没有一处报来（文件移走、少了行等），已从本期累计减去；漏报、误删的请补报后重做。"
    place = list(WIDTHS).index(c.STATE) + 1
    return SheetLayout(
        name=name,
        title=title,
        columns=(NUMBER, *text_columns(WIDTHS)),
        rows=numbered([tuple(line[column] or None for column in WIDTHS) for line in lines]),
        lead=context.lead(f"共{len(states)}户"),
        notes=(*notes, *([waiting] if open_again else []), *([missing] if gone else [])),
        empty="没有",
        marks=tuple(
            Mark(row, place, COLOURS[line[c.STATE]]) for row, line in enumerate(lines) if line[c.STATE] in COLOURS
        ),
    )


def account_sheet(title: str, made: Sequence[Account], since: str, context: ReportContext) -> SheetLayout:
    """`since`: which report handed in the figures go on from, in words."""
    kept = [account for account in made if account.is_news]
    between, waiting = any(account.between for account in kept), any(account.open for account in kept)
    heads = [
        "上期累计（已上报）",
        *(["其间没有上报的月份"] if between else []),
        "本期",
        "更正",
        "本期累计",
        *([FiledChange.OPEN.value] if waiting else []),
        "表中累计",
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            *(account.sheet, account.words, account.line, account.before),
            *([account.between] if between else []),
            *(account.month, account.corrected, account.total),
            *([account.open] if waiting else []),
            *(account.printed, HOLDS[account.holds]),
        )
        for account in kept
    ]
    return SheetLayout(
        name=ACCOUNT_SHEET,
        title=title,
        columns=(
            NUMBER,
            *text_columns({f.SHEET: 14, "项目": 34, c.LINE: 14}),
            *(LayoutColumn((head,), "count", 11) for head in heads),
            *text_columns({"核对": 7}),
        ),
        rows=numbered(rows),
        lead=context.lead(f"上期：{since}"),
        empty="累计都是0，没有更正",
        notes=(
            f"{SAY}。更正是上期上报以后才知道的：哪一户、当时怎样计入、现在怎样计入，见“{CHANGES_SHEET}”页。",
            "各行只列有更正的；没有列的行，上期累计＋本期＝本期累计。",
            *([f"“{FiledChange.OPEN}”的户现在待核实，表中没有计入，本期累计仍按上报时计入。"] if waiting else []),
        ),
        marks=tuple(Mark(row, None, "red") for row, account in enumerate(kept) if not account.holds),
    )
