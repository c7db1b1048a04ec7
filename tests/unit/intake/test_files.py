"""Files that cannot be read cost only themselves; copies are read once; order does not matter."""

import io
import zipfile

import pytest

from rescue_cli.core.findings import findings_table
from rescue_cli.intake.file_reading import Replaced, Source, read_files
from rescue_cli.pack.load import load_catalogue
from support.reading import HEAD, TOWNSHIPS, codes, column, household, read, read_here, xixia
from support.workbooks import save, text_table, xlsx

GOOD = xlsx({"困难家庭名册": [HEAD, household(1)]})
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return data.getvalue()


BROKEN = {
    "空.xlsx": (b"", "INTAKE-FILE-EMPTY"),
    "加密.xlsx": (OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "INTAKE-FILE-ENCRYPTED"),
    "损坏.xlsx": (GOOD[: len(GOOD) // 2], "INTAKE-FILE-DAMAGED"),
    "坏.xls": (OLE2 + b"\0" * 1000 + "Workbook".encode("utf-16-le") + b"\0" * 1000, "INTAKE-FILE-DAMAGED"),
    "文档.docx": (package(word__document_xml="<w/>"), "INTAKE-FILE-NOT-WORKBOOK"),
    "扫描.pdf": (b"%PDF-1.4 ...", "INTAKE-FILE-NOT-WORKBOOK"),
    "照片.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "INTAKE-FILE-NOT-WORKBOOK"),
    "网页.xls": (b"<html><p>1</p></html>", "INTAKE-FILE-NOT-WORKBOOK"),
    "归档.xls": (b"MIME-Version: 1.0\r\n", "INTAKE-FILE-FORMAT"),
    "坏.xml": (b'<?xml version="1.0"?><x/>', "INTAKE-FILE-FORMAT"),
    "开放.ods": (package(mimetype="x", content_xml="<x/>"), "INTAKE-FILE-DAMAGED"),
    "旧.doc": (OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "INTAKE-FILE-NOT-WORKBOOK"),
    "包.rar": (b"Rar!\x1a\x07\0", "INTAKE-FILE-ARCHIVE"),
    "实体.xlsx": (
        package(xl__workbook_xml='<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "INTAKE-FILE-UNSAFE",
    ),
    "空白.xlsx": (xlsx({"Sheet1": []}), "INTAKE-FILE-BLANK"),
    "~$名册.xlsx": (b"lock", "INTAKE-FILE-SYSTEM"),
    "Thumbs.db": (OLE2, "INTAKE-FILE-SYSTEM"),
}


def test_every_broken_file_is_one_finding_and_the_others_are_read(tmp_path):
    files = {name: data for name, (data, _) in BROKEN.items()}
    intake = read(tmp_path, {**files, "兴泾镇.xlsx": GOOD})
    assert {f.file: f.code for f in intake.findings} == {name: code for name, (_, code) in BROKEN.items()}
    assert len(intake.findings) == len(BROKEN)
    assert column(intake.mentions, "来源文件") == ["兴泾镇.xlsx"]
    assert len(column(intake.files, "来源文件")) == len(BROKEN) + 1


def test_every_code_of_intake_stands_in_the_catalogue(tmp_path):
    files = {name: data for name, (data, _) in BROKEN.items()}
    intake = read(tmp_path, files)
    table = findings_table(intake.findings, load_catalogue())
    assert all(table["问题"].to_pylist())
    assert "（未注明）" not in "".join(table["问题"].to_pylist() + table["怎么改"].to_pylist())


def test_a_missing_file_is_a_finding(tmp_path):
    intake = read_files([Source(tmp_path / "无.xlsx", "无.xlsx")], xixia(), TOWNSHIPS)
    assert codes(intake) == ["INTAKE-FILE-UNREADABLE"]
    assert column(intake.files, "状态") == ["不能读"]


def test_identical_copies_are_read_once(tmp_path):
    intake = read(tmp_path, {"b.xlsx": GOOD, "a.xlsx": GOOD})
    assert column(intake.files, "状态") == ["已读", "重复"]
    assert column(intake.mentions, "来源文件") == ["a.xlsx"]
    assert codes(intake) == ["INTAKE-FILE-DUPLICATE"]


def test_a_file_is_replaced_only_when_the_new_one_is_there(tmp_path):
    newer = xlsx({"困难家庭名册": [HEAD, household(2)]})
    replaced = {"a.xlsx": "b.xlsx"}
    intake = read(tmp_path, {"a.xlsx": GOOD, "b.xlsx": newer}, replaced=Replaced(replaced))
    assert column(intake.files, "状态") == ["已替换", "已读"]
    assert column(intake.mentions, "来源文件") == ["b.xlsx"]
    alone = read(tmp_path, {"a.xlsx": GOOD}, replaced=Replaced(replaced))
    assert column(alone.files, "状态") == ["已读"]
    assert codes(alone) == ["INTAKE-REPLACEMENT-MISSING"]


def test_order_of_files_does_not_matter_and_progress_names_each(tmp_path):
    files = {f"{name}.csv": text_table([HEAD, household(number)]) for number, name in enumerate("乙甲丙")}
    sources = [Source(path, f"困难家庭名册/{name}") for path, name in save(tmp_path, files)]
    done: list[str] = []
    intake = read_files(sources, xixia(), TOWNSHIPS, advance=done.append)
    other = read_files(sources[::-1], xixia(), TOWNSHIPS)
    assert intake == other
    assert sorted(done) == sorted(source.name for source in sources)
    assert intake.mentions.num_rows == 3


@pytest.mark.parametrize("data", [b'a,b\n"c', b"\x81\x82\xff,\n", b"\0" * 20])
def test_odd_bytes_never_raise(tmp_path, data):
    intake = read(tmp_path, {"x.csv": data})
    assert intake.mentions.num_rows == 0
    assert intake.findings


@pytest.mark.parametrize(
    "data",
    [
        "<table><tr><th>户主姓名<th>家庭人口<tr><td>示范甲<td>3<tr><td>示范乙<td>4</table>".encode(),
        "户主姓名\t家庭人口\r\n示范甲\t3\r\n示范乙\t4\r\n".encode("gb18030"),
        "户主姓名,家庭人口\n示范甲,3\n示范乙,4\n".encode(),
    ],
)
def test_a_page_or_a_text_table_under_a_workbooks_name_is_read(data, tmp_path):
    intake = read(tmp_path, {"兴泾镇困难家庭名册.xls": data})
    assert intake.files.column("状态").to_pylist() == ["已读"]
    assert intake.rows.num_rows == 3


def test_no_line_of_a_csv_is_missing_from_the_account():
    heads = "户主姓名,详细住址,联系方式,家庭困难类别,备注"
    homes = [f"示范{name},泾华村{n}组1号,1990000000{n},重病,无" for n, name in enumerate("甲乙丙丁戊", 1)]
    homes[1] = homes[1].replace("无", '"走访两次\n\n已核对"')
    homes[2] = homes[2].replace("无", '"无')
    text = "\n".join([heads, *homes])
    intake = read_here({"兴泾镇困难家庭名册.csv": text.encode()})
    assert intake.mentions["户主姓名"].to_pylist() == ["示范甲", "示范乙", "示范丙", "示范丁", "示范戊"]
    assert intake.rows.num_rows == sum(bool(line) for line in text.split("\n"))
    [finding] = [finding for finding in intake.findings if finding.code == "INTAKE-TEXT-QUOTE"]
    assert (finding.cell, finding.value) == ("E6", '"无')
