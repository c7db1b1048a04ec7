"""What was handed in stays; what is known later is a correction beside the next table, and every figure is carried forward."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline import Signing, export, open_session, reopen, report, submit
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx

NAME = "城市进展情况表"
SIGNED = Signing("甲", "乙", "2019-05-02T09:00:00+08:00")
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "人均月收入（元）", "城乡"]
RESULTS = ["户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由"]
HOUSEHOLDS = [
    [f"甲{name}", citizen(n), f"泾华村{n}组{n}号", f"1380001{n:04}", "重病", 2, 500, "城市"]
    for n, name in enumerate("一二三四五", 1)
]
Line = dict[str, object]


def results(folder: Path, name: str, *lines: tuple[int, str, str, str]) -> None:
    rows = [[*HOUSEHOLDS[who - 1][:2], what, day, why] for who, what, day, why in lines]
    (folder / "收件" / name).write_bytes(xlsx({"结果": [["审核审批结果"], RESULTS, *rows]}))


def opened(folder: Path, day: str) -> Session:
    return open_session(folder, today=dt.date.fromisoformat(day))


def sheet(folder: Path, month: str, name: str) -> list[Line]:
    book = openpyxl.load_workbook(folder / "输出" / "报表" / f"{NAME}（{month}）.xlsx")
    if name not in book.sheetnames:
        return []
    heads, *rows = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows if isinstance(row[0], int)]


def head(folder: Path, month: str) -> str:
    book = openpyxl.load_workbook(folder / "输出" / "报表" / f"{NAME}（{month}）.xlsx")
    return next(str(cell.value) for cell in book["本月"][2] if "统计月份" in str(cell.value))


def frozen(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((folder / "存档").rglob("*.*")) if "状态" not in path.parts}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April handed in with two households; then a third one's approval of April comes late, and the second's is taken back."""
    place = tmp_path_factory.mktemp("更正") / "区"
    init_workspace(place, shipped("xixia-2019"))
    (place / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *HOUSEHOLDS]}))
    results(place, "结果4.xlsx", (1, "纳入低保", "2019-04-20", ""), (2, "纳入低保", "2019-04-21", ""))
    return place


@pytest.fixture(scope="module")
def april(folder: Path) -> dict[str, bytes]:
    report(opened(folder, "2019-05-02"), NAME)
    assert head(folder, "2019年4月") == "统计月份：2019年4月（未登记上报）"
    submit(opened(folder, "2019-05-02"), [NAME], None, SIGNED, confirmed=True)
    assert head(folder, "2019年4月") == "统计月份：2019年4月"  # as it goes out
    return frozen(folder)


@pytest.fixture(scope="module")
def may(folder: Path, april: dict[str, bytes]) -> Outcome:
    results(folder, "结果5.xlsx", (3, "纳入低保", "2019-04-25", ""), (4, "纳入低保", "2019-05-10", ""))
    results(folder, "结果4更正.xlsx", (2, "不符合", "2019-04-28", "收入超标"))
    return report(opened(folder, "2019-06-02"), NAME)


def total_of(folder: Path, month: str) -> Line:
    lines = sheet(folder, month, "累计核对")
    return next(line for line in lines if (line["项目"], line["表中的行"]) == ("新增救助·累计·户", "合计"))


def by_name(lines: Sequence[Line]) -> dict[object, Line]:
    return {line["户主姓名"]: line for line in lines}


def test_who_counts_otherwise_is_named_and_an_open_one_is_not_corrected(folder: Path, may: Outcome) -> None:
    lines = by_name(sheet(folder, "2019年5月", "更正"))
    assert {name: (line["期间"], line["状态"]) for name, line in lines.items()} == {
        "甲二": ("2019-04", "已上报待核实"),
        "甲三": ("2019-04", "更正"),
    }
    assert (lines["甲三"]["上报时计入"], lines["甲二"]["现在计入"]) == ("不计入", "不计入")
    assert (lines["甲三"]["原因"], lines["甲三"]["来源文件"]) == ("来件", "结果5.xlsx")
    assert (lines["甲二"]["原因"], lines["甲二"]["来源文件"]) == ("来件", "结果4更正.xlsx")
    assert "新增救助群体（终判）·纳入低保·户 1；新增救助群体（终判）·纳入低保·人 2" in str(lines["甲三"]["现在计入"])
    assert [text for text in may.left if "已上报的" in text] == [
        f"已上报的{NAME} 2019-04：有2户现在计入的与上报时不同（其中1户现在待核实，答复以前不更正）："
        f"见 报表/{NAME}（2019年5月）.xlsx 的更正各页"
    ]


def test_every_figure_is_carried_forward(folder: Path, may: Outcome) -> None:
    lines = sheet(folder, "2019年5月", "累计核对")
    total = next(line for line in lines if (line["项目"], line["表中的行"]) == ("新增救助·累计·户", "合计"))
    assert [total[name] for name in ("上期累计（已上报）", "本期", "更正", "本期累计", "已上报待核实", "表中累计")] == [
        *(2, 1, 1, 4),
        *(1, 3),
    ]
    assert {line["核对"] for line in lines} == {"平"}
    assert may.summary["勾稽"]["不平"] == 0
    persons = next(line for line in lines if (line["项目"], line["表中的行"]) == ("新增救助·累计·人", "兴泾镇"))
    assert (persons["上期累计（已上报）"], persons["更正"], persons["本期累计"]) == (4, 2, 8)


def test_the_table_of_what_differs_is_exported(folder: Path, may: Outcome) -> None:
    outcome, text = export(opened(folder, "2019-06-02"), "filed_changes", "csv", None)
    assert outcome.summary["行数"] == 2
    assert f"{NAME},2019-04," in text


def test_what_changed_since_a_report_was_handed_in(folder: Path, may: Outcome) -> None:
    session = opened(folder, "2019-06-02")
    _, text = export(session, "changes", "csv", None, since="2019-04")
    judged = {line.split(",")[1] for line in text.splitlines() if ",改判," in line}
    assert judged == {"甲二", "甲三", "甲四"}
    assert export(session, "changes", "csv", None, since=f"2019-04/{NAME}")[1] == text
    with pytest.raises(UsageError, match=f"2019-04/{NAME}"):
        export(session, "changes", "csv", None, since="2019-03")
    with pytest.raises(UsageError, match="只用于 changes"):
        export(session, "cases", "csv", None, since="2019-04")


def test_what_was_handed_in_stays_whatever_comes(folder: Path, april: dict[str, bytes], may: Outcome) -> None:
    """A month made again says what differs; the archive keeps its bytes; an answer makes the correction."""
    report(opened(folder, "2019-06-02"), NAME, month="2019-04")
    assert head(folder, "2019年4月") == "统计月份：2019年4月（2019-05-02已上报，第1次）"
    assert set(by_name(sheet(folder, "2019年4月", "与已上报的差"))) == {"甲二", "甲三"}
    (folder / "收件" / "结果4更正.xlsx").unlink()
    results(folder, "结果4.xlsx", (1, "纳入低保", "2019-04-20", ""))
    submit(opened(folder, "2019-06-02"), [NAME], None, SIGNED, confirmed=True)
    assert {name: line["状态"] for name, line in by_name(sheet(folder, "2019年5月", "更正")).items()} == {
        "甲二": "更正",
        "甲三": "更正",
    }
    total = total_of(folder, "2019年5月")
    assert [total[name] for name in ("上期累计（已上报）", "本期", "更正", "本期累计")] == [2, 1, 0, 3]
    kept = frozen(folder)
    assert {path: kept[path] for path in april} == april


def test_a_month_nobody_handed_in_stands_between(folder: Path, may: Outcome) -> None:
    """May taken back: June goes on from April, with what May adds on its own."""
    if not list((folder / "存档").glob("2019-05/*")):
        submit(opened(folder, "2019-06-02"), [NAME], None, SIGNED, confirmed=True)
    reopen(opened(folder, "2019-06-03"), NAME, "2019-05", "市局退回", SIGNED)
    results(folder, "结果6.xlsx", (5, "纳入低保", "2019-06-10", ""))
    assert report(opened(folder, "2019-07-02"), NAME).summary["勾稽"]["不平"] == 0
    total = total_of(folder, "2019年6月")
    names = ("上期累计（已上报）", "其间没有上报的月份", "本期", "更正", "本期累计")
    assert [total[name] for name in names] == [2, 1, 1, 0, 4]


def test_who_is_sent_by_nobody_any_more_is_named_and_said_before_the_next_is_handed_in(
    folder: Path, may: Outcome
) -> None:
    """The roster written over with one row less: it is no plain correction, and she is asked about it before she signs."""
    gone, *others = HOUSEHOLDS
    kept = (folder / "收件" / "兴泾镇.xlsx").read_bytes()
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *others]}))
    results(folder, "结果4.xlsx")
    june = submit(opened(folder, "2019-07-02"), [NAME], "2019-06", SIGNED)
    assert any("其中1户现在不在名册里了" in sentence for sentence in june.left)
    report(opened(folder, "2019-07-02"), NAME, month="2019-06")
    line = by_name(sheet(folder, "2019年6月", "更正"))[gone[0]]
    assert (line["镇街"], line["现在计入"], line["状态"]) == ("兴泾镇", "不计入", "已不在名册")
    (folder / "收件" / "兴泾镇.xlsx").write_bytes(kept)


def test_who_waits_for_an_answer_is_carried_on_and_what_was_corrected_is_not_said_again(tmp_path: Path) -> None:
    """It was in one month's reckoning and gone from the next, and who was resolved stood beside others' corrections."""
    place = tmp_path / "区"
    init_workspace(place, shipped("xixia-2019"))
    (place / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *HOUSEHOLDS]}))
    results(place, "结果4.xlsx", (1, "纳入低保", "2019-04-20", ""), (2, "纳入低保", "2019-04-21", ""))
    submit(opened(place, "2019-05-02"), [NAME], None, SIGNED, confirmed=True)
    results(place, "结果5.xlsx", (3, "纳入低保", "2019-04-25", ""), (4, "纳入低保", "2019-05-10", ""))
    results(place, "结果4更正.xlsx", (2, "不符合", "2019-04-28", "收入超标"))  # 甲二: two results, nobody says which
    submit(opened(place, "2019-06-02"), [NAME], None, SIGNED, confirmed=True)
    may = total_of(place, "2019年5月")
    assert (may["本期累计"], may["已上报待核实"], may["表中累计"]) == (4, 1, 3)

    waiting = report(opened(place, "2019-07-02"), NAME)
    june = total_of(place, "2019年6月")
    names = ("上期累计（已上报）", "本期", "更正", "本期累计", "已上报待核实", "表中累计", "核对")
    assert [june[name] for name in names] == [4, 0, 0, 4, 1, 3, "平"]
    assert list(by_name(sheet(place, "2019年6月", "更正"))) == ["甲二"]
    assert len([text for text in waiting.left if "已上报的" in text]) == 1

    (place / "收件" / "结果4更正.xlsx").unlink()  # it was right as it was handed in
    answered = report(opened(place, "2019-07-02"), NAME)
    june = total_of(place, "2019年6月")
    assert [june[name] for name in names if name != "已上报待核实"] == [4, 0, 0, 4, 4, "平"]
    assert sheet(place, "2019年6月", "更正") == []
    assert [text for text in answered.left if "已上报的" in text] == []
