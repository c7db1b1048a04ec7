"""A report in words, and the bureau's own blanks: figures, gaps said, one a township, templates that go before ours."""

import io
import re
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from rescue_cli.pack import model as m
from rescue_cli.report import BuiltReport
from rescue_cli.workbooks.marking.blank_filling import write_blank
from rescue_cli.workbooks.writing import report_document
from rescue_cli.workbooks.writing.report_document import TemplateError, write_document
from rescue_cli.workbooks.writing.template_filling import filled_template
from support.formats import package, unzipped
from support.judged import line
from support.reported import built, report_of

FIGURES = (
    {"id": "新增户数", "value": "count(*)", "where": "分类 = '新增救助'"},
    {"id": "新增人数", "value": "sum(认定人口)", "where": "分类 = '新增救助'"},
    {"id": "最早", "value": "min(纳入低保日期)"},
    {"id": "户主", "value": "并列(户主姓名)", "mask": "name"},
)
ROWS = [
    line(1, "拟低保", "新增救助"),
    line(2, "拟低保", "新增救助", 认定人口=None),
    line(3, "拟观察", "救助观察", 镇街="镇北堡镇"),
]
LIST = {
    "name": "名单",
    "title": "名单",
    "column": [
        {"id": "户主姓名", "head": ["户", "姓名"], "value": "户主姓名"},
        {"id": "分类", "head": ["户", "分类"], "value": "分类"},
    ],
}


def document(**given: object) -> m.Report:
    usual = {
        "title": "主动救助工作总结",
        "kind": "document",
        "source": "determinations",
        "file": "报表/总结.docx",
        "clause": "三（四）",
        "figure": FIGURES,
        "paragraph": ("截至{截至}，新增救助{新增户数}户{新增人数}人，最早的一户在{最早}纳入。",),
    }
    return m.Report.model_validate({**usual, **given})


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def write(book: BuiltReport, path: Path, template: bytes | None = None) -> Path:
    assert book.document is not None
    write_document(path, book.document, template)
    return path


def test_figures_stand_in_the_words_and_what_was_left_out_is_said(tmp_path: Path) -> None:
    [book], findings, _ = built(document(), judged=ROWS)
    paragraphs = texts(write(book, tmp_path / "总结.docx"))
    assert paragraphs[:3] == [
        "主动救助工作总结",
        "截至2019年9月30日，新增救助2户3人，最早的一户在未知纳入。",
        "新增人数：1户未填家庭人口，没有计入。",
    ]
    assert paragraphs[-2:] == ["西夏区民政局", "2019年9月30日"]
    assert (book.file, findings) == ("报表/总结.docx", [])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([line(3, "拟观察", "救助观察")], "新增救助0户0人"),
        ([line(2, "拟低保", "新增救助", 认定人口=None)], "新增救助1户未知人"),
    ],
)
def test_nobody_to_be_counted_is_zero_and_nobody_who_says_how_many_is_unknown(
    rows: list[dict[str, object]], words: str, tmp_path: Path
) -> None:
    [book], _, _ = built(document(), judged=rows)
    assert words in texts(write(book, tmp_path / "总结.docx"))[1]


def test_one_document_a_township_counts_its_own_and_covers_names(tmp_path: Path) -> None:
    report = document(
        title="{镇街}公示卡",
        split="镇街",
        file="公示/{镇街}.docx",
        paragraph=("{镇街}：新增{新增户数}户；户主{户主}。",),
        sheet=(LIST,),
    )
    books, _, _ = built(report, judged=ROWS)
    paths = [write(book, tmp_path / Path(book.file).name) for book in books]
    assert [texts(path)[:2] for path in paths] == [
        ["兴泾镇公示卡", "兴泾镇：新增2户；户主示*丙、示*乙。"],
        ["镇北堡镇公示卡", "镇北堡镇：新增0户；户主示*丁。"],
    ]
    table = Document(str(paths[0])).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "户", "户"],
        ["序号", "姓名", "分类"],
        ["1", "示例乙", "新增救助"],
        ["2", "示例丙", "新增救助"],
    ]


def template_of(*paragraphs: str) -> bytes:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_bureaus_template_goes_before_our_layout_and_data_is_never_read_as_its_language(tmp_path: Path) -> None:
    rows = [line(1, "拟低保", "新增救助", 户主姓名="<甲>&{{ 新增户数 }}")]
    [book], _, _ = built(document(sheet=(LIST,), template="总结.docx"), judged=rows)
    data = template_of(
        "新增{{ 新增户数 }}户", "{% for 户 in 行 %}{{ 户.户主姓名 }}（{{ 户.分类 }}）{% endfor %}", "{{ 填报单位 }}"
    )
    assert book.blank == "总结.docx"
    assert texts(write(book, tmp_path / "总结.docx", data)) == [
        "新增1户",
        "<甲>&{{ 新增户数 }}（新增救助）",
        "西夏区民政局",
    ]


def _with_part(template: bytes, change: tuple[bytes, bytes]) -> bytes:
    return package({name: data.replace(*change) for name, data in unzipped(template)})


FAULTY = [
    (b"nothing", "不是能读的 Word 文档"),
    (template_of("x")[:500], "不是能读的 Word 文档"),
    (package({"a": "b"}), "不是能读的 Word 文档"),
    (template_of("{{ 没有的数 }}"), "“没有的数”，这份报表里没有"),
    (template_of("{{ 填报单位.没有 }}"), "“没有”，这份报表里没有"),
    (template_of("{{ 表.没有 }}"), "“没有”，这份报表里没有"),
    (template_of("{% for %}"), "要成对"),
    (template_of("{% if 户数 %}"), "要成对"),
    (template_of("{{ 户数"), None),
    (template_of("{{ 户数 + }}"), "要成对"),
    (template_of("{{ 填报单位 | 大写 }}"), "过滤器"),
    (template_of("{{ 填报单位 + 1 }}"), "把文字当数"),
    (template_of("{{ 1 / 0 }}"), "除以0"),
    (template_of("{% include '/etc/passwd' %}"), None),
    (template_of("{{ 填报单位.__class__.__mro__ }}"), "不许用|这份报表里没有"),
    (template_of("{{ ''.__class__.__mro__[1].__subclasses__() }}"), "不许用|这份报表里没有"),
    (template_of("{% for a in range(10**9) %}{% endfor %}"), "循环太长"),
    (template_of("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), "绕成了圈"),
    (template_of("{{ 'x' * 10**11 }}"), "内存"),
    (template_of("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"), "没有尽头"),
    (template_of("{{ 9**(9**9) % 7 }}"), "没有尽头|式子|内存"),
    (_with_part(template_of("x"), (b"<w:body>", b"<w:body>{% if 1 %}<w:p>{% endif %}")), None),
    (_with_part(template_of("x"), (b"</w:document>", b"")), None),
]


@pytest.mark.parametrize(("data", "why"), FAULTY, ids=range(len(FAULTY)))
def test_a_template_that_cannot_be_filled_is_refused_in_chinese_and_writes_nothing(
    data: bytes, why: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_document, "filled_template", partial(filled_template, seconds=10))
    [book], _, _ = built(document(), judged=ROWS)
    with pytest.raises(TemplateError, match=why) as refused:
        write(book, tmp_path / "总结.docx", data)
    said = re.sub("endfor|endif|docx", "", str(refused.value))
    assert not re.findall(r"[a-z]{4,}", said), said  # none of the libraries' English
    assert list(tmp_path.iterdir()) == []


def test_the_same_document_twice_is_the_same_bytes(tmp_path: Path) -> None:
    books = [built(document(sheet=(LIST,)), judged=rows)[0][0] for rows in (ROWS, ROWS[::-1])]
    first, second = (write(book, tmp_path / f"{n}.docx") for n, book in enumerate(books))
    assert first.read_bytes() == second.read_bytes()


def test_a_reports_figures_go_into_the_bureaus_own_workbook(tmp_path: Path) -> None:
    from unit.workbooks.test_filled_blank import blank

    column = {"id": "户数", "head": ["户数"], "value": "count(*)", "total": "sum"}
    fill = {
        "file": "月报.xlsx",
        "sheet": "统计表",
        "first": 4,
        "columns": {"B": "镇街", "C": "户数"},
        "cells": {"A2": "填报单位：{填报单位}", "D7": "{户数}"},
    }
    [book], _, _ = built(report_of({"rows": "镇街", "column": [column]}, fill=fill), judged=ROWS)
    assert (book.blank, book.fill is not None) == ("月报.xlsx", True)
    assert book.fill is not None
    assert write_blank(tmp_path / "月报.xlsx", blank(), book.fill) == ()
    values = load_workbook(tmp_path / "月报.xlsx", data_only=True)["统计表"]
    assert [[values[f"{letter}{row}"].value for letter in "BC"] for row in range(4, 8)] == [
        ["文昌路街道", 0], ["兴泾镇", 2], ["镇北堡镇", 1], [None, 3],
    ]  # fmt: skip
    assert (values["A2"].value, values["D7"].value) == ("填报单位：西夏区民政局", 3)
