"""A total that may fall when an open duplicate is answered says so."""

from dataclasses import replace

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band
from rescue_cli.core.tables import CLUSTERS, PAIRS
from rescue_cli.report import build_reports
from rescue_cli.report.open_duplicates import open_pairs
from support.judged import CONTEXT, engine_with, line
from support.packs import shipped


def notes(pairs: tuple[tuple[str, str], ...], name: str) -> list[str]:
    pack = shipped("xixia-2019")
    rows = [line(n, "拟低保", "新增救助", "初判", 城乡="城市") for n in (1, 2)]
    engine = engine_with(pack, rows)
    reports, _, _ = build_reports(engine, pack, replace(CONTEXT, open_pairs=pairs), [name], ("statistics", "ledger"))
    return [note for note in reports[0].sheets[0].layout.notes if "含疑似重复" in note]


def test_a_table_that_counts_both_households_of_an_open_pair_says_so() -> None:
    assert notes((("990101-00001", "990101-00002"),), "城市统计表") == [
        "含疑似重复1对，尚未裁定：裁定为一户的，合计可能减少。见疑似重复.xlsx。"
    ]


def test_no_note_where_only_one_of_them_is_counted_or_the_table_is_no_figure() -> None:
    assert notes((("990101-00001", "990101-00009"),), "城市统计表") == []
    assert notes((("990101-00001", "990101-00002"),), "农村统计表") == []
    assert notes((("990101-00001", "990101-00002"),), "新增救助群体台账") == []
    assert notes((), "城市统计表") == []


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
