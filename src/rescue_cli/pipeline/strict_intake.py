"""`--strict`: a whole file with anything that must be mended is refused, and its rows are counted as rejected."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import FileState, Level, RowKind
from rescue_cli.intake import Intake

WHY = "严格模式：文件里有必须改的问题，整份退回"


def refuse_faulty(intake: Intake, findings: pa.Table) -> tuple[Intake, list[Finding]]:
    """The intake without the rows of faulty files, and a finding for each of them. `findings` as rendered (with levels)."""
    faulty = findings.filter(pc.equal(findings[c.LEVEL], Level.MUST))
    counts = {row["values"]: row["counts"] for row in pc.value_counts(faulty[f.SOURCE_FILE]).to_pylist()}
    read = intake.files.filter(pc.equal(intake.files[c.STATE], FileState.READ))[f.SOURCE_FILE].to_pylist()
    refused = [file for file in read if counts.get(file)]
    if not refused:
        return intake, []
    kept = pc.invert(pc.is_in(intake.mentions[f.SOURCE_FILE], pa.array(refused)))
    changed = replace(
        intake,
        mentions=intake.mentions.filter(kept),
        rows=rows_counted(intake.rows, refused, RowKind.REJECTED, WHY),
        files=files_marked(intake.files, refused, FileState.REFUSED, WHY),
    )
    return changed, [Finding("CHECK-FILE-REFUSED", file, facts={"处数": str(counts[file])}) for file in refused]


def rows_counted(rows: pa.Table, files: Collection[str], kind: RowKind, why: str) -> pa.Table:
    """ROWS in which the data rows of the files are of another kind."""
    theirs = pc.is_in(rows[f.SOURCE_FILE], pa.array(files, pa.string()))
    return _with(rows, pc.and_(theirs, pc.equal(rows[c.KIND], RowKind.DATA)), {c.KIND: kind, c.WHY: why})


def files_marked(files: pa.Table, named: Collection[str], state: FileState, why: str) -> pa.Table:
    """FILES in which those named stand so."""
    return _with(files, pc.is_in(files[f.SOURCE_FILE], pa.array(named, pa.string())), {c.STATE: state, c.NOTE: why})


def _with(table: pa.Table, where: pa.ChunkedArray, values: Mapping[str, str]) -> pa.Table:
    """The table with these values in the rows meant."""
    for name, value in values.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), pc.if_else(where, value, table[name]))
    return table
