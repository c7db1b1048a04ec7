"""Lists of people already helped, each with its day, and the leads that should be found in the rosters."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

from synthetic import files
from synthetic import situations as s
from synthetic.bureau import OFFICE, REACH, WHO, at_row, identity, strangers
from synthetic.district import PLACES, RURAL, URBAN
from synthetic.households import Household
from synthetic.layouts import Layout, Line, Placed, cols, fill
from synthetic.people import Population
from synthetic.planted import Planted

CLUE_KINDS = ("临时救助", "医疗救助", "廉租房保障", "就业援助", "低保申请未获批", "低收入申请未获批")
DIBAO_COLUMNS = cols(WHO, "城乡=户籍类别 家庭人口 保障人数=低保人数 保障金额=月保障金额 享受起始日期=享受日期")


def dibao_lists(households: list[Household], population: Population) -> dict[str, bytes]:
    """低保在保名单 as of 31 March, and the later one with those admitted during the campaign."""
    early, late = [], []
    for household in households:
        entry = household.situation.lists.get(s.DIBAO)
        if household.situation.form == s.PARTIAL and household.number % 2 and household.facts["低保人数"]:
            entry = s.START_LIST | {"保障人数": household.facts["低保人数"]}
        if entry:
            row = _dibao_row(household, entry, population)
            late.append(row)
            if entry["名单"] == s.START_LIST["名单"]:
                early.append(row)
    background = [_with_cover(row) for row in strangers(population, 36, 0)]
    early_rows, late_rows = _by_place(early + background), _by_place(late + background)
    grids = []
    for area in (URBAN, RURAL):
        rows = [row for row in early_rows if row["城乡"] == area]
        layout = Layout(DIBAO_COLUMNS, title=f"西夏区{area}低保在保名单（截至2019年3月31日）", total="合计")
        grids.append(fill(layout, f"{area}低保", [Line(row) for row in rows], {}))
    layout = Layout(DIBAO_COLUMNS, title="西夏区低保在保名单（2019年8月31日）", lead=("单位：元",), total="合计")
    later = fill(layout, "在保名单", [Line(row) for row in late_rows], {})
    return {
        f"{OFFICE}/低保在保名单2019年3月.xlsx": files.xlsx(grids),
        f"{OFFICE}/低保在保名单2019年8月.xls": files.xls([later]),
    }


def _dibao_row(household: Household, entry: dict[str, Any], population: Population) -> dict[str, Any]:
    row = identity(household) | {"家庭人口": household.size}
    covered = household.size if entry.get("保障人数") == "全部" else entry.get("保障人数", 1)
    if entry.get("同名"):
        other = population.person(f"{household.village}旧街{household.number}号")
        elsewhere = PLACES[(PLACES.index(household.place) + 4) % len(PLACES)]
        row |= {"镇街": elsewhere.name, "村居": elsewhere.villages[0], "身份证号": other.id_number}
        row |= {"联系方式": other.phone, "详细住址": other.address}
    start = entry.get("享受起始日期", dt.date(2015 + household.number % 4, household.number % 12 + 1, 1))
    return row | {"保障人数": covered, "保障金额": 310 * covered, "享受起始日期": start}


def _with_cover(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"保障人数": row["家庭人口"], "保障金额": 310 * row["家庭人口"], "享受起始日期": dt.date(2017, 5, 1)}


def _by_place(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    order = {place.name: index for index, place in enumerate(PLACES)}
    return sorted(rows, key=lambda row: (order[row["镇街"]], row["村居"], row["身份证号"]))


def other_lists(households: list[Household], population: Population) -> dict[str, bytes]:
    """特困名单 (date in the title) and 低收入在册名单 (date only in the file name)."""
    cared = [identity(h) | {"供养方式": "分散"} for h in households if s.TEKUN in h.situation.lists]
    cared += [row | {"供养方式": "集中"} for row in strangers(population, 6, 40)]
    columns = cols(WHO, REACH, "供养方式 保障金额=救助金额")
    rows = [Line(row | {"保障金额": 806}) for row in _by_place(cared)]
    tekun = fill(Layout(columns, title="西夏区特困人员名单（2019年3月31日）", total="合计"), "特困人员", rows, {})
    low = [identity(h) | {"家庭人口": h.size} for h in households if s.LOW_INCOME in h.situation.lists]
    low += strangers(population, 15, 60)
    columns = cols(WHO, REACH, "家庭人口")
    listed = fill(Layout(columns), "", [Line(row) for row in _by_place(low)], {})
    return {
        f"{OFFICE}/特困名单.xlsx": files.xlsx([tekun]),
        f"{OFFICE}/低收入在册名单2019-03-31.csv": files.csv_gb18030(listed),
    }


def led_to(households: list[Household], rng: random.Random) -> list[Household]:
    """Households that a lead pointed at."""
    return rng.sample([h for h in households if h.situation.form == s.HARD], 38)


def leads(led: list[Household], population: Population) -> tuple[dict[str, bytes], list[Planted]]:
    """摸排线索名单: mostly households the rosters have, and seven nobody reported."""
    rows = [identity(h) for h in led]
    unseen = strangers(population, 7, 80)
    lines = [Line(row | _lead(i)) for i, row in enumerate(_by_place(rows + unseen))]
    columns = cols(WHO, REACH, "线索类型=救助类型 线索日期=救助日期 未获批原因")
    layout = Layout(
        columns, title="西夏区困难家庭摸排线索名单", lead=("填报单位：社会救助办公室", "填报时间：2019年4月8日")
    )
    placed: dict[int, Placed] = {}
    grid = fill(layout, "线索", lines, placed)
    name = f"{OFFICE}/摸排线索名单.xls"
    unseen_names = {row["户主姓名"] for row in unseen}
    planted = [
        at_row(name, line, placed[id(line)], "线索户没有报进名册", "LINK-CLUE-NOT-IN-ROSTER")
        for line in lines
        if line.values["户主姓名"] in unseen_names
    ]
    return {name: files.xls([grid])}, planted


def _lead(index: int) -> dict[str, Any]:
    refused = index % 6 >= 4
    return {
        "线索类型": CLUE_KINDS[index % 6],
        "线索日期": dt.date(2018, 6 + index % 7, 1 + index % 27),
        "未获批原因": "人均收入略高于标准，刚性支出未扣减" if refused else None,
    }
