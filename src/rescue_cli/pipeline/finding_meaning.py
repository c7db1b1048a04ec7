"""`explain CODE`: what a finding code means."""

from rescue_cli.core.findings import Entry
from rescue_cli.pack.catalogue import load_catalogue


def explain_code(subject: str) -> Entry | None:
    """The shipped catalogue's entry, if `subject` is a finding code, in whatever case. Needs no workspace."""
    return load_catalogue().get(subject.upper())
