"""A record of the first format goes on: one line more, and everything it says is known again.

旧格式裁定.jsonl was written by the last version of that format: three households and one answer of every kind.
"""

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.errors import RecordError
from rescue_cli.core.findings import FINDINGS
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link, mention_digests
from rescue_cli.record.case_numbers import assign_numbers
from rescue_cli.record.decisions import decisions, value_digest
from rescue_cli.record.digests import pair_code, question_code
from rescue_cli.record.journal import append, read_journal
from rescue_cli.record.kinds import PAIR, WAIVER
from rescue_cli.record.waivers import finding_keys, set_aside
from support.checked import finding
from support.mentions import citizen, linking_pack, mentions_table, said

OLD = Path(__file__).with_name("旧格式裁定.jsonl")
ROWS = (
    said("张三", **{f.ID_NUMBER: citizen(1), f.PHONE: "19900000001", f.ADDRESS: "泾华村1组12号"}),
    said("李四", **{f.PHONE: "19900000002"}),
    said("王五"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "裁定.jsonl"))


def test_one_line_migrates_it_and_the_old_ones_stay(path: Path) -> None:
    before = path.read_bytes()
    journal = append(path, read_journal(path), [])
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == before.count(b"\n") + 1
    again = read_journal(path)
    assert (again.seal.secret, again.opened) == (journal.seal.secret, True)
    assert [(entry.kind, dict(entry.body)) for entry in again.entries] == [
        (entry.kind, dict(entry.body)) for entry in journal.entries
    ]
    assert append(path, again, []) is again


@pytest.mark.parametrize("migrated", [False, True])
def test_its_households_keep_their_numbers_and_nothing_is_new(path: Path, migrated: bool) -> None:
    if migrated:
        append(path, read_journal(path), [])
    mentions = mentions_table(ROWS)
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, linking_pack())
    numbers, entries = assign_numbers(linked.groups, mentions, read_journal(path), "640105")
    by_row = [numbers[line[f.HOUSEHOLD]] for line in sorted(linked.groups.to_pylist(), key=lambda line: line[f.ROW])]
    assert by_row == ["640105-00001", "640105-00002", "640105-00003"]
    assert entries == []


def test_its_answers_are_known_again(path: Path) -> None:
    journal = append(path, read_journal(path), [])
    decided, mentions = decisions(journal), mentions_table(ROWS)
    first, second, third = mention_digests(mentions)
    answer = decided.answer(third, second)
    assert answer is not None
    assert (answer.verdict, answer.reason) == ("不是", "电话不同")
    assert [given.left for given in decided.decided(lambda: [first, second, third])] == [second]
    assert journal.of_kind(PAIR)[0].body["seen"] == journal.seal(pair_code(second, third))
    choice = decided.choices["640105-00001", "家庭人口"]
    assert choice.takes(value_digest("家庭人口", "3"))
    assert choice.has_seen([value_digest("家庭人口", "4")])
    assert not choice.takes(value_digest("家庭人口", "4"))
    assert decided.ids[journal.seal(third)].takes(value_digest(f.ID_NUMBER, citizen(1)))
    assert decided.learned == {("兴泾镇", "困难家庭名册", "暗号"): "备注"}
    assert decided.replaced == {"a.xlsx": "b.xlsx"}
    odd = finding("INTAKE-PHONE-ODD", "请核实", "兴泾镇/困难家庭名册.xlsx", 4, 字段="联系方式", 值="138")
    told = pa.Table.from_pylist([odd], FINDINGS)
    assert set_aside(told, mentions, decided)[1].num_rows == 1
    code = question_code(finding_keys(told, mentions)[0])
    assert journal.of_kind(WAIVER)[0].body["seen"] == journal.seal(code)


def test_new_lines_after_it_hold_no_digest_without_the_key(path: Path) -> None:
    append(path, read_journal(path), [])
    old = {
        key.partition(":")[2] for entry in OLD.read_text(encoding="utf-8").split('"') for key in [entry] if ":" in key
    }
    rest = path.read_text(encoding="utf-8")[len(OLD.read_text(encoding="utf-8")) :]
    assert not [digest for digest in old if len(digest) == 32 and digest[:12] in rest]


@pytest.mark.parametrize("line", range(9))
def test_a_changed_old_line_is_named(path: Path, line: int) -> None:
    append(path, read_journal(path), [])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line] = lines[line].replace(":", ": ", 1)
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(RecordError, match=f"第{line + 2}行"):
        read_journal(path)
