"""TOML under `schemas/` → `Pack`. All faults of a pack are collected and raised together as one `PackError`."""

import dataclasses
import json
import os
from collections.abc import Sequence
from pathlib import Path

from rescue_cli.core.errors import PackError, PackProblem
from rescue_cli.core.findings import Entry
from rescue_cli.core.toml_file import TomlError, read_toml
from rescue_cli.pack import model as m
from rescue_cli.pack.catalogue import load_catalogue, schemas_root
from rescue_cli.pack.check.pack_problems import pack_problems
from rescue_cli.pack.check.repeated_names import repeated_names
from rescue_cli.pack.closed_folder import LEFT_BY_SYSTEMS
from rescue_cli.pack.inherited_facts import with_fitting_facts
from rescue_cli.pack.join_parents import joined_pack, overlay
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pack.property_limits import with_asked_items
from rescue_cli.pack.read_folder import FolderReader, PackParts

__all__ = [
    "available_packs",
    "catalogue_of",
    "is_shipped",
    "load_catalogue",
    "load_pack",
    "not_packs",
    "overlay",
    "schemas_root",
]

HEAD = "pack.toml"
REMEMBERED = 16
_sound: dict[str, m.Pack] = {}  # by digest


def available_packs(root: Path | None = None, own: Path | None = None) -> list[str]:
    """Ids of all packs (folders with a pack.toml), shipped and `own`, sorted."""
    roots = [root or schemas_root(), *([own] if own else [])]
    return sorted({path.parent.name for folder in roots for path in folder.glob(f"*/{HEAD}")})


def not_packs(own: Path | None) -> list[str]:
    """Names in the folder of the user's own packs that are no pack's: loose files, folders without a pack.toml."""
    if own is None or not own.is_dir():
        return []
    names = sorted(name for name in os.listdir(own) if not LEFT_BY_SYSTEMS.fullmatch(name))
    return [name for name in names if not (own / name / HEAD).is_file()]


def is_shipped(name: str, own: Path) -> bool:
    """Whether pack `name` and its parents are all the program's own, none of them a folder in `own`."""
    return not any(folder.is_relative_to(own) for folder in _Loader(schemas_root(), name, own).folders())


def catalogue_of(pack: m.Pack) -> dict[str, Entry]:
    """Finding code → its entry as `pack` reads it: the shipped catalogue, the codes the pack adds, and levels it raises
    or lowers, with its reason and clause as the basis."""
    catalogue = load_catalogue()
    for added in pack.findings:
        catalogue[added.code] = Entry(
            code=added.code,
            level=added.level,
            title=added.title,
            text=added.text,
            mend=added.mend,
            basis=added.basis,
            fold=added.fold,
            distrusted=added.distrusted,
        )
    for change in pack.head.level:
        basis = f"{pack.head.short} {change.clause}：{change.reason}"
        catalogue[change.code] = dataclasses.replace(catalogue[change.code], level=change.level, basis=basis)
    return catalogue


def load_pack(
    name: str,
    root: Path | None = None,
    standards: Sequence[m.Standard] = (),
    parameters: Sequence[m.Parameter] = (),
    own: Path | None = None,
) -> m.Pack:
    """Read pack `name` with its parent; `standards` and `parameters` (from rescue.toml) add to or replace the pack's.
    `own`: a folder of the user's own packs, beside the shipped ones in `root`; theirs go first.

    Raises PackError with every problem found. Checks across files run only where every file is right by itself: else a
    file that cannot be read would be told again as unknown names in all the others.

    The same files give the same pack, not its like: what was checked and translated of it holds on.
    """
    loader = _Loader(root or schemas_root(), name, own)
    pack = loader.pack(standards, parameters)
    problems = loader.reader.problems
    if pack is not None and not problems and pack.digest not in _sound:
        problems = loader.problems_across() + pack_problems(
            pack, set(load_catalogue(schemas_root())), loader.reader.files
        )
    if problems or pack is None:
        raise PackError(name, problems)
    if pack.digest not in _sound and len(_sound) >= REMEMBERED:
        _sound.pop(next(iter(_sound)))
    _sound[pack.digest] = pack
    return pack


class _Loader:
    """Finds a pack's folder and its parents', and reads them."""

    def __init__(self, root: Path, name: str, own: Path | None) -> None:
        self.root, self.name, self.own = root, name, own
        self.reader = FolderReader([own, root] if own is not None else [root])
        self.chain: list[PackParts] = []

    def pack(self, standards: Sequence[m.Standard], parameters: Sequence[m.Parameter]) -> m.Pack | None:
        """The pack, the one known already if there is one, or None where a file it cannot do without is wrong; the reader
        holds the problems."""
        folders = self.folders()
        self.chain = [self.reader.folder(folder) for folder in folders]
        vocabulary = self.reader.model(self.root / "vocabulary.toml", m.Vocabulary) if folders else None
        if not self.reader.problems:
            self.reader.blanks(self.chain)
        if vocabulary is None or any(parts.head is None for parts in self.chain):
            return None
        given = json.dumps([item.model_dump(mode="json") for item in (*standards, *parameters)], ensure_ascii=False)
        digest = self.reader.digest(given)
        if digest in _sound:
            return _sound[digest]
        pack = joined_pack(self.chain, vocabulary, standards, parameters, digest)
        rules = self.chain[-1].rules
        own = (
            {gather.field for gather in rules.gather}
            | {derive.field for derive in rules.derive}
            | {remark.id for remark in rules.remark}
            | {event.id for event in rules.event}
        )
        return with_fitting_facts(with_asked_items(pack.model_copy(update={"own": frozenset(own)})))

    def problems_across(self) -> list[PackProblem]:
        """Names that stand twice in a file, folders called otherwise than their pack, added codes nothing gives."""
        checked = set().union(*(parts.check_codes for parts in self.chain))
        problems = []
        for parts in self.chain:
            faults = [*repeated_names(parts)]
            if parts.head is not None and parts.head.id != parts.folder.name:
                faults.append((HEAD, "id", f"“{parts.head.id}”要与文件夹同名：“{parts.folder.name}”"))
            for entry in parts.findings.finding:
                if entry.code not in checked:
                    faults.append(("findings.toml", f"finding.{entry.code}", "没有一条 [[check]] 用到这个代码"))
            problems += [PackProblem(self.reader.where(parts.folder / file), key, text) for file, key, text in faults]
        return problems

    def folders(self) -> list[Path]:
        """The pack's folder after its parent's; national itself has no parent. Empty where one is missing or the parents
        lead in a circle."""
        folders: list[Path] = []
        names: list[str] = []
        name: str | None = self.name
        while name is not None:
            if name in names:
                circle = " → ".join([*names, name])
                self.reader.problem(folders[-1] / HEAD, "parent", f"上级方案包循环引用：{circle}")
                return []
            folder = self._home(name)
            if not (folder / HEAD).is_file():
                self._not_there(name, folders[-1] if folders else None)
                return []
            folders.append(folder)
            names.append(name)
            name = _parent(folder / HEAD)
        return folders[::-1]

    def _home(self, name: str) -> Path:
        """The folder of a pack: the user's own where there is one of that name."""
        if self.own is not None and (self.own / name / HEAD).is_file():
            return self.own / name
        return self.root / name

    def _not_there(self, name: str, child: Path | None) -> None:
        """No pack of that name; `child`: the folder of the pack that names it as its parent."""
        if self.own is not None and name and (inner := _inner_pack(self.own / name)):
            text = f"文件不存在；里面还有一层“{name}/{inner}”，请把那一层里的文件移到“{name}”下"
            self.reader.problem(self.own / name / HEAD, "", text)
            return
        if self.own is not None and name and (self.own / name).is_dir():
            names = sorted(os.listdir(self.own / name))
            hint = nearest(HEAD, [entry.casefold() for entry in names])
            meant = next((entry for entry in names if entry.casefold() == hint), None)
            self.reader.problem(
                self.own / name / HEAD, "", "文件不存在" + (f"；“{meant}”是否应叫“{HEAD}”" if meant else "")
            )
            return
        known = available_packs(self.root, self.own)
        hint = nearest(name, known) or "、".join(known) or "（无）"
        text = f"没有方案包“{name}”；最接近的是“{hint}”"
        if child is None:
            self.reader.problems.append(PackProblem(name, "", text))
        else:
            self.reader.problem(child / HEAD, "parent", text)


def _inner_pack(folder: Path) -> str:
    """The folder inside that holds the pack, where an archive was unpacked one folder too deep."""
    return next((path.parent.name for path in sorted(folder.glob(f"*/{HEAD}"))), "")


def _parent(path: Path) -> str | None:
    """The parent named in a pack.toml, or None (also where the file cannot be parsed: reading it again reports why)."""
    try:
        parent = read_toml(path).get("parent")
    except (TomlError, OSError):
        return None
    return parent if isinstance(parent, str) else None
