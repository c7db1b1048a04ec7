"""One run's setting: pack, townships, as-of date, input files, where to write; from a workspace or from files given ad hoc."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rescue_cli.config_entries import Contact
from rescue_cli.core.errors import PackError, UsageError
from rescue_cli.core.file_names import shown_name
from rescue_cli.core.folder_listing import files_below
from rescue_cli.core.output_books import ALONE_FOLDER
from rescue_cli.core.townships import Township
from rescue_cli.core.version import VERSION
from rescue_cli.core.village_merges import VillageMerges
from rescue_cli.core.workspace_folders import CONFIG, OWN_PACKS
from rescue_cli.intake import Source
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.kept_record import KeptRecord
from rescue_cli.pipeline.moved_deadlines import with_moved_deadlines
from rescue_cli.pipeline.outcomes import Progress, silent
from rescue_cli.pipeline.output_plan import OutputPlan
from rescue_cli.record.decisions import Decisions, decisions
from rescue_cli.workbooks.reading.workbook_reader import start_workers
from rescue_cli.workspace import Config, Workspace
from rescue_cli.workspace import as_of as as_of_date

MADE_FROM = "books.json"  # in the workspace's cache
AskPassword = Callable[[str], str]


@dataclass(frozen=True)
class Session:
    """`workspace` is None for files given ad hoc outside one; `ad_hoc` leaves the record and the cache alone."""

    pack: Pack
    townships: tuple[Township, ...]
    as_of: dt.date
    sources: tuple[Source, ...]
    output: Path
    workspace: Workspace | None
    ad_hoc: bool
    record: KeptRecord | None = None  # the workspace's
    decisions: Decisions = field(default_factory=Decisions)
    replaced: Mapping[str, str] = field(default_factory=dict)
    written_down: frozenset[str] = frozenset()  # the old ones of rescue.toml's [[replace]]
    passwords: dict[str, str] = field(default_factory=dict, repr=False)  # those asked for while running join them
    contact: Contact = field(default_factory=Contact)
    strict: bool = False  # a whole file with anything that must be mended is refused
    ask_password: AskPassword | None = None
    asked: set[str] = field(default_factory=set)  # locked files asked about already
    progress: Progress = silent
    today: dt.date | None = None  # the day a state is recorded under; without it the as-of day
    looks_back: bool = False  # asked for a day that is past: when a file came that was not seen before is not known
    by: str = ""  # who runs it, and when (ISO date and time): for the log of runs alone
    when: str = ""
    hours_left: int | None = None  # of today, for the screen alone: no workbook says it

    @cached_property
    def plan(self) -> OutputPlan:
        """What the command that runs wants to stand under the output folder."""
        note = self.workspace.cache / MADE_FROM if self.workspace is not None and self.leaves_cache else None
        return OutputPlan(self.output, note)

    @property
    def due_today(self) -> str:
        """How what is due on the as-of day is called on the screen: with the hours that are left, where that is today."""
        left = self.hours_left if self.as_of == self.today else None
        return "今日到期" if left is None else f"今日到期，还有{left}小时" if left else "今日到期，不到1小时"

    @property
    def leaves_cache(self) -> bool:
        """Whether what is worked out may stand in the workspace's cache for the next command."""
        rehearsing = self.record is not None and self.record.rehearsing
        return self.workspace is not None and not self.ad_hoc and not rehearsing

    @property
    def alone(self) -> tuple[str, ...]:
        """A sentence where only files given by hand were read, in a workspace: its own workbooks are as they were."""
        if not self.ad_hoc or self.workspace is None:
            return ()
        return (f"只含这{len(self.sources)}个文件；全区的表没有动",)

    @property
    def bureau(self) -> str:
        """Name of the bureau the notice is for; empty where the pack names none."""
        return self.pack.head.district.bureau if self.pack.head.district else ""

    @property
    def district(self) -> str:
        """Name of the district on the outputs: of rescue.toml, else of the pack, else empty."""
        if self.workspace is not None and self.workspace.config.district:
            return self.workspace.config.district
        return self.pack.head.district.name if self.pack.head.district else ""

    @property
    def merges(self) -> VillageMerges:
        """What became of the villages of old."""
        return VillageMerges.of(self.townships)

    def digest(self) -> str:
        """Of everything the results are a function of: files, pack, workspace settings, as-of date, and the record."""
        total = hashlib.sha256(
            f"{VERSION}|{self.pack.digest}|{self.as_of}|{self.townships}|{sorted(self.replaced.items())}".encode()
        )
        total.update(repr((self.strict, sorted(self.passwords.items()))).encode())
        if self.workspace is not None:  # who owes what by when, and when a file came, are results too
            total.update(_content(self.workspace.folder / CONFIG))
        if self.workspace is not None and self.workspace.record_file.is_file():
            total.update(self.workspace.record_file.read_bytes())
        for source in self.sources:
            total.update(f"|{source.name}|".encode())
            total.update(_content(source.path))
        return total.hexdigest()


def _content(path: Path) -> bytes:
    """Digest of a file; one that cannot be read (in use, no permission, no file at all) counts as empty here, and intake
    reports it."""
    if not is_regular(path):
        return b""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""


def open_session(
    folder: Path,
    *,
    today: dt.date,
    files: Sequence[Path] = (),
    pack: str | None = None,
    output: Path | None = None,
    as_of: dt.date | None = None,
    ask_password: AskPassword | None = None,
    new_record: bool = False,
) -> Session:
    """The workspace in `folder`, or just `files` read with `pack`. UsageError where neither makes sense, RecordError where
    the record is damaged, or not the one the last run left – but with `new_record`, which means it as it is.

    `ask_password`: asked for the password of a locked file, by name; gives "" where nobody knows it.
    """
    if files:
        start_workers()  # while the pack is loaded
    workspace = Workspace.open(folder) if (folder / "rescue.toml").is_file() or not files else None
    if workspace is None and pack is None:
        raise UsageError("这里没有 rescue.toml：请在工作区里运行，或用 --pack 指明方案包，例如 --pack xixia-2019")
    config = workspace.config if workspace else Config(pack=pack or "")
    loaded = with_moved_deadlines(_adapted_pack(pack or config.pack, config, folder / OWN_PACKS), config.owes)
    record = KeptRecord(workspace, today) if workspace else None
    if record is not None:
        record.compare_notes(accept=new_record)
    decided = decisions(record.journal) if record else Decisions()
    return Session(
        pack=loaded,
        townships=workspace.townships(loaded) if workspace else _pack_townships(loaded),
        as_of=as_of or as_of_date(config, loaded, today),
        sources=_sources(files, workspace),
        output=output or _output(folder, workspace, files),
        workspace=workspace,
        ad_hoc=bool(files),
        record=record,
        decisions=decided,
        replaced=_replaced(decided.replaced, config.replaced),
        written_down=frozenset() if files else frozenset(config.replaced),
        contact=config.contact,
        ask_password=ask_password,
        passwords={place: password.get_secret_value() for place, password in config.passwords.items()},
        today=today,
        looks_back=as_of is not None and as_of < today and config.as_of is None,
    )


def with_new_decisions(session: Session) -> Session:
    """The session as it is after answers were recorded in it."""
    if session.record is None or session.workspace is None:
        return session
    decided = decisions(session.record.journal)
    return replace(session, decisions=decided, replaced=_replaced(decided.replaced, session.workspace.config.replaced))


def _output(folder: Path, workspace: Workspace | None, files: Sequence[Path]) -> Path:
    """输出/; of files given in a workspace a folder of their own there: the county's workbooks stay as they are."""
    if workspace is None:
        return folder / "输出"
    return workspace.output / ALONE_FOLDER / files[0].resolve().stem if files else workspace.output


def session_of_files(files: Sequence[Path], pack: str | Path, *, today: dt.date, as_of: dt.date | None) -> Session:
    """Just `files`, read with `pack` (a shipped one's name, or the folder of another), wherever the program stands: no
    rescue.toml counts, and nothing is written. UsageError where a file is not there, PackError."""
    loaded = load_pack(pack.name, own=pack.resolve().parent) if isinstance(pack, Path) else load_pack(pack)
    return Session(
        pack=loaded,
        townships=_pack_townships(loaded),
        as_of=as_of or as_of_date(Config(pack=loaded.head.id), loaded, today),
        sources=_sources(files, None),
        output=Path(),
        workspace=None,
        ad_hoc=True,
    )


def _sources(files: Sequence[Path], workspace: Workspace | None) -> tuple[Source, ...]:
    """The files given and those below the folders given, or all of 收件/. UsageError where one is not there."""
    for path in files:
        if not path.exists():
            raise UsageError(f"找不到文件：{path}")
    paths = [pair for path in files for pair in _given(path)] if files else workspace.sources() if workspace else []
    return tuple(Source(path, name) for path, name in _distinct(paths))


def _given(path: Path) -> list[tuple[Path, str]]:
    """A file by its name; what is below a folder, by the folder's name too: it may be a township's."""
    if not path.is_dir():
        return [(path, shown_name(path.name))]
    folder = shown_name(path.resolve().name)
    return [(below, f"{folder}/{name}") for below, name in files_below(path)]


def _adapted_pack(name: str, config: Config, own: Path) -> Pack:
    """The pack with the workspace's standards; a fault that only they bring is one of rescue.toml, and is told so."""
    try:
        return load_pack(name, standards=config.standard, parameters=config.parameter, own=own)
    except PackError as error:
        if not (config.standard or config.parameter):
            raise
        load_pack(name, own=own)
        problems = "；".join(f"{problem.key}：{problem.text}" for problem in error.problems)
        raise UsageError(f"rescue.toml 里的标准或参数有误：{problems}") from error


def _replaced(decided: Mapping[str, str], configured: Mapping[str, str]) -> dict[str, str]:
    """Old file → new file; rescue.toml outweighs answers, and no answer may lead in a circle: every file would be left out.

    >>> _replaced({"a": "b", "c": "d"}, {"b": "a"})
    {'b': 'a', 'c': 'd'}
    """
    replaced = dict(configured)
    for old, new in sorted(decided.items()):
        last = new
        while last in replaced and last != old:
            last = replaced[last]
        if last != old:
            replaced.setdefault(old, new)
    return replaced


def _pack_townships(pack: Pack) -> tuple[Township, ...]:
    return tuple(Township(entry.name, entry.aliases) for entry in pack.head.townships)


def _distinct(sources: Sequence[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Files given by hand from different folders may share a name: the later ones carry their folder too."""
    seen: dict[str, Path] = {}
    for path, name in sorted(sources, key=lambda pair: (pair[1], str(pair[0]))):
        shown = name if name not in seen else f"{shown_name(path.parent.name)}/{name}"
        seen[shown] = path
    return [(path, name) for name, path in sorted(seen.items())]
