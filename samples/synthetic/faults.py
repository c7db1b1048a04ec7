"""Faults and duplicates planted into the rosters before they are written, each with what the tool should say."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from synthetic import situations as s
from synthetic.district import BY_NAME, address_of
from synthetic.households import Household
from synthetic.layouts import Line
from synthetic.people import Person, Population, fifteen_digits, wrong_check_character
from synthetic.planted import Planted
from synthetic.rosters import Key, Rosters
from synthetic.situations import HARD
from synthetic.tables import Table

MISSING, TWICE = "CHECK-REQUIRED-MISSING", "同一户"
Where = Callable[[Household, Table], bool]


@dataclass
class Note:
    """What was planted at `line`; the row number is known only after writing."""

    kind: str
    table: Table
    line: Line
    what: str
    code: str = ""
    note: str = ""


@dataclass
class Planting:
    """Plants one thing a household, never two, and only where nothing else rests on the spoiled cell."""

    rosters: Rosters
    population: Population
    rng: random.Random
    relied_on: set[int]  # numbers of households other files refer to: their identity must stay clean
    touched: set[int] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    def pick(self, count: int, where: Where, *, spoils: bool = True) -> list[tuple[Table, Line, Household]]:
        """The next `count` untouched households of 困难家庭名册 that fit, spread over the townships.

        `spoils`: the row itself is changed, so nothing else may rely on it.
        """
        found: list[tuple[Table, Line, Household]] = []
        by_table = [(table, self.rosters.lines[key]) for key, table in self.rosters.tables.items() if key[1] == HARD]
        for depth in range(60):
            for table, lines in by_table:
                if len(found) == count:
                    return found
                line = lines[depth] if depth < len(lines) else None
                household = line.mark if line and isinstance(line.mark, Household) else None
                if line and household and self._free(household, spoils) and where(household, table):
                    found.append((table, line, household))
                    self.touched.add(household.number)
        raise ValueError(f"only {len(found)} of {count} households fit")

    def _free(self, household: Household, spoils: bool) -> bool:
        if household.number in self.touched or (spoils and household.number in self.relied_on):
            return False
        return not household.situation.code and household.area != ""

    def note(self, kind: str, table: Table, line: Line, what: str, code: str = "", note: str = "") -> None:
        self.notes.append(Note(kind, table, line, what, code, note))


def plant(planting: Planting) -> None:
    """Everything, in a fixed order."""
    plant_income_slip(planting)
    plant_wrong_township(planting)
    plant_same_households(planting)
    plant_blank_cells(planting)
    plant_id_numbers(planting)
    plant_unknown_words(planting)
    plant_rows_without_name(planting)
    plant_look_alikes(planting)
    plant_in_two_rosters(planting)


def has(*fields: str) -> Where:
    return lambda _household, table: set(fields) <= table.layout.fields


def below_line(household: Household, _table: Table) -> bool:
    return household.situation.say in ("低于低保标准", "远低于低保标准", "标准以上2倍以内")


def plant_blank_cells(planting: Planting) -> None:
    for name, count in (("联系方式", 4), ("详细住址", 2), ("家庭困难类别", 3)):
        for table, line, _ in planting.pick(count, below_line):
            line.raw[name] = None
            planting.note("问题", table, line, f"必填项“{name}”空白", MISSING)


def plant_id_numbers(planting: Planting) -> None:
    for what, code, count, spoil in (
        ("身份证号校验位错误", "INTAKE-ID-CHECKSUM", 4, wrong_check_character),
        ("身份证号少一位", "INTAKE-ID-LENGTH", 2, lambda number: number[:10] + number[11:]),
        ("15位身份证号", "INTAKE-ID-CONVERTED", 3, fifteen_digits),
        ("身份证号中有空格", "", 3, lambda number: f"{number[:6]} {number[6:14]} {number[14:]}"),
    ):
        for table, line, household in planting.pick(count, below_line):
            line.raw["身份证号"] = spoil(household.head.id_number)
            planting.note("问题", table, line, what, code)
    for table, line, household in planting.pick(3, lambda h, t: below_line(h, t) and not t.file.endswith("csv")):
        digits = household.head.id_number[:17] + "0"
        line.raw["身份证号"] = float(digits)
        planting.note("问题", table, line, "身份证号存成了数字，末几位已丢失", "INTAKE-ID-NUMERIC", "按空白处理")
    for table, line, household in planting.pick(3, lambda h, _: h.head.id_number.endswith("X")):
        line.raw["身份证号"] = household.head.id_number.lower()
        planting.note("问题", table, line, "身份证号末位小写x", "", "自动改为大写，列入更正")


def plant_unknown_words(planting: Planting) -> None:
    for table, line, _ in planting.pick(3, below_line):
        line.raw["家庭困难类别"] = "重病、吃药多"
        planting.note("问题", table, line, "困难类别“吃药多”不在代码表", "INTAKE-CHOICES-UNKNOWN", "原样保留")


def plant_income_slip(planting: Planting) -> None:
    """A month's column filled with the year's amount: the two incomes then stand on two sides of the line."""
    both = {"家庭年收入", "人均月收入"}
    for table, line, household in planting.pick(1, lambda h, t: below_line(h, t) and both <= set(h.facts)):
        line.raw["人均月收入"] = household.yearly_per_head
        household.expect = s.open_question()
        note = "两项收入分处标准两侧，待核实"
        planting.note("问题", table, line, "人均月收入填成了全年数", "CHECK-INCOME-MONTH-YEAR", note)


def plant_rows_without_name(planting: Planting) -> None:
    for table, line, household in planting.pick(2, below_line):
        line.raw["户主姓名"] = line.raw["身份证号"] = None
        household.expect = s.open_question()
        planting.note("问题", table, line, "没有姓名和身份证号，只有住址", MISSING, "仍收下，户主未填，待核实")
    table = planting.rosters.tables[("贺兰山西路街道", HARD)]
    line = Line({"家庭人口": 2, "人均月收入": 450, "村居": "碧水社区"})
    planting.rosters.lines[("贺兰山西路街道", HARD)].append(line)
    planting.note("问题", table, line, "没有姓名、身份证号和住址", "INTAKE-ROW-REJECTED", "拒收，写明原因")


def plant_wrong_township(planting: Planting) -> None:
    for table, line, _ in planting.pick(1, lambda h, t: t.place == "怀远路街道" and below_line(h, t)):
        line.raw["镇街"] = "宁华路街道"
        planting.note("问题", table, line, "镇街一栏与文件夹不一致", "INTAKE-TOWNSHIP-DISAGREES", "以单元格为准")


def plant_same_households(planting: Planting) -> None:
    """One household in two rows: ID and name, name and phone, name and address; across villages and townships."""
    for what, count, blank, elsewhere in (
        ("同一户在两个村居重复上报", 3, (), "村居"),
        ("同一户在两个镇街重复上报", 3, (), "镇街"),
        ("同一户重复上报，后一行没有身份证号（姓名、电话相同）", 2, ("身份证号",), ""),
        ("同一户重复上报，后一行没有身份证号和电话（姓名、住址相同）", 2, ("身份证号", "联系方式"), ""),
        ("同一行在同一表里出现两次", 2, (), ""),
    ):
        for table, line, household in planting.pick(count, _can_move, spoils=False):
            key = _other_township(table) if elsewhere == "镇街" else (table.place, HARD)
            copy = Line(dict(line.values), dict(line.raw), mark="重复")
            copy.raw |= dict.fromkeys(blank)
            if elsewhere:
                village = _other_village(key, household)
                copy.values |= {"镇街": key[0], "村居": village, "详细住址": f"{village}临时住处{household.number}号"}
            _insert(planting.rosters.lines[key], copy)
            where = f"与{table.file}中的{household.head.name}同一户"
            planting.note("重复", planting.rosters.tables[key], copy, what, "", f"{TWICE}：{where}")


def _can_move(household: Household, table: Table) -> bool:
    """Streets where every row's 城乡 comes out the same wherever it stands, and rows carry their village."""
    streets = ("西花园路街道", "北京西路街道", "宁华路街道")
    return table.place in streets and household.area == "城市" and below_line(household, table)


def _other_township(table: Table) -> Key:
    streets = ("西花园路街道", "北京西路街道", "宁华路街道")
    return streets[(streets.index(table.place) + 1) % len(streets)], HARD


def _other_village(key: Key, household: Household) -> str:
    return next(village for village in BY_NAME[key[0]].villages if village != household.village)


def _insert(lines: list[Line], copy: Line) -> None:
    """After the last row of the same village, so that merged village cells stay whole."""
    same = [i for i, line in enumerate(lines) if line.values.get("村居") == copy.values.get("村居")]
    lines.insert(same[-1] + 1 if same else len(lines), copy)


def plant_look_alikes(planting: Planting) -> None:
    """Rows that look like one household and are two."""
    for table, line, household in planting.pick(2, below_line):
        other = planting.population.person(_next_address(household, 3000))
        twin = _neighbour(planting, table, line, household, replace(other, name=household.head.name))
        planting.note(
            "重复", table, twin, "同村同名的另一个人", "", f"不是同一户：与{household.head.name}身份证号、电话都不同"
        )
    for table, line, household in planting.pick(2, below_line):
        other = planting.population.person(_next_address(household, 4000))
        twin = _neighbour(planting, table, line, household, replace(other, id_number=household.head.id_number))
        planting.note(
            "重复",
            table,
            twin,
            "身份证号相同、姓名不同",
            "LINK-ID-NAMES-DIFFER",
            f"不合并，待裁定：另一行为{household.head.name}",
        )


def _next_address(household: Household, offset: int) -> str:
    return address_of(household.place, household.village, household.number + offset)


def _neighbour(planting: Planting, table: Table, line: Line, household: Household, head: Person) -> Line:
    """A household with the same facts as `household`, another head, in the next row."""
    neighbour = replace(household, head=head, number=household.number + 1000)
    values: dict[str, Any] = dict(line.values) | {
        "户主姓名": head.name, "身份证号": head.id_number, "联系方式": head.phone, "详细住址": head.address,
    }  # fmt: skip
    twin = Line(values, mark=neighbour)
    _insert(planting.rosters.lines[(table.place, HARD)], twin)
    return twin


def plant_in_two_rosters(planting: Planting) -> None:
    """A household of 未整户 reported in 困难家庭 too: one case, and what 未整户 says of 低保人数 counts."""
    key = ("西花园路街道", s.PARTIAL)
    partly = [line for line in planting.rosters.lines[key] if isinstance(line.mark, Household)]
    line = next(line for line in partly if line.mark.situation.say.startswith("部分在保"))
    copy = Line({**line.values, "低保人数": None, "单人户施保": None}, mark="重复")
    _insert(planting.rosters.lines[("西花园路街道", HARD)], copy)
    table = planting.rosters.tables[("西花园路街道", HARD)]
    where = f"与{planting.rosters.tables[key].file}中的{line.mark.head.name}同一户"
    planting.note("重复", table, copy, "同一户同时报在困难家庭和未整户两本名册", "", f"{TWICE}：{where}")


def planted_lines(planting: Planting) -> list[Planted]:
    """The notes with their rows, after the files were written; and what every household should come to."""
    lines = []
    for note in planting.notes:
        file, sheet, row = planting.rosters.where(note.table, note.line)
        name = note.line.raw.get("户主姓名", note.line.values.get("户主姓名")) or ""
        lines.append(
            Planted(note.kind, file, sheet, row, note.table.place, str(name), note.what, None, note.code, note.note)
        )
    for table, line in planting.rosters.all_lines():
        if isinstance(line.mark, Household):
            lines.append(_outcome(planting, table, line, line.mark))
    return lines


def _outcome(planting: Planting, table: Table, line: Line, household: Household) -> Planted:
    file, sheet, row = planting.rosters.where(table, line)
    missing = household.situation.missing
    note = f"缺少：{missing}" if missing else ""
    name = line.raw.get("户主姓名", household.head.name) or ""
    township = str(line.raw.get("镇街", household.place.name))
    code = "" if household.situation.results else household.situation.code  # what is wrong in a result stands there
    return Planted("判定", file, sheet, row, township, str(name), household.situation.say, household.expect, code, note)
