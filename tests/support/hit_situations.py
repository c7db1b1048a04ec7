"""Situations that codes about answered hits and deaths speak of, as small as they come."""

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT, HIT_FORM, VERIFIED, VERIFIED_DAY, VERIFIED_WORDS
from rescue_cli.core.states import ListAnswer, Newness
from rescue_cli.core.tables import CLUSTERS, EVENTS
from rescue_cli.pipeline.hit_listing import answer_findings
from rescue_cli.report.comparison_book import Comparison
from rescue_cli.report.hit_lines import HitLine, answers_by_code
from rescue_cli.report.list_comparison import ListState
from rescue_cli.settle import death_findings
from support.reading import xixia

CODE, DAY = "H0000000001", dt.date(2019, 7, 20)


def reply(result: str, code: str = CODE, file: str = "核实.xlsx") -> dict[str, object]:
    """A row of an answered sheet, as it was read."""
    place = {f.SOURCE_FILE: file, f.SHEET: "命中", f.ROW: 4, f.MEMBER: None, f.FORM: HIT_FORM}
    return {**place, HIT: code, f.NAME: "示范甲", VERIFIED: result, VERIFIED_WORDS: None, VERIFIED_DAY: DAY}


def answered_hits(*results: str, code: str = CODE) -> Sequence[str]:
    """The codes of what is said where one hit came back with these results, each in a workbook of its own."""
    rows = [reply(result, code, f"核实{number}.xlsx") for number, result in enumerate(results)]
    replies = tuple(answers_by_code(rows).get(CODE, ()))
    hit = HitLine(CODE, {f.NAME: "示范甲", f.HEAD_NAME: None}, {}, "", None, Newness.FIRST, replies)
    comparison = Comparison("名册×车辆", "名册", "车辆", ListAnswer.HIT, (), ListState(1, 1, None, ""), lines=(hit,))
    return [finding.code for finding in answer_findings([comparison], pa.Table.from_pylist(rows))]


def death_told(day: dt.date, as_of: dt.date = dt.date(2019, 7, 31), *, sure: bool = False) -> Sequence[str]:
    """The codes (and, of what was looked into, the levels) of what is said of a head whom a list tells dead on `day`."""
    places = [
        {f.SOURCE_FILE: file, f.SHEET: "一", f.ROW: 3, f.MEMBER: None, f.FORM: form}
        for file, form in (("名册.xlsx", "困难家庭名册"), ("死亡.xlsx", "死亡人员名单"))
    ]
    who = {f.NAME: None, f.HEAD_NAME: "示范甲", f.TOWNSHIP: "兴泾镇"}
    event = {f.CASE: "1", c.DAY: day, c.EVENT: "死亡", c.CONTENT: "示范甲死亡", c.EVENT_KIND: "减", c.FROM_MONTH: None}
    events = pa.Table.from_pylist([{**event, **places[1]}], schema=EVENTS)
    clusters = pa.Table.from_pylist([{**place, f.PERSON: "甲", f.CASE: "1"} for place in places], schema=CLUSTERS)
    mentions = pa.Table.from_pylist([{**place, **who} for place in places])
    confirmed = {(places[1][f.SOURCE_FILE], places[1][f.SHEET], places[1][f.ROW])} if sure else set()
    spoken = list(death_findings(events, mentions, clusters, xixia(), as_of, confirmed))
    return [finding.facts[c.LEVEL] if sure else finding.code for finding in spoken]


HIT_SITUATIONS = {
    "两份核实不一样": lambda: answered_hits("属实", "不属实"),
    "两份核实一样": lambda: answered_hits("属实", "属实"),
    "核实的不再命中": lambda: answered_hits("属实", code="H0000000002"),
    "名册里的人已死亡": lambda: death_told(dt.date(2019, 7, 31)),
    "死亡日期在以后": lambda: death_told(dt.date(2019, 8, 1)),
}
