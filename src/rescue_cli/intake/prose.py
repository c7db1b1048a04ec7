"""Text that is no table."""

from collections import Counter
from collections.abc import Sequence

from rescue_cli.workbooks.reading.sheet import Sheet

PROSE, BLANK = "这不是电子表格，里面是文字", "没有任何内容"  # why such a file is not read
_TEXT_TABLES = (".csv", ".txt", ".tsv")


def is_prose(sheets: Sequence[Sheet], name: str) -> bool:
    """Text is read as a csv table whatever its suffix; under another name, and not cut into columns, it is no table."""
    if [sheet.name for sheet in sheets] != [""] or name.lower().endswith(_TEXT_TABLES):
        return False
    widths = Counter(len(row) for row in sheets[0].rows if row)
    width, lines = max(widths.items(), key=lambda entry: entry[::-1], default=(0, 0))
    return width < 2 or 2 * lines < widths.total()
