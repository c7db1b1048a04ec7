"""How the processes that read are begun: with nothing of the program that asked for them.

Python's own way has each new process import the main module of its parent first. Ours need nothing of it: the imports of
a script would cost each of them a second, and a script that calls us at its top level would run again inside them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any


class _WithoutMain(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802 – the name multiprocessing calls
        with _no_main_module():
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
