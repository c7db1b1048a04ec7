"""Coverage and control totals: what is owed, what came, and the gap."""

import datetime as dt

import pytest

from rescue_cli.core.tables import COVERAGE
from support.small import book, small_pack, through, told

CONTACTS = """
title = "协理员联系表"
grain = "person"
role = "unlinked"
clause = "三（三）"
names = ["协理员联系表"]
column = [{ field = "序号" }, { field = "镇街" }, { field = "村居" }, { field = "姓名" }, { field = "联系方式" }]
"""
VISITS = """
title = "走访记录"
grain = "household"
role = "survey"
clause = "二（二）"
names = ["走访记录"]
column = [
  { field = "镇街" }, { field = "户主姓名", required = true }, { field = "身份证号" }, { field = "入户日期" }, { field = "调查人" },
]
"""
EVERY_VILLAGE = """
[[coverage]]
name = "村级协理员"
form = "协理员联系表"
each = "村居"
who = "{镇街}"
clause = "三（三）"
"""
MONTHLY_VISITS = """
[[coverage]]
name = "每月走访"
form = "走访记录"
each = "编号"
among = ["困难家庭名册"]
since = "办理日期"
day = "入户日期"
who = "{镇街}"
clause = "二（二）"
"""
IDS = ("990101196001010019", "990101196001010027", "990101196001010035")
DAY = dt.date(2022, 6, 20)


def contacts(*rows):
    return book(*rows, title="协理员联系表", heads=("序号", "镇街", "村居", "姓名", "联系方式"))


def visits(*rows):
    return book(*rows, title="走访记录", heads=("镇街", "户主姓名", "身份证号", "入户日期", "调查人"))


def test_every_village_owes_a_contact_and_its_township_is_told(tmp_path):
    pack = small_pack(tmp_path, head=EVERY_VILLAGE + 'by = "联系表"\n' + DEADLINE, 协理员联系表=CONTACTS)
    sent = {
        "联系表.xlsx": contacts((1, "甲镇", "东村", "示范甲", "13900000000"), (2, "乙镇", "北村", "示范乙", "")),
        "名册.xlsx": book((1, "乙镇", "北村", "示范丙", "", "北村1号", 2, "")),
    }
    done = through(pack, sent, DAY)
    assert done.overseen.coverage.schema == COVERAGE
    assert told(done.overseen.coverage, "镇街", "对象", "应报", "已报", "状态", "责任单位") == [
        ("甲镇", "东村", 1, 1, "已报", "甲镇"),
        ("甲镇", "西村", 1, 0, "未报", "甲镇"),
        ("乙镇", "南村", 1, 0, "未报", "乙镇"),
        ("乙镇", "北村", 1, 1, "已报", "乙镇"),  # no village of rescue.toml, but the rosters name it
    ]
    gaps = [finding for finding in done.findings if finding.code == "JUDGE-COVERAGE-SHORT"]
    assert [(gap.township, gap.facts["对象"], gap.facts["缺口"]) for gap in gaps] == [
        ("乙镇", "乙镇南村", "应有1条，实有0条"),
        ("甲镇", "甲镇西村", "应有1条，实有0条"),
    ]
    before = through(pack, sent, dt.date(2022, 4, 9))
    assert told(before.overseen.coverage, "状态") == [("已报",), ("未到期",), ("未到期",), ("已报",)]
    assert "JUDGE-COVERAGE-SHORT" not in {finding.code for finding in before.findings}


DEADLINE = '[[deadline]]\nid = "联系表"\ntitle = "报联系表"\non = 2022-04-10\nwho = "各镇"\nclause = "三"\n'


def test_rows_nobody_links_stand_in_no_case_and_in_the_balance(tmp_path):
    pack = small_pack(tmp_path, 协理员联系表=CONTACTS)
    sent = {
        "联系表.xlsx": contacts((1, "甲镇", "东村", "示范甲", "13900000000"), (2, "甲镇", "西村", "", "13900000000")),
        "名册.xlsx": book((1, "甲镇", "东村", "示范甲", IDS[0], "东村1号", 2, "")),
    }
    done = through(pack, sent, DAY)
    assert done.settled.cases.num_rows == 1
    assert told(done.settled.balance, "来源文件", "已取", "不归户", "差") == [
        ("名册.xlsx", 1, 0, 0),
        ("联系表.xlsx", 0, 2, 0),
    ]
    kinds = {(row["来源文件"], row["行号"]): row["类别"] for row in done.intake.rows.to_pylist()}
    assert kinds["联系表.xlsx", 4] == "数据"  # it names nobody, and is none the less a row
    assert {line["来源文件"] for line in done.settled.clusters.to_pylist() if line["编号"]} == {"名册.xlsx"}


def test_cases_owe_a_visit_every_month_from_the_day_they_are_listed(tmp_path):
    pack = small_pack(tmp_path, head=MONTHLY_VISITS, 走访记录=VISITS)
    heads = ("序号", "镇街", "户主姓名", "身份证号", "办理日期")
    sent = {
        "名册.xlsx": book((1, "甲镇", "示范甲", IDS[0], ""), (2, "乙镇", "示范乙", IDS[1], "2022-06-02"), heads=heads),
        "走访.xlsx": visits(
            ("甲镇", "示范甲", IDS[0], "2022-04-30", "示范己"), ("甲镇", "示范甲", IDS[0], "2022-05-01", "示范己")
        ),
    }
    done = through(pack, sent, DAY)
    assert told(done.overseen.coverage, "对象", "月份", "已报", "状态") == [
        ("示范甲", "2022-04", 1, "已报"),
        ("示范甲", "2022-05", 1, "已报"),
        ("示范甲", "2022-06", 0, "未到期"),
        ("示范乙", "2022-06", 0, "未到期"),
    ]
    assert all(done.overseen.coverage["编号"].to_pylist())
    later = through(pack, sent, dt.date(2022, 6, 30))
    (gap_jia, gap_yi) = [finding for finding in later.findings if finding.code == "JUDGE-COVERAGE-SHORT"]
    assert (gap_jia.township, gap_jia.facts["缺口"]) == ("乙镇", "有1户应有而没有（2022-06）")
    assert gap_yi.township == "甲镇"


def test_a_month_may_end_on_a_settlement_day(tmp_path):
    pack = small_pack(tmp_path, head="settlement_day = 25\n" + MONTHLY_VISITS, 走访记录=VISITS)
    sent = {
        "名册.xlsx": book(
            (1, "甲镇", "示范甲", IDS[0], "2022-04-26"), heads=("序号", "镇街", "户主姓名", "身份证号", "办理日期")
        ),
        "走访.xlsx": visits(("甲镇", "示范甲", IDS[0], "2022-04-26", "示范己")),
    }
    coverage = through(pack, sent, dt.date(2022, 5, 25)).overseen.coverage
    assert told(coverage, "月份", "已报", "状态") == [("2022-05", 1, "已报")]


@pytest.mark.parametrize(
    ("households", "persons", "state", "said"),
    [
        (3, 8, "相符", ""),
        (3, 9, "不符", "应3户，实3户；应9人，实8人"),
        (4, None, "不符", "应4户，实3户"),
        (None, 8, "相符", ""),
    ],
)
def test_control_totals_are_tied_out(tmp_path, households, persons, state, said):
    stated = [f"{key} = {n}" for key, n in (("households", households), ("persons", persons)) if n is not None]
    pack = small_pack(
        tmp_path, head='[[control]]\nname = "名册总数"\nform = "困难家庭名册"\nclause = "一"\n' + "\n".join(stated)
    )
    sent = {
        "名册.xlsx": book(
            (1, "甲镇", "东村", "示范甲", IDS[0], "东村1号", 3, ""),
            (2, "甲镇", "东村", "示范乙", IDS[1], "东村2号", 4, ""),
            (3, "甲镇", "西村", "示范丙", IDS[2], "西村3号", 1, ""),
        ),
        "再报.xlsx": book((1, "甲镇", "东村", "示范甲", IDS[0], "东村1号", 3, "")),  # one household, told twice
    }
    done = through(pack, sent, DAY)
    assert told(done.overseen.controls, "实有户数", "实有人数", "状态") == [(3, 8, state)]
    found = [finding.facts["比较"] for finding in done.findings if finding.code == "JUDGE-CONTROL-DIFFERS"]
    assert found == ([said] if said else [])


def test_people_of_a_household_that_does_not_say_how_many_are_no_zero(tmp_path):
    pack = small_pack(
        tmp_path, head='[[control]]\nname = "总数"\nform = "困难家庭名册"\nhouseholds = 1\npersons = 0\nclause = "一"\n'
    )
    done = through(pack, {"名册.xlsx": book((1, "甲镇", "东村", "示范甲", IDS[0], "东村1号", "", ""))}, DAY)
    assert told(done.overseen.controls, "人数不明", "状态") == [(1, "不符")]
    nothing = through(pack, {}, DAY)
    assert told(nothing.overseen.controls, "状态") == [("未收到",)]
    (finding,) = [finding for finding in nothing.findings if finding.code == "JUDGE-CONTROL-DIFFERS"]
    assert finding.facts["级别"] == "提示"


FEEDBACK = """
title = "疑点信息反馈表"
grain = "statistics"
role = "unlinked"
clause = "三（二）"
names = ["疑点信息反馈表"]
column = [{ field = "序号" }, { field = "部门" }, { field = "户主姓名" }, { field = "反馈日期" }]
"""
DEPARTMENTS = """
[[codes]]
name = "部门"
clause = "测试"
item = [{ value = "残联" }, { value = "医保局" }]
"""
DEPARTMENT = '[[field]]\nname = "部门"\ntype = "choice"\ncodes = "部门"\ngloss = "department"\nsource = "测试"\n'


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("季", [("残联", "2022年第2季度", 2, "已报"), ("残联", "2022年第3季度", 0, "未到期")]),
        ("年", [("残联", "2022年", 2, "已报")]),
        ("月", [("残联", "2022-04", 0, "未报"), ("残联", "2022-05", 2, "已报"), ("残联", "2022-06", 0, "未报")]),
    ],
)
def test_departments_owe_theirs_by_month_quarter_or_year(tmp_path, every, expected):
    head = f"""
[[coverage]]
name = "部门反馈"
form = "疑点信息反馈表"
each = "部门"
least = 2
day = "反馈日期"
every = "{every}"
who = "各部门"
clause = "三（二）"
"""
    pack = small_pack(tmp_path, head=head, 疑点信息反馈表=FEEDBACK, categories=DEPARTMENTS, vocabulary=DEPARTMENT)
    heads = ("序号", "部门", "户主姓名", "反馈日期")
    sent = {
        "反馈.xlsx": book(
            (1, "残联", "示范甲", "2022-05-10"),
            (2, "残联", "示范乙", "2022-05-31"),
            (3, "医保局", "示范丙", "2022-05-31"),
            title="疑点信息反馈表",
            heads=heads,
        )
    }
    done = through(pack, sent, dt.date(2022, 7, 5))
    lines = told(done.overseen.coverage, "对象", "月份", "已报", "状态")
    assert [line for line in lines if line[0] == "残联"][: len(expected)] == expected
    assert "医保局" in {line[0] for line in lines}
    assert done.settled.cases.num_rows == 0
    if every == "月":
        assert ("医保局", "2022-05", 1, "不足") in lines
        gaps = {finding.facts["对象"]: finding for finding in done.findings if finding.code == "JUDGE-COVERAGE-SHORT"}
        gap = gaps["医保局"]
        assert gap.facts["缺口"] == "每月应有2条，缺2022-04、2022-05、2022-06"
