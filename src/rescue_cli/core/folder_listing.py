"""What stands below a folder, every file once, by names that can be shown."""

import os
import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from rescue_cli.core.file_names import shown_name

_TABLE_NAME = re.compile(r"\.(?:xls[xmb]?|et|csv|ods|docx?|zip)$", re.IGNORECASE)


def files_below(folder: Path) -> list[tuple[Path, str]]:
    """Every file below a folder with its name relative to it as it is shown (see `shown_name`), each once, sorted; and what
    may be taken for files or may hide some: links to folders (never followed: they may lead in circles), folders that
    cannot be opened, folders called like a table. What each is, is intake's matter."""
    paths: list[Path] = []
    closed: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        paths += [Path(parent, name) for name in names]
        paths += [path for name in folders if (path := Path(parent, name)).is_symlink() or _TABLE_NAME.search(name)]
    paths += [path for path in closed if path not in paths and path != folder]
    named: dict[str, Path] = {}
    for path in sorted(paths, key=os.fspath):
        named[_free_name(shown_name(path.relative_to(folder).as_posix()), named)] = path
    return [(path, name) for name, path in sorted(named.items())]


def _free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number where another file is shown by it already."""
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
    return name
