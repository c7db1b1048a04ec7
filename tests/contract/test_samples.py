"""The sample is what its generator writes, and holds nobody's number."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rescue_cli.core.findings import LEVELS
from rescue_cli.pack.load import load_catalogue
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.workbooks.reading.guard import inspect
from support.workspace import ROOT, SAMPLE, digests, planted

REGION = "990101"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    subprocess.run([sys.executable, ROOT / "samples" / "generate.py", folder], check=True, capture_output=True)
    return folder


def committed() -> dict[str, str]:
    """The sample's files, without what running it in place would have left."""
    left_over = ("输出/", ".rescue/", "裁定.jsonl", "裁定备份/", "存档/")
    return {name: digest for name, digest in digests(SAMPLE).items() if not name.startswith(left_over)}


def test_generator_writes_the_committed_files(generated: Path) -> None:
    assert digests(generated) == committed(), "run `make samples`"


def test_sample_is_small_and_whole() -> None:
    files = [SAMPLE / name for name in committed()]
    assert sum(path.stat().st_size for path in files) < 1_500_000
    suffixes = {path.suffix for path in files if "收件" in path.parts}
    assert suffixes == {".xlsx", ".xls", ".csv"}


def test_every_file_passes_the_guard() -> None:
    files = sorted((SAMPLE / "收件").rglob("*.*"))
    assert len(files) > 20
    for path in files:
        inspect(path.read_bytes())


def test_ids_are_valid_and_under_an_unassigned_code() -> None:
    """Parts are stored uncompressed, so numbers can be searched for in the bytes of every file."""
    found: set[str] = set()
    for path in sorted((SAMPLE / "收件").rglob("*.*")):
        text = path.read_bytes().decode("latin-1").replace("\x00", "")
        found |= set(re.findall(r"(?<![0-9.])[0-9]{17}[0-9Xx](?![0-9A-Za-z])", text))
    assert len(found) > 400
    assert {number[:6] for number in found} == {REGION}
    wrong = {number for number in found if not is_valid_id(number.upper())}
    assert 1 <= len(wrong) <= 10  # planted on purpose, and numbers stored as floats


def test_telephones_are_invented() -> None:
    text = "".join(p.read_bytes().decode("latin-1").replace("\x00", "") for p in (SAMPLE / "收件").rglob("*.*"))
    assert (
        set(re.findall(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", text)) - set(re.findall(r"1990000[0-9]{4}", text)) == set()
    )


def test_every_outcome_and_township_is_planted() -> None:
    outcomes = {(line["应得分类"], line["应得阶段"], line["应得结果"]) for line in planted("判定")}
    assert {group for group, _, _ in outcomes} == {"新增救助", "救助观察", "待核实", "不予列入", "已享受救助"}
    assert len({line["镇街"] for line in planted("判定")}) == 9
    assert len(outcomes) >= 20


def test_codes_named_are_in_the_catalogue() -> None:
    catalogue = load_catalogue()
    codes = {line["应得代码"] for kind in ("判定", "问题", "重复", "文件") for line in planted(kind)} - {""}
    assert codes - set(catalogue) == set()
    assert {catalogue[code].level for code in codes} <= set(LEVELS)
