"""The packs' own cases: each is one test, and together they cover every rule."""

import pytest

from rescue_cli.pack.load import available_packs, load_pack
from rescue_cli.pipeline.pack_tests import run_cases

PACKS = available_packs()
CASES = [(pack, case.id) for pack in PACKS for case in load_pack(pack).cases]


@pytest.fixture(scope="module")
def results():
    return {(pack, result.id): result for pack in PACKS for result in run_cases(load_pack(pack))}


@pytest.mark.parametrize(("pack", "case"), CASES, ids=[f"{pack}:{case}" for pack, case in CASES])
def test_case_is_decided_as_the_notice_says(results, pack, case):
    assert results[pack, case].wrong == ()


def test_every_case_in_the_files_was_collected():
    assert len(CASES) == len(set(CASES)) == sum(len(load_pack(pack).cases) for pack in PACKS)
    assert ("xixia-2019", "拟低收入-恰为2倍计入") in CASES


def test_a_wrong_expectation_is_reported():
    pack = load_pack("xixia-2019")
    case = next(case for case in pack.cases if case.id == "拟低保-城市低于标准")
    wrong = case.model_copy(
        update={"expect": case.expect.model_copy(update={"group": "救助观察", "says": ("没有这句话",)})}
    )
    (result,) = run_cases(pack, [wrong])
    assert len(result.wrong) == 2


@pytest.mark.parametrize("pack", [name for name in PACKS if load_pack(name).rules.rule])
def test_every_rule_is_reached_by_some_case(results, pack):
    reached = {rule for (name, _), result in results.items() if name == pack for rule in result.rules}
    # 同一结果的另列项在它自己就是判定结果时不重复列，所以只要求非另列的规则全部到达
    missing = {rule.id for rule in load_pack(pack).rules.rule if not rule.id.startswith("另有")} - reached
    assert missing == set()


@pytest.mark.parametrize("fact", ["below", "at", "above", "missing", "contradiction"])
def test_cases_of_every_kind_exist(fact):
    assert any(case.kind == fact for case in load_pack("xixia-2019").cases)
