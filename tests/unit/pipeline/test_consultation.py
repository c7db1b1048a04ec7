"""身份证会诊: candidates for a damaged number come from other lists with their evidence; only a person's choice counts."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from rescue_cli import pipeline
from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.link.damaged_ids import find_id_candidates
from support.mentions import DIBAO, citizen, linking_pack, mentions_table, said

RIGHT = citizen(1, "19600305")
BORN = {f.BIRTH_DATE: dt.date(1960, 3, 5)}
DAY = dt.date(2019, 4, 20)


def slip(number: str, at: int = 16) -> str:
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def candidates(*rows: dict[str, Any]) -> list[DamagedId]:
    mentions = mentions_table(rows)
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, linking_pack())
    return find_id_candidates(mentions, linked.groups)


@pytest.mark.parametrize(
    ("name", "damaged", "other", "evidence"),
    [
        ("张三", {f.ID_NUMBER: slip(slip(RIGHT), 5), f.VILLAGE: "甲村"}, {f.VILLAGE: "乙村"}, "号码两处不同"),
        # of one name too they would be taken as one person, and nothing would be left to ask
        ("章三", {f.ID_NUMBER: "12", f.VILLAGE: "甲村", **BORN}, {f.VILLAGE: "甲村"}, "出生日期相符"),
        ("章三", {f.UNREAD: [f.ID_NUMBER], f.VILLAGE: "甲村", **BORN}, {f.VILLAGE: "甲村"}, "同村"),
    ],
)
def test_a_candidate_stands_with_its_evidence(
    name: str, damaged: dict[str, Any], other: dict[str, Any], evidence: str
) -> None:
    (one,) = candidates(said(name, **damaged), said("张三", DIBAO, **{f.ID_NUMBER: RIGHT, **other}))
    (candidate,) = one.candidates
    assert candidate.number == RIGHT
    assert evidence in candidate.evidence
    assert "校验码相符" in candidate.evidence


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        ("李四", {f.ID_NUMBER: slip(slip(RIGHT), 5)}),  # another name
        ("张三", {f.ID_NUMBER: "12"}),  # namesake in the village, nothing else agrees
        ("张三", {f.ID_NUMBER: slip(slip(RIGHT), 5), f.BIRTH_DATE: dt.date(1961, 3, 5)}),  # another birth date
        ("张三", {f.ID_NUMBER: slip(slip(RIGHT), 5), f.SEX: "女"}),  # another sex: 001 is a man's
        ("张三", {}),  # no number at all is no damaged one
    ],
)
def test_nobody_is_a_candidate_for_too_little_or_against_a_fact(name: str, damaged: dict[str, Any]) -> None:
    mentions = mentions_table([said(name, **damaged), said("张三", DIBAO, **{f.ID_NUMBER: RIGHT})])
    groups = pa.table(
        {**{key: mentions[key] for key in f.MENTION_KEY}, f.PERSON: ["P1", "P2"]}
    )  # not taken as one person
    assert find_id_candidates(mentions, groups) == []


HEADS = ["序号", "户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "出生日期", "详细住址", "家庭困难类别", "城乡"]


def send(workspace: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    damaged, other = slip(slip(RIGHT), 5), citizen(5, "19700101")
    for row in (
        ["困难家庭名册"],
        HEADS,
        [1, "张三丰", damaged, 3, 400, "1960-03-05", "泾华村1组3号", "重病", "农村"],
        [2, "李四光", other, 3, 400, None, "泾华村2组3号", "重病", "农村"],
        [3, "张三丰", RIGHT, 3, 410, None, "兴盛村7组8号", "重病", "农村"],
    ):
        sheet.append(row)
    path = workspace / "收件" / "兴泾镇" / "困难家庭名册.xlsx"
    path.parent.mkdir()
    book.save(path)


def fill(book: Path, answer: str) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened["身份证会诊"]
    head = next(row for row in sheet.iter_rows(max_row=8) if any(cell.value == "选用号码" for cell in row))
    at = next(cell.column for cell in head if cell.value == "选用号码")
    sheet.cell(head[0].row + 1, at).value = answer
    opened.save(book)


def test_the_number_is_taken_only_when_chosen_and_stays(tmp_path: Path) -> None:
    pipeline.init(tmp_path / "区", "xixia-2019")
    send(tmp_path / "区")

    def opened() -> pipeline.Session:
        return pipeline.open_session(tmp_path / "区", today=DAY, as_of=DAY)

    def numbers() -> list[str | None]:
        pipeline.merge(opened())
        _, text = pipeline.export(opened(), "raw", "csv", None)
        return [line.split(",")[6] for line in text.splitlines() if f.ID_NUMBER in line and RIGHT in line]

    book = tmp_path / "区" / "输出" / "疑似重复.xlsx"
    assert numbers() == []
    fill(book, "110101199001011237")
    with pytest.raises(Exception, match="不在候选里"):
        pipeline.apply(opened(), [book], pipeline.Who("经办", "2019-04-20T00:00:00"))
    fill(book, RIGHT)
    pipeline.apply(opened(), [book], pipeline.Who("经办", "2019-04-20T00:00:00"))
    again = pipeline.apply(opened(), [book], pipeline.Who("经办", "2019-04-20T00:00:00"))
    assert again.summary["记录"] == 0
    assert numbers() == [RIGHT]
    deduped = pipeline.dedupe(opened())
    assert deduped.summary["判为同一"] == 1  # the chosen number counts there too
    assert "身份证会诊" not in openpyxl.load_workbook(book).sheetnames
    assert RIGHT not in (tmp_path / "区" / "裁定.jsonl").read_text(encoding="utf-8")
