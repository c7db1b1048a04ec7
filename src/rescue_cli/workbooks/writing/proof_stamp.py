"""How a sheet of our 规则校读.xlsx is known again, whatever program saved it: by the grey line under its title, or by its
title and headings. It lists rules and invented households, and is no roster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BOOK, OPINION, CLAUSE = "规则校读", "校读意见", "条款"
WHY_NO_ROSTER = "本工具写出的规则校读，不是报来的表"
SIGN_HERE = ("校读人", "校读日期", "校读结论（同意、改后同意、不同意）")  # rows to sign in; no opinion on a rule
PROOF_KIND = "proofreading"  # the workbook's property
HEAD_WITHIN = 8  # rows in which the headings stand
_STAMP = re.compile(rf"{BOOK}方案包:(?P<pack>[a-z0-9-]+)版本:(?P<version>[0-9a-f]{{8}})")


@dataclass(frozen=True)
class ProofMark:
    """Of which pack the sheet is, and the version of its text; both empty where the line is gone."""

    pack: str = ""
    version: str = ""


def stamp_line(pack: str, version: str) -> str:
    """The grey line."""
    return f"{BOOK}　方案包：{pack}　版本：{version}"


def proof_mark(rows: Sequence[Sequence[object]]) -> ProofMark | None:
    """The mark of a sheet of ours; None where it is another's."""
    top = [[bare(cell) for cell in row] for row in rows[:HEAD_WITHIN]]
    for cells in top:
        for cell in cells:
            stamp = _STAMP.fullmatch(cell)
            if stamp:
                return ProofMark(stamp["pack"], stamp["version"])
    titled = any(BOOK in cell for cells in top for cell in cells)
    return ProofMark() if titled and _opinion_place(rows) else None


def bare(cell: object) -> str:
    """A cell's text without white space."""
    return "".join(str(cell).split()).replace("：", ":")


def is_stamp(cell: object) -> bool:
    """Whether the cell holds the grey line."""
    return _STAMP.fullmatch(bare(cell)) is not None


def opinions_typed(rows: Sequence[Sequence[object]]) -> int:
    """How many opinions stand in the column for them; a signature is none."""
    return sum(1 for _ in _opinions(rows))


def text_but_opinions(rows: Sequence[Sequence[object]]) -> Iterable[str]:
    """Every text of a sheet, row by row, without white space; the grey line and what stands under 校读意见 left out."""
    place = _opinion_place(rows)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            typed = place is not None and column == place[1] and number > place[0]
            if not typed and not is_stamp(cell) and bare(cell):
                yield bare(cell)


def _opinions(rows: Sequence[Sequence[object]]) -> Iterable[str]:
    place = _opinion_place(rows)
    if place is None:
        return
    for row in rows[place[0] + 1 :]:
        if len(row) > place[1] and bare(row[place[1]]) and str(row[0]) not in SIGN_HERE:
            yield str(row[place[1]])


def _opinion_place(rows: Sequence[Sequence[object]]) -> tuple[int, int] | None:
    """Row and column of the heading 校读意见."""
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        for column, cell in enumerate(row):
            if bare(cell) == OPINION:
                return number, column
    return None
