"""The table that is read knows none of the steps that read it, and no module of these rooms leads back to itself."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import rescue_cli
from rescue_cli.intake import table_steps

ROOT = Path(rescue_cli.__file__).parent
NO_STEPS = {"__init__", "row_kinds"}  # of the folder of steps


def file_of(module: str) -> Path:
    return (ROOT.parent / module.replace(".", "/")).with_suffix(".py")


def imports_of(path: Path) -> set[str]:
    """Modules of ours that a file names in any import, also under TYPE_CHECKING and inside functions."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    names = {f"{node.module}.{name.name}" for node in froms for name in node.names} | {node.module for node in froms}
    return {name for name in names if name.startswith("rescue_cli.") and file_of(name).is_file()}


@pytest.mark.parametrize("room", ["intake", "values", "workbooks/reading"])
def test_no_module_leads_back_to_itself(room: str):
    graph = {path: {file_of(name) for name in imports_of(path)} for path in (ROOT / room).rglob("*.py")}
    assert len(graph) > 10
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_the_table_knows_no_step():
    known: set[str] = set()
    ahead = ["rescue_cli.intake.table"]
    while ahead:
        module = ahead.pop()
        if module not in known:
            known.add(module)
            ahead += imports_of(file_of(module))
    assert "rescue_cli.intake.reading_context" in known
    assert not [
        module for module in known if module.startswith(("rescue_cli.intake.steps", "rescue_cli.intake.table_"))
    ]


def test_every_module_of_the_steps_has_one_in_the_list_and_none_runs_twice():
    steps = [*table_steps.FIRST, *table_steps.STEPS]
    assert len(set(steps)) == len(steps)
    listed = {step.__module__.rpartition(".")[2] for step in steps}
    assert listed == {path.stem for path in (ROOT / "intake/steps").glob("*.py")} - NO_STEPS
