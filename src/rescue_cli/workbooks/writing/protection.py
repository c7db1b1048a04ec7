"""A workbook of ours with a password to open: of a file that came protected, nothing goes back open."""

import io

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.unlock import unlock


def protected(data: bytes, password: str) -> bytes:
    """The package `data` (xlsx) encrypted as Excel does it (ECMA-376, agile): never twice the same bytes."""
    from msoffcrypto.format.ooxml import OOXMLFile

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, target)
    return target.getvalue()


def protects(locked: bytes, *, password: str, data: bytes) -> bool:
    """Whether `locked` is the package `data`, opened by this password."""
    try:
        return unlock(locked, (password,)) == data
    except InputError:
        return False
