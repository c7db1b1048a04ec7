"""All checks: required fields, ID numbers, households, incomes, repetitions, and those a form of the pack declares."""

import datetime as dt
from collections.abc import Sequence
from itertools import chain

import pyarrow as pa

from rescue_cli.check import duplicates, figures, households, series
from rescue_cli.check.certificate import certificate_against_row
from rescue_cli.check.form_checks import form_checks
from rescue_cli.check.identity import id_against_row
from rescue_cli.check.places import TABLE, sheets_of
from rescue_cli.check.required import missing_required
from rescue_cli.check.township import other_township
from rescue_cli.core.findings import Finding
from rescue_cli.core.places import Township
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
        missing_required(engine, sheets, pack, listed=households.lists_members(engine)),
        id_against_row(engine, sheets, as_of, REGIONS),
        certificate_against_row(engine, sheets),
        duplicates.id_twice(engine, sheets, pack),
        duplicates.row_twice(engine, sheets, pack),
        duplicates.phone_shared(engine, sheets),
        households.listed_faults(engine, sheets, pack),
        figures.covered_over_size(engine, sheets),
        figures.incomes_disagree(engine, sheets),
        figures.income_implausible(engine, sheets),
        series.dragged_down(engine, sheets, pack),
        other_township(engine, townships),
        form_checks(engine, sheets, pack, as_of),
    )
    return sorted(found, key=Finding.sort_key)
