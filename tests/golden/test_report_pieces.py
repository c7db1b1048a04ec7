"""One small book for each thing a report can be, cell by cell. To write one anew, name it:
RESCUE_UPDATE_GOLDEN=月报三段 pytest tests/golden
"""

import datetime as dt
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from rescue_cli.pack import model as m
from rescue_cli.report import BuiltReport
from rescue_cli.workbooks.marking.blank_filling import write_blank
from rescue_cli.workbooks.writing.report_document import write_document
from rescue_cli.workbooks.writing.sheet_layout import BookLayout
from rescue_cli.workbooks.writing.workbook_writer import write_workbook
from support.dump import dump_workbook
from support.judged import CONTEXT, line
from support.packs import shipped
from support.reported import built, report_of, said
from unit.workbooks.test_filled_blank import blank

BLANK = blank(prepared=2)
EXPECTED = Path(__file__).parent / "expected"
JULY = replace(CONTEXT, month=(dt.date(2019, 7, 1), dt.date(2019, 7, 31)))
PACK = shipped("xixia-2019")
HANDED_FORM = m.Form.model_validate(
    {
        "title": "镇街统计表",
        "grain": "statistics",
        "role": "unlinked",
        "clause": "三（四）",
        "column": [{"field": "镇街"}, {"field": "家庭人口"}],
    }
)
JUDGED = [
    line(1, "临时救助", "新增救助", 临时救助日期=dt.date(2019, 6, 20), 家庭困难类别=["重病", "就学"]),
    line(2, "临时救助", "新增救助", 临时救助日期=dt.date(2019, 7, 2), 认定人口=None, 家庭困难类别=["重病"]),
    line(3, "拟观察", "救助观察", "初判", 镇街="镇北堡镇", 城乡="农村", 详细住址="=1+1", 户主姓名="欧阳示例"),
    line(4, "拟观察", "救助观察", "初判", 镇街=None, 身份证号=None, 家庭困难类别=None),
]
HELPED = "临时救助日期 between 段始 and 段末"


def counted(name: str, head: list[str], value: str) -> dict[str, object]:
    return {"id": name, "head": head, "value": value, "total": "sum"}


def shown(name: str, head: list[str] | None = None, value: str = "", **more: object) -> dict[str, object]:
    return {"id": name, "head": head or [name], "value": value or name, **more}


HOUSES = counted("户数", ["救助观察群体", "户"], "count(*) filter (where 分类 = '救助观察')")
SPANS = {
    "title": "西夏区主动救助进展情况月报表",
    "rows": "镇街",
    "spans": ["本月", "上月", "累计"],
    "column": [
        counted("新增户", ["临时救助", "户"], f"count(*) filter (where {HELPED})"),
        counted("新增人", ["临时救助", "人"], f"sum(认定人口) filter (where {HELPED})"),
        counted("在册", ["在册户数"], "count(*)"),
    ],
    "check": [{"say": "本月不大于累计", "left": "greatest(新增户_本月, 新增户_累计)", "right": "新增户_累计"}],
}
CAUSES = {"title": "致困原因统计表", "rows": ["镇街", "家庭困难类别"], "column": [HOUSES]}
FIXED = {
    "title": "作战台账",
    "row": [{"label": "全面复核"}, {"label": "新增救助", "where": "分类 = '新增救助'"}],
    "column": [counted("人数", ["人数"], "sum(认定人口)"), shown("镇街数", ["涉及镇街"], "count(distinct 镇街)")],
}
EXACT = {
    "title": "社会救助家庭排查情况统计表\n（审批未通过）",
    "exact": True,
    "order": ["户主姓名"],
    "column": [
        shown("序号", ["序号"], "行次"),
        shown("申请人", ["申请人"], "户主姓名"),
        shown("人口", ["家庭\n人口"], "认定人口"),
        shown("核查结果", ["入户核查结果", "核查结果\n（是否达到救助条件）"], "结果"),
        shown("调查人", ["入户核查结果", "调查人"], "村居"),
    ],
    "note": [{"say": "注：备注栏中写明以下情况。"}],
}
PUBLIC = {
    "title": "公示名单",
    "sample": {"size": 1, "per": "镇街", "seed": "低收入线倍数"},
    "column": [
        shown("户主姓名", mask="name"),
        shown("身份证号", mask="id"),
        shown("联系方式", mask="phone"),
        shown("详细住址", mask="address"),
    ],
}
PART = {"title": "{镇街}观察名单", "column": [shown("户主姓名"), shown("详细住址")]}
HANDED = {
    "title": "镇街统计表",
    "rows": "镇街",
    "column": [HOUSES],
    "handed": {"form": "镇街统计表", "columns": {"户数": "家庭人口"}, "clause": "三（四）"},
}
FILL = {
    "file": "月报.xlsx",
    "sheet": "统计表",
    "first": 4,
    "columns": {"B": "镇街", "C": "户数"},
    "cells": {"A2": "填报单位：{填报单位}（{截至}）"},
}
WORDS = {
    "paragraph": ["截至{截至}，新增救助{户数}户{人数}人。"],
    "figure": [
        {"id": "户数", "value": "count(*)", "where": "分类 = '新增救助'"},
        {"id": "人数", "value": "sum(认定人口)", "where": "分类 = '新增救助'"},
    ],
}
ROWS = [
    said("示例甲", "入户核查评估结果", 编号="990101-00001", 镇街="兴泾镇"),
    said("示例无户", "入户核查评估结果", 镇街=None, 村居=None),
]
SURVEY = {
    "title": "入户核查清单",
    "column": [shown("户主姓名"), shown("镇街"), shown("分类"), shown("结果"), shown("来源")],
}

REPORTS: dict[str, m.Report] = {
    "月报三段": report_of(SPANS, month=True, unit="户、人"),
    "镇街与原因": report_of(CAUSES),
    "印好的行": report_of(FIXED),
    "照附表": report_of(EXACT, kind="ledger"),
    "公示抽样": report_of(PUBLIC, kind="list"),
    "分册": report_of(PART, kind="list", split="镇街", file="分发/名单/{镇街}.xlsx"),
    "报表与名册比对": report_of(HANDED),
    "填空白表": report_of({"rows": "镇街", "column": [HOUSES]}, fill=FILL),
    "逐行清单": report_of(SURVEY, kind="list", source="rows", forms=["入户核查评估结果"]),
    "文书": m.Report.model_validate(
        {
            "title": "主动救助工作总结",
            "kind": "document",
            "source": "determinations",
            "file": "报表/总结.docx",
            "clause": "三（四）",
            "sheet": [{"name": "名单", **PART, "title": "名单"}],
            **WORDS,
        }
    ),
}


def books(name: str) -> list[BuiltReport]:
    pack = PACK.model_copy(update={"forms": {**PACK.forms, "镇街统计表": HANDED_FORM}})
    handed = [said("", "镇街统计表", 镇街="兴泾镇", 家庭人口=0), said("", "镇街统计表", 镇街="镇北堡镇", 家庭人口=3)]
    told = [{**row, "低收入线倍数": 2} for row in JUDGED]
    made, _, checks = built(REPORTS[name], pack, JULY, judged=told, rows=handed if name == "报表与名册比对" else ROWS)
    assert all(check.holds for check in checks)
    return made


@cache
def first_books(name: str) -> list[BuiltReport]:
    """The report built once, for all that look at it."""
    return books(name)


def write(book: BuiltReport, path: Path) -> Path:
    if book.document is not None:
        write_document(path, book.document)
    elif book.fill is not None:
        write_blank(path, BLANK, book.fill)
    else:
        write_workbook(path, BookLayout(tuple(sheet.layout for sheet in book.sheets)), CONTEXT.as_of)
    return path


def dump(path: Path, as_document: bool) -> str:
    if not as_document:
        return dump_workbook(path)
    document: Any = Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", REPORTS)
def test_the_piece_is_as_it_was(name: str, tmp_path: Path) -> None:
    made = first_books(name)
    parts = [
        f"# {book.file}\n{dump(write(book, tmp_path / f'{n}.xlsx'), book.document is not None)}"
        for n, book in enumerate(made)
    ]
    found, golden = "\n".join(parts), EXPECTED / f"{name}.txt"
    if os.environ.get("RESCUE_UPDATE_GOLDEN") == name:
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPORTS)
def test_the_piece_twice_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    once = [write(book, tmp_path / f"一{n}").read_bytes() for n, book in enumerate(first_books(name))]
    again = [write(book, tmp_path / f"二{n}").read_bytes() for n, book in enumerate(books(name))]
    assert once == again
