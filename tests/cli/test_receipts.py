"""来件登记: every file with its sender, form, day, what it is beside the others, and whether it counts."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别"]
ROSTER = "兴泾镇/困难家庭名册.xlsx"


def row(number: int, income: int = 12000, town: str = "兴泾镇") -> list[object]:
    return [town, f"示范{'甲乙丙丁戊己'[number - 1]}", citizen(number), f"一村{number}组{number}号", 3, income, "重病"]


def send(folder: Path, name: str, *rows: list[object]) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))


def run(folder: Path, day: str, *words: str) -> None:
    config = folder / "rescue.toml"
    kept = [line for line in config.read_text(encoding="utf-8").splitlines() if not line.startswith("as_of")]
    config.write_text("\n".join([f"as_of = {day}", *kept]), encoding="utf-8")
    done = rescue("-C", folder, *(words or ("validate",)))
    assert done.returncode in (0, 1), done.stderr


def receipts(folder: Path) -> dict[str, list[str]]:
    done = rescue("-C", folder, "export", "receipts")
    assert done.returncode == 0, done.stderr
    return {
        line["来源文件"]: [line[name] for name in ("到达日期", "单位", "表种", "份次", "状态", "替换为")]
        for line in csv.DictReader(done.stdout.splitlines())
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("来件") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(folder, ROSTER, row(1), row(2), row(3))
    run(folder, "2019-05-10", "run")
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


def test_what_the_first_run_finds_has_no_day_and_what_comes_later_has_that_of_its_run(folder: Path) -> None:
    assert receipts(folder) == {ROSTER: ["", "兴泾镇", "困难家庭名册", "初报", "已计", ""]}
    send(folder, "兴泾镇/补充名册.xlsx", row(4), row(5))
    send(folder, "5月12日收到/镇北堡镇困难家庭名册.xlsx", row(6, town="镇北堡镇"))
    shutil.copy(folder / "收件" / ROSTER, folder / "收件" / "兴泾镇" / "副本.xlsx")
    send(folder, "兴泾镇/困难家庭名册（更正）.xlsx", row(1, income=90000), row(2), row(3))
    run(folder, "2019-05-20")
    run(folder, "2019-06-20")
    found = receipts(folder)
    assert found["兴泾镇/补充名册.xlsx"] == ["2019-05-20", "兴泾镇", "困难家庭名册", "补报", "已计", ""]
    assert found["5月12日收到/镇北堡镇困难家庭名册.xlsx"][0] == "2019-05-12"
    assert sorted([found["兴泾镇/副本.xlsx"][3:], found[ROSTER][3:]]) == [
        ["初报", "已计", ""],
        ["重复", "已替换", "兴泾镇/副本.xlsx"],
    ]
    assert found["兴泾镇/困难家庭名册（更正）.xlsx"][3:] == ["更正", "待定", ""]


def test_a_file_written_over_is_a_correction_and_one_that_waits_is_not_sent_back(folder: Path) -> None:
    send(folder, ROSTER, row(1, income=90000), row(2), row(3))
    later, faulty = "兴泾镇/困难家庭名册（更正）.xlsx", row(1, income=91000)
    faulty[2] = "12345"
    send(folder, later, faulty, row(2), row(3))
    run(folder, "2019-05-20")
    came = receipts(folder)
    assert (came[ROSTER][0], came[ROSTER][3:]) == ("2019-05-20", ["更正", "已计", ""])
    assert came[later][3:] == ["更正", "待定", ""]
    findings = csv.DictReader(rescue("-C", folder, "export", "findings").stdout.splitlines())
    assert not [line for line in findings if line["来源文件"] == later]
    assert not (folder / "输出/校验/退回" / later).exists()


def test_a_file_merely_saved_again_is_no_correction(folder: Path) -> None:
    path = folder / "收件" / ROSTER
    extra = folder / "收件" / "兴泾镇" / "补充名册.xlsx"
    send(folder, "兴泾镇/补充名册.xlsx", row(4))
    run(folder, "2019-05-10")
    came = {name: line[0] for name, line in receipts(folder).items()}
    book = openpyxl.load_workbook(extra)
    book.properties.title = "零"
    book.save(extra)
    for title, copy in (("一", "初报"), ("二", "初报")):
        book = openpyxl.load_workbook(path)
        book.properties.title = title
        book.save(path)
        run(folder, "2019-05-20")
        assert receipts(folder)[ROSTER][3:] == [copy, "已计", ""]
        assert {name: line[0] for name, line in receipts(folder).items()} == came  # nobody is late by saving again
    send(folder, ROSTER, row(1, income=90000), row(2), row(3))
    run(folder, "2019-05-21")
    assert receipts(folder)[ROSTER][3] == "更正"
    book = openpyxl.load_workbook(path)
    book.properties.title = "三"
    book.save(path)
    run(folder, "2019-05-22")
    assert receipts(folder)[ROSTER][3] == "更正"  # of what came first it is one still


def test_a_person_says_when_it_came_in_the_workbook_or_in_the_settings(folder: Path) -> None:
    path = folder / "输出" / "来件登记.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["来件登记"]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(4, heads.index("实际到达日期") + 1, dt.date(2019, 5, 2))
    book.save(path)
    run(folder, "2019-05-10")  # what was typed stands there still
    done = rescue("-C", folder, "apply", path, "--by", "经办甲")
    assert done.returncode == 0, done.stderr
    assert "到达日期" in done.stdout
    run(folder, "2019-05-10")
    assert receipts(folder)[ROSTER][0] == "2019-05-02"
    assert openpyxl.load_workbook(path)["来件登记"].cell(4, heads.index("实际到达日期") + 1).value is None
    send(folder, "兴泾镇/补充名册.xlsx", row(4), row(5))
    config = folder / "rescue.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f'{text}\n[[received]]\nfile = "兴泾镇/补充名册.xlsx"\nday = 2019-05-03\n', encoding="utf-8")
    run(folder, "2019-05-20")
    assert receipts(folder)["兴泾镇/补充名册.xlsx"][0] == "2019-05-03"


def test_a_day_that_lies_ahead_is_refused_and_a_photo_is_unread(folder: Path) -> None:
    path = folder / "输出" / "来件登记.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["来件登记"]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(4, heads.index("实际到达日期") + 1, "2999-01-01")
    book.save(path)
    done = rescue("-C", folder, "apply", path)
    assert done.returncode == 2
    assert "不是已经过去的日期" in "".join(done.stderr.split())
    (folder / "收件" / "镇北堡镇.jpg").write_bytes(b"\xff\xd8\xff\xe0junk")
    run(folder, "2019-05-20")
    assert receipts(folder)["镇北堡镇.jpg"] == ["2019-05-20", "镇北堡镇", "", "初报", "未读", ""]


def test_who_sent_nothing_is_named_on_the_screen_and_in_the_book(folder: Path) -> None:
    done = rescue("-C", folder, "validate")
    screen = "".join(done.stdout.split())
    assert "份应报的没有报来（" in screen
    assert "见催报/应报未报.xlsx" in screen
    table = rescue("-C", folder, "export", "owed").stdout.splitlines()
    states = {line["单位"]: line["状态"] for line in csv.DictReader(table) if line["应报"] == "困难家庭名册"}
    assert states.pop("兴泾镇") == "已到（日期未记）"
    assert set(states.values()) == {"未到"}
    assert len(states) > 5


@pytest.mark.parametrize(
    ("entry", "said_of_it"),
    [
        ('deadline = "名册上抱"\nwho = ["甲"]', "方案没有时限“名册上抱”"),
        ('deadline = "名册上报"', "要写 who（谁报）或 on（哪天以前）"),
        ('deadline = "城市月报"\non = 2019-05-06', "是每月的：改某一个月的，写 month"),
    ],
)
def test_what_rescue_toml_says_of_deadlines_is_checked(folder: Path, entry: str, said_of_it: str) -> None:
    with (folder / "rescue.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[[owes]]\n{entry}\nreason = "示例"\n')
    done = rescue("-C", folder, "validate")
    assert done.returncode == 2
    assert "".join(said_of_it.split()) in "".join(done.stderr.split())


def test_townships_of_which_no_deadline_asks_anything_are_named_where_they_sent_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "区"
    assert rescue("init", folder, "--pack", "qianjiang-2022").returncode == 0
    path = folder / "收件" / "城东街道" / "花名册.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(xlsx({"重点人群花名册": [HEADS, row(1, town="城东街道")]}))
    done = rescue("-C", folder, "validate", "--as-of", "2022-12-10")
    screen = "".join(done.stdout.split())
    assert "29个镇街没有报来任何文件（" in screen
    assert "城东街道" not in screen.split("没有报来任何文件（")[1].split("）")[0]


def owed(folder: Path, form: str = "困难家庭名册") -> dict[str, str]:
    done = rescue("-C", folder, "export", "owed")
    assert done.returncode == 0, done.stderr
    lines = csv.DictReader(done.stdout.splitlines())
    return {line["单位"]: line["状态"] for line in lines if line["应报"] == form and not line["期间"]}


def test_a_stray_row_in_another_township_s_file_is_no_roster(folder: Path) -> None:
    send(folder, ROSTER, row(1), row(2), row(3), row(4, town="镇北堡镇"))
    run(folder, "2019-05-10")
    assert receipts(folder)[ROSTER][1] == "兴泾镇"
    assert owed(folder)["镇北堡镇"] == "未到"
    send(folder, "全区.xlsx", row(5), row(6, town="镇北堡镇"))  # nobody's own: of all whose rows it holds
    run(folder, "2019-05-11")
    assert owed(folder)["镇北堡镇"] != "未到"


def test_two_townships_send_the_same_blank_form_and_each_has_sent_it(folder: Path) -> None:
    for name in ("宁华路街道/零报告.xlsx", "文昌路街道/零报告.xlsx", "文昌路街道/再发.xlsx"):
        send(folder, name)
    run(folder, "2019-05-11")
    found = {name: (line[1], line[3], line[4]) for name, line in receipts(folder).items() if "路街道" in name}
    assert found == {
        "宁华路街道/零报告.xlsx": ("宁华路街道", "初报", "已计"),
        "文昌路街道/再发.xlsx": ("文昌路街道", "初报", "已计"),
        "文昌路街道/零报告.xlsx": ("文昌路街道", "重复", "已替换"),
    }
    assert [owed(folder)[name] for name in ("宁华路街道", "文昌路街道", "朔方路街道")] == ["逾期", "空表待问", "未到"]


def test_a_run_that_looks_back_says_nothing_of_the_day_a_new_file_came(folder: Path) -> None:
    """Neither that it came by that day, nor on the computer's, years after it was due."""
    config = folder / "rescue.toml"
    lines = config.read_text(encoding="utf-8").splitlines()
    config.write_text("\n".join(line for line in lines if not line.startswith("as_of")), encoding="utf-8")
    send(folder, "镇北堡镇/困难家庭名册.xlsx", row(5, town="镇北堡镇"))
    assert rescue("-C", folder, "validate", "--as-of", "2019-05-10").returncode in (0, 1)
    assert receipts(folder)["镇北堡镇/困难家庭名册.xlsx"][0] == ""
    assert owed(folder)["镇北堡镇"] == "已到（日期未记）"
