"""Values a person put right (合并名册 › 更正): read in place of what is told, before anything is linked, each listed in `raw`.

A correction stands while every row it was made for that says anything says the old value, or already the new one. Where one
says something else, or none of them is there any more, nothing is put in its place: the person is asked again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import value_text
from rescue_cli.core.answer_states import CorrectionState
from rescue_cli.core.change_tables import CORRECTED
from rescue_cli.core.states import Rereading
from rescue_cli.core.tables import RAW
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.intake import Intake
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.link import mention_digests
from rescue_cli.pack.model import Pack
from rescue_cli.record.decisions import Correction, Decisions, correction_question, row_key
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.settle import Cell


def row_keys_of(mentions: pa.Table) -> list[str]:
    """What corrections know each row by; of the mentions as they were read."""
    return [row_key(*pair) for pair in zip(mention_digests(mentions), mentions[f.FORM].to_pylist(), strict=True)]


def with_corrections(intake: Intake, decided: Decisions, pack: Pack) -> tuple[Intake, frozenset[Cell]]:
    """The corrections of the record carried out, with what became of each (`corrected`); and the cells put right."""
    if not decided.corrected:
        return intake, frozenset()
    rows_by_key: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(row_keys_of(intake.mentions)):
        rows_by_key[decided.seal(key)].append(place)
    texts: dict[str, list[str]] = {}
    changed: dict[str, dict[int, Any]] = defaultdict(dict)
    lines = []
    cells = Cells(pack)
    for correction in decided.corrected:
        rows = sorted(place for key in correction.rows for place in rows_by_key.get(key, ()))
        name = correction.field
        if name not in texts:
            values = intake.mentions[name].to_pylist() if name in intake.mentions.column_names else []
            texts[name] = [value_text(value) for value in values]
        state, now = _state(correction, [texts[name][row] for row in rows] if texts[name] else [])
        value = cells.read_cell(name, correction.value).value if name in pack.vocabulary else None
        if value is None:
            state = CorrectionState.LAPSED
        if state == CorrectionState.STANDS:
            wrong = [row for row in rows if texts[name][row] == correction.old]
            changed[name] |= dict.fromkeys(wrong, (value, correction))
        lines.append(_line(correction, state, now))
    table = pa.Table.from_pylist(lines, schema=CORRECTED)
    return _put_in(replace(intake, corrected=table), changed)


def _state(correction: Correction, texts: Sequence[str]) -> tuple[CorrectionState, str]:
    """What the rows make of it, and what they say where it does not stand. A blank says nothing, where a value was wrong."""
    said_now = sorted({text for text in texts if text or not correction.old})
    if not set(said_now) <= {correction.old, correction.value}:
        return CorrectionState.LAPSED, "、".join(text for text in said_now if text != correction.old)
    if correction.old in said_now:
        return CorrectionState.STANDS, ""
    return (CorrectionState.MENDED if said_now else CorrectionState.LAPSED), ""


def _line(correction: Correction, state: CorrectionState, now: str) -> dict[str, str]:
    values = (correction.case, correction.name, correction.field, correction.old, correction.value)
    signed = (correction.reason, correction.by, correction.when)
    code = shown_code(correction_question(correction.case, correction.name, correction.field))
    return dict(zip(CORRECTED.names, (*values, *signed, state, now, code), strict=True))


def _put_in(
    intake: Intake, changed: Mapping[str, Mapping[int, tuple[Any, Correction]]]
) -> tuple[Intake, frozenset[Cell]]:
    mentions = intake.mentions
    places = list(zip(*(mentions[key].to_pylist() for key in (f.SOURCE_FILE, f.SHEET, f.ROW)), strict=True))
    raw, cells = [], set()
    for name, of_field in sorted(changed.items()):
        values = mentions[name].to_pylist()
        for row, (value, correction) in sorted(of_field.items()):
            file, sheet, number = places[row]
            entry = (file, sheet, number, "", name, correction.old, correction.value, Rereading.CORRECTED, None)
            raw.append(dict(zip(RAW.names, entry, strict=True)))
            cells.add((file, sheet_as_sent(sheet or ""), number, name))
            values[row] = list(value) if isinstance(value, tuple) else value
        mentions = _with_column(mentions, name, values)
    mentions = _readable(mentions, changed)
    more = pa.concat_tables([intake.raw, pa.Table.from_pylist(raw, RAW)])
    return replace(intake, mentions=mentions, raw=more, as_sent=intake.mentions), frozenset(cells)


def _readable(mentions: pa.Table, changed: Mapping[str, Mapping[int, Any]]) -> pa.Table:
    """What was put right is neither unreadable nor emptied nor masked any more."""
    for listed in (f.UNREAD, f.CLEARED):
        if listed in mentions.column_names:
            names = mentions[listed].to_pylist()
            for name, of_field in changed.items():
                for row in of_field:
                    names[row] = [other for other in names[row] or () if other != name] or None
            mentions = _with_column(mentions, listed, names)
    if f.ID_NUMBER in changed and f.SHOWN_DIGITS in mentions.column_names:
        digits = mentions[f.SHOWN_DIGITS].to_pylist()
        mentions = _with_column(
            mentions, f.SHOWN_DIGITS, [None if row in changed[f.ID_NUMBER] else d for row, d in enumerate(digits)]
        )
    return mentions


def _with_column(mentions: pa.Table, name: str, values: Sequence[Any]) -> pa.Table:
    index = mentions.schema.get_field_index(name)
    return mentions.set_column(index, mentions.schema.field(index), pa.array(values, mentions.schema.field(index).type))
