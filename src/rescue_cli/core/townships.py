"""Townships and villages of the workspace: official names, aliases, codes, villages that became part of another, and the
default 城乡 the clerk wrote down; and what a table is called that stands beside another on one sheet."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class VillageMerge:
    """撤村并居: from the day `start` on, village `old` is part of village `new` of `township`."""

    old: str
    township: str
    new: str
    start: dt.date


@dataclass(frozen=True)
class Township:
    """`area` and `village_area` are defaults of 城乡 for rows that do not say; packs ship none (三（二）1: by 户籍).

    `villages`: those of today and those merged since; `lists_all`: no other is the township's. `village_aliases`: village
    → other words for it; `village_codes`: village → its 统计用区划代码 (12 digits); `merges`: of its own villages.
    """

    name: str
    aliases: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    area: str | None = None
    village_area: Mapping[str, str] = field(default_factory=dict)
    lists_all: bool = False
    village_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    village_codes: Mapping[str, str] = field(default_factory=dict)
    merges: tuple[VillageMerge, ...] = ()

    def villages_on(self, day: dt.date) -> list[str]:
        """Without those that had become part of another by `day`."""
        gone = {merge.old for merge in self.merges if merge.start <= day}
        return [village for village in self.villages if village not in gone]

    def village_words(self) -> list[tuple[str, str]]:
        """(village, word) for every word by which one of its villages is known, its own name first."""
        return [
            (village, word)
            for village in self.villages
            for word in dict.fromkeys((village, *self.village_aliases.get(village, ())))
        ]


_BESIDE = re.compile(r"〔[A-Z]{1,3}列起〕$")


def beside_name(sheet: str, letter: str) -> str:
    """工作表 of the rows of a table that stands to the right of another, from column `letter` on.

    >>> beside_name("Sheet1", "K"), sheet_as_sent("Sheet1〔K列起〕")
    ('Sheet1〔K列起〕', 'Sheet1')
    """
    return f"{sheet_as_sent(sheet)}〔{letter}列起〕"


def sheet_as_sent(name: str) -> str:
    """The name of the sheet in the sender's file."""
    return _BESIDE.sub("", name)
