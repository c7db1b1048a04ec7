"""`questions`: one line a case and open question, with what a person may answer and where."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId, IdCandidate
from rescue_cli.core.states import Band
from rescue_cli.core.tables import PAIRS, QUESTIONS
from rescue_cli.settle import open_questions
from support.grouped import Row, run_groups
from support.mentions import CLUES, DIBAO, RESULTS, ROSTER, TOWN, citizen, linking_pack, mentions_table, said

FIRST, SECOND = "640105-00001", "640105-00002"
Line = dict[str, Any]


def place_of(row: Line) -> tuple[Any, ...]:
    return tuple(row[name] for name in f.MENTION_KEY)


def pair(left: Line, right: Line, question: int | None, score: float = 1.0, band: str = Band.OPEN) -> Line:
    sides = zip((*c.LEFT, *c.RIGHT), (*place_of(left), *place_of(right)), strict=True)
    return {
        **dict.fromkeys(PAIRS.names),
        **dict(sides),
        c.QUESTION: question,
        c.SCORE: score,
        c.BAND: band,
        c.STAKE: "户数人数",
    }


def asked(rows: list[Row], pairs: Sequence[tuple[int, int, Any]] = (), damaged: int | None = None) -> list[Line]:
    """`pairs`: two rows by their place in `rows`, and the number of the question (or all of `pair`'s further arguments)."""
    mentions = mentions_table([row for *_, row in rows])
    lines = mentions.to_pylist()
    settled = run_groups(rows).settled
    further = [entry if isinstance(entry, tuple) else (entry,) for *_, entry in pairs]
    table = pa.Table.from_pylist(
        [pair(lines[a], lines[b], *more) for (a, b, _), more in zip(pairs, further, strict=True)], schema=PAIRS
    )
    candidate = IdCandidate(citizen(7), "张三", ("低保.xlsx", "", 9), "号码仅一位不同")
    numbers = [] if damaged is None else [DamagedId("x", lines[damaged], (candidate,))]
    questions = open_questions(table, mentions, settled.clusters, settled.conflicts, linking_pack(), numbers)
    assert questions.schema == QUESTIONS
    return questions.to_pylist()


TWO: list[Row] = [("甲", "一户", said("张三")), ("乙", "二户", said("张三", **{f.PHONE: "19900000001"}))]
WHERE = f"{TOWN}/{ROSTER}.xlsx › Sheet1 › 第{{row}}行"


def test_two_households_that_may_be_one_are_told_of_both() -> None:
    first, second = asked(TWO, [(0, 1, 4)])
    assert [line[f.CASE] for line in (first, second)] == [FIRST, SECOND]
    assert [line[c.OTHER_CASE] for line in (first, second)] == [SECOND, FIRST]
    other = f"{WHERE.format(row=4)}（编号{SECOND}）"
    assert first[c.QUESTION_KIND] == "疑似重复"
    assert first[c.PROBLEM] == f"{other}与本户疑似同一户"
    assert first[c.ALTERNATIVES] == [f"{other}与本户是同一户", "同一人不同户", "不是"]
    assert first[c.ANSWERED_IN] == "疑似重复.xlsx › 疑似重复"
    assert (first[c.QUESTION], first[c.STAKE], first[c.SCORE], first[c.OTHER_ROW]) == (4, "户数人数", 1.0, 4)


def test_all_people_of_one_question_are_one_line_a_case() -> None:
    rows = [*TWO, ("丙", "一户", said("张三", **{f.NAME: "张小三", f.MEMBER: 2}))]
    lines = asked(rows, [(0, 1, (1, 3.0)), (1, 2, (1, 5.0))])
    assert [(line[f.CASE], line[c.SCORE], line[c.OTHER_ROW]) for line in lines] == [(FIRST, 5.0, 4), (SECOND, 5.0, 5)]


def test_a_row_of_a_list_that_may_be_the_household() -> None:
    (line,) = asked([TWO[0], ("丙", None, said("张三", DIBAO))], [(0, 1, 1)])
    where = f"{TOWN}/{DIBAO}.xlsx › Sheet1 › 第4行"
    assert (line[f.CASE], line[c.QUESTION_KIND], line[c.OTHER_CASE]) == (FIRST, "疑似本户", None)
    assert (line[c.PROBLEM], line[c.ALTERNATIVES]) == (f"{where}可能说的是本户", [f"{where}是本户", "不是"])


def test_a_row_that_fits_two_households_is_a_question_of_both() -> None:
    lines = asked([*TWO, ("丙", None, said("张三", RESULTS))], [(0, 2, 1), (1, 2, 2)])
    assert [(line[f.CASE], line[c.QUESTION_KIND], line[c.OTHER_ROW]) for line in lines] == [
        (FIRST, "疑似本户", 5),
        (SECOND, "疑似本户", 5),
    ]


def test_a_row_that_counts_for_one_household_and_may_be_of_another() -> None:
    lines = asked([*TWO, ("丙", "二户", said("张三", RESULTS))], [(0, 2, 1)])
    assert [line[f.CASE] for line in lines] == [FIRST, SECOND]
    assert lines[0][c.PROBLEM].endswith("可能说的是本户")
    assert lines[1][c.PROBLEM].startswith("归入本户的")


def test_what_changes_no_case_is_not_asked() -> None:
    rows = [
        *TWO,
        ("丙", "一户", said("张三", RESULTS)),
        ("丁", None, said("赵六", CLUES)),
        ("戊", None, said("赵六", CLUES)),
    ]
    assert asked(rows, [(0, 2, 1), (3, 4, 2), (0, 1, (None, 9.0, Band.SAME))]) == []


def test_a_damaged_number_offers_its_candidates() -> None:
    (line,) = asked(TWO, damaged=1)
    assert (line[f.CASE], line[c.QUESTION_KIND], line[c.FIELD]) == (SECOND, "号码残缺", f.ID_NUMBER)
    assert line[c.ALTERNATIVES] == [f"{citizen(7)}（张三，低保.xlsx › 第9行）", "都不是"]
    assert line[c.ANSWERED_IN] == "疑似重复.xlsx › 身份证会诊"
    assert (line[c.OTHER_ROW], line[c.QUESTION]) == (4, None)


def test_values_held_back_or_taken_for_now() -> None:
    rows: list[Row] = [
        ("甲", "一户", said("张三", **{f.HOUSEHOLD_SIZE: 3, f.ADDRESS: "泾华村1组12号"})),
        ("甲", "一户", said("张三", **{f.HOUSEHOLD_SIZE: 4, f.ADDRESS: "泾华村1组13号"})),
        ("甲", "一户", said("张三", RESULTS, **{"人均月收入": 3})),
        ("甲", "一户", said("张三", CLUES, **{"人均月收入": 4})),
    ]
    lines = asked(rows)
    assert [(line[c.FIELD], line[c.ALTERNATIVES]) for line in lines] == [
        (f.HOUSEHOLD_SIZE, ["3", "4", "都不对，留空"]),
        (f.ADDRESS, ["泾华村1组12号", "泾华村1组13号", "都不对，留空"]),
    ]
    assert {line[c.QUESTION_KIND] for line in lines} == {"值不一致"}
    size = lines[0]
    where = [WHERE.format(row=row) for row in (3, 4)]
    assert size[c.PROBLEM] == f"“家庭人口”几处填写不一致：“3”（{where[0]}）；“4”（{where[1]}），选定以前不取值"
    assert (size[c.ANSWERED_IN], size[c.STAKE]) == ("疑似重复.xlsx › 值冲突", "户数人数")


def test_the_order_of_pairs_changes_nothing() -> None:
    pairs: list[tuple[int, int, Any]] = [(0, 1, 1), (0, 2, 2), (1, 2, 3)]
    rows = [*TWO, ("丙", None, said("张三", RESULTS))]
    assert asked(rows, pairs) == asked(rows, pairs[::-1])
