"""The index of 输出/: every file is in one line, with what it is and for whom; and the other tables a run makes for the page."""

import pyarrow as pa
import pytest

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import CHANGES
from rescue_cli.core.output_books import BOOK_NOTES, FIXED_BOOKS, OVERVIEW_PAGE
from rescue_cli.core.tables import QUESTIONS
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.month_figures import month_columns
from rescue_cli.pipeline.output_index import books_table, reader_of
from rescue_cli.pipeline.overview import news_table, open_table
from rescue_cli.report import BuiltReport

PACKS = ("xixia-2019", "binhai-2018", "qianjiang-2022", "chengbei-2022", "pingluo-2020")


def test_every_file_is_in_one_line() -> None:
    pack = load_pack("xixia-2019")
    files = [
        "合并名册.xlsx",
        "催报/应报未报.xlsx",
        "催报/甲镇催报单.docx",
        "校验/退回/甲镇/名册.xlsx",
        "校验/退回/甲镇退回函.docx",
        "分发/待核实/甲镇待核实名单.xlsx",
        "分发/待核实/乙镇待核实名单.xlsx",
        "以后才有的/新东西.xlsx",
    ]
    reports = [BuiltReport("待核实核实单", file, "list", (), split=True) for file in files[5:7]]
    sizes = {files[0]: (3, 10), files[5]: (1, 4), files[6]: (1, 5)}
    lines = books_table(files, sizes, reports, pack).to_pylist()
    held = [file for line in lines for file in line[c.PARTS] or [line[c.OUTPUT_FILE]]]
    assert sorted(held) == sorted(files)
    by_file = {line[c.OUTPUT_FILE]: line for line in lines}
    assert (by_file["合并名册.xlsx"][c.SHEETS], by_file["合并名册.xlsx"][c.ROW_COUNT]) == (3, 10)
    assert by_file["分发/待核实/"][c.ROW_COUNT] == 9
    assert by_file["分发/待核实/"][c.READER] == "各镇街，填好送回"
    assert by_file["校验/退回/"][c.NOTE].startswith("退回件")
    assert by_file["以后才有的/新东西.xlsx"][c.NOTE] == ""


def test_parts_named_by_a_household_are_counted_and_not_named() -> None:
    pack = load_pack("chengbei-2022")
    name = next(name for name, report in pack.reports.items() if report.split == f.CASE)
    files = ["公示/卡/东村-示范甲.docx", "公示/卡/东村-示范乙.docx"]
    (line,) = books_table(
        files, {}, [BuiltReport(name, file, "document", (), split=True) for file in files], pack
    ).to_pylist()
    assert line[c.PARTS] == ["", ""]
    assert "示范" not in str(line)


def test_every_book_of_our_own_has_its_sentence() -> None:
    assert set(FIXED_BOOKS) - {OVERVIEW_PAGE} <= set(BOOK_NOTES)


@pytest.mark.parametrize("name", PACKS)
def test_every_report_is_for_somebody_and_every_monthly_one_has_figures(name: str) -> None:
    pack = load_pack(name)
    assert [report for report in pack.reports.values() if not reader_of(report, pack)] == []
    monthly = [report for report in pack.reports.values() if report.month and report.kind == "statistics"]
    assert [report.title for report in monthly if not month_columns(report)] == []
    for report in monthly:
        words = [column.words for column in month_columns(report)]
        assert len(words) == len(set(words))


def test_changes_are_counted_by_households() -> None:
    lines = [
        ("1", None, "甲镇", "改判", None, None, None, "来件", None),
        ("2", None, "甲镇", "改动", "家庭人口", "3", "4", "来件", None),
        ("2", None, "甲镇", "改动", "联系方式", "1", "2", "来件", None),
        ("3", None, "甲镇", "改动", "家庭人口", "3", "4", "裁定", None),
    ]
    changes = pa.Table.from_pylist([dict(zip(CHANGES.names, line, strict=True)) for line in lines], schema=CHANGES)
    assert [tuple(line.values()) for line in news_table(changes).to_pylist()] == [
        ("改判", "来件", 1),
        ("改动", "来件", 1),
        ("改动", "裁定", 1),
    ]


def test_a_question_about_two_households_is_one() -> None:
    lines = [
        {f.CASE: "1", c.QUESTION_KIND: "疑似重复", c.QUESTION: 1, c.ANSWERED_IN: "疑似重复.xlsx › 疑似重复"},
        {f.CASE: "2", c.QUESTION_KIND: "疑似重复", c.QUESTION: 1, c.ANSWERED_IN: "疑似重复.xlsx › 疑似重复"},
        {f.CASE: "1", c.QUESTION_KIND: "值不一致", c.FIELD: "家庭人口", c.ANSWERED_IN: "疑似重复.xlsx › 值冲突"},
        {f.CASE: "1", c.QUESTION_KIND: "值不一致", c.FIELD: "联系方式", c.ANSWERED_IN: "疑似重复.xlsx › 值冲突"},
    ]
    asked = open_table(pa.Table.from_pylist(lines, schema=QUESTIONS)).to_pylist()
    assert [(line[c.QUESTION_KIND], line[c.COUNT], line[c.HOUSEHOLDS]) for line in asked] == [
        ("值不一致", 2, 1),
        ("疑似重复", 1, 2),
    ]
