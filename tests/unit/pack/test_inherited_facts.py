"""What notices share of facts stands once: in the parent, gathered from whatever a notice calls the form."""

import re
from collections.abc import Iterable
from itertools import combinations

from rescue_cli.core.toml_file import read_toml
from rescue_cli.pack import model as m
from rescue_cli.pack.catalogue import schemas_root
from rescue_cli.pack.inherited_facts import with_fitting_facts
from rescue_cli.pack.language.expressions import names_in
from support.packs import shipped

PACKS = ("national", "xixia-2019", "qianjiang-2022", "pingluo-2020", "chengbei-2022", "binhai-2018")
OPERATORS = re.compile(r"<>|<=|>=|[=<>+*/]|(?<![\w'])-|\b(?:and|or|in|between|case)\b")


def gather(pack: m.Pack, field: str) -> m.Gather | None:
    return next((entry for entry in pack.rules.gather if entry.field == field), None)


def test_a_gather_without_forms_reads_the_form_that_carries_its_columns_whatever_it_is_called() -> None:
    assert gather(shipped("xixia-2019"), "审批纳入低保日期").forms == ("审核审批结果",)
    assert gather(shipped("binhai-2018"), "审批纳入低保日期").forms == ("审批结果",)


def test_a_result_the_notice_does_not_know_is_gathered_by_nobody() -> None:
    assert gather(shipped("binhai-2018"), "审批集中供养日期") is None
    assert gather(shipped("xixia-2019"), "审批集中供养日期") is not None


def test_a_pack_of_no_notice_gathers_nothing_from_forms_it_does_not_have() -> None:
    assert gather(shipped("national"), "审批纳入低保日期") is None


def of_facts(
    pack: m.Pack, gathers: tuple[m.Gather, ...], derives: tuple[m.Derive, ...] = (), own: Iterable[str] = ()
) -> m.Pack:
    rules = pack.rules.model_copy(update={"gather": gathers, "derive": derives})
    return pack.model_copy(update={"rules": rules, "own": frozenset(own)})


def test_what_is_reckoned_from_a_fact_left_out_is_left_out_as_well_unless_it_is_the_packs_own() -> None:
    lost = m.Gather(field="审批集中供养日期", value="min(办理日期) filter (where 办理结果 = '没有的结果')", clause="一")
    first = m.Derive(field="集中供养日期", value="审批集中供养日期")
    second = m.Derive(field="首次新增日期", value="least(集中供养日期, 基准日)")
    other = m.Derive(field="认定人口", value="家庭人口")
    facts = (shipped("xixia-2019"), (lost,), (first, second, other))
    assert [entry.field for entry in with_fitting_facts(of_facts(*facts)).rules.derive] == ["认定人口"]
    kept = with_fitting_facts(of_facts(*facts, own={"首次新增日期"})).rules.derive
    assert [entry.field for entry in kept] == ["首次新增日期", "认定人口"]


def test_a_gather_of_the_packs_own_that_no_form_carries_stays_to_be_told_as_a_fault() -> None:
    lost = m.Gather(field="审批集中供养日期", value="min(没有的栏)", clause="一")
    kept = with_fitting_facts(of_facts(shipped("xixia-2019"), (lost,), own={"审批集中供养日期"}))
    assert kept.rules.gather[0].forms == ()


def test_names_are_read_from_an_expression_known_or_not() -> None:
    assert names_in("coalesce(甲, 乙) > 1 and '丙' = '丁'") == {"甲", "乙"}
    assert names_in("甲 >") == set()


def written(name: str) -> set[str]:
    """The expressions of several operators that stand in the rules of a pack itself."""
    rules = read_toml(schemas_root() / name / "rules.toml")
    texts = [entry[key] for kind in rules.values() for entry in kind for key in ("value", "when") if key in entry]
    texts += [way for entry in rules.get("derive", ()) for way in entry.get("any_of", ())]
    return {text for text in texts if len(OPERATORS.findall(re.sub(r"'[^']*'|\(\*\)", "", text))) > 1}


def test_no_expression_of_several_operators_stands_in_two_packs() -> None:
    own = {name: written(name) for name in PACKS}
    assert {text for one, other in combinations(PACKS, 2) for text in own[one] & own[other]} == set()
