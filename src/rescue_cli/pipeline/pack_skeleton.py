"""`pack new`: the skeleton of a pack of the bureau's own, to be filled in beside its notice."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack.load import available_packs, load_pack, schemas_root
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.output_places import make_folder, shown_path

PACK_ID = re.compile(r"[a-z][a-z0-9-]*")
PLACEHOLDERS = {
    "title": "<通知标题>",
    "short": "<某地2026方案>",
    "issuer": "<发文单位>",
    "district": "<某区县>",
    "code": "990101",
}


def new_pack(folder: Path, name: str, answers: Mapping[str, str]) -> Outcome:
    """A pack `name` below 方案包/ of `folder` that checks and runs, its own words from `answers` (keys of PLACEHOLDERS).

    Raises UsageError where the name cannot be a pack's or is taken already.
    """
    if not PACK_ID.fullmatch(name):
        raise UsageError(f"方案包的名称“{name}”只能用小写字母、数字和短横，以字母开头，如 xingqing-2026")
    own = folder / OWN_PACKS
    if name in available_packs(own=own) or (own / name).exists():
        raise UsageError(f"已经有方案包“{name}”，没有改动任何文件；请换一个名称")
    skeleton = schemas_root() / "skeleton" / "pack"
    words = {**PLACEHOLDERS, **{key: text for key, text in answers.items() if text}, "id": name}
    written = []
    for path in sorted(skeleton.rglob("*.toml")):
        target = own / name / path.relative_to(skeleton)
        make_folder(target.parent)
        _write(target, _filled(path.read_text(encoding="utf-8"), words))
        written.append(shown_path(target))
    load_pack(name, own=own)
    return Outcome(
        "pack new",
        {"方案包": name, "文件夹": shown_path(own / name)},
        tuple(written),
        notes=(f"对照通知改好后：rescue pack check {name}，再 rescue pack test {name}；写法见 docs/packs.md",),
    )


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The skeleton's {words}; whatever else stands in braces is the pack language's own."""
    for key, word in words.items():
        text = text.replace(f'"{{{key}}}"', json.dumps(word, ensure_ascii=False))  # JSON's strings are TOML's too
    return text


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"“{shown_path(path)}”无法写入：{cause_of(error)}。请检查文件夹权限和磁盘空间。") from error
