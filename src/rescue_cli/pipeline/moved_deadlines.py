"""Deadlines as rescue.toml moved them: every table, letter and calendar goes by them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from rescue_cli.config_entries import Owes
from rescue_cli.core.errors import UsageError
from rescue_cli.core.periods import month_days
from rescue_cli.pack.model import Deadline, Pack


def with_moved_deadlines(pack: Pack, owes: Sequence[Owes]) -> Pack:
    """The pack with its deadlines on the days rescue.toml says. UsageError where it changes one the pack does not have, says
    neither who nor when, or says it in a way that deadline is not told in."""
    known = {deadline.id: deadline for deadline in pack.head.deadline}
    for entry in owes:
        if entry.deadline not in known:
            raise UsageError(
                f"rescue.toml 的 owes：方案没有时限“{entry.deadline}”，可写：{'、'.join(known) or '（没有）'}"
            )
        if fault := _fault(entry, known[entry.deadline]):
            raise UsageError(f"rescue.toml 的 owes：“{entry.deadline}”{fault}")
        if entry.moves:
            known[entry.deadline] = known[entry.deadline].model_copy(update=_update(entry, known[entry.deadline]))
    if not any(entry.moves for entry in owes):
        return pack
    return pack.model_copy(update={"head": pack.head.model_copy(update={"deadline": tuple(known.values())})})


def _fault(entry: Owes, deadline: Deadline) -> str:
    every_month = [way for way in (entry.monthly_day, entry.monthly_workday) if way is not None]
    if not entry.who and not entry.moves:
        return "要写 who（谁报）或 on（哪天以前）"
    if deadline.monthly and entry.on is not None and entry.month is None:
        return '是每月的：改某一个月的，写 month（哪个月的，如 "2019-04"）和 on；改每个月的，写 monthly_day 或 monthly_workday'
    if not deadline.monthly and (every_month or entry.month is not None):
        return "不是每月的，只能写 on"
    if entry.month is not None and entry.on is None:
        return "写了 month（哪个月的），要写 on（改到哪天）"
    if len(every_month) + (entry.on is not None) > 1 or entry.monthly_workday == 0:
        return "on、monthly_day、monthly_workday 只写一个；monthly_workday 的1是第一个工作日，-1是最后一个"
    return ""


def _update(entry: Owes, deadline: Deadline) -> Mapping[str, Any]:
    if entry.month is not None:
        return {"exceptions": {**deadline.exceptions, entry.month: entry.on}}
    if entry.on is not None:
        return {"on": entry.on, "before": None}
    ways: dict[str, Any] = {
        "monthly_day": entry.monthly_day,
        "monthly_workday": entry.monthly_workday,
        "exceptions": {},
    }
    return {**ways, "end": _last_month(deadline)}


def _last_month(deadline: Deadline) -> dt.date | None:
    """Where it ends: the last month it is due in stays the last, also where it is due later in the month now."""
    end = deadline.end
    if end is None or deadline.day_in(end.year, end.month) > end:
        return end
    return month_days(end.year, end.month)[1]
