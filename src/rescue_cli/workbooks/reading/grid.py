"""A table that our own readers fill cell by cell (XML, web page, Word), within the limits of reading."""

from rescue_cli.workbooks.reading.limits import (
    MAX_BOX,
    MAX_COLUMNS,
    MAX_LOOSE_CELLS,
    MAX_MERGED_AREA,
    MAX_MERGES,
    MAX_ROWS,
    too_far,
    unsafe,
)
from rescue_cli.workbooks.reading.sheet import NO_MARKS, Cell, Marks, Merge, Sheet


class Grid:
    """Cells by physical row and column, 1-based. Raises InputError where a limit is passed."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}
        self._cells = 0
        self._merges: list[Merge] = []
        self._area = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A blank cell leaves no trace."""
        if cell == "" and not isinstance(cell, bool):
            return
        if row < 1 or column < 1:
            raise unsafe("行号或列号不对")
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise too_far(row)
        self._cells += 1
        if self._cells > MAX_LOOSE_CELLS:
            raise unsafe("单元格过多")
        self._rows.setdefault(row, {})[column] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged range; one cell alone is none."""
        if (top, left) == (bottom, right):
            return
        self._merges.append(Merge(top, left, bottom, right))
        self._area += (bottom - top + 1) * (right - left + 1)
        if len(self._merges) > MAX_MERGES or self._area > MAX_MERGED_AREA:
            raise unsafe("合并单元格过多")

    @property
    def is_blank(self) -> bool:
        """Whether nothing visible was put into it."""
        return not any(
            isinstance(cell, bool) or str(cell).strip() for row in self._rows.values() for cell in row.values()
        )

    def sheet(self, name: str, *, visible: bool = True, above: tuple[str, ...] = (), marks: Marks = NO_MARKS) -> Sheet:
        """The sheet; its rows are equally long, but for blank ones."""
        width = max((max(row) for row in self._rows.values()), default=0)
        if width * len(self._rows) > MAX_BOX:
            raise too_far(max(self._rows))
        rows = [self._line(number, width) for number in range(1, max(self._rows, default=0) + 1)]
        return Sheet(name, visible, 1, 1, rows, tuple(self._merges), above, marks)

    def _line(self, number: int, width: int) -> list[Cell]:
        filled = self._rows.get(number)
        return [filled.get(column, "") for column in range(1, width + 1)] if filled else []
