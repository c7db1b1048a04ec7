"""rules.toml: gathered and derived facts, rules, remarks."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from rescue_cli.core.states import EventKind, Group, Phase
from rescue_cli.pack.model.closed import Amount, Closed, HanName, Names, Sql, Text


class Basis(Closed):
    """The clause a rule follows, and the notice where it is not the pack's own."""

    clause: Text
    notice: str = ""  # empty: the pack's own notice


class Gather(Closed):
    """A fact of the case gathered from the rows of some forms linked to it: an aggregate over their fields. `each`:
    what a row is – a household, whose personal facts are its head's, or every person told of, each with his own – or
    "township": every row of the forms from the case's township (and of its 城乡, where both say), whosever it is.
    Without `from`: of every form that carries the columns of the value, whatever it is called."""

    field: HanName
    forms: Names = Field(default=(), alias="from")
    each: Literal["household", "person", "township"] = "household"
    value: Sql
    clause: Text


class Derive(Closed):
    """A fact of the case reckoned from others, in one expression; or told in several ways (`any_of`): each way that is told
    and gives another value is a world of its own. `says`: what each way is called. A difference of no more than `within`,
    of rounding, is not spoken of where it changes nothing."""

    field: HanName
    value: Sql | None = None
    any_of: tuple[Sql, ...] = ()
    says: tuple[Text, ...] = ()
    within: Amount | None = None
    clause: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The expressions, each one way to the fact, in their order."""
        return self.any_of or ((self.value,) if self.value else ())

    @property
    def expression(self) -> str:
        """One expression that needs what the fact needs: the first way that is told."""
        return self.ways[0] if len(self.ways) == 1 else f"coalesce({', '.join(self.ways)})"


class Rule(Closed):
    """`hit = "first"`: rules in order, the first that is not false decides (true) or leaves 待核实 (null).
    `hit = "all"`: listed beside the group wherever it is true. `because` may use {field};
    `because_close` replaces it where an amount in it would print as 0.00 without being zero.
    `doubt` names the facts a person must verify (for rules whose outcome is 待核实); `doubt_where` those to be verified
    only where a condition is true, so that one rule names all that is missing of several, and nothing else."""

    id: HanName
    when: Sql
    outcome: HanName
    group: Group | None = None
    phase: Phase = Phase.PRELIMINARY
    hit: Literal["first", "all"] = "first"
    because: Text
    because_close: str = ""
    doubt: Names = ()
    doubt_where: dict[HanName, Sql] = Field(default_factory=dict)
    basis: Basis
    start: dt.date | None = Field(default=None, alias="from")  # in force from and to these days; by the as-of date
    end: dt.date | None = Field(default=None, alias="to")


class Remark(Closed):
    """Words added to the reason of the deciding rules named in `rules` (none: of all) wherever `when` is true."""

    id: HanName
    rules: Names = ()
    when: Sql
    say: Text
    basis: Basis


class Event(Closed):
    """Something that happened to a case on a day, told by a row of some forms. `day`, `when` and `say` are over those
    forms' columns; a row whose `when` is true without a day is told with no day. Without `from`: by a row of any form.
    `kind`: what it does to who is helped; `month`: from which month it counts, as text."""

    id: HanName  # 事项
    forms: Names = Field(default=(), alias="from")
    when: Sql | None = None
    day: Sql
    kind: EventKind | None = None
    month: Sql | None = None
    say: Text
    clause: Text


class Clock(Closed):
    """What is owed for a case by a day, over the facts a rule may name; with `from`, for every row of those forms by itself,
    over their columns: rows of a case that `each` numbers alike are one matter, a row without a number one of its own.
    A cycle (`every`) comes due again and again:
    counted from `start` and from `done`, the last time it was done. An answer (`within`) is owed once, counted from
    `start`; `done` ends it. `by`: owed once, by the day it gives, and done at any time before. A case for which `when` is
    true and the day unknown is owed at once, and said to be unknown. `who` may name {镇街}."""

    id: HanName
    title: Text
    forms: Names = Field(default=(), alias="from")
    each: HanName | None = None
    when: Sql
    start: Sql | None = None
    done: Sql | None = None
    every: Annotated[int, Field(ge=1)] | None = None
    within: Annotated[int, Field(ge=0)] | None = None
    unit: Literal["年", "月", "日", "工作日", "小时"] | None = None
    by: Sql | None = None
    soon: Annotated[int, Field(ge=0)] = 15  # days before the day due from which it is 快到期
    who: Text
    clause: Text


class Rules(Closed):
    """rules.toml as a whole; rules stand in the order they are tried."""

    gather: tuple[Gather, ...] = ()
    derive: tuple[Derive, ...] = ()
    rule: tuple[Rule, ...] = ()
    remark: tuple[Remark, ...] = ()
    event: tuple[Event, ...] = ()
    clock: tuple[Clock, ...] = ()
