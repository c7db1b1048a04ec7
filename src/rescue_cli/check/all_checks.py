"""All checks: those written in Python, one object each, and those a form of the pack declares."""

import datetime as dt
from collections.abc import Iterator, Sequence

import pyarrow as pa

from rescue_cli.check import (
    disability_certificate,
    dragged_cells,
    household_members,
    id_against_row,
    repeated_rows,
    required_fields,
    row_figures,
    wrong_township,
)
from rescue_cli.check.definition import Check, Row, Run, filled_fields
from rescue_cli.check.finding_places import LETTERS, TABLE, Sheets, forms_present, sheets_of
from rescue_cli.check.form_checks import form_checks
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.examples import rows_in_words
from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack

CHECKS: tuple[Check, ...] = (
    *required_fields.CHECKS,
    *id_against_row.CHECKS,
    *disability_certificate.CHECKS,
    *repeated_rows.CHECKS,
    *household_members.CHECKS,
    *row_figures.CHECKS,
    *dragged_cells.CHECKS,
    *wrong_township.CHECKS,
)
_PLACE = (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)


def check(
    engine: Engine,
    mentions: pa.Table,
    columns: pa.Table,
    pack: Pack,
    as_of: dt.date,
    townships: Sequence[Township] = (),
    checks: Sequence[Check] = CHECKS,
) -> list[Finding]:
    """Findings over the mentions, sorted by place. `columns` gives the letter of a field's column."""
    engine.register(TABLE, mentions)
    engine.register(LETTERS, columns)
    sheets = sheets_of(columns)
    run = Run(pack, as_of, townships, tuple(forms_present(engine, pack)), filled_fields(mentions))
    findings = [*python_checks(engine, sheets, run, checks), *form_checks(engine, sheets, pack, as_of)]
    return sorted(findings, key=lambda finding: (finding.sort_key(), sorted(finding.facts.items())))


def python_checks(engine: Engine, sheets: Sheets, run: Run, checks: Sequence[Check]) -> Iterator[Finding]:
    """Findings of those `checks` whose columns somebody gives, over the mentions on the engine."""
    speaking = [entry for entry in checks if run.gives(entry.columns)]
    for source in dict.fromkeys(entry.source for entry in speaking if entry.source):
        engine.create(source.name, source.query(run))
    for entry in speaking:
        for row in engine.sql(entry.query(run)).to_pylist():
            yield _finding(sheets, entry, row)


def examples_in_words(code: str) -> tuple[str, str]:
    """The example that fires and the silent one of the first check with this code; blank if none is written in Python."""
    for entry in CHECKS:
        if entry.code == code:
            return rows_in_words(entry.fires), rows_in_words(entry.silent)
    return "", ""


def _finding(sheets: Sheets, entry: Check, row: Row) -> Finding:
    facts = {name: fact for name, fact in row.items() if name not in (*_PLACE, c.VALUE, c.FIELD)}
    return sheets.finding(entry.code, row, entry.field or row[c.FIELD], row.get(c.VALUE, ""), **facts)
