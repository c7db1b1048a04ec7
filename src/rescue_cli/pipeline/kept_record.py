"""The record of a workspace during one run: read and compared with the notes on it once, written through one place, copied to
裁定备份/ whenever it grew."""

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import RecordError
from rescue_cli.core.output_books import MERGED_BOOK
from rescue_cli.record.journal import append, read_journal, set_torn_aside
from rescue_cli.record.lines import Entry
from rescue_cli.record.private_folder import make_private
from rescue_cli.record.record_note import Note, alarm, load_note, note_of, save_note
from rescue_cli.report.record_sheet import SHEET, noted_on
from rescue_cli.workbooks.reading.by_calamine import read_one_sheet
from rescue_cli.workspace import Workspace

NOTE = "record.json"
TORN = "裁定-没写完的.txt"
DAYS_KEPT = 30  # backups, each the last of its day
GROWN_FROM = "已换成新格式，加了一行密钥；以前的编号和裁定照旧有效"


class KeptRecord:
    """裁定.jsonl of a workspace. `journal`: as it stands now; `notes`: sentences for the screen. `rehearsing`: what is
    appended is known to this run alone."""

    def __init__(self, workspace: Workspace, today: dt.date) -> None:
        """Reads and verifies it. Raises RecordError."""
        self.rehearsing = False
        self.notes: list[str] = []
        self._path, self._note = workspace.record_file, workspace.cache / NOTE
        self._backups, self._book = workspace.backups, workspace.output / MERGED_BOOK
        self._today = today
        self.journal = read_journal(self._path)

    def compare_notes(self, *, accept: bool) -> None:
        """Raises RecordError where the record is not the one the last run left, nor one that goes on from there: the run must
        not give old numbers to other households. With `accept` it is told, and today's copy of the earlier one kept apart."""
        for note in (load_note(self._note), _note_of_book(self._book)):
            problem = alarm(self.journal, note) if note else ""
            if problem and not accept:
                raise RecordError(_sentence(self._path.name, problem))
            if problem:
                self.notes.append(f"{self._path.name} {problem}；按 --new-record 用现在的这一份")
                self._keep_replaced()
                return

    def append(self, entries: Sequence[Entry]) -> None:
        """Write them down, note how long the record is now, and keep a copy. Also with nothing to write an unfinished end
        is set aside and an older record gets its new line. Raises RecordError, OutputError."""
        if self.rehearsing:
            self.journal = replace(self.journal, entries=(*self.journal.entries, *entries))
            return
        if self.journal.torn:
            self._set_torn_aside()
        if self.journal.chain and not self.journal.opened:
            self.notes.append(f"{self._path.name} {GROWN_FROM}")
        before = self.journal
        self.journal = append(self._path, self.journal, entries)
        note = note_of(self.journal)
        if load_note(self._note) != note and (self.journal.chain or self._note.exists()):
            save_note(self._note, note)
        if self.journal is not before or not self._backup.exists():
            self._copy()

    def _set_torn_aside(self) -> None:
        make_private(self._backups)
        self.journal = set_torn_aside(self._path, self.journal, self._backups / TORN)
        self.notes.append(
            f"{self._path.name} 上次没有写完（断电、磁盘满或被强行结束），没写完的部分已移到 {self._backups.name}/{TORN}；"
            f"写完的{len(self.journal.entries)}条完好，没写完的那一次请重做"
        )

    def _keep_replaced(self) -> None:
        aside = self._backup.with_name(f"{self._backup.stem}-换前{self._backup.suffix}")
        if self._backup.exists() and not aside.exists():
            self._backup.rename(aside)

    @property
    def _backup(self) -> Path:
        return self._backups / f"{self._path.stem}-{self._today.isoformat()}{self._path.suffix}"

    def _copy(self) -> None:
        """The last of each day. The record itself is written already: a copy that fails is told, and stops nothing."""
        if not self.journal.chain:
            return
        fresh = self._backup.with_name(f"{self._backup.name}.new")
        try:
            make_private(self._backups)
            shutil.copy(self._path, fresh)
            os.replace(fresh, self._backup)
            for old in sorted(self._backups.glob(f"{self._path.stem}-????-??-??{self._path.suffix}"))[:-DAYS_KEPT]:
                old.unlink()
        except OSError as error:
            self.notes.append(f"{self._path.name} 没有备份成（{cause_of(error)}）：请检查磁盘空间，或自行复制一份")


def _note_of_book(path: Path) -> Note | None:
    """What the last 合并名册.xlsx says of the record; None where there is none, or none that can be read."""
    try:
        sheet = read_one_sheet(path.read_bytes(), SHEET)
    except OSError:
        return None  # no alarm: the book may have been deleted, or is open elsewhere
    return noted_on(sheet.rows) if sheet else None


def _sentence(name: str, problem: str) -> str:
    return (
        f"{name} {problem}。照这样运行，已发出的编号会落到别的户上，所以停在这里，什么都没有改。"
        f"请把原来的 {name} 放回来（裁定备份 文件夹里有每天最后的一份，改名为 {name}）；"
        "确实要用现在的这一份（没有的就从头编号），请运行：rescue run --new-record"
    )
