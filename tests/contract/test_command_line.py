"""What other programs may rely on: light help, the JSON envelope, exit codes, no personal data in error text."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from rescue_cli.__main__ import main as start
from rescue_cli.cli import app as command_line
from rescue_cli.cli.envelope import KEYS
from rescue_cli.pack.schema import main as schema_main
from support.workspace import rescue, rescue_anew

# typer itself loads pydantic to read a command's options; we do not.
HEAVY = ("pandas", "duckdb", "pyarrow", "sqlglot", "python_calamine", "xlsxwriter")


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["pack", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments):
    code = (
        "import sys\n"
        "from rescue_cli.cli.app import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]")


def test_commands_are_grouped_and_in_chinese():
    text = rescue("--help").stdout
    places = [text.index(f"─ {group} ─") for group in ("准备", "收件", "判定", "上报", "日常")]
    assert places == sorted(places)
    assert "Show this message" not in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--json"],
        ["explain", "x", "--json"],
        ["pack", "check", "no-such", "--json"],
        ["run", "--no-such", "--json"],
    ],
    ids=" ".join,
)
def test_failure_still_prints_one_json_object(tmp_path, arguments):
    done = rescue(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert tuple(told) == KEYS
    assert told["version"] == 1
    assert told["status"] == "error"
    assert told["error"]["text"]


def test_success_prints_the_same_keys(tmp_path):
    done = rescue_anew("pack", "list", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert tuple(json.loads(done.stdout)) == KEYS


def test_a_console_of_code_page_936_is_enough(tmp_path):
    console = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, "-m", "rescue_cli", "pack", "list"]
    done = subprocess.run(command, cwd=tmp_path, env=console, capture_output=True, encoding="gbk", check=False)
    assert done.returncode == 0
    assert "方案" in done.stdout


def test_a_bug_is_a_sentence_without_contents(monkeypatch, capsys):
    from rescue_cli import pipeline
    from rescue_cli.cli.app import main

    def broken(*_given: object) -> None:
        raise RuntimeError("张三 990101199001011234")

    monkeypatch.setattr(pipeline, "list_packs", broken)
    with pytest.raises(SystemExit) as left:
        main(["pack", "list"])
    assert left.value.code == 70
    told = capsys.readouterr()
    assert "RuntimeError" in told.err
    assert "张三" not in told.err + told.out


def test_generated_schema_is_current():
    assert schema_main(["--check"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["foo"],
        ["exprt"],
        ["init"],
        ["init", "甲"],
        ["--frob"],
        ["-C"],
        ["run", "x", "y"],
        ["report", "--month"],
        ["pack", "x"],
    ],
    ids=" ".join,
)
def test_mistakes_on_the_command_line_are_told_in_chinese(arguments):
    done = rescue(*arguments)
    assert done.returncode == 2
    sentence = done.stderr.replace("rescue --help", "").replace("rescue 命令 --help", "")
    assert not any(word in sentence for word in ("No such", "Missing", "Option", "argument", "：。")), sentence
    assert any("\u4e00" <= character <= "\u9fff" for character in sentence)


@pytest.mark.parametrize("arguments", [[], ["pack"]], ids=["rescue", "pack"])
def test_a_bare_group_shows_its_help_and_no_error(arguments):
    done = rescue(*arguments)
    assert (done.returncode, done.stderr) == (2, "")


@pytest.mark.parametrize(
    "command",
    [[], ["run"], ["validate"], ["init"], ["export"], ["explain"], ["pack", "show"]],
    ids=lambda words: " ".join(words) or "rescue",
)
def test_help_has_no_english_words_of_the_library_and_is_not_cut_off(command):
    text = rescue(*command, "--help").stdout
    assert not any(word in text for word in ("Usage", "<", "[default", "[required", "OPTIONS", "…")), text


class Interrupted(ModuleType):
    """A module on whose loading Ctrl-C falls."""

    def __getattr__(self, name):
        raise KeyboardInterrupt


def test_ctrl_c_while_loading_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "rescue_cli.cli.app", Interrupted("rescue_cli.cli.app"))
    with pytest.raises(SystemExit) as ended:
        start()
    assert (ended.value.code, capsys.readouterr().err) == (2, "已中断，没有写完的文件不会留下\n")


def query_cut_short(given, standalone_mode):
    """As DuckDB tells of Ctrl-C."""
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt as cause:
        raise RuntimeError("Query interrupted") from cause


@pytest.mark.parametrize("ends", [lambda given, standalone_mode: 130, query_cut_short], ids=["typer", "duckdb"])
def test_ctrl_c_is_no_bug(monkeypatch, capsys, ends):
    monkeypatch.setattr(command_line, "app", ends)
    with pytest.raises(SystemExit) as ended:
        command_line.main(["merge"])
    assert (ended.value.code, capsys.readouterr().err) == (2, "已中断，没有写完的文件不会留下\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a place that is always full")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_full_disk_under_the_screen_is_no_bug(tmp_path, more):
    command = [sys.executable, "-m", "rescue_cli", "pack", "list", *more]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (2, "没有做完：磁盘已满。请检查磁盘空间和输出去的地方，再运行一次。\n")
