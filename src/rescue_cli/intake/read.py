"""The files of 收件/ → mentions, rows, columns, raw, files, findings. A file that cannot be read costs only itself."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.core.places import Township
from rescue_cli.intake.desk import Desk, lay_out_desk
from rescue_cli.intake.sheet import take_sheet
from rescue_cli.pack.model import Pack
from rescue_cli.workbooks.read import UNREADABLE, Outcome, Unreadable, read_all

READ, SAME, REPLACED, FAILED, LEFT = "已读", "重复", "已替换", "不能读", "略过"
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Source:
    """One file of 收件/; `name` is relative to it, with "/"."""

    path: Path
    name: str


@dataclass(frozen=True)
class Intake:
    """Everything read, in the order file › sheet › row."""

    mentions: pa.Table
    rows: pa.Table
    columns: pa.Table
    raw: pa.Table
    files: pa.Table
    findings: tuple[Finding, ...]


@dataclass
class _Entry:
    """What became of one file."""

    source: Source
    digest: str | None = None
    size: int | None = None
    state: str = READ
    why: str | None = None


def read_files(
    sources: Sequence[Source],
    pack: Pack,
    townships: Sequence[Township],
    *,
    replaced: Mapping[str, str] | None = None,
    advance: Callable[[str], None] | None = None,
) -> Intake:
    """Read all sources. `replaced`: old file → the one sent instead, by name. `advance` is told each file done."""
    desk = lay_out_desk(pack, townships)
    entries = _sort_out(desk, sources, replaced or {})
    outcomes = read_all([entry.source.path for entry in entries if entry.state == READ])
    for entry in entries:
        if entry.state == READ:
            _take_file(desk, entry, next(outcomes)[1])
        desk.out.file(entry.source.name, entry.digest, entry.size, entry.state, entry.why)
        if advance:
            advance(entry.source.name)
    findings = sorted(desk.out.findings, key=Finding.sort_key)
    return Intake(**desk.out.tables(), findings=tuple(findings))


def _sort_out(desk: Desk, sources: Sequence[Source], replaced: Mapping[str, str]) -> list[_Entry]:
    """One entry a file, sorted by name; those not to be read say why."""
    names = {source.name for source in sources}
    entries = []
    first: dict[str, str] = {}
    for source in sorted(sources, key=lambda source: source.name):
        entry = _weigh(source)
        new = replaced.get(source.name)
        if new is not None and new not in names:
            desk.find(Finding("INTAKE-REPLACEMENT-MISSING", source.name, value=new))
        if entry.state == FAILED:
            desk.find(Finding(UNREADABLE, source.name, facts={"原因": entry.why or ""}))
        elif _is_system_file(source.path.name):
            entry.state, entry.why = LEFT, "临时文件或系统文件"
            desk.find(Finding("INTAKE-FILE-SYSTEM", source.name, value=source.path.name))
        elif new is not None and new in names:
            entry.state, entry.why = REPLACED, f"已由“{new}”替换"
        elif entry.size and entry.digest in first:
            entry.state, entry.why = SAME, f"与“{first[entry.digest]}”完全相同"
            desk.find(Finding("INTAKE-FILE-DUPLICATE", source.name, facts={"首份": first[entry.digest]}))
        elif entry.digest:
            first[entry.digest] = source.name
        entries.append(entry)
    return entries


def _weigh(source: Source) -> _Entry:
    try:
        with source.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _Entry(source, digest, source.path.stat().st_size)
    except OSError:
        return _Entry(source, state=FAILED, why="文件读不出来，可能正被占用或没有权限")


def _take_file(desk: Desk, entry: _Entry, outcome: Outcome) -> None:
    name = entry.source.name
    if isinstance(outcome, Unreadable):
        entry.state, entry.why = FAILED, outcome.sentence
        desk.find(Finding(outcome.code, name, facts={"原因": outcome.sentence}))
        return
    taken = [take_sheet(desk, name, sheet) for sheet in sorted(outcome, key=lambda sheet: sheet.name)]
    if not any(taken):
        entry.why = "没有任何内容"
        desk.find(Finding("INTAKE-FILE-BLANK", name))


def _is_system_file(name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice, hidden files, folder thumbnails."""
    return name.startswith(("~$", "~WRL", ".")) or name.lower() in _SYSTEM_FILES or name.lower().endswith(".tmp")
