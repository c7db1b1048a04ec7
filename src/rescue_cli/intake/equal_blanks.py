"""Files equal to the byte that hold no household: two townships that have nobody to report may send the same blank form."""

from rescue_cli.core.states import FileState
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.surroundings import Surroundings
from rescue_cli.intake.table_steps import EMPTY_FORM

EQUAL = "INTAKE-FILE-DUPLICATE"


class Blanks:
    """The files read so far of which nobody was taken, by their digests."""

    def __init__(self, context: ReadingContext) -> None:
        self._context = context
        self._senders: dict[str, set[str]] = {}

    def read(self, name: str, digest: str | None, state: FileState) -> None:
        """A file was read; the township its name or folder says sent it."""
        asked = any(finding.code == EMPTY_FORM and finding.file == name for finding in self._context.out.findings)
        if digest and asked and state == FileState.READ:
            self._senders.setdefault(digest, set()).add(self._sender(name))

    def is_another_s(self, name: str, digest: str | None) -> bool:
        """Whether a file equal to one of them is of a township that has sent none so far: it is read, and no copy."""
        sender, senders = self._sender(name), self._senders.get(digest or "", set())
        if not sender or not senders or sender in senders:
            return False
        listed = self._context.out.findings
        listed[:] = [finding for finding in listed if not (finding.code == EQUAL and finding.file == name)]
        return True

    def _sender(self, name: str) -> str:
        return self._context.places.township_around(Surroundings("", (), name)) or ""
