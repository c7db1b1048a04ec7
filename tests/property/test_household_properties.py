"""Invariants of linking over random small listings of families: near names, cut, masked and lent numbers, shared telephones."""

from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_cli.core import fields as f
from rescue_cli.core.states import Band
from rescue_cli.values.id_number import is_valid_id
from support.mentions import DIBAO, MEMBERS, citizen
from support.outcomes import DOOR, FAR, OTHER_DOOR, OTHER_PHONE, OTHER_VILLAGE, PHONE, Outcomes, Row, household

# Each example opens an engine and runs the whole stage: a few are what a test run can afford.
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NUMBERS = [citizen(1, "19600505"), citizen(3, "19600505"), citizen(5, "19900303"), citizen(7, "19900303")]
WRITTEN = st.sampled_from(
    [None, *NUMBERS, NUMBERS[2][:15] + "000", NUMBERS[0][:6] + "********" + NUMBERS[0][14:], NUMBERS[0][:-1]]
)
PERSON = st.tuples(
    st.sampled_from(["张伟", "张玮", "王芳", "张小明", "张小鸣", "张*明", "李某某"]),
    st.sampled_from(["配偶", "子", "女", None]),
    WRITTEN,
)
HEAD = st.tuples(st.sampled_from(["张伟", "张伟", "王芳", "张小明"]), st.just("户主"), WRITTEN)
PLACE = st.tuples(
    st.sampled_from([DOOR, OTHER_DOOR, OTHER_VILLAGE, FAR, {}]), st.sampled_from([PHONE, OTHER_PHONE, {}])
)
LISTING = st.tuples(HEAD, st.lists(PERSON, max_size=3), PLACE, st.sampled_from([MEMBERS, MEMBERS, MEMBERS, DIBAO]))
LISTINGS = st.lists(LISTING, min_size=2, max_size=4)


def rows_of(listings: list[Any]) -> list[Row]:
    """Each listing in a file of its own."""
    return [
        {**row, f.FORM: form}
        for n, (head, people, (place, phone), form) in enumerate(listings)
        for row in household(f"{n}", head, *people, **place, **phone)
    ]


def valid(row: Row) -> str | None:
    return row[f.ID_NUMBER] if is_valid_id(row[f.ID_NUMBER]) else None


@QUICK
@given(listings=LISTINGS)
def test_no_person_holds_two_valid_numbers(listings: list[Any]) -> None:
    """A member's number that stands under another name of his listing too may be anybody's."""
    rows = rows_of(listings)
    numbers: dict[str | None, set[str]] = defaultdict(set)
    for row, person in zip(rows, Outcomes(rows).persons, strict=True):
        shared = {other[f.NAME] for other in rows if _one_listing(row, other) and valid(other) == valid(row)}
        if (number := valid(row)) is not None and (row[f.RELATION] == "户主" or len(shared) == 1):
            numbers[person].add(number)
    assert all(len(held) == 1 for held in numbers.values())


@QUICK
@given(listings=LISTINGS)
def test_no_household_has_two_heads_of_different_valid_numbers(listings: list[Any]) -> None:
    """But where one of them is a member of it too."""
    rows = rows_of(listings)
    result = Outcomes(rows)
    heads: dict[str | None, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    members = {
        (home, person)
        for row, home, person in zip(rows, result.households, result.persons, strict=True)
        if row[f.RELATION] != "户主"
    }
    for row, home, person in zip(rows, result.households, result.persons, strict=True):
        if row[f.RELATION] == "户主" and row[f.FORM] == MEMBERS and home is not None and (home, person) not in members:
            heads[home][person] |= {number for number in [valid(row)] if number}
    for persons in heads.values():
        assert sum(bool(numbers) for numbers in persons.values()) < 2


@QUICK
@given(listings=LISTINGS)
def test_different_names_of_one_listing_never_share_a_person(listings: list[Any]) -> None:
    rows = rows_of(listings)
    names: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row, person in zip(rows, Outcomes(rows).persons, strict=True):
        names[row[f.SOURCE_FILE], person].add(row[f.NAME])
    assert all(len(written) == 1 for written in names.values())


@QUICK
@given(listings=LISTINGS, order=st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_files_change_neither_groups_nor_questions(listings: list[Any], order: Any) -> None:
    rows = rows_of(listings)
    files = sorted({row[f.SOURCE_FILE] for row in rows})
    names = dict(zip(files, order.sample(files, len(files)), strict=True))
    places = list(range(len(rows)))
    order.shuffle(places)
    shuffled = [{**rows[i], f.SOURCE_FILE: names[rows[i][f.SOURCE_FILE]]} for i in places]
    one, other = Outcomes(rows), Outcomes(shuffled)
    for before, after in ((one.persons, other.persons), (one.households, other.households)):
        assert _parts(before, range(len(rows))) == _parts(after, places)
    assert _asked(one) == _asked(other)


def _one_listing(row: Row, other: Row) -> bool:
    return bool(row[f.SOURCE_FILE] == other[f.SOURCE_FILE])


def _parts(groups: list[str | None], places: Any) -> set[frozenset[int]]:
    parts: dict[str | None, set[int]] = defaultdict(set)
    for group, place in zip(groups, places, strict=True):
        parts[group].add(place)
    return {frozenset(part) for part in parts.values()}


def _asked(result: Outcomes) -> list[list[tuple[str, ...]]]:
    """The questions in their order, each with what is seen of its pairs."""
    questions: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for pair in result.linked.pairs.to_pylist():
        if pair["档"] == Band.OPEN:
            questions[pair["问题号"]].append(tuple(sorted((pair["左摘要"], pair["右摘要"]))))
    return [sorted(questions[number]) for number in sorted(questions)]
