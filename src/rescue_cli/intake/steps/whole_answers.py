"""Answers that count only where the whole of what is written is understood (`beside` in a pack)."""

from collections.abc import Sequence

from rescue_cli.pack.model import Code, CodeList, Extract, Township
from rescue_cli.values.parsed import compact
from rescue_cli.values.phrases import Piece, values_in_words
from rescue_cli.values.whole_words import CAUSES, Understood, clauses, is_settled, says_nothing, says_only


def only_value(
    codes: CodeList,
    extract: Extract,
    piece: str,
    others: Sequence[Sequence[str]],
    townships: Sequence[Township] = (),
    *,
    alone: bool = False,
) -> tuple[str | None, bool]:
    """(value of the list, whether words stand there that were not understood). A value with `beside` only where the whole
    piece is understood, `townships` among it; another where its words alone stand in it. A piece of nothing but a day
    and such words says no value, unless it is `alone` in its cell: then nobody can tell what happened on that day."""
    names = tuple(word for word in extract.part if not word.isdigit())
    around = tuple(word for other in others for word in other if not word.isdigit() and word not in names)
    strict = [code for code in codes.item if code.beside]
    spoken = tuple(word for code in codes.item for word in (code.value, *code.synonyms) if len(word) > 1)
    towns = tuple(word for town in townships for word in (town.name, *town.aliases))
    shared = (*codes.beside, *towns)
    understood = [
        code.value
        for code in strict
        if says_only(
            piece,
            _words_in(code, piece),
            Understood(names, around, (*code.beside, *shared), codes.before, code.reasons, spoken),
        )
    ]
    if understood:
        return (understood[0], False) if len(understood) == 1 else (None, True)
    if not extract.part and not alone and says_nothing(piece, Understood(beside=shared)):
        return None, False
    stated = values_in_words(
        piece, {compact(word).upper(): code.value for code in codes.item for word in _words(code)}, codes.intended
    )
    plain = [value for value in stated.values if value not in {code.value for code in strict}]
    return (plain[0], False) if len(stated.values) == 1 and plain and not stated.doubtful else (None, True)


def with_reasons(cut: Sequence[Piece], codes: CodeList | None) -> list[Piece]:
    """The pieces, one that only gives reasons put to the refusal it stands behind (低保：不符合救助条件；收入超标)."""
    refusing = [code for code in codes.item if code.reasons] if codes is not None else []
    spoken = [word for code in codes.item for word in _words(code)] if codes is not None else []
    joined: list[Piece] = []
    for piece in cut:
        starts = tuple(word for code in refusing for word in (*code.reasons, *CAUSES))
        reason = piece.text.startswith(starts) and not any(word in piece.text for word in spoken)
        before = joined[-1] if joined else None
        if reason and before and before.number == piece.number and _refuses(before.text, refusing):
            joined[-1] = Piece(piece.number, f"{before.text},{piece.text}")
        else:
            joined.append(piece)
    return joined


def _refuses(text: str, refusing: Sequence[Code]) -> bool:
    return any(word in text for code in refusing for word in (*_words(code), *code.reasoned))


def own_answer(extract: Extract, text: str) -> bool | None:
    """Yes or no, where every clause with a word of the extract's `yes` or `no` is such words and `beside` alone."""
    known = Understood(beside=extract.beside)
    answers: set[bool | None] = set()
    for clause in clauses(text):
        if any(compact(word) in clause for word in (*extract.yes, *extract.no)):
            meant = [
                kind for kind, words in ((True, extract.yes), (False, extract.no)) if says_only(clause, words, known)
            ]
            answers.add(meant[0] if len(meant) == 1 else None)
    return answers.pop() if len(answers) == 1 and is_settled(text) else None


def left_open(extract: Extract, text: str) -> bool:
    """Whether a word of `unless` stands anywhere in the cell."""
    return any(compact(word) in compact(text) for word in extract.unless)


def _words_in(code: Code, piece: str) -> tuple[str, ...]:
    """Those that mean the value in this piece: some do only where a reason is given."""
    given = any(clause.startswith((*code.reasons, *CAUSES)) for clause in clauses(piece))
    return (*_words(code), *code.reasoned) if given else _words(code)


def _words(code: Code) -> tuple[str, ...]:
    return (code.value, *code.synonyms)
