"""The workbooks of a run: written together, kept where nothing changed, protected as what came was."""

import datetime as dt
import io
import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rescue_cli.core.errors import OutputError
from rescue_cli.pipeline import file_swap, open_session, run, validate
from rescue_cli.pipeline.output_plan import DRAFTS
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.workbooks.reading.unlock import is_locked, unlock
from rescue_cli.workbooks.writing.protection import protected
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx
from support.workspace import digests

DAY = dt.date(2019, 4, 20)
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）"]
PASSWORD = "密码-1"
RETURNED = "校验/退回/兴泾镇/名册.xlsx"


def roster(*, faulty: bool = True) -> bytes:
    names = ("张甲", "李乙", "王丙")
    rows = [[name, citizen(n), f"泾华村1组{n}号", f"1990000000{n}", "重病", 500] for n, name in enumerate(names, 1)]
    if faulty:
        rows[0][1] = "64010519700101001"  # a digit short
    return xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *rows]})


def workspace(folder: Path, data: bytes, settings: str = "") -> Path:
    init_workspace(folder, shipped("xixia-2019"))
    (folder / "收件" / "兴泾镇").mkdir(parents=True)
    (folder / "收件" / "兴泾镇" / "名册.xlsx").write_bytes(data)
    config = folder / "rescue.toml"
    config.write_text(config.read_text("utf-8") + settings, "utf-8")
    return folder


def ran(folder: Path) -> None:
    run(open_session(folder, today=DAY, as_of=DAY))


def checked(folder: Path) -> None:
    validate(open_session(folder, today=DAY, as_of=DAY))


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = workspace(tmp_path_factory.mktemp("一") / "区", roster())
    ran(home)
    return home


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "区")
    return tmp_path / "区"


def test_a_second_run_writes_nothing_again(folder: Path) -> None:
    before = times(folder / "输出")
    shutil.rmtree(folder / ".rescue")  # everything is worked out and drawn again
    ran(folder)
    assert times(folder / "输出") == before
    assert f"{folder}/输出/{RETURNED}" in before


def test_a_workbook_that_is_open_leaves_the_whole_old_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "合并名册.xlsx"
    before, replace = digests(folder / "输出"), os.replace
    (folder / "收件" / "兴泾镇" / "名册.xlsx").write_bytes(roster(faulty=False))

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == name and DRAFTS not in Path(target).parts:
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(file_swap.os, "replace", refuse)
    with pytest.raises(OutputError, match=rf"{name}：可能正在Excel或WPS里打开"):
        ran(folder)
    monkeypatch.undo()
    assert digests(folder / "输出") == before
    ran(folder)
    assert digests(folder / "输出") != before
    assert not (folder / "输出" / RETURNED).exists()  # in order now


@pytest.mark.skipif(os.name == "nt", reason="modes of files are those of POSIX")
def test_only_the_owner_reads_outputs_and_cache(folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in (folder / "输出").rglob("*") if path.is_file()} == {0}
    assert {(folder / name).stat().st_mode & 0o077 for name in (".rescue", "裁定备份", "裁定.jsonl")} == {0}


def test_a_returned_copy_of_a_protected_workbook_has_its_password_and_is_kept_where_it_says_the_same(
    first: Path, tmp_path: Path
) -> None:
    home = workspace(tmp_path / "锁", protected(roster(), PASSWORD), f'[passwords]\n"兴泾镇" = "{PASSWORD}"\n')
    checked(home)
    data = (home / "输出" / RETURNED).read_bytes()
    assert not data.startswith(b"PK")
    assert is_locked(data)
    opened, unprotected = (
        load_workbook(io.BytesIO(book))
        for book in (unlock(data, (PASSWORD,)), (first / "输出" / RETURNED).read_bytes())
    )
    assert opened.sheetnames == unprotected.sheetnames
    assert [cell.value for cell in opened["名册"][3]] == [cell.value for cell in unprotected["名册"][3]]
    before = times(home / "输出")
    checked(home)
    assert times(home / "输出") == before
