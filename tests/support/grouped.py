"""Settling on groups written down by hand: who is one person, what is one household, whatever linking would say."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import GROUPS, PAIRS
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.load import load_catalogue
from rescue_cli.settle import Remembered, Settled, settle
from support.mentions import files_table, linking_pack, mentions_table, rows_table

Row = tuple[str, str | None, dict[str, Any]]  # 人员组, 户组, what the row says


class Ran(NamedTuple):
    settled: Settled
    findings: list[Finding]


def run_groups(rows: Sequence[Row], remembered: Remembered | None = None, pairs: pa.Table | None = None) -> Ran:
    """Settle these rows; the households are numbered 640105-00001 … in the order of their names."""
    mentions = mentions_table([row for *_, row in rows])
    groups = [
        {**{key: line[key] for key in f.MENTION_KEY}, f.PERSON: person, f.HOUSEHOLD: home}
        for (person, home, _), line in zip(rows, mentions.to_pylist(), strict=True)
    ]
    homes = sorted({home for _, home, _ in rows if home is not None})
    numbers = {home: f"640105-{n:05d}" for n, home in enumerate(homes, start=1)}
    linked = Linked(pa.Table.from_pylist(groups, schema=GROUPS), PAIRS.empty_table() if pairs is None else pairs)
    seen, files = rows_table(mentions), files_table(*mentions[f.SOURCE_FILE].to_pylist())
    with DuckEngine() as engine:
        settled, findings = settle(
            engine, mentions, seen, files, linked, numbers, linking_pack(), remembered or Remembered()
        )
    rendered = findings_table(findings, load_catalogue()).to_pylist()
    assert not [line for line in rendered if "未注明" in line["问题"] + line["怎么改"]]
    return Ran(settled, findings)
