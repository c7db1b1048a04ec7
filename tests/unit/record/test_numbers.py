"""A household keeps its number, whatever file, row or order it comes in."""

from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.record.journal import Entry, Journal
from rescue_cli.record.numbers import assign_numbers
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
    text = "".join(entry.line("") for entry in months.added)
    assert not [value for value in ("张三", citizen(1), "19900000001", "泾华村", TOWN) if value in text]


def test_number_once_given_is_not_given_again(months: Months) -> None:
    months.run(said("张三", **ID), said("李四", **OTHER_ID))
    assert months.run(said("王五", **PHONE)) == ["00003"]
