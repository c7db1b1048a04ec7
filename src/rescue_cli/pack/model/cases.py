"""cases.toml: households with what the rules must say of them."""

import datetime as dt
from typing import Literal

from pydantic import Field

from rescue_cli.pack.model.closed import Closed, Text
from rescue_cli.pack.model.standards import Standard

OTHER_HOUSEHOLD = "另一户"  # beside the fields of a given row: it is about some other household of the same place

Cell = bool | int | float | str | dt.datetime | dt.date | list[str]


class Expect(Closed):
    """What must come of the household. `findings`: of the forms' checks, one entry for each finding; silence is none.
    `worlds`: the outcome each way of answering what is open would give, in order.
    `facts`: gathered and derived facts, for those that no rule but only ledgers and reasons rest on; "" where unknown."""

    group: str | None = Field(default=None, alias="分类")
    outcome: str | None = Field(default=None, alias="结果")
    phase: str | None = Field(default=None, alias="阶段")
    rule: str | None = Field(default=None, alias="规则")
    missing: tuple[str, ...] | None = Field(default=None, alias="缺少")
    also: tuple[str, ...] | None = Field(default=None, alias="另有")
    says: tuple[str, ...] = Field(default=(), alias="理由含")
    worlds: tuple[str, ...] | None = Field(default=None, alias="各种答案")
    # clock → its 状态 or its 应办日, all of them; of a clock that runs for every row, one each, by their start
    tasks: dict[str, str | dt.date | tuple[str | dt.date, ...]] | None = Field(default=None, alias="时限")
    findings: tuple[str, ...] | None = Field(default=None, alias="问题")
    facts: dict[str, Cell] = Field(default_factory=dict, alias="事实")

    @property
    def of_group(self) -> bool:
        """Whether anything is expected of the rule that decides."""
        return bool(self.model_fields_set & {"group", "outcome", "phase", "rule", "missing", "says", "worlds"})

    @property
    def of_decision(self) -> bool:
        """Whether anything is expected of the rules; else the household need not be a case at all."""
        return self.of_group or self.also is not None


class TestCase(Closed):
    """One household: rows of some forms, all linked, and what the rules must say. `basis` cites the clause."""

    id: Text
    kind: Literal["typical", "below", "at", "above", "missing", "contradiction"] = "typical"
    basis: Text
    as_of: dt.date | None = None
    standard: tuple[Standard, ...] = ()
    given: dict[str, tuple[dict[str, Cell], ...]]
    expect: Expect


class Cases(Closed):
    """cases.toml as a whole."""

    case: tuple[TestCase, ...] = ()
