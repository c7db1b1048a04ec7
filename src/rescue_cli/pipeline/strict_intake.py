"""`--strict`: a whole file with anything that must be mended is refused, and its rows are counted as rejected."""

from collections.abc import Collection
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.tables import FILES, ROWS
from rescue_cli.intake import Intake

REFUSED, READ = "拒收", "已读"
DATA, REJECTED = "数据", "拒收"
WHY = "严格模式：文件里有必须改的问题，整份退回"


def refuse_faulty(intake: Intake, findings: pa.Table) -> tuple[Intake, list[Finding]]:
    """The intake without the rows of faulty files, and a finding for each of them. `findings` as rendered (with levels)."""
    faulty = findings.filter(pc.equal(findings[c.LEVEL], "必须改"))
    counts = {row["values"]: row["counts"] for row in pc.value_counts(faulty[f.SOURCE_FILE]).to_pylist()}
    refused = [
        row[f.SOURCE_FILE]
        for row in intake.files.to_pylist()
        if row[c.STATE] == READ and counts.get(row[f.SOURCE_FILE])
    ]
    if not refused:
        return intake, []
    kept = pc.invert(pc.is_in(intake.mentions[f.SOURCE_FILE], pa.array(refused)))
    changed = replace(
        intake,
        mentions=intake.mentions.filter(kept),
        rows=_rejected(intake.rows, refused),
        files=_marked(intake.files, refused),
    )
    return changed, [Finding("CHECK-FILE-REFUSED", file, facts={"处数": str(counts[file])}) for file in refused]


def _rejected(rows: pa.Table, refused: Collection[str]) -> pa.Table:
    lines = rows.to_pylist()
    for line in lines:
        if line[f.SOURCE_FILE] in refused and line[c.KIND] == DATA:
            line[c.KIND], line[c.WHY] = REJECTED, WHY
    return pa.Table.from_pylist(lines, ROWS)


def _marked(files: pa.Table, refused: Collection[str]) -> pa.Table:
    lines = files.to_pylist()
    for line in lines:
        if line[f.SOURCE_FILE] in refused:
            line[c.STATE], line[c.NOTE] = REFUSED, WHY
    return pa.Table.from_pylist(lines, FILES)
