"""docs/问题代码.md, the manual's list of finding codes, written from the catalogue.

`python -m rescue_cli.pipeline.code_list` writes it; a test says where it is stale.
"""

from collections.abc import Iterable
from pathlib import Path

from rescue_cli.core.findings import Entry
from rescue_cli.pack.catalogue import load_catalogue, schemas_root

# Beginning of a code → what the program is doing when it says so.
STEPS = {
    "INTAKE": "收件：读文件、认表、取值",
    "CHECK": "校验：一行之内、行与行之间",
    "LINK": "归户：谁是同一人、同一户",
    "SETTLE": "合并：一户取哪个值、行数平不平",
    "JUDGE": "判定：标准、控制数、应报未报",
    "REPORT": "报表：勾稽、空白表、所报与名册",
}
TITLE = """# 问题代码

校验汇总、退回件和屏幕上的每个问题都有一个代码。这里列出全部代码、级别和怎么改；`rescue explain 代码` 还举出会报和不报的例子。
花括号里的字由程序填上当时的内容。本页由程序从 `schemas/findings.toml` 写出，请不要手改。
"""


def list_path() -> Path:
    return schemas_root().parent / "docs" / "问题代码.md"


def code_list() -> str:
    """The whole page: a table for each step, codes in order."""
    entries = sorted(load_catalogue().values(), key=lambda entry: entry.code)
    parts = (_part(title, [entry for entry in entries if _step(entry) == step]) for step, title in STEPS.items())
    return "\n".join([TITLE, *parts])


def _step(entry: Entry) -> str:
    return entry.code.partition("-")[0]


def _part(title: str, entries: Iterable[Entry]) -> str:
    rows = (f"| {entry.code} | {entry.level} | {entry.title} | {_cell(entry.mend)} |" for entry in entries)
    return "\n".join([f"## {title}\n", "| 代码 | 级别 | 问题 | 怎么改 |", "| --- | --- | --- | --- |", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    list_path().write_text(code_list(), encoding="utf-8")
