"""Only regular files are opened; everything else among them is told, and hides nothing."""

import os
import socket
import stat
from pathlib import Path

import pytest

from rescue_cli.core.folder_listing import files_below
from rescue_cli.intake.file_reading import Source, read_files
from rescue_cli.intake.odd_entries import SPECIAL, odd_entry
from support.reading import HEAD, TOWNSHIPS, codes, column, household, xixia
from support.workbooks import xlsx

GOOD = xlsx({"困难家庭名册": [HEAD, household(1)]})


def intake_of(folder: Path):
    return read_files([Source(path, name) for path, name in files_below(folder)], xixia(), TOWNSHIPS)


def told(intake) -> dict[str, tuple[str, str]]:
    """File → what became of it, and why."""
    names = ("来源文件", "状态", "说明")
    return {
        name: (state, why or "") for name, state, why in zip(*(column(intake.files, n) for n in names), strict=True)
    }


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "兴泾镇.xlsx").write_bytes(GOOD)
    return folder


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_sockets_and_devices_are_never_opened(inbox: Path, monkeypatch):
    os.mkfifo(inbox / "管道.xlsx")  # nobody writes into it: whoever opened it would wait for ever
    (inbox / "设备.csv").symlink_to("/dev/zero")  # which has no end
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(inbox)  # the path of a socket may not be long
        server.bind("套接字.xls")
        intake = intake_of(inbox)
    for name in ("管道.xlsx", "设备.csv", "套接字.xls"):
        assert told(intake)[name] == ("不能读", "这是管道、套接字或设备，不是文件，没有打开")
    assert codes(intake).count(SPECIAL) == 3
    assert column(intake.mentions, "来源文件") == ["兴泾镇.xlsx"]


def test_a_folder_called_like_a_table_is_told_and_what_is_in_it_read(inbox: Path):
    for name in ("空.xlsx", "满.xlsx", "镇北堡镇"):
        (inbox / name).mkdir()
    (inbox / "满.xlsx" / "名册.xlsx").write_bytes(xlsx({"困难家庭名册": [HEAD, household(2)]}))
    intake = intake_of(inbox)
    assert told(intake)["空.xlsx"] == ("不能读", "这是空文件夹，不是表格")
    assert told(intake)["满.xlsx"][0] == "略过"
    assert column(intake.mentions, "来源文件") == ["兴泾镇.xlsx", "满.xlsx/名册.xlsx"]
    assert "镇北堡镇" not in told(intake)


def test_links_to_folders_are_told_and_never_followed(inbox: Path, tmp_path: Path):
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "名册.xlsx").write_bytes(GOOD)
    (inbox / "镇北堡镇").symlink_to(tmp_path / "别处")
    (inbox / "圈").symlink_to(inbox)  # a circle
    (inbox / "绕.xlsx").symlink_to(inbox / "绕.xlsx")  # a link to itself
    (inbox / "断.xlsx").symlink_to(tmp_path / "没有.xlsx")
    intake = intake_of(inbox)
    assert told(intake)["镇北堡镇"] == told(intake)["圈"] == ("不能读", "这是通到别的文件夹的链接，里面的文件没有读")
    assert told(intake)["绕.xlsx"] == told(intake)["断.xlsx"] == ("不能读", "这是链接，它所指的文件不在或绕成了圈")
    assert column(intake.mentions, "来源文件") == ["兴泾镇.xlsx"]


def test_a_link_to_a_file_is_read_and_told(inbox: Path, tmp_path: Path):
    (tmp_path / "外面.xlsx").write_bytes(xlsx({"困难家庭名册": [HEAD, household(2)]}))
    (inbox / "镇北堡镇.xlsx").symlink_to(tmp_path / "外面.xlsx")
    intake = intake_of(inbox)
    assert column(intake.mentions, "来源文件") == ["兴泾镇.xlsx", "镇北堡镇.xlsx"]
    assert codes(intake) == [SPECIAL]


def test_a_folder_that_may_not_be_opened_is_told(inbox: Path, monkeypatch):
    closed = inbox / "镇北堡镇"
    closed.mkdir()
    scan, listdir = os.scandir, os.listdir

    def refusing(real):
        def opened(path):
            if os.fspath(path) == os.fspath(closed):
                raise PermissionError(13, "no", os.fspath(path))
            return real(path)

        return opened

    monkeypatch.setattr(os, "scandir", refusing(scan))
    monkeypatch.setattr(os, "listdir", refusing(listdir))
    intake = intake_of(inbox)
    assert told(intake)["镇北堡镇"] == ("不能读", "文件夹打不开，没有权限，里面的文件没有读")


def test_a_file_that_may_not_be_read_is_told(inbox: Path, monkeypatch):
    path = inbox / "锁.xlsx"
    path.write_bytes(GOOD)
    path.chmod(0)
    opened = Path.open

    def refusing(self: Path, *args, **kwargs):  # for whoever runs this as root
        if not stat.S_IMODE(self.stat().st_mode) & stat.S_IRUSR:
            raise PermissionError(13, "no")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    assert told(intake_of(inbox))["锁.xlsx"] == ("不能读", "文件读不出来，可能正被占用或没有权限")


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_names_that_are_no_utf8_are_shown_as_gbk_and_two_never_become_one(inbox: Path):
    folder = os.fsencode(inbox)
    for raw in (b"\xd5\xf2\xb1\xb1\xb1\xa4\xd5\xf2.xlsx", "镇北堡镇.xlsx".encode()):
        with open(os.path.join(folder, raw), "wb") as file:
            file.write(xlsx({"困难家庭名册": [HEAD, household(len(raw))]}))
    assert [name for _, name in files_below(inbox)] == ["兴泾镇.xlsx", "镇北堡镇.xlsx", "镇北堡镇（2）.xlsx"]
    intake = intake_of(inbox)
    assert column(intake.mentions, "镇街")[1:] == ["镇北堡镇", "镇北堡镇"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_hold_nothing_a_terminal_obeys(inbox: Path):
    (inbox / "\x1b[2J\x1b]0;张\x07\u202e.xlsx").write_bytes(b"")
    assert next(name for _, name in files_below(inbox)) == "_[2J_]0;张__.xlsx"


def test_what_is_not_there_is_not_odd(tmp_path: Path):
    assert odd_entry(tmp_path / "无.xlsx") is None
