"""The rows of each case as facts are gathered from them: what several lines say of one household is said once."""

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import IS_MEMBER, quoted

_BESIDE = (
    f.SERIAL,
    f.REMARK,
    f.OTHER_COLUMNS,
)  # differ from line to line without saying anything else of the household


SAME_ROW = " AND ".join(f"l.{quoted(key)} IS NOT DISTINCT FROM c.{quoted(key)}" for key in f.MENTION_KEY)
ALL_ROWS = "judge_all_rows"
WHO = "谁"  # the case a row belongs to, else the person it speaks of: known by it in other rows


def all_rows_query() -> str:
    """Every row of every form, also those that belong to no case."""
    return (
        f"SELECT l.*, c.{quoted(f.CASE)}, c.{quoted(f.PERSON)}, coalesce(c.{quoted(f.CASE)}, c.{quoted(f.PERSON)}) AS {WHO}"
        f" FROM judge_mentions l LEFT JOIN judge_clusters c ON {SAME_ROW}"
    )


def linked_query(mentions: pa.Table, pack: m.Pack) -> str:
    """Every row that belongs to a case, with the run facts beside it.

    Of tables with one row a person, and of members in columns of their own, the lines of one household that say the
    same of it count once: blank cells below its first row mean what that row says.
    """
    rows = (
        f"SELECT c.{quoted(f.CASE)} AS 编号_户, l.* FROM judge_mentions l JOIN judge_clusters c ON {SAME_ROW}"
        f" WHERE c.{quoted(f.CASE)} IS NOT NULL"
    )
    if _has_persons(mentions):
        rows = _once(rows, mentions, pack)
    return f"SELECT r.*, x.* FROM ({rows}) r CROSS JOIN judge_context x"


def _has_persons(mentions: pa.Table) -> bool:
    told = [mentions[name] for name in (f.MEMBER, f.FIRST_ROW) if name in mentions.column_names]
    return any(pc.sum(pc.is_valid(column)).as_py() for column in told)


def _once(rows: str, mentions: pa.Table, pack: m.Pack) -> str:
    """SQL: fields of a person from the head's line alone; those of the household filled from its lines, then each
    different telling once."""
    names = [name for name in mentions.column_names if name not in f.PROVENANCE]
    of_person = {entry.name for entry in pack.input_fields if entry.of == "person"} & set(names)
    home = f"编号_户, {quoted(f.SOURCE_FILE)}, {quoted(f.SHEET)}, home"
    first = ", ".join(
        f"first({quoted(name)} ORDER BY is_member, {quoted(f.ROW)}) FILTER ({quoted(name)} IS NOT NULL"
        f"{' AND NOT is_member' if name in of_person else ''}) AS {quoted(name)}"
        for name in names
    )
    told = ", ".join(
        f"{f'h.{quoted(name)}' if name in of_person or name in _BESIDE else _filled(name)} AS {quoted(name)}"
        for name in names
    )
    different = ", ".join(quoted(name) for name in names if name not in (*of_person, *_BESIDE, f.FIRST_ROW))
    provenance = ", ".join(f"l.{quoted(name)}" for name in f.PROVENANCE)
    return f"""
        WITH l AS (SELECT *, coalesce({quoted(f.FIRST_ROW)}, {quoted(f.ROW)}) AS home, {IS_MEMBER} AS is_member
                   FROM ({rows})),
             h AS (SELECT {home}, {first} FROM l GROUP BY ALL)
        SELECT * EXCLUDE (home, is_member) FROM (
            SELECT l.编号_户, {provenance}, l.home, l.is_member, {told} FROM l JOIN h
            ON (l.编号_户, l.{quoted(f.SOURCE_FILE)}, l.{quoted(f.SHEET)}, l.home)
             = (h.编号_户, h.{quoted(f.SOURCE_FILE)}, h.{quoted(f.SHEET)}, h.home))
        QUALIFY row_number() OVER (
            PARTITION BY {home}, {quoted(f.FORM)}, {different} ORDER BY is_member, {quoted(f.ROW)}) = 1"""


def _filled(name: str) -> str:
    return f"coalesce(l.{quoted(name)}, h.{quoted(name)})"
