"""The tables each township hands in: which workbook, which layout. Nine townships, nine habits."""

from dataclasses import dataclass

from synthetic.layouts import Layout, cols
from synthetic.situations import HARD, PARTIAL, SCATTERED

LEAD = ("填报单位：{place}", "填报时间：2019年4月22日", "单位：户、人、元")
NOTES = (
    "注：1.本表按户填写；2.人均月收入按前12个月平均计算。",
    "填表人：（示例）　　审核人：（示例）　　负责人：（示例）",
)
WHO = "户主姓名 身份证号 详细住址 联系方式"
ALIAS_WHO = "户主姓名=户主 身份证号=身份证号码 详细住址=家庭住址 联系方式=联系电话"
MONEY = "家庭年收入 人均月收入"
CARE = "自理能力 权益受侵害或存隐患 集中供养意愿#愿 供养方式 家庭困难类别"
PART = "家庭人口 低保人数 单人户施保 家庭困难类别 家庭年收入 人均月收入 财产符合规定"
FORMS = (HARD, SCATTERED, PARTIAL)


@dataclass(frozen=True)
class Table:
    """One form of one township: the file it stands in (under 收件/), its sheet and its layout."""

    place: str
    form: str
    file: str
    sheet: str
    layout: Layout


HARD_LAYOUTS = {
    "西花园路街道": Layout(
        cols(
            "序号 镇街 村居 城乡", WHO, "家庭困难类别 家庭人口 低保人数 已享受低收入", MONEY,
            "刚性支出 就业成本 财产符合规定 线索来源 备注",
        )
    ),
    "北京西路街道": Layout(
        cols("序号 村居=社区", WHO, "家庭困难类别 家庭人口", MONEY, "财产符合规定#合"),
        title="北京西路街道困难家庭名册",
        lead=LEAD,
        total="合计",
        notes=NOTES,
    ),
    "文昌路街道": Layout(
        cols(
            "序号 村居=所属村居", ALIAS_WHO, "城乡=户籍性质#农业 家庭困难类别=致困原因#同义 家庭人口=家庭人口数",
            "家庭年收入=家庭收入情况>家庭年收入（元） 人均月收入=家庭收入情况>人均月收入（元）",
            "刚性支出=家庭支出情况>刚性支出（元/年） 就业成本=家庭支出情况>就业成本（元/年）",
            "财产符合规定=财产是否符合规定",
        ),
        title="困难群众花名册",
        merge_village=True,
        notes=NOTES,
    ),
    "朔方路街道": Layout(
        cols("序号", WHO, "家庭困难类别 家庭人口 低保人数", MONEY, "财产符合规定#勾"),
        title="朔方路街道城市困难家庭名册",
        lead=LEAD,
        by="村居",
        total="合计",
    ),
    "宁华路街道": Layout(
        cols("序号=编码 村居=社区", WHO, "家庭困难类别=困难原因 家庭人口 人均月收入=月人均收入 财产符合规定 备注"),
    ),
    "贺兰山西路街道": Layout(
        cols(
            "村居 城乡=城乡类别#城镇", ALIAS_WHO, "家庭困难类别=困难类型#同义 家庭人口", MONEY,
            "财产符合规定 线索来源=发现方式",
        ),
        title="困难家庭名册",
        lead=("单位：元",),
    ),
    "怀远路街道": Layout(
        cols(
            "序号 镇街=街道 村居=社区 网格员", WHO, "家庭困难类别 家庭人口 低保人数=在保人数 已享受低收入=是否低收入",
            MONEY, "刚性支出 财产符合规定 备注",
        ),
        title="怀远路街道困难家庭名册",
        by="城乡",
        subtotals=True,
        total="总计",
        notes=NOTES,
    ),
    "兴泾镇": Layout(
        cols(
            "序号 村居=行政村", WHO, "家庭困难类别 家庭人口 低保人数=其中低保人数 已享受低收入",
            "家庭年收入=家庭年收入（万元）*10000 刚性支出 就业成本 财产符合规定",
        ),
        title="兴泾镇困难家庭名册",
        lead=("填报单位：兴泾镇人民政府", "填报时间：2019年4月24日"),
        total="合计",
        notes=NOTES[1:],
    ),
    "镇北堡镇": Layout(
        cols(
            "序号", ALIAS_WHO, "家庭困难类别=致困原因 家庭人口 低保人数=享受低保人数 家庭年收入=家庭全年收入",
            "刚性支出 就业成本 财产符合规定 备注=说明",
        ),
        title="困难家庭花名册",
        by="村居",
        repeat_header_every=12,
        total="合计",
        phone_number=True,
    ),
}  # fmt: skip
AREA_COLUMNS = {
    "西花园路街道": "城乡",
    "文昌路街道": "城乡=户籍性质#农业",
    "贺兰山西路街道": "城乡=城乡类别#城镇",
    "怀远路街道": "城乡",
}
FILES = {
    "西花园路街道": tuple(f"西花园路街道/{form}.xlsx" for form in FORMS),
    "北京西路街道": ("北京西路/北京西路排查名册.xlsx",) * 3,
    "文昌路街道": ("文昌路街道/困难群众花名册（两级表头）.xlsx", *("文昌路街道/特困和未整户.xlsx",) * 2),
    "朔方路街道": ("朔方路街道/困难家庭.xls", "朔方路街道/分散特困.xlsx", "朔方路街道/未整户.xlsx"),
    "宁华路街道": (f"宁华路街道{HARD}.csv", f"宁华路街道{SCATTERED}.csv", f"宁华路街道{PARTIAL}.xlsx"),
    "贺兰山西路街道": ("贺兰山西路街道困难家庭名册.xlsx", *("贺兰山西路街道特困、未整户名册.xlsx",) * 2),
    "怀远路街道": ("怀远路街道/困难家庭名册.xlsx", *("怀远路街道/其他名册.xlsx",) * 2),
    "兴泾镇": ("4月25日收到/三本名册.xlsx",) * 3,
    "镇北堡镇": ("镇北堡镇/困难家庭.xls", "镇北堡镇/特困对象.xls", "镇北堡镇/未整户纳入低保家庭.xlsx"),
}


def all_tables() -> list[Table]:
    """The twenty-seven rosters: nine townships, three forms."""
    tables = []
    for place, hard in HARD_LAYOUTS.items():
        for form, file in zip(FORMS, FILES[place], strict=True):
            layout = hard if form == HARD else _other_layout(place, form)
            tables.append(Table(place, form, file, _sheet_name(place, form, file), layout))
    return tables


def _other_layout(place: str, form: str) -> Layout:
    """The two smaller forms: the township's own words, a plain header, or a title with a lead row."""
    plain = place in ("西花园路街道", "宁华路街道")
    who = ALIAS_WHO if place in ("文昌路街道", "镇北堡镇") else WHO
    if form == SCATTERED:
        name = "特困人员姓名" if place == "镇北堡镇" else "姓名"
        who = f"户主姓名={name} " + who.split(maxsplit=1)[1]
    columns = cols("序号 村居", AREA_COLUMNS.get(place, ""), who, CARE if form == SCATTERED else PART, "备注")
    urban = "城市" if place == "朔方路街道" else ""
    titles = {SCATTERED: f"{place}{urban}{SCATTERED}", PARTIAL: f"{place}未整户纳入{urban}低保家庭名册"}
    if plain:
        return Layout(columns)
    return Layout(columns, title=titles[form], lead=LEAD, total="合计")


def _sheet_name(place: str, form: str, file: str) -> str:
    alone = FILES[place].count(file) == 1
    if alone and place != "贺兰山西路街道":
        return "Sheet1"
    return {HARD: "困难家庭", SCATTERED: "分散特困", PARTIAL: "未整户"}[form]
