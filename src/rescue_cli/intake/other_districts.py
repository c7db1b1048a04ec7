"""Places that are not of this district: another county an address or a cell names, a township on no list of the workspace."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from rescue_cli.core.townships import Township
from rescue_cli.pack.model.head import District
from rescue_cli.pack.regions import county_names
from rescue_cli.values.parsed import compact

_SHORTEST = 3  # characters of a county's name that is taken for one: 城区 and 郊区 are words
_COUNTY_END = re.compile("[县区市旗]")
_WIDER = re.compile(r"^(?:[㐀-鿿]{2,8}?(?:自治区|省))?(?:[㐀-鿿]{2,8}?(?:市|地区|盟|自治州)(?=[㐀-鿿]))?")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|街道办|办事处|苏木)$")
_TOWNSHIP_END = re.compile(r"(?:街道办事处|街道办|办事处|街道|镇|乡)$")
_PROVINCE_DIGITS, _CITY_DIGITS, _COUNTY_DIGITS = 2, 4, 6


class OtherDistricts:
    """Tells a place of another district from a misspelt one of this. Without a district of its own it knows no counties."""

    def __init__(self, district: District | None, townships: Sequence[Township]) -> None:
        self._district = district
        self._names = [word for township in townships for word in (township.name, *township.aliases)]
        self._stems = {_TOWNSHIP_END.sub("", compact(name)) for name in self._names}

    def county(self, text: str) -> str | None:
        """The county another than this that a place begins with (平罗县城关镇3组); None where that is not beyond doubt."""
        if self._district is None:
            return None
        plain = compact(text)
        if self._district.name in plain:
            return None
        wider = _WIDER.match(plain)
        for start in sorted({wider.end() if wider else 0, 0}, reverse=True):
            rest = plain[start:]
            for end in (match.end() for match in _COUNTY_END.finditer(rest[:12])):
                if rest[:end] in self._counties:
                    return rest[:end]
        return None

    def township(self, name: str) -> str | None:
        """The name, where it is plainly that of a township and like none of this district's."""
        plain = compact(name)
        stem = _TOWNSHIP_END.sub("", plain)
        if not self._names or not _TOWNSHIP.search(plain) or len(stem) < 2:  # 各镇
            return None
        return None if any(known in plain or _is_near(stem, known) for known in self._stems) else plain

    @cached_property
    def _counties(self) -> frozenset[str]:
        """Names of one county only that is in force, none of which was ever in the same city and is no longer."""
        own = self._district.code if self._district else ""
        often = Counter(name for _, name, now in county_names() if now)
        gone_here = {
            name for code, name, now in county_names() if not now and code[:_CITY_DIGITS] == own[:_CITY_DIGITS]
        }
        return frozenset(
            name
            for code, name, now in county_names()
            if now and len(name) >= _SHORTEST and name not in gone_here and code != own and often[name] == 1
        )


def _is_near(stem: str, known: str) -> bool:
    """One character written otherwise, left out or too many."""
    if abs(len(stem) - len(known)) > 1:
        return False
    shorter, longer = sorted((stem, known), key=len)
    if len(shorter) == len(longer):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) <= 1
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
