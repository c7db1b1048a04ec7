"""Exact keys and bare Splink on a county's workbooks, over the rows as the tool itself reads them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import closed, read_tables
from county_folder import Line
from judge_measure import Figures, Pair, answered_pairs, compared
from judge_table import Measures
from peers import bare_splink, exact_id, exact_name_address

OURS = "rescue"


def ours(run: Figures) -> Measures:
    """The tool's own run, as the table of methods shows it."""
    return Measures(OURS, run.precision, run.recall, run.final[2], run.asked, run.home_precision, run.torn, run.seconds)


def peers(folder: Path, lines: list[Line]) -> Iterator[Measures]:
    """Each method by the truth; a row the tool cannot read is a row without values, alike to no other."""
    rows = rows_as_read(folder, lines)
    yield _measured("身份证号相同", lines, exact_id(rows), ())
    yield _measured("姓名＋住址相同", lines, exact_name_address(rows), ())
    yield _measured("Splink（自带比较＋EM）", lines, *bare_splink(rows))


def rows_as_read(folder: Path, lines: list[Line]) -> list[dict[str, Any]]:
    """In the order of the truth. Of a row with several people the last is the one the row speaks of."""
    mentions, _ = read_tables(folder)
    columns = ["来源文件", "行号", "姓名", "户主姓名", "身份证号", "联系方式", "详细住址", "镇街", "村居"]
    empty = dict.fromkeys(columns)
    read = {(row["来源文件"], row["行号"]): row for row in mentions.select(columns).to_pylist()}
    return [read.get((line.file, line.number), empty) for line in lines]


def _measured(method: str, lines: list[Line], taken: Iterable[Pair], asked: Iterable[Pair]) -> Measures:
    groups = closed(len(lines), taken)
    open_pairs = [(a, b) for a, b in asked if groups[a] != groups[b]]
    true = [line.person for line in lines]
    precision, recall, _ = compared(groups, true)
    _, _, final = compared(answered_pairs(groups, open_pairs, lines), true)
    return Measures(method, precision, recall, final, len({row for pair in open_pairs for row in pair}) / len(lines))
