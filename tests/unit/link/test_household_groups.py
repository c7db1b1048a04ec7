"""Households over files, forms and people; what people decided; files that are probably the wrong ones."""

import datetime as dt
from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.findings import findings_table
from rescue_cli.core.linkage import Decision, Linked, Verdict
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link, mention_digests
from rescue_cli.link.features import sorted_mentions
from rescue_cli.pack.load import load_catalogue
from support.mentions import DIBAO, MEMBERS, OTHER_TOWN, RESULTS, citizen, linking_pack, mentions_table, said
from support.packs import shipped

DOOR = {f.ADDRESS: "泾华村1组12号"}
FAR = {f.ADDRESS: "泾河村9组88号", f.TOWNSHIP: OTHER_TOWN, f.VILLAGE: "泾河村"}


def run(rows: list[dict[str, Any]], decided: list[Decision] | None = None) -> tuple[Linked, list[str]]:
    with DuckEngine() as engine:
        linked, findings = link(engine, mentions_table(rows), linking_pack(), decided or [])
    rendered = findings_table(findings, load_catalogue()).to_pylist()
    assert not [line for line in rendered if "未注明" in line["问题"] + line["怎么改"]]
    return linked, [finding.code for finding in findings]


def column(linked: Linked, name: str) -> list[str | None]:
    """In the order of rows (and members)."""
    lines = sorted(linked.groups.to_pylist(), key=lambda line: (line[f.ROW], line[f.MEMBER] or 0))
    return [line[name] for line in lines]


def family(first: int, *people: tuple[str, str, str | None], **more: Any) -> list[dict[str, Any]]:
    """One row a person, the first of them the head, from row `first`."""
    head = people[0][0]
    return [
        said(
            head,
            MEMBERS,
            **{f.NAME: name, f.RELATION: relation, f.ID_NUMBER: number, f.ROW: first + n, f.FIRST_ROW: first, **more},
        )
        for n, (name, relation, number) in enumerate(people)
    ]


THREE = (("张三", "户主", citizen(1)), ("李四娘", "配偶", citizen(2)), ("张小三", "子", citizen(3)))


def has_first_row() -> bool:
    return f.FIRST_ROW in mentions_table([]).column_names


def test_rows_of_one_household_are_one_household_and_three_people() -> None:
    linked, codes = run(family(5, *THREE))
    assert len(set(column(linked, f.HOUSEHOLD))) == 1
    assert len(set(column(linked, f.PERSON))) == 3
    assert codes == []


def test_members_of_a_wide_row_stand_with_their_head() -> None:
    head = said("张三", **{f.ROW: 5, f.ID_NUMBER: citizen(1)})
    members = [
        said("张三", **{f.ROW: 5, f.MEMBER: n, f.NAME: name, f.RELATION: "子"})
        for n, name in ((1, "张大"), (2, "张二"))
    ]
    linked, codes = run([head, *members])
    assert len(set(column(linked, f.HOUSEHOLD))) == 1
    assert len(set(column(linked, f.PERSON))) == 3
    assert codes == []


def test_a_member_reported_as_head_at_the_same_door_is_the_same_household() -> None:
    linked, codes = run([*family(5, *THREE, **DOOR), said("张小三", **DOOR, **{f.ID_NUMBER: citizen(3), f.ROW: 20})])
    assert len(set(column(linked, f.HOUSEHOLD))) == 1
    assert codes == []


def test_a_member_who_heads_a_household_elsewhere_is_a_finding_and_no_merge() -> None:
    linked, codes = run([*family(5, *THREE, **DOOR), said("张小三", **FAR, **{f.ID_NUMBER: citizen(3), f.ROW: 20})])
    households = column(linked, f.HOUSEHOLD)
    assert households[0] == households[2] != households[3]
    assert column(linked, f.PERSON)[2] == column(linked, f.PERSON)[3]
    assert codes == ["LINK-PERSON-TWO-HOUSEHOLDS"]


def test_the_whole_household_again_under_a_new_head_is_one() -> None:
    again = family(20, THREE[2], THREE[0], **FAR)
    linked, codes = run([*family(5, *THREE, **DOOR), *again])
    assert len(set(column(linked, f.HOUSEHOLD))) == 1
    assert codes == []


def test_a_result_about_a_person_of_two_households_stops_that_row() -> None:
    rows = [*family(5, *THREE, **DOOR), *family(20, ("王五", "户主", citizen(7)), THREE[2], **FAR)]
    result = said("张小三", RESULTS, **{f.ID_NUMBER: citizen(3), f.ROW: 40, f.VILLAGE: None})
    linked, codes = run([*rows, result])
    assert column(linked, f.HOUSEHOLD)[-1] is None
    assert "LINK-ROW-TWO-HOUSEHOLDS" in codes


def asked() -> list[dict[str, Any]]:
    """Two rows of which nothing but a person can say whether they are one."""
    return [said("张三", **{f.PHONE: f"1990000000{n}", f.ADDRESS: "泾华村1组"}) for n in (1, 2)]


def decision(rows: list[dict[str, Any]], left: int, right: int, verdict: Verdict) -> Decision:
    numbered = [{**row, f.SOURCE_FILE: "甲.xlsx", f.ROW: n} for n, row in enumerate(rows)]
    digests = mention_digests(sorted_mentions(mentions_table(numbered)))
    return Decision(digests[left], digests[right], verdict)


@pytest.mark.parametrize(
    ("verdict", "persons", "households", "band"),
    [("同一户", 1, 1, "同一"), ("同一人不同户", 1, 2, "同一"), ("不是", 2, 2, "不同"), ("待查", 2, 2, "待裁定")],
)
def test_a_decision_is_kept_and_not_asked_again(verdict: Verdict, persons: int, households: int, band: str) -> None:
    rows = asked()
    assert run(rows)[0].pairs["档"].to_pylist() == ["待裁定"]
    linked, codes = run(rows, [decision(rows, 0, 1, verdict)])
    assert len(set(column(linked, f.PERSON))) == persons
    assert len(set(column(linked, f.HOUSEHOLD))) == households
    assert linked.pairs["档"].to_pylist() == [band]
    assert codes == []


def test_the_question_comes_back_when_a_value_changes() -> None:
    rows = asked()
    answer = decision(rows, 0, 1, "不是")
    rows[1][f.PHONE] = "19900000003"
    assert run(rows, [answer])[0].pairs["档"].to_pylist() == ["待裁定"]


def test_no_rule_crosses_a_decision() -> None:
    rows = [said("张三", **{f.ID_NUMBER: citizen(1), f.VILLAGE: village}) for village in ("甲村", "乙村", "丙村")]
    linked, _ = run(rows, [decision(rows, 0, 2, "不是")])
    assert column(linked, f.PERSON)[0] != column(linked, f.PERSON)[2]
    assert column(linked, f.HOUSEHOLD)[0] != column(linked, f.HOUSEHOLD)[2]


def test_contradicting_decisions_are_named_and_none_is_used() -> None:
    rows = [said("张三", **{f.PHONE: f"1990000000{n}"}) for n in (1, 2, 3)]
    answers = [decision(rows, 0, 1, "同一户"), decision(rows, 1, 2, "同一户"), decision(rows, 0, 2, "不是")]
    linked, codes = run(rows, answers)
    assert codes == ["LINK-DECISIONS-CONTRADICT"]
    assert len(set(column(linked, f.PERSON))) == 3


def test_a_later_decision_replaces_an_earlier_one() -> None:
    rows = asked()
    linked, _ = run(rows, [decision(rows, 0, 1, "不是"), decision(rows, 1, 0, "同一户")])
    assert len(set(column(linked, f.PERSON))) == 1


def village(file: str, people: range) -> list[dict[str, Any]]:
    """A roster of `people`, each with a number of their own."""
    return [
        said(f"王{chr(0x4E00 + n)}", **{f.ID_NUMBER: citizen(n), f.SOURCE_FILE: file, f.ROW: 3 + row})
        for row, n in enumerate(people)
    ]


def test_a_file_that_repeats_another_is_named_and_nobody_is_lost() -> None:
    linked, codes = run([*village("甲.xlsx", range(1, 61)), *village("乙.xlsx", range(31, 71))])
    assert codes == ["LINK-FILE-REPEATS"]
    lines = linked.groups.to_pylist()
    loose = [line for line in lines if line[f.HOUSEHOLD] is None]
    assert {line[f.SOURCE_FILE] for line in loose} == {"乙.xlsx"}
    assert len(loose) == 30
    assert len({line[f.HOUSEHOLD] for line in lines} - {None}) == 70


def test_a_few_repeats_between_files_are_no_wrong_file() -> None:
    linked, codes = run([*village("甲.xlsx", range(1, 61)), *village("乙.xlsx", range(51, 111))])
    assert codes == []
    assert len(set(column(linked, f.HOUSEHOLD))) == 110


def test_two_files_that_both_count_by_a_persons_word_are_not_questioned() -> None:
    rows = [*village("甲.xlsx", range(1, 61)), *village("乙.xlsx", range(31, 71))]
    with DuckEngine() as engine:
        linked, findings = link(engine, mentions_table(rows), linking_pack(), kept={("乙.xlsx", "甲.xlsx")})
    assert findings == []
    assert len({line[f.HOUSEHOLD] for line in linked.groups.to_pylist()}) == 70


@pytest.mark.parametrize(
    "other",
    [
        {f.FORM: MEMBERS},  # the households in one file, their people in another
        {f.LIST_DATE: dt.date(2019, 5, 31)},  # the roster of the next month
        {f.SOURCE_FILE: "名册（5月）.xlsx"},
        {f.SHEET: "5月"},
    ],
)
def test_another_kind_or_day_of_list_is_no_repeat(other: dict[str, Any]) -> None:
    first = [
        {**row, f.LIST_DATE: dt.date(2019, 4, 30), f.SHEET: "4月"} for row in village("甲（4月）.xlsx", range(1, 31))
    ]
    again = [{**row, f.LIST_DATE: dt.date(2019, 4, 30), **other} for row in village("乙.xlsx", range(1, 31))]
    linked, codes = run([*first, *again])
    assert codes == []
    assert len(set(column(linked, f.HOUSEHOLD))) == 30


def test_a_row_a_household_and_a_row_a_person_of_one_form_are_no_repeat() -> None:
    persons = [{**row, f.FIRST_ROW: row[f.ROW]} for row in village("乙.xlsx", range(1, 31))]
    assert run([*village("甲.xlsx", range(1, 31)), *persons])[1] == []


@pytest.mark.parametrize("role", ["reference", "result", "survey", "clue"])
def test_lists_that_repeat_the_roster_are_not_questioned(role: str) -> None:
    form = next(name for name, form in sorted(linking_pack().forms.items()) if form.role == role)
    again = [{**row, f.FORM: form} for row in village("乙.xlsx", range(1, 31))]
    assert (
        run([*village("甲.xlsx", range(1, 31)), *again, *({**row, f.ROW: row[f.ROW] + 90} for row in again)])[1] == []
    )


def test_lists_nobody_knows_the_kind_of_are_questioned_only_within_a_sheet() -> None:
    pack = shipped("national")
    once = [{**row, f.FORM: "通用户册"} for row in village("甲.xlsx", range(1, 26))]

    def told(*more: dict[str, Any]) -> list[str]:
        with DuckEngine() as engine:
            return [finding.code for finding in link(engine, mentions_table([*once, *more], pack), pack)[1]]

    assert told(*({**row, f.SOURCE_FILE: "审批结果.xlsx"} for row in once)) == []
    assert told(*({**row, f.SHEET: "在保"} for row in once)) == []
    assert told(*({**row, f.ROW: row[f.ROW] + 90} for row in once)) == ["LINK-FILE-REPEATS-ITSELF"]


def test_a_roster_pasted_twice_is_named_and_counted_once() -> None:
    once = village("甲.xlsx", range(1, 26))
    linked, codes = run([*once, *({**row, f.ROW: row[f.ROW] + 100} for row in once)])
    assert codes == ["LINK-FILE-REPEATS-ITSELF"]
    assert len(set(column(linked, f.HOUSEHOLD))) == 25


def test_six_counts_a_file() -> None:
    rows = [*village("甲.xlsx", range(1, 6)), *village("乙.xlsx", range(5, 9))]
    rows.append({**rows[0], f.ROW: 90})
    counts = {line.pop(f.SOURCE_FILE): list(line.values()) for line in run(rows)[0].counts.to_pylist()}
    assert counts == {"乙.xlsx": [4, 0, 0, 4, 1, 0, 3], "甲.xlsx": [6, 1, 0, 5, 1, 0, 5]}


@pytest.mark.parametrize(
    "member",
    [
        {f.VILLAGE: None, f.ADDRESS: "惠民小区18幢2单元101"},  # the estate, where the head's row says the village too
        {f.ADDRESS: "惠民小区18号楼3单元", f.PHONE: "19900000001"},
    ],
)
def test_a_member_finds_its_head_by_door_or_telephone_when_the_places_are_told_otherwise(
    member: dict[str, Any],
) -> None:
    head = said("张三", **{f.ADDRESS: "惠民小区18号楼2单元101室", f.PHONE: "19900000001", f.VILLAGE: "泾河村"})
    linked, codes = run([head, said("张三", MEMBERS, **{f.NAME: "张小三", f.RELATION: "子", **member})])
    assert len(set(column(linked, f.HOUSEHOLD))) == 1
    assert codes == []


def test_a_list_that_opens_makes_households_nobody_else_names() -> None:
    pack = linking_pack()
    opening = {**pack.forms, DIBAO: pack.forms[DIBAO].model_copy(update={"opens": True})}
    rows = [
        said("张三", **{f.ID_NUMBER: citizen(1)}),
        said("张三", DIBAO, **{f.ID_NUMBER: citizen(1)}),
        said("李四", DIBAO),
    ]
    for used, homes in ((pack, 1), (pack.model_copy(update={"forms": opening}), 2)):
        with DuckEngine() as engine:
            linked, findings = link(engine, mentions_table(rows), used, [])
        found = column(linked, f.HOUSEHOLD)
        assert found[0] == found[1]
        assert len(set(found) - {None}) == homes
        assert findings == []
