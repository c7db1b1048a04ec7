"""Whose words a piece of a result cell is: names in a row share what follows, 低保边缘 is not 低保."""

import pytest

from rescue_cli.intake.steps.extracts import _speaking
from rescue_cli.values.phrases import claimed, pieces, quantities, values_in_words

MARGIN, LOW, RELIEF = ["低收入", "低保边缘"], ["低保"], ["临时救助"]
ALL = [MARGIN, LOW, RELIEF]


@pytest.mark.parametrize(
    ("text", "part", "texts"),
    [
        ("低保、临时救助均不符合", LOW, ["低保、临时救助均不符合"]),
        ("低保、临时救助均不符合", RELIEF, ["低保、临时救助均不符合"]),
        ("低保:不符合、临时救助:纳入", LOW, ["低保:不符合"]),
        ("低保边缘:纳入", LOW, []),
        ("低保边缘:纳入", MARGIN, ["低保边缘:纳入"]),
        ("不符合低保条件,纳入低保边缘家庭", LOW, ["不符合低保条件"]),
    ],
)
def test_a_piece_belongs_to_the_facts_it_names(text, part, texts):
    speaking = _speaking(pieces(text, ALL), part, ALL)
    assert [piece.text for piece in claimed(speaking, part)] == texts


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("家庭3人,户主68岁", ["3人"]),
        ("2个孩子上学", []),
        ("户主68岁,患重病", []),
        ("家庭2人患病", []),
        ("一家3口人", ["3口"]),
    ],
)
def test_a_number_counts_the_family_only_after_its_words(text, texts):
    assert quantities(text, ("人", "口", "岁", "个"), ["家庭", "一家"]) == texts


RESULT_WORDS = {
    "不符合": "不符合",
    "不予": "不符合",
    "纳入": "纳入",
    "给予": "纳入",
    "予以": "纳入",
    "享受": "纳入",
    "发放": "纳入",
    "拟纳入": "办理中",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("给予临时救助2000元", "纳入"),
        ("予以医疗救助", "纳入"),
        ("2022年12月起享受低保", "纳入"),
        ("已发放", "纳入"),
        ("预计12月纳入", "办理中"),
        ("将于2023年1月纳入", "办理中"),
        ("计划给予临时救助", "办理中"),
        ("可给予临时救助", "办理中"),
        ("同意上报给予低保", "办理中"),
        ("建议给予低保", "办理中"),
        ("拟纳入低保", "办理中"),
        ("正在办理发放手续", "办理中"),
        ("不予低保", "不符合"),
        ("原已享受低保", None),
        ("之前已纳入低保", None),
        ("未纳入", None),
        ("再看看", None),
    ],
)
def test_what_is_only_planned_or_was_so_before_is_not_admitted(text, value):
    stated = values_in_words(text, RESULT_WORDS, "办理中")
    values = () if stated.doubtful else stated.values
    assert values == (() if value is None else (value,))
