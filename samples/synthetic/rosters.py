"""The townships' rosters: lines of households in their tables, then workbooks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from synthetic import files
from synthetic.district import BY_NAME
from synthetic.files import Grid
from synthetic.households import Household
from synthetic.layouts import Layout, Line, Placed, fill
from synthetic.tables import Table

Key = tuple[str, str]  # township, form


@dataclass
class Rosters:
    """All lines by (township, form), in the order they will stand; `placed` is filled when the files are written."""

    tables: dict[Key, Table]
    lines: dict[Key, list[Line]] = field(default_factory=dict)
    placed: dict[int, Placed] = field(default_factory=dict)

    def line_of(self, household: Household) -> Line:
        """The line the household was first put into."""
        key = (household.place.name, household.situation.form)
        return next(line for line in self.lines[key] if line.mark is household)

    def all_lines(self) -> list[tuple[Table, Line]]:
        return [(self.tables[key], line) for key in self.tables for line in self.lines[key]]

    def where(self, table: Table, line: Line) -> tuple[str, str, int]:
        """File, sheet and row of a line, once the files are written; a csv has no sheet name."""
        placed = self.placed[id(line)]
        return table.file, "" if table.file.endswith(".csv") else placed.sheet, placed.row


def make_rosters(tables: list[Table], households: list[Household]) -> Rosters:
    """Each household as one line of its township's table, by village."""
    rosters = Rosters({(table.place, table.form): table for table in tables})
    for key, table in rosters.tables.items():
        mine = [h for h in households if (h.place.name, h.situation.form) == key]
        mine.sort(key=lambda h: (BY_NAME[table.place].villages.index(h.village), h.number))
        rosters.lines[key] = [Line(line_values(h), mark=h) for h in mine]
    return rosters


def line_values(household: Household) -> dict[str, object]:
    """Everything a roster could say of the household; the table's columns pick from it."""
    head = household.head
    return {
        "镇街": household.place.name,
        "村居": household.village,
        "城乡": household.area or None,
        "户主姓名": head.name,
        "身份证号": head.id_number,
        "详细住址": head.address,
        "联系方式": head.phone,
        "网格员": f"{household.village}第{household.number % 4 + 1}网格",
        **household.facts,
    }


def write_rosters(rosters: Rosters) -> dict[str, bytes]:
    """The workbooks by name under 收件/."""
    by_file: dict[str, list[Grid]] = {}
    for key, table in rosters.tables.items():
        by_file.setdefault(table.file, []).extend(_grids(table, rosters.lines[key], rosters.placed))
    return {name: _bytes(name, grids) for name, grids in by_file.items()}


def _grids(table: Table, lines: list[Line], placed: dict[int, Placed]) -> list[Grid]:
    layout = replace(table.layout, lead=tuple(text.format(place=table.place) for text in table.layout.lead))
    if not layout.by:
        return [fill(layout, table.sheet, lines, placed)]
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(_sheet_of(layout, line), []).append(line)
    return [fill(layout, name, group, placed) for name, group in sorted(groups.items())]


def _sheet_of(layout: Layout, line: Line) -> str:
    value = str(line.values[layout.by])
    return f"{value}困难家庭" if layout.by == "城乡" else value


def _bytes(name: str, grids: list[Grid]) -> bytes:
    if name.endswith(".csv"):
        return files.csv_gb18030(grids[0])
    writers: dict[str, Callable[[list[Grid]], bytes]] = {"xls": files.xls, "lsx": files.xlsx}
    return writers[name[-3:]](grids)
