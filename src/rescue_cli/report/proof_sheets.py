"""Sheets of 规则校读.xlsx: rows of words with a column for the opinion of who proof-reads; no cell higher than half a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.workbooks.writing import measure
from rescue_cli.workbooks.writing.proof_stamp import OPINION
from rescue_cli.workbooks.writing.sheet_layout import LayoutColumn, SheetLayout

MOST_LINES = 22  # of a cell; what is longer goes on in the next row
SIGNATURES = ("校读人", "复核人", "校读日期")
Texts = tuple[str, ...]


@dataclass(frozen=True)
class ProofSheet:
    """`widths`: heading → width, without 校读意见; `key`: the heading by which a row is known again; `rows`: texts in the
    order of the headings. `asked`: the headings that make up what an opinion is about: where they change, it is out of date."""

    name: str
    widths: Mapping[str, float]
    key: str
    asked: tuple[str, ...]
    rows: tuple[Texts, ...]
    notes: tuple[str, ...] = ()
    opinion_width: float = 15.0


@dataclass(frozen=True)
class Opinion:
    """What somebody wrote beside a row: its sheet, its key, what the row said, and the opinion."""

    sheet: str
    key: str
    about: str
    text: str


def sheet_layout(
    sheet: ProofSheet, title: str, lead: tuple[str, str, str], stamp: str, opinions: Mapping[int, str]
) -> SheetLayout:
    """`opinions`: row of `sheet.rows` → what was typed beside it."""
    columns = [LayoutColumn((name,), "text", width) for name, width in sheet.widths.items()]
    return SheetLayout(
        name=sheet.name,
        title=title,
        columns=(*columns, LayoutColumn((OPINION,), "text", sheet.opinion_width)),
        rows=[(*row, opinions.get(number, "")) for number, row in enumerate(sheet.rows)],
        lead=lead,
        notes=sheet.notes,
        signatures=SIGNATURES,
        stamp=stamp,
        empty="本方案包没有",
    )


def about(sheet: ProofSheet, row: Texts) -> str:
    """What a row says, as an opinion remembers it."""
    heads = list(sheet.widths)
    return said_of(row[heads.index(name)] for name in sheet.asked)


def said_of(texts: Iterator[str] | Sequence[str]) -> str:
    """Texts in one, however they were broken into lines."""
    return "｜".join("".join(text.split()) for text in texts)


def broken_rows(widths: Mapping[str, float], key: str, rows: Sequence[Texts]) -> tuple[Texts, ...]:
    """The rows, those too high for a page cut into several: the first has all short cells, the others its key and （续）."""
    return tuple(part for row in rows for part in _broken(list(widths), list(widths.values()), key, row))


def _broken(heads: Sequence[str], widths: Sequence[float], key: str, row: Texts) -> Iterator[Texts]:
    pieces = [_pieces(text, width) for text, width in zip(row, widths, strict=True)]
    for number in range(max(len(piece) for piece in pieces)):
        cells = [piece[number] if number < len(piece) else "" for piece in pieces]
        if number:
            again = "（续）" if number == 1 else f"（续{number}）"
            cells[heads.index(key)] = f"{row[heads.index(key)]}{again}"
            if f.SERIAL in heads:
                cells[heads.index(f.SERIAL)] = ""
        yield tuple(cells)


def _pieces(text: str, width: float) -> list[str]:
    """The text in parts of at most `MOST_LINES` lines, broken between lines; one very long line between characters."""
    parts, taken, part = [], 0, ""
    for line in _short_lines(text, width):
        lines = measure.line_count(line.removesuffix("\n"), width)
        if taken and taken + lines > MOST_LINES:
            parts.append(part.removesuffix("\n"))
            taken, part = 0, ""
        taken, part = taken + lines, part + line
    return [*parts, part]


def _short_lines(text: str, width: float) -> Iterator[str]:
    """Its lines with their ends, none that takes more than `MOST_LINES` lines of the column."""
    longest = int(measure.usable_width(width) * MOST_LINES // 2)
    for line in text.splitlines(keepends=True):
        yield from (line[start : start + longest] for start in range(0, len(line), longest))
