"""`rescue`: from the workbooks townships send to one roster, a determination with its reason, ledgers and statistics.

For people who program: `open_workspace(folder)` and `read(files, pack)` give pandas DataFrames (README, "From Python").
A name is imported when it is first asked for, so that the terminal and the processes that read files load no pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rescue_cli.core.version import VERSION

if TYPE_CHECKING:
    from rescue_cli.core.errors import RescueError
    from rescue_cli.frames import FrameWorkspace, open_workspace, read
    from rescue_cli.pipeline.outcomes import Outcome

__all__ = ["FrameWorkspace", "Outcome", "RescueError", "__version__", "open_workspace", "read"]

__version__ = VERSION
_HOMES = {
    "FrameWorkspace": "frames",
    "Outcome": "pipeline.outcomes",
    "RescueError": "core.errors",
    "open_workspace": "frames",
    "read": "frames",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
