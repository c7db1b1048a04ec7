"""What is imported is declared, what is declared is imported, and what is pinned is what is declared."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from support.workspace import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
# Needed without an import of ours, with the reason.
INDIRECT: dict[str, str] = {}
TOOLS = {
    "pytest-xdist": "the suite in several processes",
    "import-linter": "make lint",
    "mypy": "make lint",
    "ruff": "make lint",
    "pandas-stubs": "types of pandas",
    "types-openpyxl": "types of openpyxl",
    "hatchling": "builds the package",
    "editables": "builds the package for -e",
}
# Distributions of extras that not every test run has installed.
NOT_INSTALLED = {"sklearn": "scikit-learn", "pypinyin": "pypinyin", "splink": "splink", "numpy": "numpy"}
LOCKS = {"constraints.txt": PROJECT["dependencies"], "constraints-dev.txt": [*PROJECT["dependencies"], *EXTRAS["dev"]]}


def imported(files: Iterable[Path]) -> set[str]:
    """Top-level names imported anywhere in the files: at the top, in functions, under TYPE_CHECKING."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module)
    return {name.split(".")[0] for name in names}


@cache
def imported_by_program() -> set[str]:
    return imported((ROOT / "src").rglob("*.py"))


def distributions(names: set[str], own: set[str]) -> set[str]:
    """The names libraries are installed by, canonical; the standard library and `own` modules apart."""
    installed = packages_distributions()
    foreign = {name for name in names if name not in sys.stdlib_module_names and name not in own}
    return {
        canonicalize_name(entry) for name in foreign for entry in installed.get(name, [NOT_INSTALLED.get(name, name)])
    }


def declared(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(entry).name) for entry in requirements}


def test_program_declares_what_it_imports_and_nothing_else() -> None:
    used = distributions(imported_by_program(), {"rescue_cli"})
    assert sorted(declared(PROJECT["dependencies"]) ^ (used | set(INDIRECT))) == []
    assert used & set(INDIRECT) == set(), "imported by now"


def test_extras_hold_what_tests_samples_and_benchmarks_import() -> None:
    files = [file for folder in ("tests", "samples", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    own = {part.removesuffix(".py") for file in files for part in file.relative_to(ROOT).parts} | {"rescue_cli"}
    used = distributions(imported(files), own)
    extras = declared(entry for entries in EXTRAS.values() for entry in entries)
    assert sorted(used - declared(PROJECT["dependencies"]) - extras) == []
    assert sorted(extras - used) == sorted(TOOLS)


def test_no_table_of_time_zones_is_needed() -> None:
    """Windows has none: days are the computer's own, and no moment is turned from one zone into another."""
    assert "zoneinfo" not in imported_by_program()
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py")]
    assert [text for text in texts if re.search(r"TIMESTAMPTZ|AT TIME ZONE|tz=\"", text)] == []


def pins(lock: str) -> dict[str, tuple[list[Version], bool, bool]]:
    """Name → the versions pinned (one, or one a kind of Python), whether each has hashes, whether pyproject.toml asks for it."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries: dict[str, tuple[list[Version], bool, bool]] = {}
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        name, version = re.match(r"([\w.-]+)==([^\s;]+)", entry).groups()  # type: ignore[union-attr]
        versions, hashed, direct = entries.get(name, ([], True, False))
        known = "--hash=sha256:" in entry
        entries[name] = (
            [*versions, Version(version)],
            hashed and known,
            direct or "rescue-cli (pyproject.toml)" in entry,
        )
    return entries


@pytest.mark.parametrize("lock", LOCKS)
def test_pins_are_those_of_pyproject(lock: str) -> None:
    """Where this fails: make constraints."""
    pinned = pins(lock)
    assert {name for name, (_, _, direct) in pinned.items() if direct} == declared(LOCKS[lock])
    wanted = [Requirement(entry) for entry in LOCKS[lock]]
    unfit = [
        f"{entry}: {version}"
        for entry in wanted
        for version in pinned[canonicalize_name(entry.name)][0]
        if not entry.specifier.contains(version)
    ]
    assert unfit == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    assert [name for name, (_, hashed, _) in pins(lock).items() if not hashed] == []


def test_both_locks_pin_the_same_versions() -> None:
    plain, dev = pins("constraints.txt"), pins("constraints-dev.txt")
    assert {name: dev[name][0] for name in plain} == {name: entry[0] for name, entry in plain.items()}


def test_the_reader_of_this_test_sees_imports_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        "import a.b\nfrom c.d import e\nfrom .f import g\nif TYPE_CHECKING:\n    import h\ndef i():\n    from j import k\n",
        encoding="utf-8",
    )
    assert imported([file]) == {"a", "c", "h", "j"}
