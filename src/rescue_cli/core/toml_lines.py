"""Where in the text of a TOML file a key stands, for what is wrong with its value."""

import re
from collections.abc import Sequence
from itertools import pairwise


def line_of(text: str, place: Sequence[int | str]) -> int | None:
    """The line (from 1) of the key at `place` (keys, and numbers of entries from 0); None where it may be one of several.

    >>> line_of('a = 1\\n[[rule]]\\nid = "甲"\\n[[rule]]\\nid = "乙"\\n', ("rule", 1, "id"))
    5
    """
    lines = ["" if line.lstrip().startswith("#") else line for line in text.split("\n")]
    start, end = 0, len(lines)
    for part, after in pairwise([*place, ""]):
        if isinstance(part, str) and isinstance(after, int):
            headers = [number for number in range(start, end) if _header(part, r"\[\[").match(lines[number])]
            if after < len(headers):
                start, end = headers[after], [*headers, end][after + 1]
    keys = [part for part in place if isinstance(part, str)]
    if not keys or isinstance(place[-1], int):
        return None
    standing = [number for number in range(start, end) if _stands(keys[-1], lines[number])]
    return standing[0] + 1 if len(standing) == 1 else None


def _stands(key: str, line: str) -> bool:
    name = re.escape(key)
    entry = re.search(rf"(?:^|[{{,.])\s*(?:{name}|\"{name}\"|'{name}')\s*=", line)
    return bool(entry or _header(key, r"\[+").match(line))


def _header(key: str, opening: str) -> re.Pattern[str]:
    """A section of that name, also below another: [key], [[other.key]]."""
    name = re.escape(key)
    return re.compile(rf"\s*{opening}\s*(?:[^\]]*\.)?\s*(?:{name}|\"{name}\"|'{name}')\s*\]")
