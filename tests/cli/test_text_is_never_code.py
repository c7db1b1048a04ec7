"""What stands in names and cells is text: no markup of the screen, no escape sequence, no formula of a spreadsheet."""

import contextlib
import csv
import io
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.cli.console import out, say
from rescue_cli.cli.envelope import envelope
from rescue_cli.core.text_in_sight import neutral_text
from rescue_cli.workbooks.reading.delimited_text import read_text
from support.formats import ods, ods_cell
from support.mentions import citizen
from support.workbooks import text_table
from support.workspace import rescue

HEADS = ["户主姓名", "身份证号", "家庭人口", "详细住址", "联系方式", "家庭困难类别", "备注"]
NAME = "张[/]三"
FORMULA = "=1+1|cmd"
ESCAPE = "\x1b[2J\x1b[31m\x9b31m"
ROWS = [
    HEADS,
    [NAME, citizen(1), 3, f"泾华村1组3号{ESCAPE}", "19900000001", "重病", FORMULA],
    ["钱[red]乙", citizen(1), 2, "泾华村5组8号", "19900000002", "重病", "@SUM(1)"],
    ["孙丁", citizen(3), 4, "泾华村2组6号", "19900000003", "重病", "+1 -2"],
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("文本") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    (folder / "收件" / "兴泾镇[bold]困难家庭名册.csv").write_bytes(text_table(ROWS, "utf-8"))
    page = ods(f"<table:table-row>{ods_cell('x')}{ods_cell('[/]')}</table:table-row>", "说明[/red]")
    (folder / "收件" / "坏[red].ods").write_bytes(page)
    done = rescue("-C", folder, "run")
    assert done.returncode == 1, done.stderr
    assert shows_no_escape(done)
    return folder


def shows_no_escape(done) -> bool:
    return not {"\x1b", "\x9b", "\x07"} & set(done.stdout + done.stderr)


def test_a_person_whose_name_is_markup_can_be_reviewed(workspace: Path) -> None:
    done = rescue("-C", workspace, "review", keys="q\n")
    assert done.returncode in (0, 1), done.stderr
    assert NAME in done.stdout
    assert "钱[red]乙" in done.stdout
    assert shows_no_escape(done)


@pytest.mark.parametrize(
    "command", [("explain", NAME), ("explain", citizen(3)), ("validate",), ("headers",), ("dedupe",)]
)
def test_every_command_shows_text_as_it_is(workspace: Path, command: tuple[str, ...]) -> None:
    done = rescue("-C", workspace, *command)
    assert done.returncode in (0, 1, 2), done.stderr
    assert shows_no_escape(done)


def test_a_csv_runs_no_formula_and_reads_back_as_it_was(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "mentions.csv"
    assert rescue("-C", workspace, "export", "mentions", "-o", path).returncode == 0
    cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    again = [cell for row in read_text(path.read_bytes()).rows for cell in row]
    assert {FORMULA, "@SUM(1)", "+1 -2"} <= set(again)


def test_numbers_below_nothing_stay_numbers_in_a_csv() -> None:
    from decimal import Decimal

    from rescue_cli.pipeline.export_table import _cell

    assert (_cell(Decimal("-5.00")), _cell(-5), _cell("-5"), _cell(["=1", "2"])) == ("-5.00", "-5", "'-5", "'=1|2")


@pytest.mark.parametrize("text", [FORMULA, "'=1", "''+1", "-1", "@a", "\t1", "＝1", "'99", "张三", "", "2-1", "'"])
def test_what_is_neutralised_reads_back(text: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["甲", "乙"], ["x", neutral_text(text)], ["y", "z"]])
    row = read_text(buffer.getvalue().encode()).rows[1]
    assert row[1] == text


def test_in_a_workbook_it_is_a_string(workspace: Path) -> None:
    texts = set()
    for path in sorted((workspace / "输出").rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            texts |= {cell.value for cell in cells if cell.data_type == "s"}
            assert not [
                cell for cell in cells if cell.data_type == "f" and ("cmd" in cell.value or "SUM(1)" in cell.value)
            ]
    assert {FORMULA, "@SUM(1)"} <= texts


def test_what_a_terminal_would_obey_is_shown_as_a_sign(capsys: pytest.CaptureFixture[str]) -> None:
    out().print(f"张{ESCAPE}三\x07\u202e")
    shown = capsys.readouterr().out
    assert shown == "张�[2J�[31m�31m三��\n"


def test_json_holds_the_same_text_in_characters_no_terminal_obeys() -> None:
    import json

    text = envelope("run", 0, summary={"名": f"张{ESCAPE}"})
    assert "\x9b" not in text
    assert json.loads(text)["summary"]["名"] == f"张{ESCAPE}"


class _Screen(io.StringIO):
    """A terminal, as far as anybody asks."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "told"), [(_Screen, "张�[2J\n"), (io.StringIO, "张\x1b[2J\n")])
def test_what_is_exported_to_a_terminal_is_in_sight(stream: type[io.StringIO], told: str) -> None:
    with contextlib.redirect_stdout(stream()) as screen:
        say("张\x1b[2J\n")
    assert screen.getvalue() == told
