"""What a clerk reads when rescue.toml or her own pack is written wrongly: one sentence with the line and its mend."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rescue_cli.cli.app import app
from rescue_cli.core.errors import PackError, RescueError, UsageError

CODE = """
[[finding]]
code = "CHECK-MANY-PERSONS"
level = "请核实"
title = "人口多"
text = "家庭人口{值}，请核对"
mend = "核对家庭人口"
"""
CHECK = '\n[[check]]\ncode = "CHECK-MANY-PERSONS"\nwhen = "家庭人口 > 20"\nfield = "家庭人口"\nclause = "二"\n'


def rescue(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["-C", str(folder), *words])
    assert result.exception is None or isinstance(result.exception, RescueError | SystemExit), result.exception
    return result.exit_code, result.output + str(result.exception or "")


def error_of(folder: Path, *words: str) -> RescueError:
    result = CliRunner().invoke(app, ["-C", str(folder), *words])
    assert isinstance(result.exception, RescueError)
    return result.exception


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a pack of its own."""
    folder = tmp_path_factory.mktemp("区")
    assert rescue(folder, "pack", "new", "shili-2026", "--title", "示例县方案")[0] == 0
    assert rescue(folder, "init", ".", "--pack", "shili-2026")[0] == 0
    return folder


@pytest.mark.parametrize("command", [["run"], ["template"], ["explain", "990101-00001"], ["validate"]])
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("as_of = 2019-9-30", "“as_of = 2019-9-30”：日期要写成 2019-09-30。"),
        ("district = “示例县”", "引号要用英文直引号 \"，应写成：district = \"示例县\"。"),
        ("[townships.示例镇]", "中文的名称要加英文引号，应写成：[townships.\"示例镇\"]。"),
    ],
)  # fmt: skip
def test_a_slip_in_rescue_toml_is_told_by_every_command(folder: Path, command: list[str], line: str, says: str) -> None:
    path = folder / "rescue.toml"
    whole = path.read_text(encoding="utf-8")
    number = whole.count("\n") + 1
    path.write_text(f"{whole}{line}\n", encoding="utf-8")
    try:
        error = error_of(folder, *command)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert isinstance(error, UsageError)
    assert f"rescue.toml 第{number}行“{line}”：" in str(error)
    assert says in str(error)


def test_a_password_stays_secret(folder: Path) -> None:
    path = folder / "rescue.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(f'{whole}[passwords]\n"*" = tianwang\n', encoding="utf-8")
    try:
        error = error_of(folder, "run")
    finally:
        path.write_text(whole, encoding="utf-8")
    assert "tianwang" not in str(error)
    assert "行：文字要加英文引号" in str(error)


def test_a_misnamed_file_of_a_pack_is_told_by_check_and_run(folder: Path) -> None:
    home = folder / "方案包" / "shili-2026"
    (home / "cases.toml").rename(home / "case.toml")
    try:
        errors = [error_of(folder, "pack", "check", "shili-2026"), error_of(folder, "run")]
    finally:
        (home / "case.toml").rename(home / "cases.toml")
    for error in errors:
        assert isinstance(error, PackError)
        assert "shili-2026/case.toml：不认识的文件，不会读；是否应叫“cases.toml”" in str(error)


def test_a_code_of_the_packs_own_is_explained_in_its_workspace(folder: Path, tmp_path: Path) -> None:
    home = folder / "方案包" / "shili-2026"
    form = home / "forms" / "困难家庭名册.toml"
    (home / "findings.toml").write_text(CODE, encoding="utf-8")
    form.write_text(form.read_text(encoding="utf-8") + CHECK, encoding="utf-8")
    assert rescue(folder, "pack", "check", "shili-2026")[0] == 0
    code, text = rescue(folder, "explain", "check-many-persons")
    assert code == 0
    assert "家庭人口{值}，请核对" in text
    assert error_of(tmp_path, "explain", "CHECK-MANY-PERSONS")


def test_what_is_no_pack_among_ones_own_is_listed(folder: Path) -> None:
    (folder / "方案包" / "旧版").mkdir()
    code, text = rescue(folder, "pack", "list")
    assert code == 1
    assert "旧版 不是方案包（里面没有 pack.toml），不会读" in text.replace("\n", "")
