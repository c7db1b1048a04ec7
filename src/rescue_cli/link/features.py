"""What linking compares: computed once per row in Python, compared on the engine by equality alone.

Row `i` is the mention's place in the sorted order of mention keys, so nothing depends on the order rows arrive in.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link.blank_words import given_values
from rescue_cli.link.id_features import birth_columns, id_columns, numbers_read, without_fillers
from rescue_cli.link.linkage_model import Model, Thresholds
from rescue_cli.link.name_features import Name, rarity, read_names
from rescue_cli.link.named_people import read_subjects
from rescue_cli.pack.model import Pack
from rescue_cli.values.dwelling import Dwelling, Villages, read_dwelling, village_stem

FEATURES = pa.schema(
    [
        ("i", pa.int64()),
        ("home", pa.int64()),  # the household the row stands in: its first row
        ("role", pa.string()),
        ("opens", pa.bool_()),  # rows of its form open a household
        ("person", pa.string()),  # the name the row speaks of, as written
        ("member", pa.bool_()),  # the row speaks of someone who is not the head
        ("name", pa.string()),
        ("sound", pa.string()),
        ("folded", pa.string()),
        ("surname", pa.string()),
        ("surname_sound", pa.string()),
        ("letters", pa.string()),
        ("length", pa.int64()),
        *((f"{part}{n}", pa.string()) for part in ("c", "drop") for n in (1, 2, 3, 4)),
        ("rarity", pa.float64()),
        ("rare", pa.bool_()),
        ("under", pa.string()),  # the head's name, of head and members alike
        ("led", pa.string()),  # its sound
        ("head", pa.string()),  # its sound, only of members: what a head says of itself is no evidence
        ("kin", pa.string()),
        ("double", pa.bool_()),  # of a name that a head and a member of one household of the township both bear
        ("stated", pa.string()),  # the ID number as far as it is one
        ("wrote", pa.string()),  # the same, but for fillers: what is compared
        ("num", pa.string()),  # whole: 18 characters with a date in it
        ("valid", pa.bool_()),
        ("cut", pa.bool_()),
        ("id15", pa.string()),
        ("born", pa.string()),
        ("year", pa.int64()),
        ("age", pa.int64()),  # as told, where the year is not known
        ("sex", pa.string()),
        ("phones", pa.list_(pa.string())),
        ("village", pa.string()),  # by the address, else by its column
        ("part", pa.string()),
        ("door", pa.string()),
        ("township", pa.string()),
        ("reporting", pa.string()),  # the village column
    ]
)

_PHONE_SEPARATORS = re.compile(r"[、，,;；/／|\s]+")
_SHORTEST_PHONE = 7


def sorted_mentions(mentions: pa.Table) -> pa.Table:
    """The mentions in the order of their keys."""
    return mentions.sort_by([(name, "ascending") for name in f.MENTION_KEY])


def row_features(mentions: pa.Table, pack: Pack, model: Model, limits: Thresholds) -> pa.Table:
    """One line of `FEATURES` for every line of `mentions` (sorted)."""
    subjects = read_subjects(mentions)
    forms = [pack.forms[form] for form in mentions[f.FORM].to_pylist()]
    columns: dict[str, Sequence[Any]] = {
        "i": range(mentions.num_rows),
        "home": subjects.home,
        "role": [form.role for form in forms],
        "opens": [form.role == "roster" or form.opens for form in forms],
        "person": subjects.person,
        "member": subjects.member,
        "kin": subjects.kin,
        "double": subjects.doubles(given_values(mentions, f.TOWNSHIP)),
        **_name_columns(subjects.person, subjects.under, model),
        **_id_columns(mentions, subjects.person, limits),
        **_place_columns(mentions),
    }
    columns["phones"] = _phones(mentions, columns["under"], limits)
    return pa.table(
        [pa.array(columns[name], kind) for name, kind in zip(FEATURES.names, FEATURES.types, strict=True)],
        schema=FEATURES,
    )


def single_phones(phone: str | None) -> list[str]:
    """Every telephone in a cell that can tell people apart (long enough, not one digit repeated, not 12345678…).

    >>> single_phones("19900000001、0951-0000001、0000000")
    ['19900000001', '0951-0000001']
    """
    parts = _PHONE_SEPARATORS.split(phone) if phone else []
    digits = [(part, re.sub(r"\D", "", part)) for part in parts]
    telling = {
        part
        for part, bare in digits
        if len(bare) >= _SHORTEST_PHONE and len(set(bare)) > 1 and bare not in "1234567890123456789"
    }
    return sorted(telling, key=parts.index)


def _name_columns(persons: Sequence[str | None], heads: Sequence[str | None], model: Model) -> dict[str, list[Any]]:
    read = read_names([*persons, *heads], model)
    names = [read[name] if name else None for name in persons]
    under = [read[name] if name else None for name in heads]
    counts = Counter(name.folded for name in names if name)
    written = Counter(name.text for name in names if name)
    rows = len(persons)

    def rare(name: Name) -> float:
        return rarity(name.share, written[name.text], rows, model.names.prior_rows)

    bits = {name.text: rare(name) for name in read.values()}
    columns: dict[str, list[Any]] = {
        column: [getattr(name, attribute) if name else None for name in names]
        for column, attribute in (
            ("name", "text"),
            ("sound",) * 2,
            ("folded",) * 2,
            ("surname",) * 2,
            ("surname_sound",) * 2,
            ("letters",) * 2,
        )
    }
    for n in range(4):
        columns[f"c{n + 1}"] = [name.characters[n] if name else None for name in names]
        columns[f"drop{n + 1}"] = [name.drops[n] if name else None for name in names]
    columns["length"] = [len(name.text) if name else None for name in names]
    columns["rarity"] = [bits[name.text] if name else None for name in names]
    columns["rare"] = [name is not None and counts[name.folded] <= _RARE_ROWS for name in names]
    columns["under"] = [name.text if name else None for name in under]
    columns["led"] = [name.folded if name else None for name in under]
    columns["head"] = [
        head.folded if head and name and head.text != name.text else None
        for head, name in zip(under, names, strict=True)
    ]
    return columns


_RARE_ROWS = 4  # a name on no more rows than this is compared wherever it stands


def _id_columns(mentions: pa.Table, persons: Sequence[str | None], limits: Thresholds) -> dict[str, list[Any]]:
    stated = numbers_read(given_values(mentions, f.ID_NUMBER))
    of_numbers = id_columns(without_fillers(stated, persons, limits.id_names))
    return {"stated": stated, **of_numbers, **birth_columns(mentions, of_numbers)}


def _place_columns(mentions: pa.Table) -> dict[str, list[Any]]:
    addresses, villages = given_values(mentions, f.ADDRESS), given_values(mentions, f.VILLAGE)
    groups = given_values(mentions, f.VILLAGE_GROUP)
    known = Villages.of(villages, addresses)
    stems = {village: village_stem(village) if village else None for village in set(villages)}
    seen: dict[tuple[str | None, str | None], Dwelling] = {}
    for address, village, group in zip(addresses, villages, groups, strict=True):
        if (address or group, village) not in seen:
            seen[address or group, village] = read_dwelling(address or group, known, village)
    places = [
        seen[address or group, village] for address, village, group in zip(addresses, villages, groups, strict=True)
    ]
    return {
        "village": [place.village for place in places],
        "part": [place.group for place in places],
        "door": [place.door for place in places],
        "township": given_values(mentions, f.TOWNSHIP),
        "reporting": [stems[village] for village in villages],
    }


def _phones(mentions: pa.Table, under: Sequence[str | None], limits: Thresholds) -> list[list[str]]:
    """Telephones, without those that stand with more households than a family's own would."""
    cells = given_values(mentions, f.PHONE)
    read = {cell: single_phones(cell) for cell in set(cells)}
    times = Counter(phone for cell in cells for phone in read[cell])
    often = {phone for phone, rows in times.items() if rows > limits.phone_heads}
    heads: dict[str, set[str | None]] = defaultdict(set)
    for cell, head in zip(cells, under, strict=True) if often else ():
        for phone in often.intersection(read[cell]):
            heads[phone].add(head)
    shared = {phone for phone, bearers in heads.items() if len(bearers) > limits.phone_heads}
    kept = {cell: [phone for phone in phones if phone not in shared] for cell, phones in read.items()}
    return [kept[cell] for cell in cells]
