"""Small pieces of SQL that rooms above share: quoting, literals, types, and the facts every run knows."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from sqlglot import exp, parse_one

from rescue_cli.core import fields as f
from rescue_cli.core.field_types import SQL_TYPES
from rescue_cli.pack import model as m

Node: TypeAlias = exp.Expression


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node:
    """The tree of SQL that we wrote ourselves; parsed once, because the same is asked of the same field, column and part of
    a report again and again. Nobody may change it, only a copy of it."""
    tree: Node = parse_one(text, dialect="duckdb")
    return tree


def sql_type(pack: m.Pack, name: str) -> str:
    """SQL type of a dictionary field."""
    return SQL_TYPES[pack.vocabulary[name].type]


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A typed SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, Decimal | int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def run_facts(pack: m.Pack, as_of: dt.date) -> str:
    """SELECT items of the run's own facts: 基准日, 期始, 期末, 月初, 月末 (null until a month is reported), parameters in force."""
    period = pack.head.period
    values: dict[str, tuple[object, str]] = {
        f.AS_OF: (as_of, "DATE"),
        f.PERIOD_START: (period.start if period else None, "DATE"),
        f.PERIOD_END: (period.last_day(as_of) if period else None, "DATE"),
        f.MONTH_START: (None, "DATE"),
        f.MONTH_END: (None, "DATE"),
    }
    for parameter in sorted(pack.parameters, key=lambda parameter: parameter.start or dt.date.min):
        if parameter.start is None or parameter.start <= as_of:
            values[parameter.name] = (parameter.value, sql_type(pack, parameter.name))
    for parameter in pack.parameters:  # not in force yet: unknown, never a default
        values.setdefault(parameter.name, (None, sql_type(pack, parameter.name)))
    return ", ".join(f"CAST({literal(value)} AS {kind}) AS {quoted(name)}" for name, (value, kind) in values.items())


# Of a mention: it stands below or beside the head of its household in a table that names persons.
IS_MEMBER = (
    f"({quoted(f.MEMBER)} IS NOT NULL OR ({quoted(f.FIRST_ROW)} IS NOT NULL AND coalesce("
    f"{quoted(f.RELATION)} <> '户主', {quoted(f.NAME)} <> {quoted(f.HEAD_NAME)},"
    f" {quoted(f.NAME)} IS NULL AND {quoted(f.ROW)} <> {quoted(f.FIRST_ROW)})))"
)
