"""疑似重复.xlsx: everything about duplicates and contradicting values that a person decides, in one workbook."""

from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.record.decisions import Decisions
from rescue_cli.report.conflicts import conflict_sheet
from rescue_cli.report.pairs import pair_sheets
from rescue_cli.report.results import ReportContext
from rescue_cli.workbooks.writing.layout import SheetLayout

_NOTHING_DECIDED = Decisions()


def pairs_book(
    tables: Mapping[str, pa.Table], context: ReportContext, decided: Decisions = _NOTHING_DECIDED
) -> list[SheetLayout]:
    """Sheets about rows (tables `pairs`, `mentions`) and, where values contradict (`conflicts`, `cases`), about values."""
    first, *others = pair_sheets(tables["pairs"], tables["mentions"], context, decided.pairs)
    values = (
        conflict_sheet(tables["conflicts"], tables["cases"], context, decided.choices) if "cases" in tables else None
    )
    return [first, *([values] if values else []), *others]
