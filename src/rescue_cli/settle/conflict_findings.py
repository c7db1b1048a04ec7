"""What is told of values that contradict one another: one finding a case and field a person still has to look at."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Handling
from rescue_cli.settle.field_values import DIFFERS, SENDER

ASKED = (Handling.HELD, Handling.FOR_NOW)  # of these a person is asked


def conflict_findings(table: pa.Table) -> Iterable[Finding]:
    """SETTLE-CONFLICT at the first source that says otherwise, naming both. `table`: CONFLICTS of one field, with `DIFFERS`
    and `SENDER`."""
    asked = table.filter(pc.is_in(table[c.HANDLING], value_set=pa.array([*ASKED], pa.string())))
    for _, lines in groupby(asked.to_pylist(), key=lambda line: line[f.CASE]):
        first, *others = lines
        other = next(line for line in (first, *others) if line[DIFFERS])
        yield conflict_finding("SETTLE-CONFLICT", other, quoted_source(first), quoted_source(other))


def conflict_finding(code: str, line: Mapping[str, Any], first: str, other: str) -> Finding:
    """The finding at the row of `line`; `first` and `other`: what two places say, in words."""
    carried = line[c.CARRIED]
    return Finding(
        code,
        file=line[f.SOURCE_FILE],
        sheet=line[f.SHEET] or "",
        row=line[f.ROW],
        township=line[SENDER] or "",
        field=line[c.FIELD],
        value=line[c.VALUE],
        facts={
            f.CASE: line[f.CASE],
            "一处": first,
            "另一处": other,
            "取用": "暂不取值，待核实" if carried is None else f"暂取“{carried}”",
        },
    )


def quoted_source(line: Mapping[str, Any]) -> str:
    """“value”（file › sheet › 第n行）."""
    place = " › ".join(part for part in (line[f.SOURCE_FILE], line[f.SHEET], f"第{line[f.ROW]}行") if part)
    return f"“{line[c.VALUE]}”（{place}）"
