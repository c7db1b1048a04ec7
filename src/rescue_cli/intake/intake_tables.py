"""Tables of the intake while they grow, column by column, in the order file › sheet › row."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import FileState, RowKind
from rescue_cli.core.tables import COLUMNS, FILES, RAW, ROWS


class ReplyRow(NamedTuple):
    """Of a row of an answered hand-out: its 编号, and the fields its sheet asks for or adds: of the others it tells nothing."""

    case: str
    asked: frozenset[str]


class Gathered:
    """What was read so far."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._types = {field.name: field.type for field in schema}
        self._mentions: list[tuple[int, dict[str, pa.Array]]] = []  # rows, and the columns a table has
        self._rows: list[tuple[Any, ...]] = []
        self._columns: list[tuple[Any, ...]] = []
        self._raw: list[tuple[Any, ...]] = []
        self._files: list[tuple[Any, ...]] = []
        self.taken = 0  # mentions so far
        self.findings: list[Finding] = []
        self.replies: dict[tuple[str, str, int], ReplyRow] = {}  # file, sheet, row of an answered hand-out
        self.recipients: dict[str, str] = {}  # file of such a hand-out → whom it was for

    def file(self, name: str, digest: str | None, size: int | None, state: FileState, why: str | None = None) -> None:
        """A line of `files`. `size` in bytes; `why` in plain Chinese."""
        self._files.append((name, digest, size, state, why))

    def row(self, file: str, sheet: str, number: int, kind: RowKind, form: str | None, reason: str) -> None:
        """A line of `rows`. `number`: physical row, 1-based; `form`: id of the form, None where none was recognised."""
        self._rows.append((file, sheet, number, kind, form, reason or None))

    def reclassify(self, file: str, sheet: str, numbers: Collection[int], kind: RowKind, reason: str) -> None:
        """Lines of `rows` already there turn out to be of another kind."""
        for place, (own, name, number, _, form, _) in enumerate(self._rows):
            if number in numbers and (own, name) == (file, sheet):
                self._rows[place] = (file, sheet, number, kind, form, reason)

    def column(self, file: str, sheet: str, order: int, letter: str, heading: str | None, field: str | None) -> None:
        """A line of `columns`. `order`: which table of the sheet, from 1."""
        self._columns.append((file, sheet, order, letter, heading, field))

    def raw(
        self, cell: tuple[str, str, int, str], field: str, written: str, read_as: str | None, why: str, code: str = ""
    ) -> None:
        """A line of `raw`. `cell`: file, sheet, row, column letter; `why`: of Rereading; `code`: of the finding about it."""
        self._raw.append((*cell, field, written, read_as, why, code or None))

    def mentions(
        self, file: str, sheet: str, form: str, numbers: Sequence[int], columns: Mapping[str, list[Any]]
    ) -> None:
        """Typed columns of one table, all as long as `numbers`; fields it does not have are null."""
        size = len(numbers)
        given = {f.ROW: numbers, **columns}
        same = {f.SOURCE_FILE: file, f.SHEET: sheet, f.FORM: form}
        arrays = {name: pa.array(values, self._types[name]) for name, values in given.items() if values}
        arrays |= {name: pa.repeat(pa.scalar(value, self._types[name]), size) for name, value in same.items()}
        self._mentions.append((size, arrays))
        self.taken += size

    def tables(self) -> dict[str, pa.Table]:
        """mentions, rows, columns, raw and files with their declared schemas."""
        return {
            "mentions": pa.Table.from_arrays([self._mentioned(name) for name in self._types], schema=self._schema),
            "rows": _by_column(self._rows, ROWS),
            "columns": _by_column(self._columns, COLUMNS),
            "raw": _by_column(self._raw, RAW),
            "files": _by_column(self._files, FILES),
        }

    def _mentioned(self, name: str) -> pa.Array:
        """A column of all mentions; null for the tables that do not have it."""
        kind = self._types[name]
        if not any(name in arrays for _, arrays in self._mentions):
            return pa.nulls(self.taken, kind)
        return pa.concat_arrays(
            [arrays[name] if name in arrays else pa.nulls(size, kind) for size, arrays in self._mentions]
        )


def _by_column(lines: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """The lines as a table; each as long as the schema."""
    columns = list(zip(*lines, strict=True)) if lines else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
