"""Lines of the first format, read as if they had been written in this one: their digests, which had no key, are sealed."""

import hashlib
from collections.abc import Callable
from typing import Any

from rescue_cli.record.digests import Seal, pair_code, question_code
from rescue_cli.record.kinds import CONFLICT, ID, KINDS, NUMBERED, PAIR, SEEN, WAIVER
from rescue_cli.record.lines import Entry, LineError, checked, parsed

KIND, PREVIOUS = "kind", "prev"


def is_old(text: str) -> bool:
    """Whether a first line is one of that format: nothing else has these keys."""
    try:
        data = parsed(text)
    except LineError:
        return False
    return KIND in data and PREVIOUS in data


def read_old_line(text: str, previous: str) -> tuple[Entry, str]:
    """(what the line says, its digest), `previous` being the digest of the line before. Raises LineError."""
    data = parsed(text)
    kind, before = data.pop(KIND, None), data.pop(PREVIOUS, None)
    if not isinstance(kind, str):
        raise LineError("不是完整的记录")
    if before != previous:
        raise LineError("与上一行接不上，这一行之前有内容被改动或删除")
    if kind == WAIVER:
        data.setdefault(SEEN, "")
    return checked(kind, data), hashlib.sha256(text.encode()).hexdigest()


def sealed(entry: Entry, seal: Seal) -> Entry:
    """The same with its digests sealed; what was asked is sealed as today: by the code that was printed."""
    body: dict[str, Any] = dict(entry.body)
    asked: dict[str, Callable[[], str]] = {
        PAIR: lambda: pair_code(body["left"], body["right"]),
        WAIVER: lambda: question_code(body["keys"]),
        CONFLICT: lambda: body[SEEN],
        ID: lambda: body[SEEN],
    }
    if entry.kind in asked:
        body[SEEN] = asked[entry.kind]()
    by = seal.key if entry.kind == NUMBERED else seal
    return Entry(entry.kind, {name: _sealed(name, value, entry.kind, by) for name, value in body.items()})


def _sealed(name: str, value: Any, kind: str, by: Callable[[str], str]) -> Any:
    if name not in KINDS[kind].sealed:
        return value
    return [by(part) for part in value] if isinstance(value, list) else by(value)
