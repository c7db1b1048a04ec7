"""The version of the program, which is part of what every result rests on."""

import hashlib
from functools import cache
from pathlib import Path

VERSION = "0.1.0"
WRITTEN_IN = (".py", ".j2")  # not the packs, which have a digest of their own


@cache
def program_digest() -> str:
    """Of the program's files as they lie on the disk: one changed in place is another program, whatever it calls itself."""
    home = Path(__file__).parents[1]
    own = sorted(path for path in home.rglob("*") if path.suffix in WRITTEN_IN)
    files = [(path.relative_to(home).as_posix(), path.stat()) for path in own]
    return hashlib.sha256(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in files]).encode()).hexdigest()
