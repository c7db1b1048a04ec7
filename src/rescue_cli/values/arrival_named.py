"""The day a folder or file name says it came: "4月25日收到"."""

import datetime as dt
import re
from pathlib import PurePosixPath

from rescue_cli.values.parsed import compact

_DAY = re.compile(
    r"(?:((?:19|20)\d{2})年)?(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号](?:收到|收件|来件|报来|报送|送来|交来)"
)


def arrival_named(file: str, year: int) -> dt.date | None:
    """Of the file's name, else the nearest folder; `year` where none is written.

    >>> arrival_named("4月25日收到/三本名册.xlsx", 2019), arrival_named("兴泾镇/名册4月25日.xlsx", 2019)
    (datetime.date(2019, 4, 25), None)
    >>> arrival_named("2月30日收到/名册.xlsx", 2019) is None
    True
    """
    path = PurePosixPath(file)
    for part in (path.stem, *reversed(path.parts[:-1])):
        if written := _DAY.search(compact(part)):
            try:
                return dt.date(int(written[1] or year), int(written[2]), int(written[3]))
            except ValueError:
                return None
    return None
