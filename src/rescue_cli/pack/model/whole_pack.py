"""A pack with all its parts."""

from pydantic import Field

from rescue_cli.pack.model.cases import TestCase
from rescue_cli.pack.model.closed import Closed
from rescue_cli.pack.model.dictionary import CodeList, VocabularyField
from rescue_cli.pack.model.finding_codes import CatalogueEntry
from rescue_cli.pack.model.forms import Form
from rescue_cli.pack.model.head import PackHead
from rescue_cli.pack.model.reports import Report
from rescue_cli.pack.model.rules import Rules
from rescue_cli.pack.model.standards import Parameter, Relation, Standard


class Pack(Closed):
    """A pack with its parent's parts folded in (child wins by id or name). Keys of `forms` and `reports` are
    file stems, of `vocabulary` and `codes` names. `findings`: codes added to the shipped catalogue. `digest`: SHA-256 of
    every file read and of what the workspace adds. `inherited`: the rules before what the pack cannot use of its parents'
    was left out; `own`: the fields it gathers or reckons itself, the ids of its remarks."""

    head: PackHead
    vocabulary: dict[str, VocabularyField]
    codes: dict[str, CodeList]
    standards: tuple[Standard, ...]
    parameters: tuple[Parameter, ...]
    relations: tuple[Relation, ...] = ()
    forms: dict[str, Form]
    rules: Rules
    reports: dict[str, Report]
    cases: tuple[TestCase, ...]
    findings: tuple[CatalogueEntry, ...] = ()
    digest: str
    inherited: Rules | None = Field(default=None, exclude=True)  # no reader of files needs them
    own: frozenset[str] = Field(default=frozenset(), exclude=True)

    @property
    def input_fields(self) -> tuple[VocabularyField, ...]:
        """Fields a column may carry, in dictionary order."""
        return tuple(entry for entry in self.vocabulary.values() if entry.kind == "input")
