"""来件: every file × form × sender, when it came, what it is beside the others, and whether it counts (table `receipts`)."""

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import RECEIPTS
from rescue_cli.core.states import Copy, FileState, ReceiptState, RowKind
from rescue_cli.pack import model as m

STATES: Mapping[str, ReceiptState] = {
    FileState.READ: ReceiptState.COUNTS,
    FileState.HELD: ReceiptState.HELD,
    FileState.REPLACED: ReceiptState.REPLACED,
    FileState.REPEATED: ReceiptState.REPLACED,
    FileState.REPLY: ReceiptState.COUNTS,
}
COPIES: Mapping[str, Copy] = {
    FileState.REPEATED: Copy.REPEAT,
    FileState.REPLY: Copy.REPLY,
    FileState.ASIDE: Copy.ASIDE,
}  # whatever else came
ORDER = {state: place for place, state in enumerate(ReceiptState)}
Row = dict[str, Any]


def receipt_lines(
    tables: Mapping[str, pa.Table],
    pack: m.Pack,
    senders: Mapping[str, str],
    days: Mapping[str, dt.date],
    replaced: Mapping[str, str],
    over: Set[str] = frozenset(),
    townships: Set[str] = frozenset(),
) -> pa.Table:
    """RECEIPTS of the tables files, rows and mentions. `days`: file → when it came; `replaced`: old file → new file; `over`:
    files written over what stood there first; `townships`: those of the workspace."""
    contents = _contents(tables, pack, senders, townships)
    first_of: dict[str, str] = {}
    for line in tables["files"].to_pylist():
        if line[c.STATE] != FileState.REPEATED:
            first_of.setdefault(line[c.DIGEST], line[f.SOURCE_FILE])
    lines = [
        {**line, f.FORM: form, c.SENDER: sender, c.ARRIVED: days.get(line[f.SOURCE_FILE])}
        for line in tables["files"].to_pylist()
        if line[c.STATE] != FileState.SKIPPED
        for form, sender in contents.get(line[f.SOURCE_FILE], [(None, senders.get(line[f.SOURCE_FILE]))])
    ]
    elsewhere = _wholly_elsewhere(tables["rows"])
    lines.sort(
        key=lambda line: (line[c.ARRIVED] or dt.date.min, line[f.SOURCE_FILE], line[f.FORM] or "", line[c.SENDER] or "")
    )
    counting: set[tuple[str | None, str | None]] = set()
    for line in lines:
        file, state = line[f.SOURCE_FILE], line[c.STATE]
        line[c.REPLACED_BY] = replaced.get(file) if state == FileState.REPLACED else None
        if state == FileState.REPEATED:
            line[c.REPLACED_BY] = first_of.get(line[c.DIGEST])
        line[c.COPY] = _copy(line, counting, pack, (set(replaced.values()), over), elsewhere)
        line[c.STATE] = STATES.get(state, ReceiptState.UNREAD)
    return pa.Table.from_pylist([{name: line[name] for name in RECEIPTS.names} for line in lines], schema=RECEIPTS)


def _copy(
    line: Row,
    counting: set[tuple[str | None, str | None]],
    pack: m.Pack,
    later: tuple[Set[str], Set[str]],
    elsewhere: set[str],
) -> Copy:
    """Lists and results come again and again; only of rosters there is a first and a further one. `later`: files sent instead
    of others, and those written over what stood there first."""
    if line[c.STATE] in COPIES:
        return COPIES[line[c.STATE]]
    if line[f.SOURCE_FILE] in elsewhere:
        return Copy.ELSEWHERE
    key = line[f.FORM], line[c.SENDER]
    roster = line[f.FORM] in pack.forms and pack.forms[line[f.FORM]].role == "roster"
    newer, over = later
    if line[c.STATE] == FileState.HELD or line[f.SOURCE_FILE] in newer or (roster and line[f.SOURCE_FILE] in over):
        counting |= {key} if line[c.STATE] == FileState.READ else set()
        return Copy.CORRECTION
    if line[c.STATE] != FileState.READ or not roster or key not in counting:
        if line[c.STATE] == FileState.READ:
            counting.add(key)
        return Copy.FIRST
    return Copy.MORE


def _contents(
    tables: Mapping[str, pa.Table], pack: m.Pack, senders: Mapping[str, str], townships: Set[str]
) -> dict[str, list[tuple[str | None, str | None]]]:
    """File → (form, sender) of what it holds: of a roster each township of its rows, of a list whoever sent the file.

    What one township sends is another's only where a sheet of it is mostly the other's: a stray row is no roster.
    """
    contents: dict[str, set[tuple[str | None, str | None]]] = {}
    for file, form, sender in _spoken_of(tables, pack, {file: of for file, of in senders.items() if of in townships}):
        contents.setdefault(file, set()).add((form, sender or senders.get(file)))
    return {file: sorted(pairs, key=lambda pair: (pair[0] or "", pair[1] or "")) for file, pairs in contents.items()}


def _spoken_of(
    tables: Mapping[str, pa.Table], pack: m.Pack, sent_by: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None]]:
    sheet = (f.SOURCE_FILE, f.FORM, f.SHEET)
    counted = tables["mentions"].group_by([*sheet, f.TOWNSHIP]).aggregate([([], "count_all")]).to_pylist()
    most: dict[tuple[str, ...], int] = {}
    for line in counted:
        key = tuple(line[name] for name in sheet)
        most[key] = max(most.get(key, 0), line["count_all"])
    with_rows = set()
    for line in counted:
        with_rows.add((line[f.SOURCE_FILE], line[f.FORM]))
        own = line[f.FORM] in pack.forms and pack.forms[line[f.FORM]].role == "roster"
        sender = line[f.TOWNSHIP] if own else None
        if line[f.SOURCE_FILE] in sent_by and line["count_all"] < most[tuple(line[name] for name in sheet)]:
            sender = sent_by[line[f.SOURCE_FILE]]
        yield line[f.SOURCE_FILE], line[f.FORM], sender
    for line in tables["rows"].group_by([f.SOURCE_FILE, f.FORM]).aggregate([]).to_pylist():
        if line[f.FORM] and (line[f.SOURCE_FILE], line[f.FORM]) not in with_rows:
            yield line[f.SOURCE_FILE], line[f.FORM], None


def _wholly_elsewhere(rows: pa.Table) -> set[str]:
    """Files all of whose rows are of another district."""
    kinds: dict[str, set[str]] = {}
    for line in rows.group_by([f.SOURCE_FILE, c.KIND]).aggregate([]).to_pylist():
        kinds.setdefault(line[f.SOURCE_FILE], set()).add(line[c.KIND])
    senders_rows = {RowKind.DATA, RowKind.REJECTED, RowKind.HELD}
    return {file for file, of in kinds.items() if RowKind.ELSEWHERE in of and not of & senders_rows}
