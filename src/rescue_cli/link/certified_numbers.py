"""The ID number a disability certificate holds: its first eighteen places are its holder's."""

import re

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link.blank_words import given_values
from rescue_cli.values.id_number import is_valid_id

_CERTIFICATE = re.compile(r"\d{17}[\dX][1-7][1-4](?:B\d*)?")
_LENGTH = 18


def certified_numbers(mentions: pa.Table) -> list[str | None]:
    """The valid number of each row's certificate; None where the row is a household's, whose certificate may be a member's."""
    if f.CERTIFICATE not in mentions.column_names:
        return [None] * mentions.num_rows
    persons = given_values(mentions, f.NAME)
    return [
        _holder(certificate) if person is not None and certificate is not None else None
        for person, certificate in zip(persons, given_values(mentions, f.CERTIFICATE), strict=True)
    ]


def _holder(certificate: str) -> str | None:
    """
    >>> _holder("99010119700101001X42"), _holder("99010119700101001942"), _holder("4302")
    ('99010119700101001X', None, None)
    """
    number = certificate[:_LENGTH]
    return number if _CERTIFICATE.fullmatch(certificate) and is_valid_id(number) else None
