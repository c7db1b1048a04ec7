"""Survey findings and approval results: what the survey company, the towns and the bureau report back."""

import datetime as dt
from decimal import Decimal
from typing import Any

from synthetic import situations as s
from synthetic.bureau import OFFICE, REACH, WHO, at_row, identity, strangers, workbook
from synthetic.district import RURAL, URBAN
from synthetic.households import Household, per_head
from synthetic.layouts import Layout, Line, Placed, cols, fill
from synthetic.people import Population
from synthetic.planted import Planted

SURVEY_COLUMNS = (
    "核实家庭人口 核实家庭年收入 核实人均月收入 是否见到本人 困难情况 是否确有实际困难 评估建议 不符合理由 对策建议"
    " 入户日期 调查人"
)
RESULT_COLUMNS = "办理结果=审批结果 办理日期=审批日期 不符合理由 转介部门 转介反馈=反馈情况 反馈日期"


def surveyed(households: list[Household]) -> list[Household]:
    """Households the survey reached: those whose situation says so, and two in five of the ordinary ones."""
    return [h for h in households if h.situation.survey is not None or (h.number % 5 < 2 and _ordinary(h.situation))]


def _ordinary(situation: s.Situation) -> bool:
    return (
        situation.form == s.HARD
        and situation.gap is not None
        and situation.size is not None
        and situation.income == "随表"
        and situation.hardship not in (None, s.NONE)
        and not situation.only
        and not situation.code
        and "低保人数" not in situation.facts
    )


def survey_row(household: Household) -> dict[str, Any]:
    """What the visit found: the roster's own figures unless the situation says otherwise."""
    told = household.situation.survey or {}
    monthly_gap = told.get("人均差")
    yearly = household.yearly_per_head or Decimal(0)
    if monthly_gap is not None:
        yearly = per_head(household.area, household.situation.line, monthly_gap)
    rural = household.area == RURAL
    hardship = told.get("是否确有实际困难", True)
    return identity(household) | {
        "核实家庭人口": household.size,
        "核实家庭年收入": yearly * household.size if rural else None,
        "核实人均月收入": None if rural else yearly / 12,
        "是否见到本人": True,
        "困难情况": "已入户核实",
        "是否确有实际困难": hardship,
        "评估建议": "建议按程序审核" if hardship else "建议不予列入",
        "不符合理由": s.REFUSED if any(r["办理结果"] == "不符合" for r in household.situation.results) else None,
        "对策建议": "纳入定期走访" if hardship else "宣传政策，不再跟踪",
        "入户日期": dt.date(2019, 5 + household.number % 2, household.number % 24 + 1),
        "调查人": "调查员甲" if household.number % 2 else "调查员乙",
    }


def surveys(households: list[Household], population: Population) -> tuple[dict[str, bytes], list[Planted]]:
    """Urban households from the survey company; rural ones from the two towns and, for the streets, the office."""
    reached = surveyed(households)
    parts = {
        f"{OFFICE}/入户核查评估结果（城市部分）.xlsx": [h for h in reached if h.area == URBAN],
        f"{OFFICE}/入户核查评估结果（街道农村户）.xlsx": [
            h for h in reached if h.area == RURAL and h.place.name.endswith("街道")
        ],
        "兴泾镇/入户核查.xlsx": [h for h in reached if h.area == RURAL and h.place.name == "兴泾镇"],
        "镇北堡镇/入户核查评估结果.xls": [h for h in reached if h.area == RURAL and h.place.name == "镇北堡镇"],
    }
    written: dict[str, bytes] = {}
    planted: list[Planted] = []
    for name, part in parts.items():
        lines = [Line(survey_row(h)) for h in part]
        if "城市" in name:
            unseen = strangers(population, 2, 100)
            lines += [Line(_survey_of(row)) for row in unseen]
        layout = _survey_layout(name)
        placed: dict[int, Placed] = {}
        grid = fill(layout, "核查结果", lines, placed)
        written[name] = workbook(name, grid)
        if "城市" in name:
            what = "核查结果对不上任何名册"
            planted += [at_row(name, line, placed[id(line)], what, "LINK-RESULT-NO-HOUSEHOLD") for line in lines[-2:]]
    return written, planted


def _survey_of(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "核实家庭人口": row["家庭人口"], "核实人均月收入": 700, "是否确有实际困难": True, "评估建议": "建议补报",
        "对策建议": "请街道补报名册", "入户日期": dt.date(2019, 6, 3), "调查人": "调查员甲",
    }  # fmt: skip


def _survey_layout(name: str) -> Layout:
    if name.startswith(OFFICE):
        area = "城市" if "城市" in name else "农村"
        title = f"西夏区{area}困难家庭入户核查评估结果"
        return Layout(
            cols(WHO, REACH, SURVEY_COLUMNS), title=title, lead=("调查机构：（示例）", "", "单位：元"), total="合计"
        )
    place = name.split("/", maxsplit=1)[0]
    return Layout(cols("序号 村居 户主姓名=户主", REACH, SURVEY_COLUMNS), title=f"{place}农村困难家庭入户核查评估结果")


def results(households: list[Household], population: Population) -> tuple[dict[str, bytes], list[Planted]]:
    """审核审批结果, one workbook a month; the May one has neither ID number nor telephone, August is a csv."""
    by_month: dict[int, list[tuple[Line, str, str]]] = {5: [], 6: [], 7: [], 8: []}  # with what is wrong, and its code
    for household in households:
        for result in household.situation.results:
            line = Line(result_row(household, result))
            by_month[max(result["月"], 5)].append((line, household.situation.say, household.situation.code))
    unseen = strangers(population, 1, 120)[0] | {"办理结果": "临时救助", "办理日期": dt.date(2019, 8, 20)}
    by_month[8].append((Line(unseen), "审批结果对不上任何名册", "LINK-RESULT-NO-HOUSEHOLD"))
    written: dict[str, bytes] = {}
    planted: list[Planted] = []
    for month, noted in by_month.items():
        who = "序号 镇街 村居 户主姓名 详细住址" if month == 5 else f"{WHO} 联系方式"
        layout = Layout(cols(who, RESULT_COLUMNS), title=f"2019年{month}月审核审批结果", total="合计")
        placed: dict[int, Placed] = {}
        grid = fill(layout, f"{month}月", [line for line, _, _ in noted], placed)
        name = f"{OFFICE}/审批结果/审核审批结果2019年{month}月.{'csv' if month == 8 else 'xlsx'}"
        written[name] = workbook(name, grid)
        planted += [at_row(name, line, placed[id(line)], what, code) for line, what, code in noted if code]
    return written, planted


def result_row(household: Household, result: dict[str, Any]) -> dict[str, Any]:
    """One line of the results; an answered referral carries the day of the answer."""
    day = dt.date(2019, result["月"], household.number % 25 + 1)
    row = identity(household) | {name: value for name, value in result.items() if name != "月"} | {"办理日期": day}
    if result.get("转介反馈") == "已给予救助":
        row["反馈日期"] = day + dt.timedelta(days=12)
    return row


def rest_on_identity(households: list[Household], led: list[Household]) -> set[int]:
    """Households that other files refer to: their names and numbers must stay clean for the links to be certain."""
    referred = [h for h in households if h.situation.results or h.situation.lists]
    return {h.number for h in (*referred, *surveyed(households), *led)}
