"""The round trip with a township: headings asked and learned, faults let stand, a corrected file taken; and --strict."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.record.journal import read_journal
from support.clerk import apply, fill, send, told
from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = [
    "序号",
    "户主姓名",
    "身份证号",
    "家庭人口",
    "人均月收入（元）",
    "详细住址",
    "联系方式",
    "家庭困难类别",
    "住户联络暗号",
    "城乡",
]
FILE, NEW = "兴泾镇/困难家庭名册.xlsx", "兴泾镇/困难家庭名册（更正）.xlsx"
NAMES = "赵钱孙李周吴郑王"
PHONES = (
    "13800010007",
    "13900420131",
    "138095",
    "15009510284",
    "13710090455",
    "18695190616",
    "17795440787",
    "13323510978",
)


def rows() -> list[list[object]]:
    return [
        [
            at,
            f"{name}兴华",
            citizen(at),
            3,
            500 + at * 7,
            f"泾华村{at}组{at * 3}号",
            PHONES[at - 1],
            "重病",
            f"甲{at}",
            "农村",
        ]
        for at, name in enumerate(NAMES, 1)
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    lines = rows()
    lines[3][1] = None
    send(folder, FILE, HEADS, *lines)
    return folder


def test_a_heading_is_asked_once_and_read_ever_after(workspace: Path) -> None:
    asked = rescue("-C", workspace, "headers")
    assert asked.returncode == 1, asked.stderr
    book = workspace / "输出" / "表头确认.xlsx"
    sheet = openpyxl.load_workbook(book)["表头确认"]
    assert "甲1" in [cell.value for row in sheet.iter_rows() for cell in row]
    fill(book, "表头确认", lambda row: {"读作": "不存在的字段"})
    assert "不是这种表的字段" in apply(workspace, "表头确认.xlsx")
    kinds = {entry.kind for entry in read_journal(workspace / "裁定.jsonl").entries}
    assert "waiver" not in kinds  # nothing of the answers

    fill(book, "表头确认", lambda row: {"读作": "备注"})
    assert apply(workspace, "表头确认.xlsx") == ""
    assert "没有新的回答" in rescue("-C", workspace, "apply", book).stderr
    fill(book, "表头确认", lambda row: {"读作": "不是本表字段"})
    assert apply(workspace, "表头确认.xlsx") == ""
    fill(book, "表头确认", lambda row: {"读作": "备注"})
    assert apply(workspace, "表头确认.xlsx") == ""
    assert rescue("-C", workspace, "headers").returncode == 0
    assert rescue("-C", workspace, "merge").returncode == 1
    mentions = rescue("-C", workspace, "export", "mentions", "--format", "jsonl").stdout.splitlines()
    assert json.loads(mentions[0])["备注"] == "甲1"
    kinds = [json.loads(line) for line in (workspace / "裁定.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (kinds[1]["k"], kinds[1]["by"], kinds[1]["township"]) == ("header", "经办", "兴泾镇")
    assert [line.get("field") for line in kinds[1:4]] == ["备注", "不是本表字段", "备注"]


IDS = ("990101196003050117", "990101195507120225")


def test_the_headings_of_a_sheet_nobody_recognised_are_taught_for_all_townships(workspace: Path) -> None:
    heads = ["当家人", "证件", "门牌", "手机", "困难"]
    for name, number in (("兴泾镇", 1), ("镇北堡镇", 2)):
        row = [f"示范{'甲乙'[number - 1]}", IDS[number - 1], f"{number}组{number}号", f"1990000000{number}", "重病"]
        (workspace / "收件" / f"{name}花名.xlsx").write_bytes(xlsx({"Sheet1": [["困难家庭名册"], heads, row]}))
    shown = rescue("-C", workspace, "merge").stdout
    assert "rescue headers" in shown
    assert "当家人" in shown
    rescue("-C", workspace, "headers")
    fields = {"当家人": "户主姓名", "证件": "身份证号", "门牌": "详细住址", "手机": "联系方式", "困难": "家庭困难类别"}

    def answer(row):
        mine = row["镇街"] == "兴泾镇" and row["表头"] in fields
        return {"读作": fields[row["表头"]], "适用": "所有镇街"} if mine else {}

    fill(workspace / "输出" / "表头确认.xlsx", "表头确认", answer)
    assert apply(workspace, "表头确认.xlsx") == ""
    rescue("-C", workspace, "merge")
    mentions = rescue("-C", workspace, "export", "mentions", "--format", "jsonl").stdout.splitlines()
    read = {line["来源文件"] for line in map(json.loads, mentions)}
    assert {"兴泾镇花名.xlsx", "镇北堡镇花名.xlsx"} <= read


def test_a_sheet_without_a_title_is_read_once_its_headings_are_taught(workspace: Path) -> None:
    """Nothing says which form it is but the answers themselves, and the form has columns the sheet lacks."""
    rows = [[f"示范{'甲乙'[n]}", IDS[n], f"{n + 1}组{n + 1}号", f"1990000000{n}"] for n in range(2)]
    sent = workspace / "收件" / "兴泾镇花名.xlsx"
    sent.write_bytes(xlsx({"Sheet1": [["当家人", "证件", "门牌", "手机"], *rows]}))
    assert "rescue headers" in rescue("-C", workspace, "validate").stdout
    rescue("-C", workspace, "headers")
    fields = {"当家人": "户主姓名", "证件": "身份证号", "门牌": "详细住址"}
    samples: list[object] = []

    def answer(row):
        samples.append(row["示例一"])
        return {"读作": fields[row["表头"]]} if row["表头"] in fields and row["镇街"] == "兴泾镇" else {}

    fill(workspace / "输出" / "表头确认.xlsx", "表头确认", answer)
    assert "示**" in samples  # also of a sheet that was not read, and masked
    assert apply(workspace, "表头确认.xlsx") == ""
    rescue("-C", workspace, "validate")
    mentions = rescue("-C", workspace, "export", "mentions", "--format", "jsonl").stdout.splitlines()
    read = [line["户主姓名"] for line in map(json.loads, mentions) if line["来源文件"] == "兴泾镇花名.xlsx"]
    assert read == ["示范甲", "示范乙"]


def test_a_warning_is_let_stand_with_a_reason_until_its_value_changes(workspace: Path) -> None:
    before = told(workspace, "validate")["问题"]
    book = "校验/校验汇总.xlsx"
    fill(workspace / "输出" / book, "问题清单", lambda row: {"处理": "认可"})
    refused = apply(workspace, book)
    assert "认可要写明理由" in refused
    odd, blank = {"处理": "认可", "理由": "老人机，已核对"}, {"处理": ""}
    told(workspace, "validate")  # what was typed stands there still
    fill(workspace / "输出" / book, "问题清单", lambda row: odd if row["代码"] == "INTAKE-PHONE-ODD" else blank)
    assert apply(workspace, book) == ""
    after = told(workspace, "validate")
    assert after["已认可"] == 1
    assert isinstance(before, dict)
    assert isinstance(after["问题"], dict)
    assert after["问题"]["请核实"] == before["请核实"] - 1
    assert "已认可" in openpyxl.load_workbook(workspace / "输出" / book).sheetnames

    fill(workspace / "输出" / book, "已认可", lambda row: {"处理": "取消认可"})
    assert apply(workspace, book) == ""
    assert "已认可" not in told(workspace, "validate")
    fill(workspace / "输出" / book, "问题清单", lambda row: odd if row["代码"] == "INTAKE-PHONE-ODD" else {})
    assert apply(workspace, book) == ""
    assert told(workspace, "validate")["已认可"] == 1

    lines = rows()
    lines[2][6] = "1380"
    send(workspace, FILE, HEADS, *lines)
    assert "已认可" not in told(workspace, "validate")


def test_what_must_be_mended_and_what_is_outdated_are_refused_together(workspace: Path) -> None:
    told(workspace, "validate")
    book = "校验/校验汇总.xlsx"
    fill(workspace / "输出" / book, "问题清单", lambda row: {"处理": "认可", "理由": "不想改"})
    send(workspace, FILE, HEADS, *rows()[:2])
    recorded = (workspace / "裁定.jsonl").read_bytes()  # what came in, since validate
    refused = apply(workspace, book)
    assert "不能认可" in refused
    assert "已经变了或不再有" in refused
    assert (workspace / "裁定.jsonl").read_bytes() == recorded


def test_a_mended_copy_takes_the_place_of_its_file_and_is_compared(workspace: Path) -> None:
    told(workspace, "validate")
    returned = openpyxl.load_workbook(workspace / "输出" / "校验" / "退回" / FILE)
    roster = returned["名册"]
    roster["B6"] = "李兴华"
    roster["D3"] = 5
    roster.delete_rows(10)
    returned.save(workspace / "收件" / NEW)
    after = told(workspace, "validate")
    assert after["已替换"] == 1
    assert after["更正"] == {"已改": 1, "未改": 1, "新错": 0, "已接收有变动": 1, "少了的户": 1}
    assert not (workspace / "输出" / "更正确认.xlsx").exists()
    summary = openpyxl.load_workbook(workspace / "输出" / "校验" / "校验汇总.xlsx")
    assert "更正对照" in summary.sheetnames
    listed = [cell.value for row in summary["问题清单"].iter_rows() for cell in row]
    assert "错误原因" not in listed


def test_both_files_kept_are_not_asked_about_again(workspace: Path) -> None:
    send(workspace, NEW, HEADS, *rows())
    told(workspace, "validate")
    fill(workspace / "输出" / "更正确认.xlsx", "更正确认", lambda row: {"处理": "都保留"})
    assert apply(workspace, "更正确认.xlsx") == ""
    assert told(workspace, "validate")["已读"] == 2
    assert not (workspace / "输出" / "更正确认.xlsx").exists()


def test_a_file_that_repeats_another_townships_is_asked_about_and_kept(workspace: Path) -> None:
    village = [
        [at, f"赵{chr(0x4E00 + at)}", citizen(at), 1, 500, f"泾华村{at}组1号", None, "重病", "", "农村"]
        for at in range(30)
    ]
    for file in (FILE, "镇北堡镇/困难家庭名册.xlsx"):
        send(workspace, file, HEADS, *village, *([village[0]] if file == FILE else []))
    assert told(workspace, "merge")["户"] == 30
    seen = []

    def both(row: dict[str, object]) -> dict[str, object]:
        seen.append(str(row["依据"]))
        return {"处理": "都保留"}

    fill(workspace / "输出" / "更正确认.xlsx", "更正确认", both)
    assert len(seen) == 1
    assert "暂不计" in seen[0]
    assert apply(workspace, "更正确认.xlsx") == ""
    after = told(workspace, "merge")
    assert after["户"] == 30
    assert isinstance(after["平账"], dict)
    assert after["平账"]["不归户"] == 0


def test_strict_refuses_the_whole_file_and_the_balance_closes(workspace: Path) -> None:
    done = told(workspace, "merge", "--strict")
    assert (done["拒收"], done["户"]) == (1, 0)
    balance = done["平账"]
    assert isinstance(balance, dict)
    assert (balance["拒收"], balance["差"]) == (8, 0)
    assert told(workspace, "merge")["户"] == 8


def test_other_workbooks_are_refused_in_a_sentence(workspace: Path, tmp_path: Path) -> None:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    (tmp_path / "别的.xlsx").write_bytes(target.getvalue())
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    done = rescue("-C", workspace, "apply", tmp_path / "别的.xlsx", tmp_path / "坏.xlsx")
    assert done.returncode == 2
    assert "别的.xlsx" in done.stderr
    assert "坏.xlsx" in done.stderr
    assert rescue("-C", workspace, "apply", tmp_path / "没有.xlsx").returncode == 2
