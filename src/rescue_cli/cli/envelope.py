"""The one JSON object `--json` prints: versioned, also on failure."""

import json
from collections.abc import Mapping
from typing import Any

from rescue_cli.core.exit_codes import ExitCode
from rescue_cli.core.text_in_sight import obeyed_escaped

VERSION = 1
KEYS = ("version", "command", "status", "exit_code", "summary", "outputs", "left", "notes", "error")


def envelope(
    command: str,
    exit_code: int,
    *,
    summary: Mapping[str, Any] | None = None,
    outputs: tuple[str, ...] = (),
    left: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    error: Mapping[str, Any] | None = None,
) -> str:
    """`status`: done, attention (exit code 1) or error."""
    status = {ExitCode.DONE: "done", ExitCode.LEFT_OVER: "attention"}.get(ExitCode(exit_code), "error")
    values = (VERSION, command, status, exit_code, dict(summary or {}), list(outputs), list(left), list(notes), error)
    text = json.dumps(dict(zip(KEYS, values, strict=True)), ensure_ascii=False, default=str)
    return obeyed_escaped(text)
