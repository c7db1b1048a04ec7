"""Where a household is: 镇街, 村居, 村民小组 and 详细住址 of a case come from one row together, never a township from one
and a village from another.

The row that goes first decides (`precedence` of the first of these fields the pack says something of, rows of the head
before those of members, then the row that tells most, then what it says). What it leaves blank is filled from rows that
agree with it in all parts both tell. Who says otherwise is listed, as one conflict: under the field's own name where only
one differs, else as `columns.PLACE`. An answer takes a whole row.
"""

from collections.abc import Collection

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.model import Pack
from rescue_cli.settle.case_sources import RANK
from rescue_cli.settle.field_values import NO_NUMBER
from rescue_cli.settle.precedence import place, survival
from rescue_cli.settle.settle_tables import CASES, MISPLACED, PLACE_PICKS, PLACES, PLACES_TOLD, SOURCES, UNSETTLED

PARTS = (f.TOWNSHIP, f.VILLAGE, f.VILLAGE_GROUP, f.ADDRESS)
_COMPARED = ("{place}", "hamlet", "subgroup", "coalesce(door, '" + NO_NUMBER + "' || {place})")
_EACH = range(len(PARTS))


def lay_out_places(engine: Engine, pack: Pack, fields: Collection[str]) -> None:
    """Build PLACES_TOLD and PLACES, rows of PLACE_PICKS going first. `fields`: those some row tells.

    PLACES_TOLD: c, i, rank, role, ord (1 goes first), and of each of PARTS the value p, what is compared k, whether it was
    emptied x, the rank of the first who emptied it e. PLACES: c, top (rank of the row taken), p, k, and e: emptied.
    """
    engine.create(PLACES_TOLD, _told_query(pack, fields))
    query = f"SELECT c, rank AS top, {_each('p{n}, k{n}, e{n}')} FROM {PLACES_TOLD} WHERE ord = 1"
    for part in _EACH:
        query = _filled(query, part)
    emptied = _each("p{n} IS NULL AND e{n} IS NOT NULL AS e{n}")
    engine.create(PLACES, f"SELECT c, top, {_each('p{n}, k{n}')}, {emptied} FROM ({query})")


def _each(form: str, between: str = ", ") -> str:
    return between.join(form.format(n=n) for n in _EACH)


def _told_query(pack: Pack, fields: Collection[str]) -> str:
    rank = place(pack.vocabulary[ruling_field(pack)], pack)
    values = [quoted(name) if name in fields else "CAST(NULL AS VARCHAR)" for name in PARTS]
    keys = [
        compared.format(place=value) if name in fields else "CAST(NULL AS VARCHAR)"
        for name, value, compared in zip(PARTS, values, _COMPARED, strict=True)
    ]
    # What a list says of the group is as old as the list: only what a roster or better says is compared.
    keys[2] = f"CASE WHEN rank <= {RANK['roster']} THEN {keys[2]} END"
    columns = ", ".join(
        f'{value} AS p{n}, {key} AS k{n}, coalesce(list_contains("{f.CLEARED}", {literal(name)}), false) AS x{n}'
        for n, (name, value, key) in enumerate(zip(PARTS, values, keys, strict=True))
    )
    least = _each("min(CASE WHEN x{n} THEN rank END) OVER (PARTITION BY c) AS e{n}")
    blank = " + ".join(f"CASE WHEN p{n} IS NULL THEN 1 ELSE 0 END" for n in (0, 1, 3))
    # From inside out: every row with its parts; those that say something; their order within the case.
    return f"""
        SELECT *, {least}, row_number() OVER (PARTITION BY c ORDER BY chosen, rank, member, {blank},
                      p0 NULLS LAST, p1 NULLS LAST, coalesce(length(p3), 0) DESC, p2 NULLS LAST, p3 NULLS LAST, i) AS ord
        FROM (SELECT s."{f.CASE}" AS c, s.i, {rank} AS rank, rank AS role, member,
                     CASE WHEN k.i = s.i THEN 0 ELSE 1 END AS chosen, {columns}
              FROM {SOURCES} s LEFT JOIN {PLACE_PICKS} k ON s."{f.CASE}" = k.c WHERE s."{f.CASE}" IS NOT NULL)
        WHERE {_each("p{n} IS NOT NULL OR x{n}", " OR ")}"""


def ruling_field(pack: Pack) -> str:
    """The field whose precedence is that of the place."""
    known = [name for name in PARTS if name in pack.vocabulary]
    return next((name for name in known if survival(pack.vocabulary[name], pack)), known[0])


def _filled(query: str, part: int) -> str:
    """`query` with this part told by the first row that agrees, where it is blank and nobody before emptied it."""
    fits = f"s.p{part} IS NOT NULL AND coalesce(s.rank <= b.e{part}, true) AND NOT ({_apart()})"
    columns = [
        f"coalesce(b.{letter}{n}, arg_min(s.{letter}{n}, s.ord) FILTER (WHERE {fits})) AS {letter}{n}"
        if n == part
        else f"b.{letter}{n}"
        for n in _EACH
        for letter in "pk"
    ]
    kept = f"b.c, b.top, {_each('b.p{n}, b.k{n}, b.e{n}')}"
    return f"""SELECT b.c, b.top, {", ".join(columns)}, {_each("b.e{n}")}
        FROM ({query}) b JOIN {PLACES_TOLD} s ON b.c = s.c GROUP BY {kept}"""


def _apart() -> str:
    """Whether row `s` says another place than `b`: in some part that both tell."""
    return " OR ".join(f"coalesce({_other(n)}, false)" for n in _EACH)


def _other(part: int) -> str:
    if PARTS[part] != f.ADDRESS:
        return f"s.k{part} <> b.k{part}"
    mark = literal(NO_NUMBER)
    return f"(s.k{part} <> b.k{part} AND starts_with(s.k{part}, {mark}) = starts_with(b.k{part}, {mark}))"


def disagreements(engine: Engine) -> pa.Table:
    """Every row that tells the place, in the cases where one says otherwise; the row taken stands first.

    c, i, 来源文件, 工作表, 行号, 镇街 (of the row), role, first (whether its rank is that of the row taken); of each of PARTS
    p, x (emptied) and k as the row has them, s and e (emptied) as the case has them, d: whether they differ.
    """
    differs = [
        f"CASE WHEN s.x{n} THEN b.p{n} IS NOT NULL WHEN b.e{n} THEN s.p{n} IS NOT NULL"
        f" ELSE coalesce({_other(n)}, false) END AS d{n}"
        for n in _EACH
    ]
    return engine.sql(
        f"""WITH compared AS (SELECT s.*, s.rank = b.top AS first, {_each("b.p{n} AS s{n}, b.e{n} AS f{n}")},
                                     {", ".join(differs)}
                              FROM {PLACES_TOLD} s JOIN {PLACES} b ON s.c = b.c),
            open AS (SELECT c FROM compared WHERE {_each("d{n}", " OR ")} GROUP BY c)
            SELECT a.c, a.i, m."{f.SOURCE_FILE}", m."{f.SHEET}", m."{f.ROW}", m."{f.TOWNSHIP}", a.role, a.first,
                   {_each("a.p{n}, a.x{n}, a.k{n}, a.s{n}, a.f{n} AS e{n}, a.d{n}")}
            FROM compared a JOIN open o ON a.c = o.c JOIN {SOURCES} m ON a.i = m.i ORDER BY a.c, a.ord"""
    )


def places_chosen(engine: Engine) -> pa.Table:
    """The columns PARTS, one line for every case in the order of 编号."""
    values = ", ".join(f"b.p{n} AS {quoted(name)}" for n, name in enumerate(PARTS))
    return engine.sql(f"SELECT {values} FROM {CASES} k LEFT JOIN {PLACES} b ON k.c = b.c ORDER BY k.c")


def set_misplaced_apart(engine: Engine, pack: Pack, unsettled: Collection[str]) -> None:
    """Build MISPLACED: 城乡 belongs to the place, so rows of another place do not count for it.

    `unsettled`: cases about whose place a person is still asked. There every row counts, lest the question decide – unless
    no row of the place taken says a word of it: then nobody does. Where the place is known only from forms that have no
    column for it (a result of the township it has left since), the others are not silent about it: they count.
    """
    engine.register(UNSETTLED, pa.table({"c": pa.array(sorted(unsettled), pa.string())}))
    able = [name for name, form in pack.forms.items() if any(column.field == f.AREA for column in form.column)]
    forms = ", ".join(map(literal, sorted(able))) or "NULL"
    # elsewhere: the rows of another place; known: cases in which a row of the place taken tells 城乡; able: those in which
    # one could.
    engine.create(
        MISPLACED,
        f"""WITH elsewhere AS (SELECT s.c, s.i FROM {PLACES_TOLD} s JOIN {PLACES} b ON s.c = b.c WHERE {_apart()}),
            known AS (SELECT "{f.CASE}" AS c FROM {SOURCES} WHERE "{f.AREA}" IS NOT NULL
                      AND i NOT IN (SELECT i FROM elsewhere) GROUP BY c),
            able AS (SELECT s.c FROM {PLACES_TOLD} s JOIN {SOURCES} m ON s.i = m.i
                     WHERE m."{f.FORM}" IN ({forms}) AND s.i NOT IN (SELECT i FROM elsewhere) GROUP BY s.c)
            SELECT i FROM elsewhere WHERE c IN (SELECT c FROM able)
                AND (c NOT IN (SELECT c FROM {UNSETTLED}) OR c NOT IN (SELECT c FROM known))""",
    )
