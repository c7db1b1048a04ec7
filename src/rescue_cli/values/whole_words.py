"""Strict reading of words: what a piece says counts only where the whole of it is understood, word by word."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rescue_cli.values.numerals import NUMERAL
from rescue_cli.values.parsed import compact

_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{8}(?!\d)|\d{4}年\d{1,2}月(?:\d{1,2}[日号]|份)?|\d{1,2}月\d{1,2}[日号]"
    rf"|[{NUMERAL}]{{4}}年[{NUMERAL}]{{1,3}}月(?:[{NUMERAL}]{{1,3}}[日号])?)"
)
_SOME = r"(?=[\d,.]*[1-9])\d[\d,]*(?:\.\d+)?"  # nobody is given 0 yuan
_HAN_SUM = rf"(?!零)[{NUMERAL}]+"
_AMOUNT = rf"(?:每人每月|每人|每月|每户)?(?:{_SOME}|{_HAN_SUM})万?元整?(?:(?:每人)?每月|/月|/人·?月|/人)?"
_PERSONS = r"(?:[1-9]\d?|[一二两三四五六七八九十]{1,3})(?:口人|人|口|户)"
_MARKS = r"[,;。、:()\[\]“”\"·.]"
_ENDS = frozenset(",;。:()")  # of a clause
CAUSES = ("因", "由于", "鉴于")  # a clause that begins so gives a reason
_NOT_SETTLED = (
    "待",
    "拟",
    "如",
    "若",
    "假",
    "倘",
    "或",
    "疑",
    "可能",
    "是否",
    "暂",
    "复核",
    "复查",
    "复议",
    "申诉",
    "异议",
    "重新",
    "再次",
)


class Understood(NamedTuple):
    """What is understood beside the words of a value. `names`: what the piece is about; `others`: the names of other
    things, which may stand in a row with it; `beside`: words that change nothing; `before`: words that
    do so only before the value's own in a clause (经审批纳入, not 纳入审批); `reasons`: words that begin a clause of
    reasons, which may say anything. Nowhere may a word of `barred` begin; a reason holds none at all."""

    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


def says_only(text: str, words: Sequence[str], known: Understood) -> bool:
    """Whether one of `words` stands in the text, and beside it nothing but what is understood: days, amounts, persons,
    punctuation and what is `known`. What the mentioned words mean together is not asked: whatever turns them round
    (不, 拟, 如, 其母, 后) must not be known.

    >>> known = Understood(names=("低保",), beside=("起", "该户"))
    >>> says_only("该户2022年12月1日起纳入低保，每月500元", ["纳入"], known)
    True
    >>> [says_only(text, ["纳入"], known) for text in ("望纳入低保", "其母纳入低保", "纳入低保0元", "该户低保")]
    [False, False, False, False]
    """
    token, own, before = _known_words(tuple(words), known)
    anywhere = here = False  # anywhere, in this clause
    for word in _tokens(compact(text).upper(), token) or ():
        if here and word in before:
            return False
        here = word in own or (here and word not in _ENDS)
        anywhere = anywhere or word in own
    return anywhere


def says_nothing(text: str, known: Understood) -> bool:
    """Whether all of the text is understood, and none of it is more than a day or a word that changes nothing."""
    return _tokens(compact(text).upper(), _token((), known)) is not None


def clauses(text: str) -> list[str]:
    """The text at its punctuation, without what is empty."""
    return [clause for clause in re.split(r"[,;。、:()\n]+", compact(text)) if clause]


def is_settled(text: str) -> bool:
    """Nothing in the text says that it is not decided yet, or only under a condition."""
    return not any(word in text for word in _NOT_SETTLED)


@lru_cache(maxsize=1024)
def _known_words(words: tuple[str, ...], known: Understood) -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """(one thing that is understood, the value's own words, those that may stand only before them)."""
    own = frozenset(_longest(words))
    return _token(words, known), own, frozenset(_longest(known.before)).difference(own, _longest(known.beside))


def _tokens(text: str, token: re.Pattern[str]) -> list[str] | None:
    """The text as a row of tokens, each the longest from where the last one ended; None where something is none."""
    tokens, start = list[str](), 0
    while start < len(text):
        match = token.match(text, start)
        if match is None or match.end() == start:
            return None
        tokens.append(match[0])
        start = match.end()
    return tokens


@lru_cache(maxsize=1024)
def _token(words: tuple[str, ...], known: Understood) -> re.Pattern[str]:
    """One thing that is understood."""
    parts = [_DATE, _AMOUNT, _PERSONS, _MARKS]
    if known.reasons:
        why = rf"(?:(?!{_any((*known.barred, *words, *_NOT_SETTLED))})[^,;。:()])*"
        parts.append(rf"(?:{_any(CAUSES)}){why}|(?:{_any(known.reasons)}){why}(?=[,;。:()]|$)")
    if known.names:
        own, every = _any(known.names), _any((*known.names, *known.others))
        parts.append(rf"(?:(?:{every})[、和及与])*(?:{own})(?:[、和及与](?:{every}))*")
    literals = (*words, *known.beside, *known.before)
    others = _any(set(known.barred).difference(literals, known.names, known.others))  # a name alone may be an answer
    return re.compile(f"(?!{others})(?:{'|'.join([_any(literals), *parts])})")


def _any(words: Iterable[str]) -> str:
    """A choice of the words, the longest first."""
    return "|".join(map(re.escape, _longest(words))) or r"(?!)"


def _longest(words: Iterable[str]) -> list[str]:
    """Each word once, the longest first."""
    return sorted({compact(word).upper() for word in words}, key=lambda word: (-len(word), word))
