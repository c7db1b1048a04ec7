"""An amount nobody believes is in no total, and the total says so; what a sender wrote stands as it is in its own row."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.report import BuiltSheet, build_reports
from support.county import Run, run_of, sheet
from support.mentions import citizen

DAY = dt.date(2019, 2, 28)
ANNEX, PAID = "社会救助家庭排查情况统计表（在保）", "元旦春节救助资金发放表"


def row(number: int, amount: object) -> dict[str, object]:
    told = {"家庭人口": 2, "家庭收入": 1000, "救助类别": "低保", "致困原因": "重病", "入户核查结果": "符合条件"}
    names = {"申请人": f"王{'甲乙丙丁'[number]}", "身份证号": citizen(number)}
    return names | told | {"保障金额": amount, "备注": "1、无；2、无困难；3、无"}


def paid(number: int, amount: object) -> dict[str, object]:
    names = {"申请人": f"王{'甲乙丙丁'[number]}", "身份证号": citizen(number)}
    return names | {"发放项目": "过节费", "实发金额": amount, "发放日期": "2019-01-20", "发放状态": "成功"}


def built(done: Run, name: str, sheet_name: str) -> BuiltSheet:
    context = replace(report_context(done.session), unsure=frozenset({"保障金额", "实发金额"}))
    with report_engine(done.session, done.merge, done.judge) as engine:
        books, _, _ = build_reports(engine, done.session.pack, context, [name])
    return next(one for book in books for one in book.sheets if one.name == sheet_name)


def figure(table: BuiltSheet, column: str, **key: str) -> object:
    return next(
        line[column] for line in table.table.to_pylist() if all(line[name] == value for name, value in key.items())
    )


@pytest.mark.parametrize("amount", [1.2, 4.99, 50_000.01, 40_000_000])
def test_an_amount_nobody_believes_is_in_no_total(tmp_path: Path, amount: float) -> None:
    files = {"塘沽街道/附件1.xlsx": sheet(ANNEX, row(0, 840), row(1, amount))}
    done = run_of(tmp_path, "binhai-2018", files, DAY)
    table = built(done, "致困原因统计表", "享受待遇")
    assert figure(table, "月保障金额", 镇街="塘沽街道", 主要救助类别="低保") == 840
    assert "1户未填保障金额，或大小不像" in str(table.layout)
    assert "“保障金额”大小不像" in done.deciding("王乙")["理由"]
    assert "大小不像" not in done.deciding("王甲")["理由"]


@pytest.mark.parametrize("amount", [0, 5, 50_000])
def test_amounts_at_the_bounds_count(tmp_path: Path, amount: int) -> None:
    files = {"塘沽街道/附件1.xlsx": sheet(ANNEX, row(0, 840), row(1, amount))}
    table = built(run_of(tmp_path, "binhai-2018", files, DAY), "致困原因统计表", "享受待遇")
    assert figure(table, "月保障金额", 镇街="塘沽街道", 主要救助类别="低保") == 840 + amount


def test_a_row_of_payments_nobody_believes_is_in_no_total_and_stands_in_its_list(tmp_path: Path) -> None:
    files = {
        "塘沽街道/附件1.xlsx": sheet(ANNEX, row(0, 840), row(1, 840)),
        "塘沽街道/发放.xlsx": sheet(PAID, paid(0, 300), paid(1, 3_000_000)),
    }
    done = run_of(tmp_path, "binhai-2018", files, DAY)
    assert figure(built(done, "节日资金统计表", "发放统计"), "过节金额", 镇街="塘沽街道") == 300


def test_what_was_written_stands_in_the_annex_as_it_was_sent(tmp_path: Path) -> None:
    files = {"塘沽街道/附件1.xlsx": sheet(ANNEX, row(0, 840), row(1, 40_000_000))}
    done = run_of(tmp_path, "binhai-2018", files, DAY)
    assert sorted(built(done, "附件1", "附件1").table["保障金额"].to_pylist()) == [840, 40_000_000]
