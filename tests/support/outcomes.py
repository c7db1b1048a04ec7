"""What linking makes of two rows: one person unasked, a question, or two people; and whether they share a household."""

from collections.abc import Sequence
from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Decision, Linked, Verdict
from rescue_cli.core.states import Band
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link, mention_digests
from support.mentions import MEMBERS, OTHER_TOWN, citizen, linking_pack, mentions_table, said

ONE, ASKED, APART = "一人", "请人裁定", "两人"
HEAD_NAME, HEAD = "赵大山", citizen(1, "19600505")
PHONE, OTHER_PHONE = {f.PHONE: "19900000001"}, {f.PHONE: "19900000002"}
DOOR, OTHER_DOOR = {f.ADDRESS: "泾华村1组12号"}, {f.ADDRESS: "泾华村9组88号"}
GROUP, OTHER_GROUP = {f.ADDRESS: "泾华村1组"}, {f.ADDRESS: "泾华村2组"}
OTHER_VILLAGE = {f.VILLAGE: "泾河村"}
FAR = {f.TOWNSHIP: OTHER_TOWN, f.VILLAGE: "德林村"}
Row = dict[str, Any]
Person = tuple[str, str | None, str | None]  # 姓名, 与户主关系, 身份证号 as written


class Outcomes:
    """The answers about rows, named by their places in what was given."""

    def __init__(self, rows: Sequence[Row], decided: Sequence[Decision] = ()) -> None:
        placed = [{**row, f.ROW: n, f.MEMBER: None} for n, row in enumerate(rows)]
        starts: dict[Any, int] = {}
        for n, row in enumerate(placed):
            block = row.pop("listing", None)
            if block is not None:
                row[f.FIRST_ROW] = starts.setdefault((row[f.SOURCE_FILE], block), n)
        with DuckEngine() as engine:
            linked, findings = link(engine, mentions_table(placed), linking_pack(), decided)
        self.linked: Linked = linked
        self.findings: list[Finding] = findings
        lines = sorted(self.linked.groups.to_pylist(), key=lambda line: line[f.ROW])
        self.persons = [line[f.PERSON] for line in lines]
        self.households = [line[f.HOUSEHOLD] for line in lines]

    def of(self, i: int, j: int) -> str:
        """One person, asked about, or two people."""
        if self.persons[i] == self.persons[j]:
            return ONE
        people = {self.persons[i], self.persons[j]}
        return ASKED if any({self.persons[a], self.persons[b]} == people for a, b, _ in self.questions()) else APART

    def together(self, *rows: int) -> bool:
        """Whether the rows stand in one household."""
        homes = {self.households[i] for i in rows}
        return len(homes) == 1 and None not in homes

    def questions(self) -> list[tuple[int, int, int]]:
        """(row, row, number of the question) of every open pair."""
        return [
            (pair["左行"], pair["右行"], pair["问题号"])
            for pair in self.linked.pairs.to_pylist()
            if pair["档"] == Band.OPEN
        ]

    def rules(self) -> list[str | None]:
        """The rules that took pairs as one."""
        return [pair["规则"] for pair in self.linked.pairs.to_pylist() if pair["档"] == Band.SAME]


def numbered(cell: str | None) -> Row:
    """An ID number as intake hands it on: whole, or the digits of it that show."""
    if cell is None or "*" not in cell:
        return {f.ID_NUMBER: cell}
    return {f.ID_NUMBER: None, f.SHOWN_DIGITS: cell, f.UNREAD: [f.ID_NUMBER]}


def household(file: str, *people: Person, **more: Any) -> list[Row]:
    """One listing, a row a person; the first person is its head."""
    head = people[0][0]
    return [
        {**scattered(file, head, name, relation, number, **more), "listing": (head, people)}
        for name, relation, number in people
    ]


def scattered(
    file: str, head: str | None, name: str, relation: str | None = None, number: str | None = None, **more: Any
) -> Row:
    """A row of a person list whose households do not stand together."""
    own = {f.SOURCE_FILE: f"{file}.xlsx", f.NAME: name, f.RELATION: relation, **numbered(number), **more}
    return said(head or "", MEMBERS, **own) | ({f.HEAD_NAME: None} if head is None else {})


def family(file: str, *people: tuple[str, str, str | None], head_number: str | None = HEAD, **more: Any) -> list[Row]:
    """The household of 赵大山 with these people beside him."""
    return household(file, (HEAD_NAME, "户主", head_number), *people, **more)


def single(file: str, name: str, number: str | None = None, **more: Any) -> Row:
    """A household known by its head."""
    return said(name, **{f.SOURCE_FILE: f"{file}.xlsx", **numbered(number), **more})


def answer(rows: Sequence[Row], left: int, right: int, verdict: Verdict) -> Decision:
    """What a person says of two rows."""
    seen = mentions_table([{name: value for name, value in row.items() if name != "listing"} for row in rows])
    digests = mention_digests(seen)
    return Decision(digests[left], digests[right], verdict)


def wrong(reason: str) -> pytest.MarkDecorator:
    """A case in which the tool is known to be wrong."""
    return pytest.mark.xfail(strict=True, reason=reason)
