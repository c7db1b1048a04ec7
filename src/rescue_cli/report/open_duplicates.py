"""Under a table of figures: how many of the households it counts may be the same one, while nobody has answered."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import PAIRS_BOOK
from rescue_cli.core.states import Band
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_types import OpenPair

_HOUSEHOLDS = ("determinations", "cases", "rows")  # sources whose lines belong to households


def open_pairs(pairs: pa.Table, clusters: pa.Table) -> tuple[OpenPair, ...]:
    """The two cases of every pair that is still asked about (`PAIRS`, `CLUSTERS`), each couple once, sorted."""
    asked = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN))
    case_of = {tuple(place): case for *place, case in _rows(clusters, asked)}
    couples = {
        (min(left, right), max(left, right))
        for line in asked.select([*c.LEFT, *c.RIGHT]).to_pylist()
        if (left := case_of.get(tuple(line[name] for name in c.LEFT)))
        and (right := case_of.get(tuple(line[name] for name in c.RIGHT)))
        and left != right
    }
    return tuple(sorted(couples))


def _rows(clusters: pa.Table, asked: pa.Table) -> list[tuple[Any, ...]]:
    """Place and case of the rows asked about; few of all rows become objects."""
    files = pa.chunked_array([*asked[c.LEFT_FILE].chunks, *asked[c.RIGHT_FILE].chunks], pa.string())
    numbers = pa.chunked_array([*asked[c.LEFT_ROW].chunks, *asked[c.RIGHT_ROW].chunks], pa.int32())
    near = clusters.filter(
        pc.and_(pc.is_in(clusters[f.SOURCE_FILE], value_set=files), pc.is_in(clusters[f.ROW], value_set=numbers))
    )
    return list(zip(*(near[name].to_pylist() for name in (*f.MENTION_KEY, f.CASE)), strict=True))


def open_duplicates_note(source: Source, sheet: m.ReportSheet) -> list[str]:
    """One line where both households of some pair are counted in the sheet; none otherwise, nor under what adds nothing
    up: a ledger without totals, a sheet to be answered."""
    totals = any(column.total == "sum" for column in sheet.column) and sheet.reply is None
    counts = source.report.kind == "statistics" or (source.report.kind in ("ledger", "list") and totals)
    n = _both_in(source, sheet.where) if counts else 0
    text = f"含疑似重复{n}对，尚未裁定：裁定为一户的，合计可能减少。见{PAIRS_BOOK}。"
    return [text] if n else []


def open_duplicates_words(source: Source) -> list[str]:
    """The same under a report in words, where its figures count households."""
    counts = any("count(" in entry.value or "sum(" in entry.value for entry in source.report.figure)
    n = _both_in(source, None) if counts else 0
    return [f"含疑似重复{n}对，尚未裁定：裁定为一户的，上面的户数、人数可能减少。"] if n else []


def _both_in(source: Source, where: str | None) -> int:
    """Pairs of which both households stand among the lines."""
    pairs = source.context.open_pairs
    if not pairs or source.report.source not in _HOUSEHOLDS:
        return 0
    asked = ", ".join(literal(case) for case in sorted({case for pair in pairs for case in pair}))
    of_pairs = f"s.{quoted(f.CASE)} IN ({asked})"
    lines = source.engine.sql(
        f"SELECT DISTINCT s.{quoted(f.CASE)} AS n FROM (SELECT * FROM {source.query} {source.where(where)}) s WHERE {of_pairs}"
    )
    counted = set(lines.column("n").to_pylist())
    return sum(first in counted and second in counted for first, second in pairs)
