"""合并名册, 校验汇总 and 疑似重复: everything that came in is shown; nothing to say is said."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from rescue_cli.core import tables
from rescue_cli.core.change_tables import CORRECTED
from rescue_cli.pack import model as m
from rescue_cli.report import findings_book, merged_book, pairs_book
from rescue_cli.report.borrowed_numbers import Borrowed
from rescue_cli.report.correction_sheets import correction_sheets
from rescue_cli.report.roster_book import Roster
from rescue_cli.workbooks.writing.measure import column_widths, line_count
from rescue_cli.workbooks.writing.sheet_layout import InputRule, Mark, SheetLayout, shown
from support.checked import checked, finding
from support.judged import CONTEXT
from support.packs import shipped

ROSTER, RESULTS = "困难家庭名册", "审核审批结果"
FILE = "兴泾镇/名册.xlsx"


@pytest.fixture(scope="module")
def pack() -> m.Pack:
    return shipped("xixia-2019")


def columns(pack: m.Pack) -> list[tuple[str, str]]:
    return [(entry.name, entry.type) for entry in pack.input_fields]


def mention(row: int, **fields: object) -> dict[str, object]:
    return {"来源文件": FILE, "工作表": "Sheet1", "行号": row, "表种": ROSTER, "镇街": "兴泾镇", **fields}


def mentions_table(pack: m.Pack, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=tables.mentions_schema(columns(pack)))


ROWS = [
    mention(5, 户主姓名="示例乙", 身份证号="99010119600101002X", 其他列="网格员：甲"),
    mention(4, 户主姓名="示例甲", 身份证号="990101196001010019", 家庭困难类别=["重病", "就学"]),
    mention(9, 户主姓名="示例甲", 表种=RESULTS),
]


def merged(
    pack: m.Pack,
    *,
    gap: int = 0,
    conflicts: Sequence[Mapping[str, object]] = (),
    raw: Sequence[Mapping[str, object]] = (),
    borrowed: Sequence[Borrowed] = (),
) -> dict[str, SheetLayout]:
    numbers = {4: "990101-00001", 5: None, 9: "990101-00001"}
    clusters = [{"来源文件": FILE, "工作表": "Sheet1", "行号": row, "编号": number} for row, number in numbers.items()]
    case_schema = pa.schema(
        [("编号", pa.string()), *tables.typed(columns(pack)), ("来源", pa.string()), ("提及次数", pa.int64())]
    )
    cases = [{"编号": "990101-00001", "户主姓名": "示例甲", "镇街": "兴泾镇", "来源": "甲；乙", "提及次数": 2}]
    account = [{"来源文件": FILE, "行数": 9, "已取": 3, "已并": 0, "拒收": 1, "非数据": 5 - gap, "差": gap}]
    files = [
        {"来源文件": FILE, "字节": 1024, "状态": "已读"},
        {"来源文件": "坏.xlsx", "字节": 3, "状态": "不能读", "说明": "不是工作簿"},
    ]
    roster = Roster(
        mentions_table(pack, ROWS),
        pa.Table.from_pylist(clusters, schema=tables.CLUSTERS),
        pa.Table.from_pylist(cases, schema=case_schema),
        pa.Table.from_pylist([dict(row) for row in conflicts], schema=tables.CONFLICTS),
        pa.Table.from_pylist(account, schema=tables.BALANCE),
        pa.Table.from_pylist(files, schema=tables.FILES),
        pa.Table.from_pylist([dict(line) for line in raw], schema=tables.RAW),
        borrowed,
    )
    return {sheet.name: sheet for sheet in merged_book(roster, pack, CONTEXT)}


def heads(sheet: SheetLayout) -> list[str]:
    return [column.head[-1] for column in sheet.columns]


def column(sheet: SheetLayout, name: str) -> list[object]:
    place = heads(sheet).index(name)
    return [row[place] for row in sheet.rows]


def test_the_merged_book_has_households_a_sheet_a_form_the_account_and_the_files(pack: m.Pack) -> None:
    assert list(merged(pack)) == ["户册", ROSTER, RESULTS, "平账", "文件"]


def test_every_mention_is_shown_with_its_case_number_and_source_in_row_order(pack: m.Pack) -> None:
    sheet = merged(pack)[ROSTER]
    assert column(sheet, "编号") == ["990101-00001", None]
    assert column(sheet, "行号") == [4, 5]
    assert column(sheet, "其他列") == [None, "网格员：甲"]


def test_the_household_sheet_shows_fields_that_hold_something(pack: m.Pack) -> None:
    sheet = merged(pack)["户册"]
    assert heads(sheet) == ["序号", "编号", "镇街", "户主姓名", "提及次数", "来源"]


def test_the_account_says_that_it_closes_with_its_figures(pack: m.Pack) -> None:
    sheet = merged(pack)["平账"]
    assert sheet.notes[0] == "平账：行数9 = 已取3 + 已并0 + 拒收1 + 非数据5；账平，没有一行丢失。"
    assert sheet.total_label == "合计"


def test_an_account_that_does_not_close_says_so(pack: m.Pack) -> None:
    assert "账不平：1个文件有差" in merged(pack, gap=2)["平账"].notes[0]


def test_files_that_could_not_be_read_are_listed_with_the_reason(pack: m.Pack) -> None:
    sheet = merged(pack)["文件"]
    assert column(sheet, "状态") == ["已读", "不能读"]
    assert column(sheet, "说明") == [None, "不是工作簿"]


def test_a_conflict_held_back_is_shown_as_undecided(pack: m.Pack) -> None:
    conflict = {"编号": "990101-00001", "字段": "人均月收入", "来源文件": FILE, "工作表": "Sheet1"}
    lines = [{**conflict, "值": "500", "行号": 4}, {**conflict, "值": "800", "行号": 5}]
    sheet = merged(pack, conflicts=lines)["冲突"]
    assert column(sheet, "各处的值") == ["500", "800"]
    assert set(column(sheet, "户册取值")) == {"（未定，待裁定）"}
    assert set(column(sheet, "户主姓名")) == {"示例甲"}


def test_findings_are_told_by_township_kind_and_file_and_listed_one_a_line() -> None:
    lines = [
        finding("CHECK-ID-TWICE", "必须改", FILE, 4),
        finding("CHECK-ID-TWICE", "提示", FILE, 4),
        finding("SETTLE-CONFLICT", "请核实"),
    ]
    townships, kinds, files, listed, reread = findings_book(checked(lines), CONTEXT)
    assert (reread.name, len(reread.rows)) == ("更正清单", 0)
    assert (townships.name, kinds.name) == ("镇街评比", "按问题")
    assert [row[1:] for row in files.rows] == [(FILE, 1, 0, 1, 2), ("（整批）", 0, 1, 0, 1)]
    assert len(listed.rows) == 3
    assert listed.marks == (Mark(0, 1, "red"), Mark(1, 1, "amber"), Mark(2, 1, "grey"))  # the worst first
    codes = [row[-1] for row in listed.rows]
    assert (codes[0], codes[1]) == ("不能认可", "不能认可")
    assert len(str(codes[2])) == 16


def test_without_findings_the_sheets_say_so() -> None:
    book = findings_book(checked([]), CONTEXT)
    assert [(len(sheet.rows), sheet.empty) for sheet in book] == [
        (0, "没有读到数据"),
        *[(0, "没有发现问题")] * 3,
        (0, "没有一格读得与所填不同"),
    ]


def test_what_was_let_stand_and_what_was_mended_have_sheets_of_their_own() -> None:
    stands = {
        **finding("CHECK-ID-TWICE", "请核实", FILE, 4),
        "认可理由": "已核对",
        "认可人": "甲",
        "认可时间": "2019-05-01",
    }
    change = {"变化": "少了的户", "原文件": FILE, "新文件": "新.xlsx", "户主姓名": "示例甲"}
    book = findings_book(checked([], waived=[stands], corrections=[change]), CONTEXT)
    assert [sheet.name for sheet in book[5:]] == ["更正对照", "已认可"]
    assert book[5].lead[2] == "少了的户1"
    assert book[5].marks == (Mark(0, 1, "red"),)
    assert book[6].rows[0][-5:-1] == ("已核对", "甲", "2019-05-01", None)
    assert len(str(book[6].rows[0][-1])) == 16  # by which 取消认可 is known


def pair(left: int, right: int, band: str = "待裁定", score: float = 0.9, **more: object) -> dict[str, object]:
    """`more`: 问题号, 情形, 影响."""
    sides = {"左文件": FILE, "左表": "Sheet1", "左行": left, "右文件": FILE, "右表": "Sheet1", "右行": right}
    digests = {"左摘要": f"{left:020d}", "右摘要": f"{right:020d}"}
    question = {"问题号": 10 * left + right if band == "待裁定" else None, "情形": "表内", "影响": "户数人数"}
    return {**sides, **digests, "分数": score, "档": band, "证据": "身份证号相同；姓名不同", **question, **more}


def pairs(pack: m.Pack, *lines: Mapping[str, object]) -> list[SheetLayout]:
    table = pa.Table.from_pylist([dict(line) for line in lines], schema=tables.PAIRS)
    return pairs_book({"pairs": table, "mentions": mentions_table(pack, ROWS)}, CONTEXT)


def test_a_pair_is_two_rows_with_both_sources_and_its_differences_marked(pack: m.Pack) -> None:
    sheet = pairs(pack, pair(4, 5))[0]
    assert column(sheet, "户主姓名") == ["示例甲", "示例乙"]
    assert column(sheet, "来源") == [f"{FILE} › Sheet1 › 第4行", f"{FILE} › Sheet1 › 第5行"]
    marked = {heads(sheet)[mark.column] for mark in sheet.marks if mark.column is not None}
    assert marked == {"户主姓名", "身份证号"}


def test_the_verdict_is_picked_from_a_list_in_one_cell_for_both_rows(pack: m.Pack) -> None:
    sheet = pairs(pack, pair(4, 5))[0]
    place = heads(sheet).index("裁定")
    verdicts = ("同一户", "同一人不同户", "不是", "待查")
    own = heads(sheet).index("个别裁定")
    assert [(rule.column, rule.values) for rule in sheet.rules] == [(place, verdicts), (own, verdicts)]
    assert all(isinstance(rule, InputRule) for rule in sheet.rules)
    assert (0, 1) in {(span.first, span.last) for span in sheet.spans if span.column == place}
    assert column(sheet, "裁定") == [None, None]


def test_pairs_taken_as_one_are_listed_apart_and_pairs_left_apart_are_not(pack: m.Pack) -> None:
    book = pairs(pack, pair(4, 9, "同一", 0.95), pair(5, 9, "不同", 0.1), pair(4, 5))
    assert [sheet.name for sheet in book] == ["疑似重复", "已认定同一"]
    assert len(book[0].rows) == 2
    assert len(book[1].rows) == 1
    widths = column_widths(book[1])  # a line a pair: the longest list of the book is not printed on twice the pages
    assert {line_count(shown(cell), width) for cell, width in zip(book[1].rows[0], widths, strict=True)} == {1}


def test_questions_stand_in_their_order_and_in_each_the_likeliest_first(pack: m.Pack) -> None:
    lines = [pair(4, 5, score=0.6, 问题号=2), pair(4, 9, score=0.7, 问题号=1), pair(5, 9, score=0.8, 问题号=1)]
    sheet = pairs(pack, *lines)[0]
    assert sheet == pairs(pack, *reversed(lines))[0]
    assert column(sheet, "组") == [1, 1, 1, 1, 2, 2]
    assert column(sheet, "分数") == ["0.8", "0.8", "0.7", "0.7", "0.6", "0.6"]


def test_a_question_has_one_cell_for_the_household_and_its_code_in_every_row(pack: m.Pack) -> None:
    sheet = pairs(pack, pair(4, 5, 问题号=1, 影响="待遇", 情形="与名单"), pair(5, 9, 问题号=1))[0]
    merged_down = {heads(sheet)[span.column]: (span.first, span.last) for span in sheet.spans if span.first == 0}
    assert merged_down["裁定"] == merged_down["影响"] == (0, 3)
    assert merged_down["个别裁定"] == (0, 1)
    assert not {"识别码", "问题识别码"} & {heads(sheet)[span.column] for span in sheet.spans}
    assert len(set(column(sheet, "问题识别码"))) == 1
    assert column(sheet, "影响")[0] == "待遇：领待遇的名单或审批结果涉及本户"
    assert column(sheet, "情形")[0] == "表内、与名单"
    assert sheet.lead[2] == "共1处（2对）"


def test_a_question_of_which_all_is_put_off_stands_last(pack: m.Pack) -> None:
    sheet = pairs(pack, pair(4, 5, 问题号=1, 规则="待查"), pair(5, 9, 问题号=2))[0]
    assert column(sheet, "组") == [2, 2, 1, 1]
    assert sheet.lead[2] == "共2处，其中待查1处"


def test_what_was_taken_as_one_stands_by_situation(pack: m.Pack) -> None:
    lines = [pair(4, 9, "同一", 0.95, 情形="与名单"), pair(4, 5, "同一", 0.5), pair(5, 9, "同一", 0.7, 情形="单位之间")]
    taken = pairs(pack, *lines)[1]
    assert column(taken, "情形") == ["表内", "单位之间", "与名单"]
    assert taken.lead[2] == "共3对：表内1，单位之间1，与名单1"


def test_no_pairs_is_said_in_a_line(pack: m.Pack) -> None:
    book = pairs(pack)
    assert [(len(sheet.rows), sheet.empty) for sheet in book] == [(0, "没有需要裁定的疑似重复")]


def test_when_a_value_was_put_right_is_told_as_people_write_it() -> None:
    line = dict.fromkeys(CORRECTED.names, "") | {"更正时间": "2026-11-30T18:45:42+08:00", "状态": "照此取值"}
    done = correction_sheets(pa.Table.from_pylist([line], CORRECTED), [], {}, ["家庭人口"], CONTEXT)[1]
    assert "2026-11-30 18:45" in done.rows[0]
