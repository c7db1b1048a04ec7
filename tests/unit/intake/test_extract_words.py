"""Whose words a piece of a result cell is: names in a row share what follows, 低保边缘 is not 低保."""

import pytest

from rescue_cli.intake.steps.extracts import _speaking
from rescue_cli.values.phrases import claimed, pieces, quantities

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
