"""Which field a column is, by its heading: form aliases first, then the data dictionary."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rescue_cli.core import fields as f
from rescue_cli.pack.model import Form, VocabularyField
from rescue_cli.values.character_forms import has_odd_forms, usual_forms
from rescue_cli.values.money import SILENT, Unit, period_in_words, read_unit
from rescue_cli.values.parsed import REMEMBERED, compact, words
from rescue_cli.values.traditional_characters import also_written, simplified

NAMING = (f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.ADDRESS)  # columns that say whom a row speaks of
_MARKS = re.compile(r"[*★☆※▲△#:_\"“”]|^\d{1,2}[.、]|^[一二三四五六七八九十]{1,2}、")
_BRACKETS = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]")
_TRAILING_UNIT = re.compile(r"[/,]?((?:万|千|百)?元(?:/[人户月年·/]+)?)$")
_SPACES = frozenset(filter(str.isspace, map(chr, range(0x3001))))  # the ideographic space is the last
_HAN = re.compile("[一-龥]")
_CODE_BEHIND = re.compile(r"(?:[_\-—.:/|]+[A-Za-z0-9_]+|[a-z][a-z0-9_]+|[\[(<{][A-Za-z][A-Za-z0-9_]*[\])>}])$")
_CODE_BEFORE = re.compile(r"^(?:[A-Za-z0-9_]+[_\-—.:/|]+|[A-Za-z]+\d+|[a-z][a-z0-9_]+(?=[一-龥]))")
_CODE_AROUND = re.compile(r"^[A-Za-z][A-Za-z0-9_]*[\[(<{](.*[一-龥].*)[\])>}]$")
_AMONG = re.compile(r"^其中[、,]?")
_WHOLE = words("总数 合计 小计 数量 总计 人数 总人数 金额")  # leaf words that only repeat their parent


@dataclass(frozen=True)
class Heading:
    """The heading of one column: its physical number and its texts from the top level down."""

    number: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its levels joined by "/", as it is listed."""
        return "/".join(" ".join(part.split()) for part in self.parts)

    @cached_property
    def unit(self) -> Unit:
        """The unit named in the heading's brackets, else the period its words name (家庭月收入), lowest level first."""
        periods = (period_in_words(_BRACKETS.sub("", compact(part))) for part in reversed(self.parts))
        words = Unit(period=next((period for period in periods if period), None))
        for part in reversed(self.parts):
            plain = compact(part)
            named = [*_BRACKETS.findall(plain), *_TRAILING_UNIT.findall(_BRACKETS.sub("", plain))]
            units = [unit for text in named if (unit := read_unit(text.removeprefix("单位:"))) is not None]
            if units:
                return units[0].over(words)
        return words

    @cached_property
    def keys(self) -> list[str]:
        """Words to look it up by, best first: parent and leaf joined, leaf, parent of an empty leaf."""
        joined = ["".join(self.parts)] if len(self.parts) > 1 else []
        texts = [*joined, *self.parts[-1:]]
        if len(self.parts) > 1 and key_of(self.parts[-1]) in _WHOLE:
            texts.append(self.parts[-2])
        keys = [key for text in texts for key in (key_of(text), _bare(text), _TRAILING_UNIT.sub("", _bare(text)))]
        keys += [_AMONG.sub("", key) for key in keys]
        uncoded = [rest for part in (*joined, self.parts[-1]) if (rest := _without_code(part)) != compact(part)]
        keys += [key for rest in uncoded for key in (key_of(rest), _bare(rest))]
        return [key for key in dict.fromkeys(keys) if key]


@dataclass(frozen=True)
class Column:
    """A column of a table. `field` is None where nobody recognised it, or another column already is that (`twice`)."""

    heading: Heading
    field: str | None
    twice: str = ""
    settled: bool = False  # a person said that it is no field of the form


Learned = Mapping[str, str | None]  # key of a heading's text → the field a person said it is, None for no field
NOTHING: Learned = {}


@lru_cache(maxsize=REMEMBERED)
def key_of(text: str) -> str:
    """A heading as it is compared: half width, no spaces or line breaks, no marks."""
    return _MARKS.sub("", compact(text))


def _without_code(text: str) -> str:
    """户主姓名_hzxm, hzxm-户主姓名, hzxm(户主姓名), A0101户主姓名 without the code a system adds; a word of Latin letters alone
    (户主ID) is none."""
    plain = compact(text)
    if around := _CODE_AROUND.match(plain):
        return around[1]
    for code in (_CODE_BEHIND, _CODE_BEFORE):
        rest = code.sub("", plain)
        if rest != plain and _HAN.search(rest):
            return rest
    return plain


def _bare(text: str) -> str:
    return _MARKS.sub("", _BRACKETS.sub("", compact(text)))


class Headings:
    """All headings a pack knows, and the fields they stand for in each form."""

    def __init__(
        self, forms: Mapping[str, Form], vocabulary: Iterable[VocabularyField], taught: Iterable[str] = ()
    ) -> None:
        """`taught`: headings people said are fields, by which a sheet is recognised too."""
        known = [entry for entry in vocabulary if entry.kind == "input"]
        self._dictionary: dict[str, str] = {}
        for entry in known:
            self._dictionary.setdefault(key_of(entry.name), entry.name)
        for entry in known:
            for alias in entry.aliases:
                self._dictionary.setdefault(key_of(alias), entry.name)
        # Heading and period → field: a word that two fields share (人均收入) is the one whose period the heading names.
        self._by_period: dict[tuple[str, str | None], str] = {
            (key_of(alias), period): entry.name
            for entry in known
            if (period := (read_unit(entry.unit) or SILENT).period)
            for alias in entry.aliases
        }
        self._forms = {name: _form_words(form) for name, form in forms.items()}
        self._households = {
            name
            for name, form in forms.items()
            if form.grain == "household" and any(column.field == f.HEAD_NAME for column in form.column)
        }
        self._known = set(self._dictionary).union(taught, *self._forms.values())
        starts = frozenset(word[:1] for word in self._known)
        self._starts = starts | also_written(starts) | _SPACES

    def recognised(self, headings: Sequence[Heading]) -> int:
        """How many columns have a heading that some form or the dictionary knows, each heading counted once."""
        keys = (next((key for key in heading.keys if key in self._known), None) for heading in headings)
        return len(set(keys) - {None})

    def plainly(self, cells: Sequence[object]) -> int:
        """How many cells are known headings to the letter, white space aside (cheap: asked of every row)."""
        starts = self._starts
        texts = [cell for cell in cells if cell.__class__ is str and (cell[:1] in starts or has_odd_forms(cell))]
        return sum(["".join(simplified(usual_forms(text)).split()) in self._known for text in texts])

    def words(self, cells: Sequence[object]) -> frozenset[str]:
        """The known headings among these cells (a colon after them does not matter)."""
        texts = (key_of(cell) for cell in cells if isinstance(cell, str))
        return frozenset(text for text in texts if text in self._known)

    def knows(self, text: str, form: str) -> bool:
        """Whether a heading, its levels joined by "/", is a field in this form."""
        return bool(self._fields(Heading(1, tuple(text.split("/"))), form))

    def name_people(self, words: Iterable[str]) -> bool:
        """Whether one of these known headings is a name, an ID number or an address in some form."""
        indexes = (self._dictionary, *self._forms.values())
        return any(index.get(word) in NAMING for word in words for index in indexes)

    def say_who(self, texts: Iterable[str]) -> bool:
        """Whether one of the texts is a heading of a name or an ID number, and of nothing else a cell may hold."""
        fields = {name for key in map(key_of, texts) if key in self._known for name in self._of_key(key)}
        return bool(fields & {f.HEAD_NAME, f.NAME, f.ID_NUMBER})

    def _of_key(self, key: str) -> set[str]:
        indexes = (self._dictionary, *self._forms.values())
        return {index[key] for index in indexes if key in index}

    def names_people(self, headings: Sequence[Heading]) -> bool:
        """Whether some column is a name, an ID number or an address."""
        return any(set(self._fields(heading, None)) & set(NAMING) for heading in headings)

    def assign(self, headings: Sequence[Heading], form: str | None, learned: Learned = NOTHING) -> list[Column]:
        """The field of each column. What a person `learned` us comes first, then a field's own name, then aliases; the
        first of two equals wins."""
        taught = {heading.number: learned[key] for heading in headings if (key := key_of(heading.text)) in learned}
        options = {
            heading.number: [] if heading.number in taught else self._fields(heading, form) for heading in headings
        }
        taken: dict[str, int] = {}
        for number, field in taught.items():
            if field is not None:
                taken.setdefault(field, number)
        for exact in (True, False):
            for heading in headings:
                if heading.number in taken.values():
                    continue
                names = options[heading.number]
                if exact:  # what the form says of a word outweighs a dictionary name (低保人数 in a list of 低保)
                    names = [name for name in names[:1] if key_of(name) in heading.keys]
                free = next((name for name in names if name not in taken), None)
                if free is not None:
                    taken[free] = heading.number
        self._head_by_name(taken, form)
        fields = {number: field for field, number in taken.items()}
        return [
            _column(
                heading, fields.get(heading.number), options[heading.number], taught.get(heading.number, "") is None
            )
            for heading in headings
        ]

    def _head_by_name(self, taken: dict[str, int], form: str | None) -> None:
        """In a form of one row a household, a lone 姓名 column is the head's."""
        if form in self._households and f.NAME in taken and not {f.HEAD_NAME, f.RELATION} & set(taken):
            taken[f.HEAD_NAME] = taken.pop(f.NAME)

    def _fields(self, heading: Heading, form: str | None) -> list[str]:
        own = self._forms.get(form or "", {})
        period = heading.unit.period
        names = [
            name
            for key in heading.keys
            for name in (own.get(key), self._by_period.get((key, period)), self._dictionary.get(key))
            if name is not None
        ]
        return list(dict.fromkeys(names))


def _form_words(form: Form) -> dict[str, str]:
    words: dict[str, str] = {}
    for column in form.column:
        words.setdefault(key_of(column.field), column.field)
    for column in form.column:
        if column.head:
            words.setdefault(key_of("".join(column.head)), column.field)
    for column in form.column:
        for alias in column.aliases:
            words.setdefault(key_of(alias), column.field)
    return words


def _column(heading: Heading, field: str | None, options: Sequence[str], settled: bool) -> Column:
    return Column(heading, field, options[0] if field is None and options else "", settled)
