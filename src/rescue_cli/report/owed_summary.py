"""Who owes what: one line a sender, how much of what is due came; and what of it is lacking, form by form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.states import OwedState
from rescue_cli.report.owed_book import DUE_STATES, NOT_SENT

MONTHS_NAMED = 3
Line = Mapping[str, Any]


@dataclass(frozen=True)
class SenderOwes:
    """`due`: what is due by now; `came` and `missing` make it up; `late`: the days since the first of what is missing was due."""

    sender: str
    due: int
    came: int
    missing: int
    late: int


@dataclass(frozen=True)
class FormLacks:
    """A form that the same `senders` lack for the same months. `state`: MISSING, RETURNED or ASKED."""

    form: str
    months: str
    first_due: str
    state: str
    senders: tuple[str, ...]


def owed_by_sender(owed: pa.Table) -> list[SenderOwes]:
    """Of OWED what is due; who lacks most comes first."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in owed.to_pylist():
        if line[c.STATE] in DUE_STATES:
            lines[line[c.SENDER]].append(line)
    senders = [_of_sender(sender, of) for sender, of in lines.items()]
    return sorted(senders, key=lambda entry: (-entry.missing, -entry.late, entry.sender))


def _of_sender(sender: str, lines: Sequence[Line]) -> SenderOwes:
    missing = [line for line in lines if line[c.STATE] in NOT_SENT]
    late = max((line[c.DAYS_OVERDUE] or 0 for line in missing), default=0)
    return SenderOwes(sender, len(lines), len(lines) - len(missing), len(missing), late)


def lacking_forms(owed: pa.Table) -> list[FormLacks]:
    """What of OWED is due and lacking; months that the same senders lack stand together. The longest due comes first."""
    senders: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for line in owed.to_pylist():
        if line[c.STATE] in NOT_SENT:
            key = (line[c.BY_DAY].isoformat(), line[c.OWED], line[c.STATE], line[c.PERIOD] or "")
            senders[key].append(line[c.SENDER])
    months: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, str]]] = defaultdict(list)
    for (day, form, state, month), of in sorted(senders.items()):
        months[form, state, tuple(sorted(of))].append((day, month))
    return [
        FormLacks(form, _months([month for _, month in terms]), terms[0][0], state, of)
        for (form, state, of), terms in months.items()
    ]


def _months(months: Sequence[str]) -> str:
    """Of many the first and the last.

    >>> _months(["2019-04", "2019-05", "2019-06", "2019-08"]), _months([""])
    ('2019-04至2019-08共4个月', '')
    """
    named = [month for month in months if month]
    if len(named) > MONTHS_NAMED:
        return f"{named[0]}至{named[-1]}共{len(named)}个月"
    return "、".join(named)


def state_beside(state: str) -> str:
    """Said beside the form where it did not just fail to come."""
    return "" if state == OwedState.MISSING else f"（{state}）"
