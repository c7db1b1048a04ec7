"""A report handed in: asked about first, frozen, handed in once, taken back with a reason; the record is replayed from files."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline import Signing, export, open_session, reopen, submit
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.submit_reports import changed_filings
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx
from support.workspace import rescue

NAME, MONTH = "城市进展情况表", "2019-04"
SIGNED = Signing("甲", "乙", "2019-05-02T09:00:00+08:00")
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）", "城乡"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county whose first roster has a household nobody can decide; handed in for April in the end."""
    place = tmp_path_factory.mktemp("上报") / "区"
    init_workspace(place, shipped("xixia-2019"))
    row = ["甲某", citizen(1), "泾华村1组1号", "13800010007", "重病", 500, "城市"]
    (place / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, row]}))
    return place


@pytest.fixture(scope="module")
def refused(folder: Path) -> Outcome:
    return submit(opened(folder), [], None, SIGNED)


@pytest.fixture(scope="module")
def filed(folder: Path, refused: Outcome) -> Outcome:
    assert refused.left
    return submit(opened(folder), [NAME], None, SIGNED, confirmed=True)


def opened(folder: Path, day: dt.date = dt.date(2019, 5, 2)) -> Session:
    return open_session(folder, today=day)


def lines(folder: Path, kind: str) -> list[dict[str, object]]:
    every = [json.loads(text) for text in (folder / "裁定.jsonl").read_text(encoding="utf-8").splitlines()]
    return [line for line in every if line["k"] == kind]


def test_what_is_left_is_told_and_nothing_is_frozen(folder: Path, refused: Outcome) -> None:
    assert refused.exit_code == 1
    assert any("份应报的没有报来" in sentence for sentence in refused.left)
    assert "--yes" in refused.left[-1]
    assert f"{NAME} {MONTH}" in refused.notes[0]
    assert "基准日2019-05-02" in refused.notes[0]  # whatever day the last run was told of
    assert not (folder / "存档" / MONTH).exists() or lines(folder, "filing")  # frozen later, with --yes


def test_the_workbook_goes_to_the_archive_as_it_stands(folder: Path, filed: Outcome) -> None:
    place = folder / "存档" / MONTH / NAME / "第1次"
    book = f"{NAME}（2019年4月）.xlsx"
    assert (place / book).read_bytes() == (folder / "输出" / "报表" / book).read_bytes()
    assert pq.read_table(place / "计入.parquet").column_names == [
        "工作表",
        "表中的行",
        "表中的列",
        "编号",
        "计入",
        "计入数",
    ]
    (line,) = lines(folder, "filing")
    assert (line["report"], line["period"], line["day"], line["by"], line["reviewer"]) == (
        *(NAME, MONTH, "2019-05-02"),
        *("甲", "乙"),
    )
    assert line["left"]
    assert not any("甲某" in str(count) for count in line["left"])
    assert [listed["期间"] for listed in filed.summary["上报"]] == [MONTH]
    assert changed_filings(opened(folder)) == []


def test_the_table_is_the_record_s(folder: Path, filed: Outcome) -> None:
    outcome, text = export(opened(folder), "filings", "csv", None)
    assert (outcome.summary["行数"], outcome.notes) == (1, ())
    assert f"{NAME},{MONTH},2019-05-02," in text


def test_a_month_is_handed_in_once_and_reopened_with_a_reason(folder: Path, filed: Outcome) -> None:
    with pytest.raises(UsageError, match=f"先 rescue reopen.*\n  {NAME} {MONTH}：2019-05-02已上报（第1次，经办甲）"):
        submit(opened(folder), [NAME], MONTH, SIGNED, confirmed=True)
    with pytest.raises(UsageError, match="要写明原因"):
        reopen(opened(folder), NAME, MONTH, " ", SIGNED)
    with pytest.raises(UsageError, match="没有登记过上报"):
        reopen(opened(folder), NAME, "2019-05", "市局退回", SIGNED)
    first = folder / "存档" / MONTH / NAME / "第1次"
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    reopen(opened(folder), NAME, MONTH, "市局退回", SIGNED)
    with pytest.raises(UsageError, match="已经重开"):
        reopen(opened(folder), NAME, MONTH, "市局退回", SIGNED)
    row = ["乙某", citizen(2), "泾华村2组1号", "13800010008", "重病", 500, "城市"]
    (folder / "收件" / "兴泾镇补报.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, row]}))
    again = submit(opened(folder, dt.date(2019, 5, 6)), [NAME], MONTH, SIGNED, confirmed=True)
    assert again.summary["上报"][0]["次"] == 2
    assert {path.name: path.read_bytes() for path in first.iterdir()} == before
    assert [line["day"] for line in lines(folder, "filing")] == ["2019-05-02", "2019-05-06"]
    assert lines(folder, "reopened")[0]["reason"] == "市局退回"
    next(first.glob("*.xlsx")).write_bytes(b"other")
    changed = f"存档/{MONTH}/{NAME}/第1次 与上报时不一样了（改动过或不在了）：请从备份放回"
    assert [entry.sentence for entry in changed_filings(opened(folder))] == [changed]
    assert changed in submit(opened(folder, dt.date(2019, 6, 2)), [NAME], None, SIGNED).left
    session = opened(folder)
    other = session.pack.model_copy(update={"reports": {}})
    assert [entry.words for entry in changed_filings(replace(session, pack=other))][1:] == [
        f"已上报的{NAME} {MONTH}：方案包里没有这张表了，没有与现在的数核对"
    ]


@pytest.mark.parametrize(
    ("names", "month", "signed", "sentence"),
    [
        (["城市进展表"], None, SIGNED, "最接近的是“城市进展情况表”"),
        (["新增救助群体台账"], None, SIGNED, "没有可上报的统计表"),
        ([NAME], "2019-10", SIGNED, "起止期"),
        ([NAME], None, Signing("甲", "甲 ", "x"), "不能是同一个人"),
        ([NAME], None, Signing("", "乙", "x"), "要两个人"),
        ([NAME], None, Signing("甲", " ", "x"), "要两个人"),
    ],
)
def test_what_cannot_be_handed_in(folder: Path, names: list[str], month: str, signed: Signing, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        submit(opened(folder), names, month, signed)


def test_the_commands_ask_for_two_names(folder: Path) -> None:
    done = rescue("-C", folder, "submit", NAME, "--by", "甲")
    assert (done.returncode, "缺少参数" in done.stderr) == (2, True)
    done = rescue("-C", folder, "reopen", NAME, "--reviewer", "乙", "--reason", "退回", "--month", "2019-05")
    assert (done.returncode, "没有登记过上报" in done.stderr) == (2, True)
