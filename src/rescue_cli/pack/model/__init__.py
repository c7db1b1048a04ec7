"""The pack language as closed pydantic models: an unknown key, a missing clause or a wrong type is an error.

Nothing here reads files or checks names across files; `load` does. Every rule and every value cites its clause.
"""

from rescue_cli.pack.model.base import Amount, Area, Closed, HanName, Names, Sql, Text
from rescue_cli.pack.model.cases import Cases, Cell, Expect, TestCase
from rescue_cli.pack.model.dictionary import Categories, Code, CodeList, Vocabulary, VocabularyField
from rescue_cli.pack.model.forms import Assume, Column, Form, FormCheck, Role
from rescue_cli.pack.model.head import (
    Compare,
    Deadline,
    District,
    LevelChange,
    Linking,
    PackHead,
    Period,
    Survive,
    Township,
)
from rescue_cli.pack.model.reports import Chart, LedgerCheck, Report, ReportColumn, ReportSheet, RowCheck, SheetNote
from rescue_cli.pack.model.rules import Basis, Derive, Gather, Remark, Rule, Rules
from rescue_cli.pack.model.standards import Parameter, Standard, Standards
from rescue_cli.pack.model.whole import Pack

__all__ = [
    "Amount",
    "Area",
    "Assume",
    "Basis",
    "Cases",
    "Categories",
    "Cell",
    "Chart",
    "Closed",
    "Code",
    "CodeList",
    "Column",
    "Compare",
    "Deadline",
    "Derive",
    "District",
    "Expect",
    "Form",
    "FormCheck",
    "Gather",
    "HanName",
    "LedgerCheck",
    "LevelChange",
    "Linking",
    "Names",
    "Pack",
    "PackHead",
    "Parameter",
    "Period",
    "Remark",
    "Report",
    "ReportColumn",
    "ReportSheet",
    "Role",
    "RowCheck",
    "Rule",
    "Rules",
    "SheetNote",
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
