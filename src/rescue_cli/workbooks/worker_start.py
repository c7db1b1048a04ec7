"""How the processes that read are begun: with nothing of the program that asked for them.

Python's own way has each new process import the main module of its parent first. Ours need nothing of it: the imports of
a script would cost each of them a second, and a script that calls us at its top level would run again inside them. Nor do
they ever write to the terminal: a parser that gives up tells its inner state there, and one that is begun while the
command is told to end prints a traceback.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import spawn
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any


class _WithoutMain(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802 – the name multiprocessing calls
        with _no_main_module(), _silenced():
            return SpawnProcess._Popen(process_obj)


class BareContext(SpawnContext):
    """The context `spawn`, whose processes leave the parent's main module alone."""

    Process = _WithoutMain


@contextmanager
def _no_main_module() -> Iterator[None]:
    """An empty module stands in its place while the process is begun."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _silenced() -> Iterator[None]:
    """The command line by which a process is begun closes its standard error before anything else."""
    usual = spawn.get_command_line

    def silent(**handles: Any) -> list[str]:
        command = list(usual(**handles))
        if "-c" in command:
            place = command.index("-c") + 1
            command[place] = f"import os; os.dup2(os.open(os.devnull, os.O_WRONLY), 2); {command[place]}"
        return command

    spawn.get_command_line = silent
    try:
        yield
    finally:
        spawn.get_command_line = usual
