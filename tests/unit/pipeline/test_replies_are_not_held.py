"""Answers to two comparisons that name the same people are no two versions of one file."""

import datetime as dt
from pathlib import Path
from typing import Any

from rescue_cli.core.hit_codes import HIT, SHEET_TITLE, VERIFIED_HEADS
from rescue_cli.pipeline.session import open_session
from rescue_cli.pipeline.stages import read_and_check
from support.mentions import citizen
from support.workbooks import xlsx

DAY = dt.date(2019, 7, 31)
HEADS = ["序号", "姓名", "身份证号", *VERIFIED_HEADS.values(), HIT]


def answers(result: str, about: str) -> bytes:
    rows: list[list[Any]] = [
        [n, f"示范{'甲乙丙丁'[n - 1]}", citizen(n), result, "", "2019-07-20", f"H{about}{n:08d}"] for n in range(1, 5)
    ]
    return xlsx({"命中": [[f"西夏区{about}{SHEET_TITLE}"], HEADS, *rows]})


def test_answers_to_two_comparisons_both_count(tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    (tmp_path / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-07-31\n', encoding="utf-8")
    for name, result, about in (("甲", "属实", "A"), ("乙", "不属实", "B")):
        (tmp_path / "收件" / f"{name}.xlsx").write_bytes(answers(result, about))
    intake, findings = read_and_check(open_session(tmp_path, today=DAY))
    assert {line["来源文件"]: line["状态"] for line in intake.files.to_pylist()} == {
        "甲.xlsx": "回件",
        "乙.xlsx": "回件",
    }
    assert [finding.code for finding in findings] == []
    assert intake.mentions.num_rows == 8
