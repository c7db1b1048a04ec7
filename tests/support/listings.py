"""Listings of households as files, the workbook of questions about them, and what a person types into it."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from support.clerk import fill

DAY = dt.date(2019, 9, 30)
HEADS = ["镇街", "村居", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址", "联系方式"]
BOOK, SHEET = "疑似重复.xlsx", "疑似重复"
VERDICTS = ["同一户", "同一人不同户", "不是"]
Row = list[str]


def person(head: str, name: str, number: str = "", door: str = "1组23号", phone: str = "19900000010") -> Row:
    return ["长桥镇", "凤墩村", head, name, "户主" if head == name else "配偶", number, door, phone]


def sent(folder: Path, files: dict[str, list[Row]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADS, *rows])
    return [folder / name for name in files]


def renamed(paths: Sequence[Path]) -> list[Path]:
    """The same files under names that sort the other way round."""
    new = [f"{len(paths) - number}.csv" for number in range(len(paths))]
    return [path.rename(path.with_name(name)) for path, name in zip(paths, new, strict=True)]


def rows_of(book: Path, name: str = SHEET) -> list[dict[str, object]]:
    """The rows of a sheet that carry a code, by their headings; none where there is no such sheet."""
    opened = openpyxl.load_workbook(book)
    if name not in opened.sheetnames:
        return []
    lines = list(opened[name].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(lines) if "识别码" in row)
    rows = [dict(zip(map(str, lines[top]), row, strict=True)) for row in lines[top + 1 :]]
    return [row for row in rows if row["识别码"]]


def answered(book: Path, verdict: str, heading: str = "裁定") -> None:
    """The same verdict, with a reason, for every question of the sheet."""
    fill(book, SHEET, lambda _: {heading: verdict, "理由": "已核实"})


def retyped(book: Path, change: Callable[[Worksheet, dict[str, int], int], None]) -> None:
    """Change the sheet as somebody may who undoes merged cells first."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[SHEET]
    for area in list(sheet.merged_cells.ranges):
        if area.min_row > 3:
            sheet.unmerge_cells(str(area))
    head = next(row for row in sheet.iter_rows(max_row=8) if any(cell.value == "识别码" for cell in row))
    change(sheet, {str(cell.value): cell.column for cell in head if cell.value}, head[0].row + 1)
    opened.save(book)
