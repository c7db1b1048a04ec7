"""Files to typed mentions: bytes → sheets → the form each is → rows, cells, provenance. One file at a time.

Nothing is lost: every non-empty row is in `rows` once. Nothing is guessed: an unreadable cell is null, with a finding.
"""

from rescue_cli.intake.file_reading import Intake, Replaced, Source, read_files
from rescue_cli.intake.intake_tables import ReplyRow

__all__ = ["Intake", "Replaced", "ReplyRow", "Source", "read_files"]
