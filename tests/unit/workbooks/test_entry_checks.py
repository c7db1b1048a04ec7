"""Blank forms check themselves at entry: cells change colour where a number, a telephone or a required cell is not in order,
also when pasted. The formulas are those of the written file, computed by LibreOffice."""

import csv
import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator

from rescue_cli.workbooks.writing.blank_forms import write_blank_form
from support.mentions import citizen
from support.packs import shipped

ROSTER, RESULTS = "困难家庭名册", "审核审批结果"
HEAD, FIRST = 4, 6  # the example stands between
WHOLE, OTHER = citizen(1), citizen(2, "19600117")
X, Y = [number for number in map(citizen, range(3, 60)) if number.endswith("X")][:2]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pack, folder = shipped("xixia-2019"), tmp_path_factory.mktemp("空白表")
    paths = {name: folder / f"{name}.xlsx" for name in (ROSTER, RESULTS)}
    for name, path in paths.items():
        write_blank_form(path, pack.forms[name], pack.vocabulary, pack.codes, dt.date(2019, 4, 1), "西夏区")
    return paths


def columns(book: Workbook) -> dict[str, str]:
    return {str(cell.value).rstrip("*"): cell.column_letter for cell in book.worksheets[0][HEAD]}


def alarms(book: Workbook, letter: str) -> list[str]:
    """The formulas that colour a column, as they stand for its first row to be filled in."""
    sheet = book.worksheets[0]
    ranges = [entry for entry in sheet.conditional_formatting if str(entry.sqref).startswith(letter)]
    return [rule.formula[0] for entry in ranges for rule in entry.rules]


def test_required_columns_numbers_and_telephones_have_alarms_and_other_columns_none(forms: dict[str, Path]) -> None:
    book = load_workbook(forms[ROSTER])
    letters = columns(book)
    assert len(alarms(book, letters["身份证号"])) == 2
    assert len(alarms(book, letters["联系方式"])) == 2
    assert len(alarms(book, letters["户主姓名"])) == 1
    assert alarms(book, letters["家庭人口"]) == []
    results = load_workbook(forms[RESULTS])
    assert "COUNTIF" not in str(
        alarms(results, columns(results)["身份证号"])
    )  # a household is decided on more than once


def test_amounts_and_what_falls_on_a_head_take_numbers_only(forms: dict[str, Path]) -> None:
    book = load_workbook(forms[ROSTER])
    letters, rules = columns(book), book.worksheets[0].data_validations.dataValidation
    kinds = {name: rule.type for name, letter in letters.items() for rule in rules if f"{letter}{FIRST}" in rule.sqref}
    assert (kinds["家庭年收入"], kinds["人均月收入"], kinds["备注"]) == ("decimal", "decimal", None)


def test_input_rules_warn_with_formulas_any_spreadsheet_takes(forms: dict[str, Path]) -> None:
    book = load_workbook(forms[ROSTER])
    rules = [rule for rule in book.worksheets[0].data_validations.dataValidation if rule.type == "custom"]
    assert [rule.errorStyle for rule in rules] == ["warning", "warning"]
    for formula in (*(rule.formula1 for rule in rules), *alarms(book, columns(book)["身份证号"])):
        assert "{" not in formula  # no array constants
        assert "!" not in formula  # no other sheet
    assert all(len(rule.formula1) <= 255 for rule in rules)
    prompts = {rule.prompt for rule in rules}
    assert any("变红" in prompt for prompt in prompts)


ENTRIES = [  # 身份证号, red, amber for standing twice; 联系方式, amber
    (WHOLE, False, False, "19900001234", False),
    (OTHER, False, True, "1990000123", True),
    (OTHER, False, True, "0951-2012345", False),
    (X, False, False, "2012345", False),
    (Y.lower(), False, False, "19900001234、0951-2012345", False),
    (WHOLE[:17] + ("1" if WHOLE.endswith("0") else "0"), True, False, "无电话", True),
    (WHOLE[:17], True, True, "29900001234", True),
    (f"{WHOLE[:6]}O{WHOLE[7:]}", True, False, "+86", True),
    ("", False, False, "", False),
]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_colours_the_wrong_and_leaves_the_right(forms: dict[str, Path], tmp_path: Path) -> None:
    book = load_workbook(forms[ROSTER])
    sheet, letters = book.worksheets[0], columns(book)
    number, phone, name = letters["身份证号"], letters["联系方式"], letters["户主姓名"]
    wrong, twice = (text for text in sorted(alarms(book, number), key=lambda text: "COUNTIF" in text))
    missing, odd = sorted(alarms(book, phone), key=lambda text: "COUNTA" not in text)
    (nameless,) = alarms(book, name)
    for row, (own_number, _, _, own_phone, _) in enumerate(ENTRIES, FIRST):
        sheet[f"{number}{row}"], sheet[f"{phone}{row}"] = own_number or None, own_phone or None
        for place, text in zip(["BA", "BB", "BC", "BD", "BE"], (wrong, twice, odd, missing, nameless), strict=True):
            sheet[f"{place}{row}"] = Translator(f"={text}", origin=f"BA{FIRST}").translate_formula(f"{place}{row}")
    path = tmp_path / "填.xlsx"
    book.save(path)
    computed = recalculated(path, tmp_path)[FIRST - 1 : FIRST - 1 + len(ENTRIES)]
    flags = [[cell == "TRUE" for cell in line[52:57]] for line in computed]
    assert [line[:3] for line in flags] == [[red, amber, odd] for _, red, amber, _, odd in ENTRIES]
    assert [line[4] for line in flags] == [bool(own) for own, *_ in ENTRIES]  # a row that is begun asks for a name
    assert not any(line[3] for line in flags[:-1])


def recalculated(path: Path, folder: Path) -> list[list[str]]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
        "--outdir",
    ]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
