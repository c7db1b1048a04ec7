"""The situations households of the sample are in, and what the notice says of each (西夏区2019方案 三（三）).

A situation gives facts relative to the line (`line` 1 = 低保标准, 2 = 2倍; `gap` in 元/人·月), so that it holds for
urban and rural households alike. `expect` is (分类, 阶段, 结果) read from the notice by hand, never from the program.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from synthetic.district import RURAL, URBAN

HARD, SCATTERED, PARTIAL = "困难家庭名册", "分散供养特困对象名册", "未整户纳入低保家庭名册"
DIBAO, TEKUN, LOW_INCOME = "低保在保名单", "特困名单", "低收入在册名单"
BOTH = (URBAN, RURAL)
ANY = "任意"  # one of the ordinary hardships, chosen by the generator
NONE = ("无",)


@dataclass(frozen=True)
class Situation:
    """`gap` None: no income. `income`: which column carries it. `survey`, `results`, `lists`: rows of other forms."""

    say: str
    count: int
    expect: tuple[str, str, str] | None
    form: str = HARD
    line: int = 1
    gap: Decimal | None = Decimal(0)
    income: str = "随表"
    size: tuple[int, ...] | None = (1, 2, 3, 4, 5)
    hardship: tuple[str, ...] | str | None = ANY
    areas: tuple[str, ...] = BOTH
    only: str = ""  # a township
    facts: dict[str, Any] = field(default_factory=dict)
    survey: dict[str, Any] | None = None
    results: tuple[dict[str, Any], ...] = ()
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: str = ""
    code: str = ""


def aided(outcome: str) -> tuple[str, str, str]:
    return ("新增救助", "终判", outcome)


def aid(outcome: str) -> tuple[str, str, str]:
    return ("新增救助", "初判", outcome)


def open_question(phase: str = "初判", outcome: str = "待核实") -> tuple[str, str, str]:
    return ("待核实", phase, outcome)


HELPED = ("已享受救助", "初判", "已享受救助")
WATCHED = ("救助观察", "初判", "拟观察")
NOT_LISTED = ("不予列入", "初判", "不予列入")


def result(outcome: str, month: int, **more: Any) -> dict[str, Any]:
    return {"办理结果": outcome, "月": month, **more}


def d(text: str) -> Decimal:
    return Decimal(text)


REFUSED = "人均收入超过低收入标准"
START_LIST = {"名单": "2019-03-31"}
LATER_LIST = {"名单": "2019-08-31", "享受起始日期": dt.date(2019, 7, 1)}

BEFORE_RESULTS: tuple[Situation, ...] = (
    Situation("低于低保标准", 32, aid("拟低保"), gap=d("-95")),
    Situation("远低于低保标准", 14, aid("拟低保"), gap=d("-210")),
    Situation("低于低保标准一分（农村一元）", 6, aid("拟低保"), gap=d("-0.01")),
    Situation("恰等于低保标准", 8, aid("拟低收入")),
    Situation("标准以上2倍以内", 44, aid("拟低收入"), gap=d("140")),
    Situation("接近2倍", 8, aid("拟低收入"), line=2, gap=d("-15")),
    Situation("恰等于2倍标准", 8, aid("拟低收入"), line=2),
    Situation("高于2倍一分（农村一元），有困难", 4, WATCHED, line=2, gap=d("0.01")),
    Situation("高于2倍43元，有困难", 3, WATCHED, line=2, gap=d("43"), areas=(URBAN,)),
    Situation("高于2倍，有困难", 30, WATCHED, line=2, gap=d("260")),
    Situation("高于2倍，确无困难", 12, NOT_LISTED, line=2, gap=d("310"), hardship=NONE),
    Situation("高于2倍，核查认定无实际困难", 8, NOT_LISTED, line=2, gap=d("280"), survey={"是否确有实际困难": False}),
    Situation(
        "高于2倍，困难类别空白",
        5,
        open_question(),
        line=2,
        gap=d("240"),
        hardship=None,
        missing="家庭困难类别",
        code="CHECK-REQUIRED-MISSING",
    ),
    Situation("收入空白", 9, open_question(), gap=None, missing="收入"),
    Situation("只有家庭年收入，人口空白", 5, open_question(), gap=d("-60"), income="年", size=None, missing="家庭人口"),
    Situation("城乡不明", 3, open_question(), gap=d("-80"), only="贺兰山西路街道", areas=("",), missing="城乡"),
    Situation("两项收入分处标准两侧", 4, open_question(), gap=d("-90"), income="矛盾", size=(2, 3), areas=(URBAN,)),
    Situation("低保人数大于家庭人口", 3, open_question(), gap=d("-70"), size=(2, 3), facts={"低保人数": "人口+2"}),
    Situation("财产不符合，有困难", 5, WATCHED, gap=d("80"), facts={"财产符合规定": False}),
    Situation("低于标准，财产未填", 6, aid("拟低保"), gap=d("-75"), facts={"财产符合规定": None}),
    Situation("2倍以内，财产未填", 5, aid("拟低收入"), gap=d("95"), facts={"财产符合规定": None}),
    Situation(
        "高于2倍，扣减刚性支出后可能符合", 4, WATCHED, line=2, gap=d("45"), size=(3, 4), facts={"刚性支出": 9000}
    ),
    Situation(
        "标准以上，扣减就业成本后可能低于标准", 3, aid("拟低收入"), gap=d("30"), size=(2, 3), facts={"就业成本": 6000}
    ),
    Situation(
        "核查收入低于标准，名册收入高于标准", 3, aid("拟低保"), gap=d("60"), areas=(URBAN,), survey={"人均差": d("-40")}
    ),
)

ALREADY: tuple[Situation, ...] = (
    Situation("排查前已整户在保（名单）", 6, HELPED, gap=d("-120"), lists={DIBAO: START_LIST | {"保障人数": "全部"}}),
    Situation(  # the list of the bureau came, and lacks them: one of the two is wrong
        "名册自报全家在保，名单上没有",
        3,
        open_question(),
        gap=d("-130"),
        facts={"低保人数": "人口"},
        missing="低保人数",
    ),
    Situation(
        "名册写低保人数0，名单写有人在保",
        3,
        open_question(),
        gap=d("-85"),
        size=(3, 4),
        facts={"低保人数": 0},
        lists={DIBAO: START_LIST | {"保障人数": 2}},
    ),
    Situation(
        "名册未写，名单为部分成员在保",
        4,
        aid("拟整户纳入低保"),
        gap=d("-65"),
        size=(3, 4, 5),
        lists={DIBAO: START_LIST | {"保障人数": 1}},
    ),
    Situation("低收入在册，收入在线内", 5, HELPED, gap=d("150"), lists={LOW_INCOME: START_LIST}),
    Situation("名册自报已享受低收入", 3, HELPED, gap=d("170"), facts={"已享受低收入": True}),
    Situation("低收入在册，收入已降到低保标准以下", 2, aid("拟低保"), gap=d("-55"), lists={LOW_INCOME: START_LIST}),
    Situation("特困在册", 3, HELPED, gap=d("-240"), size=(1,), hardship=("年老体弱",), lists={TEKUN: START_LIST}),
    Situation("与名单上的人同名不同人", 2, aid("拟低保"), gap=d("-88"), lists={DIBAO: START_LIST | {"同名": True}}),
)

WITH_RESULTS: tuple[Situation, ...] = (
    Situation("审批纳入低保", 7, aided("纳入低保"), gap=d("-100"), results=(result("纳入低保", 7),)),
    Situation(
        "排查期间纳入低保，已进8月名单",
        5,
        aided("纳入低保"),
        gap=d("-110"),
        results=(result("纳入低保", 6),),
        lists={DIBAO: LATER_LIST | {"保障人数": "全部"}},
    ),
    Situation("审批纳入低收入", 11, aided("纳入低收入"), gap=d("120"), results=(result("纳入低收入", 7),)),
    Situation(
        "给予临时救助",
        6,
        aided("临时救助"),
        line=2,
        gap=d("90"),
        hardship=("突发事件",),
        results=(result("临时救助", 5),),
    ),
    Situation(
        "转介后已给予救助",
        6,
        aided("转介给予救助"),
        line=2,
        gap=d("130"),
        hardship=("重病",),
        results=(result("转介", 6, 转介部门="区医疗保障局", 转介反馈="已给予救助"),),
    ),
    Situation(
        "转介未反馈",
        5,
        open_question("终判", "转介待反馈"),
        line=2,
        gap=d("150"),
        hardship=("就业困难",),
        results=(result("转介", 8, 转介部门="区人力资源和社会保障局"),),
    ),
    Situation(
        "转介办理中",
        2,
        open_question("终判", "转介待反馈"),
        line=2,
        gap=d("110"),
        hardship=("住房困难",),
        results=(result("转介", 8, 转介部门="区住房城乡建设局", 转介反馈="办理中"),),
    ),
    Situation(
        "不符合，核查确有困难",
        9,
        ("救助观察", "终判", "列入观察"),
        line=2,
        gap=d("170"),
        survey={"是否确有实际困难": True},
        results=(result("不符合", 7, 不符合理由=REFUSED),),
    ),
    Situation(
        "不符合，核查确有困难，未写理由",
        2,
        ("救助观察", "终判", "列入观察"),
        line=2,
        gap=d("190"),
        survey={"是否确有实际困难": True},
        results=(result("不符合", 8),),
        code="CHECK-RESULT-NO-REASON",
    ),
    Situation(
        "不符合，核查无实际困难",
        4,
        ("不予列入", "终判", "不予列入"),
        line=2,
        gap=d("330"),
        survey={"是否确有实际困难": False},
        results=(result("不符合", 7, 不符合理由=REFUSED),),
    ),
    Situation(
        "不符合，是否确有困难没有填",
        4,
        open_question("终判"),
        line=2,
        gap=d("160"),
        survey={"是否确有实际困难": None},
        results=(result("不符合", 8, 不符合理由=REFUSED),),
        missing="是否确有实际困难",
    ),
    Situation(
        "先不符合低保，后给予临时救助",
        3,
        aided("临时救助"),
        line=2,
        gap=d("75"),
        hardship=("重病", "突发事件"),
        results=(result("不符合", 6, 不符合理由=REFUSED), result("临时救助", 7)),
    ),
    Situation(
        "一户两项：纳入低收入又给予临时救助",
        3,
        aided("纳入低收入"),
        gap=d("110"),
        hardship=("重病",),
        results=(result("纳入低收入", 6), result("临时救助", 8)),
    ),
    Situation(
        "审批纳入特困",
        3,
        aided("纳入特困"),
        gap=d("-250"),
        size=(1,),
        hardship=("年老体弱",),
        results=(result("纳入特困", 6),),
    ),
    Situation(
        "办理日期在排查期以前",
        2,
        aid("拟低收入"),
        gap=d("130"),
        results=(result("临时救助", 2),),
        code="CHECK-RESULT-OUTSIDE",
    ),
)

SUPPORTED: tuple[Situation, ...] = tuple(
    Situation(
        say,
        count,
        expect,
        form=SCATTERED,
        gap=None,
        size=(1,),
        hardship=None,
        facts=facts,
        lists={TEKUN: START_LIST},
        **more,
    )
    for say, count, expect, facts, more in (
        (
            "失能半失能、有隐患、愿意集中",
            8,
            aid("拟集中供养"),
            {"自理能力": "失能", "权益受侵害或存隐患": True, "集中供养意愿": True},
            {},
        ),
        (
            "有隐患、不愿意集中",
            6,
            ("已享受救助", "初判", "定期回访"),
            {"自理能力": "半失能", "权益受侵害或存隐患": True, "集中供养意愿": False},
            {},
        ),
        (
            "失能半失能、无隐患",
            7,
            ("已享受救助", "初判", "可自愿集中供养"),
            {"自理能力": "半失能", "权益受侵害或存隐患": False, "集中供养意愿": True},
            {},
        ),
        ("具备自理能力", 6, HELPED, {"自理能力": "具备", "权益受侵害或存隐患": False, "集中供养意愿": False}, {}),
        (
            "有隐患、意愿未填",
            3,
            open_question(),
            {"自理能力": "失能", "权益受侵害或存隐患": True, "集中供养意愿": None},
            {"missing": "集中供养意愿", "code": "CHECK-REQUIRED-MISSING"},
        ),
        (
            "已办理集中供养",
            4,
            aided("集中供养"),
            {"自理能力": "失能", "权益受侵害或存隐患": True, "集中供养意愿": True},
            {"results": (result("集中供养", 7),)},
        ),
    )
)

PARTLY: tuple[Situation, ...] = tuple(
    Situation(say, count, expect, form=PARTIAL, **more)
    for say, count, expect, more in (
        (
            "部分在保，低于标准",
            12,
            aid("拟整户纳入低保"),
            {"gap": d("-105"), "size": (3, 4, 5), "facts": {"低保人数": 1}},
        ),
        (
            "部分在保，恰等于标准",
            4,
            open_question(),
            {"size": (3, 4), "facts": {"低保人数": 1}, "missing": "在保人员须复核"},
        ),
        (
            "部分在保，高于标准",
            4,
            open_question(),
            {"gap": d("85"), "size": (3, 4), "facts": {"低保人数": 2}, "missing": "在保人员须复核"},
        ),
        (
            "单人户施保",
            4,
            aid("拟低收入"),
            {
                "gap": d("100"),
                "size": (3, 4),
                "facts": {"低保人数": 1, "单人户施保": True},
                "code": "CHECK-SINGLE-PERSON",
            },
        ),
        (
            "其实全家在保",
            3,
            HELPED,
            {
                "gap": d("-140"),
                "size": (2, 3),
                "facts": {"低保人数": "人口"},
                "lists": {DIBAO: START_LIST | {"保障人数": "全部"}},
                "code": "CHECK-NOT-PARTIAL",
            },
        ),
        (
            "其实无人在保",
            2,
            aid("拟低保"),
            {"gap": d("-115"), "size": (2, 3), "facts": {"低保人数": 0}, "code": "CHECK-NOT-PARTIAL"},
        ),
        (
            "部分在保，收入空白",
            2,
            open_question(),
            {"gap": None, "size": (3, 4), "facts": {"低保人数": 1}, "missing": "收入"},
        ),
        (
            "已整户纳入低保",
            6,
            aided("整户纳入低保"),
            {"gap": d("-125"), "size": (3, 4), "facts": {"低保人数": 1}, "results": (result("整户纳入低保", 7),)},
        ),
    )
)

ALL: tuple[Situation, ...] = (*BEFORE_RESULTS, *ALREADY, *WITH_RESULTS, *SUPPORTED, *PARTLY)
