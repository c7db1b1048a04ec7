"""The checks a form of the pack declares: a condition over one row, and the finding it gives where true."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from rescue_cli.check.finding_places import TABLE, Sheets, forms_present, select
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import compile_condition
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts
from rescue_cli.pack.standards_in_force import standard_columns


def form_checks(engine: Engine, sheets: Sheets, pack: m.Pack, as_of: dt.date) -> Iterator[Finding]:
    """Findings of every `[[check]]` of every form, in the check's own cell. Unknown is not a fault."""
    for stem in forms_present(engine, pack):
        scope = Scope.for_check(pack, stem)
        for entry in pack.forms[stem].check:
            rows = engine.sql(
                f"SELECT {select(f'{quoted(entry.field)} AS seen')} FROM {checked_rows(pack, stem, as_of)}"
                f" WHERE ({compile_condition(entry.when, scope)})"
            )
            for row in rows.to_pylist():
                yield _finding(sheets.finding(entry.code, row, entry.field, row["seen"]), entry, pack)


def checked_rows(pack: m.Pack, form: str, as_of: dt.date) -> str:
    """SQL: the rows of a form with the standards of the day and the facts of the run beside them."""
    standards = ", ".join(["*", *standard_columns(pack, as_of)])
    return (
        f"(SELECT * FROM (SELECT {standards} FROM {TABLE}) CROSS JOIN (SELECT {run_facts(pack, as_of)})"
        f" WHERE {quoted(f.FORM)} = {literal(form)})"
    )


def _finding(finding: Finding, entry: m.FormCheck, pack: m.Pack) -> Finding:
    """With the pack's own clause, and its level where it differs from the catalogue's."""
    facts = {**finding.facts, f.BASIS: f"{pack.head.short} {entry.clause}"}
    return replace(finding, facts={**facts, c.LEVEL: entry.level} if entry.level else facts)
