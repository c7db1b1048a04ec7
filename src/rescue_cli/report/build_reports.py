"""A pack's reports, built: tables by its expressions, cross-checks, layouts. Nothing is written here.

On the engine stand `judged` (one row per determination, with all fields and facts of its case) and `facts` (one row a
case). A sheet that cannot be reconciled is still built; the failing 勾稽 is a finding and is printed under the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core.errors import UsageError
from rescue_cli.core.file_names import LONGEST_VALUE, path_key, safe_name
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.report.blank_cells import fill_layout
from rescue_cli.report.cross_checks import check_findings, ledger_checks, row_checks
from rescue_cli.report.handed_figures import compare_handed
from rescue_cli.report.open_duplicates import open_duplicates_note
from rescue_cli.report.report_layouts import lay_out
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable, is_statistics, ledger_table, statistics_table
from rescue_cli.report.report_types import BuiltReport, BuiltSheet, CheckResult, ReportContext
from rescue_cli.report.report_words import document_layout

LONGEST_WORD = 16  # characters of a word a file is named by
KINDS = ("ledger", "statistics", "list", "document")
ROW_CODE, LEDGER_CODE, MONTH_CODE = "REPORT-CHECK-ROW", "REPORT-CHECK-LEDGER", "REPORT-MONTH-MISSING"


def build_reports(
    engine: Engine,
    pack: m.Pack,
    context: ReportContext,
    names: Sequence[str] | None = None,
    kinds: Sequence[str] = KINDS,
) -> tuple[list[BuiltReport], list[Finding], list[CheckResult]]:
    """The reports `names` (all by default) of those `kinds`, by name.

    Monthly reports need `context.month`; without it they are left out, with a finding where one was asked for by name.

    Raises:
        UsageError: the pack has no report of that name.
    """
    builder = _Builder(engine, pack, context)
    reports, findings, results = [], [], []
    for name in wanted(pack, names, kinds):
        if pack.reports[name].month and context.of_report(name).month is None:
            findings += [Finding(MONTH_CODE, file=pack.reports[name].file, value=name)] if names else []
            continue
        books, doubts, checked = builder.report(name)
        reports += books
        findings += doubts
        results += checked
    return reports, findings, results


def wanted(pack: m.Pack, names: Sequence[str] | None, kinds: Sequence[str]) -> list[str]:
    """The ids of the reports to build, sorted. Raises UsageError for a name the pack has no report of."""
    for name in names or ():
        if name not in pack.reports:
            hint = nearest(name, pack.reports) or "、".join(sorted(pack.reports))
            raise UsageError(f"方案包 {pack.head.id} 没有报表“{name}”；最接近的是“{hint}”。")
    return [name for name in sorted(names or pack.reports) if pack.reports[name].kind in kinds]


class _Builder:
    """Builds each report's tables once; ledgers are needed again by the checks of the statistics."""

    def __init__(self, engine: Engine, pack: m.Pack, context: ReportContext) -> None:
        self.engine, self.pack, self.context = engine, pack, context
        self._built: dict[str, list[SheetTable]] = {}

    def report(self, name: str) -> tuple[list[BuiltReport], list[Finding], list[CheckResult]]:
        """The report's workbook, or one for each part it is split into."""
        report = self.pack.reports[name]
        source = self.source(name)
        if report.split is None:
            built = [self._book(name, source, self.tables(name), "")]
        else:
            values = source.values(report.split, [sheet.where for sheet in report.sheet])
            parts = [source.for_value(report.split, value) for value in values]
            named = part_names([value or f"{report.split}未明" for value in values])
            built = [
                self._book(name, part, part_tables(report, part), part_name)
                for part, part_name in zip(parts, named, strict=True)
            ]
        return (
            [book for book, _, _ in built],
            [finding for _, findings, _ in built for finding in findings],
            [check for _, _, checks in built for check in checks],
        )

    def source(self, name: str) -> Source:
        return Source.of(self.engine, self.pack, self.pack.reports[name], self.context.of_report(name))

    def tables(self, name: str) -> list[SheetTable]:
        if name not in self._built:
            self._built[name] = part_tables(self.pack.reports[name], self.source(name))
        return self._built[name]

    def written(self, name: str) -> pa.Table:
        """All rows of a report as written."""
        return pa.concat_tables([table.rows for table in self.tables(name)], promote_options="permissive")

    def _book(
        self, name: str, source: Source, tables: Sequence[SheetTable], part: str
    ) -> tuple[BuiltReport, list[Finding], list[CheckResult]]:
        report, context = self.pack.reports[name], source.context
        file = file_name(report, context, part)
        sheets, findings, results = [], [], []
        for table in tables:
            inside = row_checks(self.engine, name, table)
            across = ledger_checks(self.engine, self.pack, name, table, self.written)
            findings += check_findings(inside, file, ROW_CODE) + check_findings(across, file, LEDGER_CODE)
            titled = _titled(table, report, part)
            layout = lay_out(self.pack, report, titled, context, [*inside, *across], _notes(source, table.sheet))
            sheets.append(BuiltSheet(name, table.sheet.name, layout, table.rows, table.totals))
            results += [*inside, *across]
            if (compared := compare_handed(name, source, table)) is not None:
                sheets.append(compared[0])
                findings += compared[1]
        book = BuiltReport(name, file, report.kind, tuple(sheets), report.split is not None, part=part)
        if report.kind == "document":
            document = document_layout(source, tables, part)
            file = file_name(report, context, _part_named(report, document.words, part))
            return replace(book, file=file, blank=report.template, document=document), findings, results
        if report.fill is not None:
            book = replace(book, blank=report.fill.file, fill=fill_layout(report.fill, tables[0], context))
        return book, findings, results


def part_tables(report: m.Report, source: Source) -> list[SheetTable]:
    """The sheets of a report over its source, or over one part of it."""
    return [(statistics_table if is_statistics(sheet) else ledger_table)(sheet, source) for sheet in report.sheet]


def part_names(values: Sequence[str]) -> list[str]:
    """What the parts of a split report are called: no two of them would share a file (`safe_name` of each differs).

    >>> part_names(["兴泾镇", "a/b", "ab"])
    ['兴泾镇', 'a/b', 'ab（2）']
    """
    taken: set[str] = set()
    named = []
    for value in values:
        name, number = value, 1
        while path_key(safe_name(name)) in taken:
            number += 1
            name = f"{value[: LONGEST_VALUE - 8]}（{number}）"
        taken.add(path_key(safe_name(name)))
        named.append(name)
    return named


def file_name(report: m.Report, context: ReportContext, part: str = "") -> str:
    """Where a report is written under 输出/; `part`: the value a split report's file is for, made a safe name: it comes
    out of somebody's table."""
    path = PurePosixPath(report.file.replace(f"{{{report.split}}}", safe_name(part)))
    if not report.month:
        return str(path)
    return str(path.with_name(f"{path.stem}（{context.month_text}）{path.suffix}"))


def _part_named(report: m.Report, words: Mapping[str, str], part: str) -> str:
    """What the part's file is called: the words it is named by, none so long that the value behind them is cut off."""
    return "-".join([*(safe_name(words[name])[:LONGEST_WORD] for name in report.named_by), part])


def _titled(table: SheetTable, report: m.Report, part: str) -> SheetTable:
    title = table.sheet.title.replace(f"{{{report.split}}}", part)
    return replace(table, sheet=table.sheet.model_copy(update={"title": title}))


def _notes(source: Source, sheet: m.ReportSheet) -> list[str]:
    notes = []
    for note in sheet.note:
        n = source.aggregate(note.value) if note.value else None
        if note.value is None or n:
            notes.append(note.say.replace("{n}", str(n)))
    return notes if sheet.exact else [*notes, *open_duplicates_note(source, sheet)]
