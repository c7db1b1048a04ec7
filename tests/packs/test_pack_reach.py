"""`pack test` names every rule, check and clock no case reaches, and a failing case is answer by every run."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from rescue_cli.cli.app import app
from rescue_cli.pipeline import pack_verdict

CHECK = """
[[check]]
code = "CHECK-RESULT-NO-REASON"
when = "办理结果 = '不符合' and 不符合理由 is null"
field = "不符合理由"
clause = "<第几条>"
"""
RULE = """
[[rule]]
id = "另有医疗"
hit = "all"
when = "含(家庭困难类别, '重病')"
outcome = "拟转介医疗"
because = "有人患重病"
basis = { clause = "<第几条>" }
"""
CASE = """
[[case]]
id = "审批不符合而不说理由"
basis = "<第几条>"
given."审核审批结果" = [{ "办理结果" = "不符合", "办理日期" = 2000-02-01 }]
expect = { "问题" = ["CHECK-RESULT-NO-REASON"] }
"""
LABEL = "“审核审批结果 › CHECK-RESULT-NO-REASON”"


def rescue(folder: Path, *words: str) -> tuple[int, dict]:
    result = CliRunner().invoke(app, ["-C", str(folder), *words, "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    assert rescue(folder, "pack", "new", "shili-2026", "--district", "示例县")[0] == 0
    return folder


@pytest.fixture
def folder(skeleton: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(skeleton, tmp_path / "own"))


def add(folder: Path, file: str, text: str) -> None:
    with (folder / "方案包" / "shili-2026" / file).open("a", encoding="utf-8") as opened:
        opened.write(text)


def left(folder: Path) -> list[str]:
    code, answer = rescue(folder, "pack", "test", "shili-2026")
    assert code == (1 if answer["left"] else 0)
    return answer["left"]


def test_a_finding_no_case_expects_is_a_difference(folder):
    add(folder, "forms/审核审批结果.toml", CHECK)
    (wrong,) = left(folder)
    assert wrong.startswith("审批不符合而确有困难：问题应为（无），实为CHECK-RESULT-NO-REASON")


def test_a_check_without_a_case_that_fires_is_named(folder):
    add(folder, "forms/审核审批结果.toml", CHECK.replace("不符合理由 is null", "办理日期 > 基准日"))
    assert left(folder) == [f"检查{LABEL}没有触发的判例"]


def test_a_check_with_a_case_each_way_is_reached(folder):
    add(folder, "forms/审核审批结果.toml", CHECK)
    add(folder, "cases.toml", CASE)
    assert [line.split("：")[0] for line in left(folder)] == ["审批不符合而确有困难"]


def test_a_check_on_rows_that_do_not_tell_is_not_reached(folder):
    """A row that lacks the fact gives no finding either, and proves nothing."""
    add(folder, "forms/低保在保名单.toml", CHECK.replace("办理结果 = '不符合' and 不符合理由 is null", "保障人数 < 1"))
    form = folder / "方案包" / "shili-2026" / "forms" / "低保在保名单.toml"
    form.write_text(form.read_text(encoding="utf-8").replace('field = "不符合理由"', 'field = "保障人数"'), "utf-8")
    label = "检查“低保在保名单 › CHECK-RESULT-NO-REASON”"
    assert left(folder) == [f"{label}没有触发的判例", f"{label}没有不触发的判例"]


def test_a_rule_without_a_case_is_named_both_ways(folder):
    add(folder, "rules.toml", RULE)
    assert left(folder) == ["规则“另有医疗”没有判例", "规则“另有医疗”没有不适用的判例"]
    cases = folder / "方案包" / "shili-2026" / "cases.toml"
    text = cases.read_text(encoding="utf-8")
    text = text.replace('"结果" = "拟观察" }', '"结果" = "拟观察", "另有" = ["拟转介医疗"] }')
    cases.write_text(text.replace('"结果" = "不予列入" }', '"结果" = "不予列入", "另有" = [] }'), encoding="utf-8")
    assert left(folder) == []


def test_an_unknown_code_is_refused(folder):
    add(folder, "forms/审核审批结果.toml", CHECK)
    add(folder, "cases.toml", CASE.replace('["CHECK-RESULT-NO-REASON"]', '["CHECK-RESULT-NO-REASONS"]'))
    result = CliRunner().invoke(app, ["-C", str(folder), "pack", "check", "shili-2026"])
    assert "没有本包检查的问题代码“CHECK-RESULT-NO-REASONS”；最接近的是“CHECK-RESULT-NO-REASON”" in str(
        result.exception
    )


def workspace(folder: Path) -> None:
    assert rescue(folder, "init", ".", "--pack", "shili-2026")[0] == 0
    with (folder / "收件" / "示例镇困难家庭名册.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["镇街", "户主姓名", "家庭人口"], ["示例镇", "甲示例", 2]])


def outputs(folder: Path) -> dict[str, object]:
    """What the files say: of a workbook its cells; the pack's digest at its foot tells that a case was changed."""
    files = [path for path in (folder / "输出").rglob("*") if path.is_file() and path.suffix != ".html"]
    return {str(path.relative_to(folder)): _told(path) for path in files}


def _told(path: Path) -> object:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    sheets = [sheet for sheet in openpyxl.load_workbook(path) if sheet.sheet_state == "visible"]
    return [(sheet.title, [cell.value for row in sheet.iter_rows() for cell in row]) for sheet in sheets]


def test_a_failing_case_warns_in_run_and_changes_nothing_else(folder, monkeypatch):
    workspace(folder)
    _, sound = rescue(folder, "run")
    assert "判例不符" not in sound["summary"]
    before = outputs(folder)
    cases = folder / "方案包" / "shili-2026" / "cases.toml"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace('"结果" = "拟观察"', '"结果" = "拟低收入"'), encoding="utf-8")
    code, failing = rescue(folder, "run")
    sentence = "本方案包有1个判例不符，结果未必合乎通知：rescue pack test shili-2026"
    assert (code, failing["summary"]["判例不符"]) == (1, 1)
    assert failing["left"] == [sentence, *sound["left"]]
    assert outputs(folder) == before
    monkeypatch.setattr(pack_verdict, "run_cases", None)  # asked once for each state of the pack
    assert rescue(folder, "run")[1]["left"] == failing["left"]
    (folder / ".rescue" / pack_verdict.VERDICT).unlink()
    monkeypatch.undo()
    assert rescue(folder, "run")[1]["left"] == failing["left"]


def test_a_pack_without_cases_is_told_in_run(folder):
    workspace(folder)
    (folder / "方案包" / "shili-2026" / "cases.toml").unlink()
    code, outcome = rescue(folder, "run")
    assert (code, outcome["left"][0]) == (1, "本方案包没有判例，规则和检查没有验过：rescue pack test shili-2026")


def test_standards_of_the_workspace_do_not_fail_the_cases_of_the_pack(folder):
    workspace(folder)
    with (folder / "rescue.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[parameter]]\nname = "低收入线倍数"\nvalue = 3\nclause = "示例"\n')
    assert "判例不符" not in rescue(folder, "run")[1]["summary"]


def test_a_shipped_pack_is_not_tested_again(tmp_path, monkeypatch):
    monkeypatch.setattr(pack_verdict, "run_cases", None)
    assert rescue(tmp_path, "init", "镇", "--pack", "xixia-2019")[0] == 0
    assert "判例不符" not in rescue(tmp_path / "镇", "run")[1]["summary"]
    assert not (tmp_path / "镇" / ".rescue" / pack_verdict.VERDICT).exists()
