"""A word of a closed set, and the name of a column that crosses a border, is spelled out once: in `core`.

What is read: every string literal of the sources, by the syntax tree. A literal that is one of the words is a fault, so is
one inside SQL ('待裁定'); a column's name is a fault where it is used as one: a subscript, or inside SQL in double quotes.
Words that mean something else elsewhere (a heading of a sheet, a word clerks write) are named in ELSEWHERE.
"""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import rescue_cli
from rescue_cli.core import columns, fields, states
from rescue_cli.core.exported_tables import EXPORTED_TABLES
from rescue_cli.core.tables import EXPORTED

SOURCES = Path(rescue_cli.__file__).parent
SETS = [kind for kind in vars(states).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
EVERYDAY = {
    states.Cause.PACK,
    states.Cause.STANDARD,
    states.Cause.SETTING,
    states.Copy.CORRECTION,
    states.ReceiptState.UNREAD,
}  # words of many sentences
WORDS = {word.value for kind in SETS for word in kind} - EVERYDAY
COLUMNS = {
    name
    for module in (columns, fields)
    for key, name in vars(module).items()
    if key.isupper() and isinstance(name, str) and name
} - {*states.Area}  # towns and villages are written about in examples
# (module, word): what the word means there. An entry that is no longer needed is a fault too: the list only shrinks.
ELSEWHERE: dict[tuple[str, str], str] = {
    ("link/blank_words.py", "示例"): "what clerks leave standing in a cell of the example",
    ("cli/render_run.py", "说明"): "heading of the run's table",
    ("pack/check/repeated_names.py", "未填"): "an amount a standard leaves open",
    ("pack/language/readable.py", "不是"): "not, in the words of a clerk",
    ("pack/language/readable.py", "合计"): "sum(), in the words of a clerk",
    ("pack/language/readable.py", "未填"): "null, in the words of a clerk",
    ("pack/language/sentences.py", "未填"): "what a sentence says in place of a blank",
    ("pipeline/apply_answers.py", "表头"): "what kind of answer was recorded",
    ("pipeline/apply_answers.py", "认可"): "what kind of answer was recorded",
    ("pipeline/apply_answers.py", "疑似重复"): "what kind of answer was recorded",
    ("pipeline/answers/pair_answers.py", "疑似重复"): "name of the workbook",
    ("pipeline/left_to_do.py", "疑似重复"): "what the screen calls the questions of the workbook",
    ("pipeline/new_workspace.py", "空白表"): "how many were written",
    ("pipeline/pack_tests.py", "不符"): "how many cases fail",
    ("pipeline/show_packs.py", "标题"): "title of a pack",
    ("pipeline/show_packs.py", "说明"): "notes of a pack",
    ("report/figure_lines.py", "未填"): "what a line counts for whose field is blank",
    ("report/asking_sheet.py", "已裁定"): "name of the sheet of pairs that were answered",
    ("report/unfilled_sums.py", "未填"): "how a note says which field is blank",
    ("report/report_types.py", "合计"): "the line of totals of our own sheets",
    ("workbooks/writing/blank_forms.py", "示例"): "what stands in 序号 of the example row",
    ("workbooks/writing/paint.py", "未填"): "in place of a sum of which nobody gave one figure",
    ("workbooks/writing/report_document.py", "说明"): "what a template calls the remarks",
    ("values/phone.py", "转"): "before an extension",
    ("check/row_figures.py", "未填"): "how the text of a finding says that 家庭人口 is blank",
}


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def spelled_out(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(word, line) of every closed word or border column spelled out."""
    subscripts = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in literals(tree):
        text = node.value
        assert isinstance(text, str)
        if text in WORDS or (text in COLUMNS and id(node) in subscripts):
            yield text, node.lineno
        in_sql = {*re.findall(r"'([\u4e00-\u9fff]+)'", text)} & WORDS | {
            *re.findall(r'"([\u4e00-\u9fff]+)"', text)
        } & COLUMNS
        for word in sorted(in_sql):
            yield word, node.lineno


MODULES = [path for path in sorted(SOURCES.rglob("*.py")) if path.relative_to(SOURCES).parts[0] != "core"]


def test_there_are_words_and_modules() -> None:
    assert len(SETS) > 10
    assert len(MODULES) > 200


@pytest.mark.parametrize("room", sorted({path.relative_to(SOURCES).parts[0] for path in MODULES}))
def test_closed_words_and_columns_are_spelled_out_in_core_alone(room: str) -> None:
    faults = []
    for path in MODULES:
        module = path.relative_to(SOURCES).as_posix()
        if path.relative_to(SOURCES).parts[0] == room:
            words = spelled_out(ast.parse(path.read_text(encoding="utf-8")))
            faults += [f"{module}:{line} {word}" for word, line in words if (module, word) not in ELSEWHERE]
    assert not faults, "use core.states, core.columns or core.fields"


def test_what_is_excepted_is_still_there() -> None:
    used = {
        (path.relative_to(SOURCES).as_posix(), word)
        for path in MODULES
        for word, _ in spelled_out(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert set(ELSEWHERE) <= used


def test_every_exported_table_has_its_sentence_and_its_schema() -> None:
    assert list(EXPORTED_TABLES) == list(EXPORTED)
