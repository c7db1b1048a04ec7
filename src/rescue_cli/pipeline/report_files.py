"""A pack's reports → files under 输出/: workbooks of our layout, the bureau's own blanks and templates filled in."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.errors import OutputError
from rescue_cli.core.file_names import path_key
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import BookKind
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack.catalogue import schemas_root
from rescue_cli.pack.model import Report
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import book_stamp, output_path, remove_book, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.report import BuiltReport, ReportContext
from rescue_cli.workbooks.marking.blank_filling import write_blank
from rescue_cli.workbooks.marking.blank_sheet import BlankError
from rescue_cli.workbooks.writing.report_document import TemplateError, write_document

TEMPLATES, BLANKS = "模板", "blanks"  # of a workspace, whose file goes before the pack's; of a pack
NOT_USED, NO_ROW = "REPORT-BLANK-NOT-USED", "REPORT-BLANK-NO-ROW"


def write_reports(session: Session, reports: Sequence[BuiltReport]) -> tuple[list[str], list[Finding]]:
    """The files as told to the clerk, and what could not be filled into a blank.

    Raises OutputError, before anything is written, where a report would leave 输出/ or two would be one file.
    """
    _check_targets(session, reports)
    written, findings = [], []
    for index, report in enumerate(reports, start=1):
        session.progress("写表", index, len(reports))
        findings += _write(session, report)
        written.append(shown_path(session.output / report.file))
    return written, findings


def _check_targets(session: Session, reports: Sequence[BuiltReport]) -> None:
    taken: dict[str, str] = {}
    for report in reports:
        output_path(session, report.file)
        key = path_key(report.file)
        if key in taken:
            raise OutputError(f"报表“{taken[key]}”和“{report.id}”要写到同一个文件 {report.file}：请改方案包里的 file")
        taken[key] = report.id


def remove_old_parts(
    session: Session, built: Sequence[BuiltReport], context: ReportContext, names: Sequence[str]
) -> None:
    """Take away the parts of split reports that an earlier run wrote and this one did not: a township that has nothing
    any more. `names`: the reports built now. Raises OutputError where their folder is not inside 输出/."""
    kept = {report.file for report in built}
    for name in names:
        report = session.pack.reports[name]
        if report.split is not None:
            output_path(session, report.file)
            for path in sorted(_parts(session.output, report, context.of_report(name))):
                part = path.relative_to(session.output).as_posix()
                if part not in kept:
                    remove_book(session, part)


def _parts(output: Path, report: Report, context: ReportContext) -> list[Path]:
    """Files of a split report's folder (it has one of its own); of a monthly one, those of the month."""
    pattern = PurePosixPath(report.file)
    ending = f"（{context.month_text}）{pattern.suffix}" if report.month else pattern.suffix
    return [path for path in (output / pattern.parent).glob(f"*{pattern.suffix}") if path.name.endswith(ending)]


def _write(session: Session, report: BuiltReport) -> list[Finding]:
    blank = _blank(session, report.blank) if report.blank else None
    if report.document is not None:
        return _write_document(session, report, blank)
    if report.fill is None:
        _write_own(session, report)
        return []
    return _write_filled(session, report, blank)


def _write_filled(session: Session, report: BuiltReport, blank: bytes | None) -> list[Finding]:
    """The bureau's own form; where it cannot be filled, our layout, and a finding that says so."""
    assert report.fill is not None
    path = output_path(session, report.file)
    why = "没有找到这份空白表"
    if blank is not None:
        try:
            unplaced = write_blank(session.plan.draft(path), blank, report.fill, _stamp(session, report))
            return [Finding(NO_ROW, file=report.file, value=report.blank, facts={"行": name}) for name in unplaced]
        except BlankError as error:
            why = str(error)
    _write_own(session, report)
    return [_not_used(report, why)]


def _write_own(session: Session, report: BuiltReport) -> None:
    write_book(session, report.file, [sheet.layout for sheet in report.sheets], stamp=_stamp(session, report))


def _stamp(session: Session, report: BuiltReport) -> BookStamp:
    asks = any(column.role == "answer" for sheet in report.sheets for column in sheet.layout.columns)
    return book_stamp(session, BookKind.HANDOUT if asks else BookKind.OTHER, report.id, report.part)


def _write_document(session: Session, report: BuiltReport, template: bytes | None) -> list[Finding]:
    assert report.document is not None
    path = session.plan.draft(output_path(session, report.file))
    why = "没有找到这份模板" if report.blank and template is None else ""
    if template is not None:
        try:
            write_document(path, report.document, template)
            return []
        except TemplateError as error:
            why = str(error)
    write_document(path, report.document)
    return [_not_used(report, why)] if why else []


def _not_used(report: BuiltReport, why: str) -> Finding:
    return Finding(NOT_USED, file=report.file, value=report.blank, facts={"原因": why})


def _blank(session: Session, name: str) -> bytes | None:
    """The blank or template of that name: the workspace's, else the pack's or its parent's."""
    folders = []
    if session.workspace is not None:
        folders.append(session.workspace.folder / TEMPLATES)
    for pack in filter(None, (session.pack.head.id, session.pack.head.parent)):
        own = [session.workspace.folder / OWN_PACKS] if session.workspace is not None else []
        folders += [root / pack / BLANKS for root in (*own, schemas_root())]
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"读不了模板 {name}：请关闭后重新运行") from error
