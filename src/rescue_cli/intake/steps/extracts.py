"""Facts read out of a column of free words (`[[extract]]`), where a table has no column of its own for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.steps.whole_answers import left_open, only_value, own_answer, with_reasons
from rescue_cli.intake.table import Table
from rescue_cli.pack.model import CodeList, Extract, VocabularyField
from rescue_cli.values.date import days_in_text, names_part_of_day
from rescue_cli.values.parsed import cell_text, compact, not_given
from rescue_cli.values.phrases import Piece, answer, claimed, mouths, pieces, quantities, values_in_words, yes_or_no
from rescue_cli.values.yes_no import parse_yes_no

_PART_OF_DAY = re.compile(r"\d(?:月|日|号)|(?:19|20)\d{2}[-/.年]")
_ID = re.compile(r"(?<![0-9A-Z])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Z])")
_LABEL = re.compile(r"^[^:]{1,12}:")
_UNITS: Mapping[str, tuple[str, ...]] = {
    "money": ("元", "万元"),
    "quotient": ("元", "万元"),
    "count": ("户", "人", "口", "名", "个", "岁", "次", "条"),
}


class _Words(NamedTuple):
    """The words one fact is read from. `answer`: without the label before them; `whole`: as they stand; `alone`:
    the cell says nothing else."""

    answer: str
    whole: str
    alone: bool = True


class _Read(NamedTuple):
    """`odd`: words stand there that do not answer, or answer twice."""

    value: Any = None
    odd: bool = False


def read_extracts(table: Table) -> None:
    """Fill what the form reads out of words. The field's own column goes first; whatever is read is listed in `raw`."""
    extracts = table.pack_form.extract
    cut: dict[tuple[str, str], list[Piece]] = {}
    for extract in extracts:
        source = table.column_of(extract.column)
        if source is None or table.column_of(extract.field) is not None:
            continue
        others = [other.part for other in extracts if other.column == extract.column and other.part]
        strict = _strict_codes(table, extract.column)
        heard: dict[tuple[str, str], tuple[str, _Read]] = {}  # equal cells are read once
        values = []
        for index, cell in enumerate(table.written(source)):
            text = cell_text(cell)
            key = (text, _head_in(table, text, index))
            if key not in heard:
                if (extract.column, text) not in cut:
                    parts = pieces(text, others, strict=strict is not None)
                    cut[extract.column, text] = with_reasons(parts, strict) if strict else parts
                heard[key] = _heard(table, extract, others, key, cut[extract.column, text])
            values.append(_listed(table, extract, source, index, text, *heard[key]))
        table.values[extract.field] = values


def _heard(
    table: Table, extract: Extract, others: Sequence[Sequence[str]], cell: tuple[str, str], cut: Sequence[Piece]
) -> tuple[str, _Read]:
    """(the words the fact is read from, what they say). `cell`: its text, and the name of the row's head where it has it."""
    text, head = cell
    all_of_it = compact(text) in extract.no or (extract.quiet and not extract.part)
    words_of = _Words(text, text) if all_of_it else _piece(cut, extract, others)
    piece = words_of.whole if _strict_codes(table, extract.column) else words_of.answer
    if not piece or (not_given(piece) and not extract.no):
        return piece, _Read()
    return piece, _read(table, extract, words_of, others, head)


def _listed(table: Table, extract: Extract, source: Column, index: int, text: str, piece: str, read: _Read) -> Any:
    """The value, listed where it was read; a finding where words stand there that do not answer."""
    if read.value is not None:
        table.list_raw(index, source, text, shown(read.value), Rereading.EXTRACTED, name=extract.field)
    elif read.odd:
        table.unread[index].append(extract.field)
        table.report("INTAKE-WORDS-UNREAD", index, source, piece, 所问=_asked(table, extract), 依据=extract.clause)
    return read.value


def _asked(table: Table, extract: Extract) -> str:
    """What was to be read, in the sender's words: the parts of a result have names of ours."""
    if _strict_codes(table, extract.column) is None:
        return extract.field
    kind = "日期" if table.context.pack.vocabulary[extract.field].type == "date" else "办理结果"
    return f"{extract.part[0]}的{kind}" if extract.part else kind


def _piece(all_pieces: Sequence[Piece], extract: Extract, others: Sequence[Sequence[str]]) -> _Words:
    """The words this fact is read from; without a label of its own, those no other fact claims."""
    if extract.part:
        own = claimed(_speaking(all_pieces, extract.part, others), extract.part)
    else:
        taken = [piece for part in others for piece in claimed(all_pieces, part)]
        own = [piece for piece in all_pieces if piece not in taken]
    answers = ((piece, answer(piece.text, extract.part)) for piece in own)
    return _Words(
        "；".join(piece.text if words is None else words for piece, words in answers),
        "；".join(piece.text for piece in own),
        len(own) == len(all_pieces),
    )


def _strict_codes(table: Table, column: str) -> CodeList | None:
    """The list read out of the column of which some value counts only where everything beside it is understood."""
    pack = table.context.pack
    lists = (
        pack.codes.get(pack.vocabulary[extract.field].codes or "")
        for extract in table.pack_form.extract
        if extract.column == column
    )
    return next((codes for codes in lists if codes is not None and any(code.beside for code in codes.item)), None)


def _speaking(all_pieces: Sequence[Piece], part: Sequence[str], others: Sequence[Sequence[str]]) -> list[Piece]:
    """Without the pieces that hold a word of `part` only inside a longer word of another fact: 低保边缘 is not 低保."""
    longer = [word for other in others for word in other if word not in part and any(own in word for own in part)]
    kept = []
    for piece in all_pieces:
        bare = compact(piece.text)
        for word in sorted(longer, key=len, reverse=True):
            bare = bare.replace(compact(word), " ")
        if any(own in bare for own in part) or not any(own in compact(piece.text) for own in part):
            kept.append(piece)
    return kept


def _read(table: Table, extract: Extract, words_of: _Words, others: Sequence[Sequence[str]], head: str) -> _Read:
    entry, piece = table.context.pack.vocabulary[extract.field], words_of.answer
    if entry.type == "yes_no":
        value = _yes_or_no(extract, words_of)
        return _Read(value, value is None)
    if entry.type in ("choice", "choices"):
        return _of_list(table, entry, extract, words_of, others, head)
    if entry.type == "date":
        return _day(piece)
    if entry.type in _UNITS:
        return _figure(table, entry, extract, piece)
    if entry.type == "id_number":
        return _single(_ID.findall(compact(piece).upper()), False)
    value = table.context.cells.read_cell(extract.field, _LABEL.sub("", piece, count=1).strip()).value
    return _Read(value, value is None)


def _yes_or_no(extract: Extract, words_of: _Words) -> bool | None:
    """The form's own words first; a bare 是, 无 or √ only where they have none that are strict and the piece is asked for;
    nothing where a word of `unless` leaves it open."""
    if left_open(extract, words_of.whole):
        return None
    if extract.beside:
        return own_answer(extract, words_of.whole)
    value = yes_or_no(words_of.answer, extract.yes, extract.no)
    return parse_yes_no(words_of.answer).value if value is None else value


def _of_list(
    table: Table,
    entry: VocabularyField,
    extract: Extract,
    words_of: _Words,
    others: Sequence[Sequence[str]],
    head: str,
) -> _Read:
    """The value of a code list; where some of them count only with all that stands beside them, so is the piece read."""
    pack = table.context.pack
    codes = pack.codes.get(entry.codes or "")
    if codes is None or not any(code.beside for code in codes.item):
        return _chosen(entry, codes, extract, words_of.answer)
    whole = (
        words_of.whole.replace(head, ",") if head else words_of.whole
    )  # what is said of him is said of the household
    return _Read(*only_value(codes, extract, whole, others, pack.head.townships, alone=words_of.alone))


def _head_in(table: Table, text: str, index: int) -> str:
    """The name of the row's own head, where it stands in the text; else ""."""
    heads = table.values.get(f.HEAD_NAME)
    head = heads[index] if heads else None
    return head if isinstance(head, str) and len(head) > 1 and head in text else ""


def _day(piece: str) -> _Read:
    """The one day; unknown where part of another stands beside it (2022年12月1日、12月5日)."""
    days = days_in_text(piece)
    return (
        _Read(None, True)
        if days and names_part_of_day(piece)
        else _single(days, bool(_PART_OF_DAY.search(compact(piece))))
    )


def _single(values: Sequence[Any], hinted: bool) -> _Read:
    """The one value; with several nobody knows which is meant. `hinted`: something like it stands there."""
    return _Read(values[0]) if len(values) == 1 else _Read(None, bool(values) or hinted)


def _figure(table: Table, entry: VocabularyField, extract: Extract, piece: str) -> _Read:
    figures = quantities(piece, _UNITS[entry.type], extract.after)
    if not figures and extract.after:
        figures = mouths(piece)
    if len(figures) != 1:
        return _Read(None, bool(figures))
    value = table.context.cells.read_cell(entry.name, figures[0]).value
    return _Read(value, value is None)


def _or_rest(codes: CodeList, values: tuple[str, ...], piece: str, *, quiet: bool) -> tuple[str, ...]:
    """Without the list's value for everything else where there is another; that value where words are left that no other
    has. What only says that there is a reason, gives none."""
    known = tuple(value for value in values if value != codes.rest)
    if known or (quiet and not values):
        return known
    bare = compact(piece)
    for word in sorted(codes.silent, key=len, reverse=True):
        bare = bare.replace(compact(word), "")
    return (codes.rest,) if codes.rest is not None and re.search(r"\w", bare) else ()


def _chosen(entry: VocabularyField, codes: CodeList | None, extract: Extract, piece: str) -> _Read:
    """The values whose words stand in the piece; words of `no` alone mean the list's value for nothing of the kind."""
    if codes is None:
        return _Read((piece,) if entry.type == "choices" else piece)
    words = {compact(word).upper(): item.value for item in codes.item for word in (item.value, *item.synonyms)}
    stated = values_in_words(piece, words, codes.intended)
    values = () if stated.doubtful else stated.values
    if codes.rest is not None:
        values = _or_rest(codes, values, piece, quiet=extract.quiet)
    if not values and (codes.rest is not None or extract.quiet):
        return _Read()
    if not stated.values and codes.none is not None and yes_or_no(piece, (), extract.no) is False:
        values = (codes.none,)
    if not values or (entry.type == "choice" and len(values) > 1):
        return _Read(None, True)
    return _Read(values if entry.type == "choices" else values[0])
