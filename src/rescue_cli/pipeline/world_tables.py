"""The worlds of open cases beside the cases themselves, as tables that are kept and judged."""

from typing import Protocol

import pyarrow as pa

from rescue_cli.settle import Possible


class Tables(Protocol):
    """A stage's tables, by name."""

    def __getitem__(self, name: str, /) -> pa.Table: ...


def possible_tables(possible: Possible) -> dict[str, pa.Table]:
    """The worlds of the cases about which something is open, by the tables' names."""
    return {
        "possible": possible.worlds,
        "possible_cases": possible.cases,
        "possible_mentions": possible.mentions,
        "possible_clusters": possible.clusters,
    }


def with_worlds(tables: Tables, name: str) -> pa.Table:
    """The table of all cases (`cases`, `mentions`, `clusters`), and of the worlds of those about which something is open."""
    return pa.concat_tables([tables[name], tables[f"possible_{name}"].cast(tables[name].schema)])
