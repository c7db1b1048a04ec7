"""`explain CODE` for a code that a pack of the bureau's own brings."""

import re
from pathlib import Path

from rescue_cli.core.findings import Entry
from rescue_cli.core.workspace_folders import CONFIG, OWN_PACKS
from rescue_cli.pack.load import catalogue_of, load_pack
from rescue_cli.workspace import Workspace

CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")


def explain_pack_code(subject: str, folder: Path) -> Entry | None:
    """The entry of a code that the pack of the workspace `folder` knows, in whatever case; None for anything else.

    Raises UsageError or PackError where the workspace or its pack is wrong.
    """
    code = subject.upper()
    if not CODE.fullmatch(code) or not (folder / CONFIG).is_file():
        return None
    config = Workspace.open(folder).config
    pack = load_pack(config.pack, standards=config.standard, parameters=config.parameter, own=folder / OWN_PACKS)
    return catalogue_of(pack).get(code)
