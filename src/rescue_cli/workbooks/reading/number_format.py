"""What a number format adds to a number a person sees: words before and behind it, and how often it is divided by ten;
and whether it shows the cell at all.

Of the codes of ECMA-376 Part 1 § 18.8.31 only this is asked; how many places are shown, colours and dates are not.
"""

import datetime as dt
import operator
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

_QUOTED = re.compile(r'"([^"]*)"|[\\!](.)|_(.)|\*(.)|\[\$([^\]-]+)[^\]]*\]|\[[^\]]*\]')
_NUMBER = re.compile(r"[0#?](?:[0#?.,\x00]*[0#?.,])?|General|G/通用格式", re.IGNORECASE)
_DATE = re.compile(r"[ymdhse]|上午|下午|AM/PM|A/P|[0#?]\s*/\s*[0#?]", re.IGNORECASE)
_GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne
}  # fmt: skip
_LETTER = re.compile(r"[\w$€£+]")  # words, and what makes another amount of a number
_NO_ZERO = re.compile("#[#,.]*")  # a zero leaves nothing, or a lone point
_HAN = re.compile("[一-龥]")
_UNIT = re.compile(r"[万千百亿元圆]")
_POINT = "\x00"  # stands for a point that is only drawn
_SHOWN_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_LARGEST_STEP = 8


@dataclass(frozen=True, slots=True)
class Dress:
    """`before` and `behind` the number; `tens`: by ten to this power it is divided before it is shown."""

    before: str = ""
    behind: str = ""
    tens: int = 0

    def shown(self, value: float) -> str:
        """The value as it is seen, with all its places.

        >>> dress_of('0.00"万元"').shown(1.2), dress_of("0!.0,").shown(12345)
        ('1.2万元', '1.2345')
        """
        number = (Decimal(repr(value)) / 10**self.tens).normalize()
        return f"{self.before}{number:f}{self.behind}"


def dress_for(code: str, value: float) -> Dress | None:
    """What the format adds to this number: its sections are for positive numbers, negative ones and zero, or say when.

    >>> dress_for('[>=10000]0!.0,"万元";0"元"', 800), dress_for('0.0;"亏"0.0"万元"', -3).behind
    (Dress(before='', behind='元', tens=0), '万元')
    """
    return dress_of(_section_for(code, value))


def worded(code: str, value: float | str) -> str | None:
    """The cell as it is seen, where the format adds words that are no unit of money; else None.

    >>> worded('"泾华村"General"组"', 3), worded('[=1]"是";"否"', 0), worded('"JH"000', 7), worded('"泾华村"@', "3组")
    ('泾华村3组', '否', 'JH007', '泾华村3组')
    """
    literal: list[str] = []
    if isinstance(value, str):
        plain = _literals_out(_text_section(code) or "", literal)
        return _with_words(plain, re.search("@", plain), literal, value) if "@" in plain else None
    section = _section_for(code, value)
    plain = _literals_out(section, literal)
    bare = _GENERAL.sub("", re.sub("\x01.", "", plain))
    if dress_of(section) is not None or _DATE.search(bare) or re.search("[%@eE]", bare):
        return None
    number = _NUMBER.search(plain)
    whole = number[0].partition(".")[0] if number else ""
    shown = f"{Decimal(repr(value)).normalize():f}".zfill(whole.count("0"))
    return _with_words(plain, number, literal, shown)


def _with_words(plain: str, place: "re.Match[str] | None", literal: list[str], shown: str) -> str | None:
    """`shown` in the place of its code, the words around it; None where they are none, or the code stands in pieces."""
    before, behind = (plain[: place.start()], plain[place.end() :]) if place else (plain, "")
    if re.search("[0#?@]", re.sub("\x01.", "", before + behind)):
        return None
    words = [_words(text, literal) for text in (before, behind)]
    if not _LETTER.search("".join(words)):
        return None
    return shown.join(words) if place else words[0]


def hides(code: str, value: float | str) -> bool:
    """Whether nothing is seen of the cell.

    >>> hides(";;;", 5), hides("0;-0;;@", 0), hides("0;-0;;@", 5), hides("General", 0), hides("#,###", 0)
    (True, True, False, False, True)
    """
    section = _text_section(code) if isinstance(value, str) else _section_for(code, value)
    if section is None:
        return False
    if value == 0 and _NO_ZERO.fullmatch(_QUOTED.sub("", section).strip()):
        return True
    return len(_sections(code)) > 1 and _is_empty(section)


def without_day(code: str, day: dt.date) -> str | None:
    """The day as it is seen where the format shows no more of it than month or year; else None.

    >>> without_day('yyyy"年"m"月"', dt.date(2019, 6, 1)), without_day("yyyy", dt.date(2019, 6, 1)), without_day("m/d", dt.date(2019, 6, 1))
    ('2019年6月', '2019年', None)
    """
    bare = _QUOTED.sub("", _sections(code)[0]).casefold()
    if "y" not in bare or re.search("[dhs]", bare):
        return None
    return f"{day.year}年{day.month}月" if "m" in bare else f"{day.year}年"


def _is_empty(section: str) -> bool:
    return not _QUOTED.sub(lambda match: match[1] or match[2] or "", section).strip()


def _text_section(code: str) -> str | None:
    """The section for texts: the fourth, or the one with an @."""
    sections = _sections(code)
    if len(sections) > 3:
        return sections[3]
    return next((section for section in sections if "@" in _QUOTED.sub("", section)), None)


def _section_for(code: str, value: float) -> str:
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        chosen = next(
            (s for s, c in zip(sections, conditions, strict=True) if c is None or _holds(c, value)), "General"
        )
    else:
        place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
        chosen = sections[place]
    return chosen


def adds_something(code: str) -> bool:
    """Whether some cell is seen otherwise in this format than it is stored."""
    sections = _sections(code)
    words = "".join(match[1] or match[2] or match[5] or "" for match in _QUOTED.finditer(code))
    return (
        any(dress_of(section) is not None for section in sections)
        or (len(sections) > 1 and any(_is_empty(section) for section in sections))
        or _LETTER.search(words) is not None
        or _HAN.search(code) is not None
        or any(_NO_ZERO.fullmatch(_QUOTED.sub("", section).strip()) for section in sections)
        or without_day(code, dt.date.min) is not None
    )


@cache
def dress_of(section: str) -> Dress | None:
    """What one section of a format adds to a number, where that is a unit of money or a scale; else None.

    >>> dress_of('#,##0.00'), dress_of('0"元/月"'), dress_of("0.0,万元").tens
    (None, Dress(before='', behind='元/月', tens=0), 3)
    """
    literal: list[str] = []
    plain = _literals_out(section, literal)
    number = _NUMBER.search(plain)
    if number is None or _DATE.search(_GENERAL.sub("", re.sub("\x01.", "", plain))):
        return None
    before, behind = (_words(text, literal) for text in (plain[: number.start()], plain[number.end() :]))
    return _dress(before, behind, _tens(number[0]))


def _literals_out(section: str, literal: list[str]) -> str:
    """The section with a sign for each literal text, which `literal` takes."""

    def keep(match: re.Match[str]) -> str:
        text = match[1] if match[1] is not None else match[2] or match[5] or ""
        if text == ".":
            return _POINT
        literal.append(text)
        return f"\x01{chr(0xE000 + len(literal) - 1)}" if text else ""

    return _QUOTED.sub(keep, section)


def dress_of_text(text: str, value: float) -> Dress | None:
    """The same from a text that shows the value (an ods keeps both)."""
    numbers = list(_SHOWN_NUMBER.finditer(text))
    if len(numbers) != 1 or "%" in text or "E" in text:
        return None
    number = numbers[0]
    before, behind = text[: number.start()].strip("¥￥ "), text[number.end() :].strip()
    tens = _tens_between(number[0], value)
    return _dress(before, behind, tens)


def _dress(before: str, behind: str, tens: int) -> Dress | None:
    has_unit = _UNIT.search(before + behind) is not None
    return Dress(before if has_unit else "", behind if has_unit else "", tens) if has_unit or tens else None


@cache
def _sections(code: str) -> list[str]:
    """Cut at the semicolons that are no text."""
    sections, quoted = [""], False
    for place, sign in enumerate(code):
        escaped = place > 0 and code[place - 1] in "\\!"
        quoted ^= sign == '"' and not escaped
        if sign == ";" and not quoted and not escaped:
            sections.append("")
        else:
            sections[-1] += sign
    return sections


def _holds(condition: re.Match[str], value: float) -> bool:
    return _COMPARE[condition[1]](value, float(condition[2]))


def _words(text: str, literal: list[str]) -> str:
    words = re.sub("\x01(.)", lambda match: literal[ord(match[1]) - 0xE000], text)
    return words.replace(_POINT, ".").replace("¥", "").replace("￥", "").strip()


def _tens(number: str) -> int:
    """Commas behind the last place divide by a thousand each; places behind a point that is only drawn by ten each."""
    bare = number.rstrip(",")
    drawn = bare.rpartition(_POINT)[2] if _POINT in bare and "." not in bare else ""
    return 3 * (len(number) - len(bare)) + sum(sign in "0#?" for sign in drawn)


def _tens_between(shown: str, value: float) -> int:
    """By which power of ten the shown number is smaller; 0 where rounding explains the difference."""
    try:
        seen, stored = Decimal(shown.replace(",", "")), abs(Decimal(repr(value)))
    except InvalidOperation:
        return 0
    seen = abs(seen)
    places = len(shown.partition(".")[2])
    half = Decimal(5).scaleb(-places - 1)
    for tens in range(_LARGEST_STEP + 1):
        if abs(stored.scaleb(-tens) - seen) <= half and (seen or not tens):
            return tens
    return 0
