"""Facts that are told in several ways (`any_of`): one line of `facts` for every way that differs, in SQL.

A case that is told in one way keeps its one line; nothing is spent on it but looking.
"""

import re
from collections.abc import Collection

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.judge.judge_tables import WORLD
from rescue_cli.pack import model as m
from rescue_cli.pack.language import row_facts
from rescue_cli.pack.language.expressions import Node, checked, gathered_columns
from rescue_cli.pack.language.readable import readable
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import printed
from rescue_cli.pack.language.sql import literal, quoted, sql_type

BETWEEN = "\x1f"  # stands in no number of a case: parts it from which of its worlds is meant


def way_column(name: str, place: int) -> str:
    """The column of `facts` that holds what way number `place` (from 1) gives for field `name`."""
    return f"法{place}_{name}"


def taken_column(name: str) -> str:
    """The column of `facts` that says which way field `name` is told by in this world; 0: in none."""
    return f"取法_{name}"


def open_column(name: str) -> str:
    """The column of `facts` that holds the first of the ways of field `name` where they differ, else null."""
    return f"多法_{name}"


def is_of_worlds(column: str) -> bool:
    """Whether a column of `facts` only tells its worlds apart."""
    return column == WORLD or re.fullmatch(r"(法\d+|取法|多法)_.+", column) is not None


def told_fields(pack: m.Pack) -> list[m.Derive]:
    """The facts that may be told in several ways, in the pack's order."""
    return [derive for derive in pack.rules.derive if derive.any_of]


def ways_query(query: str, derive: m.Derive, pack: m.Pack, scope: Scope) -> str:
    """`query` with field `derive.field`, a case's line repeated for every way that is told and differs from those before."""
    kind = sql_type(pack, derive.field)
    columns = [quoted(way_column(derive.field, n)) for n in range(1, len(derive.any_of) + 1)]
    columns_of_ways = ", ".join(
        f"CAST({checked(way, scope).sql()} AS {kind}) AS {column}"
        for way, column in zip(derive.any_of, columns, strict=True)
    )
    numbers = [
        f"CASE WHEN {' AND '.join([f'{column} IS NOT NULL', *(f'{column} IS DISTINCT FROM {other}' for other in columns[:n])])}"
        f" THEN {n + 1} END"
        for n, column in enumerate(columns)
    ]
    ways = f"list_filter([{', '.join(numbers)}], n -> n IS NOT NULL)"
    spread = (
        f"SELECT *, unnest(CASE WHEN len({ways}) = 0 THEN [0] ELSE {ways} END) AS {quoted(taken_column(derive.field))},"
        f" CASE WHEN len({ways}) > 1 THEN list_min({ways}) END AS {quoted(open_column(derive.field))}"
        f" FROM (SELECT *, {columns_of_ways} FROM ({query}))"
    )
    chosen = " ".join(f"WHEN {n} THEN {column}" for n, column in enumerate(columns, 1))
    return f"SELECT *, CASE {quoted(taken_column(derive.field))} {chosen} END AS {quoted(derive.field)} FROM ({spread})"


def world_key(pack: m.Pack) -> str:
    """SQL: `f.CASE`, and behind it the ways taken where they are not the first that are told."""
    fields = [derive.field for derive in told_fields(pack)]
    if not fields:
        return quoted(f.CASE)
    ways = " || '.' || ".join(f"CAST({quoted(taken_column(name))} AS VARCHAR)" for name in fields)
    other = " OR ".join(
        f"coalesce({quoted(taken_column(name))} <> {quoted(open_column(name))}, FALSE)" for name in fields
    )
    return f"CASE WHEN {other} THEN {quoted(f.CASE)} || '{BETWEEN}' || {ways} ELSE {quoted(f.CASE)} END"


def is_open(pack: m.Pack) -> str:
    """SQL over `facts`: some fact of the case is told in ways that differ."""
    fields = [derive.field for derive in told_fields(pack)]
    return " OR ".join(f"{quoted(open_column(name))} IS NOT NULL" for name in fields) or "FALSE"


def in_words(pack: m.Pack, scope: Scope) -> list[str]:
    """SQL over `facts`, one expression a field: which way it is told by in this world, in words; null where there is one."""
    words = []
    for derive in told_fields(pack):
        called = derive.says or tuple(f"“{derive.field}”按{readable(_given_by(way, scope))}" for way in derive.any_of)
        ways = " ".join(f"WHEN {n} THEN {literal(name)}" for n, name in enumerate(called, 1))
        unit = literal(pack.vocabulary[derive.field].unit or "")
        value = printed(derive.field, scope.types[derive.field])
        say = f"CONCAT(CASE {quoted(taken_column(derive.field))} {ways} END, '（', {value}, {unit}, '）')"
        words.append(f"CASE WHEN {quoted(open_column(derive.field))} IS NOT NULL THEN {say} END")
    return words


def is_loud(pack: m.Pack) -> str:
    """SQL over `facts`: some fact is told in this world otherwise than by the first way, and by more than rounding."""
    differs = []
    for derive in told_fields(pack):
        name, opened = quoted(derive.field), quoted(open_column(derive.field))
        ways = range(1, len(derive.any_of) + 1)
        first = f"CASE {opened} {' '.join(f'WHEN {n} THEN {quoted(way_column(derive.field, n))}' for n in ways)} END"
        slight = "" if derive.within is None else f" AND abs({name} - {first}) > {derive.within}"
        differs.append(f"coalesce({quoted(taken_column(derive.field))} <> {opened}{slight}, FALSE)")
    return " OR ".join(differs) or "FALSE"


def fields_in_doubt(pack: m.Pack, scope: Scope) -> list[str]:
    """SQL over `facts`, one list a field, as `in_words`: what was filled in that its ways rest on, where they differ."""
    asked = {entry.name for entry in pack.input_fields}
    lists = []
    for derive in told_fields(pack):
        ways = []
        for n, way in enumerate(derive.any_of, 1):
            named = ", ".join(literal(name) for name in _filled_in(way, pack, scope, asked))
            counts = (
                f"{quoted(open_column(derive.field))} IS NOT NULL AND {quoted(way_column(derive.field, n))} IS NOT NULL"
            )
            ways += [f"CASE WHEN {counts} THEN [{named}] END"] if named else []
        lists.append(
            f"flatten([{', '.join(f'coalesce({way}, [])' for way in ways)}])" if ways else "CAST([] AS VARCHAR[])"
        )
    return lists


def where_answered(pack: m.Pack, where: str) -> list[str]:
    """SQL over `facts`, one text a field, as `in_words`: `where`, where its ways differ; else null."""
    return [
        f"CASE WHEN {quoted(open_column(derive.field))} IS NOT NULL THEN {literal(where)} END"
        for derive in told_fields(pack)
    ]


def _given_by(way: str, scope: Scope) -> Node:
    """What a way gives, without the condition under which it counts."""
    tree = checked(way, scope).tree
    alone = isinstance(tree, exp.Case) and len(tree.args["ifs"]) == 1 and tree.args.get("default") is None
    return tree.args["ifs"][0].args["true"] if alone else tree


def _filled_in(way: str, pack: m.Pack, scope: Scope, asked: Collection[str]) -> list[str]:
    """The fields somebody filled in that the way names, else those its condition, and what it is gathered or reckoned
    from, rest on."""
    named = [node.name for node in _given_by(way, scope).find_all(exp.Column)]
    direct = [name for name in named if name in asked]
    if direct:
        return list(dict.fromkeys(direct))
    gathered = {entry.field: entry for entry in pack.rules.gather}
    fields = named or checked(way, scope).fields
    rests_on = [name for name in fields if name in gathered]
    inside = [
        field
        for name in rests_on
        for node in gathered_columns(
            checked(gathered[name].value, Scope.for_gather(pack, gathered[name]), aggregate=True).tree
        )
        for field in row_facts.rests_on(pack, gathered[name].forms, node.name)
    ]
    if not inside:
        reckoned = {entry.field: entry for entry in pack.rules.derive}
        inside = [name for own in fields if own in reckoned for name in checked(reckoned[own].expression, scope).fields]
    return list(dict.fromkeys(name for name in inside if name in asked))
