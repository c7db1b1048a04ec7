"""Finding codes: what code raises stands in the catalogue, what the catalogue lists is raised somewhere."""

import re
from pathlib import Path

import pytest

from rescue_cli.core.findings import LEVELS, Finding, findings_table
from rescue_cli.pack.load import available_packs, load_catalogue, load_pack

CODE = re.compile(r'"((?:INTAKE|CHECK|LINK|SETTLE|JUDGE|REPORT)-[A-Z0-9]+(?:-[A-Z0-9]+)*)"')
SOURCE = Path(__file__).parents[2] / "src"
CATALOGUE = load_catalogue()


def raised():
    texts = (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    found = {code for text in texts for code in CODE.findall(text)}
    packs = (load_pack(name) for name in available_packs())
    return found | {check.code for pack in packs for form in pack.forms.values() for check in form.check}


def test_catalogue_and_code_agree():
    assert raised() == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_entry_says_what_how_to_mend_and_when_it_fires(code):
    entry = CATALOGUE[code]
    assert entry.level in LEVELS
    assert entry.title
    assert entry.text
    assert entry.mend
    assert entry.fires
    assert entry.silent


def test_findings_are_told_once_and_in_order_of_place():
    later = Finding("CHECK-ID-TWICE", "乙.xlsx", "表", 3, "B", value="x")
    earlier = Finding("CHECK-ID-TWICE", "甲.xlsx", "表", 10, "B", value="x")
    twice = findings_table([earlier, later, later], CATALOGUE).to_pylist()
    assert [(row["来源文件"], row["单元格"]) for row in twice] == [("乙.xlsx", "B3"), ("甲.xlsx", "B10")]
