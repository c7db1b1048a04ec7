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


@cache
def county_names() -> tuple[tuple[str, str, bool], ...]:
    """(code, a name it had, whether that is its name today) of every county, in the order of the list."""
    lines = [line for line in _lines() if not line[0].endswith("00")]
    latest = max(line[2] for line in lines)
    return tuple(
        (code, name, last == latest and name == names.split("|")[-1])
        for code, _, last, names in lines
        for name in names.split("|")
    )


def _lines() -> Iterator[list[str]]:
    text = (schemas_root() / "regions.csv").read_text(encoding="utf-8")
    lines = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(lines)
    yield from lines
