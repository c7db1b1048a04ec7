"""`headings nobody knows`: gathered from what was read, asked in 表头确认.xlsx."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.errors import InputError
from rescue_cli.core.output_books import HEADINGS_BOOK
from rescue_cli.core.states import RowKind
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.intake import Intake
from rescue_cli.intake.recognition.heading_fields import Headings, key_of
from rescue_cli.intake.recognition.heading_suggestions import nearest_fields
from rescue_cli.intake.unpack import passwords_for, unpack
from rescue_cli.pipeline.answers.coded_answers import HEADINGS, TAKE_BACK, carried_coded
from rescue_cli.pipeline.file_senders import senders
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import planned, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.source_bytes import bytes_of
from rescue_cli.pipeline.stages import read_and_check
from rescue_cli.pipeline.to_do_list import Left, sentences
from rescue_cli.report.headings_book import ANYWHERE, KIND, SAMPLES, UnknownHeading, headings_book, masked, options
from rescue_cli.values.parsed import cell_text
from rescue_cli.workbooks.reading.sheet import column_number
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

UNKNOWN, UNREAD = "INTAKE-COLUMN-UNKNOWN", "INTAKE-SHEET-UNKNOWN"
Sheet = tuple[str, str]


@planned
def headings(session: Session) -> Outcome:
    """Write 表头确认.xlsx: every unknown heading once for each township and form, with the fields it may mean."""
    unknown = unknown_headings(session)
    carried = carried_coded(session, HEADINGS, headings_book(unknown, report_context(session)))
    written = write_book(session, HEADINGS_BOOK, carried.sheets, kind=KIND)
    how = f"填好 {HEADINGS_BOOK} 后 rescue apply"
    asked = Left(ToDo.UNREAD, len(unknown), f"{len(unknown)}个表头不认识", HEADINGS_BOOK, how)
    left = sentences([*([asked] if unknown else []), *carried.left(TAKE_BACK)])
    return Outcome("headers", {"不认识的表头": len(unknown)}, (written,), left)


def unknown_headings(session: Session) -> list[UnknownHeading]:
    """In the order township, form, heading, those of sheets nobody recognised too; columns without a heading cannot be asked about and stay as they are."""
    intake, findings = read_and_check(session)
    unknown = {(finding.file, finding.sheet, finding.column) for finding in findings if finding.code == UNKNOWN}
    unread = {(finding.file, finding.sheet): finding.facts[f.FORM] for finding in findings if finding.code == UNREAD}
    known_words = Headings(session.pack.forms, session.pack.input_fields)
    whose = senders(session, intake.files, intake.mentions)
    known = {township.name for township in session.townships}
    forms = _forms(intake) | unread
    places: dict[tuple[str, str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in intake.columns.to_pylist():
        form = forms.get((row[f.SOURCE_FILE], row[f.SHEET]), "")
        sheet = (row[f.SOURCE_FILE], row[f.SHEET])
        taught = sheet in unread and not known_words.knows(row[c.HEADING], form)
        if row[c.HEADING] and form and (taught or (*sheet, row[c.LETTER]) in unknown):
            sender = whose.get(row[f.SOURCE_FILE], "")
            places[sender if sender in known else ANYWHERE, form, key_of(row[c.HEADING])].append(row)
    return [_unknown(session, intake, key, rows) for key, rows in sorted(places.items())]


def _unknown(
    session: Session, intake: Intake, key: tuple[str, str, str], rows: list[Mapping[str, str]]
) -> UnknownHeading:
    township, form, heading = key
    first = min(rows, key=lambda row: (row[f.SOURCE_FILE], row[f.SHEET], row[c.LETTER]))
    near = nearest_fields(first[c.HEADING], form, session.pack)
    return UnknownHeading(
        township,
        form,
        heading,
        first[c.HEADING],
        first[f.SOURCE_FILE],
        first[f.SHEET],
        first[c.LETTER],
        len(rows),
        _samples(intake, first) or _unread_samples(session, first),
        options(near, form, session.pack),
    )


def _forms(intake: Intake) -> dict[Sheet, str]:
    """(file, sheet) → the form its heading row was read as; the first, where a sheet holds several tables."""
    forms: dict[Sheet, str] = {}
    for row in intake.rows.select([f.SOURCE_FILE, f.SHEET, f.FORM, c.KIND]).to_pylist():
        if row[c.KIND] == RowKind.HEAD and row[f.FORM]:
            forms.setdefault((row[f.SOURCE_FILE], row[f.SHEET]), row[f.FORM])
    return forms


def _samples(intake: Intake, column: Mapping[str, str]) -> tuple[str, ...]:
    """The first different values of the column, masked."""
    name = f"{column[c.HEADING]}："
    texts: list[str] = []
    for row in intake.mentions.select([f.SOURCE_FILE, f.SHEET, f.OTHER_COLUMNS]).to_pylist():
        if (row[f.SOURCE_FILE], row[f.SHEET]) != (column[f.SOURCE_FILE], column[f.SHEET]):
            continue
        texts += [part.removeprefix(name) for part in (row[f.OTHER_COLUMNS] or "").split("；") if part.startswith(name)]
    return _shown(texts)


def _unread_samples(session: Session, column: Mapping[str, str]) -> tuple[str, ...]:
    """The same of a sheet nobody recognised: what stands under the heading in the file itself."""
    source = next((source for source in unpack(session.sources) if source.name == column[f.SOURCE_FILE]), None)
    if source is None:
        return ()
    try:
        sheets = read_workbook(bytes_of(source), passwords_for(source.name, session.passwords))
    except InputError:
        return ()
    number = column_number(column[c.LETTER].encode())
    cells = [
        cell_text(row[number - sheet.first_column]).strip()
        for sheet in sheets
        if sheet.name == sheet_as_sent(column[f.SHEET] or "")
        for row in sheet.rows
        if 0 <= number - sheet.first_column < len(row)
    ]
    heading = column[c.HEADING].rpartition("/")[2]
    return _shown(cells[cells.index(heading) + 1 :]) if heading in cells else ()


def _shown(texts: Sequence[str]) -> tuple[str, ...]:
    """The first different ones, masked."""
    return tuple(dict.fromkeys(masked(text) for text in texts if text))[: len(SAMPLES)]
