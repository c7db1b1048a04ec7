"""Testing the cases of chengbei-2022: move a line of the notice by one step (< to <=, 60 to 61, …) and its case turns red.

Lines that do not touch one another are moved together, so that the cases are run few times; each names its own case.
"""

import pytest

from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.pack_tests import run_cases
from rescue_cli.values.choice import make_codes, parse_choice

PACK = load_pack("chengbei-2022")
PLAIN = [case for case in PACK.cases if case.as_of is None and not case.standard]  # judged together: one query
CLOCKS = [case for case in PACK.cases if case.expect.tasks is not None]
RULES, GATHERED, DERIVED = ("rule", "id", "when"), ("gather", "field", "value"), ("derive", "field", "value")
# 拟低保边缘 > is out of reach: who is exactly at the standard is 边界户 before.
MOVES = [
    (
        RULES,
        [
            ("拟低保", "人均年收入 <", "人均年收入 <=", "边界-恰等于标准"),
            ("拟低保", " and 财产符合", "", "低保-财产不符合"),
            ("拟低保边缘", "< 边缘年标准", "<= 边缘年标准", "低保边缘-恰为2倍不算"),
            ("拟低保边缘", " and 财产符合", "", "低保边缘-财产不符合"),
            ("已是低保边缘", "> 低保年标准", ">= 低保年标准", "低保边缘-收入恰为标准"),
            ("边缘家庭须复核", ">= 边缘年标准", "> 边缘年标准", "低保边缘-收入恰为2倍须复核"),
            ("在保复核", ">= 低保年标准", "> 低保年标准", "在保复核-核实收入不低于标准"),
            ("拟支出型", "支出型情形 and ", "支出型情形 or ", "支出型-严重困难但不因支出收入"),
        ],
    ),
    (
        GATHERED,
        [
            ("成员老年", ">= 老年人年龄", "> 老年人年龄", "黄色-成员当天满60周岁"),
            ("成员未成年", "< 成年年龄", "<= 成年年龄", "黄色-成员当天满18周岁不是未成年人"),
            ("成员重残", "'智力', '精神'", "'智力'", "黄色-成员三级精神残疾"),
            ("成员重残", "in ('一级', '二级')", "= '一级'", "黄色-成员二级残疾"),
            ("先行救助日期", "between 期始 and 期末", "<= 期末", "救急难-期始前一天发放不计新增"),
        ],
    ),
    (
        DERIVED,
        [
            ("属黄色", " or 家有未成年人", "", "黄色-有未成年人的低保家庭"),
            ("属黄色", "家有重病 or ", "", "黄色-有重病的低保家庭"),
            ("属绿色", "收入来源 = '不固定' and 家有劳动力", "(收入来源 = '不固定' or 家有劳动力)", "未归色-收入固定"),
        ],
    ),
]
LATE = {
    "当天上报": "时限-第二天上报",
    "急难1天响应": "时限-线索第三天响应",
    "救急难12小时答复": "时限-救急难超过12小时一分钟",
    "疑点核实": "时限-疑点超过一个月核实",
    "红色动态管理": "时限-红色一年一次，没有核对",
    "黄色动态管理": "时限-黄色一年一次、半年核对",
    "黄色经济状况核对": "时限-黄色一年一次、半年核对",
    "绿色动态管理": "时限-黄兼绿按短周期",
    "绿色经济状况核对": "时限-黄兼绿按短周期",
    "绿色每月了解": "时限-绿色每月了解从上次起算",
}


def turned_red(cases, **changed):
    mutated = PACK.model_copy(update={"rules": PACK.rules.model_copy(update=changed)})
    return {result.id for result in run_cases(mutated, cases) if result.wrong}


@pytest.mark.parametrize(("part", "moves"), MOVES, ids=[f"{part[0]} {n}" for n, (part, _) in enumerate(MOVES)])
def test_moving_a_line_breaks_its_case(part, moves):
    kind, name, key = part
    entries = {getattr(entry, name): entry for entry in getattr(PACK.rules, kind)}
    for wanted, old, new, _ in moves:
        text = getattr(entries[wanted], key)
        assert old in text, f"{wanted}: {old} is gone"
        entries[wanted] = entries[wanted].model_copy(update={key: text.replace(old, new)})
    red = turned_red(PLAIN, **{kind: tuple(entries.values())})
    assert {case for *_, case in moves} - red == set()


def test_moving_a_clock_breaks_its_case():
    assert set(LATE) == {clock.id for clock in PACK.rules.clock}
    later = tuple(
        clock.model_copy(
            update={"every": clock.every + 1} if clock.every is not None else {"within": (clock.within or 0) + 1}
        )
        for clock in PACK.rules.clock
    )
    assert set(LATE.values()) - turned_red(CLOCKS, clock=later) == set()


@pytest.mark.parametrize("word", ["无", "无残疾", "没有", "0", "—", "-", "－", "/", "健康"])
def test_no_disability_is_an_answer_and_no_gap(word):
    for name in ("残疾等级", "残疾类别"):
        codes = PACK.codes[name]
        words = make_codes([(item.value, item.synonyms) for item in codes.item], codes.none, inside=codes.inside)
        assert parse_choice(word, words).value == "无", name


@pytest.mark.parametrize("word", ["", "不详", "二级（无证）", "未评定"])
def test_what_does_not_say_is_no_answer(word):
    codes = PACK.codes["残疾等级"]
    words = make_codes([(item.value, item.synonyms) for item in codes.item], codes.none, inside=codes.inside)
    assert parse_choice(word, words).value in (None, "二级")
