"""What is to be told about case numbers: a household that split off another, a number kept under another head."""

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import NO_HEAD
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal
from rescue_cli.record.case_numbers import Past
from rescue_cli.settle.settle_tables import HEAD_ROWS, SOURCES

HEAD_ROW = "CASE WHEN head_i IS NULL THEN 1 ELSE 0 END, rank, i"


def number_findings(engine: Engine, past: Past) -> list[Finding]:
    """One finding a case of `past.split` and `past.handed_on` that stands in this run, at its first row."""
    named = sorted({*past.split, *past.split.values(), *past.handed_on})
    if not named:
        return []
    rows = engine.sql(
        f"""SELECT "{f.CASE}", "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}", "{f.TOWNSHIP}",
                   coalesce("{f.HEAD_NAME}", CASE WHEN head_i IS NOT NULL THEN "{f.NAME}" END) AS name
            FROM {SOURCES} LEFT JOIN {HEAD_ROWS} ON i = head_i
            WHERE "{f.CASE}" IN ({", ".join(map(literal, named))})
            QUALIFY row_number() OVER (PARTITION BY "{f.CASE}" ORDER BY {HEAD_ROW}) = 1"""
    ).to_pylist()
    known = {row[f.CASE]: row for row in rows}
    findings = [
        _finding("SETTLE-CASE-SPLIT", known[case], {"原编号": other})
        for case, other in sorted(past.split.items())
        if case in known and other in known
    ]
    return findings + [
        _finding("SETTLE-CASE-HEAD", known[case], {}) for case in sorted(past.handed_on) if case in known
    ]


def _finding(code: str, row: dict[str, object], facts: dict[str, str]) -> Finding:
    return Finding(
        code,
        file=str(row[f.SOURCE_FILE]),
        sheet=str(row[f.SHEET] or ""),
        row=row[f.ROW],  # type: ignore[arg-type]
        township=str(row[f.TOWNSHIP] or ""),
        field=f.HEAD_NAME,
        value=str(row["name"] or NO_HEAD),
        facts={f.CASE: str(row[f.CASE]), **facts},
    )
