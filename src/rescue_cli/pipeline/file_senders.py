"""Whom each file came from."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.intake.surroundings import Places, Surroundings
from rescue_cli.pipeline.session import Session


def senders(
    session: Session, files: pa.Table, mentions: pa.Table, recipients: Mapping[str, str] | None = None
) -> dict[str, str]:
    """File → who sent it: of a hand-out that came back whom it was for (`recipients`); else the township its name or folder
    says, else the only one of its rows, else the office its rows name, else folder or file name (which is nobody a letter
    could be sent to: see `addressees`)."""
    places = Places(session.townships)
    townships = _named_by_file(mentions, f.TOWNSHIP)
    offices = [_named_by_file(mentions, name) for name in _office_fields(session)]
    senders_of = {}
    for file in files[f.SOURCE_FILE].to_pylist():
        named = places.township_around(Surroundings("", (), file))
        path = PurePosixPath(file)
        by_rows = (
            next(iter(names)) for names in (by_file[file] for by_file in (townships, *offices)) if len(names) == 1
        )
        senders_of[file] = named or next(by_rows, path.parts[0] if len(path.parts) > 1 else path.stem)
    return senders_of | dict(recipients or {})


def addressees(session: Session, mentions: pa.Table) -> frozenset[str]:
    """Whom a letter can be sent to: townships of the workspace (of the rows, where it lists none) and offices that rows
    name. A folder is nobody, and the bureau does not write to itself."""
    listed = [township.name for township in session.townships]
    own = listed or [name for names in _named_by_file(mentions, f.TOWNSHIP).values() for name in names]
    offices = [
        name
        for field in _office_fields(session)
        for names in _named_by_file(mentions, field).values()
        for name in names
    ]
    return frozenset([*own, *offices]) - {session.district, session.bureau}


def _office_fields(session: Session) -> list[str]:
    """Fields that say who sent a table: those a form also takes from what stands around it, of a closed list."""
    forms, vocabulary = session.pack.forms.values(), session.pack.vocabulary
    fields = {column.field for form in forms for column in form.column if column.around}
    return sorted(name for name in fields if vocabulary[name].type == "choice")


def _named_by_file(mentions: pa.Table, field: str) -> dict[str, set[str]]:
    """File → the different values its rows have."""
    values: dict[str, set[str]] = defaultdict(set)
    if field not in mentions.column_names:
        return values
    pairs = mentions.select([f.SOURCE_FILE, field]).group_by([f.SOURCE_FILE, field]).aggregate([])
    for row in pairs.to_pylist():
        if row[field]:
            values[row[f.SOURCE_FILE]].add(row[field])
    return values
