"""The public Python API: a workspace's tables, and what files say, as pandas DataFrames. Nothing else imports pandas.

Columns carry the types declared in `core.tables` and the pack's dictionary, unchanged, as pandas' Arrow-backed dtypes
(`pandas.ArrowDtype`): money and quotients stay decimal (yuan; `decimal128(18, 2)` and `(18, 6)`, sums exact to the fen),
counts and row numbers stay integers beside a missing value, dates are `date32`, yes/no is `bool`, several choices are
`list<string>`. Missing is `pandas.NA`, never 0, NaN or "". So `pyarrow.Table.from_pandas` gives the table back as it was.
"""

import datetime as dt
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from rescue_cli.core.findings import findings_table
from rescue_cli.core.tables import EXPORTED
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.export_table import STALE, last_table
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.run_all import run
from rescue_cli.pipeline.session import Session, open_session, session_of_files
from rescue_cli.pipeline.stages import read_and_check, read_tables
from rescue_cli.pipeline.writer_lock import writer_lock
from rescue_cli.workspace import Workspace


@dataclass(frozen=True)
class FrameWorkspace:
    """A working folder, for people who program; made by `open_workspace`. It holds nothing: each call reads the folder anew."""

    folder: Path
    as_of: dt.date | None = None
    today: dt.date | None = None

    def run(self) -> Outcome:
        """What `rescue run` does: reads 收件/, writes every workbook under 输出/ and the record.

        Gives the figures of the screen (`summary`), the files written (`outputs`) and what is left for a person (`left`).
        Raises RescueError, a plain Chinese sentence: UsageError where another run is at work in the folder, PackError,
        OutputError where a workbook is open elsewhere.
        """
        with writer_lock(Workspace.open(self.folder)):
            session = self._session()
            outcome = run(session)
        return replace(outcome, notes=(*outcome.notes, *(session.record.notes if session.record else ())))

    def frame(self, table: str) -> pd.DataFrame:
        """A table of the last run by the name it has in `rescue export`, with the same columns and rows.

        Raises UsageError where there is no such table (the nearest is named) or no run has made it yet. Warns where
        收件/, rescue.toml or the decisions have changed since.
        """
        data, stale = last_table(self._session(), table)
        if stale:
            warnings.warn(STALE, stacklevel=2)
        return _frame(data)

    def _session(self) -> Session:
        return open_session(self.folder, today=self.today or _today(), as_of=self.as_of)


def open_workspace(
    folder: str | os.PathLike[str], as_of: dt.date | None = None, today: dt.date | None = None
) -> FrameWorkspace:
    """The folder in which `rescue init` was run. Raises UsageError where it was not, or rescue.toml is wrong.

    `as_of`: the day the results are told for, as with `--as-of`; else that of rescue.toml, else `today` (the computer's,
    if not given) or the last day of the pack's period.
    """
    return FrameWorkspace(Workspace.open(Path(folder)).folder, as_of, today)


def read(
    files: Iterable[str | os.PathLike[str]],
    pack: str | Path,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
) -> dict[str, pd.DataFrame]:
    """What files, and all files below folders, say by the forms of `pack`; without a workspace, nothing is written.

    `pack`: the name of a shipped pack, or the folder of one of your own. Gives the tables of `rescue export` that reading
    makes, by name: `mentions` (one typed row a data row), `rows` (every row and what it is), `columns` (heading → field),
    `raw` (values read otherwise than written), `files`, `findings`. Raises UsageError where a file is not there,
    PackError; a file that cannot be read is a finding.
    """
    session = session_of_files([Path(file) for file in files], pack, today=today or _today(), as_of=as_of)
    intake, findings = read_and_check(session)
    exported = {name: table for name, table in read_tables(intake).items() if name in EXPORTED}
    tables = {**exported, "findings": findings_table(findings, catalogue_of(session.pack))}
    return {name: _frame(table) for name, table in tables.items()}


def _frame(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).astimezone().date()
