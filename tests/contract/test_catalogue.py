"""Finding codes: what code raises stands in the catalogue, what it lists is raised somewhere, and every example is run."""

import importlib
import pkgutil
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import rescue_cli.check
from rescue_cli.check.all_checks import CHECKS
from rescue_cli.check.definition import Check
from rescue_cli.core.findings import LEVELS, Finding, findings_table
from rescue_cli.pack.catalogue import SIDES, load_catalogue
from rescue_cli.pack.load import available_packs, load_pack
from rescue_cli.pipeline.code_list import STEPS, code_list, list_path
from support.catalogue_files import MAKERS
from support.catalogue_runs import EXAMPLES, codes_of, codes_of_check
from support.catalogue_situations import SITUATIONS

CODE = re.compile(rf'"((?:{"|".join(STEPS)})-[A-Z0-9]+(?:-[A-Z0-9]+)*)"')
SOURCE = Path(__file__).parents[2] / "src"
CATALOGUE = load_catalogue()
RUN = [(code, side) for code in EXAMPLES for side in EXAMPLES[code]]


@cache
def written_in_sources():
    texts = (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    return {code for text in texts for code in CODE.findall(text)}


@cache
def raised():
    packs = (load_pack(name) for name in available_packs())
    return written_in_sources() | {check.code for pack in packs for form in pack.forms.values() for check in form.check}


@pytest.mark.parametrize("code", sorted(written_in_sources() | set(CATALOGUE)))
def test_catalogue_and_code_agree(code):
    assert code in CATALOGUE, "its text belongs in schemas/findings.toml"
    assert code in raised(), "nobody raises it"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_entry_says_what_how_to_mend_and_where_its_examples_are(code):
    entry = CATALOGUE[code]
    assert entry.level in LEVELS
    assert entry.title
    assert entry.text
    assert entry.mend
    in_python = code in {check.code for check in CHECKS}
    assert set(EXAMPLES[code]) == (set() if in_python else set(SIDES)), "fires and silent, here or beside the check"


@pytest.mark.parametrize(("code", "side"), RUN, ids=[f"{code}-{side}" for code, side in RUN])
def test_the_example_of_the_catalogue(code, side):
    codes = codes_of(code, side)
    assert (code in codes) == (side == "fires")
    assert side == "fires" or "INTAKE-SHEET-UNKNOWN" not in codes, "nothing was read: the example proves nothing"


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("check", CHECKS, ids=[f"{check.code}-{check.field or ''}" for check in CHECKS])
def test_the_example_beside_a_check(check, side):
    rows = getattr(check, side)
    assert rows, f"{check.code} has no row that {'fires' if side == 'fires' else 'does not fire'}"
    assert codes_of_check(check, rows) == ({check.code} if side == "fires" else set())


@pytest.mark.parametrize("check", CHECKS, ids=[f"{check.code}-{check.field or ''}" for check in CHECKS])
def test_a_check_says_nothing_without_its_columns(check):
    """Each of them is needed: without it the query itself gives nothing, though it is run."""
    for entry in check.columns:
        absent = dict.fromkeys([entry] if isinstance(entry, str) else entry)
        assert codes_of_check(replace(check, columns=()), [{**row, **absent} for row in check.fires]) == set()


def test_every_check_of_the_room_is_listed():
    names = (module.name for module in pkgutil.iter_modules(rescue_cli.check.__path__))
    modules = [importlib.import_module(f"rescue_cli.check.{name}") for name in names]
    written = [check for module in modules for value in vars(module).values() for check in _checks_in(value)]
    listed = {id(check) for check in CHECKS}
    assert not [(check.code, check.field) for check in written if id(check) not in listed], "list it in all_checks.py"


def _checks_in(value):
    return [entry for entry in (value if isinstance(value, tuple | list) else [value]) if isinstance(entry, Check)]


def test_no_sample_is_left_over():
    named = {example.sample for examples in EXAMPLES.values() for example in examples.values()} - {""}
    assert named == set(MAKERS) | set(SITUATIONS)


def test_the_manual_lists_every_code():
    assert list_path().read_text(encoding="utf-8") == code_list(), "python -m rescue_cli.pipeline.code_list writes it"


def test_findings_are_told_once_and_in_order_of_place():
    later = Finding("CHECK-ID-TWICE", "乙.xlsx", "表", 3, "B", value="x")
    earlier = Finding("CHECK-ID-TWICE", "甲.xlsx", "表", 10, "B", value="x")
    twice = findings_table([earlier, later, later], CATALOGUE).to_pylist()
    assert [(row["来源文件"], row["单元格"]) for row in twice] == [("乙.xlsx", "B3"), ("甲.xlsx", "B10")]
