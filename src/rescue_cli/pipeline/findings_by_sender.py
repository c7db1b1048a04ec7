"""What was read and checked, sorted for the books about it: whom each file came from, and what a person let stand."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Copy
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.file_senders import addressees, senders
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
        senders=senders(session, stage["files"], stage["mentions"], _recipients(stage)),
        addressees=addressees(session, stage["mentions"]),
        catalogue=catalogue_of(session.pack),
        raw=stage["raw"],
        borrowed=tuple(_borrowed(stage)),
        lists=frozenset(name for name, form in session.pack.forms.items() if form.role in ("reference", "check")),
    )


def _recipients(stage: Stage) -> dict[str, str]:
    """File of a hand-out that came back → whom it was for."""
    lines = stage["receipts"].to_pylist()
    return {line[f.SOURCE_FILE]: line[c.SENDER] for line in lines if line[c.COPY] == Copy.REPLY and line[c.SENDER]}


def _borrowed(stage: Stage) -> list[Borrowed]:
    """Numbers the roster takes from another row: only where rows were linked."""
    if "cases" not in stage.tables:
        return []
    return borrowed_numbers(stage["mentions"], stage["clusters"], stage["cases"])
