"""Addresses: shown as written, compared by a key in which width, numerals, prefixes and unit words are unified."""

import datetime as dt
import re
from collections.abc import Sequence

from rescue_cli.values.numerals import CHARACTERS, han_number
from rescue_cli.values.parsed import PLAIN_WORDS, Cell, Parsed, cell_text, closed_up, compact, none_given, not_given

DATE_HERE, NUMBER_HERE = "INTAKE-ADDRESS-DATE", "INTAKE-ADDRESS-NUMBER"
_NUMBER_OF_SOMEBODY = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{17}[\dXx]|\d{15}")  # telephone, ID card
_DATE = re.compile(
    r"(?:\d{4}[-/.年])?\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{1,2}"
)
_HAN = "[㐀-鿿]"
_TOWNSHIP_WORD = "(?:街道办事处|街道办|街道|镇|乡)"
_VILLAGE_WORD = "(?:村民委员会|居民委员会|村委会|居委会|社区居委会|社区|村)"
_PROVINCE = re.compile(rf"^(?:{_HAN}{{2,8}}(?:自治区|省)|(?:宁夏|内蒙古|广西|西藏|新疆)(?={_HAN}{{2,3}}市))")
_CITY = re.compile(rf"^{_HAN}{{2,3}}市")
_COUNTY = re.compile(rf"^{_HAN}{{2,3}}(?<![小社园街片])[区县]")
_ANY_TOWNSHIP = re.compile(rf"^{_HAN}{{2,6}}?{_TOWNSHIP_WORD}")
_ANY_VILLAGE = re.compile(rf"^((?:(?![路街巷]){_HAN}){{2,6}}?){_VILLAGE_WORD}(?!{_HAN}?[路街巷道])")
_AFTER_NUMBER = "小组|村民小组|组|大队|队|社(?!区)|号|室|幢|栋|座|楼|单元|层|排|区(?!县)|巷|弄|期|户"
_NUMBERED = re.compile(rf"第?([{CHARACTERS}]+)(?={_AFTER_NUMBER})")
# Several words for one thing; longer ones first.
_UNITS = (
    (re.compile(r"村民小组|小组|大队|组|队|社(?!区)"), "组"),
    (re.compile(r"号楼|幢|栋|座"), "栋"),
    (re.compile(r"门牌号?|号院|号|室|户|#"), "号"),
)
_NUMBER = re.compile(r"(\d+)(组|栋|单元|号)?")
_DASHED = re.compile(r"(\d+)-(\d+)-(\d+)号?$")
_DASHED_TWO = re.compile(r"(\d+)-(\d+)号?$")


def parse_address(cell: Cell) -> Parsed[str]:
    """The address as written, in half width and without spaces."""
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    value = closed_up(written)
    if isinstance(cell, dt.date | dt.time) or _DATE.fullmatch(value):
        return Parsed(note=DATE_HERE, changed=True)  # 5-2, as a spreadsheet makes a day of it
    if _NUMBER_OF_SOMEBODY.fullmatch(value):
        return Parsed(note=NUMBER_HERE, changed=True)
    return Parsed(value, changed=value != written)


def is_plain_address(text: str) -> bool:
    """Whether an address is taken just as it is written, as far as that is known quickly."""
    return PLAIN_WORDS.fullmatch(text) is not None and not text[:2].isdigit()


def address_key(
    address: str | None, township: str | None, village: str | None, regions: Sequence[str] = ()
) -> str | None:
    """A key equal for addresses that mean the same door, or None where the address is too weak to match on.

    Too weak: no number left, or only group and door numbers ("1组3号") with no village known. `regions` are further
    prefixes to take off (宁夏回族自治区, 银川市, 西夏区).

    >>> address_key("兴泾镇泾华村一组十二号", "兴泾镇", "泾华村") == address_key("１组12号", "兴泾镇", "泾华")
    True
    """
    if address is None:
        return None
    text, own_village = _within_village(address, township, village, regions)
    text = _DASHED_TWO.sub(r"\1栋\2号", _DASHED.sub(r"\1栋\2单元\3号", _numbers(text)))
    text = _unified_units(text)
    if not re.search(r"\d", text):
        return None
    text = re.sub(r"(\d+)$", r"\1号", text)
    if not _only_numbers(text):
        return text
    return f"{own_village}|{text}" if own_village else None


def village_named(address: str) -> str | None:
    """The village an address begins with, without its word (村, 社区), or None.

    >>> village_named("兴泾镇泾华村一组"), village_named("1组12号")
    ('泾华', None)
    """
    return _within_village(address, None, None, ())[1]


def _within_village(
    address: str, township: str | None, village: str | None, regions: Sequence[str]
) -> tuple[str, str | None]:
    """The address from below the village on, and the village's stem."""
    text = re.sub(r"[()\[\]【】,，。;；:：.、_·\"'“”/\\]", "", compact(address))
    text = _without_regions(text, township, village, regions)
    return _without_village(_without_township(text, township, village), village)


def _without_regions(text: str, township: str | None, village: str | None, regions: Sequence[str]) -> str:
    """Province, city and district off. 区/县 only where it cannot be part of an estate's name (某某小区)."""
    for region in sorted(regions, key=len, reverse=True):
        text = text.removeprefix(region)
    shorter = _CITY.sub("", _PROVINCE.sub("", text))
    after = _COUNTY.sub("", shorter)
    if after == shorter:
        return shorter or text
    stems = [_stem(name) for name in (township, village) if name]
    sure = shorter != text or _ANY_TOWNSHIP.match(after) or any(stem and after.startswith(stem) for stem in stems)
    return (after if sure else shorter) or text


def _without_township(text: str, township: str | None, village: str | None) -> str:
    """The township off. A bare stem may be a road (怀远路52号), so it goes only with its word or before the village."""
    if township:
        stem = _stem(township)
        if prefix := re.match(rf"{re.escape(stem)}{_TOWNSHIP_WORD}", text):
            return text[prefix.end() :]
        after = text.removeprefix(stem)
        if after != text and village and after.startswith(_stem(village)):
            return after
        return text
    prefix = _ANY_TOWNSHIP.match(text)
    return text[prefix.end() :] if prefix else text


def _without_village(text: str, village: str | None) -> tuple[str, str | None]:
    """The rest of the address, and the stem of the village from its column, else from the address."""
    if village:
        stem = _stem(village)
        prefix = re.match(rf"{re.escape(stem)}(?:{_VILLAGE_WORD}+|(?=[第\d{CHARACTERS}]))", text) if stem else None
        return (text[prefix.end() :] if prefix else text), stem or None
    prefix = _ANY_VILLAGE.match(text)
    return (text[prefix.end() :], prefix[1]) if prefix else (text, None)


def _stem(name: str) -> str:
    return re.sub(rf"(?:{_TOWNSHIP_WORD}|{_VILLAGE_WORD})$", "", compact(name))


def _numbers(text: str) -> str:
    def digits(numeral: re.Match[str]) -> str:
        number = han_number(numeral[1])
        return numeral[0] if number is None else str(number)

    return re.sub(r"第(?=\d)", "", _NUMBERED.sub(digits, text))


def _unified_units(text: str) -> str:
    for words, unit in _UNITS:
        text = words.sub(unit, text)
    return re.sub(r"0*(\d+)", r"\1", text.replace("-", "") if not re.search(r"\d-\d", text) else text)


def _only_numbers(text: str) -> bool:
    return not _NUMBER.sub("", text)
