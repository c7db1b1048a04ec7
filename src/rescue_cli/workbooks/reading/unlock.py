"""Workbooks with a password to open: tried with the passwords the clerk wrote down. No password is ever shown."""

import io
import struct
from collections.abc import Sequence
from xml.parsers.expat import ExpatError

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.limits import ENCRYPTED, encrypted

BUILT_IN = "VelvetSweatshop"  # what Excel sets by itself: such books open without asking ([MS-OFFCRYPTO] 2.4.2.3)
ODD = (
    *(OSError, EOFError, RuntimeError),  # the container: broken sectors, a directory that leads in circles
    *(ExpatError, struct.error, LookupError),  # the description of the encryption: its XML, its fixed-width records
    *(AssertionError, ArithmeticError, AttributeError, NameError, TypeError, ValueError),  # what it takes for granted
)


def unlock(data: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook without its password. Raises InputError where none fits."""
    return unlocked(data, passwords)[0]


def unlocked(data: bytes, passwords: Sequence[str]) -> tuple[bytes, str]:
    """(the workbook without its password, the password a person set: "" where Excel set its own). Raises InputError where
    none fits."""
    for password in (BUILT_IN, *passwords):
        opened = _opened(data, password)
        if opened is not None:
            return opened, "" if password == BUILT_IN else password
    if passwords:
        raise InputError(ENCRYPTED, "文件设有打开密码，rescue.toml 的 [passwords] 里写的密码打不开它")
    raise encrypted()


def is_locked(data: bytes) -> bool:
    """True where an xls has a password; readers only find it unreadable."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

    try:
        return bool(OfficeFile(io.BytesIO(data)).is_encrypted())
    except (DecryptionError, FileFormatError, ParseError, *ODD):
        return False


def _opened(data: bytes, password: str) -> bytes | None:
    """None where the password does not fit, or the encryption is damaged or of a kind the library does not know.

    On odd files the library lets through whatever its parts raise: see ODD.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

    target = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(data))
        checked = {"verify_password": True} if file.format == "ooxml" else {}
        file.load_key(password=password, **checked)
        file.decrypt(target)
    except (DecryptionError, FileFormatError, ParseError, UnsupportedAlgorithm, *ODD):
        return None
    return target.getvalue() or None
