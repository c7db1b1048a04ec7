"""What a case carries, what is listed as a conflict, and that every row is accounted for."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.core import tables
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.pack.load import load_catalogue
from rescue_cli.settle import Settled, settle
from support.mentions import (
    CLUES,
    DIBAO,
    MEMBERS,
    OTHER_TOWN,
    RESULTS,
    ROSTER,
    SCATTERED,
    SURVEY,
    TOWN,
    citizen,
    files_table,
    linking_pack,
    mentions_table,
    rows_table,
    said,
)

ID = {f.ID_NUMBER: citizen(1)}


def run(*rows: dict[str, Any], others: dict[str, list[str]] | None = None) -> tuple[Settled, list[Finding]]:
    """Link and settle `rows`; `others` are rows of a file that are no data."""
    pack, mentions = linking_pack(), mentions_table(rows)
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, pack)
        homes = sorted({home for home in linked.groups[f.HOUSEHOLD].to_pylist() if home is not None})
        numbers = {home: f"640105-{n:05d}" for n, home in enumerate(homes, start=1)}
        seen, files = rows_table(mentions, others or {}), files_table(*mentions[f.SOURCE_FILE].to_pylist(), "坏.xlsx")
        settled, findings = settle(engine, mentions, seen, files, linked, numbers, pack)
    rendered = findings_table(findings, load_catalogue()).to_pylist()
    assert not [line for line in rendered if "未注明" in line["问题"] + line["怎么改"]]
    return settled, findings


def only_case(settled: Settled) -> dict[str, Any]:
    lines: list[dict[str, Any]] = settled.cases.to_pylist()
    (case,) = lines
    return case


def conflicts(settled: Settled, field: str) -> list[tuple[str, str | None]]:
    return [(line["值"], line["取值"]) for line in settled.conflicts.to_pylist() if line["字段"] == field]


def test_tables_have_their_schemas() -> None:
    settled, _ = run(said("张三", **ID), said("张三", RESULTS, **ID, **{f.RESULT: "纳入低保"}))
    columns = [(entry.name, entry.type) for entry in linking_pack().input_fields]
    assert settled.cases.schema == tables.cases_schema(columns)
    assert settled.persons.schema == tables.PERSONS
    assert settled.events.schema == tables.EVENTS
    assert settled.conflicts.schema == tables.CONFLICTS
    assert settled.clusters.schema == tables.CLUSTERS
    assert settled.balance.schema == tables.BALANCE


def test_agreeing_sources_make_one_case_without_conflict() -> None:
    settled, findings = run(
        said("张三", **ID, **{f.HOUSEHOLD_SIZE: 3, "家庭年收入": Decimal("9000.00")}),
        said("张三", SCATTERED, **ID, **{f.HOUSEHOLD_SIZE: 3}),
    )
    case = only_case(settled)
    assert (case[f.HEAD_NAME], case[f.HOUSEHOLD_SIZE], case["家庭年收入"]) == ("张三", 3, Decimal("9000.00"))
    assert case[f.MENTION_COUNT] == 2
    assert case[f.SOURCES] == f"{TOWN}/{SCATTERED}.xlsx › Sheet1 › 第4行；{TOWN}/{ROSTER}.xlsx › Sheet1 › 第3行"
    assert findings == []
    assert settled.conflicts.num_rows == 0


def test_blank_never_erases() -> None:
    settled, _ = run(said("张三", **ID, **{f.PHONE: "19900000001"}), said("张三", RESULTS, **ID))
    assert only_case(settled)[f.PHONE] == "19900000001"


def test_held_field_is_empty_until_a_person_decides() -> None:
    settled, findings = run(said("张三", **ID, **{f.HOUSEHOLD_SIZE: 3}), said("张三", **ID, **{f.HOUSEHOLD_SIZE: 4}))
    assert only_case(settled)[f.HOUSEHOLD_SIZE] is None
    assert conflicts(settled, f.HOUSEHOLD_SIZE) == [("3", None), ("4", None)]
    (finding,) = findings
    assert (finding.code, finding.row, finding.field, finding.value) == ("SETTLE-CONFLICT", 4, f.HOUSEHOLD_SIZE, "4")
    assert finding.facts["取用"] == "暂不取值，待核实"


def test_zero_and_no_are_values_not_blanks() -> None:
    settled, _ = run(
        said("张三", **ID, **{"低保人数": 0, "单人户施保": False}),
        said("张三", **ID, **{"低保人数": 2, "单人户施保": True}),
    )
    assert only_case(settled)["低保人数"] is None
    assert conflicts(settled, "单人户施保") == [("否", None), ("是", None)]


def test_first_source_of_the_highest_rank_is_taken_and_the_rest_listed() -> None:
    settled, findings = run(
        said("张三", **ID, **{f.ADDRESS: "泾华村1组12号"}), said("张三", SURVEY, **ID, **{f.ADDRESS: "泾华村2组9号"})
    )
    assert only_case(settled)[f.ADDRESS] == "泾华村2组9号"
    assert conflicts(settled, f.ADDRESS) == [("泾华村2组9号", "泾华村2组9号"), ("泾华村1组12号", "泾华村2组9号")]
    assert [finding.code for finding in findings] == ["SETTLE-CONFLICT"]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (f.ADDRESS, "泾华村1组12号", "兴泾镇泾华村一组十二号"),
        (f.ADDRESS, "泾华村1组12号", "泾华村"),
        (f.PHONE, "19900000001", "19900000001、19900000002"),
    ],
)
def test_other_ways_of_writing_are_no_conflict(field: str, one: str, other: str) -> None:
    settled, findings = run(said("张三", **ID, **{field: one}), said("张三", **ID, **{field: other}))
    assert findings == []
    assert only_case(settled)[field] == max(one, other, key=len)  # the fuller one is carried


def test_kinds_of_hardship_are_joined_and_the_unrecognised_kept() -> None:
    settled, findings = run(
        said("张三", **ID, **{f.HARDSHIP: ["重病", "怪病"]}), said("张三", **ID, **{f.HARDSHIP: ["就学", "重病"]})
    )
    assert only_case(settled)[f.HARDSHIP] == ["重病", "就学", "怪病"]
    assert findings == []


def test_none_against_some_hardship_is_a_conflict() -> None:
    settled, findings = run(said("张三", **ID, **{f.HARDSHIP: ["无"]}), said("张三", **ID, **{f.HARDSHIP: ["重病"]}))
    assert only_case(settled)[f.HARDSHIP] == ["重病", "无"]
    assert [finding.field for finding in findings] == [f.HARDSHIP]


def test_household_of_two_townships_is_one_case_with_the_township_in_conflict() -> None:
    settled, findings = run(said("张三", **ID), said("张三", **ID, **{f.TOWNSHIP: OTHER_TOWN}))
    assert only_case(settled)[f.TOWNSHIP] == TOWN
    assert conflicts(settled, f.TOWNSHIP) == [(TOWN, TOWN), (OTHER_TOWN, TOWN)]
    assert [finding.field for finding in findings] == [f.TOWNSHIP]


def test_several_results_are_no_conflict() -> None:
    day = dt.date(2019, 7, 15)
    settled, findings = run(
        said("张三", **ID),
        said("张三", RESULTS, **ID, **{f.RESULT: "纳入低保", f.RESULT_DATE: day}),
        said("张三", RESULTS, **ID, **{f.RESULT: "转介", f.ANSWER: "已给予救助", f.ANSWER_DATE: dt.date(2019, 8, 1)}),
    )
    assert findings == []
    assert only_case(settled)[f.RESULT] == "纳入低保"
    happened = [(line["日期"], line["事项"], line["内容"]) for line in settled.events.to_pylist()]
    assert happened == [
        (day, "办理结果", "纳入低保"),
        (dt.date(2019, 8, 1), "转介反馈", "已给予救助"),
        (None, "办理结果", "转介"),
    ]


def test_lists_of_different_days_are_no_conflict() -> None:
    lists = [{f.LIST_DATE: dt.date(2019, month, 31), "保障人数": n} for month, n in ((3, 1), (8, 2))]
    settled, findings = run(said("张三", **ID), *(said("张三", DIBAO, **ID, **line) for line in lists))
    assert findings == []
    assert only_case(settled)["保障人数"] is None


def test_valid_id_stands_before_a_wrong_one() -> None:
    wrong, phone = citizen(1)[:-1] + "A", {f.PHONE: "19900000001"}
    settled, _ = run(said("张三", **phone, **{f.ID_NUMBER: wrong}), said("张三", CLUES, **phone, **ID))
    assert only_case(settled)[f.ID_NUMBER] == citizen(1)
    assert len(conflicts(settled, f.ID_NUMBER)) == 2


def test_remarks_are_all_kept() -> None:
    settled, findings = run(*(said("张三", **ID, **{f.REMARK: text}) for text in ("甲", "乙", "甲")))
    assert only_case(settled)[f.REMARK] == "甲；乙"
    assert findings == []


def test_what_a_member_row_says_of_the_member_is_not_said_of_the_case() -> None:
    settled, findings = run(
        said("张三", **ID), said("张三", MEMBERS, **{f.NAME: "张小三", f.ID_NUMBER: citizen(3), f.RELATION: "子"})
    )
    assert only_case(settled)[f.ID_NUMBER] == citizen(1)
    assert findings == []
    people = [(line[f.NAME], line[f.RELATION]) for line in settled.persons.to_pylist()]
    assert sorted(people) == [("张三", "户主"), ("张小三", "子")]


def test_row_without_household_is_in_clusters_with_no_number() -> None:
    settled, _ = run(said("张三", **ID), said("李四", RESULTS))
    assert sorted(map(str, settled.clusters[f.CASE].to_pylist())) == ["640105-00001", "None"]
    assert settled.cases.num_rows == 1


def test_balance_counts_every_row_of_every_file() -> None:
    file = f"{TOWN}/{ROSTER}.xlsx"
    settled, findings = run(
        said("张三", **ID),
        said("张三", **ID),
        said("李四", RESULTS),
        others={file: ["标题", "表头", "合计", "拒收"], "杂.xlsx": ["说明"], "后来.xlsx": ["待定", "待定", "外区"]},
    )
    accounts = {line.pop(f.SOURCE_FILE): list(line.values()) for line in settled.balance.to_pylist()}
    assert accounts == {
        file: [6, 1, 1, 1, 0, 0, 0, 3, 0],
        f"{TOWN}/{RESULTS}.xlsx": [1, 1, 0, 0, 0, 0, 0, 0, 0],
        "杂.xlsx": [1, 0, 0, 0, 0, 0, 0, 1, 0],
        "后来.xlsx": [3, 0, 0, 0, 0, 2, 1, 0, 0],
        "坏.xlsx": [0, 0, 0, 0, 0, 0, 0, 0, 0],
    }
    assert findings == []


def test_rows_of_a_file_that_repeats_another_are_told_in_the_balance() -> None:
    people = [f"王{chr(0x4E00 + n)}" for n in range(30)]
    rows = [
        said(name, **{f.ID_NUMBER: citizen(n), f.SOURCE_FILE: file, f.ROW: n + 2})
        for file in ("甲.xlsx", "乙.xlsx")
        for n, name in enumerate(people, start=1)
    ]
    settled, findings = run(*rows)
    assert findings == []
    assert settled.cases.num_rows == 30
    taken = [(line["已取"], line["不归户"], line["差"]) for line in settled.balance.to_pylist() if line["行数"]]
    assert sorted(taken) == [(0, 30, 0), (30, 0, 0)]


def test_lost_row_opens_the_balance() -> None:
    settled, findings = run(said("张三", **ID), others={f"{TOWN}/{ROSTER}.xlsx": ["数据"]})
    assert [(line["行数"], line["差"]) for line in settled.balance.to_pylist() if line["行数"]] == [(2, 1)]
    assert [finding.code for finding in findings] == ["SETTLE-BALANCE-OPEN"]


def test_nothing_in_nothing_out() -> None:
    settled, findings = run()
    assert settled.cases.num_rows == settled.clusters.num_rows == 0
    assert findings == []


def test_groups_of_other_mentions_are_refused() -> None:
    pack, mentions = linking_pack(), mentions_table([said("张三")])
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions_table([said("李四"), said("王五")]), pack)
        none = pa.Table.from_pylist([], schema=tables.ROWS), files_table()
        with pytest.raises(ValueError, match="does not cover"):
            settle(engine, mentions, *none, linked, {}, pack)
