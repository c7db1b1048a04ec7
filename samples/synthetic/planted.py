"""埋设清单: what was put into the sample on purpose, and what the tool should say of it."""

import csv
import io
from dataclasses import dataclass

HEAD = (
    "种类",
    "来源文件",
    "工作表",
    "行号",
    "镇街",
    "户主姓名",
    "埋设内容",
    "应得分类",
    "应得阶段",
    "应得结果",
    "应得代码",
    "说明",
)


@dataclass(frozen=True)
class Planted:
    """One line. `kind`: 判定 (every household), 问题, 重复, 文件. `code`: finding the tool should give."""

    kind: str
    file: str
    sheet: str = ""
    row: int | None = None
    township: str = ""
    name: str = ""
    what: str = ""
    expect: tuple[str, str, str] | None = None
    code: str = ""
    note: str = ""

    def cells(self) -> list[str]:
        group, phase, outcome = self.expect or ("", "", "")
        row = "" if self.row is None else str(self.row)
        where = [self.kind, self.file, self.sheet, row, self.township, self.name]
        return [*where, self.what, group, phase, outcome, self.code, self.note]


def planted_csv(lines: list[Planted]) -> bytes:
    """The table as CSV with a byte order mark, so that Excel opens it as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    ordered = sorted([line.cells() for line in lines], key=_order)
    writer.writerows(ordered)
    return buffer.getvalue().encode("utf-8-sig")


def _order(cells: list[str]) -> tuple[int, str, str, int, list[str]]:
    kinds = ("文件", "重复", "问题", "判定")
    return (kinds.index(cells[0]), cells[1], cells[2], int(cells[3] or 0), cells)
