"""What a run leaves behind: tables to export after each command, and a word where nothing came in."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline import export, merge, open_session, validate
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx

ONE = citizen(1)
DAY = dt.date(2019, 4, 20)
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）"]


def roster(name: str, number: str = ONE) -> bytes:
    return xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, [name, number, "泾华村1组1号", "13800010007", "重病", 500]]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "区", shipped("xixia-2019"))
    return tmp_path / "区"


def opened(folder: Path) -> Session:
    return open_session(folder, today=DAY)


def heads(folder: Path) -> list[str]:
    text = export(opened(folder), "mentions", "csv", None)[1]
    return [word for word in ("甲某", "乙某") if word in text]


def test_export_gives_what_validate_made_and_says_which_command_makes_the_rest(folder: Path) -> None:
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(roster("甲某"))
    with pytest.raises(UsageError, match="还没有运行过：请先 rescue run"):
        export(opened(folder), "findings", "csv", None)
    validate(opened(folder))
    for table in ("findings", "rows", "columns", "raw", "files", "mentions"):
        outcome, text = export(opened(folder), table, "csv", None)
        assert (outcome.notes, text.count("\n") > 0) == ((), True), table
    with pytest.raises(
        UsageError, match="没有做到 clusters 这张表：请先 rescue merge 或 rescue run。现在可以导出：mentions、rows"
    ):
        export(opened(folder), "clusters", "csv", None)
    with pytest.raises(UsageError, match="没有做到 determinations 这张表：请先 rescue classify 或 rescue run"):
        export(opened(folder), "determinations", "csv", None)


def test_export_takes_the_tables_that_agree_with_the_inbox(folder: Path) -> None:
    """validate after a merge of other files: the mentions are those of the later run."""
    file = folder / "收件" / "兴泾镇.xlsx"
    file.write_bytes(roster("甲某"))
    merge(opened(folder))
    file.write_bytes(roster("乙某"))
    assert heads(folder) == ["甲某"]
    validate(opened(folder))
    assert heads(folder) == ["乙某"]
    assert export(opened(folder), "clusters", "csv", None)[0].notes  # stale: linking did not run again


def test_export_after_a_strict_run_gives_what_that_run_took(folder: Path) -> None:
    """An earlier validate without --strict took the file that was refused."""
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(roster("甲某"))
    (folder / "收件" / "缺号.xlsx").write_bytes(roster("乙某", number="64010"))
    validate(opened(folder))
    merge(replace(opened(folder), strict=True))
    assert heads(folder) == ["甲某"]
    validate(opened(folder))
    assert heads(folder) == ["甲某", "乙某"]


def test_export_after_merge_and_validate_of_the_same_inbox_keeps_what_linking_found(folder: Path) -> None:
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(roster("甲某"))
    merge(opened(folder))
    before = export(opened(folder), "findings", "csv", None)
    validate(opened(folder))
    assert export(opened(folder), "findings", "csv", None) == before


@pytest.mark.parametrize("files", [{}, {"~$名册.xlsx": b"lock", "desktop.ini": b""}], ids=["empty", "only skipped"])
def test_an_inbox_without_rosters_is_told_with_where_to_put_them(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / "收件" / name).write_bytes(data)
    for command in (validate, merge):
        outcome = command(opened(folder))
        assert outcome.exit_code == 1
        assert outcome.left[0].startswith("没有收到可读的表：请把镇街报来的表放进 收件/")


def test_a_folder_given_stands_for_the_files_in_it_and_names_the_township(folder: Path, tmp_path: Path) -> None:
    sent = tmp_path / "兴泾镇"
    (sent / "泾华村").mkdir(parents=True)
    (sent / "泾华村" / "名册.xlsx").write_bytes(roster("甲某"))
    session = open_session(tmp_path, today=DAY, files=[sent], pack="xixia-2019", output=tmp_path / "出")
    assert [source.name for source in session.sources] == ["兴泾镇/泾华村/名册.xlsx"]
    assert validate(session).summary["已读"] == 1
    with pytest.raises(UsageError, match="找不到文件"):
        open_session(tmp_path, today=DAY, files=[tmp_path / "没有"], pack="xixia-2019")


@pytest.mark.parametrize(
    "target", ["收件/兴泾镇.xlsx", "收件/新.csv", "裁定.jsonl", "rescue.toml", "方案包/甲.csv", ".rescue/甲.csv"]
)
def test_export_never_writes_over_what_cannot_be_made_again(folder: Path, target: str) -> None:
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(roster("甲某"))
    merge(opened(folder))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="请换一个位置"):
        export(opened(folder), "mentions", "csv", folder / target)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    export(opened(folder), "mentions", "csv", folder / "输出" / "甲.csv")


@pytest.mark.parametrize("own", [".rescue", "裁定.jsonl"])
def test_a_link_of_ours_into_the_inbox_is_refused(folder: Path, own: str) -> None:
    (folder / own).symlink_to(folder / "收件" / "甲")
    with pytest.raises(UsageError, match="链接"):
        opened(folder)


def test_a_file_to_be_left_out_that_is_not_there_is_told(folder: Path) -> None:
    """Else a slip in its name lets both versions count, silently."""
    config = folder / "rescue.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[[replace]]\nold = "兴泾镇.xls"\nnew = "兴泾镇2.xlsx"\n')
    for name in ("兴泾镇.xlsx", "兴泾镇2.xlsx"):
        (folder / "收件" / name).write_bytes(roster("甲某"))
    validate(opened(folder))
    text = export(opened(folder), "findings", "csv", None)[1]
    assert "INTAKE-REPLACED-MISSING" in text
    assert "最接近的是“兴泾镇.xlsx”" in text
