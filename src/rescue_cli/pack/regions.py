"""County codes that were ever in force (`schemas/regions.csv`): the first six digits of an ID number keep the code of
the place of first registration for life, so a retired code is as good as a present one."""

import csv
from collections.abc import Iterator
from functools import cache

from rescue_cli.pack.catalogue import schemas_root


@cache
def region_codes() -> frozenset[str]:
    """All codes of the lists from 1980 on, present and retired."""
    return frozenset(line[0] for line in _lines())


def _lines() -> Iterator[list[str]]:
    text = (schemas_root() / "regions.csv").read_text(encoding="utf-8")
    lines = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(lines)
    yield from lines
