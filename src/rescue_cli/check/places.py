"""Where a checked value stands: the column letter of a field in its sheet, by the `columns` table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding

TABLE = "check_mentions"
NAMED = f'coalesce("{f.HEAD_NAME}", "{f.NAME}")'


@dataclass(frozen=True)
class Sheets:
    """Columns of every sheet that was read: (file, sheet) → field → letter."""

    letters: Mapping[tuple[str, str], Mapping[str, str]]

    def letter(self, file: str, sheet: str, field: str) -> str:
        return self.letters.get((file, sheet), {}).get(field, "")

    def finding(self, code: str, row: Mapping[str, Any], field: str, value: object = "", **facts: object) -> Finding:
        """A finding in the cell of `field`, in the mention whose provenance `row` holds."""
        file, sheet = row[f.SOURCE_FILE], row[f.SHEET]
        return Finding(
            code,
            file,
            sheet,
            row[f.ROW],
            self.letter(file, sheet, field),
            row.get(f.TOWNSHIP) or "",
            field,
            "" if value is None else str(value),
            {name: str(fact) for name, fact in facts.items()},
        )


def sheets_of(columns: pa.Table) -> Sheets:
    """Look-up of column letters; the first column of a field counts."""
    letters: dict[tuple[str, str], dict[str, str]] = {}
    for line in columns.to_pylist():
        if line["字段"]:
            letters.setdefault((line[f.SOURCE_FILE], line[f.SHEET]), {}).setdefault(line["字段"], line["列"])
    return Sheets(letters)


def select(*extra: str) -> str:
    """Provenance and 镇街, then `extra` expressions."""
    names = (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)
    return ", ".join([*(f'"{name}"' for name in names), *extra])


ORDER = f'"{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}"'
