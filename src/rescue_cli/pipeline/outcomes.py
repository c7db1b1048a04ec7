"""What a command gives back: typed, ready for text and for JSON alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rescue_cli.core.exit_codes import ExitCode

Progress = Callable[[str, int, int], None]  # what is being done, done so far, of how many (0 = unknown)


def silent(step: str, done: int, total: int) -> None:
    """Progress for callers that want none."""


@dataclass(frozen=True)
class Outcome:
    """`summary`: figures of the run, JSON-ready, keys in Chinese; `outputs`: files written; `left`: what remains for a person,
    as sentences (exit code 1 if there are any); `notes`: remarks for stderr."""

    command: str
    summary: Mapping[str, Any]
    outputs: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """LEFT_OVER where something is left for a person, else DONE."""
        return ExitCode.LEFT_OVER if self.left else ExitCode.DONE
