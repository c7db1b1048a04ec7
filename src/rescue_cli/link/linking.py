"""The stage: mentions in, people and households out."""

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linked import Linked
from rescue_cli.core.tables import GROUPS
from rescue_cli.engine.base import Engine
from rescue_cli.link import blocks
from rescue_cli.link.households import Households, Keys, find_households
from rescue_cli.link.keys import link_keys, sorted_mentions
from rescue_cli.link.pairs import collect_pairs, pairs_table
from rescue_cli.link.persons import People, find_people
from rescue_cli.link.remarks import link_findings
from rescue_cli.pack.model import Pack


def link(engine: Engine, mentions: pa.Table, pack: Pack) -> tuple[Linked, list[Finding]]:
    """Decide which mentions are one person and which household each belongs to.

    Three rules take the certain ones: valid 身份证号 with the same name, name and telephone, name and address. The
    result depends on the set of rows only, not on their order. `groups` has one line for every mention.
    """
    rows = sorted_mentions(mentions)
    table = link_keys(rows, pack)
    blocks.build_blocks(engine, table)
    loose, bonds = blocks.key_edges(engine)
    people = find_people(rows.num_rows, blocks.id_edges(engine), loose, bonds)
    keys = Keys.of(table)
    households = find_households(engine, keys, people)
    shared, near = blocks.ids_shared_by_names(engine), blocks.near_ids(engine)
    pairs = collect_pairs(engine, keys, people, households, shared, near)
    findings = link_findings(rows, keys, households, shared, blocks.large_blocks(engine))
    return Linked(_groups(rows, people, households), pairs_table(engine, rows, pairs)), findings


def _groups(rows: pa.Table, people: People, households: Households) -> pa.Table:
    roots = [people.forest.root(i) for i in range(rows.num_rows)]
    person = {root: f"P{n:06d}" for n, root in enumerate(sorted(set(roots)), start=1)}
    opened = sorted({household for household in households.of if household is not None})
    household = {root: f"H{n:06d}" for n, root in enumerate(opened, start=1)}
    named = [None if home is None else household[home] for home in households.of]
    columns = [*(rows[name] for name in f.MENTION_KEY), pa.array([person[root] for root in roots], pa.string())]
    return pa.Table.from_arrays([*columns, pa.array(named, pa.string())], schema=GROUPS)
