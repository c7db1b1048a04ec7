"""pack.toml: what a notice is, whom it binds, its days, and how its lists are linked and compared."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from rescue_cli.core.findings import Level
from rescue_cli.core.periods import Every, month_days
from rescue_cli.core.states import Area, ListAnswer
from rescue_cli.core.working_days import LAST_YEAR, Festival, days_before, festival, working_day_of_month
from rescue_cli.pack.model.closed import Closed, HanName, Names, Text
from rescue_cli.pack.model.forms import Ranked

DISTRICT_CODE, PACK_ID, YEAR_MONTH = r"^\d{6}$", r"^[a-z][a-z0-9-]*$", r"^\d{4}-(0[1-9]|1[0-2])$"
WorkdayNumber = Annotated[int, Field(ge=-10, le=10)]
MonthDay = Annotated[int, Field(ge=1, le=31)]
YearMonth = Annotated[str, StringConstraints(pattern=YEAR_MONTH)]


class District(Closed):
    """Whose pack it is: the district, its six-digit code and its bureau."""

    name: Text
    code: Annotated[str, StringConstraints(pattern=DISTRICT_CODE)]
    bureau: Text
    city: str = ""


class Period(Closed):
    """First and last day of the campaign. `continues`: the notice says no end; months after the last day are reported too."""

    start: dt.date = Field(alias="from")
    end: dt.date = Field(alias="to")
    continues: bool = False
    clause: Text

    def last_day(self, as_of: dt.date) -> dt.date:
        """Up to when what happens counts: of one that continues up to the as-of day, once its last day is past."""
        return max(self.end, as_of) if self.continues else self.end


class Township(Closed):
    """A township of the district and its other names."""

    name: Text
    code: str = ""
    aliases: tuple[Text, ...] = ()


class Before(Closed):
    """So many days (or working days) before a day: a date, or a festival of a year."""

    day: dt.date | Festival
    year: Annotated[int, Field(ge=2004, le=LAST_YEAR)] | None = None
    days: Annotated[int, Field(ge=1, le=366)]
    unit: Literal["日", "工作日"] = "日"

    @property
    def on(self) -> dt.date | None:
        """The day itself; None where the festival lacks its year."""
        day = self.day if isinstance(self.day, dt.date) else festival(self.day, self.year) if self.year else None
        return days_before(day, self.days, working=self.unit == "工作日") if day else None


class Deadline(Closed):
    """A fixed day (`on`), one counted back from another (`before`), or a day of every month between two dates (`monthly_day`;
    `monthly_workday`: the so manieth working day, from the end below 0): up to the middle of a month what is due is the month
    before, later this month. `exceptions`: the month reported → its own day. `each` (镇街): every township owes what is handed in, else `who` does, all in all;
    `area`: only townships that may have households of it."""

    id: HanName
    title: Text
    on: dt.date | None = None
    before: Before | None = None
    monthly_day: MonthDay | None = None
    monthly_workday: WorkdayNumber | None = None
    exceptions: dict[YearMonth, dt.date] = Field(default_factory=dict)
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    who: Text
    each: HanName | None = None
    area: Area | None = None
    to_whom: str = ""
    hands_in: Names = ()
    clause: Text

    @property
    def once(self) -> dt.date | None:
        """The day of what is due once; None of what is due every month."""
        return self.before.on if self.before is not None else self.on

    @property
    def monthly(self) -> bool:
        """Whether it is due every month."""
        return self.monthly_day is not None or self.monthly_workday is not None

    def day_in(self, year: int, month: int) -> dt.date:
        """The day of a month on which what is due every month is."""
        if self.monthly_workday is not None:
            return working_day_of_month(year, month, self.monthly_workday)
        last = month_days(year, month)[1]
        return last.replace(day=min(self.monthly_day or last.day, last.day))

    @property
    def when(self) -> str:
        """In words, for whoever reads the pack."""
        if not self.monthly:
            return self.once.isoformat() if self.once else ""
        number = self.monthly_workday
        if number is None:
            return "每月末日" if self.monthly_day == 31 else f"每月{self.monthly_day}日"
        if number == -1:
            return "每月最后一个工作日"
        return f"每月第{number}个工作日" if number > 0 else f"每月倒数第{-number}个工作日"


class Linking(Closed):
    """查重的界限, where a notice or a county wants others than `schemas/linking/model.toml`; each with its reason."""

    review: Annotated[float, Field(allow_inf_nan=False)] | None = None  # points from which a pair is shown to a person
    phone_heads: Annotated[int, Field(ge=1)] | None = None
    large_block: Annotated[int, Field(ge=2)] | None = None
    wrong_file_share: Annotated[float, Field(gt=0, le=1)] | None = None
    wrong_file_rows: Annotated[int, Field(ge=2)] | None = None
    reason: Text


class Survive(Closed):
    """Whose word goes for one field of a case. `order`: roles, the first goes before the others; those not named follow
    in the usual order. `rule`: rank = the first role that says anything; latest = the source of the latest day, of one
    day by `order`; complete = the source that says most, of equals by `order`."""

    field: HanName
    rule: Literal["rank", "latest", "complete"] = "rank"
    order: tuple[Ranked, ...] = ()
    clause: Text


class Compare(Closed):
    """A ready-made comparison: every row of the forms `left` is looked for in the forms `right`. `tell`: the outcome a
    person has to look at. `max_age`: days after which a list is too old to say that somebody is not on it."""

    name: Text
    left: Names = Field(min_length=1)
    right: Names = Field(min_length=1)
    tell: Literal[ListAnswer.HIT, ListAnswer.MISS] = ListAnswer.HIT
    max_age: Annotated[int, Field(ge=1)] | None = None
    clause: Text


class LevelChange(Closed):
    """The level a finding has under this notice, with the reason; a finding can be raised or lowered, never silenced."""

    code: Text
    level: Level
    reason: Text
    clause: Text


class Control(Closed):
    """A total the notice itself states for a list: households and persons of `form` must come to it."""

    name: Text
    form: HanName
    households: Annotated[int, Field(ge=0)] | None = None
    persons: Annotated[int, Field(ge=0)] | None = None
    clause: Text


class Coverage(Closed):
    """Every `each` (a township, a village, a department …) owes at least `least` rows of `form`: once, until the day of
    deadline `by`; or with `day` (a column) in every month, quarter or year of the period.

    Townships are those of the workspace, villages those of rescue.toml and those any list names, others those of the code
    list. `each = "编号"`: every case that a row of the forms `among` speaks of owes them, from the day that row says in
    `since`. `who` may name {镇街}."""

    name: Text
    form: HanName
    each: HanName
    among: Names = ()
    since: HanName | None = None
    least: Annotated[int, Field(ge=1)] = 1
    day: HanName | None = None
    every: Every = "月"
    by: HanName | None = None
    who: Text
    clause: Text


class PackHead(Closed):
    """pack.toml as a whole."""

    id: Annotated[str, StringConstraints(pattern=PACK_ID)]
    title: Text
    short: Text  # how 依据 cites the notice: "西夏区2019方案"
    issuer: Text
    number: str = ""
    date: dt.date | None = None
    parent: str | None = None
    district: District | None = None
    period: Period | None = None
    townships: tuple[Township, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    level: tuple[LevelChange, ...] = ()
    notes: tuple[Text, ...] = ()
    linking: Linking | None = None
    survive: tuple[Survive, ...] = ()
    compare: tuple[Compare, ...] = ()
    control: tuple[Control, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    settlement_day: Annotated[int, Field(ge=1, le=28)] | None = None  # a month runs from the day after it to it

    @property
    def campaign(self) -> str:
        """From which day to which the notice is carried out; "" where it says no end."""
        return f"{self.period.start}—{self.period.end}" if self.period else ""
