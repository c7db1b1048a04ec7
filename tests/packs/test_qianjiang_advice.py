"""黔江区2022: what surveyors write under 评估建议: plain names refer, what is not understood in full is asked about.

Each cell stands in a row of its own, of a household over the line that has a hardship: without advice it is 拟观察.
"""

import datetime as dt

import pytest

from rescue_cli.core.townships import Township
from support.packs import shipped
from support.small import through
from support.workbooks import xlsx

OBSERVED, UNREAD, AIDED = "拟观察", "评估建议未读懂", "建议救助不先列观察"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋", "一乙丁七卜入八儿刀力"
ADVICE = {
    "医疗救助": (OBSERVED, "医疗"),
    "建议给予医疗救助": (OBSERVED, "医疗"),
    "转介医保局": (OBSERVED, "医疗"),
    "建议转介区医保局给予医疗救助": (OBSERVED, "医疗"),
    "医疗、教育救助": (OBSERVED, "医疗", "教育"),
    "建议给予医疗救助，教育救助": (OBSERVED, "医疗", "教育"),
    "医疗救助；住房救助": (OBSERVED, "医疗", "住房"),
    "1.医疗救助 2.教育救助": (OBSERVED, "医疗", "教育"),
    "①医疗救助②就业援助": (OBSERVED, "医疗", "就业"),
    "建议危房改造": (OBSERVED, "住房"),
    "转区教委助学": (OBSERVED, "教育"),
    "建议推荐公益性岗位": (OBSERVED, "就业"),
    "建议受灾人员救助": (OBSERVED, "应急"),
    "经入户调查，该户符合医疗救助条件，建议转介区医保局": (OBSERVED, "医疗"),
    "户主患重病，建议给予医疗救助": (OBSERVED, "医疗"),
    "因病致贫，建议医疗救助": (OBSERVED, "医疗"),
    "建议医疗救助（转介医保局）": (OBSERVED, "医疗"),
    "家庭困难，需要医疗救助、就业帮扶": (OBSERVED, "医疗", "就业"),
    "建议由区医保局给予医疗救助，区教委给予教育救助": (OBSERVED, "医疗", "教育"),
    "建议医保局医疗救助,民政局临时救助": (AIDED, "医疗"),
    "医疗救助√": (OBSERVED, "医疗"),
    "不符合低保条件，建议医疗救助": (OBSERVED, "医疗"),
    "低保不符合，医疗救助": (OBSERVED, "医疗"),
    "该户生活困难，建议给予临时救助": (AIDED,),
    "建议临时救助2000元": (AIDED,),
    "急难救助": (AIDED,),
    "建议纳入低保边缘": (AIDED,),
    "建议纳入特困供养": (AIDED,),
    "符合低保条件": (AIDED,),
    "符合救助条件，建议纳入": (AIDED,),
    "同意": (AIDED,),
    "不符合低保条件": (OBSERVED,),
    "不符合救助条件，列入观察名单": (OBSERVED,),
    "不符合低保条件，建议列入观察": (OBSERVED,),
    "建议列入救助观察名单": (OBSERVED,),
    "建议不予列入": (OBSERVED,),
    "建议按程序审核": (OBSERVED,),
    "建议补报": (OBSERVED,),
    "建议不予医疗救助": (OBSERVED,),
    "不建议医疗救助": (OBSERVED,),
    "暂不需要医疗救助": (OBSERVED,),
    "无需救助": (OBSERVED,),
    "无": (OBSERVED,),
    "情况属实": (OBSERVED,),
    "建议持续关注": (OBSERVED,),
    "如符合条件给予医疗救助": (UNREAD,),
    "已转介医保局": (UNREAD,),
    "已享受医疗救助": (UNREAD,),
    "已纳入低保，建议给予医疗救助": (UNREAD, "医疗"),
    "其母建议医疗救助": (UNREAD,),
    "本人放弃医疗救助": (UNREAD,),
    "望给予医疗救助": (UNREAD,),
    "建议转介有关部门": (UNREAD,),
    "建议进一步核实": (UNREAD,),
    "待定": (UNREAD,),
    "建议医疗救助，低保不符合": (UNREAD,),
    "医疗救助或教育救助": (UNREAD,),
    "是否符合医疗救助待核实": (UNREAD,),
    "建议慈善救助": (UNREAD,),
}
HEADS = ["乡镇", "户主姓名", "详细住址"]
ROSTER = [*HEADS, "城乡", "家庭人口", "家庭困难类别", "低保人数", "人均月收入", "财产符合规定"]
SURVEY = [*HEADS, "是否见到本人", "困难情况", "是否确有实际困难", "评估建议", "对策建议", "入户日期", "调查人"]


@pytest.fixture(scope="module")
def lines():
    """(advice → the deciding line, the programmes the household is referred to), findings."""
    homes = [["濯水镇", f"{SURNAMES[n // 10]}{GIVEN[n % 10]}", f"濯水村{n + 1}组{n + 1}号"] for n in range(len(ADVICE))]
    roster = [[*home, "城市", 3, "重病", 0, 5000, "是"] for home in homes]
    survey = [
        [*home, "是", "患病", "是", advice, "回访", "2022年12月2日", "甲"]
        for home, advice in zip(homes, ADVICE, strict=True)
    ]
    files = {
        "濯水镇/花名册.xlsx": xlsx({"Sheet1": [["重点人群花名册"], ROSTER, *roster]}),
        "濯水镇/调查.xlsx": xlsx({"Sheet1": [["入户调查评估表"], SURVEY, *survey]}),
    }
    done = through(shipped("qianjiang-2022"), files, dt.date(2022, 12, 31), (Township("濯水镇", ("濯水",)),))
    advised = dict(zip((home[1] for home in homes), ADVICE, strict=True))
    names = {line["编号"]: advised[line["户主姓名"]] for line in done.facts}
    deciding = {names[line["编号"]]: line for line in done.determinations if line["分类"]}
    referred = {advice: [] for advice in ADVICE}
    for line in done.determinations:
        if line["分类"] is None:
            referred[names[line["编号"]]].append(line["结果"].removeprefix("拟转介"))
    return deciding, referred, done.findings


@pytest.mark.parametrize("advice", ADVICE)
def test_advice_is_read_as_it_is_meant_or_asked_about(lines, advice):
    deciding, referred, _ = lines
    assert (deciding[advice]["规则"], *referred[advice]) == ADVICE[advice], deciding[advice]["理由"]


def test_unread_advice_is_asked_about_in_its_own_words(lines):
    deciding, _, findings = lines
    unread = [advice for advice, (rule, *_) in ADVICE.items() if rule == UNREAD]
    for advice in unread:
        line = deciding[advice]
        assert (line["分类"], line["缺少"], line["理由"]) == ("待核实", ["评估建议"], f"评估建议未读懂：{advice}")
    places = {finding.cell for finding in findings if finding.code == "INTAKE-WORDS-UNREAD"}
    assert len(places) == len(unread)
