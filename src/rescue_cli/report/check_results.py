"""What reading and checking gave, as the books and letters about it need it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Entry
from rescue_cli.core.townships import sheet_as_sent

SENDER_STAGES = ("INTAKE-", "CHECK-")  # what linking and judging found is not a matter of one sender
NOBODY = "（未注明）"
Row = Mapping[str, Any]
Place = tuple[str, str, int | None]


@dataclass(frozen=True)
class Checked:
    """`findings`: those still asked about; `waived`: those let stand, with reasons; `corrections`: what became of the faults
    of files that were replaced. `senders`: file → the township or office it came from. `catalogue`: code → its entry."""

    findings: pa.Table
    waived: pa.Table
    corrections: pa.Table
    mentions: pa.Table
    rows: pa.Table
    files: pa.Table
    senders: Mapping[str, str]
    catalogue: Mapping[str, Entry]

    def sender(self, file: str | None) -> str:
        return self.senders.get(file or "", NOBODY)

    def township_of(self, line: Row) -> str:
        """The township a finding is about: its own, that of its row, or the sender."""
        place = (line[f.SOURCE_FILE] or "", line[f.SHEET] or "", line[f.ROW])
        return line[f.TOWNSHIP] or self._as_sent.get(place) or self.sender(line[f.SOURCE_FILE])

    def townships_of_rows(self) -> Iterator[str]:
        """The township of every row that was taken or rejected, once a row."""
        for place, township in self._townships.items():
            yield township or self.sender(place[0])
        for row in self.rows.filter(pc.equal(self.rows[c.KIND], "拒收")).to_pylist():
            place = (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW])
            if place not in self._townships:
                yield self.sender(row[f.SOURCE_FILE])

    @cached_property
    def _as_sent(self) -> dict[Place, str | None]:
        """By the sheets' names in the senders' files."""
        return {(file, sheet_as_sent(sheet), row): name for (file, sheet, row), name in self._townships.items()}

    @cached_property
    def _townships(self) -> dict[Place, str | None]:
        columns = [self.mentions[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)]
        return {(file, sheet, row): township for file, sheet, row, township in zip(*columns, strict=True)}
