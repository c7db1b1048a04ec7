"""The rows of each case as facts are gathered from them: what several lines say of one household is said once."""

from collections.abc import Collection, Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.judge.judge_tables import CASE_OF_ROW, CLUSTERS, CONTEXT, MENTIONS, WHO
from rescue_cli.pack import model as m
from rescue_cli.pack.language.row_facts import with_row_facts
from rescue_cli.pack.language.sql import IS_MEMBER, quoted

# These differ from line to line without saying anything else of the household.
_BESIDE = (f.SERIAL, f.REMARK, f.OTHER_COLUMNS, f.SHOWN_DIGITS)

SAME_ROW = " AND ".join(f"l.{quoted(key)} IS NOT DISTINCT FROM c.{quoted(key)}" for key in f.MENTION_KEY)


def all_rows_query() -> str:
    """Every row of every form, also those that belong to no case."""
    return (
        f"SELECT l.*, c.{quoted(f.CASE)}, c.{quoted(f.PERSON)}, coalesce(c.{quoted(f.CASE)}, c.{quoted(f.PERSON)}) AS {WHO}"
        f" FROM {MENTIONS} l LEFT JOIN {CLUSTERS} c ON {SAME_ROW}"
    )


def linked_query(mentions: pa.Table, pack: m.Pack) -> str:
    """Every row that belongs to a case, with the run facts and the facts of the row beside it.

    Of tables with one row a person, and of members in columns of their own, the lines of one household that say the
    same of it count once: blank cells below its first row mean what that row says.
    """
    rows = (
        f"SELECT c.{quoted(f.CASE)} AS {CASE_OF_ROW}, l.* FROM {MENTIONS} l JOIN {CLUSTERS} c ON {SAME_ROW}"
        f" WHERE c.{quoted(f.CASE)} IS NOT NULL"
    )
    if _has_persons(mentions):
        rows = _households_once(rows, mentions, pack)
    return with_row_facts(f"SELECT r.*, x.* FROM ({rows}) r CROSS JOIN {CONTEXT} x", pack, tuple(pack.forms))


def _has_persons(mentions: pa.Table) -> bool:
    columns = [mentions[name] for name in (f.MEMBER, f.FIRST_ROW) if name in mentions.column_names]
    return any(column.null_count < len(column) for column in columns)


def _households_once(rows: str, mentions: pa.Table, pack: m.Pack) -> str:
    """SQL: fields of a person from the head's line alone; those of the household filled from its lines, then each
    different set of them once."""
    names = [name for name in mentions.column_names if name not in f.PROVENANCE]
    of_person = {entry.name for entry in pack.input_fields if entry.of == "person"} & set(names)
    of_line = [f"l.{quoted(name)}" for name in (CASE_OF_ROW, *f.PROVENANCE)]
    carried = [
        f"{f'h.{quoted(name)}' if name in of_person or name in _BESIDE else _filled(name)} AS {quoted(name)}"
        for name in names
    ]
    home = [quoted(name) for name in (CASE_OF_ROW, f.SOURCE_FILE, f.SHEET)] + ["home"]
    compared = [quoted(name) for name in names if name not in (*of_person, *_BESIDE, f.FIRST_ROW)]
    every_column = ", ".join(quoted(name) for name in (CASE_OF_ROW, *f.PROVENANCE, *names))
    # l: the lines, with the household each stands in (`home`: its first row); h: what each household's lines say first.
    return f"""
        WITH l AS (SELECT *, coalesce({quoted(f.FIRST_ROW)}, {quoted(f.ROW)}) AS home, {IS_MEMBER} AS is_member
                   FROM ({rows})),
             h AS (SELECT {", ".join(home)}, {_first_said(names, of_person)} FROM l GROUP BY ALL)
        SELECT {every_column} FROM (
            SELECT {", ".join([*of_line, "l.home", "l.is_member", *carried])} FROM l JOIN h
            ON ({", ".join(f"l.{name}" for name in home)})
             = ({", ".join(f"h.{name}" for name in home)}))
        QUALIFY row_number() OVER (
            PARTITION BY {", ".join([*home, quoted(f.FORM), *compared])} ORDER BY is_member, {quoted(f.ROW)}) = 1"""


def _first_said(names: Sequence[str], of_person: Collection[str]) -> str:
    """SELECT items: each field's first value among a household's lines, of a person only the head's."""
    return ", ".join(
        f"first({quoted(name)} ORDER BY is_member, {quoted(f.ROW)}) FILTER ({quoted(name)} IS NOT NULL"
        f"{' AND NOT is_member' if name in of_person else ''}) AS {quoted(name)}"
        for name in names
    )


def _filled(name: str) -> str:
    return f"coalesce(l.{quoted(name)}, h.{quoted(name)})"
