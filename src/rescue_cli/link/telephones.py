"""Telephones as evidence: which of them tell people apart, and what a masked one shows."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link.blank_words import given_values
from rescue_cli.link.linkage_model import Thresholds

_SEPARATORS = re.compile(r"[、，,;；/／|\s]+")
_SHORTEST_PHONE = 7
_HIDDEN_PHONE = re.compile(r"^\d{3}\*{4}\d{4}$")
_MOBILE = 11  # places of a mobile number


def single_phones(phone: str | None) -> list[str]:
    """Every telephone in a cell that can tell people apart (long enough, not one digit repeated, not 12345678…).

    >>> single_phones("19900000001、0951-0000001、0000000")
    ['19900000001', '0951-0000001']
    """
    parts = _SEPARATORS.split(phone) if phone else []
    digits = [(part, re.sub(r"\D", "", part)) for part in parts]
    telling = {
        part
        for part, bare in digits
        if len(bare) >= _SHORTEST_PHONE and len(set(bare)) > 1 and bare not in "1234567890123456789"
    }
    return sorted(telling, key=parts.index)


def _ends(phones: Sequence[str]) -> list[str]:
    """The first three and the last four digits of a mobile number: what 138****0584 shows."""
    bare = (re.sub(r"[^\d*]", "", phone) for phone in phones)
    return sorted(
        {
            f"{digits[:3]}~{digits[-4:]}"
            for digits in bare
            if len(digits) == _MOBILE and "*" not in digits[:3] + digits[-4:]
        }
    )


def phone_columns(mentions: pa.Table, under: Sequence[str | None], limits: Thresholds) -> list[list[str]]:
    """Telephones, without those that stand with more households than a family's own would."""
    cells = given_values(mentions, f.PHONE)
    read = {cell: single_phones(cell) for cell in set(cells)}
    if any(_HIDDEN_PHONE.search(cell) for cell in read if cell):
        read = {cell: [*phones, *_ends(phones)] for cell, phones in read.items()}
    times = Counter(phone for cell in cells for phone in read[cell])
    often = {phone for phone, rows in times.items() if rows > limits.phone_heads}
    heads: dict[str, set[str | None]] = defaultdict(set)
    for cell, head in zip(cells, under, strict=True) if often else ():
        for phone in often.intersection(read[cell]):
            heads[phone].add(head)
    shared = {phone for phone, bearers in heads.items() if len(bearers) > limits.phone_heads}
    kept = {cell: [phone for phone in phones if phone not in shared] for cell, phones in read.items()}
    return [kept[cell] for cell in cells]
