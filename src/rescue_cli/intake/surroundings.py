"""Township, village, 城乡, list date and unit from what stands around a table: sheet name, title, file name, folder."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from rescue_cli.core.states import Area
from rescue_cli.core.townships import Township
from rescue_cli.core.village_merges import VillageMerges
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.values.date import date_in_text
from rescue_cli.values.money import SILENT, Unit, read_unit
from rescue_cli.values.parsed import compact

_OFFICE = re.compile(r"(?:人民政府|政府|办事处|民政办公室|民政办|民政所|社会事务办)$")
_REGION = re.compile(r"^[㐀-鿿]{2,3}(?:市|区|县)")
_TOWNSHIP_END = re.compile(r"(?:街道办事处|街道办|街道|镇|乡)$")
# 城镇, 各镇, 乡镇, 所属街道 … are kinds of township, not one.
_SOME_TOWNSHIP = re.compile(
    r"(?:[㐀-鿿]{2,3}[县区市])?[㐀-鿿]{2,4}?(?<![城乡各本全属有区县市镇街])(?:街道|镇|乡)(?![镇村级亲下])"
)
_VILLAGE_END = re.compile(r"(?:村民委员会|居民委员会|社区居委会|村委会|居委会|社区|村)$")
# 农村, 各村, 行政村 … are kinds of village, not one.
_VILLAGE_SHEET = re.compile(
    r"(?!(?:农|各|全|本|行政|自然|乡|城乡|城市农|所有)村$)[㐀-鿿]{1,8}(?:村民委员会|居民委员会|村委会|居委会|社区|村)"
)
# A row or title that says nothing but where: 泾华村, 一、泾华村（15户）, 村（居）：泾华村
_PLACE_LINE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])?(?:(?:所在|所属)?(?:行政)?(?:村|社区)"
    r"(?:\(居\)|\(居委会\)|\(社区\)|居)?(?:名称?)?:)?(?P<name>[㐀-鿿]{2,12}?)(?:\(?共?\d+户[^)]{0,8}\)?)?:?"
)
_VILLAGE_CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_FULL_TOWNSHIP = re.compile("(?:镇|乡|街道|街道办|办事处)$")
_FULL_VILLAGE = re.compile("(?:村|社区)$")
_MONTH_ALONE = re.compile(r"(?<![\d年./-])(1[0-2]|0?[1-9])月(?!\d{1,2}[日号])")
_UNIT_LINE = re.compile(r"(?<![㐀-鿿])(?:金额)?单位:?(?:[人户]、)*((?:万|千)?元[/人户月年·]*)")
_SENT_ON = re.compile(r"填报|填表|制表|上报|打印|报送")  # the day a table was filled in is not the day it speaks of


@dataclass(frozen=True)
class Surroundings:
    """The texts around a table, and nothing of its rows. `known_as`: what a mended copy's own file is called, which says where
    it is from whatever the copy is called."""

    sheet: str
    titles: tuple[str, ...]
    file: str  # relative to 收件/
    known_as: str = ""

    @property
    def stem(self) -> str:
        """The file name without its suffix."""
        return PurePosixPath(self.known_as or self.file).stem

    @property
    def folders(self) -> list[str]:
        """Folder names, the nearest first."""
        return list(PurePosixPath(self.known_as or self.file).parts[:-1])[::-1]

    @property
    def in_order(self) -> list[str]:
        """Where township and village are looked for, first come first served."""
        return [self.sheet, "\n".join(self.titles), self.stem, *self.folders]


class _Village(NamedTuple):
    """A word for a village, in a name or an address; `name`: as the workspace calls it."""

    township: str
    name: str
    word: str

    @property
    def stem(self) -> str:
        return _VILLAGE_END.sub("", compact(self.word))


class Places:
    """The workspace's townships and villages, by official name, alias and stem."""

    def __init__(self, townships: Sequence[Township]) -> None:
        self._townships = {township.name: township for township in townships}
        self._names: dict[str, str] = {}
        for township in townships:
            for word in (township.name, *township.aliases):
                self._names[compact(word)] = township.name
        self._stems = _unambiguous((_TOWNSHIP_END.sub("", word), name) for word, name in sorted(self._names.items()))
        self._villages = [
            _Village(township.name, village, word)
            for township in townships
            for village, word in township.village_words()
        ]
        self._codes = {
            code: (township.name, village) for township in townships for village, code in township.village_codes.items()
        }
        self.merges = VillageMerges.of(townships)

    @property
    def township_names(self) -> list[str]:
        """The official names, sorted."""
        return sorted(self._townships)

    @property
    def known(self) -> bool:
        """Whether the workspace lists townships at all."""
        return bool(self._townships)

    def township(self, cell: str) -> str | None:
        """The official name a cell means, or None."""
        for word in (plain := _OFFICE.sub("", compact(cell)), _REGION.sub("", plain)):
            name = self._names.get(word) or self._stems.get(_TOWNSHIP_END.sub("", word))
            if name:
                return name
        return None

    def township_around(self, around: Surroundings) -> str | None:
        """The first township the surroundings name. A text that names two says nothing."""
        named = (self._township_in(text) for text in around.in_order)
        return next((name for name in named if name), None)

    def foreign_around(self, around: Surroundings) -> str | None:
        """A township the surroundings name that is none of the workspace's; None where one of those is named too."""
        if not self.known or self.townships_around(around):
            return None
        named = (_SOME_TOWNSHIP.search(compact(text)) for text in around.in_order)
        return next((match[0] for match in named if match), None)

    def townships_around(self, around: Surroundings) -> list[tuple[str, str]]:
        """(text, township) for each text around a table that names exactly one; more than one township: they disagree."""
        named = ((text, self._township_in(text)) for text in around.in_order)
        return [(text, name) for text, name in named if name]

    def village(self, cell: str, township: str | None) -> str | None:
        """The official name of a village as the workspace lists it (of `township`, where known), or None."""
        plain = compact(cell)
        if township:
            for word in (township, _TOWNSHIP_END.sub("", township)):
                plain = plain.removeprefix(word) or plain
        stem = _VILLAGE_END.sub("", plain)
        names = {village.name for village in self._villages_of(township) if stem == village.stem}
        return names.pop() if len(names) == 1 else None

    def _villages_of(self, township: str | None) -> list["_Village"]:
        """Every word for a village of the township, and for one that went to it; of all where it is not known."""
        if township is None:
            return self._villages
        own = [village for village in self._villages if village.township == township]
        names = {village.name for village in own}
        return own + [
            village
            for village in self._villages
            if village.township != township
            and village.name not in names
            and self.merges.place(village.township, village.name)[0] == township
        ]

    def village_of_code(self, text: str, township: str | None) -> tuple[str, str] | None:
        """(township, village) of the one known 统计用区划代码 in a text, where it does not speak against `township`."""
        codes = set(_VILLAGE_CODE.findall(text)) & self._codes.keys()
        if len(codes) != 1:
            return None
        place = self._codes[codes.pop()]
        return place if township in (None, place[0], self.merges.place(*place)[0]) else None

    def unlisted(self, township: str | None, village: str | None) -> bool:
        """Whether the workspace lists all villages of the township, and this is none of them."""
        known = self._townships.get(township or "")
        if known is None or not known.lists_all or not village:
            return False
        return all(village != other.name for other in self._villages_of(township))

    def nearest_village(self, township: str, village: str) -> str:
        """The listed village most like this one, of another township with that one's name; "" where nothing is near."""
        words = {entry.word: entry.name for entry in self._villages_of(township)}
        inside = [word for word in words if word in village]
        close = max(inside, key=lambda word: (len(word), word), default=None) or nearest(village, words)
        elsewhere = sorted(
            f"{entry.name}（{entry.township}）"
            for entry in self._villages
            if entry.township != township and entry.stem == _VILLAGE_END.sub("", village)
        )
        return elsewhere[0] if elsewhere else words[close] if close else ""

    def place_in_line(self, text: str) -> tuple[str | None, str | None] | None:
        """(township, village) of a text that says nothing but where; None where it says anything else."""
        line = _PLACE_LINE.fullmatch(compact(text))
        if line is None:
            return None
        name = line["name"]
        if township := self.township(name):
            return township, None
        village = self.village(name, None) or (name if _VILLAGE_SHEET.fullmatch(name) else None)
        return (None, village) if village else None

    def village_around(self, around: Surroundings, township: str | None) -> str | None:
        """A sheet named after a village, or a village of the workspace named in sheet, title, file or folder."""
        for text in around.in_order:
            plain = compact(text)
            named = {village.word: village.name for village in self._villages_of(township) if village.word in plain}
            longest = {
                name for word, name in named.items() if not any(word != other and word in other for other in named)
            }
            if len(longest) == 1:
                return longest.pop()
        sheet = compact(around.sheet)
        lines = {place[1] for title in around.titles if (place := self.place_in_line(title)) is not None} - {None}
        if len(lines) == 1:
            return lines.pop()
        if self.township(sheet):
            return None
        return self.village(sheet, township) or (sheet if _VILLAGE_SHEET.fullmatch(sheet) else None)

    def township_of_village(self, village: str | None) -> str | None:
        """The township, where exactly one has a village of this name."""
        stem = _VILLAGE_END.sub("", compact(village or ""))
        places = {village.township for village in self._villages if stem and stem == village.stem}
        return places.pop() if len(places) == 1 else None

    def in_address(self, text: str) -> tuple[str | None, str | None]:
        """(township, village) an address names in full (大堡子镇青石村1号); a short name, or two of a kind, says nothing."""
        plain = compact(text)
        full = {name for word, name in self._names.items() if _FULL_TOWNSHIP.search(word) and word in plain}
        township = full.pop() if len(full) == 1 else None
        if full:
            return None, None
        named = [
            village
            for village in self._villages_of(township)
            if _FULL_VILLAGE.search(village.word) and village.word in plain
        ]
        longest = {
            (township or village.township, village.name)
            for village in named
            if not any(village.word != other.word and village.word in other.word for other in named)
        }
        return longest.pop() if len(longest) == 1 else (township, None)

    def area_around(self, around: Surroundings) -> Area | None:
        """城市 or 农村 where title or sheet name says one of them and not the other; names of places do not count."""
        text = compact(around.sheet + "\n" + "\n".join(around.titles))
        for word in sorted(self._names, key=len, reverse=True):
            text = text.replace(word, "")
        urban, rural = bool(re.search("城市|城镇", text)), Area.RURAL in text
        return (Area.URBAN if urban else Area.RURAL) if urban != rural else None

    def default_area(self, township: str | None, village: str | None) -> str | None:
        """What the clerk wrote down in rescue.toml; never inferred from 镇/街道."""
        known = self._townships.get(township or "")
        if known is None:
            return None
        return known.village_area.get(village or "") or known.area

    def _township_in(self, text: str) -> str | None:
        plain = compact(text)
        spans: list[tuple[int, int, str]] = []
        for word, name in self._names.items():
            spans += [(match.start(), match.end(), name) for match in re.finditer(re.escape(word), plain)]
        names = {
            name
            for start, end, name in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
        }
        return names.pop() if len(names) == 1 else None


def stated_unit(titles: Sequence[str]) -> Unit:
    """The unit of money that a row above the headings states (单位：万元), or SILENT."""
    for title in titles:
        line = _UNIT_LINE.search(compact(title))
        if line:
            return read_unit(line[1]) or SILENT
    return SILENT


def list_date(around: Surroundings) -> dt.date | None:
    """The day a list speaks of: from its title, else sheet name, else file name."""
    titles = [piece for piece in _lines(around) if not _SENT_ON.search(piece)]
    return _first_day((*titles, around.sheet, around.stem))


def sent_date(around: Surroundings) -> dt.date | None:
    """The day a table was filled in or sent, as a line above it says."""
    return _first_day([piece for piece in _lines(around) if _SENT_ON.search(piece)])


def month_named(around: Surroundings) -> int | None:
    """The one month that title, sheet or file name speaks of without a year (5月份疑点信息反馈表)."""
    for text in (*_lines(around), around.sheet, around.stem):
        named = {int(match[1]) for match in _MONTH_ALONE.finditer(compact(text))}
        if len(named) == 1:
            return named.pop()
    return None


def _lines(around: Surroundings) -> list[str]:
    return [piece for title in around.titles for piece in title.split("\n")]


def _first_day(texts: Iterable[str]) -> dt.date | None:
    return next((day for text in texts if (day := date_in_text(text)) is not None), None)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    names_by_word: dict[str, set[str]] = {}
    for word, name in pairs:
        names_by_word.setdefault(word, set()).add(name)
    return {word: names.pop() for word, names in names_by_word.items() if len(names) == 1 and word}
