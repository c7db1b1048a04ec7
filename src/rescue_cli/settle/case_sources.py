"""The mentions as settling reads them: on the engine, in their sorted order, each with its case and its rank."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack, Role
from rescue_cli.settle.settle_tables import CASES, SOURCES
from rescue_cli.values.address import address_key
from rescue_cli.values.dwelling import village_stem
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.values.numerals import CHARACTERS, han_number

_GROUP = re.compile(rf"第?(?:(\d+)|([{CHARACTERS}]+))(?:村民小组|小组|组|社|大队|队)?")
HOME_CASE = "home_case"
HEAD = "户主"  # the relation of the head to the head

# Whose word goes first. 三（二）2, 三（三）2: what was examined and surveyed stands above what was reported;
# what was answered to a question stands above what raised it.
RANK: Mapping[Role, int] = {"result": 1, "answer": 2, "survey": 3, "roster": 4, "clue": 5, "reference": 6}

# The day a source speaks of: of the decision, the visit, else the list.
DAYS = (f.RESULT_DATE, f.VISIT_DATE, f.LIST_DATE)


def lay_out(engine: Engine, mentions: pa.Table, linked: Linked, numbers: Mapping[str, str], pack: Pack) -> None:
    """Build SOURCES and CASES.

    Beside the fields of `mentions`: `i` (int64, place in the order of the keys), 人员组, 户组, 编号 (null of
    "check" rows, which settle nothing; `home_case` has it of all); `rank` (`RANK`; null:
    speaks of nobody in need); `member`: the line speaks of someone who is not the head, so what it says of the person is
    not said of the case; `valid_id`; `dated` (the first of `DAYS` it has); `door` (`address_key`, where a household has
    several addresses).
    Raises ValueError where `linked` is not about these mentions, KeyError where a household has no number.
    """
    order = [(name, "ascending") for name in f.MENTION_KEY]
    rows, groups = mentions.sort_by(order), linked.groups.sort_by(order)
    if any(not rows[name].cast(groups[name].type).equals(groups[name]) for name in f.MENTION_KEY):
        raise ValueError("linked.groups does not cover these mentions")
    for name, kind in ((f.CLEARED, pa.list_(pa.string())), (f.FIRST_ROW, pa.int32())):
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, kind))
    homes = groups[f.HOUSEHOLD]
    cases = _by_value(homes, lambda home: None if home is None else numbers[home], pa.string())
    checks = _by_value(rows[f.FORM], lambda form: pack.forms[form].role == "check", pa.bool_())
    added: dict[str, pa.Array] = {
        "i": pa.array(range(rows.num_rows), pa.int64()),
        f.PERSON: groups[f.PERSON],
        f.HOUSEHOLD: homes,
        f.CASE: pc.if_else(checks, pa.scalar(None, pa.string()), cases),
        HOME_CASE: cases,
        "rank": _by_value(rows[f.FORM], lambda form: RANK.get(pack.forms[form].role), pa.int64()),
        "member": _members(rows, pack),
        "valid_id": _by_value(_column(rows, f.ID_NUMBER, pa.string()), is_valid_id, pa.bool_()),
        "dated": pc.coalesce(*(_column(rows, day, pa.date32()) for day in DAYS)),
        "door": _doors(rows, homes),
        "hamlet": _by_value(_column(rows, f.VILLAGE, pa.string()), village_key, pa.string()),
        "subgroup": _by_value(_column(rows, f.VILLAGE_GROUP, pa.string()), group_key, pa.string()),
    }
    for name, column in added.items():
        rows = rows.append_column(name, column)
    engine.register(SOURCES, rows)
    engine.create(CASES, f'SELECT DISTINCT "{f.CASE}" AS c FROM {SOURCES} WHERE "{f.CASE}" IS NOT NULL')


def village_key(name: str | None) -> str | None:
    """A village as it is compared.

    >>> village_key("泾华村") == village_key("泾华")
    True
    """
    return village_stem(name) if name else None


def group_key(name: str | None) -> str | None:
    """A village group as it is compared: by its number where it has no other name.

    >>> group_key("第一村民小组"), group_key("1组"), group_key("东庄二组")
    ('1', '1', '东庄二组')
    """
    numbered = _GROUP.fullmatch(name or "")
    if numbered is None:
        return name
    digits, numeral = numbered.groups()
    number = int(digits) if digits else han_number(numeral)
    return name if number is None else str(number)


def _by_value(column: pa.ChunkedArray, value_of: Callable[[Any], Any], kind: pa.DataType) -> pa.ChunkedArray:
    """`value_of` each value of the column, asked once for each that is different."""
    different = column.unique()
    values = pa.array([value_of(value) for value in different.to_pylist()], kind)
    return pc.take(values, pc.index_in(column, value_set=different))


def _members(rows: pa.Table, pack: Pack) -> pa.ChunkedArray:
    """Whether each line is of a member and not of the head: by its own columns, its relation, else the two names."""
    of_persons = _by_value(rows[f.FORM], lambda form: pack.forms[form].grain == "person", pa.bool_())
    relation, head, name = (_column(rows, field, pa.string()) for field in (f.RELATION, f.HEAD_NAME, f.NAME))
    other_name = pc.fill_null(pc.not_equal(head, name), False)
    below = pc.if_else(pc.is_null(name), pc.not_equal(rows[f.ROW], rows[f.FIRST_ROW]), other_name)
    in_household = pc.if_else(pc.is_null(relation), below, pc.not_equal(relation, HEAD))
    alone = pc.and_(of_persons, other_name)
    by_row = pc.if_else(pc.is_null(rows[f.FIRST_ROW]), alone, in_household)
    return pc.or_(pc.is_valid(rows[f.MEMBER]), by_row)


def _doors(rows: pa.Table, homes: pa.ChunkedArray) -> pa.ChunkedArray:
    """What is compared of each address, read only where a household has several: to read one takes longer than the rest."""
    names = (f.ADDRESS, f.TOWNSHIP, f.VILLAGE)
    places = pa.table({"home": homes, **{name: _column(rows, name, pa.string()) for name in names}})
    written = places.filter(pc.and_(pc.is_valid(places[f.ADDRESS]), pc.is_valid(homes)))
    counted = written.group_by([*written.column_names]).aggregate([]).group_by("home").aggregate([([], "count_all")])
    several = counted.filter(pc.greater(counted["count_all"], 1))["home"]
    compared = pc.and_(pc.is_in(homes, value_set=several), pc.is_valid(places[f.ADDRESS]))
    columns = places.filter(compared).select(list(names)).to_pydict()
    doors = [address_key(*place) for place in zip(*columns.values(), strict=True)]
    nothing = pa.chunked_array([pa.nulls(rows.num_rows, pa.string())])
    return pc.replace_with_mask(nothing, compared.combine_chunks(), pa.array(doors, pa.string()))


def _column(rows: pa.Table, name: str, kind: pa.DataType) -> pa.ChunkedArray:
    """The column, all null where the table has none of the name. Of a moment its day."""
    if name not in rows.column_names:
        return pa.chunked_array([pa.nulls(rows.num_rows, kind)])
    return pc.cast(rows[name], kind, safe=False)
