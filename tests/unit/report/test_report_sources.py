"""Reports over rows, events, tasks and what is owed: a line says what its own row says, then what its case says."""

import datetime as dt

import pytest

from rescue_cli.pack import model as m
from support.judged import line
from support.packs import shipped
from support.reported import body, built, report_of, said

SURVEY, ROSTER, MEMBERS = "入户核查评估结果", "困难家庭名册", "家庭成员名册"


def column(name: str, value: str | None = None, **more: object) -> dict[str, object]:
    return {"id": name, "head": [name], "value": value or name, **more}


def rows_report(*columns: str, forms: tuple[str, ...] = (SURVEY,), **sheet: object) -> m.Report:
    return report_of({"column": [column(name) for name in columns], **sheet}, kind="list", source="rows", forms=forms)


def test_a_row_without_a_case_is_listed_with_nothing_from_a_case() -> None:
    report = rows_report("户主姓名", "分类", "理由")
    rows = [said("示例甲", SURVEY, 编号="990101-00001"), said("示例乙", SURVEY)]
    [book], _, _ = built(report, judged=[line(1, "拟观察", "救助观察")], rows=rows)
    assert body(book) == [(1, "示例甲", "救助观察", "理由：拟观察"), (2, "示例乙", None, None)]


def test_what_the_form_asks_for_is_the_rows_own_word_never_the_cases() -> None:
    report = rows_report("户主姓名", "家庭人口", "家庭困难类别", forms=(ROSTER,))
    rows = [said("示例甲", ROSTER, 编号="990101-00001", 家庭人口=2), said("示例乙", ROSTER, 编号="990101-00001")]
    case = line(1, "拟观察", "救助观察", 户主姓名="示例甲", 家庭人口=9, 家庭困难类别=["重病"])
    [book], _, _ = built(report, judged=[case], rows=rows)
    assert [row[1:] for row in body(book)] == [("示例甲", 2, None), ("示例乙", None, None)]


def test_a_row_that_does_not_say_where_it_lies_lies_where_its_case_lies() -> None:
    report = rows_report("镇街", "村居", forms=("审核审批结果",))
    rows = [said("示例甲", "审核审批结果", 编号="990101-00001", 镇街=None, 村居=None, 来源文件="局/结果.xlsx")]
    [book], _, _ = built(report, judged=[line(1, "拟观察", "救助观察", 镇街="镇北堡镇")], rows=rows)
    assert body(book) == [(1, "镇北堡镇", "泾华村")]


def test_the_lines_of_one_household_in_a_table_of_persons_are_one_with_the_heads_own_facts() -> None:
    report = rows_report("户主姓名", "身份证号", "家庭人口", "行号", forms=(ROSTER,))
    place = {"来源文件": "兴泾镇/名册.xlsx", "户首行": 3, "编号": "990101-00001"}
    rows = [
        said("示例甲", ROSTER, **place, 行号=3, 姓名="示例小", 身份证号="成员", 与户主关系="之子", 家庭人口=2),
        said("示例甲", ROSTER, **place, 行号=4, 姓名="示例甲", 身份证号="户主", 与户主关系="户主"),
        said("示例乙", ROSTER, 来源文件="兴泾镇/名册.xlsx", 行号=5),
    ]
    [book], _, _ = built(report, judged=[line(1, "拟观察", "救助观察")], rows=rows)
    assert [row[1:] for row in body(book)] == [("示例甲", "户主", 2, 3), ("示例乙", None, None, 5)]


def test_a_table_of_persons_has_a_line_each_and_lends_nobody_the_heads_number() -> None:
    pack = shipped("xixia-2019")
    members = pack.forms[ROSTER].model_copy(
        update={"grain": "person", "column": (m.Column(field="户主姓名"), m.Column(field="姓名"))}
    )
    pack = pack.model_copy(update={"forms": {**pack.forms, MEMBERS: members}})
    report = rows_report("姓名", "身份证号", "分类", forms=(MEMBERS,))
    rows = [said("示例甲", MEMBERS, 姓名=name, 编号="990101-00001") for name in ("示例甲", "示例小")]
    [book], _, _ = built(report, pack, judged=[line(1, "拟观察", "救助观察")], rows=rows)
    assert [row[1:] for row in body(book)] == [("示例甲", None, "救助观察"), ("示例小", None, "救助观察")]


def test_an_event_stands_with_its_cases_facts() -> None:
    report = report_of(
        {"column": [column(name) for name in ("日期", "事项", "户主姓名", "分类")]}, kind="list", source="events"
    )
    events = [{"编号": "990101-00001", "日期": dt.date(2019, 5, 6), "事项": "入户核查", "内容": "在家"}]
    [book], _, _ = built(report, judged=[line(1, "拟观察", "救助观察")], events=events)
    assert body(book) == [(1, dt.date(2019, 5, 6), "入户核查", "示例乙", "救助观察")]


def test_tasks_are_counted_by_who_owes_them() -> None:
    sheet = {"rows": "责任单位", "column": [column("逾期", "count(*) filter (where 状态 = '已逾期')", total="sum")]}
    tasks = [
        {"编号": "990101-00001", "事项": "复核", "状态": state, "责任单位": who}
        for state, who in [("已逾期", "兴泾镇"), ("未到期", "兴泾镇"), ("已逾期", None)]
    ]
    [book], _, _ = built(report_of(sheet, source="tasks"), judged=[line(1, "拟观察", "救助观察")], tasks=tasks)
    assert [row[1:3] for row in body(book)] == [("兴泾镇", 1), ("责任单位未明", 1)]


def test_what_is_owed_is_listed_though_no_case_belongs_to_it() -> None:
    report = report_of(
        {"column": [column(n) for n in ("对象", "应报", "已报", "状态", "基准日")]}, kind="list", source="coverage"
    )
    owed = [{"名称": "走访", "镇街": "兴泾镇", "对象": "泾华村", "应报": 1, "已报": 0, "状态": "未报"}]
    [book], _, _ = built(report, coverage=owed)
    assert body(book) == [(1, "泾华村", 1, 0, "未报", dt.date(2019, 9, 30))]


def test_control_totals_can_be_listed() -> None:
    report = report_of(
        {"column": [column(n) for n in ("名称", "应有户数", "实有户数", "状态")]}, kind="list", source="controls"
    )
    [book], _, _ = built(
        report, controls=[{"名称": "边缘户", "表种": "名单", "应有户数": 55, "实有户数": 54, "状态": "不符"}]
    )
    assert body(book) == [(1, "边缘户", 55, 54, "不符")]


@pytest.mark.parametrize("order", [1, -1])
def test_lines_come_in_the_same_order_however_the_rows_came(order: int) -> None:
    report = rows_report("户主姓名", "来源")
    rows = [said(name, SURVEY, 来源文件=f"{name}.xlsx", 行号=3) for name in ("示例甲", "示例乙", "示例丙")][::order]
    [book], _, _ = built(report, rows=rows)
    assert sorted(body(book), key=lambda row: str(row[2])) == body(book)


@pytest.mark.parametrize("name", ["xixia-2019", "qianjiang-2022"])
def test_a_household_partly_on_the_list_that_nobody_reported_is_listed(name: str) -> None:
    pack, form = shipped(name), "低保在保名单"
    rows = [
        said("示例甲", form, 家庭人口=4, 保障人数=1),
        said("示例乙", form, 家庭人口=4, 保障人数=4),
        said("示例丙", form, 保障人数=1),
        said("示例丁", form, 家庭人口=4, 保障人数=1, 编号="990101-00001"),
    ]
    [book], _, _ = built(pack.reports["未报部分在保名单"], judged=[line(1, "拟低保", "新增救助")], rows=rows, pack=pack)
    assert [row[3] for row in body(book)] == ["示例甲"]
    assert any("另有1户没有报来，名单也没有写家庭人口" in note for note in book.sheets[0].layout.notes)
