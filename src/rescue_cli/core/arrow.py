"""pyarrow, started without pandas.

With its first array pyarrow looks for pandas, and importing that takes as long as reading fifty rosters; nothing of ours
uses it. Whoever does use it in the same process loses nothing: pyarrow looks again when it is asked for a DataFrame.
"""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)
        return None


def start_arrow() -> None:
    """Let pyarrow have its look while there is no pandas to be found; where pandas is loaded already, it may find it."""
    if "pandas" in sys.modules:
        return
    hidden = _NoPandas()
    sys.meta_path.insert(0, hidden)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(hidden)
