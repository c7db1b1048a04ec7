"""The public Python API: functions keep their names whatever was imported first, and a question loads only its answer."""

import subprocess
import sys

import pytest

from rescue_cli import pipeline


def loaded_after(*statements: str) -> set[str]:
    """Modules a fresh process has loaded after these statements."""
    code = "\n".join(("import sys", *statements, "print(*sys.modules, sep='\\n')"))
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("name", pipeline.__all__)
def test_every_name_is_there(name: str) -> None:
    assert callable(getattr(pipeline, name))


def test_a_module_loaded_first_does_not_take_the_place_of_its_function() -> None:
    loaded_after(
        "import rescue_cli.pipeline.merge_roster",
        "from rescue_cli import pipeline",
        "from rescue_cli.pipeline import merge",
        "assert callable(pipeline.merge) and merge is pipeline.merge and callable(pipeline.validate)",
        "from rescue_cli.pipeline.merge_roster import write_merge_books",
    )


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pipeline.nothing  # noqa: B018


def test_meaning_of_a_code_needs_no_engine_and_no_spreadsheets() -> None:
    loaded = loaded_after("from rescue_cli.pipeline import explain_code", "assert explain_code('CHECK-FILE-CORRECTED')")
    assert not {"duckdb", "xlsxwriter", "sqlglot", "docx", "rapidfuzz", "pydantic"} & loaded


def test_reading_processes_begin_without_the_command_line() -> None:
    assert not {"typer", "rich", "rescue_cli.cli.app"} & loaded_after("import rescue_cli.__main__")
