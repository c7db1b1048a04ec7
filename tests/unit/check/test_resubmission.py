"""A file that looks like the corrected version of another, and what became of its faults."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from rescue_cli.check.corrections import Version, corrections
from rescue_cli.check.resubmission import Proposal, propose_replacements, without_detours
from rescue_cli.core import fields as f
from rescue_cli.core.findings import FINDINGS
from rescue_cli.core.tables import COLUMNS
from support.checked import finding
from support.mentions import DIBAO, OTHER_TOWN, SCATTERED, SURVEY, TOWN, citizen, linking_pack, mentions_table, said
from support.packs import shipped

OLD, NEW = f"{TOWN}/名册.xlsx", f"{TOWN}/名册（更正）.xlsx"
NAMES = "赵钱孙李周吴郑王"


def file_of(name: str, people: str, form: str = "困难家庭名册", **more: Any) -> list[dict[str, Any]]:
    return [said(f"{one}某", form, 来源文件=name, **more) for one in people]


def proposed(*files: list[dict[str, Any]], came_back: str = "", faults: dict[str, int] | None = None) -> list[Proposal]:
    headings = [{f.SOURCE_FILE: came_back, f.SHEET: "Sheet1", "表头": "错误原因"}] if came_back else []
    mentions = mentions_table([row for rows in files for row in rows])
    return propose_replacements(mentions, pa.Table.from_pylist(headings, COLUMNS), faults or {}, linking_pack())


def test_mostly_the_same_households_are_proposed_and_counted() -> None:
    (one,) = proposed(file_of(OLD, NAMES), file_of(NEW, NAMES[1:] + "冯"))
    assert (one.old, one.new, one.old_count, one.new_count, one.shared) == (OLD, NEW, 8, 8, 7)
    assert f'[[replace]] old = "{OLD}" new = "{NEW}"' == one.finding().facts["写法"]


def test_of_many_versions_each_is_paired_with_the_last_only() -> None:
    files = [f"{TOWN}/名册.xlsx", *(f"{TOWN}/名册（{n}）.xlsx" for n in range(2, 7))]
    found = proposed(*(file_of(name, NAMES) for name in files))
    assert len(found) == 15
    assert [(one.old, one.new) for one in without_detours(found)] == [(name, files[-1]) for name in sorted(files[:-1])]
    kept_beside = [one for one in found if (one.old, one.new) != (files[0], files[-1])]  # a person said: both count
    assert (files[0], files[-2]) in [(one.old, one.new) for one in without_detours(kept_beside)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(file_of(OLD, NAMES), file_of(NEW, "冯陈褚卫蒋沈韩杨"), id="other households"),
        pytest.param(file_of(OLD, NAMES), file_of(NEW, NAMES, 镇街=OTHER_TOWN), id="another township"),
        pytest.param(file_of(OLD, NAMES), file_of(NEW, NAMES, SCATTERED), id="another form"),
        pytest.param(file_of(OLD, "赵钱"), file_of(NEW, "赵钱"), id="too few to tell"),
        pytest.param(
            file_of(OLD, NAMES) + file_of(OLD, "冯陈褚卫", SCATTERED), file_of(NEW, NAMES), id="a form would be lost"
        ),
        pytest.param(
            file_of(OLD, NAMES, DIBAO, 名单日期=None), file_of(NEW, NAMES, DIBAO, 名单日期="x"), id="lists of two days"
        ),
    ],
)
def test_nothing_is_proposed(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    rows = [{**row, "名单日期": dt.date(2019, 4, 30) if row.get("名单日期") else None} for row in one + other]
    assert proposed(rows) == []


MARCH, APRIL = f"{TOWN}/名册3月.xlsx", f"{TOWN}/名册4月.xlsx"
VISITED = {"入户日期": dt.date(2019, 3, 10)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(file_of(MARCH, NAMES), file_of(APRIL, NAMES), id="rosters of two months"),
        pytest.param(
            file_of("2019年3月/名册.xlsx", NAMES), file_of("2019年4月/名册.xlsx", NAMES), id="folders of two months"
        ),
        pytest.param(file_of(OLD, NAMES), file_of(NEW, NAMES, 户首行=3), id="households and their people"),
        pytest.param(
            file_of(OLD, NAMES, SURVEY, **VISITED),
            file_of(NEW, NAMES, SURVEY, 入户日期=dt.date(2019, 4, 10)),
            id="visits of two days",
        ),
    ],
)
def test_what_repeats_on_purpose_is_not_proposed(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    assert proposed(one, other) == []


def test_a_survey_or_a_months_roster_put_right_is_proposed() -> None:
    assert len(proposed(file_of(OLD, NAMES, SURVEY, **VISITED), file_of(NEW, NAMES, SURVEY, **VISITED))) == 1
    assert len(proposed(file_of(MARCH, NAMES), file_of(f"{TOWN}/名册3月（更正）.xlsx", NAMES))) == 1
    assert len(proposed(file_of(MARCH, NAMES), file_of(NEW, NAMES))) == 1  # which month the other is of nobody says


@pytest.mark.parametrize(
    ("heads", "count"), [(["姓名", "身份证号", "办理结果"], 0), (["姓名", "身份证号", "住址", "错误原因"], 1)]
)
def test_of_lists_without_a_notice_only_those_with_the_same_headings(heads: list[str], count: int) -> None:
    columns = [
        {f.SOURCE_FILE: file, f.SHEET: "Sheet1", "表头": head}
        for file, names in ((OLD, ["姓名", "身份证号", "住址"]), (NEW, heads))
        for head in names
    ]
    pack = shipped("national")
    mentions = mentions_table([*file_of(OLD, NAMES, "通用户册"), *file_of(NEW, NAMES, "通用户册")], pack)
    assert len(propose_replacements(mentions, pa.Table.from_pylist(columns, COLUMNS), {}, pack)) == count


def test_a_village_within_its_township_is_no_correction() -> None:
    assert proposed(file_of(OLD, NAMES + "冯陈褚卫蒋沈韩杨朱秦尤许"), file_of(NEW, NAMES[:4])) == []


def test_which_is_the_later_is_guessed_by_our_marks_then_name_then_faults() -> None:
    a, b = f"{TOWN}/甲.xlsx", f"{TOWN}/乙.xlsx"
    both = (file_of(a, NAMES), file_of(b, NAMES))
    assert [one.new for one in proposed(*both, came_back=a)] == [a]
    assert [one.new for one in proposed(*both, came_back=b)] == [b]
    assert [one.new for one in proposed(*both, faults={a: 3, b: 1})] == [b]
    assert [one.new for one in proposed(*both, faults={a: 1, b: 3})] == [a]
    assert [one.new for one in proposed(file_of(OLD, NAMES), file_of(NEW, NAMES), faults={NEW: 5})] == [NEW]


def version(file: str, rows: list[dict[str, Any]], *lines: dict[str, Any]) -> Version:
    table = mentions_table([{**row, f.SOURCE_FILE: file, f.ROW: at} for at, row in enumerate(rows, 3)])
    return Version(file, table, pa.Table.from_pylist(list(lines), FINDINGS))


def changes(old: Version, new: Version) -> list[tuple[object, ...]]:
    rows = corrections(old, new).to_pylist()
    return [(row["变化"], row[f.ROW], row[f.HEAD_NAME], row["字段"], row["原值"], row["新值"]) for row in rows]


def test_mended_standing_and_new_faults_are_told_apart_though_rows_moved() -> None:
    old = version(
        OLD,
        [said("甲", 身份证号="1234"), said("乙", 身份证号=citizen(2)), said("丙", 身份证号=citizen(3))],
        finding("INTAKE-ID-LENGTH", "必须改", OLD, 3, 字段="身份证号", 值="1234"),
        finding("CHECK-REQUIRED-MISSING", "必须改", OLD, 4, 字段="联系方式"),
    )
    new = version(
        NEW,
        [said("丙", 身份证号=citizen(3)), said("乙", 身份证号=citizen(2)), said("甲", 身份证号=citizen(1))],
        finding("CHECK-REQUIRED-MISSING", "必须改", NEW, 4, 字段="联系方式"),
        finding("INTAKE-PHONE-ODD", "请核实", NEW, 3, 字段="联系方式", 值="12"),
        finding("INTAKE-ID-CONVERTED", "提示", NEW, 3),
    )
    assert changes(old, new) == [
        ("已改", 5, "甲", "身份证号", "1234", citizen(1)),
        ("未改", 4, "乙", "联系方式", None, None),
        ("新错", 3, "丙", "联系方式", None, "12"),
    ]


def test_accepted_rows_that_changed_or_are_gone_are_told() -> None:
    old = version(OLD, [said("甲", 身份证号=citizen(1), 家庭人口=3), said("乙", 身份证号=citizen(2))])
    new = version(NEW, [said("甲", 身份证号=citizen(1), 家庭人口=None), said("丁", 身份证号=citizen(4))])
    assert changes(old, new) == [
        ("已接收有变动", 3, "甲", "家庭人口", "3", None),
        ("少了的户", 4, "乙", None, f"泾华村　乙　{citizen(2)}", None),
        ("新增的户", 4, "丁", None, None, f"泾华村　丁　{citizen(4)}"),
    ]


def test_a_cell_that_was_in_order_and_changed_is_told_though_another_of_its_row_was_at_fault() -> None:
    fault = finding("INTAKE-PHONE-ODD", "请核实", OLD, 3, 字段="联系方式", 值="12")
    whole = finding("CHECK-NOT-PARTIAL", "请核实", OLD, 4)
    old = version(
        OLD,
        [said("甲", 身份证号=citizen(1), 家庭人口=3, 联系方式="12"), said("乙", 身份证号=citizen(2), 家庭人口=3)],
        fault,
        whole,
    )
    new = version(
        NEW,
        [
            said("甲", 身份证号=citizen(1), 家庭人口=4, 联系方式="13900420131"),
            said("乙", 身份证号=citizen(2), 家庭人口=4),
        ],
    )
    assert [line for line in changes(old, new) if line[0] == "已接收有变动"] == [
        ("已接收有变动", 3, "甲", "家庭人口", "3", "4")
    ]


def test_a_fault_whose_row_is_gone_is_not_called_mended() -> None:
    old = version(
        OLD, [said("甲", 身份证号=citizen(1))], finding("CHECK-REQUIRED-MISSING", "必须改", OLD, 3, 字段="联系方式")
    )
    assert [line[0] for line in changes(old, version(NEW, []))] == ["随户删去", "少了的户"]
