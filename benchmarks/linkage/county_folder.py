"""A folder of workbooks with `truth.csv` beside them: 文件, 行号 (the sheet's, the first line is 1), 人, 户.

户 may go on with the other households the person belongs to, each after a bar: a son listed with his parents, `17|52`.
"""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

TRUTH = "truth.csv"
Row = dict[str, Any]


class Listing(NamedTuple):
    """One file: its headings, its rows by heading, with `_person`, `_home` and `_also`; a title goes into a line of its own."""

    name: str
    columns: list[str]
    rows: list[Row]
    title: str = ""


class Line(NamedTuple):
    """A data row of a folder with what is true of it; `family`: its file says who is whose kin."""

    file: str
    number: int
    person: str
    homes: tuple[str, ...]  # first the one it is listed in
    values: dict[str, str]
    family: bool


def write_folder(folder: Path, listings: list[Listing]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    truth: list[list[Any]] = []
    for listing in listings:
        table = [[row[column] for column in listing.columns] for row in listing.rows]
        head = [[listing.title], listing.columns] if listing.title else [listing.columns]
        _write(folder / listing.name, [*head, *table])
        numbered = enumerate(listing.rows, start=len(head) + 1)
        truth += [[listing.name, number, row["_person"], _homes(row)] for number, row in numbered]
    _write(folder / TRUTH, [["文件", "行号", "人", "户"], *truth])


def _homes(row: Row) -> str:
    return "|".join(str(key) for key in (row["_home"], *row["_also"]))


def _write(path: Path, table: list[list[Any]]) -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        for row in table:
            sheet.append(row)
        book.save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)


def read_folder(folder: Path) -> list[Line]:
    """Every row truth speaks of. Raises KeyError where truth names a row no file has."""
    tables = {path.name: _table(path) for path in files_of(folder)}
    with (folder / TRUTH).open(encoding="utf-8-sig", newline="") as file:
        truth = [(line["文件"], int(line["行号"]), line["人"], line["户"]) for line in csv.DictReader(file)]
    first = {name: min(number for file, number, *_ in truth if file == name) for name in {line[0] for line in truth}}
    lines = []
    for name, number, person, home in truth:
        table = tables[name]
        heads = table[first[name] - 2]
        values = dict(zip(heads, table[number - 1], strict=False))
        lines.append(Line(name, number, person, tuple(home.split("|")), values, any("关系" in head for head in heads)))
    return lines


def files_of(folder: Path) -> list[Path]:
    """The workbooks, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".xlsx") and path.name != TRUTH)


def _table(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, read_only=True).active
        return [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
