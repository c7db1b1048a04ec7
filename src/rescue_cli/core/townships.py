"""Townships and villages of the workspace: official names, aliases, and the default 城乡 the clerk wrote down; and what
a table is called that stands beside another on one sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Township:
    """`area` and `village_area` are defaults of 城乡 for rows that do not say; packs ship none (三（二）1: by 户籍)."""

    name: str
    aliases: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    area: str | None = None
    village_area: Mapping[str, str] = field(default_factory=dict)


_BESIDE = re.compile(r"〔[A-Z]{1,3}列起〕$")


def beside_name(sheet: str, letter: str) -> str:
    """工作表 of the rows of a table that stands to the right of another, from column `letter` on.

    >>> beside_name("Sheet1", "K"), sheet_as_sent("Sheet1〔K列起〕")
    ('Sheet1〔K列起〕', 'Sheet1')
    """
    return f"{sheet_as_sent(sheet)}〔{letter}列起〕"


def sheet_as_sent(name: str) -> str:
    """The name of the sheet in the sender's file."""
    return _BESIDE.sub("", name)
