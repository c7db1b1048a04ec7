"""What reading and checking gave, made by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core.change_tables import CORRECTIONS
from rescue_cli.core.findings import FINDINGS
from rescue_cli.pack.load import load_catalogue
from rescue_cli.record.waivers import WAIVED
from rescue_cli.report import Checked
from support.mentions import files_table, mentions_table, rows_table


def finding(code: str, level: str, file: str = "", row: int | None = None, **more: object) -> dict[str, Any]:
    """A line of the findings table."""
    own = {"级别": level, "代码": code, "来源文件": file, "工作表": "Sheet1" if file else "", "行号": row}
    return {**own, "问题": "错了", "怎么改": "改好", **more}


def checked(
    lines: Sequence[Mapping[str, Any]],
    mentions: Sequence[Mapping[str, Any]] = (),
    senders: Mapping[str, str] | None = None,
    corrections: Sequence[Mapping[str, Any]] = (),
    waived: Sequence[Mapping[str, Any]] = (),
) -> Checked:
    """`lines` of findings about `mentions` (as support.mentions makes them)."""
    table = mentions_table(mentions)
    names = sorted({*table["来源文件"].to_pylist(), *(line["来源文件"] for line in lines if line["来源文件"])})
    return Checked(
        findings=pa.Table.from_pylist([dict(line) for line in lines], FINDINGS),
        waived=pa.Table.from_pylist([dict(line) for line in waived], WAIVED),
        corrections=pa.Table.from_pylist([dict(line) for line in corrections], CORRECTIONS),
        held=CORRECTIONS.empty_table(),
        mentions=table,
        rows=rows_table(table),
        files=files_table(*names),
        senders=senders or {name: name.partition("/")[0] for name in names},
        catalogue=load_catalogue(),
    )
