"""Damaged files, and files made to harm: each is one line of the account, the others go on, nobody is named outside of it.

The same, by the thousand and with a look at time and memory: `benchmarks/survival.py`.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from rescue_cli.workbooks.reading.limits import MAX_SECONDS
from rescue_cli.workbooks.reading.workbook_reader import Unreadable, Wanted, read_all
from support.damaged_files import harms_of, mutants, sound
from support.hostile_files import ALL
from support.workspace import exported, rescue

SEED, COUNT = 13, 80
EVERY, SLOW = 5, ("加密很慢.xlsx",)  # all of them, and the slow one: in the benchmark


def saved(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in files:
        paths.append(folder / "".join(character for character in name if character.isprintable()))
        paths[-1].write_bytes(data)
    return paths


def test_every_format_is_damaged_in_every_way() -> None:
    tried = {damaged.name.partition("-")[2] for damaged in mutants(SEED, COUNT)}
    assert tried == {f"{harm.__name__}.{suffix}" for suffix in sound() for harm in harms_of(suffix)}
    assert [file.data for file in mutants(SEED, 20)] == [file.data for file in mutants(SEED, 20)]


def test_a_damaged_file_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    paths = saved(tmp_path, ((file.name, file.data) for file in mutants(SEED, COUNT)))
    outcomes = [outcome for _, outcome in read_all([Wanted(path) for path in paths], seconds=MAX_SECONDS)]
    refused = [outcome.sentence for outcome in outcomes if isinstance(outcome, Unreadable)]
    assert len(outcomes) == COUNT
    assert 0 < len(refused) < COUNT
    assert all(any("一" <= character <= "龥" for character in sentence) for sentence in refused)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the hostile files beside a sound roster, and what the run said."""
    folder = tmp_path_factory.mktemp("恶意") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    some = [(name, make()) for name, make in list(ALL.items())[::EVERY] if name not in SLOW]
    saved(folder / "收件", some)
    saved(folder / "收件", [("完好的名册.csv", sound()["csv"])])
    done = rescue("-C", folder, "validate", "--json")
    (folder / "说的").write_text(done.stdout, encoding="utf-8")
    (folder / "错误").write_text(done.stderr, encoding="utf-8")
    assert done.returncode == 1, done.stderr[-500:]
    return folder


def test_hostile_files_cost_only_themselves(workspace: Path) -> None:
    summary = json.loads((workspace / "说的").read_text("utf-8"))["summary"]
    assert summary["不能读"] >= 5
    rows = [line["行号"] for line in exported(workspace, "mentions") if line["来源文件"] == "完好的名册.csv"]
    assert len(rows) == 8


def test_nobody_is_named_on_standard_error_or_in_a_log(workspace: Path) -> None:
    errors = (workspace / "错误").read_text("utf-8")
    assert not [name for name in ("示范", "990101", "1990000", "Traceback", "Warning") if name in errors]
    assert not list(workspace.rglob("*.log"))
