"""A run is told again only where everything it reads, and everything it wrote, is as the last one left it."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline import run_all
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session, open_session
from rescue_cli.pipeline.unchanged_run import keep_outcome, outcome_as_before
from support.workbooks import xlsx
from support.workspace import rescue

DAY = dt.date(2019, 6, 30)
GIVEN = Outcome("run", {"户": 1, "分类": {"新增救助": 1}}, ("输出/合并名册.xlsx",), ("还有一件",), ("一句话",))
ROSTER = xlsx({"困难家庭名册": [["户主姓名", "详细住址"], ["示范甲", "泾华村1组1号"]]})


def opened(folder: Path, day: dt.date = DAY) -> Session:
    return open_session(folder, today=day)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after a run, as far as that leaves anything."""
    folder = tmp_path_factory.mktemp("跑过") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    (folder / "收件" / "名册.xlsx").write_bytes(ROSTER)
    (folder / "输出" / "合并名册.xlsx").write_bytes(b"PK")
    (folder / ".rescue" / "merge" / "tables").mkdir(parents=True)
    (folder / ".rescue" / "merge" / "tables" / "index.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(ran, tmp_path / "区"))
    keep_outcome(opened(folder), None, GIVEN)
    return folder


def test_where_nothing_changed_the_outcome_is_told_again(folder: Path) -> None:
    assert outcome_as_before(opened(folder), None) == GIVEN


def _append(path: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(text)

    return change


CHANGES = {
    "a file came": lambda folder: (folder / "收件" / "又一份.xlsx").write_bytes(ROSTER),
    "a file went": lambda folder: (folder / "收件" / "名册.xlsx").unlink(),
    "a file was renamed": lambda folder: (folder / "收件" / "名册.xlsx").rename(folder / "收件" / "新名.xlsx"),
    "a setting": _append("rescue.toml", "\n# 换个电话\n"),
    "the bureau's own template": _append("模板/通报.docx", "x"),
    "the bureau's own pack": _append("方案包/本县/pack.toml", "x"),
    "an archived report": _append("存档/2019-05/农村统计表/数字.parquet", "x"),
    "a workbook of ours was filled in": _append("输出/合并名册.xlsx", "x"),
    "a workbook of ours was deleted": lambda folder: (folder / "输出" / "合并名册.xlsx").unlink(),
    "drafts of a killed run": _append("输出/.草稿/intent.json", "{}"),
    "another command worked on the tables": _append(".rescue/merge/tables/index.json", " "),
    "no cache": lambda folder: shutil.rmtree(folder / ".rescue"),
    "a damaged note": lambda folder: (folder / ".rescue" / "run.json").write_text("[1]", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_worked_out(folder: Path, change: Callable[[Path], object]) -> None:
    change(folder)
    assert outcome_as_before(opened(folder), None) is None


def test_another_month_another_day_and_another_record_are_another_run(folder: Path) -> None:
    assert outcome_as_before(opened(folder), "2019-05") is None
    assert outcome_as_before(opened(folder, dt.date(2019, 7, 1)), None) is None
    session = opened(folder)
    (folder / "裁定.jsonl").write_text("{}", encoding="utf-8")
    assert outcome_as_before(session, None) is None


def test_a_run_that_is_told_again_works_nothing_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(session: Session, month: str | None) -> Outcome:
        raise UsageError(f"{session.as_of} {month}")

    monkeypatch.setattr(run_all, "_run", refuse)
    assert run_all.run(opened(folder)) == GIVEN
    with pytest.raises(UsageError):
        run_all.run(opened(folder), "2019-05")


def test_files_given_by_hand_are_always_read(folder: Path) -> None:
    session = open_session(folder, today=DAY, files=[folder / "收件" / "名册.xlsx"])
    keep_outcome(session, None, GIVEN)
    assert outcome_as_before(session, None) is None
