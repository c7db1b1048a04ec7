"""Design §1.2: nothing is guessed. Taking a fact away may make a decision uncertain, never turn it into its opposite."""

import datetime as dt

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rescue_cli.core import fields as f
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped

PACK = shipped("xixia-2019")
# Households go through the engine in batches; the message names the one that failed, so nothing is shrunk.
SETTINGS = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAY = dt.date(2019, 9, 30)
DECIDED = {"新增救助", "救助观察", "不予列入", "已享受救助"}
# Facts whose blank the notice's pack reads in a stated way (and says so in the reason): the roster's own meaning of silence,
# 财产 (blank keeps the 初判 and adds 财产待核), 单人户施保 ("not 是"), 是否确有实际困难 ("unless the survey says 否"); and what a
# survey verified, without which the township's own figure counts again. The rest must never turn one decision into another.
STATED_SILENCE = {
    "低保人数",
    "已享受低收入",
    "财产符合规定",
    "单人户施保",
    "是否确有实际困难",
    "核实家庭人口",
    "核实人均月收入",
}

roster = st.fixed_dictionaries(
    {"户主姓名": st.just("甲"), "城乡": st.sampled_from(["城市", "农村"])},
    optional={
        "家庭人口": st.integers(1, 6),
        "人均月收入": st.sampled_from(
            [0, 100, 316.66, 316.67, 619.99, 620, 620.01, 633.33, 633.34, 1239.99, 1240, 1240.01, 3000]
        ),
        "家庭年收入": st.sampled_from([0, 11400, 22320, 22800, 44640, 44640.01, 90000]),
        "家庭困难类别": st.sampled_from([["重病"], ["无"], ["不认识"], ["就学", "残疾"]]),
        "低保人数": st.integers(0, 4),
        "单人户施保": st.booleans(),
        "已享受低收入": st.booleans(),
        "财产符合规定": st.booleans(),
        "刚性支出": st.sampled_from([1000, 20000]),
    },
)
survey = st.fixed_dictionaries(
    {"户主姓名": st.just("甲")},
    optional={
        "核实家庭人口": st.integers(1, 6),
        "核实人均月收入": st.sampled_from([100, 620, 1240.01]),
        "是否确有实际困难": st.booleans(),
    },
)
households = st.fixed_dictionaries(
    {"困难家庭名册": st.tuples(roster)}, optional={"入户核查评估结果": st.tuples(survey)}
)
STANDARD = {
    "name": "低保标准",
    "area": "农村",
    "amount": 3800,
    "unit": "元/人·年",
    "from": dt.date(2019, 1, 1),
    "source": "示例",
}


def with_rural_standard():
    from rescue_cli.pack.model import Standard

    return PACK.model_copy(update={"standards": (*PACK.standards, Standard.model_validate(STANDARD))})


@settings(SETTINGS, max_examples=8)
@given(st.lists(households, min_size=20, max_size=40))
def test_a_missing_fact_never_flips_a_decision(batch):
    variants = [(f"{index}|{name}", rows) for index, whole in enumerate(batch) for name, rows in with_gaps(whole)]
    groups = {}
    for name, lines in determine(with_rural_standard(), variants, DAY).items():
        (groups[name],) = [line[f.GROUP] for line in lines if line[f.GROUP] is not None]
    for name, group in groups.items():
        whole = groups[name.split("|")[0] + "|"]
        assert whole == group or "待核实" in (whole, group), (
            f"{batch[int(name.split('|')[0])]} {name}: {whole} → {group}"
        )
        assert group in {*DECIDED, "待核实"}


def with_gaps(whole):
    """The household itself (""), and once without each fact that must not flip it."""
    yield "", whole
    for form, (row,) in whole.items():
        for name in sorted(set(row) - {"户主姓名"} - STATED_SILENCE):
            yield f"缺{name}", whole | {form: ({key: value for key, value in row.items() if key != name},)}


@settings(SETTINGS, max_examples=5)
@given(st.lists(households, min_size=20, max_size=40))
def test_undetermined_lines_name_what_is_missing(batch):
    found = determine(with_rural_standard(), [(str(index), rows) for index, rows in enumerate(batch)], DAY)
    for line in (line for lines in found.values() for line in lines if line[f.GROUP] == "待核实"):
        assert line[f.MISSING], line
        assert line[f.REASON]
