"""Strict reading: a value counts only where everything beside it is understood."""

import pytest

from rescue_cli.values.whole_words import Understood, clauses, is_settled, says_nothing, says_only

KNOWN = Understood(
    names=("低保",),
    others=("医疗救助",),
    beside=("该户", "于", "起", "救助范畴"),
    before=("审批",),
    reasons=("名下",),
    barred=("已享受", "待办"),
)


@pytest.mark.parametrize(
    "text",
    [
        "纳入",
        "该户于2022年12月1日纳入低保救助范畴",
        "２０２２．１２．１起纳入低保（３人，每月５００元）",
        "二〇二二年十二月一日纳入低保",
        "低保、医疗救助：纳入",
        "纳入低保和医疗救助",
        "审批纳入低保，审批",
        "纳入低保，名下有车",
        "因患病纳入低保",
        "纳入低保1,500.50元/月",
        "纳入低保贰仟元整",
    ],
)
def test_what_is_wholly_understood_counts(text):
    assert says_only(text, ["纳入"], KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "该户低保",
        "不纳入",
        "望纳入低保",
        "纳入低保吗",
        "其母纳入低保",
        "纳入医疗救助",
        "纳入审批",
        "纳入低保0元",
        "纳入低保零元",
        "纳入低保0人",
        "已享受低保纳入",
        "名下有车纳入低保",
        "因待办纳入低保",
        "因材料不齐待补纳入低保",
        "纳入低保123",
        "202212345纳入低保",
    ],
)
def test_one_word_more_and_it_does_not(text):
    assert not says_only(text, ["纳入"], KNOWN)


def test_words_that_say_nothing_are_days_and_what_changes_nothing():
    assert says_nothing("该户，2022年12月1日起", KNOWN)
    assert not says_nothing("该户公示", KNOWN)


def test_a_long_cell_that_repeats_itself_is_read_at_once():
    assert not says_only("纳入" * 20_000 + "吗", ["纳入"], KNOWN)


def test_clauses_and_what_leaves_them_open():
    assert clauses("经查，确有困难；（属实）") == ["经查", "确有困难", "属实"]
    assert is_settled("确有困难")
    assert not is_settled("是否困难待核实")


def test_a_name_that_is_itself_an_answer_is_not_barred_from_the_pieces_about_it():
    known = Understood(names=("低保",), others=("医疗救助",), beside=("条件",), barred=("低保", "医疗救助", "建议"))
    assert says_only("不符合低保条件", ["不符合"], known)
    assert says_only("不符合低保、医疗救助条件", ["不符合"], known)
    assert not says_only("建议医疗救助,低保不符合", ["不符合"], known)
