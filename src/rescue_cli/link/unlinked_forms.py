"""Rows of "unlinked" forms (contact tables, statistics of a township): they are set aside before anything is compared."""

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.tables import GROUPS
from rescue_cli.pack.model import Pack


def without_unlinked(rows: pa.Table, pack: Pack) -> tuple[pa.Table, pa.Table]:
    """The rows to be linked, and those that are not."""
    linked = pa.array([pack.forms[form].role != "unlinked" for form in rows[f.FORM].to_pylist()], pa.bool_())
    if not rows.num_rows or all(linked.to_pylist()):
        return rows, rows.slice(0, 0)
    return rows.filter(linked), rows.filter(pc.invert(linked))


def with_unlinked(groups: pa.Table, aside: pa.Table) -> pa.Table:
    """The groups with a line for every row set aside, which belongs to no person and no household; sorted by mention."""
    if not aside.num_rows:
        return groups
    nobody = pa.nulls(aside.num_rows, pa.string())
    lines = pa.Table.from_arrays([*(aside[name] for name in f.MENTION_KEY), nobody, nobody], schema=GROUPS)
    return pa.concat_tables([groups, lines]).sort_by([(name, "ascending") for name in f.MENTION_KEY])
