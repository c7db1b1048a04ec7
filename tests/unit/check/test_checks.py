"""Checks over the mentions: each fires where it must and is silent beside it."""

import datetime as dt
from dataclasses import replace

import pytest

from rescue_cli.check.all_checks import CHECKS, check
from rescue_cli.core.findings import findings_table
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.load import load_catalogue
from support.reading import HEAD, household, read_here, xixia
from support.workbooks import xlsx

MAN, WOMAN = "990101199003070015", "990101199003070023"


def checked(sheets):
    intake = read_here({"兴泾镇.xlsx": xlsx(sheets)})
    with DuckEngine() as engine:
        return check(engine, intake.mentions, intake.columns, xixia(), dt.date(2019, 9, 30))


def table(extra, *rows):
    return {"困难家庭名册": [[*HEAD, *extra], *rows]}


def said(findings):
    return [(finding.code, finding.cell, finding.value) for finding in findings]


def test_a_missing_required_cell_is_one_finding():
    findings = checked(table([], household(1, 联系方式=None), household(2)))
    assert said(findings) == [("CHECK-REQUIRED-MISSING", "E2", "")]
    assert (findings[0].field, findings[0].township) == ("联系方式", "兴泾镇")


def test_a_missing_required_column_is_one_finding_a_sheet():
    rows = [
        ["户主姓名", "详细住址", "联系方式"],
        *[[f"示范{name}", f"{name}号", f"1990000000{n}"] for n, name in enumerate("甲乙丙")],
    ]
    findings = checked({"困难家庭名册": rows})
    assert [(f.code, f.field, f.row, f.facts["行数"]) for f in findings] == [
        ("CHECK-COLUMN-MISSING", "家庭困难类别", None, "3")
    ]


@pytest.mark.parametrize(
    ("extra", "given", "expected"),
    [
        (["出生日期"], ["1990-03-07"], []),
        (["出生日期"], ["1990-03-08"], [("CHECK-ID-BIRTH-DISAGREES", "G2", "1990-03-08")]),
        (["性别"], ["男"], []),
        (["性别"], ["女"], [("CHECK-ID-SEX-DISAGREES", "G2", "女")]),
        (["家庭人口", "低保人数"], [3, 3], []),
        (["家庭人口", "低保人数"], [3, 4], [("CHECK-COVERED-OVER-SIZE", "H2", "4")]),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 500, 18000], []),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 500, 18030], []),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 0, 0], []),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, None, 18000], []),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 500, 1500], [("CHECK-INCOME-MONTH-YEAR", "I2", "1500.00")]),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 6000, 18000], [("CHECK-INCOME-MONTH-YEAR", "I2", "18000.00")]),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 500, 30000], [("CHECK-INCOME-DISAGREES", "I2", "30000.00")]),
        (["家庭人口", "人均月收入", "家庭年收入"], [3, 500, 0], [("CHECK-INCOME-DISAGREES", "I2", "0.00")]),
    ],
)
def test_figures_that_cannot_all_be_right(extra, given, expected):
    assert said(checked(table(extra, [*household(1, 身份证号=MAN), *given]))) == expected


def test_the_same_id_twice_in_a_form_names_the_first_row():
    twice = [household(1, 身份证号=MAN), household(2, 身份证号=MAN), household(3, 身份证号=WOMAN)]
    results = [["户主姓名", "身份证号", "办理结果", "办理日期"], *[["示范甲", MAN, "临时救助", "2019-06-01"]] * 2]
    findings = checked({"困难家庭名册": [HEAD, *twice], "审核审批结果": results})
    assert [(f.code, f.sheet, f.cell, f.facts["首处"]) for f in findings] == [
        ("CHECK-ID-TWICE", "困难家庭名册", "C3", "工作表“困难家庭名册”第2行")
    ]


def test_a_phone_of_more_than_four_households():
    four = [household(n, 联系方式="19900000000") for n in range(4)]
    assert said(checked(table([], *four))) == []
    five = [*four, household(4, 联系方式="19900000001/19900000000")]
    assert said(checked(table([], *five))) == [("CHECK-PHONE-SHARED", "E2", "19900000000")]


@pytest.mark.parametrize("needed", [("年龄",), ("身份证号", ("年龄", "性别"))])
def test_a_check_whose_columns_nobody_gives_is_not_run(needed):
    entry = replace(CHECKS[0], source=None, columns=needed, query=lambda run: "no SQL at all")
    intake = read_here({"兴泾镇.xlsx": xlsx(table([], household(1, 身份证号=MAN)))})
    with DuckEngine() as engine:
        assert check(engine, intake.mentions, intake.columns, xixia(), dt.date(2019, 9, 30), checks=(entry,)) == []


def test_every_check_has_its_text():
    rows = [*[household(n, 联系方式="19900000000", 身份证号=MAN) for n in range(5)], household(5, 家庭困难类别=None)]
    findings = checked({**table([], *rows), "摸排线索名单": [["户主姓名", "身份证号"], ["示范甲", MAN]]})
    lines = findings_table(findings, load_catalogue()).to_pylist()
    assert {line["代码"] for line in lines} == {
        "CHECK-ID-TWICE",
        "CHECK-PHONE-SHARED",
        "CHECK-REQUIRED-MISSING",
        "CHECK-COLUMN-MISSING",
    }
    assert not any("（未注明）" in line["问题"] + line["怎么改"] for line in lines)
