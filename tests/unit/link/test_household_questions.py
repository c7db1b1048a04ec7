"""One question per two listings of a household, the weightiest first; an answer closes it, names of files change none."""

from collections import defaultdict

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Verdict
from support.mentions import CLUES, DIBAO, SURVEY, citizen, said
from support.outcomes import (
    APART,
    ASKED,
    DOOR,
    FAR,
    ONE,
    OTHER_DOOR,
    PHONE,
    Outcomes,
    answer,
    household,
    scattered,
    single,
    wrong,
)

COUPLE = (("张伟", "户主", None), ("王芳", "配偶", None))


def by_question(result: Outcomes) -> dict[int, set[frozenset[int]]]:
    questions: dict[int, set[frozenset[int]]] = defaultdict(set)
    for left, right, number in result.questions():
        questions[number].add(frozenset((left, right)))
    return dict(questions)


def numbers_of(result: Outcomes, left: int, right: int) -> int:
    """The question about two rows."""
    return next(number for number, pairs in by_question(result).items() if frozenset((left, right)) in pairs)


def test_all_people_of_two_listings_are_one_question() -> None:
    rows = [*household("甲", *COUPLE, **DOOR), *household("乙", *COUPLE, **OTHER_DOOR)]
    assert by_question(Outcomes(rows)) == {1: {frozenset((0, 2)), frozenset((1, 3))}}


def test_so_they_are_where_the_rows_lie_scattered() -> None:
    rows = [
        scattered(file, "张伟", name, relation, None, **door)
        for name, relation, _ in COUPLE
        for file, door in (("甲", DOOR), ("乙", OTHER_DOOR))
    ]
    assert by_question(Outcomes(rows)) == {1: {frozenset((0, 1)), frozenset((2, 3))}}


def test_three_listings_are_a_question_each_two() -> None:
    rows = [
        row
        for file, door in (("甲", DOOR), ("乙", OTHER_DOOR), ("丙", {f.ADDRESS: "泾华村5组5号"}))
        for row in household(file, *COUPLE, **door)
    ]
    assert {number: len(pairs) for number, pairs in by_question(Outcomes(rows)).items()} == {1: 2, 2: 2, 3: 2}


def test_a_listing_of_a_list_is_one_question_too() -> None:
    listed = [{**row, f.FORM: DIBAO} for row in household("丁", *COUPLE, **OTHER_DOOR)]
    assert len(by_question(Outcomes([*household("甲", *COUPLE, **DOOR), *listed]))) == 1


@wrong("of two namesakes of a village and township the wives are asked about, the heads are not")
def test_the_heads_are_asked_about_with_their_families() -> None:
    people = (("王德明", "户主", None), ("王小明", "子", None))
    rows = [*household("甲", *people, **DOOR), *household("乙", *people, **FAR)]
    result = Outcomes(rows)
    assert ASKED in (result.of(0, 2), result.of(1, 3))
    assert result.of(0, 2) == ASKED


def test_the_weightiest_question_comes_first() -> None:
    rows = [
        single("甲", "王芳", **DOOR),
        single("乙", "王芳", **OTHER_DOOR),
        single("甲", "陈杰", **DOOR, **PHONE),
        said("陈杰", SURVEY, **{f.SOURCE_FILE: "丙.xlsx"}, **OTHER_DOOR, **PHONE),
        single("甲", "张伟", **DOOR),
        said("张伟", DIBAO, **{f.SOURCE_FILE: "丁.xlsx"}, **OTHER_DOOR),
    ]
    assert [numbers_of(Outcomes(rows), i, i + 1) for i in (4, 2, 0)] == [1, 2, 3]


def test_a_clue_comes_after_a_household_that_may_be_counted_twice() -> None:
    rows = [
        single("甲", "王芳", **DOOR),
        single("乙", "王芳", **OTHER_DOOR),
        single("甲", "李强", **DOOR),
        said("李强", CLUES, **{f.SOURCE_FILE: "戊.xlsx"}, **OTHER_DOOR),
    ]
    assert [numbers_of(Outcomes(rows), i, i + 1) for i in (0, 2)] == [1, 2]


@pytest.mark.parametrize(
    ("verdict", "person", "together"),
    [(Verdict.SAME_HOUSEHOLD, ONE, True), (Verdict.SAME_PERSON, ONE, False), (Verdict.APART, APART, False)],
)
@pytest.mark.parametrize("numbers", [(None, None), (citizen(1), citizen(2)), (citizen(1), citizen(2, "19851231"))])
def test_an_answer_always_closes_its_question(
    numbers: tuple[str | None, str | None], verdict: Verdict, person: str, together: bool
) -> None:
    rows = [single("甲", "张伟", numbers[0], **DOOR), single("乙", "张伟", numbers[1], **DOOR)]
    if numbers == (None, None):
        rows[1] |= OTHER_DOOR
    result = Outcomes(rows, [answer(rows, 0, 1, verdict)])
    assert not result.questions()
    assert (result.of(0, 1), result.together(0, 1)) == (person, together)


@pytest.mark.parametrize("verdict", [Verdict.SAME_HOUSEHOLD, Verdict.SAME_PERSON, Verdict.APART])
@pytest.mark.parametrize("asked", [(0, 2), (1, 3)])
def test_answers_for_each_person_close_the_question_of_the_household(asked: tuple[int, int], verdict: Verdict) -> None:
    rows = [*household("甲", *COUPLE, **DOOR), *household("乙", *COUPLE, **OTHER_DOOR)]
    result = Outcomes(rows, [answer(rows, *asked, verdict)])
    assert result.together(0, 2) is (verdict == Verdict.SAME_HOUSEHOLD)
    both = [answer(rows, 0, 2, verdict), answer(rows, 1, 3, verdict)]
    assert not Outcomes(rows, both).questions()


@pytest.mark.parametrize(("verdict", "person"), [(Verdict.APART, APART), (Verdict.SAME_PERSON, ONE)])
@pytest.mark.parametrize(("whole", "single_out"), [((0, 3), (1, 4)), ((0, 3), (2, 5)), ((1, 4), (2, 5))])
def test_an_answer_about_one_person_leaves_the_answer_for_the_household(
    whole: tuple[int, int], single_out: tuple[int, int], verdict: Verdict, person: str
) -> None:
    people = (*COUPLE, ("张小明", "子", None))
    rows = [*household("甲", *people, **DOOR), *household("乙", *people, **OTHER_DOOR)]
    answers = [answer(rows, *whole, Verdict.SAME_HOUSEHOLD), answer(rows, *single_out, verdict)]
    for decided in (answers, answers[::-1]):
        result = Outcomes(rows, decided)
        assert result.together(*range(6))
        assert (result.of(*whole), result.of(*single_out)) == (ONE, person)
        assert not result.questions()


def test_names_of_files_and_order_of_rows_change_no_question() -> None:
    rows = [
        *household("甲", *COUPLE, **DOOR),
        *household("乙", *COUPLE, **OTHER_DOOR),
        single("丙", "陈杰", **DOOR),
        single("丁", "陈杰", **OTHER_DOOR),
        said("陈杰", DIBAO, **{f.SOURCE_FILE: "戊.xlsx"}),
    ]
    other = {"甲": "5", "乙": "3", "丙": "9", "丁": "1", "戊": "0"}
    renamed = [{**row, f.SOURCE_FILE: f"{other[row[f.SOURCE_FILE][0]]}.xlsx"} for row in rows]
    backwards = Outcomes(list(reversed(renamed)))
    last = len(rows) - 1
    turned = {
        number: {frozenset(last - i for i in pair) for pair in pairs}
        for number, pairs in by_question(backwards).items()
    }
    assert by_question(Outcomes(rows)) == by_question(Outcomes(renamed)) == turned


def test_nobody_is_asked_about_twice_with_the_same_person() -> None:
    """Of three rows of which two are one already, the third is asked about once."""
    rows = [
        single("甲", "王芳", citizen(1, "19700505"), **DOOR),
        single("乙", "王芳", citizen(1, "19700505"), **DOOR),
        single("丙", "王芳", **OTHER_DOOR),
    ]
    result = Outcomes(rows)
    assert (result.of(0, 1), result.of(0, 2)) == (ONE, ASKED)
    assert len(result.questions()) == 1
