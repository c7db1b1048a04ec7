"""The lines of 裁定.jsonl: `k` is the kind, `c` a digest of the line and of the `c` before it, `m` says that more lines of the
same writing follow – an unfinished writing counts for nothing. Case numbers stand many to a line, their keys without quotes.
"""

import hashlib
import json
import re
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rescue_cli.record.digests import SEAL_LENGTH, SECRET_BYTES, Seal
from rescue_cli.record.kinds import HEAD_CHANGED, KINDS, NUMBERED, SPLIT

FORMAT = 2  # 1: one household a line, digests without a key, the digest of the line before in full
OPENING = "record"  # the kind of the line that holds format and secret
HOUSEHOLDS = 40  # on one line
KIND, CHAIN, MORE, VERSION, SECRET = "k", "c", "m", "v", "secret"
_CHAIN_BYTES = 12
_TAIL = len(f',"{CHAIN}":""}}') + _CHAIN_BYTES * 4 // 3
_LETTERS = {"id": "i", "phone": "p", "address": "a", "member": "m", "home": "h", "place": "l"}
_NAMES = {letter: name for name, letter in _LETTERS.items()}
_SEALED = re.compile(rf"({'|'.join(_LETTERS)}):[A-Za-z0-9_-]{{{SEAL_LENGTH}}}")
_TOKEN = 1 + SEAL_LENGTH
_TOKENS = re.compile(rf"(?:[{''.join(_NAMES)}][A-Za-z0-9_-]{{{SEAL_LENGTH}}})+")
_SERIAL = re.compile(r"[0-9]{1,9}")
_PREFIX = re.compile(r"[^\s-]{0,12}")


class LineError(ValueError):
    """A line that is not whole; the text says in Chinese what is wrong, never what stands there."""


class NewerError(LineError):
    """A line of a kind or format this version does not know."""


@dataclass(frozen=True)
class Entry:
    """What one line says, or of one household of a line: its kind, and the fields of the kind (`kinds.KINDS`)."""

    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A line as read: its entries (none for the opening one, which has the secret), and whether more of its writing follow."""

    entries: tuple[Entry, ...]
    chain: str
    more: bool = False
    secret: bytes | None = None


# writing -------------------------------------------------------------------------------------------------------------


def opening_line(seal: Seal, previous: str) -> tuple[str, str]:
    """The line with format and secret, `previous` being the digest of an older record's last line; and its chain."""
    return _chained({KIND: OPENING, VERSION: FORMAT, SECRET: urlsafe_b64encode(seal.secret).decode()}, previous)


def written_lines(entries: Sequence[Entry], previous: str) -> Iterator[tuple[str, str]]:
    """The lines of one writing, each with its chain."""
    bodies = list(_bodies(entries))
    for number, (kind, body) in enumerate(bodies, start=1):
        more = {MORE: 1} if number < len(bodies) else {}
        line, previous = _chained({KIND: kind, **more, **body}, previous)
        yield line, previous


def _chained(data: Mapping[str, Any], previous: str) -> tuple[str, str]:
    payload = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    payload = payload.encode("utf-8", "replace").decode()  # half a character of a terminal's in a reason
    chain = _digest(previous, payload)
    return f'{payload[:-1]},"{CHAIN}":"{chain}"}}', chain


def _bodies(entries: Iterable[Entry]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Households that follow one another many together, everything else by itself."""
    together: dict[str, dict[str, Any]] = {}
    prefix = ""
    for entry in entries:
        own, _, serial = str(entry.body.get("case", "")).rpartition("-")
        fits = entry.kind == NUMBERED and bool(entry.body["keys"]) and all(map(_SEALED.fullmatch, entry.body["keys"]))
        if together and (not fits or own != prefix or serial in together or len(together) == HOUSEHOLDS):
            yield NUMBERED, _household_line(prefix, together)
            together = {}
        if fits:
            prefix = own
            together[serial] = dict(entry.body)
        else:
            yield entry.kind, entry.body
    if together:
        yield NUMBERED, _household_line(prefix, together)


def _household_line(prefix: str, together: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    split = {serial: body[SPLIT] for serial, body in together.items() if SPLIT in body}
    changed = [serial for serial, body in together.items() if HEAD_CHANGED in body]
    return {
        "p": prefix,
        "of": {serial: "".join(map(_token, body["keys"])) for serial, body in together.items()},
        **({SPLIT: split} if split else {}),
        **({HEAD_CHANGED: changed} if changed else {}),
    }


def _token(key: str) -> str:
    kind, _, sealed = key.partition(":")
    return _LETTERS[kind] + sealed


def _digest(previous: str, payload: str) -> str:
    digest = hashlib.blake2b(f"{previous}\n{payload}".encode(), digest_size=_CHAIN_BYTES)
    return b64encode(digest.digest(), b"-_").decode()


# reading -------------------------------------------------------------------------------------------------------------


def read_line(text: str, previous: str) -> Line:
    """One line of this format, `previous` being the chain of the one before. Raises LineError, whatever stands there."""
    payload, chain = text[:-_TAIL] + "}", text[-_TAIL + len(CHAIN) + 5 : -2]
    if text != f'{payload[:-1]},"{CHAIN}":"{chain}"}}':
        raise LineError("不是完整的记录")
    if chain != _digest(previous, payload):
        raise LineError("与上一行接不上，这一行或它之前有内容被改动或删除")
    data = parsed(payload)
    kind, more = data.pop(KIND, None), data.pop(MORE, None)
    if not isinstance(kind, str) or more not in (None, 1):
        raise LineError("不是完整的记录")
    if kind == OPENING:
        return Line((), chain, secret=_secret(data))
    return Line(tuple(_entries(kind, data)), chain, more == 1)


def parsed(text: str) -> dict[str, Any]:
    """A JSON object, read strictly. Raises LineError: also for what Python's reader would let pass, or give up on."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()  # half a character cannot be written again
    except (ValueError, RecursionError) as error:
        raise LineError("不是完整的记录") from error
    if not isinstance(data, dict):
        raise LineError("不是完整的记录")
    return data


def checked(kind: str, body: Mapping[str, Any]) -> Entry:
    """An entry that says what its kind says. Raises LineError."""
    if kind not in KINDS:
        raise NewerError("有本程序不认识的内容")
    if KINDS[kind].fault(body):
        raise LineError("缺少或多出了内容")
    return Entry(kind, MappingProxyType(dict(body)))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("repeated")
    return data


def _no_number(word: str) -> None:
    raise ValueError(word)


def _secret(data: Mapping[str, Any]) -> bytes:
    version, secret = data.get(VERSION), data.get(SECRET)
    if isinstance(version, int) and version > FORMAT:
        raise NewerError("是更新的格式")
    try:
        key = urlsafe_b64decode(secret) if isinstance(secret, str) else b""
    except ValueError:
        key = b""
    if version is True or version != FORMAT or len(key) != SECRET_BYTES:
        raise LineError("不是完整的记录")
    return key


def _entries(kind: str, data: Mapping[str, Any]) -> Iterator[Entry]:
    if kind != NUMBERED or "of" not in data:
        yield checked(kind, data)
        return
    prefix, homes, split, changed = data.get("p"), data["of"], data.get(SPLIT, {}), data.get(HEAD_CHANGED, [])
    if not (_is(prefix, _PREFIX) and isinstance(homes, dict) and isinstance(split, dict) and isinstance(changed, list)):
        raise LineError("缺少或多出了内容")
    if data.keys() - {"p", "of", SPLIT, HEAD_CHANGED} or split.keys() - homes.keys():
        raise LineError("缺少或多出了内容")
    for serial, tokens in homes.items():
        if not (_is(serial, _SERIAL) and _is(tokens, _TOKENS)):
            raise LineError("缺少或多出了内容")
        body: dict[str, Any] = {"case": f"{prefix}-{serial}", "keys": _keys(tokens)}
        if serial in split:
            body[SPLIT] = split[serial]
        if serial in changed:
            body[HEAD_CHANGED] = True
        yield checked(kind, body) if serial in split else Entry(kind, MappingProxyType(body))


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _keys(tokens: str) -> list[str]:
    starts = range(0, len(tokens), _TOKEN)
    return [f"{_NAMES[tokens[start]]}:{tokens[start + 1 : start + _TOKEN]}" for start in starts]
