"""`pack show --xlsx`: a chief proof-reads 规则校读.xlsx; what was written into it is neither lost nor read as a roster."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from rescue_cli.cli.app import app
from rescue_cli.core.errors import RescueError
from rescue_cli.workbooks.writing import measure

PACK, BOOK = "shili-2026", "规则校读.xlsx"
SHEETS = ["说明", "规则", "推算", "标准与参数", "判例", "附注", "视为与取值", "检查", "时限与应报"]
OPINION, NAME = "校读意见", "规则名"


def rescue(folder: Path, *words: str) -> tuple[int, dict]:
    result = CliRunner().invoke(app, ["-C", str(folder), *words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def refusal(folder: Path, *words: str) -> str:
    """What is said where nothing may be written."""
    result = CliRunner().invoke(app, ["-C", str(folder), *words, "--json"])
    assert isinstance(result.exception, RescueError), result.output
    return str(result.exception)


def show(folder: Path, pack: str = PACK, *more: str) -> tuple[int, dict]:
    return rescue(folder, "pack", "show", pack, "--xlsx", *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with a pack of the bureau's own and its book."""
    folder = tmp_path_factory.mktemp("proof")
    assert rescue(folder, "pack", "new", PACK, "--district", "示例县")[0] == 0
    assert show(folder)[0] == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "own"))


def head_of(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """Row of the headings and heading → column."""
    for row in sheet.iter_rows(max_row=8):
        heads = {str(cell.value): cell.column for cell in row if cell.value}
        if OPINION in heads:
            return row[0].row, heads
    raise AssertionError(f"{sheet.title} has no headings")


def rows(sheet: Worksheet) -> Iterator[dict[str, str]]:
    """The rows of the table, without the notes below it, which go across."""
    row, heads = head_of(sheet)
    across = {area.min_row for area in sheet.merged_cells.ranges}
    for number, line in enumerate(sheet.iter_rows(min_row=row + 1, values_only=True), row + 1):
        if number in across:
            return
        yield {name: str(line[column - 1] or "") for name, column in heads.items()}


def book(folder: Path) -> dict[str, list[dict[str, str]]]:
    book = openpyxl.load_workbook(folder / "输出" / BOOK)
    return {sheet.title: list(rows(sheet)) for sheet in book if sheet.sheet_state == "visible"}


def write(folder: Path, sheet: str, number: int, heading: str, text: str) -> str:
    """Type into body row `number` (from 1); what the row is called."""
    path = folder / "输出" / BOOK
    opened = openpyxl.load_workbook(path)
    row, heads = head_of(opened[sheet])
    opened[sheet].cell(row + number, heads[heading]).value = text
    opened.save(path)
    return str(opened[sheet].cell(row + number, heads.get(NAME, 1)).value)


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "方案包" / PACK / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def opinions(lines: list[dict[str, str]]) -> list[str]:
    return [line[OPINION] for line in lines if line[OPINION]]


def test_the_book_has_a_sheet_for_each_part_and_two_runs_write_the_same_bytes(folder: Path) -> None:
    path = folder / "输出" / BOOK
    before = path.read_bytes()
    code, told = show(folder)
    assert (code, told["outputs"][0].endswith(f"输出/{BOOK}")) == (0, True)
    assert path.read_bytes() == before
    assert list(book(folder)) == SHEETS


def test_it_is_written_where_the_option_says(folder: Path, tmp_path: Path) -> None:
    assert show(folder, PACK, "-o", str(tmp_path / "别处"))[0] == 0
    assert (tmp_path / "别处" / BOOK).is_file()


def test_an_opinion_stays_beside_its_rule(folder: Path) -> None:
    name = write(folder, "规则", 2, OPINION, "应写“不超过”")
    code, told = show(folder)
    assert code == 1
    assert told["summary"]["校读意见"] == 1
    assert any("1处校读意见" in line for line in told["left"])
    assert [line[NAME] for line in book(folder)["规则"] if line[OPINION] == "应写“不超过”"] == [name]
    written = (folder / "输出" / BOOK).read_bytes()
    assert show(folder)[0] == 1
    assert (folder / "输出" / BOOK).read_bytes() == written


def test_the_opinion_on_a_rule_that_changed_is_kept_with_what_it_was_about(folder: Path) -> None:
    name = write(folder, "规则", 1, OPINION, "理由太短")
    old = next(rows(openpyxl.load_workbook(folder / "输出" / BOOK)["规则"]))
    pack = (folder / "方案包" / PACK / "rules.toml").read_text(encoding="utf-8")
    because = next(line for line in pack.splitlines() if line.startswith("because ="))
    change(folder, "rules.toml", because, 'because = "按改过的理由"')
    for _ in range(2):  # and again: it is not lost by the second run
        code, told = show(folder)
        kept = book(folder)
        assert code == 1
        assert any("未收回的意见" in line for line in told["left"])
        assert opinions(kept["规则"]) == []
        assert opinions(kept["未收回的意见"]) == ["理由太短"]
    line = kept["未收回的意见"][0]
    assert (line["原在哪张表"], line["原是哪一条"]) == ("规则", name)
    assert "".join(old["条件"].split()) in line["写意见时这一条的内容"]
    change(folder, "rules.toml", 'because = "按改过的理由"', because)
    assert show(folder)[0] == 1
    assert opinions(book(folder)["规则"]) == ["理由太短"], "the rule is again what it was written about"


def test_a_signature_is_for_the_pack_as_it_was(folder: Path) -> None:
    write(folder, "说明", 1, OPINION, "科长甲")
    code, told = show(folder)
    assert (code, told["summary"]["校读意见"]) == (0, 0), "who signs leaves nothing to do"
    assert opinions(book(folder)["说明"]) == ["科长甲"]
    change(folder, "rules.toml", "because = ", "# 改过\nbecause = ")
    code, told = show(folder)
    assert (code, opinions(book(folder)["说明"])) == (1, [])
    assert opinions(book(folder)["未收回的意见"]) == ["科长甲"]


def test_two_opinions_on_one_rule_are_both_kept(folder: Path) -> None:
    write(folder, "规则", 1, OPINION, "先写的")
    pack = (folder / "方案包" / PACK / "rules.toml").read_text(encoding="utf-8")
    because = next(line for line in pack.splitlines() if line.startswith("because ="))
    change(folder, "rules.toml", because, 'because = "按改过的理由"')
    show(folder)
    write(folder, "规则", 1, OPINION, "后写的")
    change(folder, "rules.toml", 'because = "按改过的理由"', because)
    show(folder)
    kept = book(folder)
    assert (opinions(kept["规则"]), opinions(kept["未收回的意见"])) == (["先写的"], ["后写的"])


def test_a_book_changed_elsewhere_is_not_written_over(folder: Path) -> None:
    write(folder, "规则", 1, "条件", "我改了条件")
    before = (folder / "输出" / BOOK).read_bytes()
    assert "以外的地方改过" in refusal(folder, "pack", "show", PACK, "--xlsx")
    assert (folder / "输出" / BOOK).read_bytes() == before


def test_the_opinions_on_another_pack_are_not_written_over(folder: Path) -> None:
    write(folder, "规则", 1, OPINION, "不对")
    before = (folder / "输出" / BOOK).read_bytes()
    assert f"是 {PACK} 的，里面有1处校读意见" in refusal(folder, "pack", "show", "national", "--xlsx")
    assert (folder / "输出" / BOOK).read_bytes() == before


def test_a_book_of_another_pack_without_opinions_gives_way(folder: Path) -> None:
    assert show(folder, "national")[0] == 0
    assert "全国通用" in str(openpyxl.load_workbook(folder / "输出" / BOOK)["说明"]["A1"].value)


def test_a_book_that_cannot_be_read_is_not_written_over(folder: Path) -> None:
    (folder / "输出" / BOOK).write_bytes(b"PK\x03\x04 half a file")
    assert "读不出来" in refusal(folder, "pack", "show", PACK, "--xlsx")
    assert (folder / "输出" / BOOK).read_bytes() == b"PK\x03\x04 half a file"


def test_it_is_not_written_into_what_came_in(folder: Path) -> None:
    (folder / "收件").mkdir()
    assert "收件" in refusal(folder, "pack", "show", PACK, "--xlsx", "-o", str(folder / "收件"))
    assert list((folder / "收件").iterdir()) == []


def test_a_case_that_does_not_come_out_is_said_and_shown(folder: Path) -> None:
    change(folder, "cases.toml", 'expect = { "分类"', 'expect = { "理由含" = ["没有这句话"], "分类"')
    code, told = show(folder)
    assert (code, told["summary"]["判例不符"]) == (1, 1)
    wrong = [line for line in book(folder)["判例"] if line["符合"] != "✓"]
    assert ["没有这句话" in line["应得"] for line in wrong] == [True]
    assert [line["判例"] for line in book(folder)["规则"] if "不符合" in line["判例"]]


# --- the shipped packs, as a chief reads them ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def xixia(tmp_path_factory) -> Mapping[str, list[dict[str, str]]]:
    folder = tmp_path_factory.mktemp("xixia")
    assert show(folder, "xixia-2019")[0] == 0
    return book(folder)


def test_a_rule_stands_beside_its_clause_in_words_with_its_cases(xixia) -> None:
    rule = next(line for line in xixia["规则"] if line[NAME] == "拟低保")
    assert rule["条款"].startswith("三（二）1")
    assert "②人均年收入低于低保年标准" in rule["条件"].splitlines(), "also where it is a condition of its own name"
    assert rule["结果\n分类\n阶段"].splitlines() == ["拟低保", "新增救助", "初判"]
    assert "人均年收入〔人均年收入〕元" in rule["理由（〔 〕处填这一户的数）"]
    assert [word in rule["缺少\n请人核对什么"] for word in ("家庭人口", "农村低保标准（未定）")] == [True, True]
    assert [word in rule["判例"] for word in ("都符合", "低于", "恰在", "高于", "缺项")] == [True] * 5


def test_below_at_and_above_a_bound_stand_together_with_what_came_out(xixia) -> None:
    about = [
        line for line in xixia["判例"] if line["验哪一条"] == "拟低保" and line["界限"] in ("低于", "恰在", "高于")
    ]
    found = {line["判例名"]: line for line in about}
    below, at = found["拟低保-城市低于标准"], found["拟低保-恰等于标准不算低于"]
    assert "人均月收入 619.99元/人·月" in below["给的是什么"]
    assert (below["实得"].startswith("新增救助 拟低保 初判"), below["符合"]) == (True, "✓")
    assert at["实得"].startswith("新增救助 拟低收入 初判")
    numbers = [int(line["序号"]) for line in xixia["判例"] if line["验哪一条"] == "拟低保" and line["序号"]]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_fact_says_how_it_is_reckoned_and_where_it_is_used(xixia) -> None:
    facts = {line["名称"].splitlines()[0]: line for line in xixia["推算"]}
    assert facts["低收入年标准"]["怎样得来"] == "低保年标准×低收入线倍数（2）"
    number = next(line["序号"] for line in xixia["规则"] if line[NAME] == "拟低收入")
    assert f"规则{number}" in facts["低收入年标准"]["用在哪里"]
    rule = next(line for line in xixia["规则"] if line[NAME] == "拟低收入")
    assert facts["低收入年标准"]["序号"] in rule["推算"].split("、")


def test_an_open_standard_is_not_zero(xixia) -> None:
    standards = {line["名称"]: line["数额"] for line in xixia["标准与参数"]}
    assert standards["农村低保标准（2018-01-01起）"] == "未定"
    assert standards["城市低保标准（2018-01-01起）"] == "620 元/人·月"


def test_every_rule_fact_case_and_check_has_its_row(xixia) -> None:
    from rescue_cli.pack.load import load_pack

    pack = load_pack("xixia-2019")
    assert [line[NAME] for line in xixia["规则"] if line["序号"]] == [rule.id for rule in pack.rules.rule]
    assert len([line for line in xixia["推算"] if line["序号"]]) == len(pack.rules.gather) + len(pack.rules.derive)
    assert {line["判例名"] for line in xixia["判例"] if line["序号"]} == {case.id for case in pack.cases}
    assert len(xixia["检查"]) >= sum(len(form.check) for form in pack.forms.values())


def test_no_cell_is_higher_than_excel_can_show(tmp_path: Path) -> None:
    """The longest expressions of all packs are those of qianjiang-2022; they go on in the next row."""
    assert show(tmp_path, "qianjiang-2022")[0] == 0
    opened = openpyxl.load_workbook(tmp_path / "输出" / BOOK)
    for sheet in opened.worksheets[:-1]:  # the last is the stamp, which nobody sees
        _, heads = head_of(sheet)
        widths = {name: sheet.column_dimensions[get_column_letter(place)].width for name, place in heads.items()}
        lines = [measure.line_count(line[name], widths[name]) for line in rows(sheet) for name in heads]
        assert max(lines, default=0) * measure.LINE_POINTS < measure.HIGHEST_POINTS
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows
    again = [line["名称"] for line in rows(opened["推算"]) if "（续" in line["名称"]]
    assert again


# --- it comes back ---------------------------------------------------------------------------------------------------


def exported(folder: Path, table: str) -> list[dict]:
    path = folder / f"{table}.jsonl"
    CliRunner().invoke(app, ["-C", str(folder), "export", table, "--format", "jsonl", "-o", str(path)])
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def keep(path: Path) -> Path:
    return path


def without_mark(path: Path) -> Path:
    """As a program leaves it that drops the properties, by somebody who deleted the grey line."""
    opened = openpyxl.load_workbook(path)
    for sheet in opened:
        for line in sheet.iter_rows(max_row=4):
            for cell in line:
                if isinstance(cell.value, str) and "版本：" in cell.value:
                    cell.value = None
    opened.custom_doc_props.props.clear()
    opened.save(path)
    return path


@pytest.mark.parametrize("treated", [keep, without_mark])
def test_among_what_came_it_is_known_and_told_and_no_roster(folder: Path, treated: Callable[[Path], Path]) -> None:
    write(folder, "规则", 1, OPINION, "应包括本数")
    assert rescue(folder, "init", ".", "--pack", PACK)[0] == 0
    came = folder / "收件" / "科长" / BOOK
    came.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "输出" / BOOK, came)
    treated(came)
    rescue(folder, "merge")
    findings = exported(folder, "findings")
    own = [entry for entry in findings if entry["来源文件"].endswith(BOOK)]
    assert [entry["代码"] for entry in own] == ["INTAKE-FILE-PROOF"]
    assert "1处校读意见" in own[0]["问题"]
    assert PACK in own[0]["问题"]
    assert exported(folder, "mentions") == []


def test_apply_says_that_its_opinions_are_for_who_looks_after_the_pack(folder: Path) -> None:
    write(folder, "规则", 1, OPINION, "应包括本数")
    assert rescue(folder, "init", ".", "--pack", PACK)[0] == 0
    assert "交给改方案包的人" in refusal(folder, "apply", f"输出/{BOOK}")
