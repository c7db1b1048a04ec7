"""On each of these days the default month, what is owed and how late it is are what the notice says, read by a person."""

import datetime as dt

import pyarrow as pa
import pytest

from rescue_cli.core.change_tables import RECEIPTS
from rescue_cli.core.townships import Township
from rescue_cli.report.owed_lines import OwedSettings, owed_lines
from rescue_cli.report.reported_month import default_month
from support.mentions import mentions_table
from support.packs import shipped

TOWN = (Township("甲镇"),)
ROSTERS = ("困难家庭名册", "分散供养特困对象名册", "未整户纳入低保家庭名册")
# Pack → what the notice asks for: form, the day, the month it is for.
ASKED: dict[str, list[tuple[str, str, str | None]]] = {
    "xixia-2019": [
        ("工作联系表", "2019-04-02", None),
        *((form, "2019-04-25", None) for form in ROSTERS),
        ("入户核查评估结果", "2019-06-25", None),
        ("入户核查评估结果", "2019-06-30", None),
        *((f"附件{n}上报", f"2019-{month:02}-02", f"2019-0{month - 1}") for month in range(5, 11) for n in (3, 4)),
        ("附件5上报", "2019-09-10", None),
        ("附件6上报", "2019-09-10", None),
    ],
    "chengbei-2022": [
        *(
            ("疑点信息反馈表", day, day[:7])
            for day in (
                *("2022-04-30", "2022-05-31", "2022-06-30", "2022-07-31", "2022-08-31", "2022-09-30"),
                *("2022-10-31", "2022-11-30", "2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31"),
            )
        ),
        ("救助政策清单", "2022-04-30", None),
        ("集中宣传活动登记表", "2022-06-30", None),
        ("集中宣传活动登记表", "2022-09-30", None),
        ("集中宣传活动登记表", "2022-12-31", None),
    ],
    "pingluo-2020": [
        ("乡镇实施方案备案表", "2020-04-20", None),
        *((form, "2020-04-30", None) for form in ("提标补发明细表", "残疾人两项补贴名单", "未脱贫建档立卡户名册")),
        *((form, "2020-04-30", None) for form in ("基本生活状况摸排表", "脱贫监测户名册", "边缘易致贫户名册")),
        *((form, "2020-05-30", None) for form in ("低保对象名册", "特困人员名册", "临时救助备用金台账")),
        ("关爱服务对象名册", "2020-05-30", None),
        ("扶贫部门比对名单", "2020-06-30", None),
        ("四查四补台账", "2020-09-30", None),
        ("社会救助申请核对名册", "2020-12-30", None),
        ("部门信息共享名单", "2020-12-30", None),
    ],
    "binhai-2018": [
        *((form, "2019-02-04", None) for form in ("节日补助发放表", "供养机构安全检查表", "节日走访慰问登记表")),
        *((form, "2019-02-20", None) for form in ("在保家庭排查表", "未通过家庭排查表")),
    ],
    "qianjiang-2022": [],
}
# 三（二）：区委组织部，区民政局、人社局、医保局、卫健局、残联、教育局、建设局等部门: eight of them owe a list of their own.
OF_DEPARTMENTS, DEPARTMENTS = ("疑点信息反馈表", "救助政策清单"), 8
BY_QUARTER = ("集中宣传活动登记表",)  # told line by line in 应报未报清单
REPORTS = {
    "xixia-2019": "城市进展情况表",
    "chengbei-2022": "主动发现情况统计表",
    "pingluo-2020": "月度进展情况表",
    "binhai-2018": "作战进度表",
}
# The day → the month a table made on it is for. A month's last day counts as over; 城北's is handed in at its end.
DAYS: dict[str, dict[str, str]] = {
    "xixia-2019": {
        **dict.fromkeys(("2019-04-01", "2019-04-02", "2019-04-03", "2019-04-25", "2019-04-26"), "2019-04"),
        **dict.fromkeys(("2019-04-30", "2019-05-01", "2019-05-02", "2019-05-03", "2019-05-05"), "2019-04"),
        **dict.fromkeys(("2019-05-31", "2019-06-02", "2019-06-07", "2019-06-25", "2019-06-26"), "2019-05"),
        **dict.fromkeys(("2019-06-30", "2019-07-01"), "2019-06"),
        **dict.fromkeys(("2019-08-31", "2019-09-01", "2019-09-02", "2019-09-10", "2019-09-11"), "2019-08"),
        **dict.fromkeys(("2019-09-30", "2019-10-01", "2019-10-02", "2019-10-03"), "2019-09"),
    },
    "chengbei-2022": {
        **dict.fromkeys(("2022-04-08", "2022-04-25", "2022-04-30", "2022-05-01", "2022-05-25"), "2022-04"),
        **dict.fromkeys(("2022-05-26", "2022-05-31", "2022-06-01"), "2022-05"),
        **dict.fromkeys(("2022-10-01", "2022-10-08"), "2022-09"),
        **dict.fromkeys(("2022-12-31", "2023-01-01"), "2022-12"),
        **dict.fromkeys(("2023-01-27", "2023-02-01"), "2023-01"),
        **dict.fromkeys(("2023-02-28", "2023-03-01"), "2023-02"),
    },
    "pingluo-2020": {
        **dict.fromkeys(
            ("2020-04-01", "2020-04-20", "2020-04-21", "2020-04-30", "2020-05-01", "2020-05-30"), "2020-04"
        ),
        **dict.fromkeys(("2020-05-31", "2020-06-29"), "2020-05"),
        **dict.fromkeys(("2020-06-30", "2020-07-01"), "2020-06"),
        **dict.fromkeys(("2020-10-01", "2020-10-08"), "2020-09"),
        **dict.fromkeys(("2020-12-30", "2020-12-31"), "2020-12"),
    },
    "binhai-2018": {
        **dict.fromkeys(("2018-11-30", "2018-12-29"), "2018-11"),
        **dict.fromkeys(("2018-12-31", "2019-01-01", "2019-01-30"), "2018-12"),
        **dict.fromkeys(
            ("2019-01-31", "2019-02-03", "2019-02-04", "2019-02-05", "2019-02-20", "2019-02-21"), "2019-01"
        ),
        **dict.fromkeys(("2019-02-28", "2019-03-01"), "2019-02"),
    },
    "qianjiang-2022": dict.fromkeys(("2022-11-09", "2022-12-31", "2023-02-28"), ""),
}
CASES = [(pack, day) for pack, days in DAYS.items() for day in days]


@pytest.mark.parametrize(("pack", "day"), CASES)
def test_the_day_is_as_the_notice_says(pack: str, day: str) -> None:
    loaded, as_of = shipped(pack), dt.date.fromisoformat(day)
    if pack in REPORTS:
        month = default_month(loaded.reports[REPORTS[pack]], loaded.head, as_of)
        assert f"{month[1]:%Y-%m}" == DAYS[pack][day]
    none = pa.Table.from_pylist([], schema=RECEIPTS)
    lines = owed_lines(none, mentions_table([], loaded), loaded, TOWN, as_of, OwedSettings()).to_pylist()
    missing = sorted(
        (line["应报"], line["期限"], line["期间"] or "", line["逾期天数"]) for line in lines if line["状态"] == "未到"
    )
    due = [
        (form, dt.date.fromisoformat(by), month or "")
        for form, by, month in ASKED[pack]
        if form not in BY_QUARTER
        for _ in range(DEPARTMENTS if form in OF_DEPARTMENTS else 1)
    ]
    assert missing == sorted(
        (loaded.forms[form].title, by, month, (as_of - by).days or None) for form, by, month in due if by <= as_of
    )
    assert all(line["期限"] > as_of for line in lines if line["状态"] == "未到期")


def test_there_are_enough_days_of_each_kind() -> None:
    days = {dt.date.fromisoformat(day) for _, day in CASES}
    assert len(CASES) >= 40
    assert {(2, 28), (12, 31), (10, 1)} <= {(day.month, day.day) for day in days}


@pytest.mark.parametrize(
    ("day", "last"), [("2024-02-28", 29), ("2024-02-29", 29), ("2024-03-01", 29), ("2023-02-28", 28)]
)
def test_february_ends_when_it_ends(day: str, last: int) -> None:
    loaded = shipped("chengbei-2022")
    month = default_month(loaded.reports[REPORTS["chengbei-2022"]], loaded.head, dt.date.fromisoformat(day))
    assert (month[1].month, month[1].day) == (2, last)
