"""Radicals and other forms of a character are the character: in headings, names, townships, villages and words of a list."""

import unicodedata

import pytest

from rescue_cli.core import fields as f
from rescue_cli.values.character_forms import FORMS
from support.mentions import citizen
from support.reading import column, read_here
from support.workbooks import text_table, xls, xlsx

ROWS = [
    ["镇街", "村居", "⼾主姓名", "身份证号", "详细住址", "家庭困难类别"],
    ["兴泾镇", "泾华⼭村"[:2] + "村", "⻢建国", "", "1组1号", "重病"],
    ["镇北堡镇", "德林村", "⾺⼩⻰", "", "1组2号", "重⼤疾病"],
    ["镇北堡镇", "德林村", "\uf9e1⼤⼭", "", "⼀组3号", "重病"],
]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
def test_odd_forms_are_the_characters_meant(kind):
    make = {
        "xlsx": lambda r: xlsx({"困难家庭名册": r}),
        "xls": lambda r: xls({"困难家庭名册": r}),
        "csv": lambda r: text_table(r, "utf-8"),
    }
    intake = read_here({f"困难家庭名册.{kind}": make[kind](ROWS)})
    assert column(intake.mentions, f.HEAD_NAME) == ["马建国", "马小龙", "李大山"]
    assert column(intake.mentions, f.ADDRESS)[2] == "一组3号"
    listed = [line["读作"] for line in intake.raw.to_pylist() if line["字段"] == f.HEAD_NAME]
    assert listed == ["马建国", "马小龙", "李大山"]


def test_townships_sheets_files_and_words_of_a_list():
    rows = [
        ["镇街", "户主姓名", "详细住址", "已享受低收入"],
        ["怀远路街道".replace("路", "路"), "示范甲", "1组1号", "⽆"],
        ["⾦山".replace("⾦山", "兴泾"), "示范乙", "1组2号", "⾮"],
    ]
    intake = read_here({"⼀村名册.xlsx": xlsx({"困难家庭名册": rows})})
    assert column(intake.mentions, f.TOWNSHIP) == ["怀远路街道", "兴泾镇"]
    assert column(intake.mentions, "已享受低收入") == [None, False] or column(intake.mentions, "已享受低收入") == [
        False,
        False,
    ]


def test_traditional_characters_are_read_in_headings_places_and_words_and_stay_in_names():
    rows = [
        ["鎮街", "村居", "戶主姓名", "身份證號", "詳細住址", "聯繫電話", "家庭困難類別"],
        ["興涇鎮", "涇華村", "馬建國", citizen(1), "1組1號", "19900000001", "殘疾"],
        ["懷遠路街道", "懷遠社區", "李堃", citizen(2), "1組2號", "19900000002", "重病"],
    ]
    intake = read_here({"困難家庭名冊.xlsx": xlsx({"困難家庭名冊": rows})})
    assert column(intake.mentions, f.TOWNSHIP) == ["兴泾镇", "怀远路街道"]
    assert column(intake.mentions, f.VILLAGE) == ["泾华村", "怀远社区"]
    assert column(intake.mentions, f.ID_NUMBER) == [citizen(1), citizen(2)]
    assert column(intake.mentions, f.HARDSHIP) == [["残疾"], ["重病"]]
    assert column(intake.mentions, f.HEAD_NAME) == ["馬建國", "李堃"]
    assert column(intake.mentions, f.ADDRESS) == ["1組1號", "1組2號"]
    assert not intake.findings


def test_what_only_chooses_how_a_character_is_drawn_is_not_part_of_a_name():
    rows = [["户主姓名", "详细住址"], ["葛\ufe00大山", "1组1号"], ["葛\U000e0100小山", "1组2号"]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"困难家庭名册": rows})})
    assert column(intake.mentions, f.HEAD_NAME) == ["葛大山", "葛小山"]
    assert {line["读作"] for line in intake.raw.to_pylist()} == {"葛大山", "葛小山"}


def test_every_radical_has_an_ordinary_form():
    for code, sign in FORMS.items():
        assert len(sign) == 1
        assert not unicodedata.name(sign).startswith(("CJK RADICAL", "KANGXI RADICAL")), hex(code)
    kangxi = [code for code in range(0x2F00, 0x2FD6)]
    assert all(code in FORMS for code in kangxi)
