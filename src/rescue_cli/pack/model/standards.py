"""standards.toml: dated amounts and parameters."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import Field

from rescue_cli.core.states import Area
from rescue_cli.pack.model.closed import Amount, Closed, Day, HanName, Sql, Text

LIMIT = "限额"  # how the name of a limit ends; every other standard is an amount of money a head
LimitUnit = Literal["套/户", "平方米/人", "辆/户", "元/户", "元/人", "倍低保年标准/人", "个/户"]


class Standard(Closed):
    """A dated amount. No `amount` = the standard is open: unknown on those dates, never zero. A limit (…限额) says how
    much of a kind of property a household may have; it has a unit of its own, and may be 0."""

    name: HanName
    area: Area | None = None  # None: one standard for both
    amount: Amount | None = None
    unit: Literal["元/人·月", "元/人·年"] | LimitUnit
    start: dt.date = Field(alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    source: Text
    checked_on: dt.date | None = None
    trust: str = ""

    @property
    def is_limit(self) -> bool:
        """Whether it bounds property, and is no amount a month or a year."""
        return self.name.endswith(LIMIT)

    @property
    def yearly(self) -> Decimal | None:
        """Yuan a head and year, of a limit the figure itself; None where the standard is open."""
        if self.amount is None:
            return None
        return self.amount * 12 if self.unit == "元/人·月" else self.amount


class Parameter(Closed):
    """A dated number or day a rule may name; how a notice that contradicts itself is read is stated in `note`."""

    name: HanName
    value: Amount | Day
    start: dt.date | None = Field(default=None, alias="from")
    clause: Text
    note: str = ""


class Relation(Closed):
    """What a notice lays down between its standards; verified for town and country on the day of a run."""

    name: Text
    holds: Sql
    clause: Text


class Standards(Closed):
    """standards.toml as a whole."""

    standard: tuple[Standard, ...] = ()
    parameter: tuple[Parameter, ...] = ()
    relation: tuple[Relation, ...] = ()
