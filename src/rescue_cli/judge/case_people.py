"""The people of each case as facts are gathered from them (`[[gather]] each = "person"`): one line a person."""

from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.judge.case_rows import SAME_ROW
from rescue_cli.judge.judge_tables import CASE_OF_ROW, CLUSTERS, MENTIONS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import IS_MEMBER, literal, quoted

# Whose word goes first of two rows about one person.
_RANK = {"result": 1, "answer": 2, "survey": 3, "roster": 4, "clue": 5, "reference": 6}


def people_query(pack: m.Pack, forms: Sequence[str], names: Sequence[str]) -> str:
    """SQL: one line for every person of a case that rows of `forms` speak of, with `CASE_OF_ROW` and the fields `names`.

    A personal fact is what the person's own rows say; a fact of the household what any row of that household says. Where
    several rows speak of one person, the first that says something in the order result, answer, survey, roster, clue, list.
    """
    of_person = {entry.name for entry in pack.input_fields if entry.of == "person"}
    order = f"{_rank(pack, forms)}, {', '.join(quoted(key) for key in f.MENTION_KEY)}"
    home = f"PARTITION BY {CASE_OF_ROW}, {', '.join(map(quoted, (f.SOURCE_FILE, f.SHEET)))}, home ORDER BY is_member, {quoted(f.ROW)}"
    filled = [
        quoted(name)
        if name in of_person
        else f"coalesce({quoted(name)}, first({quoted(name)} IGNORE NULLS) OVER"
        f" ({home} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS {quoted(name)}"
        for name in names
    ]
    chosen = [
        f"first({quoted(name)} ORDER BY {order}) FILTER ({quoted(name)} IS NOT NULL) AS {quoted(name)}"
        for name in names
    ]
    keys = ", ".join(quoted(key) for key in (*f.MENTION_KEY, f.FORM))
    return (
        f"SELECT {', '.join([CASE_OF_ROW, quoted(f.PERSON), *chosen])} FROM ("
        f"SELECT {', '.join([CASE_OF_ROW, quoted(f.PERSON), keys, *filled])} FROM ("
        f"SELECT l.*, c.{quoted(f.CASE)} AS {CASE_OF_ROW}, c.{quoted(f.PERSON)}"
        f" FROM (SELECT *, {IS_MEMBER} AS is_member, coalesce({quoted(f.FIRST_ROW)}, {quoted(f.ROW)}) AS home"
        f" FROM {MENTIONS} WHERE {quoted(f.FORM)} IN ({', '.join(map(literal, forms))})) l"
        f" JOIN {CLUSTERS} c ON {SAME_ROW} WHERE c.{quoted(f.CASE)} IS NOT NULL)) GROUP BY ALL"
    )


def _rank(pack: m.Pack, forms: Sequence[str]) -> str:
    ranks = " ".join(f"WHEN {literal(form)} THEN {_RANK.get(pack.forms[form].role, 9)}" for form in forms)
    return f"CASE {quoted(f.FORM)} {ranks} END"
