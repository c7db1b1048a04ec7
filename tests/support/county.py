"""A county's files through the stages of a run, with a shipped pack: real workbooks in, tables out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.pipeline.session import Session, session_of_files
from rescue_cli.pipeline.stages import Stage, judged, merged
from support.workbooks import xlsx


@dataclass(frozen=True)
class Run:
    """The tables of one run."""

    session: Session
    merge: Stage
    judge: Stage

    def deciding(self, name: str) -> dict[str, Any]:
        """The line that decides the case of the head `name`."""
        heads = {line[f.CASE]: line[f.HEAD_NAME] for line in self.merge["cases"].to_pylist()}
        lines = self.judge["determinations"].to_pylist()
        (line,) = [line for line in lines if line[f.GROUP] is not None and heads[line[f.CASE]] == name]
        return dict(line)


def sheet(title: str, *rows: Mapping[str, object]) -> bytes:
    """A workbook of one sheet, headed by the fields its rows fill."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return xlsx({"表": [[title], heads, *([row.get(name) for name in heads] for row in rows)]})


def run_of(folder: Path, pack: str, files: Mapping[str, bytes], as_of: dt.date) -> Run:
    """`files`: names below 收件/, a township's folder first."""
    paths: Sequence[Path] = [folder / "收件" / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return again(session_of_files([folder / "收件"], pack, today=as_of, as_of=as_of))


def again(session: Session) -> Run:
    """The stages once more: with decisions, say."""
    merge = merged(session)
    return Run(session, merge, judged(session, merge))
