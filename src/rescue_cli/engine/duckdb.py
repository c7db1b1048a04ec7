"""DuckDB, embedded and in memory: the default engine."""

from functools import cache
from pathlib import Path
from types import TracebackType
from typing import ClassVar

import duckdb
import pyarrow as pa

# Below, handing work to threads takes longer than the work: on two cores a table of 100,000 rows is written in 0.2 s of
# one thread and 0.7 s of two, and linking it takes the same either way.
ROWS_FOR_THREADS = 1_000_000
SETTINGS = "SET enable_progress_bar = false; SET TimeZone = 'UTC'; SET threads = 1"


@cache
def _closed() -> duckdb.DuckDBPyConnection:
    """What an engine has after `close`: a connection that answers nothing."""
    connection = duckdb.connect(":memory:")
    connection.close()
    return connection


class DuckEngine:
    """One connection per user, nothing left open between calls; single-threaded order never matters because callers ORDER BY.

    A closed engine hands its database, emptied, on to the next one: to open one takes longer than a small stage.
    """

    _idle: ClassVar[list[duckdb.DuckDBPyConnection]] = []

    def __init__(self) -> None:
        self._connection = self._idle.pop() if self._idle else duckdb.connect(":memory:")
        self._connection.execute(SETTINGS)
        self._tables: set[str] = set()

    def register(self, name: str, table: pa.Table) -> None:
        self._drop(name)
        self._tables.add(name)
        if table.num_rows >= ROWS_FOR_THREADS:
            self._connection.execute("RESET threads")
        self._connection.register("__incoming", table)
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "__incoming"')
        self._connection.unregister("__incoming")

    def create(self, name: str, query: str) -> None:
        # The query may read the table it replaces: the old one goes when the new one is whole.
        self._tables.add(name)
        self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {query}')

    def sql(self, query: str) -> pa.Table:
        return self._connection.execute(query).to_arrow_table()  # not .sql(): that plans every query twice

    def write_parquet(self, name: str, path: Path) -> None:
        self._connection.execute(f'COPY "{name}" TO ? (FORMAT parquet)', [str(path)])

    def close(self) -> None:
        used, self._connection = self._connection, _closed()
        try:
            for name in sorted(self._tables):
                used.execute(f'DROP TABLE IF EXISTS "{name}"')
        except duckdb.Error:  # what cannot be emptied is not handed on
            used.close()
        else:
            self._idle.append(used)

    def _drop(self, name: str) -> None:
        self._connection.execute(f'DROP TABLE IF EXISTS "{name}"')

    def __enter__(self) -> "DuckEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
