"""The catalogue of finding codes, `schemas/findings.toml`. Read without the models of packs: `explain` answers at once."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from rescue_cli.core.examples import Example
from rescue_cli.core.findings import Entry
from rescue_cli.core.toml_file import read_toml

SIDES = ("fires", "silent")


def schemas_root() -> Path:
    """The folder of packs: inside the installed package, or the checkout's `schemas/` when run from source."""
    packaged = Path(str(resources.files("rescue_cli"))) / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "schemas"


def load_catalogue(root: Path | None = None) -> dict[str, Entry]:
    """Finding code → its entry, its examples in words; `root` is the folder of packs, the shipped one by default."""
    return {entry.code: entry for entry in _in_full(root or schemas_root())}


def load_examples(root: Path | None = None) -> dict[str, dict[str, Example]]:
    """Finding code → "fires" and "silent" → the example, where the catalogue holds one (a check written in Python has its
    own)."""
    return {entry["code"]: examples_of(entry) for entry in _entries(root or schemas_root())}


def examples_of(entry: Mapping[str, Any]) -> dict[str, Example]:
    """The examples of an entry as it is written down; ValueError where one has not the form of an example."""
    return {side: Example.of_table(entry[side]) for side in SIDES if side in entry}


def _in_words(entry: Mapping[str, Any]) -> dict[str, str]:
    return {side: example.in_words() for side, example in examples_of(entry).items()}


@cache
def _in_full(root: Path) -> tuple[Entry, ...]:
    return tuple(Entry(**{**entry, **_in_words(entry)}) for entry in _entries(root))


@cache
def _entries(root: Path) -> list[dict[str, Any]]:
    """Read once: a run asks for the catalogue again and again."""
    entries: list[dict[str, Any]] = read_toml(root / "findings.toml")["finding"]
    return entries
