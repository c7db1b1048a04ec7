"""findings.toml of a pack: the finding codes it adds to the shipped catalogue (`schemas/findings.toml`)."""

from typing import Annotated, Any

from pydantic import StringConstraints

from rescue_cli.core.findings import Level
from rescue_cli.pack.model.closed import Closed, Text


class CatalogueEntry(Closed):
    """One code. `text` and `mend` may use {值} and {字段}, and {处数} where `fold` tells a column's places together.
    `fires`, `silent`: what gives the finding and what does not, for whoever reads the pack; the proof is in cases.toml."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")]
    level: Level
    title: Text
    text: Text
    mend: Text
    basis: str = ""
    fold: bool = False
    fires: str | tuple[dict[str, Any], ...] = ""
    silent: str | tuple[dict[str, Any], ...] = ""


class Findings(Closed):
    finding: tuple[CatalogueEntry, ...] = ()
