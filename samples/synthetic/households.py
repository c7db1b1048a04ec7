"""Situations spread over the nine townships: one `Household` each, with the facts its roster will carry."""

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from synthetic import situations as s
from synthetic.district import PLACES, RURAL, URBAN, Place, address_of, village_of
from synthetic.people import Person, Population

LINES = {URBAN: Decimal(7440), RURAL: Decimal(3800), "": Decimal(7440)}  # 元/人·年
HARDSHIPS = (
    ("重病",),
    ("重度残疾",),
    ("就学",),
    ("下岗失业",),
    ("就业困难",),
    ("重病", "就学"),
    ("缺乏劳动力",),
    ("年老体弱", "重病"),
    ("单亲家庭", "就学"),
)
CLUES = ("基层摸排", "群众反映", "临时救助", "本人申请")
# Townships in the order they get households; the two towns are larger.
FAR = 55  # 元/人·月 from a line: such a household may stand twenty yuan either way
TURNS = (7, 8, 0, 1, 2, 7, 8, 3, 4, 5, 7, 8, 6)

Columns = dict[str, dict[str, set[str]]]  # township → form → fields its table has


@dataclass
class Household:
    """One invented household. `facts` are dictionary fields with typed values; absent or None = blank in the roster."""

    number: int
    situation: s.Situation
    place: Place
    village: str
    area: str
    head: Person
    size: int
    facts: dict[str, Any] = field(default_factory=dict)
    expect: tuple[str, str, str] | None = None

    @property
    def yearly_per_head(self) -> Decimal | None:
        if self.situation.gap is None:
            return None
        gap = self.situation.gap
        if abs(gap) >= FAR:
            gap += self.number * 37 % 41 - 20  # no two neighbours with the same income
        return per_head(self.area, self.situation.line, gap)


def per_head(area: str, line: int, gap: Decimal) -> Decimal:
    """Income per head and year: so many lines, plus `gap` a month; rural incomes move by whole yuan a year."""
    if area == RURAL and abs(gap) == Decimal("0.01"):
        return LINES[area] * line + (1 if gap > 0 else -1)
    return LINES[area] * line + gap * 12


def make_households(
    rng: random.Random, population: Population, columns: dict[str, dict[str, set[str]]]
) -> list[Household]:
    """All households of `situations.ALL`."""
    households: list[Household] = []
    turn = 0
    for situation in s.ALL:
        for number in range(len(households), len(households) + situation.count):
            turn, place, area = _next_place(situation, turn, number, columns)
            households.append(_household(rng, population, situation, place, area, number))
    return households


def _next_place(situation: s.Situation, turn: int, number: int, columns: Columns) -> tuple[int, Place, str]:
    """The next township in turn whose table can carry the situation, and the 城乡 of the household there."""
    for later in range(turn, turn + 4 * len(TURNS)):
        place = PLACES[TURNS[later % len(TURNS)]]
        area = _area(situation, place, number)
        if area is not None and _needs(situation, area) <= columns[place.name][situation.form]:
            return later + 1, place, area
    raise ValueError(f"no township can carry: {situation.say}")


def _area(situation: s.Situation, place: Place, number: int) -> str | None:
    """The 城乡 of the next household here, or None where this township cannot have one of this situation."""
    if situation.only:
        return "" if situation.only == place.name else None
    fitting = [area for area in place.areas if area in situation.areas]
    return fitting[number % len(fitting)] if fitting else None


def _needs(situation: s.Situation, area: str) -> set[str]:
    needs = {name for name, value in situation.facts.items() if value is not None}
    if situation.form != s.SCATTERED and situation.gap is not None:
        needs |= {
            "随表": {"家庭年收入"} if area == RURAL else set(),
            "年": {"家庭年收入"},
            "矛盾": {"家庭年收入", "人均月收入"},
        }[situation.income]
    return needs


def _household(
    rng: random.Random, population: Population, situation: s.Situation, place: Place, area: str, number: int
) -> Household:
    village = village_of(place, area or URBAN, number)
    age = (62, 84) if situation.form == s.SCATTERED or situation.hardship == ("年老体弱",) else (30, 72)
    head = population.person(address_of(place, village, number), age, ends_with_x=number % 23 == 0)
    size = situation.size[number % len(situation.size)] if situation.size else 3
    household = Household(number, situation, place, village, area, head, size, expect=situation.expect)
    household.facts = _facts(rng, household)
    return household


def _facts(rng: random.Random, household: Household) -> dict[str, Any]:
    situation = household.situation
    facts: dict[str, Any] = {"家庭人口": household.size if situation.size else None}
    if situation.form == s.SCATTERED:
        return (
            facts
            | situation.facts
            | {"供养方式": "分散", "家庭困难类别": ("年老体弱",) if household.number % 3 else None}
        )
    hardship = rng.choice(HARDSHIPS) if situation.hardship == s.ANY else situation.hardship
    facts |= {"家庭困难类别": hardship, "财产符合规定": True, "线索来源": CLUES[household.number % len(CLUES)]}
    facts |= _income(household)
    facts |= {name: _resolved(value, household.size) for name, value in situation.facts.items()}
    listed = s.DIBAO in situation.lists or s.LOW_INCOME in situation.lists
    if "低保人数" not in facts and not listed and household.number % 2:
        facts["低保人数"] = 0  # half say so, half are silent: the form's own meaning is then assumed
    return facts


def _resolved(value: Any, size: int) -> Any:
    if value == "人口":
        return size
    return size + 2 if value == "人口+2" else value


def _income(household: Household) -> dict[str, Decimal]:
    """家庭年收入, 人均月收入 or both; a month's figure only where it is exact to the fen."""
    yearly = household.yearly_per_head
    if yearly is None:
        return {}
    whole, monthly = yearly * household.size, yearly / 12
    exact = monthly == monthly.quantize(Decimal("0.01"))
    if household.situation.income == "矛盾":
        return {"家庭年收入": whole + 3600 * household.size, "人均月收入": monthly}
    if household.situation.income == "年" or not exact:
        return {"家庭年收入": whole}
    return ({"人均月收入": monthly}, {"家庭年收入": whole}, {"家庭年收入": whole, "人均月收入": monthly})[
        household.number % 3
    ]


def fit_income(household: Household, columns: set[str]) -> None:
    """Say the income in a column this township's table has (a table with only one of the two)."""
    facts, yearly = household.facts, household.yearly_per_head
    if yearly is None or household.situation.income != "随表":
        return
    if "家庭年收入" not in columns and "家庭年收入" in facts:
        del facts["家庭年收入"]
        facts["人均月收入"] = yearly / 12
    if "人均月收入" not in columns and "人均月收入" in facts:
        del facts["人均月收入"]
        facts["家庭年收入"] = yearly * household.size
