"""rules.toml: gathered and derived facts, rules, remarks."""

from typing import Literal

from pydantic import Field

from rescue_cli.pack.model.base import Closed, HanName, Names, Sql, Text


class Basis(Closed):
    clause: Text
    notice: str = ""  # empty: the pack's own notice


class Gather(Closed):
    """A fact of the case gathered from the rows of some forms linked to it: an aggregate over their fields."""

    field: HanName
    forms: Names = Field(alias="from", min_length=1)
    value: Sql
    clause: Text


class Derive(Closed):
    field: HanName
    value: Sql
    clause: str = ""


class Rule(Closed):
    """`hit = "first"`: rules in order, the first that is not false decides (true) or leaves 待核实 (null).
    `hit = "all"`: listed beside the group wherever it is true. `because` may use {field};
    `because_close` replaces it where an amount in it would print as 0.00 without being zero.
    `doubt` names the facts a person must verify (for rules whose outcome is 待核实)."""

    id: HanName
    when: Sql
    outcome: HanName
    group: Literal["新增救助", "救助观察", "待核实", "不予列入", "已享受救助"] | None = None
    phase: Literal["初判", "终判"] = "初判"
    hit: Literal["first", "all"] = "first"
    because: Text
    because_close: str = ""
    doubt: Names = ()
    basis: Basis


class Remark(Closed):
    """Words added to the reason of the deciding rules named in `rules` wherever `when` is true."""

    id: HanName
    rules: Names = Field(min_length=1)
    when: Sql
    say: Text
    basis: Basis


class Rules(Closed):
    gather: tuple[Gather, ...] = ()
    derive: tuple[Derive, ...] = ()
    rule: tuple[Rule, ...] = ()
    remark: tuple[Remark, ...] = ()
