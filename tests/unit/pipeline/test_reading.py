"""What the pipeline does around reading: passwords asked for, whole files refused, headings learned, senders told."""

import datetime as dt
import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline.answers.answer_kinds import Who
from rescue_cli.pipeline.apply_answers import apply
from rescue_cli.pipeline.file_senders import senders
from rescue_cli.pipeline.session import AskPassword, Session, open_session
from rescue_cli.pipeline.stages import read_and_check
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.report.headings_book import masked
from support.mentions import citizen, files_table, mentions_table, said
from support.packs import shipped
from support.workbooks import xlsx

HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）"]
SENT_ELSEWHERE = [
    [f"{name}某", citizen(n), f"{n}组{n}号", f"1380001000{n}", "重病", 500 + n, "镇北堡镇"]
    for n, name in enumerate("赵钱孙李", 1)
]
CARD = [
    ["困难家庭入户调查表"],
    ["户主姓名", "示范甲", "身份证号", None],
    ["家庭住址", "泾华村1组1号", "联系电话", "19900000001"],
]
CAUSES = {
    "INTAKE-TOWNSHIPS-DISAGREE",
    "INTAKE-PLACES-DISAGREE",
    "CHECK-OTHER-TOWNSHIP",
    "INTAKE-SHEET-CARD",
    "INTAKE-FILE-NOTHING",
}
ROSTER = xlsx(
    {
        "名册": [
            ["兴泾镇困难家庭名册"],
            HEADS,
            ["甲", citizen(1), "泾华村1组1号", "13800010007", "重病", 500],
        ]
    }
)


def locked(password: str) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(ROSTER)).encrypt(password, target)
    return target.getvalue()


def opened(folder: Path, files: dict[str, bytes], ask: AskPassword | None = None) -> Session:
    if not (folder / "rescue.toml").exists():
        init_workspace(folder, shipped("xixia-2019"))
    for name, data in files.items():
        path = folder / "收件" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return open_session(folder, today=dt.date(2019, 4, 20), ask_password=ask)


def test_a_locked_file_is_asked_about_once_and_the_answer_opens_it(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(file: str) -> str:
        asked.append(file)
        return {"兴泾镇/甲.xlsx": "一二三"}.get(file, "")

    session = opened(tmp_path / "区", {"兴泾镇/甲.xlsx": locked("一二三"), "兴泾镇/乙.xlsx": locked("别的")}, ask)
    intake, _ = read_and_check(session)
    assert asked == ["兴泾镇/乙.xlsx", "兴泾镇/甲.xlsx"]
    assert [row["状态"] for row in intake.files.to_pylist()] == ["不能读", "已读"]
    read_and_check(session)
    assert len(asked) == 2


def test_nobody_is_asked_where_nobody_sits(tmp_path: Path) -> None:
    intake, findings = read_and_check(opened(tmp_path / "区", {"兴泾镇/甲.xlsx": locked("一二三")}))
    assert intake.files["状态"].to_pylist() == ["不能读"]
    assert not any("一二三" in str(finding) for finding in findings)


def test_a_password_asked_for_is_never_shown(tmp_path: Path) -> None:
    session = opened(tmp_path / "区", {"兴泾镇/甲.xlsx": locked("一二三")}, lambda file: "一二三")
    read_and_check(session)
    assert "一二三" not in repr(session)


@pytest.mark.parametrize(
    ("file", "townships", "sender"),
    [
        ("兴泾镇/名册.xlsx", ("镇北堡镇",), "兴泾镇"),
        ("贺兰山西路街道困难家庭名册.xlsx", (), "贺兰山西路街道"),
        ("名册.xlsx", ("兴泾镇", "兴泾镇"), "兴泾镇"),
        ("局机关/审批结果/八月.xlsx", ("兴泾镇", "镇北堡镇"), "局机关"),
        ("审批结果.xlsx", ("兴泾镇", "镇北堡镇"), "审批结果"),
        ("坏.xlsx", (), "坏"),
    ],
)
def test_who_sent_a_file(tmp_path: Path, file: str, townships: tuple[str, ...], sender: str) -> None:
    rows = [said("甲", 镇街=township, 来源文件=file) for township in townships]
    assert senders(opened(tmp_path / "区", {}), files_table(file), mentions_table(rows)) == {file: sender}


def test_answers_are_taken_in_a_workspace_only(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(ROSTER)
    session = open_session(tmp_path, today=dt.date(2019, 4, 20), files=[path], pack="xixia-2019")
    with pytest.raises(UsageError, match="要在工作区里"):
        apply(session, [path], Who("", ""))


@pytest.mark.parametrize("text", [citizen(1), "欧阳某某", "13800010007", "泾华村1组1号张三家"])
def test_samples_of_unknown_columns_tell_nobodys_name_or_number(text: str) -> None:
    assert text not in masked(text)
    assert masked("500") == "500"


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("兴泾镇/名册.xlsx", [["困难家庭名册"], [*HEADS, "镇街"], *SENT_ELSEWHERE], ["INTAKE-TOWNSHIPS-DISAGREE"]),
        (
            "兴泾镇/名册.xlsx",
            [["镇北堡镇困难家庭名册"], HEADS, *(row[:-1] for row in SENT_ELSEWHERE)],
            ["INTAKE-PLACES-DISAGREE"],
        ),
        (
            "兴泾镇/名册.xlsx",
            [
                ["困难家庭名册"],
                HEADS,
                *(["某" + row[0], row[1], f"镇北堡镇德林村{row[2]}", *row[3:-1]] for row in SENT_ELSEWHERE),
            ],
            ["CHECK-OTHER-TOWNSHIP"],
        ),
        ("兴泾镇/卡片.xlsx", CARD, ["INTAKE-SHEET-CARD"]),
        ("兴泾镇/便条.xlsx", [["请查收"], ["谢谢"]], ["INTAKE-FILE-NOTHING"]),
    ],
)
def test_one_cause_is_one_finding(tmp_path: Path, name: str, rows: list[list[object]], expected: list[str]) -> None:
    _, findings = read_and_check(opened(tmp_path / "区", {name: xlsx({"名册": rows})}))
    assert [one.code for one in findings if one.code in CAUSES] == expected
