"""Runs the examples of the catalogue: which codes does this example raise? One way through the program for each stage.

Examples of files as they come (INTAKE-FILE-…, and whatever a maker of `support.catalogue_files` makes) are read together,
by the workers, each in a folder of its own; all others run by themselves, in this process.
"""

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.check.all_checks import check
from rescue_cli.check.definition import Check, Row
from rescue_cli.check.held_corrections import finding_of, held_files
from rescue_cli.check.resubmission import propose_replacements
from rescue_cli.core import fields as f
from rescue_cli.core import tables
from rescue_cli.core.examples import ROW_FORM, Example
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake, Replaced, Source, read_files
from rescue_cli.link import link
from rescue_cli.pack.catalogue import SIDES, load_catalogue, load_examples
from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.strict_intake import refuse_faulty
from rescue_cli.settle import settle
from support.catalogue_files import MAKERS, Delivery
from support.catalogue_situations import SITUATIONS
from support.mentions import TOWN, files_table, linking_pack, mentions_table, rows_table, said
from support.reading import TOWNSHIPS, read_here, xixia
from support.small import through
from support.workbooks import save, xlsx

DAY = dt.date(2019, 9, 30)
FILE = "兴泾镇.xlsx"
FILE_CODES = ("INTAKE-FILE-", "INTAKE-REPLACEMENT-")
CATALOGUE, EXAMPLES = load_catalogue(), load_examples()
pack_of = cache(load_pack)


def codes_of(code: str, side: str) -> set[str]:
    """The codes of all findings that the example of `code` raises; `side` is "fires" or "silent"."""
    example = EXAMPLES[code][side]
    if _comes_as_file(code):
        return {finding.code for finding in _read_together().findings if finding.file.startswith(f"{code}/{side}/")}
    if example.sample:
        return _in_situation(example.sample)
    return {finding.code for finding in STAGES[code.partition("-")[0]](example)}


@cache
def _in_situation(sample: str) -> set[str]:
    """Some codes share their silent situation."""
    return set(SITUATIONS[sample]())


def codes_of_check(entry: Check, rows: Sequence[Row]) -> set[str]:
    """The codes that one check written in Python gives over one of its examples."""
    mentions = mentions_table([{**said(None, ROW_FORM), **row} for row in rows])  # type: ignore[arg-type]
    sheets = {(line[f.SOURCE_FILE], line[f.SHEET]) for line in mentions.to_pylist()}
    given = dict.fromkeys(name for row in rows for name in row)
    columns = [
        {**dict.fromkeys(tables.COLUMNS.names), f.SOURCE_FILE: file, f.SHEET: sheet, "列": "C", "字段": name}
        for file, sheet in sheets
        for name in given
    ]
    listed = pa.Table.from_pylist(columns, schema=tables.COLUMNS)
    findings = check(_engine_of_checks(), mentions, listed, linking_pack(), DAY, TOWNSHIPS, (entry,))
    assert not [text for line in rendered(findings) for text in line.values() if "（未注明）" in str(text)]
    return {finding.code for finding in findings}


@cache
def _engine_of_checks() -> DuckEngine:
    """One for all: the checks lay down anew whatever they read."""
    return DuckEngine()


def rendered(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return findings_table(findings, CATALOGUE).to_pylist()


def _comes_as_file(code: str) -> bool:
    """Also where one sheet goes on under another: a file is more than its sheets one by one."""
    examples = EXAMPLES[code].values()
    samples = {example.sample for example in examples} - {""}
    several = any(len(example.cells) > 1 for example in examples)
    return not samples & set(SITUATIONS) and (code.startswith(FILE_CODES) or bool(samples) or several)


@cache
def _read_together() -> Intake:
    """Every example that comes as a file."""
    coming = {f"{code}/{side}": EXAMPLES[code][side] for code in EXAMPLES for side in SIDES if _comes_as_file(code)}
    deliveries = {place: _delivery(example) for place, example in coming.items()}
    with tempfile.TemporaryDirectory() as folder:
        sources = [entry for place, sent in deliveries.items() for entry in _saved(Path(folder), place, sent)]
        replaced = {
            f"{place}/{old}": f"{place}/{new}" for place, d in deliveries.items() for old, new in d.replaced.items()
        }
        passwords = {place: sent.password for place, sent in deliveries.items() if sent.password}
        return read_files(
            sources, xixia(), TOWNSHIPS, replaced=Replaced(replaced, replaced.keys()), passwords=passwords
        )


def _delivery(example: Example) -> Delivery:
    return MAKERS[example.sample]() if example.sample else Delivery(_files(example, xixia()))


def _saved(folder: Path, place: str, sent: Delivery) -> list[Source]:
    files = {name: _of_its_own(data, place) for name, data in sent.files.items()}
    there = [Source(path, f"{place}/{name}") for path, name in save(folder / place, files)]
    for name in sent.folders:
        (folder / place / name).mkdir(parents=True, exist_ok=True)
    return [*there, *(Source(folder / place / name, f"{place}/{name}") for name in (*sent.missing, *sent.folders))]


def _of_its_own(data: bytes, mark: str) -> bytes:
    """A workbook unlike those of other examples: of files with the same bytes only one is read."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    marked = io.BytesIO(data)
    with zipfile.ZipFile(marked, "a") as archive:
        archive.comment = mark.encode()
    return marked.getvalue()


def _files(example: Example, pack: Pack) -> dict[str, bytes]:
    """The workbooks of an example: its sheets as they are, or a sheet for each form its rows are of."""
    if example.cells:
        return {example.file or FILE: xlsx(example.cells)}
    books: dict[str, dict[str, list[Row]]] = {}
    for row in example.rows:
        book = books.setdefault(row.get(f.SOURCE_FILE, example.file or FILE), {})
        book.setdefault(row.get(f.FORM, ROW_FORM), []).append(row)
    return {
        name: xlsx({form: _sheet(pack.forms[form].title, rows) for form, rows in forms.items()})
        for name, forms in books.items()
    }


def _sheet(title: str, rows: Sequence[Row]) -> list[list[Any]]:
    heads = list(dict.fromkeys(name for row in rows for name in row if name not in (f.FORM, f.SOURCE_FILE)))
    return [[title], heads, *([_cell(row.get(name)) for name in heads] for row in rows)]


def _cell(value: Any) -> Any:
    return "、".join(value) if isinstance(value, list) else value


def _read(example: Example) -> Intake:
    pack = pack_of(example.pack)
    return read_here(_files(example, pack), TOWNSHIPS, pack)


def _of_intake(example: Example) -> Iterable[Finding]:
    return _read(example).findings


def _of_check(example: Example) -> Iterable[Finding]:
    """The checks that forms declare, files that look like corrected ones, and what `--strict` refuses."""
    pack, intake = pack_of(example.pack), _read(example)
    intake = replace(intake, files=files_table(*intake.mentions[f.SOURCE_FILE].to_pylist()))
    day = example.as_of or DAY
    declared = check(_engine_of_checks(), intake.mentions, intake.columns, pack, day, TOWNSHIPS, ())
    proposals = propose_replacements(intake.mentions, intake.columns, {}, pack)
    held = held_files(intake.mentions, proposals)
    proposed = [finding_of(proposal, held) for proposal in proposals]
    _, refused = refuse_faulty(intake, findings_table([*intake.findings, *declared], CATALOGUE))
    return [*intake.findings, *declared, *proposed, *refused]


def _mentions(example: Example) -> pa.Table:
    rows: list[Mapping[str, Any]] = [{**said(None, ROW_FORM), f.TOWNSHIP: TOWN, **row} for row in example.rows]  # type: ignore[arg-type]
    return mentions_table(rows)


def _of_link(example: Example) -> Iterable[Finding]:
    with DuckEngine() as engine:
        return link(engine, _mentions(example), linking_pack())[1]


def _of_settle(example: Example) -> Iterable[Finding]:
    pack, mentions = linking_pack(), _mentions(example)
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, pack)
        homes = sorted(set(linked.groups[f.HOUSEHOLD].drop_null().to_pylist()))
        numbers = {home: f"990101-{n:05d}" for n, home in enumerate(homes, start=1)}
        files = files_table(*mentions[f.SOURCE_FILE].to_pylist())
        return settle(engine, mentions, rows_table(mentions), files, linked, numbers, pack)[1]


def _of_judge(example: Example) -> Iterable[Finding]:
    pack = pack_of(example.pack)
    return through(pack, _files(example, pack), example.as_of or DAY, TOWNSHIPS).findings


STAGES = {
    "INTAKE": _of_intake,
    "CHECK": _of_check,
    "LINK": _of_link,
    "SETTLE": _of_settle,
    "JUDGE": _of_judge,
}
