"""Free text: only the spaces around it are taken off."""

from rescue_cli.values.parsed import Cell, Parsed, cell_text


def parse_text(cell: Cell) -> Parsed[str]:
    """The cell as text, or None where it is blank."""
    written = cell_text(cell)
    value = written.strip()
    return Parsed(value, changed=value != written) if value else Parsed()
