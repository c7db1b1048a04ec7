"""All checks: required fields, ID numbers, households, incomes, repetitions, and those a form of the pack declares."""

import datetime as dt
from collections.abc import Sequence
from itertools import chain

import pyarrow as pa

from rescue_cli.check import dragged_cells, household_members, repeated_rows, row_figures
from rescue_cli.check.disability_certificate import certificate_against_row
from rescue_cli.check.finding_places import TABLE, sheets_of
from rescue_cli.check.form_checks import form_checks
from rescue_cli.check.id_against_row import id_against_row
from rescue_cli.check.required_fields import missing_required
from rescue_cli.check.wrong_township import other_township
from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack
from rescue_cli.pack.regions import region_codes

REGIONS = "check_regions"


def check(
    engine: Engine,
    mentions: pa.Table,
    columns: pa.Table,
    pack: Pack,
    as_of: dt.date,
    townships: Sequence[Township] = (),
) -> list[Finding]:
    """Findings over the mentions, sorted by place. `columns` gives the letter of a field's column."""
    engine.register(TABLE, mentions)
    engine.register(REGIONS, pa.table({"代码": sorted(region_codes())}))
    sheets = sheets_of(columns)
    found = chain(
        missing_required(engine, sheets, pack, listed=household_members.lists_members(engine)),
        id_against_row(engine, sheets, as_of, REGIONS),
        certificate_against_row(engine, sheets),
        repeated_rows.id_twice(engine, sheets, pack),
        repeated_rows.row_twice(engine, sheets, pack),
        repeated_rows.phone_shared(engine, sheets),
        household_members.listed_faults(engine, sheets, pack),
        row_figures.covered_over_size(engine, sheets),
        row_figures.incomes_disagree(engine, sheets),
        row_figures.income_implausible(engine, sheets),
        dragged_cells.dragged_down(engine, sheets, pack),
        other_township(engine, townships),
        form_checks(engine, sheets, pack, as_of),
    )
    return sorted(found, key=Finding.sort_key)
