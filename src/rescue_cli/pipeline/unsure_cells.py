"""Values no rule may use: the program itself does not believe them, and nobody has let them stand."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.session import Session
from rescue_cli.record.waivers import set_aside
from rescue_cli.settle import Cell


def unsure_cells(session: Session, mentions: pa.Table, findings: Sequence[Finding]) -> set[Cell]:
    """The cells the findings of codes marked `distrusted` are about, but for those a person said are right."""
    return unsure_in(session, mentions, findings_table(findings, catalogue_of(session.pack)))


def unsure_in(session: Session, mentions: pa.Table, findings: pa.Table) -> set[Cell]:
    """The same of findings that are a table already."""
    codes = [code for code, entry in catalogue_of(session.pack).items() if entry.distrusted]
    doubted = findings.filter(pc.is_in(findings[c.CODE], value_set=pa.array(sorted(codes), pa.string())))
    kept = set_aside(doubted, mentions, session.decisions)[0].to_pylist()
    return {(line[f.SOURCE_FILE], line[f.SHEET] or "", line[f.ROW], line[c.FIELD]) for line in kept}
