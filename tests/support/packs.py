"""The shipped packs, each loaded once in a process: packs are frozen, so all tests may hold the same one."""

from functools import cache

from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import Pack


@cache
def shipped(name: str) -> Pack:
    """Pack `name` as it is shipped, without anything of a workspace."""
    return load_pack(name)
