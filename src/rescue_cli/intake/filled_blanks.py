"""Blank forms that came back filled in: of which pack and version they are, by the grey line under their title."""

import re

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.table_layout import Layout
from rescue_cli.pack.blank_version import form_digest
from rescue_cli.values.parsed import cell_text, compact
from rescue_cli.workbooks.reading.sheet import Sheet

_STAMP = re.compile(r"表样:(?P<form>.+?)(?:方案包:(?P<pack>[a-z0-9-]+))?(?:版本:(?P<version>[0-9a-f]{8}))?")


def report_template(context: ReadingContext, sheet: Sheet, layout: Layout, file: str, form: str) -> None:
    """A finding where the blank form is of another pack, of another form, or of a version with other columns.

    The line was written by `rescue template`; a sender's own table has none.
    """
    for line in layout.above:
        for cell in line.contents:
            stamp = _STAMP.fullmatch(compact(cell_text(cell)))
            if stamp is None:
                continue
            pack, meant = stamp["pack"] or context.pack.head.id, stamp["form"]
            facts = {f.FORM: form, "表样": meant, "方案包": pack}
            if pack != context.pack.head.id or meant != form:
                context.report(
                    Finding("INTAKE-TEMPLATE-OTHER", file, sheet.name, line.number, value=meant, facts=facts)
                )
            elif stamp["version"] != form_digest(context.pack.forms[form]):
                context.report(Finding("INTAKE-TEMPLATE-OLD", file, sheet.name, line.number, value=meant, facts=facts))
