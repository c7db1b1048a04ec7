"""What linking compares: computed once per row in Python, compared on the engine by equality alone.

Row `i` is the mention's place in the sorted order of mention keys, so nothing depends on the order rows arrive in.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.village_merges import VillageMerges
from rescue_cli.link.blank_words import given_values
from rescue_cli.link.certified_numbers import certified_numbers
from rescue_cli.link.id_features import (
    birth_columns,
    id_columns,
    numbers_read,
    shared_in_households,
    without_fillers,
    without_lent,
)
from rescue_cli.link.linkage_model import Model, Thresholds
from rescue_cli.link.name_features import Name, rarity, read_names
from rescue_cli.link.named_people import Subjects, read_subjects
from rescue_cli.link.sole_bearers import lists_of, sole_columns
from rescue_cli.link.telephones import phone_columns
from rescue_cli.pack.model import Pack
from rescue_cli.values.dwelling import Dwelling, Villages, read_dwelling, township_stem, village_stem
from rescue_cli.values.id_number import is_valid_id

FEATURES = pa.schema(
    [
        ("i", pa.int64()),
        ("home", pa.int64()),  # the household the row stands in: its first row
        ("sheet", pa.int64()),  # the sheet it stands in: the first row of it
        ("role", pa.string()),
        ("opens", pa.bool_()),  # rows of its form open a household
        ("listed", pa.bool_()),  # they are of a list, survey or result, also where they open one
        ("leads", pa.bool_()),  # it says that its person is the head; else it may be of anybody in the household
        ("person", pa.string()),  # the name the row speaks of, as written
        ("member", pa.bool_()),  # the row speaks of someone who is not the head
        ("name", pa.string()),
        ("sound", pa.string()),
        ("folded", pa.string()),
        ("surname", pa.string()),
        ("surname_sound", pa.string()),
        ("letters", pa.string()),
        ("length", pa.int64()),
        ("mask", pa.string()),  # the name with * for each character that does not show
        ("maiden", pa.string()),  # of a 张王氏 her own surname
        ("nickname", pa.bool_()),
        ("bare", pa.bool_()),  # a 小名 without a surname: 小兰, 二娃
        ("formers", pa.list_(pa.string())),  # 曾用名
        *((f"{part}{n}", pa.string()) for part in ("c", "drop") for n in (1, 2, 3, 4)),
        ("rarity", pa.float64()),
        ("uncommon", pa.bool_()),  # by the shipped table, however often this roster writes it
        ("rare", pa.bool_()),
        ("under", pa.string()),  # the head's name, of head and members alike
        ("led", pa.string()),  # its sound
        ("head", pa.string()),  # its sound, only of members: what a head says of itself is no evidence
        ("kin", pa.string()),
        ("lead_num", pa.string()),  # the whole number of the head of the household the row stands in
        ("led_many", pa.bool_()),  # heads of that name with two different numbers stand in its township
        ("sole", pa.bool_()),  # no two valid numbers stand under its name in its township
        ("sole_place", pa.bool_()),  # nor two groups or buildings
        ("sole_bearer", pa.bool_()),  # nor two years of birth, nor does a sheet list the name in two households
        ("double", pa.bool_()),  # of a name that a head and a member of one household of the township both bear
        ("stated", pa.string()),  # the ID number as far as it is one
        (
            "certified",
            pa.bool_(),
        ),  # the number is that of the disability certificate, whose first eighteen places it is
        ("shared", pa.bool_()),  # it stands somewhere in one household under two names
        ("wrote", pa.string()),  # the same, but for fillers: what is compared
        ("num", pa.string()),  # whole: 18 characters with a date in it
        ("valid", pa.bool_()),
        ("cut", pa.bool_()),
        ("id15", pa.string()),
        ("twelve", pa.string()),  # the number from the birth date on
        ("mask_num", pa.string()),  # a number of which only a part shows, as a pattern of LIKE
        ("digits", pa.int64()),  # how many of its places show
        *((f"seen_{part}", pa.string()) for part in ("region", "year", "day", "tail")),
        ("born", pa.string()),
        ("year", pa.int64()),
        ("age", pa.int64()),  # as told, where the year is not known
        ("sex", pa.string()),
        ("phones", pa.list_(pa.string())),
        ("village", pa.string()),  # by the address, else by its column
        ("part", pa.string()),
        ("door", pa.string()),
        ("ends", pa.string()),  # the door without what stands between its first and its last number
        ("township", pa.string()),
        ("reporting", pa.string()),  # the village column
    ]
)

_SEPARATORS = re.compile(r"[、，,;；/／|\s]+")


def sorted_mentions(mentions: pa.Table) -> pa.Table:
    """The mentions in the order of their keys."""
    return mentions.sort_by([(name, "ascending") for name in f.MENTION_KEY])


def row_features(
    mentions: pa.Table, pack: Pack, model: Model, limits: Thresholds, merges: VillageMerges | None = None
) -> pa.Table:
    """One line of `FEATURES` for every line of `mentions` (sorted). Villages are those of today (`merges`)."""
    subjects = read_subjects(mentions)
    forms = [pack.forms[form] for form in mentions[f.FORM].to_pylist()]
    numbers = _id_columns(mentions, subjects, limits)
    places = _place_columns(mentions, merges or VillageMerges())
    names = _name_columns(subjects.person, subjects.under, model)
    phones = phone_columns(mentions, names["under"], limits)
    sheets = lists_of(_sheets(mentions), subjects, numbers, places["door"], phones)
    columns: dict[str, Sequence[Any]] = {
        "i": range(mentions.num_rows),
        "home": subjects.home,
        "sheet": sheets,
        "role": [form.role for form in forms],
        "opens": [form.role == "roster" or form.opens for form in forms],
        "listed": [form.role != "roster" or form.aid for form in forms],
        "leads": [
            lead or (form.grain == "household" and not member)
            for form, lead, member in zip(forms, subjects.leads, subjects.member, strict=True)
        ],
        "person": subjects.person,
        "member": subjects.member,
        "kin": subjects.kin,
        "double": subjects.doubles(given_values(mentions, f.TOWNSHIP)),
        **names,
        "formers": _formers(mentions),
        **numbers,
        "lead_num": _lead_numbers(subjects, numbers),
        "led_many": _led_by_many(given_values(mentions, f.TOWNSHIP), subjects, numbers),
        **sole_columns(given_values(mentions, f.TOWNSHIP), subjects, sheets, numbers, places),
        **places,
        "phones": phones,
    }
    return pa.table(
        [pa.array(columns[name], kind) for name, kind in zip(FEATURES.names, FEATURES.types, strict=True)],
        schema=FEATURES,
    )


def former_features(features: pa.Table, model: Model) -> pa.Table:
    """The rows with a 曾用名, once for each, with it in the place of the name: they are compared under it too."""
    named = [(i, former) for i, formers in enumerate(features["formers"].to_pylist()) for former in formers]
    rows = features.take(pa.array([i for i, _ in named], pa.int64()))
    own = _name_columns([former for _, former in named], rows["under"].to_pylist(), model)
    for place, name in enumerate(FEATURES.names):
        if name in _OF_NAME:
            rows = rows.set_column(place, FEATURES.field(name), pa.array(own[name], FEATURES.field(name).type))
    return rows


_OF_NAME = (
    *("name", "sound", "folded", "surname", "surname_sound", "letters", "length", "mask", "maiden", "nickname", "bare"),
    *(f"{part}{n}" for part in ("c", "drop") for n in (1, 2, 3, 4)),
)


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
    for column in ("length", "mask", "maiden", "nickname", "bare"):
        columns[column] = [getattr(name, column) if name else None for name in names]
    columns["rarity"] = [bits[name.text] if name else None for name in names]
    columns["uncommon"] = [name is not None and name.uncommon for name in names]
    columns["rare"] = [name is not None and counts[name.folded] <= _RARE_ROWS for name in names]
    columns["under"] = [name.text if name else None for name in under]
    columns["led"] = [name.folded if name else None for name in under]
    columns["head"] = [
        head.folded if head and name and head.text != name.text else None
        for head, name in zip(under, names, strict=True)
    ]
    return columns


_RARE_ROWS = 4  # a name on no more rows than this is compared wherever it stands


def _id_columns(mentions: pa.Table, subjects: Subjects, limits: Thresholds) -> dict[str, list[Any]]:
    stated = numbers_read(given_values(mentions, f.ID_NUMBER))
    shared = shared_in_households(stated, _called_now(mentions, subjects), subjects.home)
    typed = without_fillers(stated, subjects.under, limits.id_names)
    own = without_lent(typed, subjects.home, subjects.member, shared)
    certified = [
        holder if number is None or not is_valid_id(number) else None
        for holder, number in zip(certified_numbers(mentions), own, strict=True)
    ]
    own = [holder or number for holder, number in zip(certified, own, strict=True)]
    of_numbers = id_columns(own, given_values(mentions, f.SHOWN_DIGITS))
    anywhere = {number for _, number in shared}
    return {
        "stated": stated,
        "certified": [holder is not None for holder in certified],
        "shared": [number in anywhere for number in stated],
        **of_numbers,
        **birth_columns(mentions, of_numbers),
    }


def _sheets(mentions: pa.Table) -> list[int]:
    first: dict[tuple[str, str], int] = {}
    places = zip(mentions[f.SOURCE_FILE].to_pylist(), mentions[f.SHEET].to_pylist(), strict=True)
    return [first.setdefault(place, i) for i, place in enumerate(places)]


def _called_now(mentions: pa.Table, subjects: Subjects) -> list[str | None]:
    """The names, each 曾用名 of somebody of the household being read as the name he bears now."""
    now: dict[tuple[int, str | None], str | None] = {
        (home, former): person
        for home, person, formers in zip(subjects.home, subjects.person, _formers(mentions), strict=True)
        for former in formers
    }
    return [now.get((home, name), name) for home, name in zip(subjects.home, subjects.person, strict=True)]


def _lead_numbers(subjects: Subjects, numbers: Mapping[str, Sequence[Any]]) -> list[str | None]:
    """The whole number of each row's head, where the head's own row stands in the same household."""
    of_home: dict[int, str] = {}
    for i, (home, lead, member) in enumerate(zip(subjects.home, subjects.leads, subjects.member, strict=True)):
        if lead and not member and numbers["num"][i]:
            of_home.setdefault(home, numbers["num"][i])
    return [of_home.get(home) for home in subjects.home]


def _led_by_many(
    townships: Sequence[str | None], subjects: Subjects, numbers: Mapping[str, Sequence[Any]]
) -> list[bool]:
    heads: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for town, head, lead, number in zip(townships, subjects.under, subjects.leads, numbers["num"], strict=True):
        if lead and number is not None:
            heads[town, head].add(number)
    many = {place for place, borne in heads.items() if len(borne) > 1}
    return [place in many for place in zip(townships, subjects.under, strict=True)]


def _formers(mentions: pa.Table) -> list[list[str]]:
    return [_SEPARATORS.split(names) if names else [] for names in given_values(mentions, f.FORMER_NAME)]


def _place_columns(mentions: pa.Table, merges: VillageMerges) -> dict[str, list[Any]]:
    addresses, groups = given_values(mentions, f.ADDRESS), given_values(mentions, f.VILLAGE_GROUP)
    townships, villages = merges.places(given_values(mentions, f.TOWNSHIP), given_values(mentions, f.VILLAGE))
    known = Villages.of(villages, addresses)
    called = {name: known.called(renamed) for name, renamed in merges.renamed.items()}
    towns = {town: township_stem(town) for town in set(townships) if town}
    stems = {village: village_stem(village) if village else None for village in set(villages)}
    rows = list(zip((a or g for a, g in zip(addresses, groups, strict=True)), villages, townships, strict=True))
    seen: dict[tuple[str | None, str | None, str | None], Dwelling] = {}
    for row in rows:
        if row not in seen:
            address, village, township = row
            seen[row] = read_dwelling(address, called.get(township or "", known), village)
    places = [seen[row] for row in rows]
    return {
        "village": [place.village for place in places],
        "part": [place.group for place in places],
        "door": [place.door for place in places],
        "ends": [place.ends for place in places],
        "township": [towns[town] if town else None for town in townships],
        "reporting": [stems[village] for village in villages],
    }
