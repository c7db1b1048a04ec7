"""The checks a form of the pack declares: a condition over one row, and the finding it gives where true."""

from collections.abc import Iterator
from dataclasses import replace

from rescue_cli.check.definition import Run
from rescue_cli.check.finding_places import TABLE, Sheets, select
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import compile_condition
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts
from rescue_cli.pack.standards_in_force import standard_columns


def form_checks(engine: Engine, sheets: Sheets, run: Run) -> Iterator[Finding]:
    """Findings of every `[[check]]` of every form, in the check's own cell. Unknown is not a fault."""
    facts = run_facts(run.pack, run.as_of)
    standards = ", ".join(["*", *standard_columns(run.pack, run.as_of)])
    for stem in run.forms:
        scope = Scope.for_check(run.pack, stem)
        for entry in run.pack.forms[stem].check:
            rows = engine.sql(
                f"SELECT {select(f'{quoted(entry.field)} AS seen')}"
                f" FROM (SELECT {standards} FROM {TABLE}) CROSS JOIN (SELECT {facts})"
                f" WHERE {quoted(f.FORM)} = {literal(stem)} AND ({compile_condition(entry.when, scope)})"
            )
            for row in rows.to_pylist():
                yield _finding(sheets.finding(entry.code, row, entry.field, row["seen"]), entry, run.pack)


def _finding(finding: Finding, entry: m.FormCheck, pack: m.Pack) -> Finding:
    """With the pack's own clause, and its level where it differs from the catalogue's."""
    facts = {**finding.facts, f.BASIS: f"{pack.head.short} {entry.clause}"}
    return replace(finding, facts={**facts, c.LEVEL: entry.level} if entry.level else facts)
