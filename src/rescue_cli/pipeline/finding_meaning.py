"""`explain CODE`: what a finding code means."""

from dataclasses import replace

from rescue_cli.core.findings import Entry
from rescue_cli.pack.catalogue import load_catalogue


def explain_code(subject: str) -> Entry | None:
    """The shipped catalogue's entry, if `subject` is a finding code, in whatever case. Needs no workspace."""
    entry = load_catalogue().get(subject.upper())
    if entry is None or entry.fires:
        return entry
    # Its examples stand beside the check itself; the other codes need not wait for the checks to load.
    from rescue_cli.check.all_checks import examples_in_words

    fires, silent = examples_in_words(entry.code)
    return replace(entry, fires=fires, silent=silent)
