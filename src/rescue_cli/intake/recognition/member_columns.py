"""Columns that speak of further members of the household: 成员一姓名, 家庭成员2身份证号, 配偶姓名, 姓名 again and again."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Heading, key_of
from rescue_cli.pack.model import CodeList, VocabularyField

HEAD_WORDS = ("户主", "申请人", "申请者")
_MEMBER = re.compile(
    r"(?:其他|其它|共同生活|共同居住)?(?:的)?(?:家庭)?(?:成员|家属|家庭人员)(?:情况|信息|基本情况|基本信息|明细)?"
)
_NUMBER = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:第)?\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?(?:号|位|名|个|人)?(?![\d年月])"
)
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
_WHO = (f.NAME, f.ID_NUMBER, f.RELATION)  # what a group may have alone; another field only where groups share it
_FEWEST = 2  # groups whose columns say nothing of members are believed only where there are at least two


@dataclass(frozen=True)
class Group:
    """Columns of one further member. `relation`: the relation the heading itself names (配偶姓名), else ""."""

    columns: Mapping[str, Heading]
    relation: str = ""
    guessed: bool = False  # nothing in the headings says that it is a member: 姓名 stands there again


@dataclass(frozen=True)
class _Place:
    """What a heading says: of which member (a number, or a word of relation), which field."""

    label: str
    field: str
    of_members: bool  # it says 成员 or a relation, not only a number


class MemberWords:
    """The words by which a pack knows fields of a person, and relations."""

    def __init__(self, vocabulary: Iterable[VocabularyField], relations: CodeList | None) -> None:
        entries = list(vocabulary)
        self.fields = frozenset(entry.name for entry in entries if entry.of == "person")
        self._fields = {
            key_of(word): entry.name
            for entry in entries
            if entry.of == "person" and entry.kind == "input"
            for word in (entry.name, *entry.aliases)
            if not key_of(word).startswith(HEAD_WORDS)
        }
        self._places: dict[str, _Place | None] = {}
        items = relations.item[1:] if relations else ()  # the first is the head
        words = {word for item in items for word in (item.value, *item.synonyms)}
        self._relations = sorted((w for w in words if len(w) > 1 and not w[0].isdigit()), key=len, reverse=True)

    def split(self, headings: Sequence[Heading]) -> tuple[list[Heading], list[Group]]:
        """The headings of the household and its head, and the groups of further members in the order they stand."""
        groups = self._named(headings) or self._repeated(headings)
        used = {heading.number for group in groups for heading in group.columns.values()}
        return [heading for heading in headings if heading.number not in used], groups

    def field_of(self, heading: Heading) -> str | None:
        """The field of a person a heading names, 成员 or not; None where it speaks of the head or of something else."""
        joined = key_of("".join(heading.parts))
        if joined.startswith(HEAD_WORDS):
            return None
        for text in (joined, key_of(heading.parts[-1])):
            plain = _MEMBER.sub("", text, count=1)
            if field := self._fields.get(text) or self._fields.get(plain):
                return field
        return None

    def _named(self, headings: Sequence[Heading]) -> list[Group]:
        """Groups told apart by a number or a relation in the heading."""
        by_label: dict[str, dict[str, Heading]] = {}
        sure: set[str] = set()
        for heading in headings:
            place = self._place(key_of("".join(heading.parts)))
            if place is None or place.field in by_label.get(place.label, {}):
                continue
            by_label.setdefault(place.label, {})[place.field] = heading
            if place.of_members:
                sure.add(place.label)
        named = {label: columns for label, columns in by_label.items() if f.NAME in columns}
        if len(named) < _FEWEST and not named.keys() & sure:
            return []
        order = sorted(named, key=lambda label: (not label.isdigit(), int(label) if label.isdigit() else 0))
        return [Group(named[label], "" if label.isdigit() else label) for label in order]

    def _place(self, text: str) -> _Place | None:
        """What a heading says; the same headings come again in every sheet."""
        if text not in self._places:
            self._places[text] = self._find_place(text)
        return self._places[text]

    def _find_place(self, text: str) -> _Place | None:
        if text.startswith(HEAD_WORDS):
            return None
        for word in self._relations:
            field = self._fields.get(text.removeprefix(word)) if text.startswith(word) else None
            if field in (f.NAME, f.ID_NUMBER, f.PHONE, f.SEX, f.AGE, f.BIRTH_DATE):
                return _Place(word, field, True)
        for number in _NUMBER.finditer(text):
            stem = text[: number.start()] + text[number.end() :]
            plain = _MEMBER.sub("", stem, count=1).strip("()-")
            of_members = plain != stem
            field = self._fields.get(stem) or self._fields.get(plain) or (f.NAME if of_members and not plain else None)
            if field:
                return _Place(str(_number(number[1])), field, of_members)
        return None

    def _repeated(self, headings: Sequence[Heading]) -> list[Group]:
        """Groups told apart only by saying 姓名 again: 姓名 身份证号 关系 | 姓名 身份证号 关系 | …"""
        fields = [self.field_of(heading) for heading in headings]
        names = [place for place, field in enumerate(fields) if field == f.NAME]
        others = [key_of(heading.text) for heading, field in zip(headings, fields, strict=True) if field is None]
        if len(names) < _FEWEST or len(set(others)) < len(others):  # 序号 or 住址 twice: two tables side by side
            return []
        before = [place - 1 for place in names if place and fields[place - 1] == f.RELATION]
        relations = fields.count(f.RELATION)
        starts = before if relations and len(before) == relations >= len(names) - 1 else names
        starts = starts if self._has_head(headings) or len(starts) < len(names) else starts[1:]
        runs = [_run(headings, fields, start, stop) for start, stop in zip(starts, [*starts[1:], None], strict=True)]
        often = Counter(field for run in runs for field in run)
        return [
            Group(
                {field: heading for field, heading in run.items() if field in _WHO or often[field] >= _FEWEST},
                guessed=not relations and not _says_member(run),
            )
            for run in runs
        ]

    @staticmethod
    def _has_head(headings: Sequence[Heading]) -> bool:
        return any(key_of("".join(heading.parts)).startswith(HEAD_WORDS) for heading in headings)


def _says_member(columns: Mapping[str, Heading]) -> bool:
    """Whether the heading of the name says that it is a member's (成员姓名)."""
    heading = columns.get(f.NAME)
    text = key_of("".join(heading.parts)) if heading is not None else ""
    return _MEMBER.sub("", text, count=1) != text


def _run(headings: Sequence[Heading], fields: Sequence[str | None], start: int, stop: int | None) -> dict[str, Heading]:
    """The columns of a person that follow one another from `start`; the first that is none ends the group."""
    columns: dict[str, Heading] = {}
    for place in range(start, len(headings) if stop is None else stop):
        field = fields[place]
        if field is None or field in columns:
            break
        columns[field] = headings[place]
    return columns


def _number(text: str) -> int:
    """1—99, in digits or as 一 … 九十九."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + _HAN_DIGITS.get(ones, 0)
