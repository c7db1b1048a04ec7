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
_PERSONS = rf"(?:[1-9]\d?|[一二两三四五六七八九十]{{1,3}})(?:口人|人|口|户)"
_MARKS = r"[,;。、:()\[\]“”\"·.]"
_CAUSES = "因 由于 鉴于".split()
_NOT_SETTLED = "待 拟 如 若 假 倘 或 疑 可能 是否 暂 复核 复查 复议 申诉 异议 重新 再次".split()


class Understood(NamedTuple):
    """What is understood beside the words of a value. `names`: what the piece is about; `others`: the names of other
    things, which may stand in a row with it; `beside`: words that change nothing; `reasons`: words that begin a clause of
    reasons, which may say anything. Nowhere may a word of `barred` begin; a reason holds none at all."""

    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
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
    tokens = _tokens(compact(text).upper(), _token(tuple(words), known))
    return any(any(token.groups()) for token in tokens or ())


def only_day(text: str, known: Understood) -> bool:
    """Whether the text names a day, and beside it nothing but what is understood."""
    plain = compact(text).upper()
    return re.search(_DATE, plain) is not None and _tokens(plain, _token((), known)) is not None


def clauses(text: str) -> list[str]:
    """The text at its punctuation, without what is empty."""
    return [clause for clause in re.split(r"[,;。、:()\n]+", compact(text)) if clause]


def is_settled(text: str) -> bool:
    """Nothing in the text says that it is not decided yet, or only under a condition."""
    return not any(word in text for word in _NOT_SETTLED)


def _tokens(text: str, token: re.Pattern[str]) -> list[re.Match[str]] | None:
    """The text as a row of tokens, each the longest from where the last one ended; None where something is none."""
    found: list[re.Match[str]] = []
    while (at := found[-1].end() if found else 0) < len(text):
        match = token.match(text, at)
        if match is None or match.end() == at:
            return None
        found.append(match)
    return found


@lru_cache(maxsize=1024)
def _token(words: tuple[str, ...], known: Understood) -> re.Pattern[str]:
    """One thing that is understood; each of `words` is a group of its own."""
    parts = [_DATE, _AMOUNT, _PERSONS, _MARKS]
    if known.reasons:
        why = rf"(?:(?!{_any((*known.barred, *words, *_NOT_SETTLED))})[^,;。:()])*"
        parts.append(rf"(?:{_any(_CAUSES)}){why}|(?:{_any(known.reasons)}){why}(?=[,;。:()]|$)")
    if known.names:
        own, every = _any(known.names), _any((*known.names, *known.others))
        parts.append(rf"(?:(?:{every})[、和及与])*(?:{own})(?:[、和及与](?:{every}))*")
    others = _any(set(known.barred) - {*words, *known.beside})
    spoken = {compact(word).upper() for word in words}
    literals = [
        f"({re.escape(word)})" if word in spoken else re.escape(word) for word in _longest((*words, *known.beside))
    ]
    return re.compile(f"(?!{others})(?:{'|'.join([*literals, *parts])})")


def _any(words: Iterable[str]) -> str:
    """A choice of the words, the longest first."""
    return "|".join(map(re.escape, _longest(words))) or r"(?!)"


def _longest(words: Iterable[str]) -> list[str]:
    """Each word once, the longest first."""
    return sorted({compact(word).upper() for word in words}, key=lambda word: (-len(word), word))
