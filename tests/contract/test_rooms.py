"""The rooms of the house: imports point one way, foreign libraries stay where they belong, names are not used twice, and
functions and files stay small. Read off the syntax trees, so nothing hides inside a function or under TYPE_CHECKING."""

from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

from support.imports import circles, function_lengths, imports, modules, names_given

PACKAGE = "rescue_cli"
STAGES = {"intake", "check", "link", "settle", "judge", "report"}
# From the top down: a room imports itself and what stands on a lower line; `rollup` is yet to be built.
LAYERS = (
    {"__main__", ""},  # the program's beginning, and the names for people who program
    {"cli"},
    {"rollup"},
    {"frames"},
    {"pipeline"},
    STAGES,
    {"engine", "record", "workspace"},
    {"township_config", "config_entries"},
    {"workbooks", "values", "pack"},
    {"core"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# Rooms → the foreign libraries that only they know.
KEPT = {
    ("cli",): "typer rich click",
    ("workbooks",): "openpyxl xlsxwriter python_calamine docx docxtpl jinja2 lxml msoffcrypto olefile xlrd",
    ("engine", "record"): "duckdb pyspark",
}
LIBRARIES = {library: set(rooms) for rooms, libraries in KEPT.items() for library in libraries.split()}
MEDIAN, NINETIETH, LONGEST = 8, 20, 45  # lines of a function
LINES_OF_A_FILE = 330


def own(name: str) -> str:
    """The module's name without the package's."""
    return name.removeprefix(PACKAGE).removeprefix(".")


def room(name: str) -> str:
    return own(name).partition(".")[0]


@cache
def graph() -> dict[str, set[str]]:
    """Module → modules of ours, names without the package's."""
    return {own(name): {own(other) for other in others if other in modules()} for name, others in imports().items()}


def importers(library: str) -> set[str]:
    return {own(name) for name, others in imports().items() if library in {other.partition(".")[0] for other in others}}


def test_every_room_is_declared() -> None:
    assert {room(name) for name in modules()} <= LEVEL.keys()
    assert len(modules()) > 200, "the reader sees the house"


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert circles(graph()) == set()


def test_imports_point_down_and_stages_know_nothing_of_one_another() -> None:
    upward = [
        f"{name} → {other}"
        for name, others in sorted(graph().items())
        for other in sorted(others)
        if room(other) != room(name) and LEVEL[room(other)] <= LEVEL[room(name)]
    ]
    assert upward == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_foreign_library_is_known_only_in_its_room(library: str) -> None:
    assert {room(name) for name in importers(library)} <= LIBRARIES[library]


@pytest.mark.parametrize("library", ["typer", "rich", "openpyxl", "xlsxwriter", "duckdb"])
def test_the_libraries_asked_about_are_in_use(library: str) -> None:
    assert importers(library), "else the test above would hold for a misspelt name"


def test_pandas_is_known_only_to_the_public_interface() -> None:
    known = importers("pandas")
    assert {room(name) for name in known} == {"frames"}


def test_a_file_name_stands_for_one_module() -> None:
    names = Counter(path.name for path in modules().values() if path.name != "__init__.py")
    assert [name for name, times in names.items() if times > 1] == []


def test_no_name_says_only_that_something_was_told_or_found() -> None:
    """A name says the thing in the field's words."""
    vague = {"told", "found", "one", "at", "said"}
    given = {own(name): names_given(path) & vague for name, path in modules().items()}
    assert {name: sorted(words) for name, words in given.items() if words} == {}


def test_functions_stay_short() -> None:
    lengths = function_lengths()
    assert [name for name, lines in lengths.items() if lines > LONGEST] == []
    assert median(lengths.values()) <= MEDIAN
    assert quantiles(lengths.values(), n=10)[-1] <= NINETIETH


def test_files_hold_one_subject() -> None:
    long = {
        own(name)
        for name, path in modules().items()
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES_OF_A_FILE
    }
    assert long == set()


# --- the reader itself ----------------------------------------------------------------------------------------------

PLANTED = {
    "__init__": "",
    "top": "from house import low\n",
    "low": "import typing\nif typing.TYPE_CHECKING:\n    from house.middle import thing\n",
    "middle": "def late():\n    import house.top\n",
    "apart": "from house import word\nimport openpyxl.cell\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "house").mkdir()
    for name, text in PLANTED.items():
        (tmp_path / "house" / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_circle_through_a_function_and_type_checking_is_seen(house: Path) -> None:
    seen = imports(house)
    assert circles(seen) == {frozenset({"house.top", "house.low", "house.middle"})}
    assert seen["house.apart"] == {"house", "openpyxl.cell"}


def test_a_function_is_measured_from_def_to_its_last_line(house: Path) -> None:
    assert function_lengths(house) == {"house.middle:1 late": 2}
