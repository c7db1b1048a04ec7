"""Townships compared by faults per hundred rows; the letter that goes with the returned files."""

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest

from rescue_cli.core.change_tables import OWED
from rescue_cli.core.states import OwedState
from rescue_cli.core.tables import ROWS as ROWS_SCHEMA
from rescue_cli.report.check_results import BLAMED
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.return_letter import Contact, letters
from rescue_cli.report.scoreboard import by_kind, scoreboard
from rescue_cli.workbooks.writing.letter_document import Letter, page_texts
from support.checked import checked, finding
from support.judged import CONTEXT
from support.mentions import OTHER_TOWN, TOWN, citizen, said
from support.packs import shipped

FILE, OTHER = f"{TOWN}/困难家庭名册.xlsx", f"{OTHER_TOWN}/困难家庭名册.xlsx"
PACK = shipped("xixia-2019")
ROWS = [said(f"甲{n}") for n in range(8)] + [said("乙", 镇街=OTHER_TOWN), said("丙", 镇街=OTHER_TOWN)]


def letter_to(sender: str, context: ReportContext = CONTEXT, **more: object) -> Letter:
    lines = [
        finding(
            "INTAKE-ID-LENGTH", "必须改", FILE, 3, 单元格="D3", 字段="身份证号", 值=citizen(1)[:11], 怎么改=citizen(1)
        ),
        finding("CHECK-REQUIRED-MISSING", "必须改", FILE, 4, 单元格="E4", 字段="联系方式"),
        finding("INTAKE-SHEET-UNKNOWN", "请核实", FILE, 工作表="附表"),
        finding("INTAKE-ID-CONVERTED", "提示", OTHER, 11),
    ]
    return letters(checked(lines, ROWS), PACK, context, Contact(**more))[sender]  # type: ignore[arg-type]


def test_townships_are_ranked_by_faults_per_hundred_rows_and_hints_do_not_count() -> None:
    lines = [
        finding("CHECK-ID-TWICE", "请核实", FILE, 3),
        finding("CHECK-REQUIRED-MISSING", "必须改", FILE, 4),
        finding("INTAKE-ID-CONVERTED", "提示", OTHER, 11),
        finding("LINK-ID-NAMES-DIFFER", "请核实", FILE, 3),
    ]
    sheet = scoreboard(checked(lines, ROWS), CONTEXT)
    cells = [[str(cell) for cell in row] for row in sheet.rows]
    assert cells == [
        [OTHER_TOWN, "1", "2", "0", "0", "1", "0.00", "1"],
        [TOWN, "1", "8", "1", "1", "0", "25.00", "2"],
    ]
    assert sheet.filter
    assert sheet.chart is not None


def test_townships_with_equal_rates_share_a_rank() -> None:
    sheet = scoreboard(checked([], ROWS), CONTEXT)
    assert [row[-1] for row in sheet.rows] == [1, 1]


def test_rows_of_a_department_count_for_the_township_they_name() -> None:
    rows = [said("甲", 来源文件="局机关/名单.xlsx"), said("乙", 镇街=None, 来源文件="局机关/名单.xlsx")]
    sheet = scoreboard(checked([], rows), CONTEXT)
    assert [(row[0], row[2], row[-1]) for row in sheet.rows] == [("局机关", 1, 1), (TOWN, 1, None)]


def test_whoever_sent_nothing_is_named_and_has_no_rank() -> None:
    sheet = scoreboard(checked([], ROWS), replace(CONTEXT, townships=(TOWN, OTHER_TOWN, "宁华路街道")))
    assert "宁华路街道" not in [row[0] for row in sheet.rows]
    assert "没有报来文件的：宁华路街道，不排名。" in sheet.notes


def test_what_is_owed_stands_beside_the_faults_of_everybody_who_owed_something() -> None:
    silent, not_asked = "宁华路街道", "怀远路街道"
    due = [
        (TOWN, OwedState.ON_TIME),
        (TOWN, OwedState.LATE),
        (TOWN, OwedState.RETURNED),
        (silent, OwedState.MISSING),
        (OTHER_TOWN, OwedState.AHEAD),
    ]
    owed = pa.Table.from_pylist([{"单位": name, "应报": "名册", "状态": state} for name, state in due], schema=OWED)
    townships = (TOWN, OTHER_TOWN, silent, not_asked)
    sheet = scoreboard(checked([], ROWS), replace(CONTEXT, townships=townships), owed)
    assert [column.head[-1] for column in sheet.columns[:6]] == ["镇街", "应报", "已报", "未报", "逾期报来", "文件"]
    lines = {row[0]: (row[1:5], row[-1]) for row in sheet.rows}
    assert lines == {TOWN: ((3, 2, 1, 1), 1), OTHER_TOWN: ((0, 0, 0, 0), 1), silent: ((1, 0, 1, 0), None)}


def test_what_is_not_counted_for_a_township_is_told_so_that_the_totals_agree_with_all_findings() -> None:
    lines = [
        finding("CHECK-ID-TWICE", "请核实", FILE, 3),
        finding("LINK-ID-NAMES-DIFFER", "请核实", FILE, 3),
        finding("JUDGE-STANDARD-OPEN", "请核实", None),
        finding("CHECK-REQUIRED-MISSING", "必须改", None),
    ]
    note = scoreboard(checked(lines, ROWS), CONTEXT).notes[-1]
    assert note == (
        "全部问题4处：上表计入1处，未计入的有查重、归户、判定发现的2处，不是哪一个报送单位的差错；说不清属于哪个镇街的1处。"
    )


def test_no_note_where_every_finding_is_counted() -> None:
    lines = [finding("CHECK-ID-TWICE", "请核实", FILE, 3)]
    assert not any("未计入" in note for note in scoreboard(checked(lines, ROWS), CONTEXT).notes)


def test_kinds_of_fault_are_ordered_by_level_and_number() -> None:
    lines = [finding("CHECK-ID-TWICE", "请核实", FILE, row) for row in (3, 4)]
    lines += [finding("CHECK-REQUIRED-MISSING", "必须改", FILE, 5)]
    assert [row[3:6] for row in by_kind(checked(lines, ROWS), CONTEXT).rows] == [
        ("CHECK-REQUIRED-MISSING", 1, 1),
        ("CHECK-ID-TWICE", 2, 1),
    ]


def test_the_letter_counts_names_places_and_how_to_mend() -> None:
    letter = letter_to(TOWN)
    assert letter.addressee == TOWN
    assert "必须改2处，请核实1处" in letter.before[0]
    assert letter.rows == (("困难家庭名册.xlsx", "8", "2", "1", "0", "已收"),)
    text = "\n".join(letter.after)
    assert "《困难家庭名册》Sheet1 D3" in text
    assert "补填“联系方式”" in text
    assert letter.closing == ("西夏区民政局", "2019年9月30日")


def test_no_value_of_the_tables_stands_in_a_letter() -> None:
    assert citizen(1)[:11] not in "".join(page_texts(letter_to(TOWN)))


def test_hints_alone_bring_no_letter() -> None:
    with pytest.raises(KeyError):
        letter_to(OTHER_TOWN)


@pytest.mark.parametrize(
    ("day", "said_of_it"),
    [(dt.date(2019, 4, 20), "请于2019年4月25日前改正重报"), (dt.date(2019, 4, 26), "上报时限2019年4月25日已过")],
)
def test_the_deadline_is_the_packs_for_the_form_sent(day: dt.date, said_of_it: str) -> None:
    assert any(said_of_it in text for text in letter_to(TOWN, replace(CONTEXT, as_of=day)).after)


def test_whom_to_ask_is_told_where_rescue_toml_says_it() -> None:
    assert letter_to(TOWN, name="马某", phone="0951-1234567").after[-1] == "联系人：马某　　电话：0951-1234567"
    assert letter_to(TOWN).after[-1] == "联系人：＿＿＿＿＿＿　　电话：＿＿＿＿＿＿"  # by hand


def test_a_long_letter_is_cut_to_a_page_and_says_so() -> None:
    codes = ("INTAKE-ID-LENGTH", "CHECK-REQUIRED-MISSING", "CHECK-ID-TWICE", "INTAKE-ID-CHECKSUM", "INTAKE-ID-NUMERIC")
    lines = [
        finding(code, "请核实", f"{TOWN}/村{n}.xlsx", 3)
        for n in range(12)
        for code in (*codes, "CHECK-NOT-PARTIAL", "CHECK-SINGLE-PERSON")
    ]
    letter = letters(checked(lines), PACK, CONTEXT, Contact())[TOWN]
    assert len(letter.rows) == 8
    assert "12个文件" in letter.before[0]
    assert any("另有2种问题" in text for text in letter.after)


def test_long_names_are_shortened_and_a_fault_in_many_files_names_one() -> None:
    files = [f"{TOWN}/{TOWN}泾华村第{n}村民小组2019年困难家庭排查名册（第二次修改稿最终版）.xlsx" for n in range(1, 3)]
    lines = [finding("CHECK-ID-TWICE", "请核实", file, row) for file in files for row in (3, 4, 5, 6)]
    letter = letters(checked(lines, ROWS), PACK, CONTEXT, Contact())[TOWN]
    assert [row[0] for row in letter.rows] == ["兴泾镇泾华村第1村民小组…）.xlsx", "兴泾镇泾华村第2村民小组…）.xlsx"]
    assert (
        "（请核实8处，《兴泾镇泾华村第1村民小组…改稿最终版）》Sheet1 第3行、第4行、第5行等，共2个文件）"
        in letter.after[1]
    )


def test_a_finding_is_about_its_own_township_else_that_of_its_row_else_the_sender() -> None:
    office = "局机关/名单.xlsx"
    rows = [
        said("甲", 来源文件=office, 行号=3),
        said("乙", 镇街=OTHER_TOWN, 来源文件=office, 行号=4, 工作表="Sheet1〔K列起〕"),
        said("丙", 镇街=None, 来源文件=office, 行号=5),
    ]
    lines = [
        finding("CHECK-ID-TWICE", "请核实", office, 3, 镇街=OTHER_TOWN),
        finding("CHECK-ID-TWICE", "请核实", office, 3),
        finding("CHECK-ID-TWICE", "请核实", office, 4),
        finding("CHECK-ID-TWICE", "请核实", office, 5),
        finding("CHECK-ID-TWICE", "请核实", office),
    ]
    blamed = checked(lines, rows).attributed[BLAMED].to_pylist()
    assert blamed == [OTHER_TOWN, TOWN, OTHER_TOWN, "局机关", "局机关"]


def test_a_rejected_row_counts_for_the_sender_and_once() -> None:
    taken = checked([], [said("甲", 镇街=OTHER_TOWN, 来源文件=FILE, 行号=3)])
    rejected = [
        {"来源文件": FILE, "工作表": "Sheet1", "行号": number, "类别": "拒收", "表种": None, "原因": "没有姓名"}
        for number in (3, 9)
    ]
    rows = pa.concat_tables([taken.rows, pa.Table.from_pylist(rejected, ROWS_SCHEMA)])
    assert replace(taken, rows=rows).rows_by_township() == {OTHER_TOWN: 1, TOWN: 1}


def test_a_departments_list_is_nobodys_report_and_a_townships_own_list_is() -> None:
    """Rows and faults of a list do not count for the townships they name; the note says how many were left out."""
    office, own = "医保局/死亡名单.xlsx", f"{TOWN}/死亡名单.xlsx"
    rows = [
        said("甲", "死亡人员名单", 来源文件=office, 行号=3),
        said("乙", "死亡人员名单", 来源文件=own, 行号=3),
        said("丙"),
    ]
    faults = [finding("CHECK-ID-TWICE", "必须改", file, 3) for file in (office, office, own)]
    sheet = scoreboard(replace(checked(faults, rows), lists=frozenset(["死亡人员名单"])), CONTEXT)
    (line,) = [row for row in sheet.rows if row[0] == TOWN]
    assert line[2:5] == (2, 1, 0)
    assert any("部门名单里的2处" in note for note in sheet.notes)
