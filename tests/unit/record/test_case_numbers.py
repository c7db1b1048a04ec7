"""A household keeps its number, whatever file, row or order it comes in."""

from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.record.case_numbers import assign_numbers, past_of
from rescue_cli.record.journal import Journal
from rescue_cli.record.lines import Entry, written_lines
from support.mentions import OTHER_TOWN, RESULTS, TOWN, citizen, linking_pack, mentions_table, said

PHONE, DOOR = {f.PHONE: "19900000001"}, {f.ADDRESS: "泾华村1组12号"}
ID, OTHER_ID = {f.ID_NUMBER: citizen(1)}, {f.ID_NUMBER: citizen(2, "19851231")}


class Months:
    """Runs month after month over one journal; each gives the number of every row, in the order written down."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.added: list[Entry] = []

    def run(self, *rows: dict[str, Any]) -> list[str | None]:
        mentions = mentions_table(rows)
        with DuckEngine() as engine:
            linked, _ = link(engine, mentions, linking_pack())
        townships = [entry.name for entry in linking_pack().head.townships]
        numbers, self.added = assign_numbers(linked.groups, mentions, self.journal, "640105", townships)
        self.journal = Journal((*self.journal.entries, *self.added))
        lines = sorted(linked.groups.to_pylist(), key=lambda line: line[f.ROW])
        return [numbers[line[f.HOUSEHOLD]][-5:] if line[f.HOUSEHOLD] else None for line in lines]


@pytest.fixture
def months() -> Months:
    return Months()


def test_new_numbers_follow_township_village_and_name(months: Months) -> None:
    rows = [
        said("王五", **{f.TOWNSHIP: OTHER_TOWN}),
        said("李四"),
        said("丁一", **{f.VILLAGE: "兴盛村"}),
        said("丁一"),
        said("赵六", **{f.TOWNSHIP: "西花园路街道"}),
    ]
    assert months.run(*rows) == ["00005", "00004", "00002", "00003", "00001"]


def test_running_twice_appends_nothing(months: Months) -> None:
    rows = [said("张三", **ID, **PHONE), said("李四", **DOOR), said("王五"), said("张三", RESULTS, **ID)]
    first = months.run(*rows)
    assert months.added
    assert months.run(*rows) == first
    assert months.added == []


def test_number_stays_when_rows_files_and_other_households_change(months: Months) -> None:
    months.run(said("张三", **ID))
    later = months.run(
        said("丁一", **OTHER_ID, **{f.TOWNSHIP: "西花园路街道"}),
        said("张三", **ID, **{f.TOWNSHIP: OTHER_TOWN, f.SOURCE_FILE: "新.xlsx"}),
    )
    assert later == ["00002", "00001"]


def test_household_is_known_by_a_key_learnt_later(months: Months) -> None:
    months.run(said("张三", **ID))
    months.run(said("张三", **ID, **PHONE))
    assert months.run(said("张三", **PHONE)) == ["00001"]


def test_household_first_seen_by_name_and_place_keeps_its_number(months: Months) -> None:
    months.run(said("张三"))
    assert months.run(said("张三", **ID, **PHONE)) == ["00001"]
    assert months.run(said("张三", **PHONE, **{f.VILLAGE: "泾河村"})) == ["00001"]


def test_two_households_found_to_be_one_keep_the_smaller_number(months: Months) -> None:
    assert months.run(said("张三", **PHONE, **{f.VILLAGE: "甲村"}), said("张三", **DOOR)) == ["00002", "00001"]
    assert months.run(said("张三", **PHONE, **DOOR)) == ["00001"]
    assert [entry.kind for entry in months.added] == ["case-merged", "case-number"]
    assert months.run(said("张三", **PHONE, **{f.VILLAGE: "甲村"})) == ["00001"]
    assert months.run(said("张三", **PHONE, **DOOR)) == ["00001"]
    assert months.added == []


def test_number_goes_with_the_id_number_not_with_the_telephone(months: Months) -> None:
    months.run(said("张三", **ID, **PHONE))
    later = months.run(said("张三", **OTHER_ID, **PHONE), said("张三", **ID, **{f.PHONE: "19900000009"}))
    assert later == ["00002", "00001"]
    assert months.run(said("张三", **OTHER_ID, **PHONE)) == ["00002"]
    assert months.run(said("张三", **ID, **PHONE)) == ["00001"]


def test_id_number_put_right_keeps_the_number(months: Months) -> None:
    months.run(said("张三", **ID, **PHONE))
    assert months.run(said("张三", **OTHER_ID, **PHONE)) == ["00001"]
    assert months.run(said("张三", **OTHER_ID, **PHONE)) == ["00001"]
    assert months.added == []


def test_namesakes_in_one_place_do_not_take_each_others_number(months: Months) -> None:
    both = [said("张三", **PHONE), said("张三", **{f.PHONE: "19900000002"})]
    first = months.run(*both)
    assert months.run(*reversed(both)) == first[::-1]


def test_rows_without_a_household_get_no_number(months: Months) -> None:
    assert months.run(said("张三", **ID), said("李四", RESULTS)) == ["00001", None]


def test_no_personal_data_stands_in_the_entries(months: Months) -> None:
    months.run(said("张三", **ID, **PHONE, **DOOR))
    text = "".join(line for line, _ in written_lines(months.added, ""))
    assert not [value for value in ("张三", citizen(1), "19900000001", "泾华村", TOWN) if value in text]


def test_number_once_given_is_not_given_again(months: Months) -> None:
    months.run(said("张三", **ID), said("李四", **OTHER_ID))
    assert months.run(said("王五", **PHONE)) == ["00003"]


def test_cases_found_to_be_two_after_all_have_their_own_numbers_again(months: Months) -> None:
    apart = [said("张三", **PHONE, **{f.VILLAGE: "甲村"}), said("张三", **DOOR)]
    assert months.run(*apart) == ["00002", "00001"]
    assert months.run(said("张三", **PHONE, **DOOR)) == ["00001"]
    assert past_of(months.journal).former == {"640105-00001": ("640105-00002",)}
    assert months.run(*apart) == ["00002", "00001"]
    past = past_of(months.journal)
    assert (past.former, past.split) == ({}, {"640105-00002": "640105-00001"})
    assert months.run(*apart) == ["00002", "00001"]
    assert months.added == []


def test_a_merged_case_known_by_its_younger_half_alone_keeps_the_older_number(months: Months) -> None:
    months.run(said("张三", **PHONE, **{f.VILLAGE: "甲村"}), said("张三", **DOOR))
    months.run(said("张三", **PHONE, **DOOR))
    assert months.run(said("张三", **PHONE)) == ["00001"]


def test_of_a_household_that_splits_the_id_number_keeps_the_number(months: Months) -> None:
    both = [said("张三", **ID, **PHONE, **DOOR)]
    assert months.run(*both) == ["00001"]
    son = said("张三", **OTHER_ID, **PHONE)
    assert months.run(said("张三", **ID, **DOOR), son) == ["00001", "00002"]
    assert past_of(months.journal).split == {"640105-00002": "640105-00001"}


def test_number_stays_when_a_member_becomes_head(months: Months) -> None:
    home = {f.SOURCE_FILE: "名册.xlsx", f.FIRST_ROW: 3}
    head = said("张三", **ID, **home, **{f.NAME: "张三", f.ROW: 3, f.RELATION: "户主"})
    wife = said("张三", **OTHER_ID, **home, **{f.NAME: "王氏", f.ROW: 4, f.RELATION: "配偶"})
    assert months.run(head, wife) == ["00001", "00001"]
    assert months.run(said("王氏", **OTHER_ID)) == ["00001"]
    assert past_of(months.journal).handed_on == {"640105-00001"}
    assert months.run(said("王氏", **OTHER_ID, **PHONE)) == ["00001"]


def test_number_stays_with_door_and_telephone_when_the_head_changes(months: Months) -> None:
    assert months.run(said("张三", **ID, **DOOR, **PHONE)) == ["00001"]
    assert months.run(said("王氏", **OTHER_ID, **DOOR, **PHONE)) == ["00001"]


def test_neither_door_nor_telephone_alone_hands_a_number_on(months: Months) -> None:
    assert months.run(said("张三", **ID, **DOOR, **PHONE)) == ["00001"]
    assert months.run(said("王氏", **OTHER_ID, **DOOR)) == ["00002"]
    assert months.run(said("李氏", **PHONE)) == ["00003"]


def test_a_grown_up_child_gets_a_number_while_the_parents_keep_theirs(months: Months) -> None:
    home = {f.SOURCE_FILE: "名册.xlsx", f.FIRST_ROW: 3}
    head = said("张三", **ID, **home, **{f.NAME: "张三", f.ROW: 3, f.RELATION: "户主"})
    son = said("张三", **OTHER_ID, **home, **{f.NAME: "张小", f.ROW: 4, f.RELATION: "之子"})
    months.run(head, son)
    assert months.run(said("张小", **OTHER_ID), said("张三", **ID)) == ["00002", "00001"]


def test_number_moves_house_with_its_household(months: Months) -> None:
    assert months.run(said("张三", **ID, **DOOR)) == ["00001"]
    moved = said("张三", **ID, **{f.TOWNSHIP: OTHER_TOWN, f.VILLAGE: "镇北堡村", f.ADDRESS: "镇北堡村9组3号"})
    assert months.run(moved) == ["00001"]


def test_name_put_right_keeps_the_number(months: Months) -> None:
    assert months.run(said("张叁", **ID)) == ["00001"]
    assert months.run(said("张三", **ID)) == ["00001"]
