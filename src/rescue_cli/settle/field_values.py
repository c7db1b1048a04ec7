"""What a case carries in each field, and where its sources disagree. One query a field, nothing row by row.

The source that goes first decides (`precedence`). A blank never erases; a cell saying 清空 empties the field where no equal
source holds a value. Equal sources that disagree follow the dictionary's `settle`: hold (nothing until a person decides),
first, union. Every value that lost is listed with its source.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Handling
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack, VocabularyField
from rescue_cli.settle.case_sources import RANK
from rescue_cli.settle.precedence import UNFIT, is_by_role, place, shown_name
from rescue_cli.settle.settle_tables import CASES, HEAD_ROWS, MISPLACED, SOURCES

# A lower rank that differs is listed for these only: they say who the household is.
IDENTITY = frozenset({f.HEAD_NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS, f.TOWNSHIP, f.VILLAGE, f.AREA, f.HOUSEHOLD_SIZE})
# Several results, visits and lists a household are ordinary: their own fields differ and that is no conflict.
# The judge reads those rows one by one; the case carries the first.
SEVERAL = frozenset(
    {f.RESULT, f.RESULT_DATE, f.REFUSAL, f.REFERRED_TO, f.ANSWER, f.ANSWER_DATE, f.VISIT_DATE, f.VISITOR, f.LIST_DATE}
)
SILENT = SEVERAL | {f.SERIAL, f.REMARK}
# Below roster rank the rows are lists of different days or matters: not sources of one fact.
LOWEST_COMPARED = RANK["roster"]
# Beside the columns of CONFLICTS: says something else than the source taken; its 镇街; the value itself; of whom the row
# speaks as a head (null: of a member).
NAMES = (f.HEAD_NAME, f.NAME)
DIFFERS, SENDER, TYPED, BEARER = "differs", "sender", "typed", "bearer"
_LAST = "\uffff"  # sorts a source without a value behind the others
NO_NUMBER = "~"  # marks the key of an address without a number: it is less exact, not different


@dataclass(frozen=True)
class Chosen:
    """`values`: one value for every case in the order of 编号. `conflicts`: rows of CONFLICTS, and `DIFFERS`, `SENDER`,
    `TYPED`, `BEARER`."""

    values: pa.ChunkedArray
    conflicts: pa.Table | None


def fields_said(engine: Engine, pack: Pack) -> list[VocabularyField]:
    """Input fields any row of a case says anything about, or empties on purpose."""
    names = [entry.name for entry in pack.input_fields]
    counted = ", ".join(
        f"count(*) FILTER ({_spoken(name)} IS NOT NULL OR list_contains({_q(f.CLEARED)}, '{name}')) AS {_q(name)}"
        for name in names
    )
    counts = engine.sql(f'SELECT {counted} FROM {_SPOKEN} WHERE "{f.CASE}" IS NOT NULL')
    return [entry for entry in pack.input_fields if counts[entry.name][0].as_py()]


def choose(engine: Engine, entry: VocabularyField, pack: Pack) -> Chosen:
    """Settle one field for all cases."""
    if entry.name == f.REMARK:
        return Chosen(_remarks(engine), None)
    weighed = _weighed(entry, pack)
    values = engine.sql(
        f"""{weighed} SELECT t.v, coalesce(b.listed, false) AS listed
            FROM {CASES} k LEFT JOIN best b ON k.c = b.c LEFT JOIN taken t ON k.c = t.c ORDER BY k.c"""
    )
    # Few fields have conflicts, so the sources are gone through again only for those.
    listed = entry.name not in SILENT and entry.settle != "row" and pc.any(values["listed"]).as_py()
    return Chosen(values["v"], engine.sql(weighed + _conflicts(entry)) if listed else None)


def _weighed(entry: VocabularyField, pack: Pack) -> str:
    """SQL of `said_by` (all sources with their keys), `best` (a case's first of the best place), `taken` (its value)."""
    name = _spoken(entry.name)
    says = f"{name} IS NOT NULL" + (f" AND len({name}) > 0" if entry.type == "choices" else "")
    # What is said of other people is not said of the head; what rows of another place say of 城乡 not of this one.
    whose = " AND head_i IS NOT NULL" if entry.of == "person" else ""
    whose += f" AND i NOT IN (SELECT i FROM {MISPLACED})" if entry.name == f.AREA else ""
    held = "top_differs" if entry.settle == "hold" and entry.name not in SEVERAL else "false"
    held = "any_differs" if entry.settle == "row" else held
    held = (
        "fit_differs" if entry.name == f.ID_NUMBER else held
    )  # two valid numbers are two people until a person decides
    equals = f"top_differs AND role <= {LOWEST_COMPARED}" if is_by_role(entry, pack) else "top_differs"
    loud = "any_differs" if entry.name in IDENTITY and is_by_role(entry, pack) else equals
    # In steps, because each looks at the one before as a whole: who goes first (`first`), who says otherwise than that one
    # (`compared`), and from both whether it is held back and whether anybody is told (`best`).
    return f"""
        WITH said_by AS (SELECT *, min(rank) OVER (PARTITION BY c) AS top FROM (
                          SELECT "{f.CASE}" AS c, {place(entry, pack)} AS rank, rank AS role, i, {name} AS v,
                                 NOT ({says}) AS cleared,
                                 CASE WHEN {says} THEN {_key(entry, pack)} ELSE '{f.CLEARED}' END AS k,
                                 CASE WHEN {says} THEN {_fullest(entry)} ELSE '{_LAST}' END AS fullest
                          FROM {_SPOKEN} WHERE "{f.CASE}" IS NOT NULL{whose}
                           AND ({says} OR coalesce(list_contains("{f.CLEARED}", '{entry.name}'), false) OR {_answered(entry, pack)}))),
        first AS (SELECT c, top, min(role) AS role, bool_and(cleared) AS cleared,
                         arg_min(v, fullest) FILTER (WHERE NOT cleared) AS v, arg_min(k, fullest) AS k
                  FROM said_by WHERE rank = top GROUP BY c, top),
        compared AS (SELECT b.c, b.top, any_value(b.role) AS role, any_value(b.cleared) AS cleared,
                            any_value(b.v) AS v, any_value(b.k) AS k,
                            bool_or({_differs(entry)}) AS any_differs,
                            bool_or({_differs(entry)} AND s.rank = s.top) AS top_differs,
                            bool_or({_differs(entry)} AND s.rank < {UNFIT} AND s.top < {UNFIT}) AS fit_differs
                     FROM first b JOIN said_by s ON b.c = s.c GROUP BY b.c, b.top),
        best AS (SELECT *, {held} AS held, {loud} AND NOT cleared AS loud,
                        ({loud}) OR (any_differs AND (cleared OR NOT top_differs)) AS listed FROM compared),
        taken AS ({_union(entry, pack) if entry.settle == "union" else _SINGLE})"""


def _answered(entry: VocabularyField, pack: Pack) -> str:
    """Whether a row that answers tells the same fact in another way (`same_fact`): what lesser sources say of it in this way
    is then no other answer. What is found on a visit is told in fields of its own and stands beside."""
    senders = {column.field for form in pack.forms.values() if form.role == "roster" for column in form.column}
    others = [
        f"{_q(other.name)} IS NOT NULL"
        for other in pack.input_fields
        if entry.same_fact is not None
        and other.same_fact == entry.same_fact
        and other.name != entry.name
        and (other.name in senders) == (entry.name in senders)
    ]
    return f"(rank = {RANK['answer']} AND ({' OR '.join(others)}))" if others else "false"


_SPOKEN = f"{SOURCES} LEFT JOIN {HEAD_ROWS} ON i = head_i"
_SINGLE = "SELECT c, CASE WHEN held THEN NULL ELSE v END AS v FROM best"


def _union(entry: VocabularyField, pack: Pack) -> str:
    """All items of the highest rank in the order of the code list; what nobody recognised is kept, last."""
    codes = [code.value for code in pack.codes[entry.codes].item] if entry.codes in pack.codes else []
    listed = "[" + ", ".join(f"'{code}'" for code in codes) + "]" if codes else "CAST([] AS VARCHAR[])"
    return f"""SELECT c, list(item ORDER BY CASE WHEN list_contains({listed}, item) THEN list_position({listed}, item)
                                               ELSE 9999 END, item) AS v
               FROM (SELECT DISTINCT c, unnest(v) AS item FROM said_by WHERE rank = top) GROUP BY c"""


def _fullest(entry: VocabularyField) -> str:
    """Sorts sources of one rank by what they say, so that moving a row changes nothing: the fullest address first."""
    text = _text(entry, _spoken(entry.name))
    if entry.name in NAMES:  # a name of which all shows goes before one of which a part does
        return f"CASE WHEN {shown_name(text)} <> {text} THEN '1' ELSE '0' END || {text}"
    if entry.type not in ("address", "phone"):
        return text
    return f"printf('%04d', 9999 - least(length({text}), 9999)) || {text}"


def _conflicts(entry: VocabularyField) -> str:
    """Every source of the field in the cases where two say different things; the source that was taken stands first.

    `typed`: the value itself, by which a person's choice among them is carried out.
    """
    return f"""
        SELECT s.c AS "{f.CASE}", '{entry.name}' AS "{c.FIELD}", {_in_words(entry, "s.v", "s.cleared")} AS "{c.VALUE}",
               m."{f.SOURCE_FILE}", m."{f.SHEET}", m."{f.ROW}", {_in_words(entry, "t.v", "b.cleared")} AS "{c.CARRIED}",
               CASE WHEN b.cleared THEN '{Handling.EMPTIED}' WHEN b.held THEN '{Handling.HELD}' WHEN b.loud THEN '{Handling.FOR_NOW}'
                    ELSE '{Handling.BY_RULE}' END AS "{c.HANDLING}",
               {_differs(entry)} AS {DIFFERS}, m."{f.TOWNSHIP}" AS {SENDER}, s.v AS {TYPED},
               CASE WHEN NOT m.member THEN m."{f.PERSON}" END AS {BEARER}
        FROM said_by s JOIN best b ON s.c = b.c LEFT JOIN taken t ON s.c = t.c JOIN {SOURCES} m ON s.i = m.i
        WHERE b.listed ORDER BY s.c, s.rank, s.fullest, s.i"""


def _remarks(engine: Engine) -> pa.ChunkedArray:
    """All remarks, each once, in the order of their sources."""
    return engine.sql(
        f"""SELECT r.v FROM {CASES} k LEFT JOIN (
                SELECT c, string_agg(v, '；' ORDER BY place) AS v FROM (
                    SELECT "{f.CASE}" AS c, "{f.REMARK}" AS v, min(i) AS place FROM {SOURCES}
                    WHERE "{f.REMARK}" IS NOT NULL GROUP BY ALL)
                GROUP BY c) r ON k.c = r.c ORDER BY k.c"""
    )["v"]


def _key(entry: VocabularyField, pack: Pack) -> str:
    """What is compared: for an address its door, for kinds of hardship only "none" against "some"."""
    column = _spoken(entry.name)
    if entry.type == "address":
        return f"coalesce(door, '{NO_NUMBER}' || {column})"
    if entry.type == "choices" and entry.settle == "union":
        none = pack.codes[entry.codes].none if entry.codes in pack.codes else None
        return "'some'" if none is None else f"CAST({column} = ['{none}'] AS VARCHAR)"
    if entry.type == "choices":
        return f"array_to_string(list_sort({column}), '、')"
    return f"CAST({column} AS VARCHAR)"


def _differs(entry: VocabularyField) -> str:
    """Whether the source `s` says something else than the chosen `b`; emptied on purpose differs from every value."""
    differs = "s.k <> b.k"
    if entry.name in NAMES:  # 马*国 says nothing against 马建国
        differs = f"(s.k <> b.k AND s.k NOT LIKE {shown_name('b.k')} AND b.k NOT LIKE {shown_name('s.k')})"
    if entry.type == "phone":
        differs = "NOT list_has_any(string_split(s.k, '、'), string_split(b.k, '、'))"
    if entry.type == "address":
        mark = f"'{NO_NUMBER}'"
        differs = f"(s.k <> b.k AND starts_with(s.k, {mark}) = starts_with(b.k, {mark}))"
    return f"CASE WHEN s.cleared OR b.cleared THEN s.cleared <> b.cleared ELSE {differs} END"


def _in_words(entry: VocabularyField, value: str, cleared: str) -> str:
    """`value` as a person reads it, or the word by which it was emptied."""
    return f"CASE WHEN {cleared} THEN '{f.CLEARED}' ELSE {_text(entry, value)} END"


def _text(entry: VocabularyField, value: str) -> str:
    """`value` as a person reads it."""
    if entry.type == "choices":
        return f"array_to_string({value}, '、')"
    if entry.type in ("quotient", "ratio"):  # as `core.amounts` writes them: two decimals, more only where not zero
        return f"regexp_replace(CAST({value} AS VARCHAR), '(\\.[0-9][0-9][0-9]*?)0+$', '\\1')"
    if entry.type == "datetime":
        return f"strftime({value}, '%Y-%m-%d %H:%M')"
    if entry.type == "yes_no":
        return f"CASE {value} WHEN true THEN '是' WHEN false THEN '否' END"
    return f"CAST({value} AS VARCHAR)"


def _spoken(name: str) -> str:
    """What a row says of a field: the head may be named in the column of persons alone."""
    if name != f.HEAD_NAME:
        return _q(name)
    return f'coalesce("{name}", CASE WHEN head_i IS NOT NULL THEN "{f.NAME}" END)'


def _q(name: str) -> str:
    return f'"{name}"'
