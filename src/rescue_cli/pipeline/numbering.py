"""Case numbers for a run: from the record in a workspace, made up for the run alone otherwise."""

from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.link import Linked
from rescue_cli.pipeline.session import Session
from rescue_cli.record.case_numbers import Past, assign_numbers, past_of
from rescue_cli.record.journal import Journal
from rescue_cli.record.lines import Entry


def number_households(
    session: Session, mentions: pa.Table, linked: Linked, known_as: Mapping[str, str] | None = None
) -> tuple[dict[str, str], Past]:
    """户组 → 编号, and what became of numbers so far. In a workspace, numbers given before stay and new ones are appended
    to 裁定.jsonl. `known_as`: mended copy → the file it was read for: its households are those of that file."""
    numbers, entries = _assign(session, mentions, linked, _journal(session), known_as or {})
    if session.record is None or session.ad_hoc:
        return numbers, Past()
    session.record.append(entries)
    return numbers, past_of(session.record.journal)


def numbers_of(session: Session, mentions: pa.Table, linked: Linked) -> dict[str, str]:
    """户组 → 编号 as `number_households` would give it; nothing is recorded."""
    return _assign(session, mentions, linked, _journal(session), {})[0]


def _journal(session: Session) -> Journal:
    return session.record.journal if session.record and not session.ad_hoc else Journal()


def _assign(
    session: Session, mentions: pa.Table, linked: Linked, journal: Journal, known_as: Mapping[str, str]
) -> tuple[dict[str, str], list[Entry]]:
    prefix = session.pack.head.district.code if session.pack.head.district else "000000"
    townships = tuple(township.name for township in session.townships)
    groups, mentions = (_renamed(table, known_as) for table in (linked.groups, mentions))
    return assign_numbers(groups, mentions, journal, prefix, townships)


def _renamed(table: pa.Table, known_as: Mapping[str, str]) -> pa.Table:
    if not known_as:
        return table
    files = [known_as.get(file, file) for file in table[f.SOURCE_FILE].to_pylist()]
    place = table.schema.get_field_index(f.SOURCE_FILE)
    return table.set_column(place, table.schema.field(place), pa.array(files, pa.string()))
