"""findings.toml of a pack: the finding codes it adds to the shipped catalogue (`schemas/findings.toml`)."""

from typing import Annotated

from pydantic import StringConstraints

from rescue_cli.core.findings import Level
from rescue_cli.pack.model.closed import Closed, Text

FINDING_CODE = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$"


class CatalogueEntry(Closed):
    """One code. `text` and `mend` may use {值} and {字段}, and {处数} and {各格} where `fold` tells a column's places together.
    `distrusted`: the value is unknown to every rule until it is mended or let stand.
    What gives the finding and what does not is shown by cases.toml."""

    code: Annotated[str, StringConstraints(pattern=FINDING_CODE)]
    level: Level
    title: Text
    text: Text
    mend: Text
    basis: str = ""
    fold: bool = False
    distrusted: bool = False


class Findings(Closed):
    finding: tuple[CatalogueEntry, ...] = ()
