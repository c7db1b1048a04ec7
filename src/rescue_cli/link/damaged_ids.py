"""身份证会诊: for a number that is none, the valid numbers of other rows that may be the one meant, with the evidence.

Nothing is filled in: a person chooses. A candidate is a number of the same person in another row – the household goes by it
already –, or it has the same name, or the same sound, and nothing against it; and either its number is nearly the damaged
one, or agrees with what shows of it, or the row says the same birth date and village.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId, IdCandidate
from rescue_cli.link.decided_pairs import mention_digests
from rescue_cli.link.id_slips import shown_words, slip_words
from rescue_cli.link.linkage_model import linking_model
from rescue_cli.values.id_number import birth_date, is_valid_id, sex
from rescue_cli.values.sound import regional

MOST = 5  # candidates told of one number
SETTLED = "已按此号码归户"
_FIRST = 100  # points before which no other candidate comes
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
    f.SHOWN_DIGITS,
)
Row = Mapping[str, Any]


def find_id_candidates(mentions: pa.Table, clusters: pa.Table) -> list[DamagedId]:
    """Every row with a damaged, masked or cut number for which there is a candidate: first those whose person has no valid
    number elsewhere, then those that have; in the order of the rows."""
    rows = mentions.select([name for name in _READ if name in mentions.column_names]).to_pylist()
    keys = zip(*(clusters[name].to_pylist() for name in f.MENTION_KEY), strict=True)
    persons = dict(zip(keys, clusters[f.PERSON].to_pylist(), strict=True))
    bearers = [persons.get(tuple(row[name] for name in f.MENTION_KEY)) for row in rows]
    by_person: dict[str, list[Row]] = defaultdict(list)
    by_sound: dict[str, list[Row]] = defaultdict(list)
    for row, bearer in zip(rows, bearers, strict=True):
        if is_valid_id(row[f.ID_NUMBER]):
            by_sound[_sound(_name(row))].append(row)
            if bearer is not None:
                by_person[bearer].append(row)
    damaged = []
    for row, digest, bearer in zip(rows, mention_digests(mentions), bearers, strict=True):
        if is_valid_id(row[f.ID_NUMBER]) or not _is_damaged(row) or not _name(row):
            continue
        own = by_person.get(bearer, []) if bearer is not None else []
        if candidates := _candidates(row, own, by_sound.get(_sound(_name(row)), ())):
            damaged.append(DamagedId(digest, row, candidates, settled=bool(own)))
    return sorted(damaged, key=lambda entry: entry.settled)


def _is_damaged(row: Row) -> bool:
    return row[f.ID_NUMBER] is not None or f.ID_NUMBER in (row.get(f.UNREAD) or ()) or bool(row.get(f.SHOWN_DIGITS))


def _candidates(row: Row, own: Sequence[Row], others: Sequence[Row]) -> tuple[IdCandidate, ...]:
    """The best of them, each number once; `own`: rows of the same person, `others`: of the same sound."""
    best: dict[str, tuple[int, IdCandidate]] = {}
    weighed = [*((other, _own(row, other)) for other in own), *((other, _weighed(row, other)) for other in others)]
    for other, weight in weighed:
        if weight is None:
            continue
        points, evidence = weight
        number = other[f.ID_NUMBER]
        candidate = IdCandidate(
            number, _name(other), (other[f.SOURCE_FILE], other[f.SHEET] or "", other[f.ROW]), evidence
        )
        if number not in best or (-points, candidate.source) < (-best[number][0], best[number][1].source):
            best[number] = (points, candidate)
    ranked = sorted(best.values(), key=lambda weighed: (-weighed[0], weighed[1].number))
    return tuple(candidate for _, candidate in ranked[:MOST])


def _own(row: Row, other: Row) -> tuple[int, str]:
    """The number by which the person of the row goes elsewhere: linking took the two rows as one."""
    points, words = _agreeing(row, other)
    return _FIRST + points, "；".join([SETTLED, *words])


def _weighed(row: Row, other: Row) -> tuple[int, str] | None:
    """Points and words, or None where something speaks against it or too little for it."""
    number, born = str(other[f.ID_NUMBER]), row.get(f.BIRTH_DATE)
    if _against(row, number, born):
        return None
    if not _near(row, number) and not (born == birth_date(number) and _same_village(row, other)):
        return None
    points, words = _agreeing(row, other)
    return points, "；".join(["校验码相符", *words])


def _agreeing(row: Row, other: Row) -> tuple[int, list[str]]:
    """What of two rows agrees, in words, and how much that is."""
    number = str(other[f.ID_NUMBER])
    near, alike = _near(row, number), _name(row) == _name(other)
    same_day = isinstance(row.get(f.BIRTH_DATE), dt.date) and row[f.BIRTH_DATE] == birth_date(number)
    phone = bool(set((row[f.PHONE] or "").split("、")) & set((other[f.PHONE] or "").split("、")) - {""})
    sound = "姓名同音" if _sound(_name(row)) == _sound(_name(other)) else ""
    words = [
        (4, near),
        (3 if alike else 2, "姓名相同" if alike else sound),
        (2, "出生日期相符" if same_day else ""),
        (1, "性别相符" if row.get(f.SEX) and row[f.SEX] == sex(number) else ""),
        (2, "同村" if _same_village(row, other) else ""),
        (2, "联系方式相同" if phone else ""),
    ]
    return sum(points for points, word in words if word), [word for _, word in words if word]


def _same_village(row: Row, other: Row) -> bool:
    return bool(row[f.VILLAGE]) and (row[f.TOWNSHIP], row[f.VILLAGE]) == (other[f.TOWNSHIP], other[f.VILLAGE])


def _against(row: Row, number: str, born: object) -> bool:
    other_day = isinstance(born, dt.date) and born != birth_date(number)
    return other_day or bool(row.get(f.SEX) and row[f.SEX] != sex(number))


def _near(row: Row, number: str) -> str:
    """How the damaged number agrees with a valid one; "" where it does not."""
    return shown_words(row.get(f.SHOWN_DIGITS), number) or slip_words(row[f.ID_NUMBER], number)


def _name(row: Row) -> str:
    return row[f.NAME] or row[f.HEAD_NAME] or ""


def _sound(name: str) -> str:
    sounds = linking_model().sounds
    return " ".join(regional(sounds[character]) if character in sounds else character for character in name)
