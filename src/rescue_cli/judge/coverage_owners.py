"""Who owes rows of a form: townships, villages, departments – few, known by name – or cases (table OWNERS)."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.judge_tables import ALL_ROWS, OWNERS, WHO
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import IS_MEMBER, literal, quoted

Key = tuple[str, ...]
_OWNERS = pa.schema(
    [
        ("place", pa.int64()),  # order of the lines
        ("owner", pa.string()),  # as rows name it
        ("name", pa.string()),  # as a person calls it
        (f.TOWNSHIP, pa.string()),
        (f.CASE, pa.string()),
        ("start", pa.date32()),  # the day from which it owes, where it is not the period's first
    ]
)


def lay_down_owners(engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext) -> None:
    """Those the workspace and the pack know, then those only rows name; of `each = "编号"` the cases that rows of `among`
    speak of, and people without one."""
    if entry.each == f.CASE:
        engine.create(OWNERS, _cases_query(entry))
    else:
        engine.register(OWNERS, _named(engine, pack, entry, context))


def key_names(entry: m.Coverage) -> list[str]:
    """The columns of a row that tell one owner from another; of a village also its township."""
    if entry.each == f.VILLAGE:
        return [f.TOWNSHIP, f.VILLAGE]
    return [WHO] if entry.each == f.CASE else [entry.each]


def rows_of_form(entry: m.Coverage) -> str:
    """The rows that count: those of the form, members beside a head left out."""
    return f"{ALL_ROWS} WHERE {quoted(f.FORM)} = {literal(entry.form)} AND {quoted(f.MEMBER)} IS NULL"


def _cases_query(entry: m.Coverage) -> str:
    since = f"CAST(min({quoted(entry.since)}) AS DATE)" if entry.since else "CAST(NULL AS DATE)"
    among = ", ".join(literal(form) for form in entry.among)
    return (
        f"SELECT row_number() OVER (ORDER BY {WHO} NULLS LAST) AS place, {WHO} AS owner,"
        f" coalesce(min({quoted(f.HEAD_NAME)}), min(CASE WHEN {IS_MEMBER} THEN NULL ELSE {quoted(f.NAME)} END), '') AS name,"
        f" min({quoted(f.TOWNSHIP)}) AS {quoted(f.TOWNSHIP)}, any_value({quoted(f.CASE)}) AS {quoted(f.CASE)},"
        f" {since} AS start FROM {ALL_ROWS}"
        f" WHERE {quoted(f.FORM)} IN ({among}) AND {quoted(f.MEMBER)} IS NULL GROUP BY {WHO}"
    )


def _named(engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext) -> pa.Table:
    seen = _seen(engine, key_names(entry), rows_of_form(entry))
    known: list[Key]
    if entry.each == f.TOWNSHIP:
        known = [(township.name,) for township in context.townships]
    elif entry.each == f.VILLAGE:
        known = [(town.name, village) for town in context.townships for village in town.villages_on(context.as_of)]
        seen = sorted({*seen, *_seen(engine, key_names(entry), ALL_ROWS)})
    else:
        codes = pack.codes.get(pack.vocabulary[entry.each].codes or "")
        known = [(item.value,) for item in codes.item] if codes else []
    keys = [*known, *(key for key in seen if key not in set(known))]
    of_place = entry.each in (f.TOWNSHIP, f.VILLAGE)
    lines = [_line(place, key, key[0] if of_place else None) for place, key in enumerate(keys)]
    return pa.Table.from_pylist(lines, schema=_OWNERS)


def _line(place: int, key: Key, township: str | None) -> dict[str, Any]:
    return dict(zip(_OWNERS.names, (place, key[-1], key[-1], township, None, None), strict=True))


def _seen(engine: Engine, names: Sequence[str], rows: str) -> list[Key]:
    """The owners that rows name, sorted."""
    keys = engine.sql(f"SELECT DISTINCT {', '.join(map(quoted, names))} FROM {rows}").to_pylist()
    return sorted(tuple(key.values()) for key in keys if all(key.values()))
