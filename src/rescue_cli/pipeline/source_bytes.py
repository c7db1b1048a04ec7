"""The bytes of a file of 收件/, or of one inside an archive there."""

from rescue_cli.core.errors import InputError
from rescue_cli.intake.unpack import Source
from rescue_cli.workbooks.reading.archive import contents
from rescue_cli.workbooks.reading.workbook_reader import UNREADABLE


def bytes_of(source: Source) -> bytes:
    """Raises InputError where it can no longer be read."""
    try:
        return source.path.read_bytes() if source.place is None else b"".join(contents(source.path, source.place))
    except OSError as error:
        raise InputError(UNREADABLE, "文件读不出来，可能正被占用或没有权限") from error
