"""Whatever stands in 裁定.jsonl, a reader gets a journal or a sentence – and what stands there is never told on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rescue_cli.core.errors import RecordError
from rescue_cli.record.case_numbers import assign_numbers, past_of
from rescue_cli.record.decisions import decisions
from rescue_cli.record.digests import Seal
from rescue_cli.record.journal import read_journal
from rescue_cli.record.kinds import KINDS
from rescue_cli.record.lines import _chained, _digest, opening_line  # the writer's own: a line whose chain is right
from support.mentions import mentions_table

SEAL = Seal(b"x" * 32)
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("640105-00001")
VALUES = st.recursive(
    SIMPLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
FIELDS = sorted(
    {name for kind in KINDS.values() for name in kind.fields} | {"by", "when", "p", "of", "m", "v", "secret"}
)
BODIES = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=9)


@contextmanager
def suppress_told() -> Iterator[None]:
    """A RecordError of one line that says what to do."""
    try:
        yield
    except RecordError as error:
        sentence = str(error)
    else:
        sentence = "不要自行修改"
    assert "\n" not in sentence
    assert any(advice in sentence for advice in ("不要自行修改", "版本", "不是本程序写的"))


def read(data: bytes) -> None:
    """As a run does. Anything but a RecordError is a fault."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "裁定.jsonl"
        path.write_bytes(data)
        with suppress_told():
            journal = read_journal(path)
            decisions(journal)
            past_of(journal)
            assign_numbers(NOBODY.append_column("户组", NOBODY["姓名"]), NOBODY, journal, "640105")


NOBODY = mentions_table([])


def chained(payload: str) -> bytes:
    """A record of the opening line and one more, whose chain is right."""
    line, head = opening_line(SEAL, "")
    return f'{line}\n{payload[:-1]},"c":"{_digest(head, payload)}"}}\n'.encode("utf-8", "surrogatepass")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"\xff\n")
@example(b"[" * 100_000 + b"\n")
@example(b"\0\n\0")
@example(b'{"kind":"x","prev":""}\n')
@example(b'{"kind":"case-merged","case":"1-2","from":"1-1","prev":"' + b"0" * 64 + b'"}\n')
def test_any_bytes(data: bytes) -> None:
    read(data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*KINDS, "record", "hand-out", ""]), BODIES)
@example("case-number", {"p": "640105", "of": {"1": "i" + "A" * 12}, "split": {"2": "1"}})
@example("case-number", {"p": "640105", "of": {"٣": "i" + "A" * 12}})
@example("case-number", {"p": "640105", "of": {"1": "iAA"}, "head": [["1"]]})
@example("case-merged", {"case": "640105-00001", "from": "640105-00001"})
def test_any_object_whose_chain_is_right(kind: str, body: dict[str, Any]) -> None:
    line, head = opening_line(SEAL, "")
    read(f"{line}\n{_chained({'k': kind, **body}, head)[0]}\n".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "payload",
    [
        '{"k":"header","k":"pair"}',
        '{"k":"pair","left":NaN}',
        '{"k":"pair","left":Infinity}',
        '{"k":"pair","left":' + "9" * 5000 + "}",
        '{"k":"pair","left":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"k":"pair","left":"\\ud800"}',
        '{"k":"record","v":1e999,"secret":""}',
        '{"k":1}',
        "[]",
        "{}",
    ],
)
def test_what_a_reader_of_json_lets_pass_or_gives_up_on_is_a_sentence(payload: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "裁定.jsonl"
        path.write_bytes(chained(payload))
        with pytest.raises(RecordError, match="第2行"):
            read_journal(path)


@pytest.mark.parametrize("payload", ['{"k":"hand-out","file":"a"}', '{"k":"record","v":3}'])
def test_what_a_newer_version_wrote_asks_for_that_version(payload: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "裁定.jsonl"
        path.write_bytes(chained(json.dumps(json.loads(payload), separators=(",", ":"))))
        with pytest.raises(RecordError, match="更新的版本"):
            read_journal(path)
