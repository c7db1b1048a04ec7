"""samples/平罗县 under the 2020 notice: what was planted comes out, control totals tie out, every sheet can be traced."""

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from support.notices import committed, disagreements, planted_lines, written_again
from support.packs import shipped
from support.sample_runs import RunOf
from support.workspace import exported

NAME = "平罗县"
PACK = shipped("pingluo-2020")


@pytest.fixture(scope="module")
def workspace(sample_run: RunOf) -> Path:
    return sample_run(NAME).workspace


def written(workspace: Path, file: str, sheet: str) -> list[list[object]]:
    found = openpyxl.load_workbook(workspace / "输出" / file)[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def named(rows: list[list[object]]) -> set[object]:
    """What stands under 户主姓名."""
    head = next(row for row in rows if "户主姓名" in row)
    place = head.index("户主姓名")
    return {row[place] for row in rows[rows.index(head) + 1 :] if row[place]}


def test_generator_writes_the_committed_files(tmp_path: Path) -> None:
    assert written_again("pingluo.py", tmp_path) == committed(NAME), "run python samples/notices/pingluo.py"


def test_planted_determinations_come_out(workspace: Path) -> None:
    assert len(planted_lines(NAME, "判定")) == 72
    assert disagreements(workspace, NAME) == []
    assert len(exported(workspace, "cases")) == 72


def test_other_aids_stand_beside_the_group(workspace: Path) -> None:
    also = Counter(line["结果"] for line in exported(workspace, "determinations") if not line["分类"])
    assert also["拟低保复核"] == 3  # only 返贫 and 新增贫困, three months after the temporary aid
    assert also["可先行临时救助"] == 3
    assert also["拟申请临时救助"] == 3
    assert also["补发不足"] == also["补发超期"] == 1


def test_control_totals_are_tied_out_and_the_missing_one_is_named(workspace: Path) -> None:
    totals = {line["名称"]: (line["应有户数"], line["应有人数"]) for line in exported(workspace, "controls")}
    assert totals == {
        "未脱贫建档立卡贫困户": ("140", "675"),
        "脱贫监测户": ("44", "236"),
        "边缘易致贫户": ("55", "234"),
    }
    (stranger,) = planted_lines(NAME, "问题")
    feedback = written(workspace, f"反馈/{stranger['镇街']}比对反馈名单.xlsx", "名册上没有的")
    assert named(feedback) == {stranger["户主姓名"]}
    assert list((workspace / "输出/比对").glob("扶贫名单×摸排名册*.xlsx"))


def test_every_report_of_the_pack_is_written(workspace: Path) -> None:
    files = {
        path.relative_to(workspace / "输出").as_posix() for path in (workspace / "输出").rglob("*") if path.is_file()
    }
    for report in PACK.reports.values():
        if report.file == "分发/转介单/{结果}.xlsx":  # nobody is referred here
            continue
        stem, _, tail = report.file.removesuffix(".xlsx").removesuffix(".docx").partition("{镇街}")
        assert any(file.startswith(stem) and tail in file for file in files), report.file


def test_taper_list_gives_start_end_and_whether_it_has_run_out(workspace: Path) -> None:
    rows = written(workspace, "名单/渐退期名单.xlsx", "渐退期名单")
    head = next(row for row in rows if "渐退截止日" in row)
    ends = Counter(
        (str(row[head.index("渐退截止日")])[:10], row[head.index("结果")]) for row in rows if row[head.index("结果")] in
        ("渐退期内", "渐退期满拟退出")
    )  # fmt: skip
    assert ends == {("2021-02-01", "渐退期内"): 3, ("2020-08-01", "渐退期满拟退出"): 3}


def test_share_in_institutions_counts_those_who_cannot_care_for_themselves(workspace: Path) -> None:
    rows = written(workspace, "报表/特困集中供养率统计表.xlsx", "集中供养率")
    town = next(row for row in rows if row[1] == "城关镇")
    assert town[2:] == [3, 1, 1, 1, 0, 2, 1, 1, 50]


def test_visits_and_arrears_are_chased(workspace: Path) -> None:
    tasks = Counter((line["事项"], line["状态"]) for line in exported(workspace, "tasks"))
    assert tasks["逐户摸排", "已逾期"] == 3
    assert tasks["逐户摸排", "超期办结"] == 3
    assert tasks["分散供养探访", "已逾期"] == 3
    assert tasks["渐退期满", "已逾期"] == 3
    assert tasks["提标补发到账", "已逾期"] == 1
    assert tasks["临时救助后复核", "已逾期"] == 3


def test_standards_entered_are_verified_against_each_other(workspace: Path) -> None:
    codes = Counter(line["代码"] for line in exported(workspace, "findings"))
    assert codes["JUDGE-STANDARD-RELATION"] == 1
    assert codes["JUDGE-STANDARD-UNVERIFIED"] == 1


def test_figures_of_the_main_table_by_a_second_path(workspace: Path) -> None:
    """报表/兜底保障情况统计表 recounted from the exported tables."""
    cases = {line["编号"]: line for line in exported(workspace, "cases")}
    homes, persons = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line in exported(workspace, "determinations"):
        if line["分类"]:
            case = cases[line["编号"]]
            homes[case["镇街"], line["分类"]] += 1
            persons[case["镇街"], line["分类"]] += int(case["家庭人口"] or 1)
    rows = written(workspace, "报表/兜底保障情况统计表.xlsx", "按乡镇")
    groups = ("新增救助", "已享受救助", "救助观察", "待核实", "不予列入")
    for town in ("城关镇", "陶乐镇", "高庄乡"):
        row = next(row for row in rows if row[1] == town)
        assert row[4:14:2] == [homes[town, group] for group in groups]
        assert row[5:14:2] == [persons[town, group] for group in groups]


def test_planted_list_is_readable_as_csv() -> None:
    path = Path(__file__).parents[2] / "samples" / NAME / "埋设清单.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert {line["种类"] for line in csv.DictReader(file)} == {"判定", "问题"}
