"""What was read and checked, sorted for the books about it: whom each file came from, and what a person let stand."""

from collections import defaultdict
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.intake.surroundings import Places, Surroundings
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.record.waivers import set_aside
from rescue_cli.report import Checked
from rescue_cli.report.borrowed_numbers import Borrowed, borrowed_numbers


def checked(session: Session, stage: Stage, findings: pa.Table | None = None) -> Checked:
    """`stage` with tables mentions, rows, files, corrections and findings; `findings` in their place where there are more."""
    kept = stage["findings"] if findings is None else findings
    kept, waived = set_aside(kept, stage["mentions"], session.decisions)
    return Checked(
        findings=kept,
        waived=waived,
        corrections=stage["corrections"],
        held=stage["held"],
        mentions=stage["mentions"],
        rows=stage["rows"],
        files=stage["files"],
        senders=senders(session, stage["files"], stage["mentions"]),
        addressees=addressees(session, stage["mentions"]),
        catalogue=catalogue_of(session.pack),
        raw=stage["raw"],
        borrowed=tuple(_borrowed(stage)),
    )


def _borrowed(stage: Stage) -> list[Borrowed]:
    """Numbers the roster takes from another row: only where rows were linked."""
    if "cases" not in stage.tables:
        return []
    return borrowed_numbers(stage["mentions"], stage["clusters"], stage["cases"])


def senders(session: Session, files: pa.Table, mentions: pa.Table) -> dict[str, str]:
    """File → who sent it: the township its name or folder says, else the only one of its rows, else the office its rows
    name, else folder or file name (which is nobody a letter could be sent to: see `addressees`)."""
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
    return senders_of


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
