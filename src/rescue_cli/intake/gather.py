"""Tables of the intake while they grow, column by column, in the order file › sheet › row."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.tables import COLUMNS, FILES, RAW, ROWS


class Gathered:
    """What was read so far."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._mentions: dict[str, list[Any]] = {name: [] for name in schema.names}
        self._rows: dict[str, list[Any]] = {name: [] for name in ROWS.names}
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS.names}
        self._raw: dict[str, list[Any]] = {name: [] for name in RAW.names}
        self._files: dict[str, list[Any]] = {name: [] for name in FILES.names}
        self.findings: list[Finding] = []

    def file(self, name: str, digest: str | None, size: int | None, state: str, why: str | None = None) -> None:
        _append(self._files, name, digest, size, state, why)

    def row(self, file: str, sheet: str, number: int, kind: str, form: str | None, reason: str) -> None:
        _append(self._rows, file, sheet, number, kind, form, reason or None)

    def column(self, file: str, sheet: str, order: int, letter: str, heading: str | None, field: str | None) -> None:
        """`order`: which table of the sheet."""
        _append(self._columns, file, sheet, order, letter, heading, field)

    @property
    def taken(self) -> int:
        """Mentions so far."""
        return len(self._mentions[f.ROW])

    def raw(self, cell: tuple[str, str, int, str], field: str, written: str, read_as: str | None) -> None:
        """`cell`: file, sheet, row, column letter."""
        _append(self._raw, *cell, field, written, read_as)

    def mentions(
        self, file: str, sheet: str, form: str, numbers: Sequence[int], columns: Mapping[str, list[Any]]
    ) -> None:
        """Typed columns of one table, all as long as `numbers`; fields it does not have are null."""
        size = len(numbers)
        given: dict[str, list[Any]] = {
            f.SOURCE_FILE: [file] * size,
            f.SHEET: [sheet] * size,
            f.ROW: list(numbers),
            f.FORM: [form] * size,
            **columns,
        }
        for name, values in self._mentions.items():
            values.extend(given.get(name) or [None] * size)

    def tables(self) -> dict[str, pa.Table]:
        """mentions, rows, columns, raw and files with their declared schemas."""
        parts = (
            ("mentions", self._mentions, self._schema),
            ("rows", self._rows, ROWS),
            ("columns", self._columns, COLUMNS),
            ("raw", self._raw, RAW),
            ("files", self._files, FILES),
        )
        return {name: pa.table(values, schema=schema) for name, values, schema in parts}


def _append(table: dict[str, list[Any]], *values: Any) -> None:
    for column, value in zip(table.values(), values, strict=True):
        column.append(value)
