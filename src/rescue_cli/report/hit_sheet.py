"""The sheet of a comparison that is handed out and comes back: every hit with the list's own columns, its place, whether it is
new, and what the township found out."""

from collections.abc import Iterable, Mapping, Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT, HIT_FORM, SHEET_TITLE, VERIFIED_HEADS
from rescue_cli.core.states import Newness
from rescue_cli.pack.model import Pack
from rescue_cli.report.dictionary_columns import NUMBER, field_column, numbered, place
from rescue_cli.report.hit_lines import HitLine
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.blank_forms import rule_for
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, InputRule, LayoutColumn, Mark, SheetLayout

NEW = str(Newness.NEW)
STATE, ROSTER_PLACE, LIST_PLACE, TIER = "核实情况", "名册来源", "名单来源", "相符程度"
WHO = {f.TOWNSHIP: 11.0, f.VILLAGE: 10.0, f.CASE: 15.0, f.HEAD_NAME: 10.0, f.NAME: 10.0, f.ID_NUMBER: 19.5}
LAST = {TIER: 18.0, LIST_PLACE: 26.0, ROSTER_PLACE: 26.0, NEW: 10.0, STATE: 12.0}
PLACES = (LIST_PLACE, ROSTER_PLACE)
ANSWER_WIDTHS = (12.0, 24.0, 12.0)
# What a list says of the person and the row, beside its own columns.
NOT_OWN = {
    *f.MENTION_KEY,
    f.FORM,
    f.SERIAL,
    *WHO,
    f.AREA,
    f.LIST_DATE,
    f.UNREAD,
    f.FIRST_ROW,
    f.CLEARED,
    f.SHOWN_DIGITS,
}
COLOURS: Mapping[str, Colour] = {Newness.NEW: "red", Newness.NEW_PERSON: "amber"}


def own_columns(lines: Iterable[HitLine], pack: Pack) -> list[str]:
    """The columns of the list itself that hold something in these rows, in dictionary order, what nobody recognised last."""
    given = {name for line in lines for name, value in line.shown.items() if value not in (None, "", [])}
    known = [name for name in pack.vocabulary if name in given and name not in NOT_OWN]
    return [*known, *([f.OTHER_COLUMNS] if f.OTHER_COLUMNS in given else [])]


def hit_sheet(
    name: str,
    title: str,
    lines: Sequence[HitLine],
    columns: Sequence[str],
    pack: Pack,
    context: ReportContext,
    how: str,
) -> SheetLayout:
    """`columns`: those of the list (`own_columns`), the same in every part of a book."""
    asks = HIT_FORM in pack.forms
    body = [
        *(
            LayoutColumn((head,), "text", width, role="key" if head == f.CASE and not asks else "shown")
            for head, width in WHO.items()
        ),
        *(field_column(pack, column) for column in columns),
        LayoutColumn((f.LIST_DATE,), "date", 12),
        *(LayoutColumn((head,), "text", width, folded=head in PLACES) for head, width in LAST.items()),
    ]
    answers = [
        LayoutColumn((head,), "date" if head == "核实日期" else "text", width, role="answer")
        for head, width in zip(VERIFIED_HEADS.values(), ANSWER_WIDTHS, strict=True)
    ]
    layout = (NUMBER, *body, *((*answers, LayoutColumn((HIT,), "text", 14, role="key")) if asks else ()))
    return SheetLayout(
        name=name,
        title=f"{context.district}{title}{SHEET_TITLE}",
        columns=layout,
        rows=numbered(_cells(line, columns, asks=asks) for line in lines),
        lead=context.lead(f"共{len(lines)}条"),
        notes=(how, *((_ASKED,) if asks else ())),
        marks=tuple(
            Mark(row, len(body) - 1, COLOURS[line.new]) for row, line in enumerate(lines) if line.new in COLOURS
        ),
        rules=_rules(pack, len(body) + 1) if asks and lines else (),
        empty=f"没有{name}的",
    )


_ASKED = (
    "核实以前只是线索，不改判定。请在“核实结果”“核实说明”“核实日期”填好，原样送回，放进“收件”；按“命中编号”认，"
    "其余各栏改了不收。“不属实”的，这一行名单不再算作这个人的。"
)


def _rules(pack: Pack, first: int) -> tuple[InputRule, ...]:
    form = {column.field: column for column in pack.forms[HIT_FORM].column}
    asked = enumerate(VERIFIED_HEADS, first)
    return tuple(rule_for(at_column, form[name], pack.vocabulary[name], pack.codes) for at_column, name in asked)


def _cells(line: HitLine, columns: Sequence[str], *, asks: bool) -> tuple[Cell, ...]:
    asked, shown, verified = line.asked, line.shown, line.verified
    name = asked[f.NAME] or asked[f.HEAD_NAME]
    answers = tuple(verified[field] if verified else None for field in VERIFIED_HEADS)
    of_roster = None if shown is asked or place(shown) == place(asked) else place(asked)
    return (
        asked[f.TOWNSHIP],
        asked[f.VILLAGE],
        line.case,
        asked[f.HEAD_NAME],
        name,
        asked[f.ID_NUMBER] or shown[f.ID_NUMBER],
        *(shown.get(column) for column in columns),
        shown.get(f.LIST_DATE),
        line.tier or None,
        place(shown),
        of_roster,
        line.new,
        line.state,
        *((*answers, line.code) if asks else ()),
    )
