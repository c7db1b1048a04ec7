"""Cases out of workbooks, with linking left out: every local household is a case of its own."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import GROUPS, PAIRS
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake
from rescue_cli.judge import JudgeContext, judge
from rescue_cli.settle import Settled, settle
from support.reading import xixia


def local_groups(mentions: pa.Table, same_head: bool = False) -> pa.Table:
    """Households by file, sheet and first row (`same_head`: by the head's name), persons by name and number."""
    lines = []
    for line in mentions.to_pylist():
        place = (line[f.SOURCE_FILE], line[f.SHEET], line[f.FIRST_ROW] or line[f.ROW])
        person = f"{line[f.NAME] or line[f.HEAD_NAME]}{line[f.ID_NUMBER]}"
        home = line[f.HEAD_NAME] if same_head else "/".join(map(str, place))
        lines.append({**{key: line[key] for key in f.MENTION_KEY}, f.PERSON: person, f.HOUSEHOLD: home})
    return pa.Table.from_pylist(lines, schema=GROUPS)


def settled(intake: Intake, same_head: bool = False) -> Settled:
    """One case a household."""
    groups = local_groups(intake.mentions, same_head)
    homes = sorted(set(groups[f.HOUSEHOLD].to_pylist()))
    numbers = {home: f"640105-{n:05d}" for n, home in enumerate(homes, start=1)}
    with DuckEngine() as engine:
        linked = Linked(groups, PAIRS.empty_table())
        found, _ = settle(engine, intake.mentions, intake.rows, intake.files, linked, numbers, xixia())
    return found


def judged(intake: Intake, found: Settled, context: JudgeContext) -> list[Mapping[str, Any]]:
    """The facts of the cases."""
    with DuckEngine() as engine:
        result, _ = judge(engine, found.cases, intake.mentions, found.clusters, found.conflicts, xixia(), context)
    return sorted(result.facts.to_pylist(), key=lambda line: line[f.CASE])
