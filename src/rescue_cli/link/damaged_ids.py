"""身份证会诊: for a number that is none, the valid numbers of other rows that may be the one meant, with the evidence.

Nothing is filled in: a person chooses. A candidate has the same name, or the same sound, and nothing against it; and either
its number is nearly the damaged one, or the row says the same birth date and village.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from rapidfuzz.distance import OSA

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId, IdCandidate
from rescue_cli.link.decided_pairs import mention_digests
from rescue_cli.link.linkage_model import linking_model
from rescue_cli.values.id_number import birth_date, is_valid_id, sex
from rescue_cli.values.sound import regional

MOST = 5  # candidates told of one number
SLIPS = 2  # places in which a damaged number may differ from the one meant
KEPT = 14  # digits at the front that are left of a number cut off: region and birth date
_READ = (
    *f.MENTION_KEY,
    f.TOWNSHIP,
    f.VILLAGE,
    f.HEAD_NAME,
    f.NAME,
    f.ID_NUMBER,
    f.PHONE,
    f.BIRTH_DATE,
    f.SEX,
    f.UNREAD,
)
Row = Mapping[str, Any]


def find_id_candidates(mentions: pa.Table, clusters: pa.Table) -> list[DamagedId]:
    """Every row with a damaged number whose person has no valid one elsewhere, in the order of the rows."""
    rows = mentions.select([name for name in _READ if name in mentions.column_names]).to_pylist()
    keys = zip(*(clusters[name].to_pylist() for name in f.MENTION_KEY), strict=True)
    persons = dict(zip(keys, clusters[f.PERSON].to_pylist(), strict=True))
    person = [persons.get(tuple(row[name] for name in f.MENTION_KEY)) for row in rows]
    valid = [is_valid_id(row[f.ID_NUMBER]) for row in rows]
    known = {bearer for bearer, sure in zip(person, valid, strict=True) if sure}
    by_sound: dict[str, list[Row]] = defaultdict(list)
    for row, sure in zip(rows, valid, strict=True):
        if sure:
            by_sound[_sound(_name(row))].append(row)
    digests = mention_digests(mentions)
    damaged = []
    for row, digest, sure, bearer in zip(rows, digests, valid, person, strict=True):
        if sure or bearer in known or not _is_damaged(row) or not _name(row):
            continue
        candidates = _candidates(row, by_sound.get(_sound(_name(row)), ()))
        if candidates:
            damaged.append(DamagedId(digest, row, candidates))
    return damaged


def _is_damaged(row: Row) -> bool:
    return row[f.ID_NUMBER] is not None or f.ID_NUMBER in (row.get(f.UNREAD) or ())


def _candidates(row: Row, others: Sequence[Row]) -> tuple[IdCandidate, ...]:
    """The best of them, each number once."""
    best: dict[str, tuple[int, IdCandidate]] = {}
    for other in others:
        weighed = _weighed(row, other)
        if weighed is not None:
            points, evidence = weighed
            number = other[f.ID_NUMBER]
            candidate = IdCandidate(
                number, _name(other), (other[f.SOURCE_FILE], other[f.SHEET] or "", other[f.ROW]), evidence
            )
            if number not in best or (-points, candidate.source) < (-best[number][0], best[number][1].source):
                best[number] = (points, candidate)
    ranked = sorted(best.values(), key=lambda weighed: (-weighed[0], weighed[1].number))
    return tuple(candidate for _, candidate in ranked[:MOST])


def _weighed(row: Row, other: Row) -> tuple[int, str] | None:
    """Points and words, or None where something speaks against it or too little for it."""
    number = str(other[f.ID_NUMBER])
    written, born = row[f.ID_NUMBER], row.get(f.BIRTH_DATE)
    if _against(row, number, born):
        return None
    near = _near(written, number)
    village = bool(row[f.VILLAGE]) and (row[f.TOWNSHIP], row[f.VILLAGE]) == (other[f.TOWNSHIP], other[f.VILLAGE])
    same_day = isinstance(born, dt.date) and born == birth_date(number)
    phone = bool(set((row[f.PHONE] or "").split("、")) & set((other[f.PHONE] or "").split("、")) - {""})
    if not near and not (same_day and village):
        return None
    words = [
        (4 if near else 0, near),
        (2, "姓名相同" if _name(row) == _name(other) else "姓名同音"),
        (2 * same_day, "出生日期相符" if same_day else ""),
        (1, "性别相符" if row.get(f.SEX) and row[f.SEX] == sex(number) else ""),
        (2 * village, "同村" if village else ""),
        (2 * phone, "联系方式相同" if phone else ""),
    ]
    points = sum(count for count, word in words if word) + (_name(row) == _name(other))
    return points, "；".join(["校验码相符", *(word for _, word in words if word)])


def _against(row: Row, number: str, born: object) -> bool:
    other_day = isinstance(born, dt.date) and born != birth_date(number)
    return other_day or bool(row.get(f.SEX) and row[f.SEX] != sex(number))


def _near(written: str | None, number: str) -> str:
    """How the damaged number agrees with a valid one; "" where it does not."""
    if not written or len(written) < KEPT:
        return ""
    slips = OSA.distance(written, number, score_cutoff=SLIPS)
    if slips <= SLIPS:
        return "号码仅一位不同" if slips == 1 else "号码两处不同"
    return "号码前段相同，末几位残缺" if written[:KEPT] == number[:KEPT] else ""


def _name(row: Row) -> str:
    return row[f.NAME] or row[f.HEAD_NAME] or ""


def _sound(name: str) -> str:
    sounds = linking_model().sounds
    return " ".join(regional(sounds[character]) if character in sounds else character for character in name)
