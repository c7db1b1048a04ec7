"""What townships report beside their rosters: the contact table (附件2) and the statistics of 附件5."""

from synthetic.bureau import OFFICE
from synthetic.district import PLACES, URBAN
from synthetic.files import Cell, Grid, xlsx
from synthetic.households import Household
from synthetic.planted import Planted

SILENT = "怀远路街道"  # sent no contact table
OUTCOMES = ("集中供养", "整户纳入低保", "纳入低保", "纳入特困", "纳入低收入", "临时救助", "转介给予救助")
REPORTING = {"北京西路街道": 0, "文昌路街道": 1}  # township → by how many households its 合计 is too high


def contacts() -> dict[str, bytes]:
    """工作联系表, one line a township; one is missing."""
    rows: list[list[Cell]] = [["工作联系表（附件2）", *[None] * 5]]
    rows.append(["序号", "镇街", "分管领导", "联系人", "职务", "联系电话"])
    told = [place.name for place in PLACES if place.name != SILENT]
    rows += [
        [number, name, "分管示例", "联系示例", "科员", f"1990000{9000 + number}"] for number, name in enumerate(told, 1)
    ]
    return {
        f"{OFFICE}/工作联系表（附件2）.xlsx": xlsx(
            [Grid("联系表", rows, [(0, 0, 0, 5)], frozenset({1}), frozenset({0}))]
        )
    }


def statistics(households: list[Household]) -> tuple[dict[str, bytes], list[Planted]]:
    """附件5 as two townships fill it in, from what their households come to; one total is wrong."""
    written, planted = {}, []
    for place, too_many in REPORTING.items():
        name = f"{place}/附件5城市困难群体情况统计表.xlsx"
        written[name] = xlsx([_annex(place, households, too_many)])
        if too_many:
            what = f"上报的新增合计多{too_many}户"
            planted.append(Planted("问题", name, "附件5", 5, place, what=what, code="REPORT-HANDED-DIFFERS"))
    return written, planted


def _annex(place: str, households: list[Household], too_many: int) -> Grid:
    """Three header rows: 新增救助群体 over each outcome over 户 and 人, then 救助观察群体."""
    own = [one for one in households if one.place.name == place and one.area == URBAN and one.expect]
    final = [one for one in own if one.expect and one.expect[1] == "终判"]
    new = [one for one in final if one.expect and one.expect[0] == "新增救助"]
    groups = [[one for one in new if one.expect and one.expect[2] == outcome] for outcome in OUTCOMES]
    watched = [one for one in final if one.expect and one.expect[0] == "救助观察"]
    figures: list[Cell] = []
    for group in (*groups, new, watched):
        figures += [len(group), sum(one.size for one in group)]
    figures[-4] = len(new) + too_many
    width = 2 + len(figures)
    top: list[Cell] = ["序号", "镇街", "新增救助群体", *[None] * 15, "救助观察群体", None]
    middle: list[Cell] = [None, None, *[word for name in (*OUTCOMES, "合计") for word in (name, None)], None, None]
    bottom: list[Cell] = [None, None, *["户", "人"] * 9]
    title: list[Cell] = ["西夏区城市困难群体全面排查主动救助情况统计表", *[None] * (width - 1)]
    merges = [(0, 0, 0, width - 1), (1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 1, 17), (1, 18, 2, 19)]
    merges += [(2, column, 2, column + 1) for column in range(2, 18, 2)]
    rows = [title, top, middle, bottom, [1, place, *figures]]
    return Grid("附件5", rows, merges, frozenset({1, 2, 3}), frozenset({0}))
