"""One folder of TOML → the parts of a pack, every file validated by itself. Nothing is raised: problems are collected,
so that all faults of all files are told at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import PackProblem
from rescue_cli.core.toml_file import TomlError, parse_toml, toml_text
from rescue_cli.pack import model as m
from rescue_cli.pack.closed_folder import FORMS, REPORTS, blank_faults, folder_faults
from rescue_cli.pack.model_faults import faults_of

M = TypeVar("M", bound=BaseModel)
REMEMBERED = 1024  # files: the packs of a bureau several times over


@lru_cache(maxsize=REMEMBERED)
def _validated(kind: type[BaseModel], text: str) -> Any:
    """A file's text as its model. Models are frozen, so the same text is the same model, whichever pack asks for it:
    packs share a parent, and what opens workspace after workspace reads the same packs."""
    return kind.model_validate(parse_toml(Path(), text))


@dataclass(frozen=True)
class PackParts:
    """What one folder holds; a file that is not there is an empty part. `head` is None where pack.toml is wrong."""

    folder: Path
    head: m.PackHead | None
    vocabulary: m.Vocabulary
    categories: m.Categories
    standards: m.Standards
    findings: m.Findings
    forms: dict[str, m.Form]
    rules: m.Rules
    reports: dict[str, m.Report]
    cases: m.Cases

    @property
    def blanks(self) -> set[str]:
        """Blank workbooks and templates its reports name."""
        filled = (report.fill.file for report in self.reports.values() if report.fill is not None)
        return {*filled, *(report.template for report in self.reports.values() if report.template)}

    @property
    def check_codes(self) -> set[str]:
        """Finding codes the checks of its forms give."""
        return {check.code for form in self.forms.values() for check in form.check}


class FolderReader:
    """Reads the folders of one pack and its parents.

    `roots`: the folders packs stand in, the user's own first; files are named relative to theirs. `problems`: everything
    wrong with a file by itself. `files`: part ("rules", "forms/困难家庭名册") → the file it came from, for later checks.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = roots
        self.problems: list[PackProblem] = []
        self.files: dict[str, str] = {}
        self._digest = hashlib.sha256()

    def folder(self, folder: Path) -> PackParts:
        """The parts of one pack; of a file that is wrong or missing its empty model."""
        for name, text in folder_faults(folder):
            self.problem(folder / name, "", text)
        return PackParts(  # in this order, because the digest is of the files as they are read
            folder=folder,
            categories=self._part(folder / "categories.toml", m.Categories) or m.Categories(),
            standards=self._part(folder / "standards.toml", m.Standards) or m.Standards(),
            vocabulary=self._part(folder / "vocabulary.toml", m.Vocabulary) or m.Vocabulary(),
            cases=self._part(folder / "cases.toml", m.Cases) or m.Cases(),
            rules=self._part(folder / "rules.toml", m.Rules) or m.Rules(),
            head=self._part(folder / "pack.toml", m.PackHead),
            forms=self._parts(folder / FORMS, m.Form),
            reports=self._parts(folder / REPORTS, m.Report),
            findings=self._part(folder / "findings.toml", m.Findings) or m.Findings(),
        )

    def blanks(self, chain: Sequence[PackParts]) -> None:
        """Add what stands in blanks/ of the packs and no report of theirs names."""
        used = set().union(*(parts.blanks for parts in chain))
        for parts in chain:
            for name, text in blank_faults(parts.folder, sorted(used)):
                self.problem(parts.folder / name, "", text)

    def model(self, path: Path, kind: type[M]) -> M | None:
        """One file as its model; None, and a problem, where it cannot be read or is not what it should be."""
        try:
            text = toml_text(path)
            self._digest.update(f"{self.where(path)}\n{text}".encode())
            model: M = _validated(kind, text)
            return model
        except FileNotFoundError:
            self.problem(path, "", "文件不存在")
        except TomlError as error:
            self.problem(path, "", error.sentence)
        except OSError as error:
            self.problem(path, "", f"读不了：{cause_of(error)}")
        except ValidationError as error:
            data = parse_toml(path, text)
            for key, fault in faults_of(kind, text, data, error.errors()):
                self.problem(path, key, fault)
        return None

    def digest(self, more: str) -> str:
        """Of every file read so far, and of `more`."""
        self._digest.update(more.encode())
        return self._digest.hexdigest()

    def where(self, path: Path) -> str:
        """A path as told: relative to the folder of packs it stands in."""
        root = next(root for root in self.roots if path.is_relative_to(root))
        return path.relative_to(root).as_posix()

    def problem(self, path: Path, key: str, text: str) -> None:
        self.problems.append(PackProblem(self.where(path), key, text))

    def _parts(self, folder: Path, kind: type[M]) -> dict[str, M]:
        """File stem → model, of every *.toml of a folder that is right."""
        models = {path.stem: self._part(path, kind, f"{folder.name}/") for path in sorted(folder.glob("*.toml"))}
        return {stem: part for stem, part in models.items() if part is not None}

    def _part(self, path: Path, kind: type[M], folder: str = "") -> M | None:
        if not path.is_file():
            return None
        self.files[f"{folder}{path.stem}"] = self.where(path)
        return self.model(path, kind)
