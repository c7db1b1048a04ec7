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


def checked(session: Session, stage: Stage, findings: pa.Table | None = None) -> Checked:
    """`stage` with tables mentions, rows, files, corrections and findings; `findings` in their place where there are more."""
    kept = stage["findings"] if findings is None else findings
    kept, waived = set_aside(kept, stage["mentions"], session.decisions.waived)
    return Checked(
        findings=kept,
        waived=waived,
        corrections=stage["corrections"],
        mentions=stage["mentions"],
        rows=stage["rows"],
        files=stage["files"],
        senders=senders(session, stage["files"], stage["mentions"]),
        catalogue=catalogue_of(session.pack),
    )


def senders(session: Session, files: pa.Table, mentions: pa.Table) -> dict[str, str]:
    """File → who sent it: the township its name or folder says, else the only one of its rows, else folder or file name."""
    places = Places(session.townships)
    townships: dict[str, set[str]] = defaultdict(set)
    for row in (
        mentions.select([f.SOURCE_FILE, f.TOWNSHIP]).group_by([f.SOURCE_FILE, f.TOWNSHIP]).aggregate([]).to_pylist()
    ):
        if row[f.TOWNSHIP]:
            townships[row[f.SOURCE_FILE]].add(row[f.TOWNSHIP])
    senders_of = {}
    for file in files[f.SOURCE_FILE].to_pylist():
        own = townships[file]
        named = places.township_around(Surroundings("", (), file))
        path = PurePosixPath(file)
        senders_of[file] = named or (min(own) if len(own) == 1 else path.parts[0] if len(path.parts) > 1 else path.stem)
    return senders_of
