"""What a clerk does with rosters and answers: send a workbook, fill one of ours in, apply it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import MergedCell

from support.workspace import rescue


def send(workspace: Path, name: str, heads: Sequence[str], *lines: Sequence[object]) -> None:
    """A roster of 困难家庭 into 收件/, under a title that names its folder as the township."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名册"
    for line in ([f"{name.partition('/')[0]}困难家庭名册"], heads, *lines):
        sheet.append(line)
    path = workspace / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def fill(path: Path, sheet: str, answer: Callable[[dict[str, object]], dict[str, str]]) -> None:
    """Type answers into a workbook of ours as a person would, row by row."""
    book = openpyxl.load_workbook(path)
    head = next(row for row in book[sheet].iter_rows(max_row=8) if any(cell.value == "识别码" for cell in row))
    for row in book[sheet].iter_rows(min_row=head[0].row + 1):
        told = {str(name.value): cell.value for name, cell in zip(head, row, strict=True)}
        if told["识别码"]:
            typed = answer(told)
            for name, cell in zip(head, row, strict=True):
                new = typed.get(str(name.value))
                if new is not None and not isinstance(cell, MergedCell):  # its first cell holds the answer
                    cell.value = new
    book.save(path)


def told(workspace: Path, *arguments: str) -> dict[str, object]:
    """The summary of a command."""
    done = rescue("-C", workspace, *arguments, "--as-of", "2019-04-20", "--json")
    assert done.returncode in (0, 1), done.stdout
    summary: dict[str, object] = json.loads(done.stdout)["summary"]
    return summary


def apply(workspace: Path, book: str | Path, *more: str) -> str:
    """Take a workbook (a name in 输出/, or a path) back; why it was refused, or nothing."""
    done = rescue("-C", workspace, "apply", workspace / "输出" / book, "--by", "经办", "--json", *more)
    answer = json.loads(done.stdout)
    return "" if done.returncode == 0 else str(answer["error"]["text"])
