"""The public Python API: the README's example runs, frames are the exported tables with their declared types."""

import datetime as dt
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import rescue_cli
from rescue_cli.core.tables import EXPORTED
from rescue_cli.frames import _frame
from rescue_cli.pipeline.export_table import export, last_table
from rescue_cli.pipeline.pack_skeleton import new_pack
from rescue_cli.pipeline.session import open_session
from rescue_cli.pipeline.writer_lock import writer_lock
from rescue_cli.workspace import Workspace
from support.workspace import ROOT, copy_sample

HEAVY = ("pandas", "pyarrow", "duckdb", "pydantic", "sqlglot", "filelock")


def example(readme: str) -> tuple[str, str]:
    """The block of Python in a README, and the start of what it says the block prints."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    code, shown = re.search(r"^```python\n(.*?)^```\n\n```text\n(.*?)^…\n```$", text, flags=re.M | re.S).groups()  # type: ignore[union-attr]
    return code, shown


@dataclass(frozen=True)
class Practised:
    """The README's example run as a script, with no guard around it, beside a fresh copy of the sample."""

    workspace: Path
    printed: str


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Practised:
    folder = tmp_path_factory.mktemp("notebook")
    copy_sample(folder / "demo" / "西夏区")
    copy_sample(folder / "samples" / "西夏区")
    (folder / "example.py").write_text(example("README.md")[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "example.py"],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Practised(folder / "demo" / "西夏区", done.stdout)


def test_example_of_the_readme_prints_what_is_shown(practised: Practised) -> None:
    shown = [line.rstrip() for line in example("README.md")[1].splitlines()]
    printed = [line.rstrip() for line in practised.printed.splitlines()]
    start = printed.index(shown[0])
    assert printed[start : start + len(shown)] == shown


def test_both_readmes_show_the_same_example() -> None:
    english, chinese = (example(name) for name in ("README.md", "README.zh-CN.md"))
    assert re.sub(r"#.*", "#", english[0]) == re.sub(r"#.*", "#", chinese[0])
    assert english[1] == chinese[1]


def test_frames_are_the_exported_tables_with_their_types(practised: Practised, tmp_path: Path) -> None:
    session = open_session(practised.workspace, today=dt.date(2019, 9, 30))
    for table, declared in EXPORTED.items():
        export(session, table, "parquet", tmp_path / table)
        expected = pq.read_table(tmp_path / table)
        frame = _frame(last_table(session, table)[0])
        assert {type(dtype) for dtype in frame.dtypes} == {pd.ArrowDtype}, table
        assert pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata().equals(expected), table
        assert declared is None or expected.schema.equals(declared), table


def test_money_is_exact_and_missing_is_missing(practised: Practised) -> None:
    cases = rescue_cli.open_workspace(practised.workspace).frame("cases")
    assert list(cases.columns[:2]) == ["编号", "户主姓名"]  # as exported
    income = cases["家庭年收入"]
    told = [value for value in income if value is not pd.NA]
    assert 0 < len(told) < len(income)
    assert income.sum() == sum(told, Decimal(0))
    assert isinstance(income.sum(), Decimal)


def test_read_gives_what_the_workspace_read_of_the_same_file(practised: Practised, tmp_path: Path) -> None:
    mentions = rescue_cli.open_workspace(practised.workspace).frame("mentions")
    alone = tmp_path / "rescue.toml" / "文昌路街道"  # whatever stands around it does not count
    shutil.copytree(practised.workspace / "收件" / "文昌路街道", alone)
    tables = rescue_cli.read([alone], pack="xixia-2019")
    assert list(tables) == ["mentions", "rows", "columns", "raw", "files", "findings"]
    rows = tables["mentions"].query("来源文件 == '文昌路街道/特困和未整户.xlsx'")
    assert len(rows) > 0
    pd.testing.assert_frame_equal(
        rows.reset_index(drop=True), mentions.query("来源文件 == '文昌路街道/特困和未整户.xlsx'").reset_index(drop=True)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["rescue.toml"]


def test_read_takes_a_pack_of_ones_own(tmp_path: Path) -> None:
    new_pack(tmp_path, "bendi-2026", {})
    file = ROOT / "samples/西夏区/收件/兴泾镇"
    assert len(rescue_cli.read([file], pack=tmp_path / "方案包" / "bendi-2026")["rows"]) > 0


def test_frames_of_a_folder_that_changed_since_warn(practised: Practised, tmp_path: Path) -> None:
    folder = tmp_path / "变动"
    shutil.copytree(practised.workspace, folder)
    (folder / "收件" / "宁华路街道困难家庭名册.csv").unlink()
    with pytest.warns(UserWarning, match="上一次运行"):
        rescue_cli.open_workspace(folder).frame("files")


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    with pytest.raises(rescue_cli.RescueError, match="rescue init"):
        rescue_cli.open_workspace(tmp_path)
    workspace = rescue_cli.open_workspace(copy_sample(tmp_path / "新"))
    with pytest.raises(rescue_cli.RescueError, match="最接近的是“determinations”"):
        workspace.frame("determination")
    with pytest.raises(rescue_cli.RescueError, match="还没有运行过"):
        workspace.frame("cases")
    with writer_lock(Workspace.open(workspace.folder)), pytest.raises(rescue_cli.RescueError, match="另一个 rescue"):
        workspace.run()
    with pytest.raises(rescue_cli.RescueError, match="找不到文件"):
        rescue_cli.read([tmp_path / "没有.xlsx"], pack="xixia-2019")


def test_import_is_cheap_and_names_everything() -> None:
    script = f"""
import sys
import rescue_cli
print([name for name in {HEAVY} if name in sys.modules], hasattr(rescue_cli, "nonsense"))
print([name for name in rescue_cli.__all__ if not hasattr(rescue_cli, name)])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["[] False", "[]"]


def test_frames_work_where_pyarrow_was_started_without_pandas() -> None:
    script = """
import sys
from rescue_cli.core import field_types, tables
assert "pandas" not in sys.modules
import pyarrow as pa
from rescue_cli.frames import _frame
frame = _frame(pa.table({"镇街": ["甲", "甲", None], "收入": pa.array([1, 2, None], field_types.MONEY)}))
frame["倍"] = frame["收入"] * 2
print(frame.groupby("镇街")["倍"].sum().to_dict(), frame["收入"].isna().sum())
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "{'甲': Decimal('6.00')} 1\n"


def test_version_is_that_of_the_package() -> None:
    assert f'version = "{rescue_cli.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
