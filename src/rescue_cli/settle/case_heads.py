"""Who the head of a case is: one person. What is said of the head – number, sex, birth date, telephone … – is what that
person's own rows say, never a name of one and a number of another."""

from collections.abc import Mapping
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack
from rescue_cli.settle.chosen_values import Choices, line_taken
from rescue_cli.settle.field_values import BEARER
from rescue_cli.settle.precedence import order_of
from rescue_cli.settle.settle_tables import HEAD_PICKS, HEAD_ROWS, SOURCES

Picks = Mapping[str, str | None]  # case → the person who is its head; null: none of those who speak


def lay_out_heads(engine: Engine, pack: Pack, picks: Picks) -> None:
    """Build HEAD_ROWS. The person goes first whom a row calls 户主 by name, then by the precedence of 户主姓名; of equals
    who has a valid number. `picks`: what people chose instead."""
    columns = {"c": list(picks), "person": list(picks.values())}
    engine.register(HEAD_PICKS, pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}))
    rank = order_of(pack.vocabulary[f.HEAD_NAME], pack) if f.HEAD_NAME in pack.vocabulary else "rank"
    name = f'coalesce("{f.HEAD_NAME}", "{f.NAME}")'
    order = (
        f'CASE WHEN "{f.HEAD_NAME}" IS NULL THEN 1 ELSE 0 END, {rank}, CASE WHEN valid_id THEN 0 ELSE 1 END,'
        f' {name} NULLS LAST, "{f.ID_NUMBER}" NULLS LAST, i'
    )
    engine.create(
        HEAD_ROWS,
        f"""WITH lead AS (SELECT * FROM (
                SELECT "{f.CASE}" AS c, "{f.PERSON}" AS person,
                       row_number() OVER (PARTITION BY "{f.CASE}" ORDER BY {order}) AS n
                FROM {SOURCES} WHERE "{f.CASE}" IS NOT NULL AND "{f.PERSON}" IS NOT NULL AND NOT member) WHERE n = 1)
            SELECT s.i AS head_i FROM {SOURCES} s JOIN lead l ON s."{f.CASE}" = l.c
            LEFT JOIN {HEAD_PICKS} k ON l.c = k.c
            WHERE NOT s.member AND s."{f.PERSON}" = CASE WHEN k.c IS NULL THEN l.person ELSE k.person END""",
    )


def chosen_heads(conflicts: pa.Table | None, choices: Choices) -> Picks:
    """Whom people made the head by choosing among the names. `conflicts`: those of 户主姓名, with `BEARER`."""
    asked = [case for case, name in choices if name == f.HEAD_NAME]
    if conflicts is None or not asked:
        return {}
    concerned = conflicts.filter(pc.is_in(conflicts[f.CASE], value_set=pa.array(asked, pa.string())))
    picks: dict[str, str | None] = {}
    for case, of_case in groupby(concerned.to_pylist(), key=lambda line: line[f.CASE]):
        lines = list(of_case)
        taken = line_taken(lines, choices.get((case, f.HEAD_NAME)))
        if taken is not None:
            named = (line[BEARER] for line in lines if line[c.VALUE] == taken[c.VALUE])
            picks[case] = next((bearer for bearer in named if bearer is not None), None)
    return picks
