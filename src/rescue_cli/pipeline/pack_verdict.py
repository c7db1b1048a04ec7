"""Whether the pack a run decides by still says what its own cases expect of it.

The shipped packs are tested before they are shipped; a pack of the bureau's own is tested here, once for every change of
it. It is tested as written, without the standards and parameters of rescue.toml, as `pack test` does: a case that does
not bring its own standard speaks of the pack's.
"""

import hashlib
import json
from pathlib import Path

from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.core.version import VERSION
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack.load import is_shipped, load_pack
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.pack_tests import run_cases
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left

VERDICT = "判例.json"


def failing_cases(session: Session) -> int:
    """How many cases of the run's pack do not hold; 0 for a shipped pack."""
    workspace = session.workspace
    if workspace is None or not _is_own(session):
        return 0
    pack = session.pack
    if workspace.config.standard or workspace.config.parameter:
        pack = load_pack(pack.head.id, own=workspace.folder / OWN_PACKS)
    key = hashlib.sha256(f"{VERSION}|{pack.digest}".encode()).hexdigest()
    known = _known(workspace.cache / VERDICT, key)
    return known if known is not None else _tried(pack, workspace.cache / VERDICT, key)


def _is_own(session: Session) -> bool:
    """Whether the pack is the bureau's own, in its workspace."""
    workspace = session.workspace
    return workspace is not None and not is_shipped(session.pack.head.id, workspace.folder / OWN_PACKS)


def _known(path: Path, key: str) -> int | None:
    """The verdict of an earlier run on the very same pack; None where there is none that can be trusted."""
    try:
        verdict = json.loads(path.read_text(encoding="utf-8"))
        return int(verdict["failing"]) if verdict["digest"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _tried(pack: Pack, path: Path, key: str) -> int:
    wrong = sum(bool(result.wrong) for result in run_cases(pack))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"digest": key, "failing": wrong}), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path.parent.name} 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。") from error
    return wrong


def left_of_cases(session: Session, failing: int) -> list[Left]:
    """What is left for a person where cases do not hold, or where a pack of the bureau's own has none."""
    name = session.pack.head.id
    if failing:
        words = f"本方案包有{failing}个判例不符，结果未必合乎通知"
        return [Left(ToDo.PACK, failing, words, how=f"rescue pack test {name}")]
    if _is_own(session) and not session.pack.cases:
        return [Left(ToDo.PACK, 1, "本方案包没有判例，规则和检查没有验过", how=f"rescue pack test {name}")]
    return []
