"""What linking has to tell the clerk: rows that found no household, or two, and numbers shared by different names."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.link.blocks import LARGE
from rescue_cli.link.households import SEEKING_ROLES, Households, Keys

RULE_WORDS = {"phone": "姓名＋联系方式", "address": "姓名＋住址"}


def link_findings(
    mentions: pa.Table,
    keys: Keys,
    households: Households,
    shared: Sequence[tuple[int, int]],
    large: Sequence[tuple[str, int, int]],
) -> list[Finding]:
    """All findings of the stage, in the order of the rows they speak of."""
    rows = Sources(mentions)
    found = [finding for i in range(len(keys.role)) for finding in _of_row(rows, keys, households, i)]
    for left, right in shared:
        if keys.person[left] is not None and keys.person[right] is not None:
            found.append(_shared_id(rows, keys, left, right))
    for rule, size, first in large:
        facts = {"键": RULE_WORDS[rule], "行数": str(size), "上限": str(LARGE)}
        found.append(rows.finding("LINK-BLOCK-LARGE", first, value=keys.person[first] or "", facts=facts))
    return sorted(found, key=Finding.sort_key)


class Sources:
    """Where each mention stands, for findings."""

    def __init__(self, mentions: pa.Table) -> None:
        names = (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)
        self._columns = {name: mentions[name].to_pylist() for name in names}

    def finding(
        self, code: str, i: int, field: str = "", value: str = "", facts: Mapping[str, str] | None = None
    ) -> Finding:
        """A finding at row `i`."""
        at = {name: column[i] for name, column in self._columns.items()}
        return Finding(
            code,
            file=at[f.SOURCE_FILE],
            sheet=at[f.SHEET] or "",
            row=at[f.ROW],
            township=at[f.TOWNSHIP] or "",
            field=field,
            value=value,
            facts=facts or {},
        )

    def words(self, i: int) -> str:
        """ "文件 › 表 › 第n行"."""
        file, sheet, row = (self._columns[name][i] for name in (f.SOURCE_FILE, f.SHEET, f.ROW))
        return " › ".join(part for part in (file, sheet, f"第{row}行") if part)


def _shared_id(rows: Sources, keys: Keys, left: int, right: int) -> Finding:
    facts = {"姓名": keys.person[right] or "", "另一姓名": keys.person[left] or "", "另一处": rows.words(left)}
    return rows.finding("LINK-ID-NAMES-DIFFER", right, f.ID_NUMBER, keys.id[right] or "", facts)


def _of_row(rows: Sources, keys: Keys, households: Households, i: int) -> list[Finding]:
    name = keys.person[i] or ""
    if i in households.headless:
        return [rows.finding("LINK-MEMBER-NO-HEAD", i, f.HEAD_NAME, keys.head[i] or "", {"姓名": name})]
    if households.of[i] is not None or keys.role[i] == "reference":
        return []
    if i in households.astray:
        return [rows.finding("LINK-ROW-TWO-HOUSEHOLDS", i, f.HEAD_NAME, name)]
    code = "LINK-RESULT-NO-HOUSEHOLD" if keys.role[i] in SEEKING_ROLES else "LINK-CLUE-NOT-IN-ROSTER"
    return [rows.finding(code, i, f.HEAD_NAME, name)]
