"""The sheet 填表说明 of our blank forms: its columns, and how it is known again when a form comes back filled in."""

from collections.abc import Sequence

from rescue_cli.core import fields as f

GUIDE_NAME = "填表说明"
WHY_NO_DATA = "空白表里本工具加的填表说明"
GUIDE_COLUMNS: dict[str, float] = {
    f.SERIAL: 5,
    "栏目": 20,
    "必填": 6,
    "填什么": 22,
    "单位": 12,
    "怎么填": 36,
    "可填的值": 48,
}  # heading → width in characters


def is_guide(rows: Sequence[Sequence[object]]) -> bool:
    """Whether the rows of a sheet begin like our 填表说明: it lists the names of fields, but is no roster."""
    heads = (tuple(str(cell) for cell in row if cell != "") for row in rows[:4])
    return tuple(GUIDE_COLUMNS) in heads
