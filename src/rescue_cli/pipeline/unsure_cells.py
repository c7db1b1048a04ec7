"""Values no rule may use: the program itself does not believe them, and nobody has let them stand."""

from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.session import Session
from rescue_cli.record.waivers import set_aside
from rescue_cli.settle import Cell


def unsure_cells(session: Session, mentions: pa.Table, findings: Sequence[Finding]) -> set[Cell]:
    """The cells the findings of codes marked `distrusted` are about, but for those a person said are right."""
    catalogue = catalogue_of(session.pack)
    doubted = findings_table([finding for finding in findings if catalogue[finding.code].distrusted], catalogue)
    kept = set_aside(doubted, mentions, session.decisions.waived)[0].to_pylist()
    return {(line[f.SOURCE_FILE], line[f.SHEET] or "", line[f.ROW], line[c.FIELD]) for line in kept}
