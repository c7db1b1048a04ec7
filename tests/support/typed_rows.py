"""Rows as intake leaves them, for cases that need no workbook."""

from typing import Any


def household(**changes: Any) -> dict[str, Any]:
    """A row of 西夏's 困难家庭名册 that is 拟低保 by itself; a change to None leaves the field out."""
    row = {
        "户主姓名": "甲",
        "城乡": "城市",
        "家庭人口": 3,
        "人均月收入": 500,
        "家庭困难类别": ["重病"],
        "财产符合规定": True,
    }
    return {key: value for key, value in (row | changes).items() if value is not None}
