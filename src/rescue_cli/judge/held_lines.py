"""What is final stands beside a case only where its final results are not in doubt themselves.

A line listed beside the group (另列) counts in ledgers and tables of what has been done. Where the line that decides leaves
the final results to a person, none of them counts yet, and the reason says which are held back.
"""

from rescue_cli.core import fields as f
from rescue_cli.core.states import Group, Phase
from rescue_cli.core.tables import DETERMINATIONS
from rescue_cli.judge.judge_tables import ALL_LINES
from rescue_cli.pack.language.sql import literal, quoted

_FINAL = f"l.{quoted(f.PHASE)} = {literal(Phase.FINAL)}"
_IN_DOUBT = f"l.deciding AND l.{quoted(f.GROUP)} = {literal(Group.UNDETERMINED)} AND {_FINAL}"
_BESIDE = f"NOT l.deciding AND {_FINAL}"


def standing_lines() -> str:
    """SELECT of ALL_LINES without the final lines beside a case whose deciding line is final and 待核实; that line names them."""
    reason = f"CASE WHEN h.words IS NOT NULL AND {_IN_DOUBT} THEN CONCAT(l.{quoted(f.REASON)}, '；另有', h.words, '，核实以前不计') ELSE l.{quoted(f.REASON)} END"
    columns = [
        f"{reason} AS {quoted(f.REASON)}" if name == f.REASON else f"l.{quoted(name)}" for name in DETERMINATIONS.names
    ]
    return f"""
        SELECT l.world, {", ".join(columns)}, l.deciding, l.knows, l.place
        FROM {ALL_LINES} l LEFT JOIN ({_held()}) h ON l.world = h.world
        WHERE NOT (h.words IS NOT NULL AND {_BESIDE})"""


def _held() -> str:
    return f"""
        SELECT l.world, string_agg(l.{quoted(f.OUTCOME)}, '、' ORDER BY l.place) AS words
        FROM {ALL_LINES} l WHERE {_BESIDE} AND l.world IN (SELECT l.world FROM {ALL_LINES} l WHERE {_IN_DOUBT})
        GROUP BY l.world"""
