"""Another alternative never decides what was open, and one alone gives what it gives by itself."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_cli.core import fields as f
from rescue_cli.core.states import Group
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped

PACK = shipped("xixia-2019")
DAY = PACK.head.period.end
ROSTER = "未整户纳入低保家庭名册"
TOLD = {
    "家庭人口": st.sampled_from([None, 1, 2, 3, 4]),
    "低保人数": st.sampled_from([None, 0, 1, 2, 4]),
    "人均月收入": st.sampled_from([None, 300, 619.99, 620, 1240, 1240.01, 5000]),
    "家庭年收入": st.sampled_from([None, 9000, 22320, 44640, 90000]),
    "财产符合规定": st.sampled_from([None, True, False]),
    "单人户施保": st.sampled_from([None, True, False]),
}
ROWS = st.lists(st.fixed_dictionaries(TOLD), min_size=1, max_size=3)


def households(rows):
    told = [{key: value for key, value in row.items() if value is not None} for row in rows]
    return {ROSTER: [{"户主姓名": "甲", "城乡": "城市", "家庭困难类别": ["重病"]} | row for row in told]}


def decided(many):
    """(分类, 结果) of each list of rows as one household, all judged in one go."""
    judged = determine(PACK, [(f"户{n}", households(rows)) for n, rows in enumerate(many)], DAY)
    first = [judged[f"户{n}"][0] for n in range(len(many))]
    return [(line[f.GROUP], line[f.OUTCOME]) for line in first]


TRIES = 40  # households judged together: judging costs the same for one
FIELDS = st.sampled_from(sorted(TOLD))
VALUES = {name: values.filter(lambda value: value is not None) for name, values in TOLD.items()}
OTHERS = FIELDS.flatmap(lambda name: st.tuples(st.just(name), VALUES[name], VALUES[name]))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.lists(st.tuples(ROWS, OTHERS), min_size=TRIES, max_size=TRIES))
def test_another_alternative_never_decides(drawn):
    """A second value for a field that is told: what was 待核实 stays so."""
    told = [(rows, {name: value}) for rows, (name, value, _) in drawn if any(row[name] is not None for row in rows)]
    before, after = decided([rows for rows, _ in told]), decided([[*rows, other] for rows, other in told])
    for (group, _), (later, outcome) in zip(before, after, strict=True):
        assert group != Group.UNDETERMINED or later == Group.UNDETERMINED, outcome


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.lists(st.tuples(st.fixed_dictionaries(TOLD), OTHERS), min_size=TRIES, max_size=TRIES))
def test_where_two_values_decide_each_alone_gives_the_same(drawn):
    first = [row | {name: one} for row, (name, one, _) in drawn]
    second = [row | {name: other} for row, (name, _, other) in drawn]
    both = decided([[one, other] for one, other in zip(first, second, strict=True)])
    alone, the_other = decided([[row] for row in first]), decided([[row] for row in second])
    for together, one, other in zip(both, alone, the_other, strict=True):
        if together[0] != Group.UNDETERMINED:
            assert together == one == other
        if one == other:
            assert together == one
