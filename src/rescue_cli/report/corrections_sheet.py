"""更正清单, a sheet of 校验汇总.xlsx: every cell that was read otherwise than written – where, what it says, what was read,
why, by which rule –, and every number a household was given from another row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Entry
from rescue_cli.core.states import Rereading
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.report.borrowed_numbers import Borrowed
from rescue_cli.report.dictionary_columns import NUMBER, numbered, place_text, text_columns
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.row_lookup import looked_up
from rescue_cli.workbooks.writing.sheet_layout import Cell, SheetLayout

SHEET = "更正清单"
RULE = "规则"
BLANK = "（空）"
WIDTHS: Mapping[str, float] = {
    f.TOWNSHIP: 12,
    f.SOURCE_FILE: 24,
    f.SHEET: 12,
    c.CELL: 8,
    f.HEAD_NAME: 10,
    c.FIELD: 13,
    c.WRITTEN: 22,
    c.READ_AS: 22,
    c.WHY: 20,
    RULE: 44,
}
RULES: Mapping[Rereading, str] = {
    Rereading.APOSTROPHE: "格子前面的撇号只是让表格软件当文字存的记号，不算内容",
    Rereading.WIDTH: "全角的数字、字母、标点按半角读",
    Rereading.SPACES: "空格和换行不算内容",
    Rereading.UPPER: "号码里的小写字母按大写读，末位x即X（GB 11643）",
    Rereading.ZEROS: "号码末尾的“.0”是表格软件存成数值时添的",
    Rereading.SIGNS: "号码里夹的标点、说明文字不算号码，数字一个不动",
    Rereading.FIFTEEN: "15位号码在第6位后加19、末尾补校验码成18位（GB 11643）",
    Rereading.UNIT: "金额按格子、表头或表上写的单位换算成元，月与年按栏目的口径换算",
    Rereading.FIGURE: "只取其中的数，单位和说明文字不算",
    Rereading.DATE: "日期一律写成年-月-日",
    Rereading.PHONE: "电话只留号码，两个以上的用顿号隔开",
    Rereading.NAME: "姓名去掉序号、称呼和说明，少数民族姓名的间隔号统一为“·”",
    Rereading.TEXT: "文字去掉多余的空格和看不见的字符",
    Rereading.CODE: "按方案的代码表归到规定的类别，原话在合并名册的“原填写”栏",
    Rereading.YES_NO: "√、有、1等认作“是”，×、无、0等认作“否”",
    Rereading.PLACE: "镇街、村居的别名和简称改用规范名称",
    Rereading.NOTHING: "“无”“不详”“-”等字样不是内容，按没有填处理，不当作0，也不当作“否”",
    Rereading.EMPTIED: "格子里写明“清空”，原有的值不再采用",
    Rereading.UNREAD: "读不出来的不猜，按没有填处理",
    Rereading.DITTO: "“同上”照上一行同一栏填",
    Rereading.BELOW: "地名只在第一行写、下面空着的，照上面填",
    Rereading.VILLAGE_CODE: "按统计用区划代码查出村居",
    Rereading.FROM_ADDRESS: "本行没有写镇街、村居，住址里写全了名称的照住址填",
    Rereading.MERGED_VILLAGE: "并村日以后的行改用新名称（rescue.toml 所列）",
    Rereading.COUNTED: "一人一行的表没有这一栏，按本户的行数计",
    Rereading.EXTRACTED: "表里没有单独的栏目，从这一格的文字里读出，原文不动",
    Rereading.FORMER: "姓名旁边写的曾用名另记一栏",
    Rereading.TICKED: "打了勾的各栏合成一项",
    Rereading.CHOSEN: "在“身份证会诊”选定的号码（裁定.jsonl）",
    Rereading.CORRECTED: "在“合并名册.xlsx”的“更正”页更正（裁定.jsonl）",
    Rereading.BORROWED: "本行号码残缺或有误，同一人在别处有有效号码，户册用它，本行仍照原样",
}


def corrections_sheet(
    raw: pa.Table,
    borrowed: Sequence[Borrowed],
    mentions: pa.Table,
    catalogue: Mapping[str, Entry],
    context: ReportContext,
) -> SheetLayout:
    """`raw`, `mentions`: as in core.tables; `catalogue`: code of a finding → its entry."""
    lines = [*_reread(raw, mentions, catalogue), *map(_borrowed, borrowed)]
    counts = Counter(reason for line in lines for reason in str(line[8]).split("、"))
    of_reasons = "、".join(f"{reason}{counts[reason]}" for reason in Rereading if counts[reason])
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}自动更正清单",
        columns=(NUMBER, *text_columns(WIDTHS)),
        rows=numbered(lines),
        lead=context.lead(f"共{len(lines)}处"),
        notes=(
            f"读入时与所填不一样的每一格都在这里，收件原件一格未改。{f'按原因：{of_reasons}。' if lines else ''}",
            f"“{c.READ_AS}”写“{BLANK}”的没有取值；带代码的另在“问题清单”里逐条提出。更正错了的，请报送单位改原表，或在“表头确认.xlsx”里把表头教给程序、在“合并名册.xlsx”的“更正”页更正。",
        ),
        empty="没有一格读得与所填不同",
    )


def _reread(raw: pa.Table, mentions: pa.Table, catalogue: Mapping[str, Entry]) -> list[tuple[Cell, ...]]:
    keys = [f.SOURCE_FILE, f.SHEET, f.ROW]
    raw = raw.filter(
        pc.not_equal(pc.fill_null(raw[c.WHY], ""), "")
    )  # read as it stands, and asked about: no correction
    townships, heads = (looked_up(raw, mentions, keys, name).to_pylist() for name in (f.TOWNSHIP, f.HEAD_NAME))
    return [
        (
            township,
            line[f.SOURCE_FILE],
            sheet_as_sent(line[f.SHEET] or ""),
            _cell(line[c.LETTER], line[f.ROW]),
            head,
            line[c.FIELD],
            line[c.WRITTEN],
            line[c.READ_AS] if line[c.READ_AS] is not None else BLANK,
            line[c.WHY],
            _rule(line, catalogue),
        )
        for line, township, head in zip(raw.to_pylist(), townships, heads, strict=True)
    ]


def _borrowed(entry: Borrowed) -> tuple[Cell, ...]:
    sheet = sheet_as_sent(entry.sheet)
    rule = f"{RULES[Rereading.BORROWED]}：{place_text(*entry.source)}"
    place = (entry.file, sheet, _cell("", entry.row))
    return (entry.township, *place, entry.head, f.ID_NUMBER, entry.written, entry.number, Rereading.BORROWED, rule)


def _cell(letter: str, row: int) -> str:
    return f"{letter}{row}" if letter else f"第{row}行"


def _rule(line: Mapping[str, Any], catalogue: Mapping[str, Entry]) -> str:
    """What stands behind each reason; the finding's title and code after it."""
    reasons = "；".join(RULES[Rereading(reason)] for reason in line[c.WHY].split("、"))
    code = line[c.CODE]
    return f"{reasons}（{catalogue[code].title}，{code}）" if code in catalogue else reasons
