"""What linking has to tell the clerk: rows that found no household, or two, numbers shared by names, files sent wrongly."""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.link.candidates import LargeBlock
from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.file_counts import RepeatedWithin, WrongFile
from rescue_cli.link.household_groups import SEEKING_ROLES, Households
from rescue_cli.link.link_tables import FEATURES
from rescue_cli.link.linkage_model import Thresholds
from rescue_cli.link.person_groups import People
from rescue_cli.values.id_number import is_valid_id

FILE_REPEATS = "LINK-FILE-REPEATS"


class Sources:
    """Where each mention stands, for findings."""

    def __init__(self, mentions: pa.Table) -> None:
        names = (f.SOURCE_FILE, f.SHEET, f.ROW, f.TOWNSHIP)
        self._columns = {name: mentions[name].to_pylist() for name in names}

    def finding(
        self, code: str, i: int, field: str = "", value: str = "", facts: Mapping[str, str] | None = None
    ) -> Finding:
        """A finding at row `i`."""
        place = {name: column[i] for name, column in self._columns.items()}
        return Finding(
            code,
            file=place[f.SOURCE_FILE],
            sheet=place[f.SHEET] or "",
            row=place[f.ROW],
            township=place[f.TOWNSHIP] or "",
            field=field,
            value=value,
            facts=facts or {},
        )

    def words(self, i: int) -> str:
        """ "文件 › 表 › 第n行"."""
        file, sheet, row = (self._columns[name][i] for name in (f.SOURCE_FILE, f.SHEET, f.ROW))
        return " › ".join(part for part in (file, sheet, f"第{row}行") if part)


def household_findings(
    sources: Sources, rows: Rows, households: Households, asked: Collection[int], left_out: frozenset[int]
) -> list[Finding]:
    """Rows without a household, members without a head, people in two households. Nothing of the members whose household is
    `asked` about: the question says it."""
    findings = [
        finding
        for i in range(len(rows))
        if i not in left_out and i not in asked
        for finding in _of_row(sources, rows, households, i)
    ]
    named: set[tuple[int | None, int | None]] = set()
    for first, other in households.split:
        couple = households.of[first], households.of[other]
        if couple not in named:
            named.add(couple)
            facts = {"另一处": sources.words(first)}
            findings.append(
                sources.finding("LINK-PERSON-TWO-HOUSEHOLDS", other, f.NAME, rows.person[other] or "", facts)
            )
    return findings


def shared_numbers(
    engine: Engine, sources: Sources, rows: Rows, people: People, left_out: frozenset[int]
) -> list[Finding]:
    """One valid ID number under different names: the first row of each further person who bears it."""
    shared = engine.sql(
        f"""SELECT stated AS num, i FROM {FEATURES} WHERE name IS NOT NULL AND stated IN (
                SELECT stated FROM {FEATURES} GROUP BY stated HAVING count(DISTINCT name) > 1)
            ORDER BY stated, i"""
    )
    first: dict[str, int] = {}
    named: set[int] = set()
    findings = []
    for number, i in zip(shared["num"].to_pylist(), shared["i"].to_pylist(), strict=True):
        if not is_valid_id(number):
            continue
        other, person = first.setdefault(number, i), people.forest.root(i)
        if person != people.forest.root(other) and person not in named and i not in left_out and other not in left_out:
            named.add(person)
            facts = {f.NAME: rows.person[i] or "", "另一姓名": rows.person[other] or "", "另一处": sources.words(other)}
            findings.append(sources.finding("LINK-ID-NAMES-DIFFER", i, f.ID_NUMBER, number, facts))
    return findings


def run_findings(
    sources: Sources,
    rows: Rows,
    large: Sequence[LargeBlock],
    wrong: Sequence[WrongFile],
    within: Sequence[RepeatedWithin],
    decided: Decided,
    limits: Thresholds,
) -> list[Finding]:
    """Very large blocks, files that are probably the wrong ones, answers that contradict one another."""
    findings = [
        sources.finding(
            "LINK-BLOCK-LARGE",
            block.first,
            value=rows.person[block.first] or "",
            facts={"键": block.title, c.ROW_COUNT: str(block.rows), "上限": str(limits.large_block)},
        )
        for block in large
    ]
    for repeat in wrong:
        facts = _share(repeat.rows, repeat.repeats)
        findings.append(Finding(FILE_REPEATS, file=repeat.file, value=repeat.other, facts=facts))
    for own in within:
        facts = _share(own.rows, own.repeats)
        findings.append(Finding("LINK-FILE-REPEATS-ITSELF", file=own.file, value=sources.words(own.first), facts=facts))
    for left, right in decided.contradicting:
        facts = {"另一处": sources.words(left), "另一姓名": rows.person[left] or ""}
        findings.append(sources.finding("LINK-DECISIONS-CONTRADICT", right, f.NAME, rows.person[right] or "", facts))
    return findings


def _share(rows: int, repeats: int) -> dict[str, str]:
    return {c.ROW_COUNT: str(rows), "重复行数": str(repeats)}


def _of_row(sources: Sources, rows: Rows, households: Households, i: int) -> list[Finding]:
    name = rows.person[i] or ""
    if i in households.headless and rows.under[i] is not None:  # who names no head at all was told of when it was read
        return [sources.finding("LINK-MEMBER-NO-HEAD", i, f.HEAD_NAME, rows.under[i] or "", {f.NAME: name})]
    if households.of[i] is not None or rows.role[i] in ("reference", "check"):
        return []
    if i in households.astray:
        return [sources.finding("LINK-ROW-TWO-HOUSEHOLDS", i, f.HEAD_NAME, name)]
    code = "LINK-RESULT-NO-HOUSEHOLD" if rows.role[i] in SEEKING_ROLES else "LINK-CLUE-NOT-IN-ROSTER"
    return [sources.finding(code, i, f.HEAD_NAME, name)]
