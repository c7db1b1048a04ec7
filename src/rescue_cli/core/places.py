"""Townships and villages of the workspace: official names, aliases, and the default 城乡 the clerk wrote down."""

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
