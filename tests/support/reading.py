"""Reads small workbooks through the whole intake with the Xixia pack, as the tests of intake and check need it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township, sheet_as_sent
from rescue_cli.intake.file_reading import Intake, Source, read_files
from rescue_cli.intake.read_sheet import take_sheet
from rescue_cli.intake.reading_context import make_context
from rescue_cli.pack.model import Pack
from rescue_cli.workbooks.reading.stamped_sheets import taken_apart
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from support.packs import shipped
from support.workbooks import save

TOWNSHIPS = (
    Township("兴泾镇", ("兴泾",), ("泾华村", "泾河村"), "农村", {"泾河村": "城市"}, lists_all=True),
    Township("镇北堡镇", ("镇北堡",), ("德林村",)),
    Township("怀远路街道", ("怀远路",), ("怀远社区",)),
)
HEAD = ["序号", "户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别"]


@cache
def national() -> Pack:
    """What there is without a notice."""
    return shipped("national")


@cache
def xixia() -> Pack:
    """The Xixia pack, parsed once."""
    return shipped("xixia-2019")


def read(folder: Path, files: Mapping[str, bytes], **options: Any) -> Intake:
    """Save `files` under `folder` and read them, as a command does."""
    sources = [Source(path, name) for path, name in save(folder, files)]
    return read_files(sources, xixia(), options.pop("townships", TOWNSHIPS), **options)


def read_here(
    files: Mapping[str, bytes],
    townships: Sequence[Township] = TOWNSHIPS,
    pack: Pack | None = None,
    learned: Mapping[tuple[str, str, str], str | None] | None = None,
) -> Intake:
    """The same for sound files, without the cost of a worker process."""
    context = make_context(pack or xixia(), townships, learned)
    for name, data in sorted(files.items()):
        _, sheets = taken_apart(read_workbook(data))
        for sheet in sorted(sheets, key=lambda sheet: sheet.name):
            take_sheet(context, name, sheet)
    findings = sorted(context.out.findings, key=Finding.sort_key)
    return Intake(**context.out.tables(), findings=tuple(findings))


def household(number: int, **given: object) -> list[object]:
    """A row under HEAD, synthetic and complete; `given` replaces a value by its heading."""
    row = {
        "序号": number,
        "户主姓名": "示范" + "甲乙丙丁戊己庚辛壬癸"[number % 10],
        "身份证号": None,
        "详细住址": f"{number}组{number}号",
        "联系方式": f"1990000{number:04d}",
        "家庭困难类别": "重病",
    }
    return list((row | given).values())


def codes(intake: Intake) -> list[str]:
    return [finding.code for finding in intake.findings]


def column(table: pa.Table, name: str) -> list[Any]:
    return table[name].to_pylist()


def kinds(intake: Intake) -> dict[int, str]:
    """Row number → kind, for an intake of one sheet."""
    return dict(zip(column(intake.rows, "行号"), column(intake.rows, "类别"), strict=True))


def balance(intake: Intake, rows: Mapping[tuple[str, str], Sequence[int]]) -> bool:
    """True where exactly the given non-empty rows are in `rows`, each once a table, and the taken ones are the mentions
    (a row may name several people, and be a row of two tables side by side)."""
    keys = ("来源文件", "工作表", "行号")
    listed = [tuple(line[key] for key in keys) for line in intake.rows.to_pylist()]
    given = [(file, sheet, row) for (file, sheet), numbers in rows.items() for row in numbers]
    data = [tuple(line[key] for key in keys) for line in intake.rows.to_pylist() if line["类别"] == "数据"]
    taken = [tuple(line[key] for key in keys) for line in intake.mentions.to_pylist()]
    once = len(listed) == len(set(listed)) and sorted(
        {(file, sheet_as_sent(sheet), row) for file, sheet, row in listed}
    )
    return once == sorted(given) and data == list(dict.fromkeys(taken)) and taken == sorted(taken)
