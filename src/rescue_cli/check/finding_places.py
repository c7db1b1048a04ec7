"""Where a checked value stands: the column letter of a field in its sheet, by the `columns` table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack

TABLE = "check_mentions"
LETTERS = "check_columns"  # the `columns` table
NAMED = f'coalesce("{f.HEAD_NAME}", "{f.NAME}")'  # whom the household is called after
PERSON = f'coalesce("{f.NAME}", "{f.HEAD_NAME}")'  # whom the row speaks of
HOME = f'coalesce("{f.FIRST_ROW}", "{f.ROW}")'  # with file and sheet: the household on paper


@dataclass(frozen=True)
class Sheets:
    """Columns of every sheet that was read: (file, sheet) → field → letter."""

    letters: Mapping[tuple[str, str], Mapping[str, str]]

    def letter(self, file: str, sheet: str, field: str) -> str:
        return self.letters.get((file, sheet), {}).get(field, "")

    def finding(self, code: str, row: Mapping[str, Any], field: str, value: object = "", **facts: object) -> Finding:
        """A finding in the cell of `field`, in the mention whose provenance `row` holds; of the sheet without 行号."""
        file, sheet, number = row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW]
        return Finding(
            code,
            file,
            sheet,
            number,
            self.letter(file, sheet, field) if number else "",
            row.get(f.TOWNSHIP) or "",
            field,
            _written(value),
            {name: _written(fact) for name, fact in facts.items()},
        )


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def sheets_of(columns: pa.Table) -> Sheets:
    """Look-up of column letters; the first column of a field counts."""
    letters: dict[tuple[str, str], dict[str, str]] = {}
    for line in columns.to_pylist():
        if line[c.FIELD]:
            letters.setdefault((line[f.SOURCE_FILE], line[f.SHEET]), {}).setdefault(line[c.FIELD], line[c.LETTER])
    return Sheets(letters)


def forms_present(engine: Engine, pack: Pack) -> list[str]:
    """The forms of the pack that were handed in, in the pack's order."""
    present = set(engine.sql(f'SELECT DISTINCT "{f.FORM}" FROM {TABLE}')[f.FORM].to_pylist())
    return [name for name in pack.forms if name in present]


def select(*extra: str) -> str:
    """Provenance and 镇街, then `extra` expressions."""
    names = (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)
    return ", ".join([*(f'"{name}"' for name in names), *extra])


ORDER = f'"{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}"'
