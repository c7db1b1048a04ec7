"""TOML under `schemas/` → `Pack`. All faults of a pack are collected and raised together as one `PackError`."""

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rescue_cli.core.errors import PackError, PackProblem
from rescue_cli.core.findings import Entry
from rescue_cli.pack import model as m
from rescue_cli.pack.catalogue import load_catalogue, schemas_root
from rescue_cli.pack.check.pack_problems import pack_problems
from rescue_cli.pack.model_faults import told
from rescue_cli.pack.nearest_name import nearest

__all__ = ["available_packs", "catalogue_of", "is_shipped", "load_catalogue", "load_pack", "overlay", "schemas_root"]

M = TypeVar("M", bound=BaseModel)


def available_packs(root: Path | None = None, own: Path | None = None) -> list[str]:
    """Ids of all packs (folders with a pack.toml), shipped and `own`, sorted."""
    roots = [root or schemas_root(), *([own] if own else [])]
    return sorted({path.parent.name for one in roots for path in one.glob("*/pack.toml")})


def is_shipped(name: str, own: Path) -> bool:
    """Whether pack `name` and its parents are all the program's own, none of them a folder in `own`."""
    reader = _Reader(schemas_root(), name, own)
    return not any(folder.is_relative_to(own) for folder in reader.chain())


def catalogue_of(pack: m.Pack) -> dict[str, Entry]:
    """The catalogue as `pack` reads it: levels it raises or lowers, with its reason and clause as the basis."""
    catalogue = load_catalogue()
    for change in pack.head.level:
        entry = catalogue[change.code]
        basis = f"{pack.head.short} {change.clause}：{change.reason}"
        catalogue[change.code] = dataclasses.replace(entry, level=change.level, basis=basis)
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

    Raises PackError with every problem found.
    """
    base = root or schemas_root()
    reader = _Reader(base, name, own)
    pack = reader.read(standards, parameters)
    problems = reader.problems + (
        pack_problems(pack, set(load_catalogue(schemas_root())), reader.files) if pack else []
    )
    if problems or pack is None:
        raise PackError(name, problems)
    return pack


class _Reader:
    """Reads one pack and its parent, keeping every problem instead of stopping at the first."""

    def __init__(self, root: Path, name: str, own: Path | None = None) -> None:
        self.root, self.name, self.own = root, name, own
        self.problems: list[PackProblem] = []
        self.files: dict[str, str] = {}  # "forms/困难家庭名册" -> file it came from, for messages of later checks
        self._digest = hashlib.sha256()

    def read(self, standards: Sequence[m.Standard], parameters: Sequence[m.Parameter]) -> m.Pack | None:
        chain = self.chain()
        if not chain:
            return None
        parts = [self._folder(folder) for folder in chain]
        vocabulary = self._model(self.root / "vocabulary.toml", m.Vocabulary)
        heads = [part["head"] for part in parts]
        if any(head is None for head in heads) or vocabulary is None:
            return None
        own = heads[-1]
        survives = {entry.field for entry in own.survive}
        compares = {entry.name for entry in own.compare}
        head = own.model_copy(
            update={
                "district": own.district or next((h.district for h in reversed(heads) if h.district), None),
                "period": own.period or next((h.period for h in reversed(heads) if h.period), None),
                "level": tuple(_fold((c for h in heads if h for c in h.level), lambda change: change.code).values()),
                "survive": (*(s for h in heads[:-1] for s in h.survive if s.field not in survives), *own.survive),
                "compare": (*(c for h in heads[:-1] for c in h.compare if c.name not in compares), *own.compare),
            }
        )
        given = json.dumps([item.model_dump(mode="json") for item in (*standards, *parameters)], ensure_ascii=False)
        self._digest.update(given.encode())
        return m.Pack(
            head=head,
            vocabulary=_fold(
                [*vocabulary.field, *(entry for part in parts for entry in part["vocabulary"])],
                lambda entry: entry.name,
            ),
            codes=_fold((entry for part in parts for entry in part["codes"]), lambda entry: entry.name),
            standards=overlay([entry for part in parts for entry in part["standards"]], standards),
            parameters=overlay([entry for part in parts for entry in part["parameters"]], parameters),
            relations=tuple(_fold((r for part in parts for r in part["relations"]), lambda r: r.name).values()),
            forms=_forms([part["forms"] for part in parts]),
            rules=_join_rules([part["rules"] for part in parts]),
            reports={stem: report for part in parts for stem, report in part["reports"].items()},
            cases=parts[-1]["cases"],
            digest=self._digest.hexdigest(),
        )

    def chain(self) -> list[Path]:
        """The pack's folder after its parent's; national itself has no parent."""
        chain: list[Path] = []
        name: str | None = self.name
        seen: list[str] = []
        while name is not None:
            if name in seen:
                self._problem(f"{seen[-1]}/pack.toml", "parent", f"上级方案包循环引用：{' → '.join([*seen, name])}")
                return []
            folder = self._home(name)
            if not (folder / "pack.toml").is_file():
                known = available_packs(self.root, self.own)
                hint = nearest(name, known) or "、".join(known) or "（无）"
                where = "parent" if seen else ""
                self._problem(
                    f"{seen[-1]}/pack.toml" if seen else name, where, f"没有方案包“{name}”；最接近的是“{hint}”"
                )
                return []
            chain.append(folder)
            seen.append(name)
            name = _toml_parent(folder / "pack.toml")
        return chain[::-1]

    def _home(self, name: str) -> Path:
        """The folder of a pack: the user's own where there is one of that name."""
        if self.own is not None and (self.own / name / "pack.toml").is_file():
            return self.own / name
        return self.root / name

    def _folder(self, folder: Path) -> dict[str, Any]:
        categories = self._optional(folder / "categories.toml", m.Categories)
        standards = self._optional(folder / "standards.toml", m.Standards)
        vocabulary = self._optional(folder / "vocabulary.toml", m.Vocabulary)
        cases = self._optional(folder / "cases.toml", m.Cases)
        rules = self._optional(folder / "rules.toml", m.Rules) or m.Rules()
        head = self._optional(folder / "pack.toml", m.PackHead)
        self._once(folder / "pack.toml", "level", [entry.code for entry in head.level] if head else [])
        self._once(folder / "rules.toml", "gather", [entry.field for entry in rules.gather])
        self._once(folder / "rules.toml", "derive", [entry.field for entry in rules.derive])
        self._once(folder / "rules.toml", "rule", [entry.id for entry in rules.rule])
        self._once(folder / "rules.toml", "remark", [entry.id for entry in rules.remark])
        self._once(folder / "rules.toml", "event", [entry.id for entry in rules.event])
        self._once(folder / "rules.toml", "clock", [entry.id for entry in rules.clock])
        self._once(
            folder / "standards.toml", "relation", [entry.name for entry in standards.relation] if standards else []
        )
        self._once(folder / "cases.toml", "case", [entry.id for entry in cases.case] if cases else [])
        return {
            "head": head,
            "vocabulary": vocabulary.field if vocabulary else (),
            "codes": categories.codes if categories else (),
            "standards": standards.standard if standards else (),
            "parameters": standards.parameter if standards else (),
            "relations": standards.relation if standards else (),
            "forms": self._many(folder / "forms", m.Form),
            "rules": rules,
            "reports": self._many(folder / "reports", m.Report),
            "cases": cases.case if cases else (),
        }

    def _once(self, path: Path, part: str, names: Sequence[str]) -> None:
        """A name given twice in one file: the second would silently replace the first."""
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._problem(self._where(path), f"{part}.{name}", f"“{name}”出现两次")

    def _many(self, folder: Path, kind: type[M]) -> dict[str, M]:
        found: dict[str, M] = {}
        for path in sorted(folder.glob("*.toml")):
            self.files[f"{folder.name}/{path.stem}"] = self._where(path)
            value = self._model(path, kind)
            if value is not None:
                found[path.stem] = value
        return found

    def _optional(self, path: Path, kind: type[M]) -> M | None:
        if not path.is_file():
            return None
        self.files[path.stem] = self._where(path)
        return self._model(path, kind)

    def _model(self, path: Path, kind: type[M]) -> M | None:
        try:
            text = path.read_text(encoding="utf-8")
            data = tomllib.loads(text)
        except FileNotFoundError:
            self._problem(self._where(path), "", "文件不存在")
            return None
        except UnicodeDecodeError:
            self._problem(self._where(path), "", "不是UTF-8编码，请另存为UTF-8")
            return None
        except tomllib.TOMLDecodeError as error:
            self._problem(self._where(path), "", f"TOML语法错误：{error}")
            return None
        self._digest.update(f"{self._where(path)}\n{text}".encode())
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for fault in error.errors():
                self._problem(self._where(path), *told(kind, data, dict(fault)))
            return None

    def _where(self, path: Path) -> str:
        base = self.own if self.own is not None and path.is_relative_to(self.own) else self.root
        return path.relative_to(base).as_posix()

    def _problem(self, file: str, key: str, text: str) -> None:
        self.problems.append(PackProblem(file, key, text))


def _toml_parent(path: Path) -> str | None:
    """The parent named in a pack.toml, or None (also where the file cannot be parsed: reading it again reports why)."""
    try:
        parent = tomllib.loads(path.read_text(encoding="utf-8")).get("parent")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    return parent if isinstance(parent, str) else None


T = TypeVar("T")


def _fold(entries: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    """Later entries replace earlier ones of the same name, in the earlier one's place."""
    folded: dict[str, T] = {}
    for entry in entries:
        folded[key(entry)] = entry
    return folded


def overlay(own: Sequence[Any], given: Sequence[Any]) -> tuple[Any, ...]:
    """`given` entries replace own ones of the same name, area and first day; the rest are added."""

    def key(entry: Any) -> tuple[Any, ...]:
        return (entry.name, getattr(entry, "area", None), entry.start)

    merged = {key(entry): entry for entry in own}
    merged.update({key(entry): entry for entry in given})
    return tuple(merged.values())


def _join_rules(parts: Sequence[m.Rules]) -> m.Rules:
    return m.Rules(
        gather=tuple(_fold((g for part in parts for g in part.gather), lambda g: g.field).values()),
        derive=tuple(_fold((d for part in parts for d in part.derive), lambda d: d.field).values()),
        rule=tuple(_fold((r for part in parts for r in part.rule), lambda r: r.id).values()),
        remark=tuple(_fold((r for part in parts for r in part.remark), lambda r: r.id).values()),
        event=tuple(_fold((e for part in parts for e in part.event), lambda e: e.id).values()),
        clock=tuple(_fold((c for part in parts for c in part.clock), lambda c: c.id).values()),
    )


def _forms(parts: Sequence[dict[str, m.Form]]) -> dict[str, m.Form]:
    """Forms of a pack and its parents. Generic ones serve where there is no notice: they never stand beside its own."""
    forms = {stem: form for part in parts for stem, form in part.items()}
    own = {stem: form for stem, form in forms.items() if not form.generic}
    return own or forms
