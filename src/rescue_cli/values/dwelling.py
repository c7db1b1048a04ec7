"""Addresses as linking compares them: the village or estate, the group or building, the door.

Unlike `address_key` this never trusts the row's own village column: a household reported by another village still writes
where it lives. The names of villages come from the roster itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rescue_cli.values.numerals import CHARACTERS, han_number
from rescue_cli.values.parsed import compact

_HAN = "[㐀-鿿]"
_NOISE = dict.fromkeys(map(ord, "()[]【】,，。;；:：.、·\"'“”"))
_DASHES = re.compile(r"[-—–―－‐~〜#]+")
_AFTER_NUMBER = "号楼|小组|村民小组|组|大队|小队|队|社(?!区)|屯|号|室|幢|栋|座|楼|单元|层|排|区(?!县)|巷|弄|期|户|-"
_WRITTEN_NUMBER = re.compile(rf"第?([{CHARACTERS}]+)(?={_AFTER_NUMBER}|$)")
_HAN_NUMBER = re.compile(f"[{CHARACTERS}第]")
_ORDINAL = re.compile(r"第(?=\d)")
_STREET = re.compile("[路街巷道大]")
_REGION = re.compile(
    rf"^(?:{_HAN}{{2,8}}?(?:自治区|省)|(?:宁夏|内蒙古|广西|西藏|新疆)(?={_HAN}))?"
    rf"(?:{_HAN}{{2,6}}?(?:自治州|地区|市)(?!场))?(?:{_HAN}{{1,6}}?(?:自治县|县|(?<![小社园街片新])区|旗))?"
)
_TOWNSHIP = re.compile(rf"^{_HAN}{{1,6}}?(?:街道办事处|街道办|街道|民族乡|镇|乡)(?!村)")
_VILLAGE_WORD = "(?:村民委员会|居民委员会|村委会|社区居委会|居委会|社区|嘎查|行政村|村)"
_VILLAGE = re.compile(rf"^((?:(?![路街巷]){_HAN}){{1,6}}?){_VILLAGE_WORD}(?!{_HAN}?[路街巷道])")
_AFTER_VILLAGE = re.compile(rf"^{_VILLAGE_WORD}+")
_VILLAGE_ENDING = re.compile(rf"{_VILLAGE_WORD}+$")
_GROUP = re.compile(r"^(\d+)(?:村民小组|小组|组|大队|小队|队|社(?!区)|屯|-)")
_BUILDING = re.compile(r"^\d+(?:号楼|栋|幢|座|楼|期|排)$")
_ESTATE_WORD = re.compile(r"(?:住宅小区|小区|号院)$")
_STREET_NUMBER = re.compile(
    rf"^{_HAN}{{1,8}}?[路街巷道]\d+号(?={_HAN}{{2,}}\d)"
)  # where an estate follows, it says enough
_FIRST_NUMBER = re.compile(r"[\d-]")
_NUMBERS = re.compile(r"\d+")
_TOWNSHIP_ENDING = re.compile(r"(?:街道办事处|街道办|街道|民族乡|镇|乡|办事处)(?:人民政府|政府)?$")
_SHORTEST = 2  # characters of a village's name that can be looked for in an address


@dataclass(frozen=True, slots=True)
class Dwelling:
    """`village`: stem of the village, or the estate; `group`: with the villagers' group or building; `door`: the door itself;
    `ends`: the door by its first and last number, however much of what lies between is written (17幢1单元104, 17-104)."""

    village: str | None = None
    group: str | None = None
    door: str | None = None
    ends: str | None = None


def village_stem(name: str) -> str:
    """泾华村 → 泾华. A name that is nothing but the word stays as it is."""
    text = compact(name)
    return _VILLAGE_ENDING.sub("", text) or text


def township_stem(name: str) -> str:
    """长桥镇 → 长桥. A name that would leave a single character stays as it is.

    >>> township_stem("后阳乡"), township_stem("城关镇人民政府"), township_stem("镇乡")
    ('后阳', '城关', '镇乡')
    """
    text = compact(name)
    stem = _TOWNSHIP_ENDING.sub("", text)
    return stem if len(stem) >= _SHORTEST else text


class Villages:
    """The roster's own villages by their stems, found in an address at one look a character."""

    def __init__(self, stems: Iterable[str], renamed: Mapping[str, str] | None = None) -> None:
        """`renamed`: stem of another name (an alias, a village that was merged) → stem of the village today."""
        self._renamed = renamed or {}
        self._stems = frozenset(stems)
        self._by_start: dict[str, list[str]] = {}
        for stem in sorted(self._stems.union(self._renamed), key=lambda stem: (-len(stem), stem)):
            if len(stem) >= _SHORTEST:
                self._by_start.setdefault(stem[:_SHORTEST], []).append(stem)

    @classmethod
    def of(cls, villages: Iterable[str | None], addresses: Iterable[str | None]) -> "Villages":
        """From the 村居 column; where nobody filled it, what at least two addresses write out."""
        stems = {village_stem(name) for name in set(villages) if name}
        if not stems:
            matches = (_VILLAGE.match(_local(_plain(text))) for text in addresses if text)
            counts = Counter(match[1] for match in matches if match)
            stems = {stem for stem, times in counts.items() if times > 1}
        return cls(stems)

    def called(self, renamed: Mapping[str, str]) -> "Villages":
        """The same where some are called otherwise too: other name → name of the village today."""
        return Villages(self._stems, {village_stem(name): village_stem(now) for name, now in renamed.items()})

    def today(self, stem: str) -> str:
        """The stem of the village as it is called today."""
        return self._renamed.get(stem, stem)

    def starting(self, text: str, start: int) -> str | None:
        """The longest village whose name stands at `start`."""
        for stem in self._by_start.get(text[start : start + _SHORTEST], ()):
            if text.startswith(stem, start):
                return stem
        return None


def read_dwelling(address: str | None, villages: Villages, own_village: str | None = None) -> Dwelling:
    """Where an address says the household lives. `own_village`: the village column, used where the address names none.

    >>> names = Villages(["泾华"])
    >>> read_dwelling("兴泾镇泾华村三组12号", names).door == read_dwelling("泾华3-12", names).door
    True
    """
    column = village_stem(own_village) if own_village else None
    if not address:
        return Dwelling(column)
    text = _plain(address)
    village, rest = _village_in(text, villages)
    if village is None:
        village, rest = column, _local(text)
    return _doors(rest, village)


def house_numbers(address: str | None) -> list[str]:
    """The numbers of an address in their order, however they are written.

    >>> house_numbers("九铺村七队15号"), house_numbers("学府佳苑17幢1单元104"), house_numbers("本村")
    (['7', '15'], ['17', '1', '104'], [])
    """
    return [number.lstrip("0") or "0" for number in _NUMBERS.findall(_plain(address))] if address else []


def _plain(address: str) -> str:
    text = _DASHES.sub("-", compact(address).translate(_NOISE))
    if not _HAN_NUMBER.search(text):
        return text

    def digits(numeral: re.Match[str]) -> str:
        number = han_number(numeral[1])
        return numeral[0] if number is None else str(number)

    return _ORDINAL.sub("", _WRITTEN_NUMBER.sub(digits, text))


def _local(text: str) -> str:
    """Without province, city, county and township."""
    rest = _REGION.sub("", text, count=1)
    return _TOWNSHIP.sub("", rest, count=1) or rest or text


def _village_in(text: str, villages: Villages) -> tuple[str | None, str]:
    """The village the address names, and what follows it. A known name counts where its word or a number follows."""
    for start in range(len(text) - _SHORTEST + 1):
        stem = villages.starting(text, start)
        if stem is None:
            continue
        rest = text[start + len(stem) :]
        if after := _AFTER_VILLAGE.match(rest):
            return villages.today(stem), rest[after.end() :]
        if rest[:1].isdigit() or (start == 0 and not _STREET.match(rest)):
            return villages.today(stem), rest
    local = _local(text)
    prefix = _VILLAGE.match(local)
    return (villages.today(prefix[1]), local[prefix.end() :]) if prefix else (None, text)


def _doors(rest: str, village: str | None) -> Dwelling:
    if "号" in rest[2:]:
        rest = _STREET_NUMBER.sub("", rest, count=1)
    first = _FIRST_NUMBER.search(rest)
    estate = _ESTATE_WORD.sub("", rest[: first.start()] if first else rest)
    tail = rest[first.start() :] if first else ""
    numbers = [number.lstrip("0") or "0" for number in _NUMBERS.findall(tail)]
    base = estate if len(estate) >= _SHORTEST else village
    if base is None or not numbers:
        return Dwelling(village or base)
    grouped = _GROUP.match(tail)
    many = len(numbers) > 1
    shared = grouped or _BUILDING.match(tail)  # nobody's door: a group, or a building and no more
    group = f"{base}/{numbers[0]}" if shared or many else None
    door = f"{base}/{'-'.join(numbers)}" if many or not shared else None
    ends = f"{base}/{numbers[0]}-{numbers[-1]}" if door and many else door
    return Dwelling(village or base, group, door, ends)
