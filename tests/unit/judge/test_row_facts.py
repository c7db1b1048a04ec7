"""Facts of a row (`[[row]]`): worked out row by row before anything is gathered, each form in its own way."""

import datetime as dt

import pytest

from rescue_cli.core.errors import PackError
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.judge.rule_trace import explain_case
from rescue_cli.pack import model as m
from rescue_cli.pipeline.case_runs import run_batches
from support.small import ROSTER, small_pack

DAY = dt.date(2022, 12, 31)
RESULTS = """
title = "结果表"
grain = "household"
role = "result"
clause = "二"
names = ["结果表"]
column = [
  { field = "户主姓名", required = true }, { field = "办理结果" }, { field = "办理日期" }, { field = "反馈日期" },
]
[[row]]
field = "晚一天"
value = "加日(算日, 1)"
clause = "一"
[[row]]
field = "算日"
value = "coalesce(反馈日期, 办理日期)"
clause = "一"
"""
ROSTER_ROW = """
[[row]]
field = "算日"
value = "case when 家庭人口 > 1 then 办理日期 end"
clause = "一"
"""
VOCABULARY = "".join(
    f'[[field]]\nname = "{name}"\ntype = "{kind}"\nkind = "derived"\ngloss = "x"\nsource = "测试"\n'
    for name, kind in (("算日", "date"), ("晚一天", "date"), ("最早", "date"), ("最晚", "date"), ("几行", "count"))
)
RULES = """
[[gather]]
field = "最早"
from = ["结果表", "困难家庭名册"]
value = "min(算日)"
clause = "一"
[[gather]]
field = "最晚"
from = ["结果表"]
value = "max(晚一天)"
clause = "一"
[[gather]]
field = "几行"
from = ["困难家庭名册"]
value = "count(*) filter (where 算日 is not null)"
clause = "一"
[[rule]]
id = "有日子"
when = "最早 <= 基准日"
outcome = "有日子"
group = "新增救助"
because = "{最早}"
basis = { clause = "一" }
"""


def built(folder, roster=ROSTER + ROSTER_ROW, rules=RULES, results=RESULTS):
    return small_pack(folder, rules=rules, vocabulary=VOCABULARY, 结果表=results, 困难家庭名册=roster)


def judged(pack, **given):
    case = m.TestCase.model_validate(
        {"id": "一", "basis": "一", "as_of": DAY, "given": given, "expect": {"分类": "待核实"}}
    )
    (batch,) = run_batches(pack, [case])
    return batch


ROSTERED = {"户主姓名": "甲", "家庭人口": 2, "办理日期": dt.date(2022, 5, 1)}


def test_each_form_works_it_out_of_its_own_rows_and_others_have_none(tmp_path):
    rows = [{"户主姓名": "甲", "办理日期": dt.date(2022, 7, 1), "反馈日期": dt.date(2022, 8, 1)}]
    (facts,) = judged(built(tmp_path), 困难家庭名册=[ROSTERED], 结果表=rows).facts.to_pylist()
    assert (facts["最早"], facts["最晚"], facts["几行"]) == (dt.date(2022, 5, 1), dt.date(2022, 8, 2), 1)


def test_a_row_that_does_not_say_is_unknown_and_the_gap_is_what_it_rests_on(tmp_path):
    batch = judged(built(tmp_path), 困难家庭名册=[{"户主姓名": "甲", "家庭人口": 1}], 结果表=[{"户主姓名": "甲"}])
    (line,) = batch.determinations.to_pylist()
    assert batch.facts.to_pylist()[0]["最早"] is None
    assert line["分类"] == "待核实"
    assert {"反馈日期", "办理日期"} <= set(line["缺少"])


def test_the_explanation_says_how_the_row_was_worked_out(tmp_path):
    pack = built(tmp_path)
    batch = judged(pack, 困难家庭名册=[ROSTERED])
    with DuckEngine() as engine:
        (trace,) = explain_case(engine, batch.facts, "一", pack)
    derived = trace.conjuncts[0].figures[0].derived
    assert "算日＝" in derived
    assert "反馈日期" in derived


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('value = "min(算日)"', 'each = "person"\nvalue = "min(算日)"', "算日"),
        ('from = ["困难家庭名册"]', 'from = ["结果表2"]', "结果表2"),
        ('when = "最早 <= 基准日"', 'when = "算日 <= 基准日"', "算日"),
    ],
)
def test_only_what_is_gathered_of_rows_may_name_it(tmp_path, old, new, says):
    with pytest.raises(PackError) as refused:
        built(tmp_path, rules=RULES.replace(old, new))
    assert says in str(refused.value)


def test_forms_that_need_each_other_in_a_circle_are_refused(tmp_path):
    with pytest.raises(PackError) as refused:
        built(tmp_path, roster=ROSTER + ROSTER_ROW.replace("家庭人口 > 1", "晚一天 is null"))
    assert "晚一天" in str(refused.value)
