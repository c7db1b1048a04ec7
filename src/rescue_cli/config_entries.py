"""Sections of rescue.toml about files, deadlines and whom to ask."""

import datetime as dt

from pydantic import Field

from rescue_cli.pack.model import Closed, Text
from rescue_cli.pack.model.head import MonthDay, WorkdayNumber, YearMonth


class Replace(Closed):
    """File `old` is no longer read, because `new` takes its place. Names are relative to 收件/, with "/"."""

    old: Text
    new: Text


class Received(Closed):
    """The day `file` (relative to 收件/) came, where neither its folder nor its name says so."""

    file: Text
    day: dt.date


class Owes(Closed):
    """Who owes what the pack's `deadline` asks for, or by which day, where it is otherwise than the notice says. `month`: of a
    monthly one, the month (YYYY-MM) of which `on` is the day; `monthly_day`, `monthly_workday`: its day from now on."""

    deadline: Text
    who: tuple[Text, ...] = ()
    on: dt.date | None = None
    month: YearMonth | None = None
    monthly_day: MonthDay | None = None
    monthly_workday: WorkdayNumber | None = None
    reason: Text

    @property
    def moves(self) -> bool:
        """Whether it says another day."""
        return any(way is not None for way in (self.on, self.monthly_day, self.monthly_workday))


class Contact(Closed):
    """Whom a township asks about what was sent back to it; printed on the letter (退回函)."""

    name: Text | None = Field(default=None, alias="联系人")
    phone: Text | None = Field(default=None, alias="电话")
