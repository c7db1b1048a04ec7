"""Synthetic mentions and a pack to link them by: the shipped forms and dictionary, without rules or reports."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from stdnum.cn.ric import calc_check_digit

from rescue_cli.core import fields as f
from rescue_cli.core import tables
from rescue_cli.pack import model as m
from rescue_cli.pack.load import schemas_root

ROSTER, SCATTERED, CLUES = "困难家庭名册", "分散供养特困对象名册", "摸排线索名单"
SURVEY, RESULTS, DIBAO = "入户核查评估结果", "审核审批结果", "低保在保名单"
MEMBERS = "家庭成员名册"
TOWN, OTHER_TOWN = "兴泾镇", "镇北堡镇"


@cache
def linking_pack() -> m.Pack:
    """Pack xixia-2019 as far as linking and settling need it, with a member roster added."""
    root = schemas_root()
    read = {path.stem: _toml(path) for path in sorted((root / "xixia-2019" / "forms").glob("*.toml"))}
    for form in read.values():
        form.pop("assume", None)
        form.pop("check", None)
    read[MEMBERS] = {
        "title": MEMBERS,
        "grain": "person",
        "role": "roster",
        "clause": "测试",
        "column": [{"field": "户主姓名"}, {"field": "姓名"}, {"field": "身份证号"}],
    }
    vocabulary = m.Vocabulary.model_validate(_toml(root / "vocabulary.toml")).field
    codes = m.Categories.model_validate(_toml(root / "national" / "categories.toml")).codes
    return m.Pack(
        head=m.PackHead.model_validate(_toml(root / "xixia-2019" / "pack.toml")),
        vocabulary={entry.name: entry for entry in vocabulary},
        codes={entry.name: entry for entry in codes},
        standards=m.Standards.model_validate(_toml(root / "xixia-2019" / "standards.toml")).standard,
        parameters=(),
        forms={stem: m.Form.model_validate(data) for stem, data in read.items()},
        rules=m.Rules(),
        reports={},
        cases=(),
        digest="test",
    )


def citizen(n: int, born: str = "19700101") -> str:
    """A valid number under the unassigned region 990101; `n` is the sequence number."""
    body = f"990101{born}{n:03d}"
    return body + str(calc_check_digit(body + "0"))


def said(name: str, form: str = ROSTER, /, **more: Any) -> dict[str, Any]:
    """One row of `form`; file, sheet, township and village have defaults."""
    return {f.FORM: form, f.HEAD_NAME: name, f.TOWNSHIP: TOWN, f.VILLAGE: "泾华村", **more}


def mentions_table(rows: Sequence[Mapping[str, Any]], pack: m.Pack | None = None) -> pa.Table:
    """A mentions table; a row that does not say where it stands is given a file by its form and the next row number."""
    used = pack or linking_pack()
    schema = tables.mentions_schema([(entry.name, entry.type) for entry in used.input_fields])
    filled: list[dict[str, Any]] = []
    for n, row in enumerate(rows, start=1):
        own = {f.SOURCE_FILE: f"{row[f.TOWNSHIP]}/{row[f.FORM]}.xlsx", f.SHEET: "Sheet1", f.ROW: n + 2}
        filled.append({**dict.fromkeys(schema.names), **own, **row})
    return pa.Table.from_pylist(filled, schema=schema)


def rows_table(mentions: pa.Table, others: Mapping[str, Sequence[str]] = {}) -> pa.Table:
    """The `rows` table to a mentions table; `others`: file → kinds of further rows (placed after row 1000)."""
    rows = [
        {f.SOURCE_FILE: file, f.SHEET: sheet, f.ROW: row, "类别": "数据", f.FORM: form}
        for file, sheet, row, form in zip(
            *(mentions[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW, f.FORM)), strict=True
        )
    ]
    for file, kinds in others.items():
        for n, kind in enumerate(kinds, start=1000):
            rows.append({f.SOURCE_FILE: file, f.SHEET: "Sheet1", f.ROW: n, "类别": kind})
    return pa.Table.from_pylist(rows, schema=tables.ROWS)


def files_table(*names: str) -> pa.Table:
    rows = [{f.SOURCE_FILE: name, "摘要": "", "字节": 1, "状态": "已读", "说明": ""} for name in sorted(set(names))]
    return pa.Table.from_pylist(rows, schema=tables.FILES)


def _toml(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
