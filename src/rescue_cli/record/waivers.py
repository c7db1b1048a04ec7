"""Findings a person let stand with a written reason (认可). Such a finding is known again when its file is renamed and its
row moves: by code, form, household, person and what was seen. What was seen having changed, it is asked again."""

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import FINDINGS
from rescue_cli.core.states import Level
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.record.decisions import Decisions
from rescue_cli.record.digests import digest_of
from rescue_cli.record.household_keys import KNOWN_BY, row_keys, strongest

NEVER = Level.MUST  # what has to be mended cannot be let stand
ASKED = ("INTAKE-", "CHECK-", "LINK-", "SETTLE-", "JUDGE-")  # what was read, and what came of it
CHOSEN = frozenset({"SETTLE-CONFLICT"})  # a value is chosen on a sheet of its own
REASON, BY, WHEN = "认可理由", "认可人", "认可时间"
WAIVED = pa.schema([*FINDINGS, (REASON, pa.string()), (BY, pa.string()), (WHEN, pa.string())])
_FILE = re.compile(
    r"[^\s“”，；。：、（）]+\.(?:xlsx|xlsm|xlsb|xls|et|ods|csv|tsv|txt|docx|zip)\b(?: › [^›，；。]+?(?= ›|第|，|；|。|$))?"
)
_CELLS = r"\b[A-Z]{1,3}\d{1,7}(?:[—、][A-Z]{1,3}\d{1,7})*\b"
_PLACE = re.compile(rf"第\d+行|(?<=处)：{_CELLS}|{_CELLS}")
Line = Mapping[str, Any]


def is_waivable(line: Line) -> bool:
    """Whether this line of the findings table may be let stand at all."""
    return line[c.LEVEL] != NEVER and line[c.CODE].startswith(ASKED) and line[c.CODE] not in CHOSEN


def finding_keys(findings: pa.Table, mentions: pa.Table) -> list[tuple[str, ...]]:
    """For every finding, in order, the digests it is known by; one of them is enough to know it again."""
    known = _rows(findings, mentions)
    return [_keys(line, known.get((line[f.SOURCE_FILE], line[f.SHEET], line[f.ROW]))) for line in findings.to_pylist()]


def set_aside(findings: pa.Table, mentions: pa.Table, decided: Decisions) -> tuple[pa.Table, pa.Table]:
    """(the findings still asked about, those let stand with their reasons), each in the order given."""
    if not decided.waived:
        return findings, WAIVED.empty_table()
    kept, aside = [], []
    for line, keys in zip(findings.to_pylist(), finding_keys(findings, mentions), strict=True):
        waiver = decided.waiver(keys) if is_waivable(line) else None
        if waiver is None:
            kept.append(line)
        else:
            aside.append({**line, REASON: waiver.reason, BY: waiver.by, WHEN: waiver.when})
    return pa.Table.from_pylist(kept, FINDINGS), pa.Table.from_pylist(aside, WAIVED)


def _rows(findings: pa.Table, mentions: pa.Table) -> dict[tuple[str, str, int], Line | None]:
    """The first mention of every row some finding is about; None where two tables stand side by side in that row."""
    place = [f.SOURCE_FILE, f.SHEET, f.ROW]
    wanted = {tuple(row.values()) for row in findings.select(place).to_pylist()}
    sheets = {sheet: sheet_as_sent(sheet) for sheet in mentions[f.SHEET].unique().to_pylist()}
    places = zip(*(mentions[name].to_pylist() for name in place), strict=True)
    keys = [(file, sheets[sheet], row) for file, sheet, row in places]
    asked = [row_index for row_index, key in enumerate(keys) if key in wanted]
    known: dict[tuple[str, str, int], Line | None] = {}
    for row_index, row in zip(
        asked, mentions.select([*KNOWN_BY, f.FORM]).take(pa.array(asked, pa.int64())).to_pylist(), strict=True
    ):
        first = known.setdefault(keys[row_index], row)
        if first is not None and first[f.SHEET] != row[f.SHEET]:
            known[keys[row_index]] = None
    return known


def _keys(line: Line, mention: Line | None) -> tuple[str, ...]:
    seen = [line[c.CODE], line[c.FIELD] or "", line[c.VALUE] or "", _without_places(line[c.PROBLEM] or "")]
    if mention is None:  # nobody's row: it is known by where it stands
        place = [line[f.SOURCE_FILE] or "", line[f.SHEET] or "", str(line[f.ROW] or "")]
        return (digest_of("finding", [*seen, *place]),)
    whom = [mention[f.FORM] or "", mention[f.NAME] or ""]
    return tuple(digest_of("finding", [*seen, *whom, key]) for key in sorted(strongest(row_keys(mention))))


def _without_places(text: str) -> str:
    """A sentence without names of files and numbers of rows: those may change.

    >>> _without_places("与“兴泾镇/名册.xlsx”第5行“张三”相同")
    '与“”“张三”相同'
    """
    return _PLACE.sub("", _FILE.sub("", text))
