"""Testing the tests of pingluo-2020: move a bound by one step (< to <=, …) and some case of the pack must turn red."""

import re

import pytest

from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.pack_tests import run_cases

PACK = load_pack("pingluo-2020")
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
BOUND = re.compile(r" (<=|>=|<|>) (?!0\b)(?=\S)")
# Rule or derived fact → the cases that stand at its bounds.
CASES = {
    "拟低保": ("拟低保-未脱贫恰等于标准",),
    "拟给予渐退期": ("渐退-扣减就业成本后不超过",),
    "拟整户纳入低保": ("在保-部分在保低于标准", "在保-部分在保恰等于标准", "在保-全部在保"),
    "临时救助后拟低保复核": ("返贫-先行满3个月复核",),
    "低保人数超家庭人口": ("在保-全部在保",),
    "补发超期": ("提标补发-足额按时", "提标补发-4月30日还没到账不算超期"),
    "护理补贴待核": ("护理补贴-已领",),
    "生活补贴待核": ("生活补贴-在保残疾人已领",),
    "渐退月数不合规定": ("渐退-12个月期内", "渐退-18个月届满当日", "渐退-截止日期12个月", "渐退-截止日期18个月"),
    "渐退期内": ("渐退-12个月届满当日", "渐退-18个月届满当日", "渐退-月数未填而恰满12个月"),
    "超过低保标准": ("渐退-期内而扣减后恰等于标准",),
    "低于低保标准": ("拟低保-边缘恰等于标准",),
    "收入跨低保线": ("收入两处-高的恰等于标准算跨线", "收入两处-低的恰等于标准不算跨线"),
    "临时救助后摸排日期": ("返贫-摸排与救助同一天不算以后",),
    "临时救助低于下限": ("临时救助下限-急难型恰为", "临时救助下限-支出型恰为", "临时救助下限-个人恰为"),
    "特困低于倍数": ("特困标准-恰为1点3倍",),
}
# Income before deduction is asked beside income after it: at the bound of the former the latter has already said no.
OUT_OF_REACH = {("拟给予渐退期", 0), ("超过低保标准", 0)}


def texts():
    yield from ((rule.id, rule.when) for rule in PACK.rules.rule if rule.id in CASES)
    yield from ((derive.field, derive.value) for derive in PACK.rules.derive if derive.field in CASES)


def bounds():
    """What each mutant is called → (rule or derived fact, its text, its text with one bound moved)."""
    for name, text in texts():
        for number, match in enumerate(BOUND.finditer(text)):
            if (name, number) not in OUT_OF_REACH:
                sign = match.group(1)
                moved = text[: match.start(1)] + MOVED[sign] + text[match.end(1) :]
                yield f"{name}第{number + 1}处{sign}改{MOVED[sign]}", (name, text, moved)


MUTANTS = dict(bounds())
UNTOUCHED = "原文"


def switched(name, text):
    """The text as written, but for households whose 村居 is the name of a mutant: for them that mutant's text."""
    moved = [(mutant, by) for mutant, (of, original, by) in MUTANTS.items() if (of, original) == (name, text)]
    branches = " ".join(f"when 村居 = '{mutant}' then ({by})" for mutant, by in moved)
    return f"case {branches} else ({text}) end" if moved else text


def copy_for(mutant, case):
    """The case once more, living where the mutant holds; what it expects stays the same."""
    given = {form: [{**row, "村居": mutant} for row in rows] for form, rows in case.given.items()}
    return case.model_copy(update={"id": f"{case.id}@{mutant}", "given": given})


@pytest.fixture(scope="module")
def wrong():
    """What goes wrong in each (mutant, case). All mutants live in one pack, so every case is judged in one go."""
    rules = [rule.model_copy(update={"when": switched(rule.id, rule.when)}) for rule in PACK.rules.rule]
    derives = [one.model_copy(update={"value": switched(one.field, one.value)}) for one in PACK.rules.derive]
    changed = PACK.rules.model_copy(update={"rule": tuple(rules), "derive": tuple(derives)})
    by_id = {case.id: case for case in PACK.cases}
    near = [(mutant, case) for mutant, (name, *_) in MUTANTS.items() for case in CASES[name]]
    near += [(UNTOUCHED, case) for case in sorted({case for cases in CASES.values() for case in cases})]
    copies = [copy_for(mutant, by_id[case]) for mutant, case in near]
    results = run_cases(PACK.model_copy(update={"rules": changed}), copies)
    return {key: result.wrong for key, result in zip(near, results, strict=True)}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_moving_a_bound_breaks_a_case(wrong, mutant):
    assert any(wrong[mutant, case] for case in CASES[MUTANTS[mutant][0]]), f"{mutant}: unnoticed"


def test_the_text_as_written_breaks_none(wrong):
    """Else a mutant could turn red for the way the mutants are put beside one another, not for its bound."""
    assert {key: told for key, told in wrong.items() if key[0] == UNTOUCHED and told} == {}


def test_every_rule_and_fact_named_has_a_bound():
    assert {name for name, *_ in MUTANTS.values()} == CASES.keys()
