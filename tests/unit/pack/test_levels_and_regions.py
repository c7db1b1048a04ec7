"""A pack raises or lowers the level of a finding with a reason; the list of county codes keeps the retired ones."""

import shutil

import pytest

from rescue_cli.core.errors import PackError
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.pack.load import catalogue_of, load_catalogue, load_pack, schemas_root
from rescue_cli.pack.regions import region_codes

CODE = "CHECK-PHONE-SHARED"


def pack_with(folder, level):
    """The Xixia pack with these lines more in its pack.toml."""
    root = folder / "schemas"
    shutil.copytree(schemas_root(), root)
    path = root / "xixia-2019" / "pack.toml"
    path.write_text(path.read_text(encoding="utf-8") + level, encoding="utf-8")
    return root


def change(code=CODE, level="请核实"):
    return f'\n[[level]]\ncode = "{code}"\nlevel = "{level}"\nreason = "村干部代填多"\nclause = "三（二）1"\n'


def test_a_pack_raises_a_level_with_its_reason(tmp_path):
    pack = load_pack("xixia-2019", pack_with(tmp_path, change()))
    before, after = load_catalogue()[CODE], catalogue_of(pack)[CODE]
    assert (before.level, after.level) == ("提示", "请核实")
    line = findings_table([Finding(CODE, value="19900000000")], catalogue_of(pack)).to_pylist()[0]
    assert (line["级别"], line["依据"]) == ("请核实", "西夏区2019方案 三（二）1：村干部代填多")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (change("CHECK-PHONE-SHARE"), CODE),
        (change(level="不报"), "不是允许的值"),
        (change() + change(), "出现两次"),
        ('\n[[level]]\ncode = "CHECK-PHONE-SHARED"\nlevel = "请核实"\nclause = "三"\n', "缺少必填项"),
    ],
)
def test_a_level_without_a_known_code_a_real_level_or_a_reason_is_refused(tmp_path, lines, says):
    with pytest.raises(PackError) as caught:
        load_pack("xixia-2019", pack_with(tmp_path, lines))
    assert says in str(caught.value)


def test_retired_county_codes_are_known():
    """西夏区 today; 新城区, 陶乐县, 黔江 as part of 四川, 塘沽区, 西宁市郊区: their people's numbers stay valid."""
    assert {"640105", "640103", "640222", "513523", "500239", "120107", "630111", "441900"} <= region_codes()
    assert not {"000101", "990101", "640199"} & region_codes()
    assert len(region_codes()) > 5000
