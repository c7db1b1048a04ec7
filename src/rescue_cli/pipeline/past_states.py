"""`--at`: a past state opened again, a state of 存档/状态/ by its number, its day, or a report that was handed in of it."""

import pyarrow as pa

from rescue_cli.core.errors import UsageError
from rescue_cli.core.tables import EXPORTED
from rescue_cli.pipeline.session import Session
from rescue_cli.record.filings import filings
from rescue_cli.record.recorded_states import LATER, TABLES, day_of, read_state, state_names
from rescue_cli.workspace import Workspace

KEPT = tuple(name for name in (*TABLES, *LATER) if name in EXPORTED)
NO_WORKSPACE = "这要在工作区里进行（有 rescue.toml 的文件夹）"


def workspace_of(session: Session) -> Workspace:
    """The workspace. UsageError where only files given by hand are read."""
    if session.workspace is None or session.record is None or session.ad_hoc:
        raise UsageError(NO_WORKSPACE)
    return session.workspace


def state_named(session: Session, words: str) -> str:
    """The name of the state `words` mean: 0003, 0003_2019-04-25, 2019-04-25 (the last of that day or before), 2019-04 or
    2019-04/报表 (handed in for then). UsageError where it is not kept."""
    workspace = workspace_of(session)
    names = state_names(workspace.states)
    exact = [name for name in names if words in (name, name.partition("_")[0])]
    earlier = [name for name in names if day_of(name).isoformat() <= words] if len(words) == len("2019-04-25") else []
    assert session.record is not None
    filed = [
        filing.recorded
        for filing in filings(session.record.journal)
        if words in (filing.period, f"{filing.period}/{filing.report}")
    ]
    kept = [name for name in filed if name in names]
    if filed and not kept:
        raise UsageError(f"“{words}”上报时的状态不在 存档/状态 里了，不能再打开")
    chosen = exact or kept or earlier
    if not chosen:
        known = "、".join(names[-10:]) or "还没有：请先 rescue run"
        raise UsageError(f"没有“{words}”的状态；可以写状态号、日期、上报的期间或 期间/报表。留着的状态：{known}")
    return chosen[-1]


def table_of_state(session: Session, words: str, table: str) -> pa.Table:
    """A table as it was in a past state. UsageError where states do not keep it, or the state is damaged."""
    workspace, name = workspace_of(session), state_named(session, words)
    if table not in KEPT:
        raise UsageError(f"以前的状态里没有留 {table} 这张表；留着的有：{'、'.join(KEPT)}")
    state = read_state(workspace.states, name)
    if state is None:
        raise UsageError(f"存档/状态/{name} 读不出来：rescue verify 说明怎么办")
    return state.tables[table]
