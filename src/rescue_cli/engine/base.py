"""The handful of methods a stage may ask of an engine."""

from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Engine(Protocol):
    """Tables are named; `sql` returns arrow. Row order is only what ORDER BY says."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make `table` readable as `name` (replaces an older one)."""

    def create(self, name: str, query: str) -> None:
        """Materialise `query` as table `name` (replaces an older one)."""

    def sql(self, query: str) -> pa.Table:
        """Run `query` and fetch everything."""

    def write_parquet(self, name: str, path: Path) -> None:
        """Write table `name` to `path`."""

    def close(self) -> None:
        """Let the engine's memory go; nothing may be asked of it afterwards."""
