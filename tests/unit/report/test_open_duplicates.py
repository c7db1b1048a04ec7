"""A total that may fall when an open duplicate is answered says so."""

from dataclasses import replace

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band
from rescue_cli.core.tables import CLUSTERS, PAIRS
from rescue_cli.report import build_reports
from rescue_cli.report.open_duplicates import open_pairs
from rescue_cli.report.report_types import BuiltReport
from support.judged import CONTEXT, engine_with, line
from support.packs import shipped

KINDS = ("statistics", "ledger", "list", "document")
TWO = (("990101-00001", "990101-00002"),)


def built(pairs: tuple[tuple[str, str], ...], name: str) -> BuiltReport:
    pack = shipped("xixia-2019")
    rows = [line(n, "拟低保", "新增救助", "初判", 城乡="城市") for n in (1, 2)]
    engine = engine_with(pack, rows)
    return build_reports(engine, pack, replace(CONTEXT, open_pairs=pairs), [name], KINDS)[0][0]


def notes(pairs: tuple[tuple[str, str], ...], name: str, sheet: int = 0) -> list[str]:
    return [note for note in built(pairs, name).sheets[sheet].layout.notes if "含疑似重复" in note]


def test_a_table_that_counts_both_households_of_an_open_pair_says_so() -> None:
    assert notes((("990101-00001", "990101-00002"),), "城市统计表") == [
        "含疑似重复1对，尚未裁定：裁定为一户的，合计可能减少。见疑似重复.xlsx。"
    ]


def test_no_note_where_only_one_of_them_is_counted_or_the_table_is_no_figure() -> None:
    assert notes((("990101-00001", "990101-00009"),), "城市统计表") == []
    assert notes((("990101-00001", "990101-00002"),), "农村统计表") == []
    assert notes((("990101-00001", "990101-00002"),), "新增救助群体台账") == []
    assert notes((), "城市统计表") == []


def test_a_ledger_with_a_total_and_a_report_in_words_say_so_too() -> None:
    assert notes(TWO, "新增救助群体台账", 1) == notes(TWO, "城市统计表")
    assert notes(TWO, "应报未报名单") == []
    document = built(TWO, "通报").document
    assert document
    assert document.notes == ("含疑似重复1对，尚未裁定：裁定为一户的，上面的户数、人数可能减少。",)


def test_the_groups_of_a_report_in_words_make_up_its_total() -> None:
    document = built((), "通报").document
    assert document
    assert "共排查困难家庭2户6人，其中城市2户，农村0户，城乡未明0户" in document.paragraphs[2]
    named = ("新增户数", "观察户数", "已享受户数", "不予户数", "拟新增户数", "拟观察户数", "待核实户数")
    assert sum(int(document.words[name]) for name in named) == int(document.words["排查户数"])


def test_open_pairs_are_those_asked_about_between_two_cases_each_couple_once() -> None:
    places = [("甲.xlsx", "表", n, None) for n in (1, 2, 3, 4)]
    cases = ["990101-00002", "990101-00001", "990101-00001", None]
    clusters = pa.Table.from_pylist(
        [
            {**dict.fromkeys(CLUSTERS.names), **dict(zip(f.MENTION_KEY, place, strict=True)), f.CASE: case}
            for place, case in zip(places, cases, strict=True)
        ],
        schema=CLUSTERS,
    )
    couples = [(0, 1, Band.OPEN), (0, 2, Band.OPEN), (1, 2, Band.OPEN), (0, 3, Band.OPEN)]
    pairs = pa.Table.from_pylist(
        [
            {
                **dict.fromkeys(PAIRS.names),
                **dict(zip(c.LEFT, places[left], strict=True)),
                **dict(zip(c.RIGHT, places[right], strict=True)),
                c.BAND: band,
            }
            for left, right, band in couples
        ],
        schema=PAIRS,
    )
    assert open_pairs(pairs, clusters) == (("990101-00001", "990101-00002"),)
    settled = pairs.set_column(pairs.schema.get_field_index(c.BAND), c.BAND, pa.array(["同一"] * 4))
    assert open_pairs(settled, clusters) == ()
