"""`export`: the last run's tables as csv, jsonl or parquet. They are public interface (design §6)."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import decimal_text
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.core.tables import EXPORTED, RUNS
from rescue_cli.core.text_in_sight import neutral_text, obeyed_escaped
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.changes_since import changes_since_filing
from rescue_cli.pipeline.file_swap import OWNER_ONLY
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.past_states import table_of_state
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import CHANGED, CHECKED, FILED, JUDGED, LEFT, MERGED, REPORTED
from rescue_cli.record.cache import load_tables
from rescue_cli.record.filings import filings_table
from rescue_cli.workspace import Workspace

FORMATS = ("csv", "jsonl", "parquet")
BATCH = 20_000  # rows
OWN_STAGES = {"changes": CHANGED, "to_do": LEFT, "versions": LEFT, "filed_changes": FILED}
JUDGED_TABLES = ("determinations", "facts", "tasks", "coverage", "controls", "runs")  # once the rules have been applied
STALE = "收件/、rescue.toml 或裁定有变动，导出的是上一次运行的结果；要最新的请先 rescue run"


def export(
    session: Session, table: str, form: str, output: Path | None, since: str | None = None, until: str | None = None
) -> tuple[Outcome, str]:
    """The table, written to `output` or returned as text (empty then); `since`: changes since a report was handed in;
    `until`: as in a past state.

    UsageError if there was no run yet.
    """
    if form == "parquet" and output is None:
        raise UsageError("parquet 不能写到屏幕，请用 -o 指明文件")
    if output is not None and session.workspace is not None and session.workspace.keeps(output):
        raise UsageError(f"不能写到 {output}：那里是收件、裁定、设置或方案包，写了就把原来的盖掉了。请换一个位置")
    if until is not None:
        data, stale = table_of_state(session, until, table), False
    else:
        data, stale = last_table(session, table) if since is None else _since_filing(session, table, since)
    text = ""
    if output is None:
        text = "".join(_lines(data, form))
    else:
        write_table(data, form, output)
    summary = {"表": table, "格式": form, "行数": data.num_rows}
    return Outcome("export", summary, (str(output),) if output else (), notes=(STALE,) if stale else ()), text


def last_table(session: Session, table: str) -> tuple[pa.Table, bool]:
    """The table as the last run made it, with the columns it is exported with, and whether something has changed since.

    UsageError where there is no such table, or no run has made it yet.
    """
    if table not in EXPORTED:
        raise UsageError(f"没有表“{table}”；最接近的是“{nearest(table, EXPORTED) or '、'.join(EXPORTED)}”")
    if session.workspace is None:
        raise UsageError("导出要在工作区里进行（有 rescue.toml 的文件夹）")
    if table == "filings" and session.record is not None:  # of the record alone: no run need have been
        return filings_table(session.record.journal), False
    return _of_last_run(session, session.workspace, table)


def _since_filing(session: Session, table: str, since: str) -> tuple[pa.Table, bool]:
    if table != "changes":
        raise UsageError("--since 只用于 changes：rescue export changes --since 2019-07")
    if session.workspace is None or session.record is None:
        raise UsageError("导出要在工作区里进行（有 rescue.toml 的文件夹）")
    merge, judge = (load_tables(session.workspace.cache / stage) for stage in (MERGED, JUDGED))
    if not merge or not judge:
        raise UsageError("还没有运行过：请先 rescue run")
    return changes_since_filing(session, since, {**merge[0], **judge[0]}), judge[1] != session.digest()


def _of_last_run(session: Session, workspace: Workspace, table: str) -> tuple[pa.Table, bool]:
    checks, merge, judge = (load_tables(workspace.cache / stage, only=(table,)) for stage in (CHECKED, MERGED, JUDGED))
    if not checks and not merge:
        raise UsageError("还没有运行过：请先 rescue run")
    digest = session.digest()
    if table in OWN_STAGES:
        return _by_itself(workspace, table, digest)
    if table in JUDGED_TABLES and merge and judge:
        if table == "runs":
            return _runs(session, merge[1], judge[1]), merge[1] != digest
        return judge[0][table], judge[1] != digest
    both_same = checks and merge and checks[1] == merge[1]  # then merge knows more; else validate ran later
    stages = [stage for stage in ((merge, checks) if both_same else (checks, merge)) if stage]
    tables, made_from = next((stage for stage in stages if table in stage[0]), ({}, ""))
    if table not in tables:
        raise UsageError(_not_made_yet(table, workspace))
    data = tables[table]
    if table == "findings" and judge and merge and judge[1] == merge[1] == made_from:
        reports = load_tables(workspace.cache / REPORTED, only=(table,))
        of_reports = [reports[0][table]] if reports and reports[1] == made_from else []
        data = pa.concat_tables([merge[0][table], judge[0][table], *of_reports])
    if table == "cases":
        first = [f.CASE, f.HEAD_NAME]
        data = data.select([*first, *(name for name in data.column_names if name not in first)])
    return data, made_from != digest


def _by_itself(workspace: Workspace, table: str, digest: str) -> tuple[pa.Table, bool]:
    loaded = load_tables(workspace.cache / OWN_STAGES[table], only=(table,))
    if loaded is None:
        raise UsageError(f"上次运行没有做到 {table} 这张表：请先 rescue classify 或 rescue run")
    return loaded[0][table], loaded[1] != digest


def _not_made_yet(table: str, workspace: Workspace) -> str:
    stages = (load_tables(workspace.cache / stage) for stage in (CHECKED, MERGED))
    made = {name for stage in stages if stage for name in stage[0]}
    command = "rescue classify 或 rescue run" if table in JUDGED_TABLES else "rescue merge 或 rescue run"
    ready = "、".join(name for name in EXPORTED if name in made)
    return f"上次运行没有做到 {table} 这张表：请先 {command}。现在可以导出：{ready}"


def _runs(session: Session, merged: str, judged: str) -> pa.Table:
    head = session.pack.head
    pairs = [
        ("方案包", head.id),
        ("方案包摘要", session.pack.digest),
        ("基准日", session.as_of.isoformat()),
        ("合并摘要", merged),
        ("判定摘要", judged),
    ]
    return pa.table([[name for name, _ in pairs], [value for _, value in pairs]], schema=RUNS)


def write_table(data: pa.Table, form: str, output: Path) -> None:
    """Whole or not at all: to a temporary file beside, then in place."""
    temporary = output.with_name(f".{output.name}.tmp")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if form == "parquet":
            pq.write_table(data, temporary)
        else:
            with temporary.open("w", encoding="utf-8", newline="") as file:
                file.writelines(_lines(data, form))
        with suppress(OSError):  # some drives know no owners
            temporary.chmod(OWNER_ONLY)
        temporary.replace(output)
    except OSError as error:
        raise OutputError(f"不能写 {output}：{cause_of(error)}。请先关闭正在打开它的程序，或换一个位置") from error


def _lines(data: pa.Table, form: str) -> Iterator[str]:
    """The table as text, a batch of rows at a time: a million rows are never Python objects all at once."""
    if form == "csv":
        yield _csv([data.schema.names])
    for batch in data.to_batches(BATCH):
        rows = batch.to_pylist()
        if form == "csv":
            yield _csv([_cell(value) for value in row.values()] for row in rows)
        else:
            yield from (obeyed_escaped(json.dumps(row, ensure_ascii=False, default=_plain)) + "\n" for row in rows)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _cell(value: object) -> str:
    """Null = empty, lists joined by |, 是/否; text that would run as a formula is none (see `neutral_text`)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return neutral_text("|".join(str(item) for item in value))
    if isinstance(value, str):
        return neutral_text(value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
