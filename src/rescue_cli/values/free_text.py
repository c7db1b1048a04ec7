"""Free text: only the spaces around it are taken off."""

import datetime as dt

from rescue_cli.values.parsed import Cell, Parsed, cell_text

DATE_HERE = "INTAKE-TEXT-DATE"


def parse_text(cell: Cell) -> Parsed[str]:
    """The cell as text, or None where it is blank."""
    written = cell_text(cell)
    if isinstance(cell, dt.date):
        return Parsed(written, DATE_HERE, changed=True)
    value = written.strip()
    return Parsed(value, changed=value != written) if value else Parsed()
