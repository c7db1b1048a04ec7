"""Rows of lists, surveys and results that are taken as a household's by a damaged or masked number: its reason says so."""

from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core.states import Band
from rescue_cli.pack.model import Pack
from rescue_cli.settle.doubted_cells import Place, is_roster
from rescue_cli.settle.possible_answers import Placed
from rescue_cli.settle.waiting_notes import NOTES

_NUMBER = "身份证号"
_WHOLE = ("身份证号相同", "身份证号不全", "身份证号不同")  # no number that is only like the other
SHOWN = 3  # rows named; how many more there are is said


def damaged_number_notes(pairs: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: Pack) -> pa.Table:
    """NOTES, one line a case with such rows. Rows of two rosters are no matter of aid: the roster book shows them."""
    lines = [
        (tuple(tuple(line[name] for name in side) for side in (c.LEFT, c.RIGHT)), words)
        for line in pairs.filter(pc.equal(pairs[c.BAND], Band.SAME)).to_pylist()
        if (words := _likeness(line[c.EVIDENCE]))
    ]
    placed = Placed(mentions, clusters, {place for sides, _ in lines for place in sides})
    hits: dict[str, set[str]] = defaultdict(set)
    for sides, words in lines:
        case = placed.case.get(sides[0])
        others = [place for place in sides if not is_roster(placed.form.get(place), pack)]
        if case is not None and case == placed.case.get(sides[1]) and len(others) == 1:
            hits[case].add(_row_words(placed, others[0], words))
    columns = [sorted(hits), [_sentence(hits[case]) for case in sorted(hits)]]
    return pa.table(dict(zip(NOTES.names, columns, strict=True)), schema=NOTES)


def _likeness(evidence: str | None) -> str:
    parts = (evidence or "").split("；")
    return next((part for part in parts if part.startswith(_NUMBER) and part not in _WHOLE), "")


def _row_words(placed: Placed, place: Place, words: str) -> str:
    return f"{placed.form[place]}第{place[2]}行（{words}）"


def _sentence(rows: set[str]) -> str:
    shown = sorted(rows)
    more = f"等{len(shown)}行" if len(shown) > SHOWN else ""
    return f"；按残缺号码认定，见{'、'.join(shown[:SHOWN])}{more}"
