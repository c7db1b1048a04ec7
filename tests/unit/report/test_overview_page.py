"""The page of its tables: what leads where, what is left out, figures that are never guessed."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core import overview_tables as o
from rescue_cli.core.states import Group, Level, OwedState
from rescue_cli.report.month_tables import month_sections
from rescue_cli.report.overview_page import overview_page
from rescue_cli.report.owed_summary import lacking_forms, owed_by_sender
from rescue_cli.workbooks.writing.page_layout import Column, drawn_columns, page_bytes

DAY = dt.date(2022, 5, 2)
ABOUT = {
    o.DISTRICT: "某县",
    o.TITLE: "某县<方案>",
    o.PACK: "shi",
    o.PACK_DIGEST: "abc",
    o.PROGRAM: "0",
    o.RECORD: "3条",
    f.AS_OF: "2022-05-10",
    o.DAY: "2022-05-10",
    o.SINCE: "",
    o.FILES_CAME: "3",
    o.FILES_READ: "2",
    o.ROWS_CAME: "9",
    o.IN_BALANCE: "平",
    o.CASES: "2",
    **{level: "0" for level in Level},
    o.CHECKS: "1",
    o.CHECKS_BROKEN: "0",
}


def table(name: str, *rows: tuple[Any, ...]) -> pa.Table:
    schema = o.OVERVIEW[name]
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)


def owed_line(sender: str, state: OwedState, month: str | None = None, late: int | None = None) -> tuple[Any, ...]:
    return (sender, "月报表", month, DAY, state.value, None, None, late)


def tables(**parts: pa.Table) -> dict[str, pa.Table]:
    blank = {name: schema.empty_table() for name, schema in o.OVERVIEW.items()}
    return {**blank, "about": pa.table([list(ABOUT), list(ABOUT.values())], schema=o.OVERVIEW["about"]), **parts}


def text_of(missing: frozenset[str] = frozenset(), **parts: pa.Table) -> str:
    return page_bytes(overview_page(tables(**parts), ["先看<这里>"], missing)).decode()


BOOKS = (
    ("疑似重复.xlsx", "疑似重复", "裁定", "局里", 2, 5, []),
    ("分发/待核实/", "待核实", "名单", "各镇街", None, 7, ["分发/待核实/甲 镇#1.xlsx"]),
    ("公示/卡/", "公示卡", "卡", "各户", None, None, ["", ""]),
)


def test_links_lead_to_what_is_listed_by_names_a_browser_takes() -> None:
    text = text_of(books=table("books", *BOOKS))
    links = re.findall(r'href="([^"#]+)"', text)
    assert links == [
        "%E7%96%91%E4%BC%BC%E9%87%8D%E5%A4%8D.xlsx",
        "%E5%88%86%E5%8F%91/%E5%BE%85%E6%A0%B8%E5%AE%9E/",
        "%E5%88%86%E5%8F%91/%E5%BE%85%E6%A0%B8%E5%AE%9E/%E7%94%B2%20%E9%95%87%231.xlsx",
        "%E5%85%AC%E7%A4%BA/%E5%8D%A1/",
    ]
    assert "4个文件" in text


def test_what_is_not_there_any_more_is_named_without_a_link() -> None:
    to_do = table("to_do", ("待裁定的疑似重复", 2, "2处疑似重复待裁定", "疑似重复.xlsx", "见 疑似重复.xlsx"))
    text = text_of(frozenset({"疑似重复.xlsx"}), books=table("books", BOOKS[0]), to_do=to_do)
    assert 'href="%E7' not in text
    assert "2处疑似重复待裁定" in text


def test_what_people_write_stands_as_text_and_numbers_of_people_do_not() -> None:
    to_do = table("to_do", ("没有读入的文件", 1, "<b>张\u202e/990101199003010011.xlsx：读不出", "", ""))
    owed = table("owed", owed_line('"<i>镇', OwedState.MISSING, late=8))
    text = text_of(to_do=to_do, owed=owed)
    assert "&lt;b&gt;张" in text
    assert "&#34;&lt;i&gt;镇" in text
    assert "先看&lt;这里&gt;" in text
    assert "某县&lt;方案&gt;" in text
    assert "990101" not in text
    assert "\u202e" not in text


def test_who_lacks_most_stands_first_and_what_is_not_due_is_not_lacking() -> None:
    owed = table(
        "owed",
        owed_line("甲镇", OwedState.ON_TIME, "2022-03"),
        owed_line("甲镇", OwedState.RETURNED, "2022-04", 8),
        owed_line("乙镇", OwedState.MISSING, "2022-03", 38),
        owed_line("乙镇", OwedState.MISSING, "2022-04", 8),
        owed_line("丙镇", OwedState.AHEAD, "2022-05"),
        owed_line("丁镇", OwedState.NOTHING, "2022-04"),
    )
    lines = [(line.sender, line.due, line.came, line.missing, line.late) for line in owed_by_sender(owed)]
    assert lines == [("乙镇", 2, 0, 2, 38), ("甲镇", 2, 1, 1, 8), ("丁镇", 1, 1, 0, 0)]
    assert [(line.months, line.state, line.senders) for line in lacking_forms(owed)] == [
        ("2022-03、2022-04", OwedState.MISSING, ("乙镇",)),
        ("2022-04", OwedState.RETURNED, ("甲镇",)),
    ]


def test_townships_that_sent_nothing_are_named_every_one() -> None:
    silent = [f"{name}镇" for name in "甲乙丙丁戊己庚"]
    page = overview_page(tables(silent=table("silent", *((name,) for name in silent))), [])
    section = next(section for section in page.sections if section.id == "owed")
    assert [[cell.text for cell in row] for row in section.tables[0].rows] == [["7个", "、".join(silent)]]
    assert ("7", "个镇街没报", "没有报来任何文件") in page.tiles


def months(*lines: tuple[str, str, int | None, bool], report: str = "月报") -> pa.Table:
    return table(
        "months",
        *((report, period, item, None if n is None else Decimal(n), filed, True) for period, item, n, filed in lines),
    )


def test_months_stand_side_by_side_and_a_month_not_filed_is_hollow() -> None:
    lines = months(("2022-04", "新增", 3, True), ("2022-05", "新增", None, False), ("2022-05", "退出", 0, False))
    (section,) = month_sections(lines, "2022-05-10")
    (shown,) = section.tables
    assert shown.heads == ("", "2022-04", "2022-05（未登记）")
    assert [[cell.text for cell in row] for row in shown.rows] == [["新增", "3", "未知"]]
    assert shown.note == "另有1项各月都是0，没有列。"
    (chart,) = section.charts
    assert chart.columns == (Column("2022-04", Decimal(3)), Column("2022-05", None, hollow=True))


def test_without_an_earlier_month_there_is_no_trend() -> None:
    assert month_sections(months(("2022-05-10", Group.NEW, 3, False), report=""), "2022-05-10") == []
    (section,) = month_sections(months(("2022-05", "新增", 3, False)), "2022-05-10")
    assert section.charts == ()


@pytest.mark.parametrize("figures", [[0, 0], [None, 5], list(range(13))])
def test_columns_stay_inside_their_chart(figures: list[int | None]) -> None:
    columns = [
        Column(f"2022-{n + 1:02d}", None if value is None else Decimal(value)) for n, value in enumerate(figures)
    ]
    drawn = drawn_columns(columns)
    assert all(column["y"] >= 0 and column["height"] >= 0 and column["x"] >= 0 for column in drawn)
    assert [column["figure"] for column in drawn] == ["未知" if value is None else str(value) for value in figures]


def test_a_later_day_is_told_apart_from_the_day_of_the_run() -> None:
    later = {**ABOUT, o.DAY: "2022-05-20"}
    about = pa.table([list(later), list(later.values())], schema=o.OVERVIEW["about"])
    assert "截至 2022-05-20；户的判定和数字是基准日 2022-05-10 那一次运行的" in text_of(about=about)


def test_households_by_township_add_up_beside_what_is_lacking() -> None:
    places = table("places", ("甲镇", Group.NEW, 2), ("甲镇", Group.OBSERVED, 1), (None, Group.NEW, 1))
    owed = table("owed", owed_line("甲镇", OwedState.MISSING, late=8))
    page = overview_page(tables(places=places, owed=owed), [])
    section = next(section for section in page.sections if section.id == "places")
    rows = [[cell.text for cell in row] for row in section.tables[0].rows]
    assert rows[0][:4] == ["甲镇", "3", "2", "1"]
    assert rows[0][7] == "1"
    assert rows[1][0] == "镇街未填"
    assert rows[2][:4] == ["合计", "4", "3", "1"]
    assert c.HOUSEHOLDS in o.PLACES.names
