"""Facts read out of a column of free words (`[[extract]]`), where a table has no column of its own for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.pack.model import CodeList, Extract, VocabularyField
from rescue_cli.values.date import days_in_text
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


class _Read(NamedTuple):
    """`odd`: words stand there that do not answer, or answer twice."""

    value: Any = None
    odd: bool = False


def read_extracts(table: Table) -> None:
    """Fill what the form reads out of words. The field's own column goes first; whatever is read is listed in `raw`."""
    extracts = table.pack_form.extract
    for extract in extracts:
        source = table.column_of(extract.column)
        if source is None or table.column_of(extract.field) is not None:
            continue
        others = [other.part for other in extracts if other.column == extract.column and other.part]
        table.values[extract.field] = [
            _of_cell(table, extract, others, source, index) for index in range(len(table.numbers))
        ]


def _of_cell(table: Table, extract: Extract, others: Sequence[Sequence[str]], source: Column, index: int) -> Any:
    text = cell_text(table.written(source)[index])
    piece = text if compact(text) in extract.no else _piece(text, extract, others)
    if not piece or (not_given(piece) and not extract.no):
        return None
    read = _read(table, extract, piece)
    if read.value is not None:
        table.list_raw(index, source, text, shown(read.value), extract.field)
    elif read.odd:
        table.unread[index].append(extract.field)
        table.report("INTAKE-WORDS-UNREAD", index, source, piece, 所问=extract.field, 依据=extract.clause)
    return read.value


def _piece(text: str, extract: Extract, others: Sequence[Sequence[str]]) -> str:
    """The words this fact is read from; without a label of its own, those no other fact claims."""
    all_pieces = pieces(text, others)
    taken = [piece for part in others for piece in claimed(all_pieces, part)]
    own = (
        claimed(_speaking(all_pieces, extract.part, others), extract.part)
        if extract.part
        else [piece for piece in all_pieces if piece not in taken]
    )
    answers = ((piece, answer(piece.text, extract.part)) for piece in own)
    return "；".join(piece.text if words is None else words for piece, words in answers)


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


def _read(table: Table, extract: Extract, piece: str) -> _Read:
    entry = table.context.pack.vocabulary[extract.field]
    if entry.type == "yes_no":
        plain = parse_yes_no(piece).value
        value = yes_or_no(piece, extract.yes, extract.no) if plain is None else plain
        return _Read(value, value is None)
    if entry.type in ("choice", "choices"):
        return _chosen(entry, table.context.pack.codes.get(entry.codes or ""), extract, piece)
    if entry.type == "date":
        return _single(days_in_text(piece), bool(_PART_OF_DAY.search(compact(piece))))
    if entry.type in _UNITS:
        return _figure(table, entry, extract, piece)
    if entry.type == "id_number":
        return _single(_ID.findall(compact(piece).upper()), False)
    value = table.context.cells.read_cell(extract.field, _LABEL.sub("", piece, count=1).strip()).value
    return _Read(value, value is None)


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


def _chosen(entry: VocabularyField, codes: CodeList | None, extract: Extract, piece: str) -> _Read:
    """The values whose words stand in the piece; words of `no` alone mean the list's value for nothing of the kind."""
    if codes is None:
        return _Read((piece,) if entry.type == "choices" else piece)
    words = {compact(word).upper(): item.value for item in codes.item for word in (item.value, *item.synonyms)}
    stated = values_in_words(piece, words, codes.intended)
    values = () if stated.doubtful else stated.values
    if not stated.values and codes.none is not None and yes_or_no(piece, (), extract.no) is False:
        values = (codes.none,)
    if not values or (entry.type == "choice" and len(values) > 1):
        return _Read(None, True)
    return _Read(values if entry.type == "choices" else values[0])
