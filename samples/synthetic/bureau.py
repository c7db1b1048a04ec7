"""What the bureau's own files share: who a household is, rows of people no roster knows, writing one sheet."""

from typing import Any

from synthetic import files
from synthetic.district import PLACES, RURAL, URBAN, address_of, village_of
from synthetic.files import Grid
from synthetic.households import Household
from synthetic.layouts import Line, Placed
from synthetic.people import Population
from synthetic.planted import Planted

OFFICE = "局机关"
WHO = "序号 镇街 村居 户主姓名 身份证号"
REACH = "详细住址 联系方式"


def identity(household: Household) -> dict[str, Any]:
    """Who and where, as every list repeats it."""
    head = household.head
    return {
        "镇街": household.place.name, "村居": household.village, "城乡": household.area or None, "户主姓名": head.name,
        "身份证号": head.id_number, "详细住址": head.address, "联系方式": head.phone,
    }  # fmt: skip


def strangers(population: Population, count: int, first: int) -> list[dict[str, Any]]:
    """Households that stand in no roster."""
    rows = []
    for n in range(first, first + count):
        place = PLACES[n % len(PLACES)]
        area = RURAL if place.name.endswith("镇") else URBAN
        village = village_of(place, area, n)
        head = population.person(address_of(place, village, n + 2000))
        rows.append({
            "镇街": place.name, "村居": village, "城乡": area, "户主姓名": head.name, "身份证号": head.id_number,
            "详细住址": head.address, "联系方式": head.phone, "家庭人口": n % 4 + 1,
        })  # fmt: skip
    return rows


def at_row(name: str, line: Line, placed: Placed, what: str, code: str) -> Planted:
    """What is wrong in one row of the file `name`, and the code the tool should give."""
    sheet = "" if name.endswith(".csv") else placed.sheet
    return Planted("问题", name, sheet, placed.row, line.values["镇街"], line.values["户主姓名"], what, None, code)


def workbook(name: str, grid: Grid) -> bytes:
    """One sheet in the format its name says."""
    if name.endswith(".csv"):
        return files.csv_gb18030(grid)
    return files.xls([grid]) if name.endswith(".xls") else files.xlsx([grid])
