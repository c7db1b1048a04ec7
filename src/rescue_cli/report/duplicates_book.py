"""疑似重复.xlsx: everything about duplicates and contradicting values that a person decides, in one workbook."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from rescue_cli.core.linkage import DamagedId
from rescue_cli.record.decisions import Decisions
from rescue_cli.report.conflict_sheet import conflict_sheet
from rescue_cli.report.count_sheet import counts_sheet
from rescue_cli.report.id_consultation_sheet import AnsweredId, consultation_sheet
from rescue_cli.report.pair_sheets import pair_sheets
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

_NOTHING_DECIDED = Decisions()


def pairs_book(
    tables: Mapping[str, pa.Table],
    context: ReportContext,
    decided: Decisions = _NOTHING_DECIDED,
    damaged: Sequence[DamagedId] = (),
    chosen: Sequence[AnsweredId] = (),
) -> list[SheetLayout]:
    """Sheets about rows (tables `pairs`, `mentions`) and, where values contradict (`conflicts`, `cases`), about values;
    about the `damaged` ID numbers and those `chosen` where there are any; last, what each file looked like before (`counts`)."""
    first, *others = pair_sheets(tables["pairs"], tables["mentions"], context, decided)
    values = (
        conflict_sheet(tables["conflicts"], tables["cases"], context, decided.choices) if "cases" in tables else None
    )
    numbers = consultation_sheet(damaged, context, chosen)
    counted = [counts_sheet(tables["counts"], context)] if "counts" in tables else []
    return [first, *([values] if values else []), *([numbers] if numbers else []), *others, *counted]
