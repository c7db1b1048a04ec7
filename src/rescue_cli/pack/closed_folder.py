"""What may stand in a pack's folder. Whatever the loader would pass over – a misspelt name, another extension, a folder
inside a folder – is a fault, so no part of a notice is left out unnoticed.

Names are compared as the folder lists them: on a system that takes Cases.TOML for cases.toml it is refused too.
"""

import os
import re
import unicodedata
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from rescue_cli.core.file_names import name_fault

FILES = (
    "pack.toml",
    "standards.toml",
    "rules.toml",
    "cases.toml",
    "vocabulary.toml",
    "categories.toml",
    "findings.toml",
    "README.md",
)
FORMS, REPORTS, BLANKS = "forms", "reports", "blanks"
FOLDERS = (FORMS, REPORTS, BLANKS)
# What systems and programs leave lying and nobody wrote: folder settings, thumbnails, locks of an open file, git.
LEFT_BY_SYSTEMS = re.compile(
    r"\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory|\._.*|~\$.*|\.~lock\..*#|\..*\.sw[a-z]|\.git(?:ignore|keep)?",
    re.IGNORECASE,
)

Fault = tuple[str, str]  # path below the pack's folder; what is wrong


def folder_faults(folder: Path) -> Iterator[Fault]:
    """Everything in the folder of a pack, and in its forms/ and reports/, that is not read."""
    names = _names(folder)
    for name in names:
        wanted_folder = name in FOLDERS
        if name not in (*FILES, *FOLDERS):
            yield name, _unknown(folder / name, (*FILES, *FOLDERS), names)
        elif (folder / name).is_dir() != wanted_folder:
            yield name, "应是文件夹，这里是文件" if wanted_folder else "应是文件，这里是文件夹或断了的链接"
    for part in (FORMS, REPORTS):
        if part in names:
            yield from _part_faults(folder / part)


def blank_faults(folder: Path, used: Collection[str]) -> Iterator[Fault]:
    """Files in blanks/ that no report names as its `template` or `fill.file`. `used`: the names reports give."""
    names = _names(folder / BLANKS)
    for name in names:
        if name not in used:
            what = _unknown(folder / BLANKS / name, used, names) if used else "没有报表用到空白表或模板，请移走"
            yield f"{BLANKS}/{name}", what
        elif not (folder / BLANKS / name).is_file():
            yield f"{BLANKS}/{name}", "应是文件，这里是文件夹或断了的链接"


def _part_faults(folder: Path) -> Iterator[Fault]:
    names = _names(folder)
    for name in names:
        place = f"{folder.name}/{name}"
        stem, dot, extension = name.partition(".")
        if (folder / name).is_dir():
            yield place, "里面的文件夹不会读：请把文件移到上一层"
        elif (dot, extension) != (".", "toml") or not stem:
            yield place, _misnamed(stem, names)
        elif fault := name_fault(stem):
            yield place, fault
        elif not (folder / name).is_file():
            yield place, "是断了的链接"


def _misnamed(stem: str, names: Collection[str]) -> str:
    meant = f"{stem}.toml"
    if not stem or meant in names:
        return "不认识的文件，不会读：请移走"
    return f"不认识的文件，不会读：文件名要以 .toml 结尾，中间没有句点；是否应叫“{meant}”"


def _unknown(path: Path, known: Collection[str], names: Collection[str]) -> str:
    what = f"不认识的文件{'夹' if path.is_dir() else ''}，不会读"
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(path.name.casefold(), folded, n=1)
    if not close:
        return f"{what}：这里只放 {'、'.join(known)}"
    hint = folded[close[0]]
    return f"{what}：请移走（已有“{hint}”）" if hint in names else f"{what}；是否应叫“{hint}”"


def _names(folder: Path) -> list[str]:
    """The names a folder lists, sorted, without what systems leave; nothing where there is no such folder."""
    if not folder.is_dir():
        return []
    names = (unicodedata.normalize("NFC", name) for name in os.listdir(folder))
    return sorted(name for name in names if not LEFT_BY_SYSTEMS.fullmatch(name))
