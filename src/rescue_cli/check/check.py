"""All checks: required fields, ID numbers, incomes, repetitions, and those a form of the pack declares."""

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa

from rescue_cli.check.figures import COVERED, MONTHLY, YEARLY, covered_over_size, incomes_disagree
from rescue_cli.check.form_checks import form_checks
from rescue_cli.check.identity import BIRTH, SEX, birth_against_id, id_twice, phone_shared, sex_against_id
from rescue_cli.check.places import TABLE, sheets_of
from rescue_cli.check.required import missing_required
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack


def check(engine: Engine, mentions: pa.Table, columns: pa.Table, pack: Pack, as_of: dt.date) -> list[Finding]:
    """Findings over the mentions, sorted by place. `columns` gives the letter of a field's column."""
    engine.register(TABLE, mentions)
    declared = form_checks(engine, sheets_of(columns), pack, as_of)
    return sorted([*_found(engine, mentions, columns, pack), *declared], key=Finding.sort_key)


def _found(engine: Engine, mentions: pa.Table, columns: pa.Table, pack: Pack) -> Iterator[Finding]:
    """A check runs where the dictionary of the pack has its fields."""
    sheets = sheets_of(columns)
    known = set(mentions.column_names)
    yield from missing_required(engine, sheets, pack)
    if {f.ID_NUMBER, BIRTH} <= known:
        yield from birth_against_id(engine, sheets)
    if {f.ID_NUMBER, SEX} <= known:
        yield from sex_against_id(engine, sheets)
    if f.ID_NUMBER in known:
        yield from id_twice(engine, sheets, pack)
    if f.PHONE in known:
        yield from phone_shared(engine, sheets)
    if {COVERED, f.HOUSEHOLD_SIZE} <= known:
        yield from covered_over_size(engine, sheets)
    if {YEARLY, MONTHLY, f.HOUSEHOLD_SIZE} <= known:
        yield from incomes_disagree(engine, sheets)
