"""The packs' own cases: each is one test; together they reach every rule, check and clock, and pin every bound.

One module, so that each pack's cases are run once for all of it.
"""

import tomllib
from pathlib import Path

import pytest

from rescue_cli.core import fields as f
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.case_reach import unreached
from rescue_cli.pipeline.pack_tests import case_results, run_cases
from support.mutants import INVERTED, all_packs, owners, tried

PACKS = {name: load_pack(name, own=own) for name, own in all_packs().items()}
CASES = [(name, case.id) for name, pack in PACKS.items() for case in pack.cases]
OWNERS = [(name, owner) for name, pack in PACKS.items() for owner in owners(pack)]
OPEN = tomllib.loads((Path(__file__).parent / "bounds_without_case.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results():
    """(pack, case) → what is wrong; a pack is run when the first of its cases is asked for."""
    wrong: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(name: str, case: str) -> tuple[str, ...]:
        if (name, case) not in wrong:
            wrong.update({(name, result.id): result.wrong for result in case_results(tried(name).batches)})
        return wrong[name, case]

    return of


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}:{case}" for name, case in CASES])
def test_case_is_decided_as_the_notice_says(results, name, case):
    assert results(name, case) == ()


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_check_and_clock_is_reached_both_ways(name):
    assert unreached(PACKS[name], tried(name).batches) == ()


@pytest.mark.parametrize("name", PACKS)
def test_the_truth_of_the_rules_gives_what_the_judge_decides(name):
    """Else the mutants below would be measured with a wrong rule."""
    pack = tried(name)
    judged: dict[str, list[tuple]] = {}
    for batch in pack.batches:
        for line in batch.determinations.to_pylist():
            if line[f.CASE] not in pack.open:
                judged.setdefault(line[f.CASE], []).append(_decision(line))
    assert {case: sorted(map(_decision, pack.lines(truths)), key=str) for case, truths in pack.truths.items()} == {
        case: sorted(lines, key=str) for case, lines in judged.items()
    }


def _decision(line):
    return tuple(line[name] for name in (f.RULE, f.OUTCOME, f.GROUP, f.PHASE))


@pytest.mark.parametrize(("name", "owner"), OWNERS, ids=[f"{name}:{owner}" for name, owner in OWNERS])
def test_moving_a_bound_or_inverting_a_condition_breaks_a_case(name, owner):
    """Bounds that are listed cannot matter, each for its reason; one that a case notices comes off the list."""
    assert sorted(tried(name).survivors(owner)) == sorted(OPEN.get(name, {}).get(owner, {}))


def test_no_condition_is_excused_from_being_inverted():
    assert [(name, owner) for name, of in OPEN.items() for owner, labels in of.items() if INVERTED in labels] == []


def test_every_case_in_the_files_was_collected():
    assert len(CASES) == len(set(CASES)) == sum(len(pack.cases) for pack in PACKS.values())
    assert ("xixia-2019", "拟低收入-恰为2倍计入") in CASES


def test_a_wrong_expectation_is_reported():
    pack = PACKS["xixia-2019"]
    case = next(case for case in pack.cases if case.id == "拟低保-城市低于标准")
    changed = {"group": "救助观察", "says": ("没有这句话",), "facts": {"认定人口": 99}}
    (result,) = run_cases(pack, [case.model_copy(update={"expect": case.expect.model_copy(update=changed)})])
    assert len(result.wrong) == 3


@pytest.mark.parametrize("kind", ["below", "at", "above", "missing", "contradiction"])
def test_cases_of_every_kind_exist(kind):
    assert any(case.kind == kind for case in PACKS["xixia-2019"].cases)
