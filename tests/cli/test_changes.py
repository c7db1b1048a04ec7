"""Every run says what became otherwise since the state before it: who vanished, whose decision changed, and why."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别", "财产符合规定", "城乡"]
ROSTER = "兴泾镇/困难家庭名册.xlsx"


def row(number: int, income: int = 12000) -> list[object]:
    name = f"示范{'甲乙丙丁戊己'[number - 1]}"
    return ["兴泾镇", name, citizen(number), f"泾华村{number}组{number}号", 3, income, "重病", "是", "城市"]


def send(folder: Path, *rows: list[object], name: str = ROSTER) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))


def run(folder: Path, *words: str, as_of: str = "2019-06-30") -> str:
    done = rescue("-C", folder, *(words or ("classify",)), "--as-of", as_of)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def changes(folder: Path, table: str = "changes") -> list[dict[str, str]]:
    done = rescue("-C", folder, "export", table)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("变化") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(folder, row(1), row(2), row(3))
    assert "变化" not in run(folder).split("写出")[0]  # nothing to compare with
    assert changes(folder) == []
    assert not (folder / "输出" / "变化.xlsx").exists()
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


def test_a_household_overwritten_away_is_named_and_a_changed_decision_beside_it(folder: Path) -> None:
    send(folder, row(1), row(3, income=90000))
    screen = run(folder, "run")
    assert "1户这次不见了，请核对：见 变化.xlsx" in screen
    lines = changes(folder)
    assert [(line["变化"], line["户主姓名"]) for line in lines][:2] == [("消失", "示范乙"), ("改判", "示范丙")]
    assert "被覆盖，新的一份里没有这一户" in lines[0]["新值"]
    assert lines[0]["来源文件"] == ROSTER
    assert {line["原因"] for line in lines} == {"来件"}
    edited = [line for line in lines if line["变化"] == "改动"]
    assert [(line["字段"], line["原值"], line["新值"]) for line in edited] == [("家庭年收入", "12000.00", "90000.00")]
    sheet = openpyxl.load_workbook(folder / "输出" / "变化.xlsx")["变化清单"]
    assert [cell.value for cell in sheet["B"]][3:5] == ["消失", "改判"]
    assert f"{ROSTER} 被覆盖，新的一份少1户，改判1户，改1处" in "".join(screen.split("\n  ")).replace("\n", "")
    gone, other = changes(folder, "versions")
    assert (gone["变化"], gone["户主姓名"], gone["新判定"]) == ("少了的户", "示范乙", "（没有这一户了）")
    assert (other["户主姓名"], other["字段"], other["原值"], other["新值"]) == (
        "示范丙",
        "家庭年收入",
        "12000.00",
        "90000.00",
    )
    assert other["原判定"] != other["新判定"] != ""
    versions = openpyxl.load_workbook(folder / "输出" / "来件登记.xlsx")["版本变动"]
    assert "示范丙" in [cell.value for cell in versions["F"]]
    to_do = changes(folder, "to_do")
    assert [line["项"] for line in to_do][:2] == ["被覆盖的文件", "不见的户"]
    assert all(line["回答处"].endswith(".xlsx") for line in to_do)

    send(folder, row(1), row(3))  # what was accepted is taken back
    assert "其中改回1处" in "".join(run(folder, "classify").split())
    (back,) = changes(folder, "versions")
    assert (back["户主姓名"], back["新值"], back["说明"]) == ("示范丙", "12000.00", "改回：接收过的改动又改回去了")
    run(folder, "classify")
    assert changes(folder, "versions") == [back]


def test_running_again_or_without_cache_and_outputs_says_the_same_in_the_same_bytes(folder: Path) -> None:
    send(folder, row(1), row(3))
    run(folder)
    book = folder / "输出" / "变化.xlsx"
    written = book.read_bytes()
    run(folder)
    assert book.read_bytes() == written
    for name in (".rescue", "输出"):
        shutil.rmtree(folder / name)
    run(folder)
    assert book.read_bytes() == written
    assert len(list((folder / "存档" / "状态").iterdir())) == 2


def test_a_removed_file_a_new_file_and_an_inserted_line(folder: Path) -> None:
    (folder / "收件" / ROSTER).unlink()
    send(folder, row(4), row(1), name="兴泾镇/困难家庭名册2.xlsx")
    assert f"1份上次读过的文件这次不在收件里：{ROSTER}" in run(folder, "classify")
    told = {(line["变化"], line["户主姓名"]): line for line in changes(folder)}
    assert sorted(told) == [("新增", "示范丁"), ("消失", "示范丙"), ("消失", "示范乙")]
    assert told["消失", "示范丙"]["新值"] == f"“{ROSTER}”已不在收件里"
    assert told["新增", "示范丁"]["来源文件"] == "兴泾镇/困难家庭名册2.xlsx"


def test_a_household_that_vanished_stays_named_until_it_is_sent_again(folder: Path) -> None:
    send(folder, row(1), row(3))
    run(folder)
    send(folder, row(1, income=90000), row(3))  # news that has nothing to do with it
    screen = run(folder)
    assert "1户以前不见了，至今没有再报来" in "".join(screen.split())
    assert "示范乙" not in {line["户主姓名"] for line in changes(folder)}
    book = folder / "输出" / "变化.xlsx"
    sheet = openpyxl.load_workbook(book)["以前消失的户"]
    assert [cell.value for cell in sheet["C"]][3:4] == ["示范乙"]
    written = book.read_bytes()
    run(folder)
    assert book.read_bytes() == written
    send(folder, row(1, income=90000), row(2), row(3))
    assert "以前不见了" not in "".join(run(folder).split())
    assert "以前消失的户" not in openpyxl.load_workbook(book).sheetnames


def test_what_a_person_put_right_is_not_the_townships_doing(folder: Path) -> None:
    run(folder, "merge")
    before = {
        line["户主姓名"]: line for line in csv.DictReader(rescue("-C", folder, "export", "cases").stdout.splitlines())
    }
    book = folder / "输出" / "合并名册.xlsx"
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["更正"]
    head = next(cells for cells in sheet.iter_rows() if cells[0].value == "编号")
    told = {
        "编号": before["示范乙"]["编号"],
        "姓名": "示范乙",
        "更正项目": "家庭年收入",
        "更正为": 90000,
        "更正理由": "笔误",
    }
    told |= {"理由": "笔误", "更正人": "经办"}
    for cell in head:
        if cell.value in told:
            sheet.cell(cell.row + 1, cell.column, told[cell.value])
    workbook.save(book)
    done = rescue("-C", folder, "apply", book)
    assert done.returncode == 0, done.stdout + done.stderr
    screen = "".join(run(folder, "run").split())
    assert {line["原因"] for line in changes(folder)} == {"裁定"}
    assert {line["变化"] for line in changes(folder)} == {"改判", "改动"}
    assert "变化1户（与" in screen  # one household, however much of it is otherwise


def test_a_file_that_is_gone_is_said_though_no_household_changed(folder: Path) -> None:
    late = "兴泾镇/补报.xlsx"
    send(folder, row(4), name=late)
    run(folder)
    send(folder, row(1), row(2), row(3), row(4))
    (folder / "收件" / late).unlink()
    assert f"1份上次读过的文件这次不在收件里：{late}" in run(folder)
    assert f"1份上次读过的文件这次不在收件里：{late}" in run(folder)  # again, the same


def test_a_renamed_file_is_not_gone(folder: Path) -> None:
    roster = folder / "收件" / ROSTER
    roster.rename(roster.with_name("兴泾镇5月.xlsx"))
    assert "不在收件里" not in run(folder)


def test_a_later_day_is_the_cause_where_no_file_is(folder: Path) -> None:
    send(folder, row(1), name="局机关/低保在保名单（2019年8月1日）.xlsx")
    run(folder)
    before = changes(folder)
    run(folder, as_of="2019-08-31")
    after = changes(folder)
    if after != before:  # a list of August is known only from its day on
        assert {line["原因"] for line in after} == {"到期"}


def test_a_state_that_cannot_be_read_is_said_and_recorded_anew(folder: Path) -> None:
    (state,) = (folder / "存档" / "状态").iterdir()
    (state / "about.json").write_text("{", encoding="utf-8")
    send(folder, row(1))
    done = rescue("-C", folder, "run", "--as-of", "2019-06-30")
    assert "上次记下的状态读不出来" in " ".join(done.stderr.split())
    assert changes(folder) == []
