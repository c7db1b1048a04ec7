"""The record of a workspace from run to run: another one stops the run, a torn one goes on, and nothing printed knows its secret."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from rescue_cli.core.errors import OutputError, RecordError
from rescue_cli.pipeline import merge, open_session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.record import journal as journal_module
from support.clerk import rescue
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx
from support.workspace import digests

DAY = dt.date(2019, 4, 20)
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）"]
NAMES = ("甲某", "乙某", "丙某")
OLD = Path(__file__).parents[1] / "record" / "旧格式裁定.jsonl"


def send(folder: Path, *names: str) -> None:
    rows = [
        [name, citizen(n), f"泾华村1组{n}号", f"1380001000{n}", "重病", 500]
        for n, name in enumerate(NAMES, 1)
        if name in names
    ]
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *rows]}))


def workspace(folder: Path, *names: str) -> Path:
    init_workspace(folder, shipped("xixia-2019"))
    send(folder, *(names or NAMES))
    return folder


def ran(folder: Path, *, day: dt.date = DAY, new_record: bool = False) -> tuple[str, ...]:
    """Merged; what the record had to tell."""
    session = open_session(folder, today=day, as_of=DAY, new_record=new_record)
    merge(session)
    assert session.record is not None
    return tuple(session.record.notes)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = workspace(tmp_path_factory.mktemp("记录") / "区")
    assert ran(home) == ()
    return home


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


@pytest.fixture(scope="module")
def other(first: Path) -> Path:
    """The same files in another workspace: its record has another secret."""
    home = workspace(first.parent / "另")
    shutil.copy(first / "收件" / "兴泾镇.xlsx", home / "收件")
    ran(home)
    return home


def test_two_workspaces_of_the_same_files_write_the_same_bytes(folder: Path, other: Path) -> None:
    assert (other / "裁定.jsonl").read_bytes() != (folder / "裁定.jsonl").read_bytes()
    assert digests(other / "输出") == digests(folder / "输出")


@pytest.mark.parametrize("left", ["both notes", "sheet only", "note only"])
@pytest.mark.parametrize("change", ["gone", "empty", "shorter"])
def test_a_record_lost_or_shortened_stops_the_run(folder: Path, change: str, left: str) -> None:
    record, before = folder / "裁定.jsonl", (folder / "裁定.jsonl").read_bytes()
    outputs = digests(folder / "输出")
    if left == "sheet only":
        (folder / ".rescue" / "record.json").unlink()
    elif left == "note only":
        shutil.rmtree(folder / "输出")
        outputs = {}
    if change == "gone":
        record.unlink()
    else:
        record.write_bytes(b"" if change == "empty" else before.splitlines(keepends=True)[0])
    with pytest.raises(RecordError, match=r"上次运行时有4条.*--new-record"):
        ran(folder)
    assert digests(folder / "输出") == outputs
    shutil.copy(folder / "裁定备份" / f"裁定-{DAY}.jsonl", record)
    assert ran(folder) == ()
    assert record.read_bytes() == before


def test_another_record_stops_the_run_and_can_be_meant(folder: Path, other: Path) -> None:
    record, before = folder / "裁定.jsonl", (folder / "裁定.jsonl").read_bytes()
    shutil.copyfile(other / "裁定.jsonl", record)
    with pytest.raises(RecordError, match="不是上次运行时的那一份"):
        ran(folder)
    (note,) = ran(folder, new_record=True)
    assert "--new-record" in note
    assert ran(folder) == ()
    assert (folder / "裁定备份" / f"裁定-{DAY}-换前.jsonl").read_bytes() == before


def test_numbers_begin_anew_where_that_is_meant(folder: Path) -> None:
    (folder / "裁定.jsonl").unlink()
    send(folder, "丙某")
    assert rescue("-C", folder, "merge").returncode == 2
    done = rescue("-C", folder, "merge", "--new-record")
    assert done.returncode in (0, 1), done.stderr
    assert "--new-record" in done.stderr
    assert not [name for name in NAMES if name in done.stderr]
    assert '"of":{"00001":' in (folder / "裁定.jsonl").read_text(encoding="utf-8")
    assert rescue("-C", folder, "merge").returncode in (0, 1)


def test_a_longer_record_of_the_same_beginning_and_deleted_notes_are_no_alarm(folder: Path, tmp_path: Path) -> None:
    earlier = shutil.copytree(folder, tmp_path / "早")
    send(folder, *NAMES)
    rows = [[f"丁{n}", citizen(50 + n), f"泾华村2组{n}号", "", "重病", 500] for n in range(3)]
    (folder / "收件" / "补.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *rows]}))
    assert ran(folder) == ()
    shutil.copy(folder / "裁定.jsonl", earlier / "裁定.jsonl")
    assert ran(earlier) == ()
    shutil.rmtree(folder / ".rescue")
    shutil.rmtree(folder / "输出")
    assert ran(folder) == ()


def test_two_records_that_went_on_differently_are_noticed(folder: Path, tmp_path: Path) -> None:
    fork = shutil.copytree(folder, tmp_path / "分")
    for home, name in ((folder, "戊某"), (fork, "己某")):
        row = [name, citizen(90), "泾华村9组9号", "", "重病", 500]
        (home / "收件" / "补.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, row]}))
        ran(home)
    shutil.copy(fork / "裁定.jsonl", folder / "裁定.jsonl")
    with pytest.raises(RecordError, match="两台电脑"):
        ran(folder)


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_torn_end_is_set_aside_told_and_changes_no_number(folder: Path, cut: int) -> None:
    record, whole = folder / "裁定.jsonl", (folder / "裁定.jsonl").read_bytes()
    outputs = digests(folder / "输出")
    for note in (folder / ".rescue" / "record.json", folder / "输出" / "合并名册.xlsx"):
        note.unlink()  # as after a first run that was killed while it wrote
    record.write_bytes(whole[:-cut])
    (told,) = ran(folder)
    assert "没写完" in told
    assert "从备份" not in told
    assert (folder / "裁定备份" / "裁定-没写完的.txt").read_bytes().strip()
    assert record.read_bytes() == whole
    assert digests(folder / "输出") == outputs
    assert ran(folder) == ()


def test_a_torn_end_is_put_in_order_where_nothing_is_new(folder: Path) -> None:
    record, whole = folder / "裁定.jsonl", (folder / "裁定.jsonl").read_bytes()
    record.write_bytes(whole + b'{"k":"pair"')
    (told,) = ran(folder)
    assert "4条完好" in told
    assert record.read_bytes() == whole


def test_a_disk_that_is_full_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, whole = folder / "裁定.jsonl", (folder / "裁定.jsonl").read_bytes()
    row = ["戊某", citizen(90), "泾华村9组9号", "", "重病", 500]
    (folder / "收件" / "补.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, row]}))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_module.os, "write", full)
    with pytest.raises(OutputError, match="磁盘空间"):
        ran(folder)
    monkeypatch.undo()
    assert record.read_bytes() == whole
    assert ran(folder) == ()
    assert record.read_bytes().startswith(whole)


def test_each_day_has_one_copy_and_old_ones_go(folder: Path) -> None:
    copies = folder / "裁定备份"
    for n in range(40):
        (copies / f"裁定-2018-01-{n:02d}.jsonl").write_bytes(b"")
    row = ["戊某", citizen(90), "泾华村9组9号", "", "重病", 500]
    (folder / "收件" / "补.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, row]}))
    ran(folder, day=DAY + dt.timedelta(days=1))
    kept = sorted(path.name for path in copies.iterdir())
    assert len(kept) == 30
    assert kept[-2:] == [f"裁定-{DAY}.jsonl", f"裁定-{DAY + dt.timedelta(days=1)}.jsonl"]
    assert (copies / kept[-1]).read_bytes() == (folder / "裁定.jsonl").read_bytes()


def test_an_older_record_gets_one_line_told_once(tmp_path: Path) -> None:
    home = workspace(tmp_path / "旧")
    shutil.copy(OLD, home / "裁定.jsonl")
    (told,) = ran(home)
    assert "新格式" in told
    assert (home / "裁定.jsonl").read_bytes().startswith(OLD.read_bytes())
    assert ran(home) == ()


def test_only_the_owner_reads_the_record(folder: Path) -> None:
    assert (folder / "裁定.jsonl").stat().st_mode & 0o077 == 0
