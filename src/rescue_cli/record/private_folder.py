"""Folders only their owner looks into: what stands in them speaks of persons."""

from contextlib import suppress
from pathlib import Path


def make_private(folder: Path) -> None:
    """The folder (those above it stand), closed to everybody else. Raises OSError where it cannot be made."""
    folder.mkdir(exist_ok=True)
    with suppress(OSError):  # another's folder, or a drive that knows no owners
        folder.chmod(0o700)
