"""What all tests share. Being here also puts tests/ on the path, so that tests can say `from support.… import …`."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.sample_runs import RunOf, SampleRun, run_of

LONGEST_ID = 80  # bytes

# Thousands of tests keep packs and parsed expressions in one process: looking through them for cycles at the usual pace is
# a tenth of the time. Nor need their folders outlive a power cut.
gc.set_threshold(50_000, 20, 100)
os.fsync = lambda _descriptor: None

# In CI the same examples every time: what fails there fails at the desk too. At the desk new ones are looked for.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of this session that all its worker processes see."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sample_run(shared: Path) -> Iterator[RunOf]:
    """`sample_run(name)`: the sample after `rescue run`, run once a session. Tests that change it take a copy."""
    asked: dict[str, SampleRun] = {}

    def run(name: str) -> SampleRun:
        return asked.setdefault(name, run_of(name, shared))

    yield run
    assert [name for name, run in asked.items() if not run.is_untouched()] == [], "a test changed what all share"


def pytest_make_parametrize_id(val: object) -> str | None:
    """Ids stand as they are written (see pyproject.toml); only what cannot be seen or typed is escaped. A file is called by
    its length: its bytes may hold the hour it was made, and all workers must give a test the same id."""
    if isinstance(val, bytes):
        return val.decode("ascii", "backslashreplace") if len(val) <= LONGEST_ID else f"{len(val)}B"
    if isinstance(val, str) and not val.isprintable():
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in val)
    return None
