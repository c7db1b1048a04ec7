"""Facts read out of words: what plainly stands there, and nothing else."""

import datetime as dt

import pytest

from support.reading import read_here
from support.small import TOWNSHIPS, book, small_pack

VOCABULARY = """
[[field]]
name = "仍有困难"
type = "yes_no"
gloss = "still in difficulty"
source = "测试"
[[field]]
name = "近亲属受助"
type = "yes_no"
gloss = "relatives receive relief"
source = "测试"
[[field]]
name = "其他救助"
type = "choices"
codes = "其他救助"
gloss = "other relief"
source = "测试"
[[field]]
name = "低保办理"
type = "choice"
codes = "办理"
gloss = "outcome for low income"
source = "测试"
[[field]]
name = "临时办理日"
type = "date"
gloss = "day of relief"
source = "测试"
[[field]]
name = "领取金额"
type = "money"
unit = "元"
gloss = "amount"
source = "测试"
"""
CATEGORIES = """
[[codes]]
name = "其他救助"
none = "无"
clause = "测试"
item = [{ value = "残疾人补贴", synonyms = ["残疾补贴", "两项补贴"] }, { value = "医疗救助" }, { value = "无" }]
[[codes]]
name = "办理"
clause = "测试"
item = [{ value = "不符合", synonyms = ["不符合条件"] }, { value = "已纳入", synonyms = ["纳入"] }]
"""
FORM = """
title = "明细表"
grain = "household"
role = "roster"
clause = "附件1"
names = ["明细表"]
column = [
  { field = "镇街" }, { field = "户主姓名", required = true }, { field = "详细住址" }, { field = "备注" }, { field = "评估建议" },
  { field = "仍有困难", ask = false },
]
[[extract]]
field = "其他救助"
column = "备注"
part = ["1", "其他救助"]
no = ["未享受", "不享受", "否"]
clause = "附件1备注（1）"
[[extract]]
field = "仍有困难"
column = "备注"
part = ["2", "困难"]
yes = ["仍有困难", "有困难"]
no = ["无困难", "困难已解决"]
clause = "附件1备注（2）"
[[extract]]
field = "近亲属受助"
column = "备注"
part = ["3", "近亲属"]
yes = ["近亲属享受"]
no = ["无近亲属享受"]
clause = "附件1备注（3）"
[[extract]]
field = "领取金额"
column = "备注"
part = ["每月领取"]
clause = "附件1"
[[extract]]
field = "低保办理"
column = "评估建议"
part = ["低保"]
clause = "附件1"
[[extract]]
field = "临时办理日"
column = "评估建议"
part = ["临时救助"]
clause = "附件1"
"""
HEADS = ("镇街", "户主姓名", "详细住址", "备注", "评估建议")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return small_pack(tmp_path_factory.mktemp("packs"), vocabulary=VOCABULARY, categories=CATEGORIES, 明细表=FORM)


def read(pack, remark="", advice="", heads=HEADS, more=()):
    intake = read_here(
        {"表.xlsx": book(("甲镇", "示范甲", "东村1号", remark, advice, *more), title="明细表", heads=heads)},
        TOWNSHIPS,
        pack,
    )
    (line,) = intake.mentions.to_pylist()
    return line, intake


@pytest.mark.parametrize(
    ("remark", "other", "still", "kin"),
    [
        ("1、残疾补贴、医疗救助；2、仍有困难；3、无近亲属享受救助", ["残疾人补贴", "医疗救助"], True, False),
        ("1：医疗救助；2：无困难；3：否", ["医疗救助"], False, False),
        ("1.医疗救助2.无困难3.否", ["医疗救助"], False, False),
        ("（1）未享受（2）有困难（3）有", ["无"], True, True),
        ("①两项补贴②困难已解决③近亲属享受低保", ["残疾人补贴"], False, True),
        ("享受其他救助：医疗救助；是否仍有困难：是；近亲属享受社会救助：否", ["医疗救助"], True, False),
        ("仍有困难", None, True, None),  # says nothing of the other two
        ("独居老人", None, None, None),
        ("", None, None, None),
        ("无", None, None, None),  # nothing to remark is not a no
        ("否", ["无"], None, None),  # unless the pack says that the word alone is one
        ("是否还享受其他救助：否。是否仍有困难", ["无"], None, None),
        # neither plainly yes nor plainly no
        ("2、有困难，也无困难", None, None, None),
        ("2、不清楚", None, None, None),
        ("1、没有听说享受医疗救助", None, None, None),
        ("3、近亲属情况待查", None, None, None),
    ],
)
def test_three_facts_in_one_cell(pack, remark, other, still, kin):
    line, intake = read(pack, remark)
    assert (line["其他救助"], line["仍有困难"], line["近亲属受助"]) == (other, still, kin)
    assert line["备注"] == (remark or None)
    read_out = {row["字段"] for row in intake.raw.to_pylist()} & {"其他救助", "仍有困难", "近亲属受助"}
    facts = {"其他救助": other, "仍有困难": still, "近亲属受助": kin}
    assert read_out == {name for name, value in facts.items() if value is not None}  # each is listed, with its cell


@pytest.mark.parametrize(
    ("remark", "unread"),
    [
        ("2、有困难，也无困难", ["仍有困难"]),
        ("2、不清楚", ["仍有困难"]),
        ("1、没有听说享受医疗救助", ["其他救助"]),
        ("3、近亲属情况待查", ["近亲属受助"]),
        ("独居老人", []),
        ("每月领取100元、200元", ["领取金额"]),
    ],
)
def test_words_that_do_not_answer_go_to_a_person(pack, remark, unread):
    line, intake = read(pack, remark)
    findings = [finding for finding in intake.findings if finding.code == "INTAKE-WORDS-UNREAD"]
    assert [finding.facts["所问"] for finding in findings] == unread
    assert (line["未读懂"] or []) == unread  # neither a value nor silence
    assert {finding.cell for finding in findings} <= {"D3"}


@pytest.mark.parametrize(
    ("advice", "outcome", "day"),
    [
        ("低保：不符合条件；2022年12月1日纳入临时救助", "不符合", dt.date(2022, 12, 1)),
        ("低保：不符合条件，2022.12.1纳入临时救助", "不符合", dt.date(2022, 12, 1)),
        ("低保已纳入2022-11-20\n临时救助2022-12-05", "已纳入", dt.date(2022, 12, 5)),
        ("临时救助2022-12-05、2022-12-06", None, None),  # which of the two days?
        ("临时救助12月5日", None, None),  # of which year?
        ("低保：未纳入", None, None),
        ("低保", None, None),
    ],
)
def test_each_matter_with_its_own_outcome(pack, advice, outcome, day):
    line, _ = read(pack, advice=advice)
    assert (line["低保办理"], line["临时办理日"]) == (outcome, day)


def test_amounts_with_their_unit(pack):
    assert str(read(pack, "每月领取1,250.5元，共3人")[0]["领取金额"]) == "1250.50"


def test_a_column_of_its_own_goes_first(pack):
    line, intake = read(pack, "2、仍有困难", heads=(*HEADS, "仍有困难"), more=("否",))
    assert line["仍有困难"] is False
    assert "仍有困难" not in {row["字段"] for row in intake.raw.to_pylist()}
