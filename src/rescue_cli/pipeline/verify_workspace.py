"""`verify`: whether record, archive and outputs are as they were written."""

from collections.abc import Iterator
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import RecordError, UsageError
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.record.filings import Filing, filing_folder, filings, is_whole
from rescue_cli.record.recorded_states import read_state, state_names
from rescue_cli.record.run_log import LOG, run_log
from rescue_cli.workspace import Workspace

RESTORE = "请从备份取回原来的 存档 文件夹；没有备份的，报上去的那一份在上级单位"
UNKNOWN = "输出没有核对：没有写出时的记录（还没有运行过，或 .rescue 被删了）"
NAMED = 20  # changed outputs told one by one


def verify(session: Session) -> Outcome:
    """What is no longer as it was written, each as a sentence; opening the session has checked the record line by line.

    Raises UsageError outside a workspace.
    """
    if session.workspace is None or session.record is None:
        raise UsageError("核验要在工作区里进行（有 rescue.toml 的文件夹）")
    journal, altered = session.record.journal, session.plan.altered()
    handed, states = filings(journal), state_names(session.workspace.states)
    left = [
        *_record(session),
        *_beside_backup(session.workspace),
        *(sentence for filing in handed for sentence in _filing(session.workspace.archive, filing)),
        *_strangers(session.workspace, handed),
        *_states(session.workspace.states, states, handed),
        *_runs(session.workspace.cache),
        *_outputs(altered or ([], [])),
    ]
    figures = {"记录": len(journal.entries), "上报": len(handed), "状态": len(states), "与写下时不同": len(left)}
    sound = "记录和存档都与写下时一致" if altered is None else "记录、存档和输出都与写下时一致"
    notes = (*(() if left else (sound,)), *((UNKNOWN,) if altered is None else ()))
    return Outcome("verify", figures, left=tuple(left), notes=notes)


def _record(session: Session) -> Iterator[str]:
    assert session.record is not None
    if session.record.journal.torn:
        yield "裁定.jsonl 末尾有没写完的一段（断电或被强行结束）：下次运行会移到 裁定备份/，写完的都在"


def _beside_backup(workspace: Workspace) -> Iterator[str]:
    """The last copy of the record must be its beginning, as lines are only ever added: also where no note tells of more."""
    record = workspace.record_file
    copies = sorted(workspace.backups.glob(f"{record.stem}-????-??-??{record.suffix}"))
    if not copies:
        return
    place = f"{workspace.backups.name}/{copies[-1].name}"
    try:
        copy = copies[-1].read_bytes().splitlines()
        lines = record.read_bytes().splitlines() if record.exists() else []
    except OSError as error:
        yield f"{place} 读不出来：{cause_of(error)}。请检查文件夹权限，再 rescue verify 一次"
        return
    differs = next((number for number, line in enumerate(copy) if lines[number : number + 1] != [line]), None)
    if differs is not None:
        yield (
            f"{record.name} 从第{differs + 1}行起与备份 {place} 不一样（那一份有{len(copy)}行，现在{len(lines)}行）："
            f"请核对用哪一份；用备份的，复制过来改名为 {record.name}"
        )


def _filing(archive: Path, filing: Filing) -> Iterator[str]:
    folder = filing_folder(archive, filing.report, filing.period, filing.time)
    name = f"存档/{filing.period}/{filing.report}/第{filing.time}次"
    if not folder.is_dir():
        yield f"{name} 不见了。{RESTORE}"
    elif not is_whole(folder, filing):
        yield f"{name} 与上报登记时不同（里面的文件被改动、增加或删除）。{RESTORE}"


def _strangers(workspace: Workspace, handed: list[Filing]) -> Iterator[str]:
    """Folders of 存档/ the record knows nothing of."""
    archive = workspace.archive
    known = {filing_folder(archive, filing.report, filing.period, filing.time) for filing in handed}
    for folder in sorted(archive.glob("*/*/*")) if archive.is_dir() else ():
        if folder.parent.parent != workspace.states and folder not in known and not folder.name.startswith("."):
            yield f"存档/{folder.relative_to(archive).as_posix()} 不是上报登记写下的，记录里没有：请移到别处"


def _states(folder: Path, names: list[str], handed: list[Filing]) -> Iterator[str]:
    for name in names:
        if read_state(folder, name) is None:
            yield f"存档/状态/{name} 被改动过或读不出来，不能再作比较：以前的变化说不全了，已上报的数不受影响"
    for filing in handed:
        if filing.recorded and filing.recorded not in names:
            yield f"存档/状态/{filing.recorded}（上报 {filing.report} {filing.period} 时的状态）不见了。{RESTORE}"


def _runs(cache: Path) -> Iterator[str]:
    try:
        run_log(cache)
    except RecordError:
        yield f".rescue/{LOG} 被改动过或读不出来：只影响 history；删掉它，以后从头记"


def _outputs(altered: tuple[list[str], list[str]]) -> Iterator[str]:
    gone, changed = altered
    for names, words in (
        (gone, "不见了：再运行一次 rescue run 就有"),
        (changed, "写出以后被改过：里面填了回答的请 rescue apply，其余的再运行一次就恢复原样"),
    ):
        yield from (f"输出/{name} {words}" for name in names[:NAMED])
        if len(names) > NAMED:
            yield f"输出/ 里另有{len(names) - NAMED}个文件{words}"
