"""The bytes of a file of 收件/, or of one inside an archive there."""

from rescue_cli.core.errors import InputError
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.intake.unpack import Source
from rescue_cli.workbooks.reading.archive import contents
from rescue_cli.workbooks.reading.workbook_reader import CANNOT_READ, UNREADABLE


def bytes_of(source: Source) -> bytes:
    """Raises InputError where it can no longer be read."""
    if not is_regular(source.path):
        raise InputError(UNREADABLE, CANNOT_READ)
    try:
        return source.path.read_bytes() if source.place is None else b"".join(contents(source.path, source.place))
    except OSError as error:
        raise InputError(UNREADABLE, CANNOT_READ) from error
