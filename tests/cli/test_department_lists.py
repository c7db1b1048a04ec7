"""A department's list dropped into 收件/ is compared, handed out to each township, comes back and is answered; deaths and
moves are events with a day, and a household that is gone says what became of it."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rescue_cli import pipeline
from rescue_cli.pipeline.export_table import last_table
from rescue_cli.pipeline.session import open_session
from support.hit_situations import death_told
from support.mentions import citizen
from support.workbooks import xlsx

HEADS = ["户主姓名", "身份证号", "村居", "详细住址", "家庭人口", "人均月收入", "家庭困难类别"]
NAMES = ["赵甲", "钱乙", "孙丙", "李丁", "周戊"]
CAR_HEADS = ["机动车所有人", "身份证明号码", "号牌号码", "车辆类型"]
CHANGE_HEADS = ["户主姓名", "姓名", "身份证号", "异动类别", "异动日期", "停保月份", "转出镇街", "转入镇街"]


def put(folder: Path, name: str, title: str, *rows: list[Any]) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"一": [[title], *rows]}))


def roster(folder: Path, township: str, village: str, *people: int) -> None:
    rows = [[NAMES[n], citizen(n + 1), village, f"{n + 1}组{n + 1}号", 3, 300, "重病"] for n in people]
    put(folder, f"{township}/困难家庭名册.xlsx", f"{township}困难家庭名册", HEADS, *rows)


def exported(folder: Path, table: str) -> list[dict[str, Any]]:
    return last_table(open_session(folder, today=dt.date(2019, 7, 31)), table)[0].to_pylist()


def ran(folder: Path) -> Any:
    return pipeline.run(open_session(folder, today=dt.date(2019, 7, 31)))


def answer(source: Path, target: Path, result: str) -> None:
    """Fill every line of a sheet that asks about hits."""
    book = openpyxl.load_workbook(source)
    places: dict[Any, int] = {}
    for cells in book.worksheets[0].iter_rows():
        values = [cell.value for cell in cells]
        if "核实结果" in values:
            places = {value: place for place, value in enumerate(values)}
        elif places and isinstance(values[0], int):
            cells[places["核实结果"]].value = result
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def hits(folder: Path, name: str) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(folder / "输出" / "比对" / f"{name}.xlsx")["命中"].iter_rows(
        min_row=3, values_only=True
    )
    return [dict(zip(head, row, strict=True)) for row in rows if isinstance(row[0], int)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("部门名单")
    (folder / "收件").mkdir()
    (folder / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-07-31\n', encoding="utf-8")
    roster(folder, "兴泾镇", "泾华村", 0, 1, 2, 3)
    roster(folder, "镇北堡镇", "吴苑村", 4)
    put(
        folder,
        "公安/6月.xlsx",
        "死亡人员名单（截至2019年6月30日）",
        ["姓名", "身份证号", "死亡时间"],
        ["赵甲", citizen(1), "2019-06-12"],
    )
    put(
        folder,
        "车管/6月.xlsx",
        "机动车登记信息（截至2019年6月30日）",
        CAR_HEADS,
        ["钱乙", citizen(2), "宁A10001", "轿车"],
    )
    first = {
        "outcome": ran(folder),
        "cars": hits(folder, "名册×机动车登记名单"),
        "findings": exported(folder, "findings"),
    }
    first["events"] = exported(folder, "events")
    parts = folder / "输出" / "比对" / "分镇街" / "兴泾镇"
    answer(parts / "名册×死亡人员名单.xlsx", folder / "收件" / "回" / "甲.xlsx", "不属实")
    answer(parts / "名册×机动车登记名单.xlsx", folder / "收件" / "回" / "乙.xlsx", "属实")
    cars = [["钱乙", citizen(2), "宁A10001", "轿车"], ["李丁", citizen(4), "宁A10004", "客车"]]
    put(folder, "车管/7月.xlsx", "机动车登记信息（截至2019年7月30日）", CAR_HEADS, *cars)
    roster(folder, "兴泾镇", "泾华村", 0, 3)
    roster(folder, "镇北堡镇", "吴苑村", 4, 2)
    changes = [
        ["钱乙", "钱乙", citizen(2), "撤回申请", "2019-07-03", "2019年8月", "", ""],
        ["孙丙", "孙丙", citizen(3), "转出", "2019-07-05", "", "兴泾镇", "镇北堡镇"],
    ]
    put(folder, "民政/人员异动登记表.xlsx", "人员异动登记表", CHANGE_HEADS, *changes)
    second = {
        "outcome": ran(folder),
        "cars": hits(folder, "名册×机动车登记名单"),
        "dead": hits(folder, "名册×死亡人员名单"),
    }
    tables = {name: exported(folder, name) for name in ("findings", "cases", "files", "changes", "events")}
    return {"first": first, "second": {**second, **tables}}


def test_a_hit_keeps_the_lists_own_columns_and_its_place(told: dict[str, Any]) -> None:
    (car,) = told["first"]["cars"]
    assert (car["车牌号"], car["车辆类型"], car["姓名"], car["新增"]) == ("宁A10001", "轿车", "钱乙", "首次比对")
    assert car["名单来源"] == "车管/6月.xlsx › 一 › 第3行"


def test_a_death_that_was_looked_into_and_is_true_is_told_and_not_asked() -> None:
    assert death_told(dt.date(2019, 7, 1), sure=True) == ["提示"]


def test_the_dead_are_told_at_the_rosters_row_with_the_day(told: dict[str, Any]) -> None:
    (dead,) = [line for line in told["first"]["findings"] if line["代码"] == "SETTLE-PERSON-DEAD"]
    assert (dead["来源文件"], dead["值"], "2019-06-12" in dead["问题"]) == ("兴泾镇/困难家庭名册.xlsx", "赵甲", True)
    (event,) = told["first"]["events"]
    assert (event["事项"], event["日期"], event["变动类别"]) == ("死亡", dt.date(2019, 6, 12), "减")


def test_answers_stand_beside_their_hit_and_make_no_household(told: dict[str, Any]) -> None:
    second = told["second"]
    (dead,) = second["dead"]
    assert (dead["核实结果"], dead["核实情况"]) == ("不属实", "已核实")
    assert {line["状态"] for line in second["files"] if line["来源文件"].startswith("回/")} == {"回件"}
    assert sorted(case["户主姓名"] for case in second["cases"]) == ["周戊", "孙丙", "李丁", "赵甲"]
    assert not [
        line for line in second["findings"] if line["代码"] == "SETTLE-PERSON-DEAD"
    ]  # answered: not this person


def test_the_next_list_says_what_is_new(told: dict[str, Any]) -> None:
    assert {car["车牌号"]: car["新增"] for car in told["second"]["cars"]} == {"宁A10004": "新增"}


def test_a_household_that_withdrew_says_so_and_one_that_moved_is_one(told: dict[str, Any]) -> None:
    changes = told["second"]["changes"]
    (gone,) = [line for line in changes if line["变化"] == "消失"]
    assert (gone["户主姓名"], gone["新值"].startswith("钱乙撤回申请（2019-07-03")) == ("钱乙", True)
    moved = [line for line in changes if line["户主姓名"] == "孙丙" and line["字段"] == "镇街"]
    assert [(line["变化"], line["原值"], line["新值"]) for line in moved] == [("改动", "兴泾镇", "镇北堡镇")]
    (event,) = [line for line in told["second"]["events"] if line["事项"] == "转出"]
    assert (event["变动类别"], event["日期"]) == ("转", dt.date(2019, 7, 5))


def test_lists_nobody_sent_have_no_rows(told: dict[str, Any]) -> None:
    names = [entry["名称"] for entry in told["first"]["outcome"].summary["比对"]]
    assert "名册×不动产登记名单" not in names
    (absent,) = [entry for entry in told["first"]["outcome"].summary["比对"] if entry["名称"] == "名册×低保在保"]
    assert absent["行"] == 0
    assert any("没有收到，没有比对" in note for note in told["first"]["outcome"].notes)


def test_what_happened_happened_whatever_the_month_of_the_register(tmp_path: Path) -> None:
    """A register of July is written all through July: its name is no day its rows wait for."""
    (tmp_path / "收件").mkdir()
    (tmp_path / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-07-15\n', encoding="utf-8")
    roster(tmp_path, "兴泾镇", "泾华村", 0, 1)
    lines = [["钱乙", "钱乙", citizen(2), "撤回申请", "2019-07-09"], ["赵甲", "赵甲", citizen(1), "死亡", "2019-07-16"]]
    put(tmp_path, "民政局/人员异动登记表2019年7月.xlsx", "人员异动登记表", CHANGE_HEADS[:5], *lines)
    session = open_session(tmp_path, today=dt.date(2019, 7, 15))
    pipeline.run(session)
    told_of = [(line["事项"], line["日期"]) for line in last_table(session, "events")[0].to_pylist()]
    assert ("撤回申请", dt.date(2019, 7, 9)) in told_of
    assert not [day for _, day in told_of if day > dt.date(2019, 7, 15)]
