"""Why somebody does not qualify, coded out of the sender's words, which stay beside the code."""

from typing import Any

import pytest

from rescue_cli.intake.file_reading import Intake
from support.packs import shipped
from support.reading import TOWNSHIPS, read_here
from support.small import told
from support.workbooks import xlsx


def read(pack: str, heads: list[str], cells: dict[str, Any], title: str) -> Intake:
    row = ["兴泾镇", "赵一", *cells.values()]
    return read_here({"表.xlsx": xlsx({title: [[title], ["镇街", *heads, *cells], row]})}, TOWNSHIPS, shipped(pack))


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("收入超标", ["收入超标"]),
        ("家庭人均收入高于低保标准", ["收入超标"]),
        ("名下有小轿车，且收入超过标准", ["财产超标", "收入超标"]),
        ("人户分离", ["人户分离"]),
        ("有法定赡养人", ["有法定赡养抚养扶养人"]),
        ("拒绝核查，隐瞒收入", ["不配合核查"]),
        ("家庭无车无房，人均收入超标", ["收入超标"]),
        ("经查老两口由亲戚接济", ["其他"]),
        ("不符合救助条件", None),
        ("无", None),
    ],
)
def test_a_reason_is_coded_and_the_words_are_kept(words: str, codes: list[str] | None) -> None:
    cells = {"办理结果": "不符合", "办理日期": "2019-07-15", "不符合理由": words}
    intake = read("xixia-2019", ["户主姓名"], cells, "审核审批结果")
    [(kept, coded)] = told(intake.mentions, "不符合理由", "不符合类别")
    assert coded == codes
    assert kept == words
    assert [finding for finding in intake.findings if finding.code == "INTAKE-WORDS-UNREAD"] == []


@pytest.mark.parametrize(
    ("advice", "verdict", "reasons"),
    [
        ("不符合", "不符合", None),
        ("不符合低保条件，名下有车", "不符合", ["财产超标"]),
        ("建议纳入低保", None, None),
        ("转介医保部门", None, None),
    ],
)
def test_a_surveyors_advice_says_no_only_in_the_words_for_it(
    advice: str, verdict: str | None, reasons: list[str] | None
) -> None:
    cells = {"核实家庭人口": 3, "是否确有实际困难": "是", "评估建议": advice, "对策建议": "回访"}
    intake = read("xixia-2019", ["户主姓名"], cells, "入户核查评估结果")
    assert told(intake.mentions, "评估类别", "建议理由类别", "评估建议") == [(verdict, reasons, advice)]
    assert [finding for finding in intake.findings if finding.code == "INTAKE-WORDS-UNREAD"] == []


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("低保：不符合，家庭人均收入超过标准", ["收入超标"]),
        ("低保：不符合；2022年12月1日给予临时救助1000元", None),
        ("不符合救助条件，其子在外务工", ["其他"]),
        ("不符合，名下有轿车", ["财产超标"]),
        ("不符合救助条件", None),
    ],
)
def test_the_detail_list_of_qianjiang_tells_reasons_in_the_result_itself(cell: str, codes: list[str] | None) -> None:
    cells = {
        "家庭基本情况": "家庭3人",
        "疑似符合救助": "城乡低保、临时救助",
        "乡镇（街道）调查情况": "属实",
        "乡镇（街道）办理结果": cell,
        "发现方式": "走访发现",
    }
    intake = read("qianjiang-2022", ["对象姓名"], cells, "主动发现救助对象明细表")
    assert told(intake.mentions, "不符合类别", "乡镇办理结果") == [(codes, cell)]
