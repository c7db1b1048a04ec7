"""What reading and checking gave, as the books and letters about it need it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Entry
from rescue_cli.core.states import FileState, Level, RowKind
from rescue_cli.core.tables import RAW
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.report.borrowed_numbers import Borrowed
from rescue_cli.report.row_lookup import last_of, looked_up, rows_not_in

SENDER_STAGES = ("INTAKE-", "CHECK-")  # what linking and judging found is not a matter of one sender
NOT_FOR_SENDERS = ("CHECK-FILE-CORRECTED", "CHECK-FILE-HELD")  # questions to the bureau
FAULTS = (Level.MUST, Level.VERIFY)  # 提示 is no fault
LEVELS = tuple(Level)
NOBODY = "（未注明）"
SENDER, BLAMED = "报送单位", "所属镇街"  # columns of `Checked.attributed`
_PLACE = (f.SOURCE_FILE, f.SHEET, f.ROW)


@dataclass(frozen=True)
class Checked:
    """Tables (core.tables, WAIVED of record.waivers) of one run.

    `findings`: those still asked about; `waived`: those let stand, with reasons; `corrections`: what became of the faults
    of files that were replaced; `held`: what files that wait for an answer say otherwise. `senders`: file → the township or
    office it came from. `catalogue`: code → its entry. `addressees`: the senders to whom letters go; None: to all. `raw`:
    cells read otherwise than written; `borrowed`: numbers taken from another row, once rows are linked; `lists`: forms that
    are lists of departments, not reports of townships.
    """

    findings: pa.Table
    waived: pa.Table
    corrections: pa.Table
    held: pa.Table
    mentions: pa.Table
    rows: pa.Table
    files: pa.Table
    senders: Mapping[str, str]
    catalogue: Mapping[str, Entry]
    addressees: frozenset[str] | None = None
    raw: pa.Table = field(default_factory=RAW.empty_table)
    borrowed: tuple[Borrowed, ...] = ()
    lists: frozenset[str] = frozenset()

    def sender(self, file: str | None) -> str:
        """Who sent the file; NOBODY where it is not known, or no file is meant."""
        return self.senders.get(file or "", NOBODY)

    @cached_property
    def attributed(self) -> pa.Table:
        """FINDINGS in their order, each with its file's sender (报送单位) and the township it is about (所属镇街): its own,
        that of its row, or the sender."""
        senders = self._senders_of(self.findings)
        of_row = looked_up(self.findings, _sheets_as_sent(self.mentions, f.TOWNSHIP), _PLACE, f.TOWNSHIP)
        blamed = pc.coalesce(_stated(self.findings.column(f.TOWNSHIP)), _stated(of_row), senders)
        return self.findings.append_column(SENDER, senders).append_column(BLAMED, blamed)

    @cached_property
    def senders_findings(self) -> pa.Table:
        """Those of `attributed` that reading and checking found: what a sender can be asked about."""
        return self.attributed.filter(of_senders(self.attributed))

    def without_lists(self, townships: Collection[str]) -> "Checked":
        """Without what was found in lists, and without their rows; a list that one of the `townships` sent is its report."""
        forms: dict[str, set[str]] = {}
        for file, form in zip(*(self.rows.column(name).to_pylist() for name in (f.SOURCE_FILE, f.FORM)), strict=True):
            if form:
                forms.setdefault(file, set()).add(form)
        lists = [file for file in forms if forms[file] <= self.lists and self.sender(file) not in townships]
        names = pa.array(sorted(lists), pa.string())
        tables = (
            table.filter(pc.invert(pc.is_in(table[f.SOURCE_FILE].cast(pa.string()), value_set=names)))
            for table in (self.findings, self.mentions, self.rows)
        )
        findings, mentions, rows = tables
        return replace(self, findings=findings, mentions=mentions, rows=rows)

    def with_heads(self, findings: pa.Table) -> pa.Table:
        """`findings` (FINDINGS or WAIVED) with 户主姓名: whom the row calls its head, else the person it speaks of."""
        mentions = _sheets_as_sent(self.mentions, f.NAME, f.HEAD_NAME)
        heads, names = (looked_up(findings, mentions, _PLACE, name) for name in (f.HEAD_NAME, f.NAME))
        return findings.append_column(f.HEAD_NAME, pc.coalesce(heads, names))

    def rows_by_township(self) -> Counter[str]:
        """How many rows were taken or rejected of each township: the row's own, else the sender."""
        taken = last_of(self.mentions, _PLACE, f.TOWNSHIP)
        townships = pc.coalesce(_stated(taken.column(f.TOWNSHIP)), self._senders_of(taken))
        rejected = self.rows.filter(pc.equal(self.rows[c.KIND], RowKind.REJECTED))
        senders = self._senders_of(rows_not_in(rejected, taken, _PLACE))
        return Counter(counted(townships)) + Counter(counted(senders))

    def files_by_sender(self) -> Counter[str]:
        """How many files came from each, temporary and system files left out."""
        return Counter(
            counted(self._senders_of(self.files.filter(pc.not_equal(self.files[c.STATE], FileState.SKIPPED))))
        )

    @cached_property
    def data_rows(self) -> Mapping[str, int]:
        """File → its rows of data, rejected ones included."""
        kinds = pa.array([RowKind.DATA, RowKind.REJECTED], pa.string())
        return counted(self.rows.filter(pc.is_in(self.rows[c.KIND], value_set=kinds)).column(f.SOURCE_FILE))

    @cached_property
    def forms_by_sender(self) -> Mapping[str, frozenset[str]]:
        """Sender → the forms her files hold."""
        pairs = self.rows.group_by([f.SOURCE_FILE, f.FORM]).aggregate([])
        forms: dict[str, set[str]] = {}
        for file, form in zip(*(pairs.column(name).to_pylist() for name in (f.SOURCE_FILE, f.FORM)), strict=True):
            if form:
                forms.setdefault(self.sender(file), set()).add(form)
        return {sender: frozenset(names) for sender, names in forms.items()}

    def _senders_of(self, table: pa.Table) -> "pa.ChunkedArray[Any]":
        """The sender of each row's file."""
        files = table.column(f.SOURCE_FILE)
        different = files.unique()
        senders = pa.array([self.sender(file) for file in different.to_pylist()], pa.string())
        return pc.take(senders, pc.index_in(files, value_set=different))


def of_senders(findings: pa.Table) -> "pa.ChunkedArray[Any]":
    """Which findings reading and checking found: they can be put before who sent the file."""
    first, *others = (pc.starts_with(findings.column(c.CODE), stage) for stage in SENDER_STAGES)
    for mask in others:
        first = pc.or_(first, mask)
    return first


def for_senders(findings: pa.Table) -> pa.Table:
    """Those of the findings (FINDINGS) that are put before the sender of a file: what reading and checking found in it,
    but for questions to the bureau."""
    files = pc.fill_null(pc.not_equal(findings[f.SOURCE_FILE], ""), False)
    to_bureau = pc.is_in(findings[c.CODE], value_set=pa.array(NOT_FOR_SENDERS, pa.string()))
    return findings.filter(pc.and_(pc.and_(of_senders(findings), files), pc.invert(to_bureau)))


def counted(values: "pa.ChunkedArray[Any]") -> dict[Any, int]:
    """Value → how often it stands there."""
    counts = pc.value_counts(values)
    return dict(zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True))


def _stated(values: "pa.ChunkedArray[Any]") -> "pa.ChunkedArray[Any]":
    """Texts with "" made null."""
    return pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)


def _sheets_as_sent(mentions: pa.Table, *fields: str) -> pa.Table:
    """Place and `fields` of every mention, its sheet called as in the sender's file."""
    sheets = mentions.column(f.SHEET)
    different = sheets.unique()
    names = pa.array([sheet_as_sent(sheet or "") for sheet in different.to_pylist()], pa.string())
    table = mentions.select([*_PLACE, *fields])
    return table.set_column(1, f.SHEET, pc.take(names, pc.index_in(sheets, value_set=different)))


_OWN_TOOL = re.compile(r"rescue|裁定\.jsonl|更正确认\.xlsx|疑似重复\.xlsx")  # what only the bureau has


def senders_part(text: str) -> str:
    """What a sender can do of it: without the pieces that speak of the bureau's own tool and settings.

    >>> senders_part("改为镇街的规范名称；确是本地的，请在 rescue.toml 里加上")
    '改为镇街的规范名称'
    >>> senders_part("请取消密码后重新保存，或把密码写进 rescue.toml 的 [passwords]")
    '请取消密码后重新保存'
    """
    if not _OWN_TOOL.search(text):
        return text
    kept = [piece for part in text.split("；") if (piece := _without_own(part))]
    return "；".join(kept).removeprefix("或") or "请与我们联系核对"


def _without_own(part: str) -> str:
    """The alternatives of a piece that do not speak of it."""
    if not _OWN_TOOL.search(part):
        return part
    kept, _, rest = part.partition("，或")
    return kept if rest and not _OWN_TOOL.search(kept) else ""
