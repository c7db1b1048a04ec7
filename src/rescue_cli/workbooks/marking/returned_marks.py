"""A returned file without what we put into it: its 问题清单, its columns 错误原因, the sheet of the stamp."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rescue_cli.workbooks.marking.fault_marks import REASON_HEAD, is_issue_list
from rescue_cli.workbooks.reading.sheet import Cell, Sheet
from rescue_cli.workbooks.reading.stamped_sheets import taken_apart


def senders_sheets(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sender's own sheets as she has them."""
    kept = [sheet for sheet in taken_apart(sheets)[1] if not is_issue_list(sheet.name, sheet.rows)]
    return [replace(sheet, rows=_without(sheet.rows, set(_reason_columns(sheet.rows)))) for sheet in kept]


def _reason_columns(rows: Iterable[Sequence[Cell]]) -> Iterable[int]:
    for cells in rows:
        yield from (place for place, cell in enumerate(cells) if cell == REASON_HEAD)


def _without(rows: Iterable[Sequence[Cell]], columns: set[int]) -> list[list[Cell]]:
    return [[cell for place, cell in enumerate(cells) if place not in columns] for cells in rows]
