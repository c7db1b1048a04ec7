"""What a check finds again after intake has told it, of the whole sheet or of the whole row."""

from collections.abc import Iterable

from rescue_cli.check.wrong_township import is_by_column
from rescue_cli.core.findings import Finding

SHIFTED, REQUIRED = "INTAKE-ROW-SHIFTED", "CHECK-REQUIRED-MISSING"  # a row told as a whole is not told cell by cell
PLACES_TOLD = ("INTAKE-TOWNSHIPS-DISAGREE", "INTAKE-PLACES-DISAGREE")  # the sheet is not of the township it was sent as


def without_repeated(checked: Iterable[Finding], by_intake: Iterable[Finding]) -> list[Finding]:
    """The findings of the checks, but for what intake said of the same sheet or row, at the cell."""
    earlier = list(by_intake)
    disagreeing = {(finding.file, finding.sheet) for finding in earlier if finding.code in PLACES_TOLD}
    shifted = {(finding.file, finding.sheet, finding.row) for finding in earlier if finding.code == SHIFTED}
    return [
        finding
        for finding in checked
        if not (is_by_column(finding) and (finding.file, finding.sheet) in disagreeing)
        and not (finding.code == REQUIRED and (finding.file, finding.sheet, finding.row) in shifted)
    ]
