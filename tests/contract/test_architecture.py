"""What docs/architecture.md and docs/decisions name is there, and the decisions are listed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src/rescue_cli"
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
NAMED = re.compile(
    r"`((?:src|tests|schemas|docs|benchmarks|samples|core|settle|intake|workbooks|pack|check|cli|report|link)/[\w./-]*)`"
)
PATHS = sorted(
    {
        (page.name, path)
        for page in (ROOT / "docs/architecture.md", *DECISIONS)
        for path in NAMED.findall(page.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize(("page", "path"), PATHS, ids=[f"{page} {path}" for page, path in PATHS])
def test_a_path_that_is_named_is_there(page: str, path: str) -> None:
    assert (ROOT / path).exists() or (HOUSE / path).exists()


def test_every_room_is_in_the_drawing() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in HOUSE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert len(PATHS) > 20
    assert [room for room in sorted(rooms) if f"`{room}`" not in text] == []


def test_the_decisions_are_numbered_and_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    assert [path.name for path in DECISIONS if f"({path.name})" not in index] == []
