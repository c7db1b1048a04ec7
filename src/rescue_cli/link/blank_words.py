"""Cells as linking reads them: a word clerks write where they have nothing to say is no value."""

import pyarrow as pa

# They say nothing and never match.
PLACEHOLDERS = frozenset(
    [
        "",
        "无",
        "不详",
        "未知",
        "暂无",
        "没有",
        "空",
        "略",
        "同上",
        "-",
        "--",
        "—",
        "/",
        "0",
        "示例",
        "户主",
        "姓名",
        "某某",
        "无名",
    ]
)


def given_values(mentions: pa.Table, field: str) -> list[str | None]:
    """The column without the words that say nothing; all None where the table has no such column."""
    if field not in mentions.column_names:
        return [None] * mentions.num_rows
    return [
        None if value is None or value.strip() in PLACEHOLDERS else value.strip()
        for value in mentions[field].to_pylist()
    ]
