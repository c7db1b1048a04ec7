"""A roster whose rows speak of another township than the one it was sent as."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rescue_cli.check.finding_places import TABLE
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal

OTHER_TOWNSHIP = "CHECK-OTHER-TOWNSHIP"
BY_COLUMN = "镇街一栏写的"
LEAST, SHARE = 3, 0.5  # so many rows, and more than this part of the sheet
_END = re.compile(r"(?:街道办事处|街道办|街道|镇|乡)$")


def other_township(engine: Engine, townships: Sequence[Township]) -> Iterator[Finding]:
    """Sheets most of whose rows are of another township: by the places they name, or by their 镇街 against the file."""
    yield from _by_address(engine, townships)
    yield from _by_file(engine, townships)


def _by_address(engine: Engine, townships: Sequence[Township]) -> Iterator[Finding]:
    """Most rows name, in 详细住址 or 村居, a place of one other township than their 镇街."""
    places = [(word, township.name) for township in townships for word in _words(township, townships)]
    if not places:
        return
    values = ", ".join(f"({literal(word)}, {literal(name)})" for word, name in places)
    said = f"""concat_ws(' ', "{f.ADDRESS}", "{f.VILLAGE}")"""
    query = f"""
        WITH places(词, 镇) AS (VALUES {values}), cells AS (
            SELECT "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}", "{f.TOWNSHIP}" AS 属, {said} AS 写 FROM "{TABLE}"
        ), named AS (
            SELECT "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}", any_value(属) AS 属, min(镇) AS 镇 FROM cells JOIN places ON contains(写, 词)
            GROUP BY ALL HAVING count(DISTINCT 镇) = 1
        ), all_rows AS (
            SELECT "{f.SOURCE_FILE}", "{f.SHEET}", 属, count(*) AS 总 FROM cells WHERE 属 IS NOT NULL GROUP BY ALL
        )
        SELECT "{f.SOURCE_FILE}", "{f.SHEET}", 属, 镇, count(*) AS 行数, any_value(总) AS 总
        FROM named JOIN all_rows USING ("{f.SOURCE_FILE}", "{f.SHEET}", 属) WHERE 镇 <> 属 GROUP BY ALL
        HAVING count(*) >= {LEAST} AND count(*) > {SHARE} * any_value(总) ORDER BY ALL
    """
    for row in engine.sql(query).to_pylist():
        yield _finding(row, row["属"], row["镇"], "住址、村居写的")


def _by_file(engine: Engine, townships: Sequence[Township]) -> Iterator[Finding]:
    """The 镇街 of most rows is not the one township that sheet name, file or folder names."""
    place = f'"{f.SOURCE_FILE}", "{f.SHEET}"'
    query = f"""
        SELECT *, sum(行数) OVER (PARTITION BY {place})::BIGINT AS 总 FROM (
            SELECT {place}, "{f.TOWNSHIP}" AS 镇, count(*) AS 行数 FROM "{TABLE}" GROUP BY ALL
        ) QUALIFY 行数 >= {LEAST} AND 行数 > {SHARE} * 总 ORDER BY ALL
    """
    for row in engine.sql(query).to_pylist():
        named = _named(f"{row[f.SHEET]}/{row[f.SOURCE_FILE]}", townships)
        if named and row["镇"] and row["镇"] != named:
            yield _finding(row, named, row["镇"], BY_COLUMN)


def _named(text: str, townships: Sequence[Township]) -> str | None:
    """The one township a text names; a name inside a longer one does not count (北京西路 in 北京西路街道)."""
    found = {
        (word, township.name) for township in townships for word in (township.name, *township.aliases) if word in text
    }
    longest = {name for word, name in found if not any(word != other and word in other for other, _ in found)}
    return longest.pop() if len(longest) == 1 else None


def is_by_column(finding: Finding) -> bool:
    """Whether it was the cells of 镇街 that gave the sheet away (and not the addresses)."""
    return finding.code == OTHER_TOWNSHIP and finding.facts.get("怎样") == BY_COLUMN


def _finding(row: Mapping[str, Any], sent_as: str, township: str, how: str) -> Finding:
    facts = {"镇": township, "行数": str(row["行数"]), "总行数": str(row["总"]), "怎样": how}
    file, sheet = row[f.SOURCE_FILE], row[f.SHEET]
    return Finding(OTHER_TOWNSHIP, file, sheet, township=sent_as, field=f.TOWNSHIP, value=sent_as, facts=facts)


def _words(township: Township, townships: Sequence[Township]) -> list[str]:
    """Names by which an address shows the township: its own, and villages no other township has. Bare stems may be roads."""
    others = {village for other in townships if other.name != township.name for village in other.villages}
    names = [township.name, *(alias for alias in township.aliases if _END.search(alias))]
    return [*names, *(village for village in township.villages if village not in others and len(village) > 2)]
