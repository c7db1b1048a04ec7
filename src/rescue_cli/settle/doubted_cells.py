"""Cells whose value the program itself does not believe, by case; and what else of the case tells the same fact."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.pack.model import Pack
from rescue_cli.settle.case_sources import RANK

Place = tuple[Any, ...]  # 来源文件, 工作表, 行号, 成员序
Cell = tuple[str, str, int, str]  # 来源文件, 工作表, 行号, 字段
_UNRANKED = 9


@dataclass(frozen=True)
class Doubted:
    """Of one field of a case: the cells not believed, and all that must be empty for the `fact` to be unknown: they, and
    whatever tells the same in rows that do not go before theirs."""

    fact: str
    wrong: tuple[Cell, ...]
    unknown: tuple[Cell, ...]

    def is_wrong(self, row: Place) -> bool:
        """Whether the cell of this row (file, sheet, row) is one of those."""
        return (row[0], sheet_as_sent(row[1] or ""), row[2]) in {cell[:3] for cell in self.wrong}


def doubted_cells(
    unsure: Collection[Cell], mentions: pa.Table, clusters: pa.Table, fields: Collection[str], pack: Pack
) -> dict[tuple[str, str], Doubted]:
    """By case and field, those of `unsure` that are about one of `fields`; none of a fact that somebody was asked for and
    answered."""
    cells = sorted(cell for cell in unsure if cell[3] in fields)
    if not cells:
        return {}
    cases = _cases_of_rows(clusters, {cell[:3] for cell in cells})
    wrong: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        for case in cases.get(cell[:3], ()):
            wrong[case, cell[3]].append(cell)
    ranked = _told_cells(mentions, clusters, wrong, pack)
    doubted = {}
    for (case, name), of_field in wrong.items():
        first = min((rank for cell, rank in ranked[case] if cell in of_field), default=_UNRANKED)
        better = [rank for cell, rank in ranked[case] if cell[3] == name and cell not in of_field]
        if min(better, default=_UNRANKED) <= RANK["answer"] < first:
            continue  # somebody was asked and answered: what was doubted is not used
        same = set(same_fact(name, pack))
        beside = [cell for cell, rank in ranked[case] if cell[3] in same and rank >= first and cell not in of_field]
        fact = pack.vocabulary[name].same_fact or name
        doubted[case, name] = Doubted(fact, tuple(of_field), (*of_field, *sorted(beside)))
    return doubted


def same_fact(name: str, pack: Pack) -> list[str]:
    """The fields that tell the same as field `name`, itself among them, as the dictionary says (`same_fact`)."""
    fact = pack.vocabulary[name].same_fact
    return [name] if fact is None else [entry.name for entry in pack.input_fields if entry.same_fact == fact]


def _cases_of_rows(clusters: pa.Table, rows: Collection[Place]) -> dict[Place, list[str]]:
    keys = [f.SOURCE_FILE, f.SHEET, f.ROW]
    files = pa.array(sorted({row[0] for row in rows}), pa.string())
    table = clusters.filter(pc.and_(pc.is_in(clusters[f.SOURCE_FILE], value_set=files), pc.is_valid(clusters[f.CASE])))
    owners: dict[Place, list[str]] = defaultdict(list)
    for *row, case in zip(*(table[name].to_pylist() for name in (*keys, f.CASE)), strict=True):
        place = (row[0], sheet_as_sent(row[1] or ""), row[2])
        if place in rows and case not in owners[place]:
            owners[place].append(case)
    return owners


def _told_cells(
    mentions: pa.Table, clusters: pa.Table, doubted: Collection[tuple[str, str]], pack: Pack
) -> dict[str, list[tuple[Cell, int]]]:
    """By case, every cell that tells one of its doubted facts, with the rank of its row."""
    wanted = pa.array(sorted({case for case, _ in doubted}), pa.string())
    rows = clusters.filter(pc.is_in(clusters[f.CASE], value_set=wanted))
    places = list(zip(*(rows[key].to_pylist() for key in f.MENTION_KEY), strict=True))
    owners = list(zip(places, rows[f.CASE].to_pylist(), strict=True))
    forms = column_at(mentions, f.FORM, set(places))
    names = sorted({same for _, name in doubted for same in same_fact(name, pack)})
    cells: dict[str, list[tuple[Cell, int]]] = defaultdict(list)
    for name in names:
        values = column_at(mentions, name, set(places))
        for place, case in owners:
            if values.get(place) is not None:
                cell = (place[0], sheet_as_sent(place[1] or ""), place[2], name)
                cells[case].append((cell, rank_of(forms[place], pack)))
    return cells


def column_at(table: pa.Table, name: str, places: Collection[Place]) -> dict[Place, Any]:
    """What stands at a few rows."""
    for key, number in ((f.SOURCE_FILE, 0), (f.ROW, 2)):
        wanted = pa.array(sorted({place[number] for place in places}), table.schema.field(key).type)
        table = table.filter(pc.is_in(table[key], value_set=wanted))
    columns = (table[key].to_pylist() for key in (*f.MENTION_KEY, name))
    return {tuple(place): value for *place, value in zip(*columns, strict=True) if tuple(place) in places}


def rank_of(form: str | None, pack: Pack) -> int:
    """Which rows go before which (`RANK`), the least first."""
    return _UNRANKED if form is None else RANK.get(pack.forms[form].role, _UNRANKED)


def is_roster(form: str | None, pack: Pack) -> bool:
    """Whether the form's rows are households themselves, and not what some list, survey or result says of one."""
    return form is not None and pack.forms[form].role == "roster" and not pack.forms[form].aid


def file_and_sheet(place: Sequence[Any]) -> str:
    """As a person finds it."""
    return " › ".join(part for part in place[:2] if part)
