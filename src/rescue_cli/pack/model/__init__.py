"""The pack language as closed pydantic models: an unknown key, a missing clause or a wrong type is an error.

Nothing here reads files or checks names across files; `load` does. Every rule and every value cites its clause.
"""

from rescue_cli.pack.model.cases import Cases, Cell, Expect, TestCase
from rescue_cli.pack.model.closed import Amount, Closed, HanName, Names, Sql, Text
from rescue_cli.pack.model.dictionary import Categories, Code, CodeList, Vocabulary, VocabularyField
from rescue_cli.pack.model.finding_codes import CatalogueEntry, Findings
from rescue_cli.pack.model.forms import Assume, Column, Extract, Form, FormCheck, Role
from rescue_cli.pack.model.head import (
    Compare,
    Control,
    Coverage,
    Deadline,
    District,
    LevelChange,
    Linking,
    PackHead,
    Period,
    Survive,
    Township,
)
from rescue_cli.pack.model.reports import (
    Chart,
    Figure,
    Fill,
    FixedRow,
    Handed,
    LedgerCheck,
    Report,
    ReportColumn,
    ReportSheet,
    RowCheck,
    Sample,
    SheetNote,
    Span,
)
from rescue_cli.pack.model.rules import Basis, Clock, Derive, Event, Gather, Remark, Rule, Rules
from rescue_cli.pack.model.standards import Parameter, Relation, Standard, Standards
from rescue_cli.pack.model.whole_pack import Pack

__all__ = [
    "Amount",
    "Assume",
    "Basis",
    "Cases",
    "CatalogueEntry",
    "Categories",
    "Cell",
    "Chart",
    "Clock",
    "Closed",
    "Code",
    "CodeList",
    "Column",
    "Compare",
    "Control",
    "Coverage",
    "Deadline",
    "Derive",
    "District",
    "Event",
    "Expect",
    "Extract",
    "Figure",
    "Fill",
    "Findings",
    "FixedRow",
    "Form",
    "FormCheck",
    "Gather",
    "HanName",
    "Handed",
    "LedgerCheck",
    "LevelChange",
    "Linking",
    "Names",
    "Pack",
    "PackHead",
    "Parameter",
    "Period",
    "Relation",
    "Remark",
    "Report",
    "ReportColumn",
    "ReportSheet",
    "Role",
    "RowCheck",
    "Rule",
    "Rules",
    "Sample",
    "SheetNote",
    "Span",
    "Sql",
    "Standard",
    "Standards",
    "Survive",
    "TestCase",
    "Text",
    "Township",
    "Vocabulary",
    "VocabularyField",
]
