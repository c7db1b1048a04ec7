"""The nine townships with invented villages, and what rescue.toml says of each (names: pack xixia-2019)."""

from dataclasses import dataclass

URBAN, RURAL = "城市", "农村"


@dataclass(frozen=True)
class Place:
    """`area`: default of 城乡 written into rescue.toml; `urban_villages`: villages written there as 城市.

    `areas`: the 城乡 its households may have, given how this township's tables can say it.
    """

    name: str
    villages: tuple[str, ...]
    area: str | None = None
    urban_villages: tuple[str, ...] = ()
    areas: tuple[str, ...] = (URBAN,)
    roads: tuple[str, ...] = ("兴安路", "学府巷", "银杏街")


PLACES: tuple[Place, ...] = (
    Place("西花园路街道", ("丁香社区", "海棠社区", "白杨社区"), areas=(URBAN, URBAN, URBAN, RURAL)),
    Place("北京西路街道", ("和顺社区", "安居社区", "东升社区"), area=URBAN),
    Place("文昌路街道", ("文苑社区", "书香社区", "景园社区"), areas=(URBAN, URBAN, RURAL)),
    Place("朔方路街道", ("朔风社区", "长河社区", "晨光社区")),
    Place("宁华路街道", ("宁馨社区", "华苑社区"), area=URBAN),
    Place("贺兰山西路街道", ("松涛社区", "雪岭社区", "碧水社区"), areas=(URBAN, URBAN, URBAN, RURAL)),
    Place("怀远路街道", ("怀安社区", "远景社区", "平沙村"), areas=(URBAN, RURAL)),
    Place("兴泾镇", ("泾华村", "泾河村", "兴盛村", "麦田村"), area=RURAL, areas=(RURAL,)),
    Place(
        "镇北堡镇",
        ("红柳村", "新塘村", "向阳村", "影城社区"),
        area=RURAL,
        urban_villages=("影城社区",),
        areas=(RURAL, RURAL, RURAL, URBAN),
    ),
)
BY_NAME = {place.name: place for place in PLACES}


def village_of(place: Place, area: str, turn: int) -> str:
    """The village a household of this 城乡 lives in; where villages carry the 城乡, the fitting ones only."""
    if place.urban_villages:
        fitting = [v for v in place.villages if (v in place.urban_villages) == (area == URBAN)]
        return fitting[turn % len(fitting)]
    return place.villages[turn % len(place.villages)]


def address_of(place: Place, village: str, turn: int) -> str:
    """An address no other household has: the running number is part of it."""
    if village.endswith("村"):
        return f"{village}{turn % 9 + 1}组{turn + 1}号"
    road = place.roads[turn % len(place.roads)]
    room = f"{turn % 12 + 1}号楼{turn % 4 + 1}单元{turn % 6 + 1}0{turn % 3 + 1}室"
    return f"{road}{turn + 10}号{village.removesuffix('社区')}小区{room}"


def rescue_toml() -> str:
    """The workspace file of the sample."""
    lines = [
        "# 示例工作区：人员、村居、住址均为虚构。",
        'pack = "xixia-2019"',
        "as_of = 2019-09-30",
        "",
        "# 2019年农村低保标准未查到原文，方案包留空；这里填的是示例数，真实工作请改成本地文件公布的数额。",
        "[[standard]]",
        'name = "低保标准"',
        'area = "农村"',
        "amount = 3800",
        'unit = "元/人·年"',
        "from = 2019-01-01",
        'source = "示例"',
    ]
    for place in PLACES:
        lines += ["", f'[townships."{place.name}"]', "villages = [" + ", ".join(f'"{v}"' for v in place.villages) + "]"]
        if place.area:
            lines.append(f'area = "{place.area}"  # 表里没写城乡的行，按此')
        if place.urban_villages:
            lines.append(f'[townships."{place.name}".village_area]')
            lines += [f'"{village}" = "城市"' for village in place.urban_villages]
    return "\n".join(lines) + "\n"
