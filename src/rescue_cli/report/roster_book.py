"""合并名册.xlsx: every household once, every row of every form with its case number, conflicts, 平账, and the files."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.report.dictionary_columns import COMPACT, NUMBER, field_column, filled, rows_of
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, LayoutColumn, SheetLayout

ROLES = ("roster", "clue", "survey", "result", "reference", "unlinked")
SOURCES = (f.SOURCE_FILE, f.SHEET, f.ROW)
UNLINKED = "不归户"  # shown only where some form is never linked
PARTS = ("已取", "已并", "拒收", UNLINKED, "非数据")
WIDE = 36.0  # 来源: one line a row that speaks of the household
HELD = "（未定，待裁定）"


def merged_book(
    mentions: pa.Table,
    clusters: pa.Table,
    cases: pa.Table,
    conflicts: pa.Table,
    balance: pa.Table,
    files: pa.Table,
    pack: m.Pack,
    context: ReportContext,
) -> list[SheetLayout]:
    """The sheets of the book; forms nobody sent and an empty conflict list have none."""
    numbered = _with_cases(mentions, clusters)
    forms = sorted(pack.forms, key=lambda name: (ROLES.index(pack.forms[name].role), name))
    sheets = [_case_sheet(cases, pack, context)]
    sheets += [sheet for name in forms for sheet in _form_sheet(name, numbered, pack, context)]
    if conflicts.num_rows:
        sheets.append(_conflict_sheet(conflicts, cases, context))
    return [*sheets, balance_sheet(balance, context), _file_sheet(files, context)]


def _lead(context: ReportContext, unit: str) -> tuple[str, str, str]:
    return (f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"单位：{unit}")


def _case_sheet(cases: pa.Table, pack: m.Pack, context: ReportContext) -> SheetLayout:
    fields = filled(cases, [entry.name for entry in pack.input_fields if entry.name != "序号"])
    names = [f.CASE, *fields, "提及次数", "来源"]
    cases = cases.sort_by(f.CASE)
    return SheetLayout(
        name="户册",
        title=f"{context.district}困难群众合并户册",
        columns=(NUMBER, *(field_column(pack, name, widest=WIDE if name == "来源" else COMPACT) for name in names)),
        rows=rows_of(cases, names),
        lead=_lead(context, "户、人、元"),
        notes=(f"共{cases.num_rows}户，每户一行；各来源不一致而待裁定的事实留空，见“冲突”表。",),
        empty="没有户",
        keys=_keys(names),
    )


def _keys(names: Sequence[str]) -> int:
    """The columns up to the head's name, our own number in front: they tell which household a row is."""
    return names.index(f.HEAD_NAME) + 2 if f.HEAD_NAME in names else 2


def _with_cases(mentions: pa.Table, clusters: pa.Table) -> pa.Table:
    """Mentions with their case number, in the order of their sources."""
    keys = list(f.MENTION_KEY)
    numbers = dict(
        zip(
            zip(*(clusters.column(key).to_pylist() for key in keys), strict=True),
            clusters.column(f.CASE).to_pylist(),
            strict=True,
        )
    )
    found = [numbers.get(key) for key in zip(*(mentions.column(key).to_pylist() for key in keys), strict=True)]
    table = mentions.append_column(f.CASE, pa.array(found, pa.string()))
    return table.sort_by([(key, "ascending") for key in keys])


def _form_sheet(name: str, mentions: pa.Table, pack: m.Pack, context: ReportContext) -> list[SheetLayout]:
    """Every row of one form, merged duplicates too: nothing a township sent is left out."""
    form = pack.forms[name]
    rows = mentions.filter(pc.equal(mentions.column(f.FORM), pa.scalar(name)))
    if not rows.num_rows:
        return []
    sent = set(filled(rows, rows.column_names))
    own = [column.field for column in form.column if column.required or column.field in sent]
    more = [entry.name for entry in pack.input_fields if entry.name not in own]
    names = [f.CASE, *own, *filled(rows, [*more, f.OTHER_COLUMNS]), *SOURCES]
    columns = (NUMBER, *(field_column(pack, column) for column in names))
    if "序号" in own:  # the sender's own numbering, beside ours
        columns = tuple(
            LayoutColumn(("原序号",), "text", 6) if column.head == ("序号",) and column is not NUMBER else column
            for column in columns
        )
    return [
        SheetLayout(
            name=name,
            title=f"{context.district}{form.title.removeprefix(context.district)}（汇总）",
            columns=columns,
            rows=rows_of(rows, names),
            lead=_lead(context, "户、人、元"),
            notes=(f"共{rows.num_rows}行；编号相同的是同一户，编号空白的没有并入任何一户。",),
            keys=_keys(names),
        )
    ]


def _conflict_sheet(conflicts: pa.Table, cases: pa.Table, context: ReportContext) -> SheetLayout:
    heads = dict(zip(cases.column(f.CASE).to_pylist(), cases.column(f.HEAD_NAME).to_pylist(), strict=True))
    order = [f.CASE, "字段", *SOURCES]
    lines = conflicts.sort_by([(key, "ascending") for key in order]).to_pylist()
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            line[f.CASE],
            heads.get(line[f.CASE]),
            line[c.FIELD],
            line[c.VALUE],
            HELD if line[c.CARRIED] is None else line[c.CARRIED],
            line[f.SOURCE_FILE],
            line[f.SHEET],
            line[f.ROW],
            line[c.HANDLING],
        )
        for number, line in enumerate(lines, 1)
    ]
    columns = (
        NUMBER,
        LayoutColumn((f.CASE,), "text", 13),
        LayoutColumn((f.HEAD_NAME,), "text", 9),
        LayoutColumn(("字段",), "text", 13),
        LayoutColumn(("各处的值",), "text", 26),
        LayoutColumn(("户册取值",), "text", 26),
        LayoutColumn((f.SOURCE_FILE,), "text", 26),
        LayoutColumn((f.SHEET,), "text", 14),
        LayoutColumn((f.ROW,), "count", 6),
        LayoutColumn(("处置",), "text", 8),
    )
    note = (
        "同一户各处填写不一致的事实。处置：待定＝留空待核实，不作猜测；暂取＝先取一处，请核对；按规则＝按来源先后取值；"
        "已裁定＝由人选定；清空＝有一处写明清空。待定和暂取的请在“疑似重复.xlsx”的“值冲突”表选定。"
    )
    return SheetLayout(
        "冲突", f"{context.district}合并名册冲突清单", columns, rows, _lead(context, "处"), notes=(note,)
    )


def balance_sheet(balance: pa.Table, context: ReportContext) -> SheetLayout:
    """平账: per file, rows = taken + merged + rejected + recognised as no data."""
    shown = [name for name in PARTS if name != UNLINKED or any(balance.column(name).to_pylist())]
    names = [f.SOURCE_FILE, "行数", *shown, "差"]
    table = balance.sort_by(f.SOURCE_FILE)
    counted = tuple(LayoutColumn((name,), "count", 9, total=True) for name in names[1:])
    totals = {name: sum(count or 0 for count in table.column(name).to_pylist()) for name in names[1:]}
    open_files = sum(1 for gap in table.column("差").to_pylist() if gap)
    parts = " + ".join(f"{name}{totals[name]}" for name in shown)
    verdict = (
        "账平，没有一行丢失。"
        if not open_files
        else f"账不平：{open_files}个文件有差，请勿使用本次结果，并报告程序错误。"
    )
    return SheetLayout(
        name="平账",
        title=f"{context.district}收件平账表",
        columns=(NUMBER, LayoutColumn((f.SOURCE_FILE,), "text", 44), *counted),
        rows=rows_of(table, names),
        lead=_lead(context, "行"),
        total_label="合计",
        notes=(
            f"平账：行数{totals[c.ROW_COUNT]} = {parts}；{verdict}",
            "已取：读入的数据行；已并：与前面的行是同一户，并入该户；拒收：没有姓名、证件号和住址的行；"
            + ("不归户：联系表、统计表等不说某一户的行；" if UNLINKED in shown else "")
            + "非数据：标题、表头、合计、说明等。",
        ),
        signatures=("审核人", "经办人", "日期"),
        empty="收件夹里没有文件",
    )


def _file_sheet(files: pa.Table, context: ReportContext) -> SheetLayout:
    names = [f.SOURCE_FILE, "状态", "字节", "说明"]
    table = files.sort_by(f.SOURCE_FILE)
    columns = (
        NUMBER,
        LayoutColumn((f.SOURCE_FILE,), "text", 44),
        LayoutColumn(("状态",), "text", 9),
        LayoutColumn(("大小（字节）",), "count", 13),
        LayoutColumn(("说明",), "text", 44),
    )
    return SheetLayout(
        "文件",
        f"{context.district}收件清单",
        columns,
        rows_of(table, names),
        _lead(context, "个"),
        empty="收件夹里没有文件",
    )
