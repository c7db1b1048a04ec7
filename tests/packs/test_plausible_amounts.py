"""Every amount that a pack reckons an income from, and every number of people, has bounds beyond which nobody believes it."""

import pytest

from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.ruled_fields import fields_rested_on, summed_fields
from rescue_cli.pack.language.scope import Scope
from support.packs import shipped

INCOME = "人均年收入"
PACKS = ("xixia-2019", "qianjiang-2022", "pingluo-2020", "chengbei-2022", "binhai-2018")


def told_amounts(name: str) -> set[str]:
    """Amounts somebody fills in that 人均年收入, or any fact beside it that rests on it, is reckoned from."""
    pack = shipped(name)
    scope = Scope.for_rules(pack)
    fields = {derive.field: checked(derive.expression, scope).fields for derive in pack.rules.derive}
    reached: set[str] = set()
    queue = [name for name, of in fields.items() if name == INCOME or INCOME in of]
    while queue:
        field = queue.pop()
        if field not in reached:
            reached.add(field)
            queue += fields.get(field, ())
    asked = {entry.name: entry for entry in pack.input_fields}
    return {field for field in reached if field in asked and asked[field].type in ("money", "quotient")}


@pytest.mark.parametrize("name", PACKS)
def test_amounts_of_an_income_have_plausible_bounds(name: str) -> None:
    told = told_amounts(name)
    assert "人均月收入" in told
    pack = shipped(name)
    assert {field for field in told if pack.vocabulary[field].plausible is None} == set()
    ways = {field for field in told if pack.vocabulary[field].same_fact == "家庭收入"}
    assert ways == told - {"刚性支出", "就业成本"}


@pytest.mark.parametrize("name", PACKS)
def test_numbers_of_people_have_plausible_bounds(name: str) -> None:
    pack = shipped(name)
    told = fields_rested_on(pack)
    people = {entry.name for entry in pack.input_fields if entry.type == "count" and entry.unit == "人"} & told
    assert "家庭人口" in people
    assert {field for field in people if pack.vocabulary[field].plausible is None} == set()


@pytest.mark.parametrize("name", PACKS)
def test_amounts_that_a_report_adds_up_have_plausible_bounds(name: str) -> None:
    pack = shipped(name)
    amounts = {entry.name for entry in pack.input_fields if entry.type in ("money", "quotient")}
    added_up = {field for behind in summed_fields(pack).values() for field in behind} & amounts
    assert {field for field in added_up if pack.vocabulary[field].plausible is None} == set()
