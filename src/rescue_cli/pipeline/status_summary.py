"""What `status` says, of the tables behind the page; nothing heavier than they is loaded for it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core import overview_tables as o
from rescue_cli.core.output_books import OVERVIEW_PAGE
from rescue_cli.core.states import OwedState
from rescue_cli.core.workspace_folders import OUTPUT
from rescue_cli.pipeline.kept_overview import InboxNews, about, unmoved_tables
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.output_places import shown_path

INBOX_NEWS, DUE_NOW, OWED_NOW, AHEAD_NOW, NEWS_NOW, OPEN_NOW, MONTHS_NOW = (
    "收件变动",
    "到期应报",
    "应报未报",
    "期限",
    "变化",
    "未答",
    "月报",
)
OLDER = "户的判定和数字是基准日{}那一次运行的；应报和期限照{}看"
LACKING = (OwedState.MISSING, OwedState.RETURNED, OwedState.ASKED)


def status_unmoved(folder: Path, today: dt.date) -> Outcome | None:
    """What `status` said before, where nothing has moved since and the page stands; else None."""
    tables = unmoved_tables(folder, today)
    if tables is None:
        return None
    return status_outcome(tables, InboxNews(), (shown_path(folder / OUTPUT / OVERVIEW_PAGE),))


def status_outcome(
    tables: Mapping[str, pa.Table], inbox: InboxNews, outputs: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Outcome:
    """What is to be done is what is left for a person."""
    facts = about(tables)
    to_do = tables["to_do"].to_pylist()
    summary = {
        o.DISTRICT: facts[o.DISTRICT],
        o.PACK: facts[o.PACK],
        f.AS_OF: facts[f.AS_OF],
        o.DAY: facts[o.DAY],
        INBOX_NEWS: {"新到": inbox.fresh, "改过": inbox.rewritten, "不在了": inbox.gone},
        DUE_NOW: sum(state != OwedState.AHEAD for state in tables["owed"][c.STATE].to_pylist()),
        OWED_NOW: _senders(tables["owed"]),
        AHEAD_NOW: tables["ahead"].to_pylist(),
        NEWS_NOW: {o.SINCE: facts[o.SINCE], "各项": tables["news"].to_pylist(), "新来文件": tables["came"].num_rows},
        OPEN_NOW: tables["open"].to_pylist(),
        f.GROUP: _groups(tables["places"]),
        MONTHS_NOW: [_plain(line) for line in tables["months"].to_pylist()],
        "文件": sum(len(parts) or 1 for parts in tables["books"][c.PARTS].to_pylist()),
        "待办": to_do,
    }
    left = tuple(f"{line[c.NOTE]}：{line[c.HOW]}" if line[c.HOW] else line[c.NOTE] for line in to_do)
    older = (OLDER.format(facts[f.AS_OF], facts[o.DAY]),) if facts[o.DAY] != facts[f.AS_OF] else ()
    return Outcome("status", summary, outputs, left, notes=(*notes, *older))


def _senders(owed: pa.Table) -> list[dict[str, Any]]:
    """One line a sender of whom something due is lacking; who lacks most first."""
    counts: dict[str, list[int]] = defaultdict(list)
    for line in owed.to_pylist():
        if line[c.STATE] in LACKING:
            counts[line[c.SENDER]].append(line[c.DAYS_OVERDUE] or 0)
    senders = sorted(counts.items(), key=lambda entry: (-len(entry[1]), -max(entry[1]), entry[0]))
    return [
        {c.SENDER: sender, OwedState.MISSING.value: len(days), c.DAYS_OVERDUE: max(days)} for sender, days in senders
    ]


def _groups(places: pa.Table) -> dict[str, int]:
    counts = dict.fromkeys(f.GROUPS, 0)
    for line in places.to_pylist():
        counts[line[f.GROUP]] += line[c.HOUSEHOLDS]
    return {str(group): count for group, count in counts.items()}


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as numbers of JSON where they are whole."""
    figure = line[c.FIGURE]
    whole = figure is not None and figure == figure.to_integral_value()
    return {**line, c.FIGURE: int(figure) if whole else None if figure is None else str(figure.normalize())}
