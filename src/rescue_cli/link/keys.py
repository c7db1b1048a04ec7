"""What linking compares: computed once per row in Python, compared on the engine by equality alone.

Row `i` is the mention's place in the sorted order of mention keys, so nothing depends on the order rows arrive in.
"""

import re
from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.pack.model import Pack
from rescue_cli.values.address import address_key
from rescue_cli.values.id_number import is_valid_id

KEYS = pa.schema(
    [
        ("i", pa.int64()),
        ("role", pa.string()),
        ("person", pa.string()),  # the name the row speaks of
        ("head", pa.string()),  # only for a member's row: the head it names
        ("id", pa.string()),  # only where valid
        ("written_id", pa.string()),
        ("phones", pa.list_(pa.string())),
        ("address", pa.string()),
        ("township", pa.string()),
        ("village", pa.string()),
    ]
)

# Words clerks write into a cell they have nothing for; they say nothing and never match.
PLACEHOLDERS = frozenset(
    {"", "无", "不详", "未知", "暂无", "没有", "空", "略", "同上", "-", "--", "—", "/", "0", "示例", "户主"}
)
_PHONE_SEPARATORS = re.compile(r"[、，,;；/／|\s]+")
_SHORTEST_PHONE = 7


def sorted_mentions(mentions: pa.Table) -> pa.Table:
    """The mentions in the order of their keys."""
    return mentions.sort_by([(name, "ascending") for name in f.MENTION_KEY])


def link_keys(mentions: pa.Table, pack: Pack) -> pa.Table:
    """One line of `KEYS` for every line of `mentions` (sorted)."""
    forms = mentions[f.FORM].to_pylist()
    heads, names = _said(mentions, f.HEAD_NAME), _said(mentions, f.NAME)
    townships, villages = _said(mentions, f.TOWNSHIP), _said(mentions, f.VILLAGE)
    written = _said(mentions, f.ID_NUMBER)
    valid = {number: is_valid_id(number) for number in set(written) - {None}}
    persons = [_person(pack, form, head, name) for form, head, name in zip(forms, heads, names, strict=True)]
    columns = [
        range(len(forms)),
        [pack.forms[form].role for form in forms],
        persons,
        [head if head != person else None for head, person in zip(heads, persons, strict=True)],
        [number if number is not None and valid[number] else None for number in written],
        written,
        [single_phones(phone) for phone in _said(mentions, f.PHONE)],
        _address_keys(_said(mentions, f.ADDRESS), townships, villages),
        townships,
        villages,
    ]
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, KEYS.types, strict=True)], schema=KEYS)


def single_phones(phone: str | None) -> list[str]:
    """Every telephone in a cell that can tell people apart (long enough, not one digit repeated).

    >>> single_phones("19900000001、0951-0000001、0000000")
    ['19900000001', '0951-0000001']
    """
    parts = _PHONE_SEPARATORS.split(phone) if phone else []
    digits = [(part, re.sub(r"\D", "", part)) for part in parts]
    return sorted(
        {part for part, bare in digits if len(bare) >= _SHORTEST_PHONE and len(set(bare)) > 1}, key=parts.index
    )


def _person(pack: Pack, form: str, head: str | None, name: str | None) -> str | None:
    """A row of a person form speaks of 姓名, any other of its head."""
    return (name or head) if pack.forms[form].grain == "person" else (head or name)


def _said(mentions: pa.Table, field: str) -> list[str | None]:
    if field not in mentions.column_names:
        return [None] * mentions.num_rows
    return [None if value is None or value.strip() in PLACEHOLDERS else value for value in mentions[field].to_pylist()]


def _address_keys(
    addresses: Sequence[str | None], townships: Sequence[str | None], villages: Sequence[str | None]
) -> list[str | None]:
    """One key per row; an address that would stand in every village ("3组12号") has none without its village."""
    known: dict[tuple[str | None, str | None, str | None], str | None] = {}
    for place in zip(addresses, townships, villages, strict=True):
        if place not in known:
            known[place] = address_key(*place)
    return [known[place] for place in zip(addresses, townships, villages, strict=True)]
