"""合并名册.xlsx: every household once, every row of every form with its case number, conflicts, 平账, and the files."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import NO_HEAD
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.pack import model as m
from rescue_cli.report.borrowed_numbers import Borrowed
from rescue_cli.report.dictionary_columns import (
    COMPACT,
    NUMBER,
    SOURCE_WIDTHS,
    field_column,
    filled,
    place_text,
    rows_of,
    text_columns,
)
from rescue_cli.report.own_words import OWN_WORDS, joined, words_of_cases, words_of_rows
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.report.row_lookup import looked_up
from rescue_cli.workbooks.writing.sheet_layout import LayoutColumn, SheetLayout

ROLES = ("roster", "clue", "survey", "answer", "result", "reference", "check", "unlinked")
SOURCES = (f.SOURCE_FILE, f.SHEET, f.ROW)
SHOWN = 14  # columns of 户册 beside 序号 and 编号; the others are folded
FIRST_SHOWN = (
    f.TOWNSHIP,
    f.VILLAGE,
    f.AREA,
    f.HEAD_NAME,
    f.ID_NUMBER,
    f.PHONE,
    f.ADDRESS,
)
WIDE = 36.0  # 来源: one line a row that speaks of the household
UNDECIDED = "（未定，待裁定）"
NUMBER_NOTE = "身份证号说明"
BESIDE = {NUMBER_NOTE: 34.0, OWN_WORDS: 30.0}
WORDS_NOTE = f"“{OWN_WORDS}”是报送单位的原话，与按代码表归类的不同才写；只供本局核对，不在上报的台账里。"


@dataclass(frozen=True)
class Roster:
    """What linking and settling gave, as in core.tables, and beside it the cells read otherwise than written (`raw`) and the
    numbers taken from another row (`borrowed`)."""

    mentions: pa.Table
    clusters: pa.Table
    cases: pa.Table
    conflicts: pa.Table
    balance: pa.Table
    files: pa.Table
    raw: pa.Table
    borrowed: Sequence[Borrowed] = ()


def merged_book(roster: Roster, pack: m.Pack, context: ReportContext) -> list[SheetLayout]:
    """The sheets of the book; forms nobody sent and an empty conflict list have none."""
    numbered = _with_cases(roster.mentions, roster.clusters)
    own = words_of_rows(numbered, roster.raw, pack)
    cases = with_head_named(roster.cases.sort_by(f.CASE))
    numbered = numbered.append_column(OWN_WORDS, pa.array(map(joined, own), pa.string()))
    of_cases = words_of_cases(cases, numbered, own, pack)
    cases = cases.append_column(OWN_WORDS, pa.array(map(joined, of_cases), pa.string()))
    forms = sorted(pack.forms, key=lambda name: (ROLES.index(pack.forms[name].role), name))
    sheets = [_case_sheet(_with_borrowed(cases, roster.borrowed), pack, context)]
    sheets += [sheet for name in forms for sheet in _form_sheet(name, numbered, pack, context)]
    if roster.conflicts.num_rows:
        sheets.append(_conflict_sheet(roster.conflicts, cases, context))
    return [*sheets, balance_sheet(roster.balance, context), _file_sheet(roster.files, context)]


def _with_borrowed(cases: pa.Table, borrowed: Sequence[Borrowed]) -> pa.Table:
    """`cases` with a column that says of a number where it was taken from, and what the household's own row holds."""
    notes: dict[str, list[str]] = defaultdict(list)
    for entry in borrowed:
        own = place_text(entry.file, sheet_as_sent(entry.sheet), entry.row)
        notes[entry.case].append(
            f"{own}号码残缺或有误（{entry.written}），此号取自{place_text(*entry.source)}，请核对证件"
        )
    texts = ["；".join(notes[case]) if case in notes else None for case in cases[f.CASE].to_pylist()]
    return cases.append_column(NUMBER_NOTE, pa.array(texts, pa.string()))


def _case_sheet(cases: pa.Table, pack: m.Pack, context: ReportContext) -> SheetLayout:
    fields = filled(cases, [entry.name for entry in pack.input_fields if entry.name != f.SERIAL])
    beside = [f.MENTION_COUNT, *filled(cases, [NUMBER_NOTE, OWN_WORDS]), f.SOURCES]
    names = [f.CASE, *fields, *beside]
    widest, seen = {f.SOURCES: WIDE}, _shown(cases, fields)
    return SheetLayout(
        name="户册",
        title=f"{context.district}困难群众合并户册",
        columns=(
            NUMBER,
            *(
                replace(_column(pack, name, widest.get(name, COMPACT)), folded=name not in (f.CASE, *seen))
                for name in names
            ),
        ),
        rows=rows_of(cases, names),
        lead=context.lead("单位：户、人、元"),
        notes=(
            f"共{cases.num_rows}户，每户一行；各来源不一致而待裁定的事实留空，见“冲突”表。",
            f"少数户才有的各栏和来源收起不印，点列标上方的“+”展开（共{len(names) + 1}栏）。",
            *_beside_notes(names),
        ),
        empty="没有户",
        keys=_keys(names),
        lined=True,
    )


def _shown(cases: pa.Table, fields: Sequence[str]) -> set[str]:
    """The fields of 户册 that are seen at once: who and where the household is, then what most households tell."""
    first = [name for name in FIRST_SHOWN if name in fields]
    others = [name for name in fields if name not in FIRST_SHOWN]
    others.sort(key=lambda name: cases[name].null_count)  # equals stay in the order of the dictionary
    return {*first, *others[: SHOWN - len(first)]}


def _column(pack: m.Pack, name: str, widest: float = COMPACT) -> LayoutColumn:
    """Of a field, or of what is said beside the fields."""
    return LayoutColumn((name,), "text", BESIDE[name]) if name in BESIDE else field_column(pack, name, widest=widest)


def _beside_notes(names: Sequence[str]) -> tuple[str, ...]:
    return (WORDS_NOTE,) if OWN_WORDS in names else ()


def with_head_named(cases: pa.Table) -> pa.Table:
    """`cases`, those nobody names shown as such."""
    names = pc.fill_null(cases[f.HEAD_NAME], NO_HEAD)
    return cases.set_column(cases.schema.get_field_index(f.HEAD_NAME), f.HEAD_NAME, names)


def _keys(names: Sequence[str]) -> int:
    """The columns up to the head's name, our own number in front: they tell which household a row is."""
    return names.index(f.HEAD_NAME) + 2 if f.HEAD_NAME in names else 2


def _with_cases(mentions: pa.Table, clusters: pa.Table) -> pa.Table:
    """Mentions with their case number (null: merged into no case), in the order of their sources."""
    numbers = looked_up(mentions, clusters, f.MENTION_KEY, f.CASE)
    table = mentions.append_column(f.CASE, numbers)
    return table.sort_by([(key, "ascending") for key in f.MENTION_KEY])


def _form_sheet(name: str, mentions: pa.Table, pack: m.Pack, context: ReportContext) -> list[SheetLayout]:
    """Every row of one form, merged duplicates too: nothing a township sent is left out."""
    form = pack.forms[name]
    rows = mentions.filter(pc.equal(mentions.column(f.FORM), pa.scalar(name)))
    if not rows.num_rows:
        return []
    sent = set(filled(rows, rows.column_names))
    own = [column.field for column in form.column if column.required or column.field in sent]
    more = [entry.name for entry in pack.input_fields if entry.name not in own]
    names = [f.CASE, *own, *filled(rows, [*more, OWN_WORDS, f.OTHER_COLUMNS]), *SOURCES]
    columns = (NUMBER, *(replace(_column(pack, column), folded=column in SOURCES) for column in names))
    if f.SERIAL in own:  # the sender's own numbering, beside ours
        columns = tuple(
            LayoutColumn(("原序号",), "text", 6) if column.head == NUMBER.head and column is not NUMBER else column
            for column in columns
        )
    return [
        SheetLayout(
            name=name,
            title=f"{context.district}{form.title.removeprefix(context.district)}（汇总）",
            columns=columns,
            rows=rows_of(rows, names),
            lead=context.lead("单位：户、人、元"),
            notes=(f"共{rows.num_rows}行；编号相同的是同一户，编号空白的没有并入任何一户。", *_beside_notes(names)),
            keys=_keys(names),
        )
    ]


def _conflict_sheet(conflicts: pa.Table, cases: pa.Table, context: ReportContext) -> SheetLayout:
    """冲突: one line a value (CONFLICTS), with its household's head and what the roster carries on."""
    table = conflicts.sort_by([(key, "ascending") for key in (f.CASE, c.FIELD, *SOURCES)])
    table = table.append_column(f.HEAD_NAME, looked_up(table, with_head_named(cases), [f.CASE], f.HEAD_NAME))
    carried = pc.fill_null(table[c.CARRIED], UNDECIDED)
    table = table.set_column(table.column_names.index(c.CARRIED), c.CARRIED, carried)
    widths = {
        f.CASE: 13,
        f.HEAD_NAME: 9,
        c.FIELD: 13,
        c.VALUE: 26,
        c.CARRIED: 26,
        **SOURCE_WIDTHS,
        f.ROW: 6,
        c.HANDLING: 8,
    }
    headings = {c.VALUE: "各处的值", c.CARRIED: "户册取值"}
    columns = (NUMBER, *text_columns({headings.get(name, name): width for name, width in widths.items()}, [f.ROW]))
    note = (
        "同一户各处填写不一致的事实。处置：待定＝留空待核实，不作猜测；暂取＝先取一处，请核对；按规则＝按来源先后取值；"
        "已裁定＝由人选定；清空＝有一处写明清空。“所在地”＝镇街、村居、住址一并取自一处；两地名册都报了的（人户分离）见问题清单。待定和暂取的请在“疑似重复.xlsx”的“值冲突”表选定。"
    )
    return SheetLayout(
        "冲突",
        f"{context.district}合并名册冲突清单",
        columns,
        rows_of(table, list(widths)),
        context.lead("单位：处"),
        notes=(note,),
    )


def balance_sheet(balance: pa.Table, context: ReportContext) -> SheetLayout:
    """平账 (BALANCE): per file, rows = taken + merged + rejected + recognised as no data. 不归户 and 外区 are shown only where
    there are some."""
    table = balance.sort_by(f.SOURCE_FILE)
    totals = {name: pc.sum(table[name], min_count=0).as_py() for name in (c.ROW_COUNT, *c.BALANCE_PARTS)}
    shown = [name for name in c.BALANCE_PARTS if name not in c.SELDOM or totals[name]]
    names = [f.SOURCE_FILE, c.ROW_COUNT, *shown, c.DIFFERENCE]
    counts = tuple(LayoutColumn((name,), "count", 9, total=True) for name in names[1:])
    parts = " + ".join(f"{name}{totals[name]}" for name in shown)
    return SheetLayout(
        name="平账",
        title=f"{context.district}收件平账表",
        columns=(NUMBER, LayoutColumn((f.SOURCE_FILE,), "text", 44), *counts),
        rows=rows_of(table, names),
        lead=context.lead("单位：行"),
        total_label=TOTAL,
        notes=(
            f"平账：行数{totals[c.ROW_COUNT]} = {parts}；{_verdict(table)}",
            "已取：读入的数据行；已并：与前面的行是同一户，并入该户；拒收：没有姓名、证件号和住址的行；"
            + ("不归户：联系表、统计表等不说某一户的行；" if c.UNLINKED in shown else "")
            + ("外区：写的地方不是本区的行，放在一边，没有编号；" if c.ELSEWHERE in shown else "")
            + "非数据：标题、表头、合计、说明等。",
        ),
        signatures=("审核人", "经办人", "日期"),
        empty="收件夹里没有文件",
    )


def _verdict(balance: pa.Table) -> str:
    open_files = pc.sum(pc.not_equal(balance[c.DIFFERENCE], 0), min_count=0).as_py()
    if not open_files:
        return "账平，没有一行丢失。"
    return f"账不平：{open_files}个文件有差，请勿使用本次结果，并报告程序错误。"


def _file_sheet(files: pa.Table, context: ReportContext) -> SheetLayout:
    """文件: one line a file of 收件/ (FILES)."""
    return SheetLayout(
        "文件",
        f"{context.district}收件清单",
        (NUMBER, *text_columns({f.SOURCE_FILE: 44, c.STATE: 9, "大小（字节）": 13, c.NOTE: 44}, ["大小（字节）"])),
        rows_of(files.sort_by(f.SOURCE_FILE), [f.SOURCE_FILE, c.STATE, c.BYTES, c.NOTE]),
        context.lead("单位：个"),
        empty="收件夹里没有文件",
    )
