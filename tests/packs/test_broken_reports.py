"""A report that says what cannot be is refused, with its key and the nearest known name."""

from typing import Any

import pytest

from rescue_cli.pack import model as m
from rescue_cli.pack.check.pack_problems import pack_problems
from rescue_cli.pack.load import load_pack
from support.reported import report_of, with_report

PACK = load_pack("xixia-2019")
COUNT = {"id": "户", "head": ["户数"], "value": "count(*)"}
NAME = {"id": "户主姓名", "head": ["户主姓名"], "value": "户主姓名"}
STATISTICS = {"rows": "镇街", "column": [COUNT]}
LIST = {"column": [NAME]}
HANDED = {"form": "镇街统计表", "columns": {"户": "家庭人口"}, "clause": "一"}
DOCUMENT = {"kind": "document", "file": "报表/总结.docx"}


def statistics(**sheet: Any) -> m.Report:
    return report_of({**STATISTICS, **sheet})


def listed(sheet: dict[str, Any] | None = None, **report: Any) -> m.Report:
    return report_of({**LIST, **(sheet or {})}, **{"kind": "list", **report})


BROKEN = [
    *((f"split by {name}", listed(split=name, file=f"分发/{{{name}}}.xlsx"), [f"不能按“{name}”分册", "文件名"]) for name in ("身份证号", "姓名", "户主姓名", "联系方式", "详细住址", "残疾证号")),
    ("rows and row at once", statistics(row=[{"label": "甲"}]), ["只写一种"]),
    ("rows in a list", listed({"rows": "镇街"}), ["其他表都不写"]),
    ("two row fields, one unknown", statistics(rows=["镇街", "城乡别"]), ["城乡别", "城乡"]),
    ("a fixed row's condition", report_of({"row": [{"label": "甲", "where": "结果类 = 'x'"}], "column": [COUNT]}), ["结果类"]),
    ("a field outside an aggregate", statistics(column=[{**COUNT, "value": "count(*) + 认定人口"}]), ["汇总函数里", "认定人口"]),
    ("a span without spans", statistics(column=[{**COUNT, "value": "count(*) filter (where 临时救助日期 <= 段末)"}]), ["spans"]),
    ("spans of no month", statistics(spans=["本月"]), ["month = true"]),
    ("due by a deadline there is not", report_of(STATISTICS, month=True, deadline="城市月抱"), ["城市月抱", "城市月报"]),
    ("due by a deadline of one day", report_of(STATISTICS, month=True, deadline="名册上报"), ["每月的时限"]),
    ("due monthly and no monthly report", report_of(STATISTICS, deadline="城市月报"), ["month = true"]),
    ("a span in a condition", report_of({**STATISTICS, "spans": ["本月"], "where": "临时救助日期 <= 段末"}, month=True), ["段末"]),
    ("a check by the id before spans", report_of({**STATISTICS, "spans": ["本月"], "column": [{**COUNT, "value": "count(*) filter (where 临时救助日期 <= 段末)"}], "check": [{"say": "平", "left": "户", "right": "户_本月"}]}, month=True), ["“户”"]),
    ("what the report is about", listed(where="结果类 = 'x'"), ["where", "结果类"]),
    ("an outcome no rule gives", statistics(column=[{**COUNT, "value": "count(*) filter (where 结果 = '拟低报')"}]), ["拟低报", "拟低保"]),
    ("a rule there is not", statistics(column=[{**COUNT, "value": "count(*) filter (where 规则 = '拟低报')"}]), ["拟低报", "拟低保"]),
    ("named by words and no document", listed(split="编号", file="分发/{编号}.xlsx", named_by=["姓名"]), ["named_by", "文书"]),
    ("a folded column as the notice prints it", listed({"exact": True, "column": [{**NAME, "folded": True}]}), ["folded"]),
    ("a folded column of what comes back", listed({"reply": "转介回执", "column": [{**NAME, "folded": True}]}), ["folded"]),
    ("rows without forms", listed(source="rows"), ["forms"]),
    ("forms without rows", listed(forms=["困难家庭名册"]), ["forms"]),
    ("an unknown form", listed(source="rows", forms=["困难家庭花册"]), ["困难家庭花册", "困难家庭名册"]),
    ("a name the source has not", listed({"column": [{**NAME, "value": "应办日"}]}, source="events"), ["应办日"]),
    ("a case's fact of a control total", listed(source="controls"), ["户主姓名"]),
    ("a split not in the file", listed(split="镇街", file="分发/名单/表.xlsx"), ["{镇街}"]),
    ("braces without a split", listed(file="分发/名单/{镇街}.xlsx"), ["split"]),
    ("an unknown split", listed(split="镇名", file="分发/名单/{镇名}.xlsx"), ["镇名", "镇街"]),
    ("a sample by no parameter", listed({"sample": {"size": 2, "seed": "种子"}}), ["参数", "种子"]),
    ("a sample of statistics", statistics(sample={"size": 2, "seed": "低收入线倍数"}), ["抽样只用于"]),
    ("a mask in statistics", statistics(column=[{**COUNT, "mask": "name"}]), ["遮盖只用于"]),
    ("handed by an unknown form", statistics(handed=HANDED), ["镇街统计表"]),
    ("handed by an unknown field", statistics(handed={**HANDED, "form": "困难家庭名册", "columns": {"户": "户数"}}), ["户数"]),
    ("handed by an unknown column", statistics(handed={**HANDED, "form": "困难家庭名册", "columns": {"人": "家庭人口"}}), ["“人”"]),
    ("handed with two row fields", report_of({**STATISTICS, "rows": ["镇街", "城乡"], "handed": {**HANDED, "form": "困难家庭名册"}}), ["恰好一个字段"]),
    ("a fill by no column", report_of(STATISTICS, fill={"file": "甲.xlsx", "sheet": "表", "first": 4, "columns": {"B": "户数"}}), ["户数"]),
    ("a fill at no letter", report_of(STATISTICS, fill={"file": "甲.xlsx", "sheet": "表", "first": 4, "columns": {"b": "户"}}), ["列号"]),
    ("a fill at no cell", report_of(STATISTICS, fill={"file": "甲.xlsx", "sheet": "表", "first": 4, "cells": {"第3行": "x"}}), ["单元格"]),
    ("a blank in a folder", report_of(STATISTICS, fill={"file": "../甲.xlsx", "sheet": "表", "first": 4}), ["只写文件名"]),
    ("a file out of 输出", listed(file="../收件/名册.xlsx"), ["不能用“..”"]),
    ("a blank that is a folder", report_of(STATISTICS, fill={"file": "..", "sheet": "表", "first": 4}), ["不能用“..”"]),
    ("parts beside the fixed books", listed(split="镇街", file="{镇街}.xlsx"), ["自己的文件夹"]),
    ("a workbook's file name", listed(file="报表/表.docx"), [".xlsx"]),
    ("a document's file name", report_of({**STATISTICS}, kind="document", paragraph=["字"]), [".docx"]),
    ("a document without words", report_of(STATISTICS, **DOCUMENT), ["paragraph"]),
    ("a word no figure stands for", report_of(STATISTICS, **DOCUMENT, paragraph=["共{户数}户"], figure=[{"id": "总户数", "value": "count(*)"}]), ["户数", "总户数"]),
    ("a figure's condition", report_of(STATISTICS, **DOCUMENT, paragraph=["字"], figure=[{"id": "甲", "value": "count(*)", "where": "结果类 = 'x'"}]), ["结果类"]),
    ("words in a workbook", listed(paragraph=["字"]), ["只用于 document"]),
]  # fmt: skip


def problems_of(report: m.Report, *others: m.Report) -> str:
    pack = with_report(report, PACK)
    reports = {**pack.reports, **{f"另{n}": other for n, other in enumerate(others)}}
    return "\n".join(map(str, pack_problems(pack.model_copy(update={"reports": reports}), set(), {})))


def about(report: m.Report, *others: m.Report) -> str:
    """Problems of the report alone: an empty catalogue makes the rest of the pack complain."""
    return "\n".join(line for line in problems_of(report, *others).split("\n") if line.startswith("reports/"))


@pytest.mark.parametrize(("report", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_report_is_refused(report: m.Report, says: list[str]) -> None:
    found = about(report)
    assert found
    for words in says:
        assert words in found


def test_parts_of_two_reports_do_not_share_a_folder() -> None:
    split = listed(split="镇街", file="分发/名单/{镇街}.xlsx")
    assert about(split) == ""
    assert "自己的文件夹" in about(split, listed(file="分发/名单/总表.xlsx"))


def test_a_ledger_check_is_neither_of_parts_nor_against_parts() -> None:
    check = {"say": "平", "column": "户", "ledger": "另0", "value": "count(*)"}
    ledger = listed(file="台账/台账.xlsx")
    assert about(statistics(ledger_check=[check]), ledger) == ""
    split = listed(split="镇街", file="分发/名单/{镇街}.xlsx")
    assert "另0" in about(statistics(ledger_check=[check]), split)


@pytest.mark.parametrize(
    "sheet", [STATISTICS, {**STATISTICS, "rows": ["镇街", "城乡"]}, {"row": [{"label": "全部"}], "column": [COUNT]}]
)
def test_what_is_right_is_let_through(sheet: dict[str, Any]) -> None:
    assert about(report_of(sheet)) == ""
