"""Which form (表) a table is: by words in title, sheet and file name; by headings only where they leave no doubt."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.core.hit_codes import HIT_FORM
from rescue_cli.pack.model import Form
from rescue_cli.values.parsed import compact

BELIEVED = 2  # a name is not believed when fewer of the form's columns are there
ONLY_HERE = 2  # a column no other form has weighs as much as two characters of a name
_SEVERAL = re.compile("[、和及与，,+＋&]")  # a file name that speaks of several forms, some perhaps by short names
# 未纳入低保家庭名册, 退出低保人员名单: no list of those who are helped
_DENIED = re.compile("(?:未(?!成年)|非(?!农)|[没不拟]|退出|停保|停发|取消|注销|申请)[㐀-鿿()]{0,10}$")
TITLE_FIRST = 1  # … and standing in the title as one
ENOUGH = 3  # columns by which a form without any name is known


@dataclass(frozen=True)
class Choice:
    """`form` is None where no form fits; `nearest` is then the one to name in the message ("" where none is near).
    `assumed`: several forms fit, and the pack's main one is taken (which the clerk is told)."""

    form: str | None
    nearest: str = ""
    assumed: bool = False
    file_says: str = ""  # the form the file name names, where sheet or title name another


class Forms:
    """The forms of a pack, ready to be recognised. `notice` is the notice's title: its words name no form."""

    def __init__(self, forms: Mapping[str, Form], notice: str) -> None:
        self._forms = forms = {name: form for name, form in forms.items() if name != HIT_FORM}
        self._checks = {name for name, form in forms.items() if form.role == "check"}
        self._notice = compact(notice)
        self._main = next((name for name, form in forms.items() if form.main), None)
        self._words = {
            name: sorted({compact(word) for word in (name, form.title, *form.names)}) for name, form in forms.items()
        }
        self._only = {
            name: {c.field for c in form.column if uses[c.field] == 1}
            for group in (
                self._checks,
                forms.keys() - self._checks,
            )  # a department's list changes nothing for the notice's forms
            for uses in [Counter(column.field for name in group for column in forms[name].column)]
            for name, form in forms.items()
            if name in group
        }
        elsewhere = {c.field for name, form in forms.items() if name not in self._checks for c in form.column}
        for name in self._checks:
            self._only[name] -= elsewhere
        self._in_turn = (forms.keys() - self._checks, self._checks)  # the notice's own forms first
        self._required = {name: {c.field for c in form.column if c.required} for name, form in forms.items()}

    def choose(
        self,
        title: str,
        sheet: str,
        outside: Sequence[str],
        fields: Mapping[str, set[str]],
        taught: Mapping[str, int] = {},
    ) -> Choice:
        """`outside`: file name, then folders. `fields`: form → its own fields among the columns, for every form. `taught`:
        form → how many of the columns a person said are fields of it."""
        if all(form.generic for form in self._forms.values()):
            return Choice(self._generic(fields))
        inside = self._named(title, fields, TITLE_FIRST) + self._named(sheet, fields, 0)
        named = [self._named(text, fields, 0) for text in outside]
        for candidates in (inside, *named):
            if candidates:
                form = max(candidates)[-1]
                several = not inside or _SEVERAL.search(outside[0])
                return Choice(form, file_says="" if several else _other(form, named[0]))
        groups = ({name: own for name, own in fields.items() if name in group} for group in self._in_turn)
        by_headings = next((known for group in groups if (known := self._by_headings(group)) is not None), None)
        if by_headings is not None:
            return Choice(by_headings)
        if (by_person := _most_taught(taught)) is not None:
            return Choice(by_person)
        if self._main and self._required[self._main] <= fields[self._main]:
            return Choice(self._main, assumed=True)
        near = max(
            sorted(self._forms),
            key=lambda name: (len(fields[name] & self._required[name]), len(fields[name])),
            default="",
        )
        return Choice(None, near if near and len(fields[near]) >= BELIEVED else "")

    def _generic(self, fields: Mapping[str, set[str]]) -> str | None:
        """Without a notice: a list that names heads or their households is one of households, else one of persons."""
        known = set().union(*fields.values())
        if len(known) < BELIEVED or not known & {f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.ADDRESS}:
            return None
        persons = next((name for name, form in sorted(self._forms.items()) if form.grain == "person"), None)
        of_homes = f.HOUSEHOLD_SIZE in known or persons is None or f.HEAD_NAME in fields[persons]
        homes = next((name for name, form in sorted(self._forms.items()) if form.grain == "household"), None)
        return homes if of_homes and homes else persons

    def _named(self, text: str, fields: Mapping[str, set[str]], bonus: int) -> list[tuple[float, int, str]]:
        """(weight, where it ends, form) for every believable form the text names."""
        plain = compact(text)
        named: list[tuple[float, int, str]] = []
        for name, words in self._words.items():
            if len(fields[name]) < BELIEVED or (name in self._checks and not fields[name] & self._only[name]):
                continue
            for word in words:
                start = plain.rfind(word)
                if start >= 0 and not (self._forms[name].role == "reference" and _DENIED.search(plain[:start])):
                    length = 1 if self._is_notice(plain, start, len(word)) else len(word)
                    weight = length + bonus + ONLY_HERE * bool(fields[name] & self._only[name])
                    named.append((weight, start + len(word), name))
        return named

    def _is_notice(self, text: str, start: int, length: int) -> bool:
        """城乡困难群体全面排查 is what the campaign is called, not what the table is."""
        around = text[max(0, start - 2) : start + length + 2]
        return len(around) >= length + 2 and around in self._notice

    def _by_headings(self, fields: Mapping[str, set[str]]) -> str | None:
        """The only form with all its required columns, or else the only one with a column that no other form has."""
        telling = {name for name, own in fields.items() if own & self._only[name]}
        whole = [
            name
            for name, own in fields.items()
            if self._required[name] <= own and (len(self._required[name]) >= ENOUGH or name in telling)
        ]
        if len(whole) == 1:
            return whole[0]
        most = max((len(fields[name]) for name in whole), default=ENOUGH)
        best = [name for name in whole or fields if name in telling and len(fields[name]) >= most]
        return best[0] if len(best) == 1 else None


def _most_taught(taught: Mapping[str, int]) -> str | None:
    """The one form whose headings a person taught most of, where she taught several: she said what the table is."""
    most = max(taught.values(), default=0)
    forms = [form for form, number in taught.items() if number == most]
    return forms[0] if most >= BELIEVED and len(forms) == 1 else None


def _other(form: str, named: Sequence[tuple[float, int, str]]) -> str:
    """The one form a text names, where it is another than `form`; a text that names several says nothing."""
    names = {name for _, _, name in named}
    return names.pop() if len(names) == 1 and form not in names else ""
