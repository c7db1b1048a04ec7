"""Two lists compared, and a list deduplicated, without a notice: an absent, stale or half-read list never says no."""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rescue_cli import pipeline
from rescue_cli.core.errors import UsageError
from support.mentions import citizen

HEADS = ["姓名", "身份证号", "家庭住址", "联系电话"]
Line = Sequence[str]
DAY = dt.date(2019, 9, 30)


def wrong(number: str) -> str:
    """The number with its last but one digit one higher: it fails the check."""
    return number[:16] + str((int(number[16]) + 1) % 10) + number[17]


def sent(folder: Path, name: str, *lines: Line, heads: Sequence[str] = HEADS) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    return path


def compared(folder: Path, one: Path, other: Path, max_age: int | None = None) -> dict[str, Any]:
    session = pipeline.open_session(
        folder, today=DAY, files=[one, other], pack="national", output=folder / "出", as_of=DAY
    )
    outcome = pipeline.compare(session, "甲", "乙", {"甲": one, "乙": other}, max_age)
    assert (folder / outcome.outputs[0]).exists()
    (figures,) = outcome.summary["比对"]
    return {**figures, "left": outcome.left}


ASKED = [
    ["赵甲", citizen(1), "甲村1组3号", "13800010007"],
    ["钱乙", wrong(citizen(2)), "甲村2组5号", "13900420131"],
    ["孙丙", "", "甲村3组7号", "15009510284"],
    ["李丁", citizen(4), "甲村4组9号", "13710090455"],
]
LISTED = [
    ["赵甲", citizen(1), "", ""],
    ["钱乙", citizen(2), "甲村2组5号", ""],
    ["孙丙", "", "甲村3组7号", "15009510284"],
    ["周戊", citizen(5), "乙村1组1号", ""],
]


def test_hits_say_how_sure_they_are_and_the_rest_is_a_miss(tmp_path: Path) -> None:
    found = compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), sent(tmp_path, "名单.csv", *LISTED))
    assert (found["行"], found["命中"], found["未命中"], found["未比对"], found["left"]) == (4, 3, 1, 0, ())


def test_one_number_with_another_name_is_neither_hit_nor_miss(tmp_path: Path) -> None:
    other = sent(tmp_path, "名单.csv", ["郑某某", citizen(4), "", ""])
    found = compared(tmp_path, sent(tmp_path, "甲.csv", ASKED[3]), other)
    assert (found["命中"], found["未命中"], found["未比对"]) == (0, 0, 1)


def test_an_unreadable_list_says_no_to_nobody(tmp_path: Path) -> None:
    other = tmp_path / "名单.xlsx"
    other.write_bytes(b"PK\x03\x04 not a workbook")
    found = compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), other)
    assert (found["命中"], found["未命中"], found["未比对"]) == (0, 0, 4)
    assert "不能当作没有问题" in found["left"][0]


def test_a_list_without_rows_says_no_to_nobody(tmp_path: Path) -> None:
    found = compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), sent(tmp_path, "名单.csv"))
    assert (found["未命中"], found["未比对"]) == (0, 4)


def test_a_row_without_anything_to_compare_by_is_not_compared(tmp_path: Path) -> None:
    one = sent(tmp_path, "甲.csv", ["吴己", "", "", ""], ["吴己", "", "甲村1组1号", ""])
    other = sent(tmp_path, "名单.csv", ["周戊", citizen(5)], heads=["姓名", "身份证号"])
    found = compared(tmp_path, one, other)
    assert (found["未命中"], found["未比对"]) == (0, 2)


@pytest.mark.parametrize(("max_age", "misses"), [(29, 0), (30, 1)])
def test_a_stale_list_gives_hits_and_no_misses(tmp_path: Path, max_age: int, misses: int) -> None:
    lines = [[*line, "2019-08-31"] for line in LISTED]
    other = sent(tmp_path, "名单.csv", *lines, heads=[*HEADS, "名单日期"])
    found = compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), other, max_age)
    assert (found["命中"], found["未命中"], found["未比对"]) == (3, misses, 1 - misses)


def test_every_hit_tells_its_ground(tmp_path: Path) -> None:
    """Of a person on an older list too, linking pairs the row with that one; the hit is told from the later list."""
    lines = [[*line, day] for day in ("2019-03-31", "2019-08-31") for line in LISTED]
    other = sent(tmp_path, "名单.csv", *lines, heads=[*HEADS, "名单日期"])
    compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), other)
    (book,) = (tmp_path / "出").rglob("*.xlsx")
    head, *rows = [row for row in openpyxl.load_workbook(book)["全部"].iter_rows(min_row=3, values_only=True) if row[3]]
    told = [dict(zip(head, row, strict=True)) for row in rows]
    hits = [row for row in told if row["比对结果"] == "命中"]
    assert len(hits) == 3
    assert all("相同" in str(row["依据"]) and str(row["名单日期"]).startswith("2019-08-31") for row in hits)


def test_the_same_file_twice_is_all_hits(tmp_path: Path) -> None:
    found = compared(tmp_path, sent(tmp_path, "甲.csv", *ASKED), sent(tmp_path, "乙/甲.csv", *ASKED))
    assert found["命中"] == 4


def test_unknown_names_are_refused_with_the_nearest(tmp_path: Path) -> None:
    path = sent(tmp_path, "甲.csv", *ASKED)
    session = pipeline.open_session(tmp_path, today=DAY, files=[path], pack="national", as_of=DAY)
    with pytest.raises(UsageError, match="找不到文件"):
        pipeline.compare(session, "甲", "没有.csv", {"甲": path})
    with pytest.raises(UsageError, match="没有现成的比对"):
        pipeline.compare(session, "名册×线索", None, {})


def deduped(folder: Path, *files: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    session = pipeline.open_session(folder, today=DAY, files=files, pack="national", output=folder / "出", as_of=DAY)
    outcome = pipeline.dedupe(session, tables=True)
    with (folder / "出" / "clusters.csv").open(encoding="utf-8", newline="") as file:
        return {**outcome.summary, "left": outcome.left, "notes": outcome.notes}, list(csv.DictReader(file))


def test_a_list_is_deduplicated_without_a_notice(tmp_path: Path) -> None:
    found, clusters = deduped(tmp_path, sent(tmp_path, "名单.csv", *LISTED, LISTED[0]))
    assert (found["行"], found["人"], found["判为同一"]) == (5, 4, 1)
    people = [line["人员组"] for line in clusters]
    assert people[0] == people[4]
    assert len(set(people)) == 4
    assert (tmp_path / "出" / "疑似重复.xlsx").exists()


def test_a_file_full_of_repeats_is_linked_and_told(tmp_path: Path) -> None:
    rows = [
        [f"{name}某", citizen(n), f"甲村{n}组{n}号", ""]
        for n, name in enumerate("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕", 1)
    ]
    found, _ = deduped(tmp_path, sent(tmp_path, "一.csv", *rows), sent(tmp_path, "二.csv", *rows[::-1]))
    assert (found["行"], found["人"]) == (44, 22)
    assert len(found["notes"]) == 2
    # nobody knows here which lists are meant to repeat the roster
    assert all("不必管" in note and "送了两遍的请只留一份" in note for note in found["notes"])


def test_a_file_without_a_roster_is_left_for_a_person(tmp_path: Path) -> None:
    found, _ = deduped(
        tmp_path, sent(tmp_path, "一.csv", *LISTED), sent(tmp_path, "别的.csv", ["1", "2"], heads=["甲", "乙"])
    )
    assert any("别的.csv" in sentence for sentence in found["left"])


def test_headings_without_a_row_are_said_to_be_that(tmp_path: Path) -> None:
    path = sent(tmp_path, "名册.csv")
    session = pipeline.open_session(tmp_path, today=DAY, files=[path], pack="national", output=tmp_path / "出")
    (left,) = pipeline.dedupe(session).left
    assert left == "名册.csv：认出了表头（第1行），没有填一行，未比对"
