"""校验/退回/: every file with faults goes back marked; a mended one no longer does."""

import zipfile
from pathlib import Path

import openpyxl

from support.workspace import copy_sample, digests, rescue

FOLDER = Path("输出") / "校验" / "退回"
ROSTER = Path("西花园路街道") / "困难家庭名册.xlsx"


def test_validate_sends_faulty_files_back_and_takes_mended_ones_out(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "区")
    (workspace / "收件" / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    done = rescue("-C", workspace, "validate")
    assert done.returncode == 1, done.stderr
    first = digests(workspace / FOLDER)
    letters = {name for name in first if name.endswith("退回函.docx")}
    told = f"校验/退回/（{len(first) - len(letters)} 个文件，{len(letters)} 份退回函"
    assert told in done.stdout.replace("\n", "")
    assert "兴泾镇退回函.docx" in letters
    assert ROSTER.as_posix() in first
    assert "镇北堡镇/困难家庭.xlsx" in first
    assert not [name for name in first if "坏" in name]  # nobody is called so: told on the screen
    assert "坏.xlsx" in done.stdout
    book = openpyxl.load_workbook(workspace / FOLDER / ROSTER)
    assert book.sheetnames[0] == "问题清单"
    with zipfile.ZipFile(workspace / FOLDER / ROSTER) as returned, zipfile.ZipFile(workspace / "收件" / ROSTER) as sent:
        assert returned.read("xl/sharedStrings.xml") == sent.read("xl/sharedStrings.xml")

    (workspace / "收件" / ROSTER).write_bytes((workspace / "收件" / "兴泾镇" / "入户核查.xlsx").read_bytes())
    assert rescue("-C", workspace, "validate").returncode == 1
    second = digests(workspace / FOLDER)
    assert set(first) - set(second) == {ROSTER.as_posix(), "西花园路街道退回函.docx"}
    assert {name: first[name] for name in second if name in first} == {
        name: second[name] for name in second if name in first
    }
