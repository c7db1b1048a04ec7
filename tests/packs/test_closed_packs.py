"""A pack's folder is closed: whatever is misnamed or leads out of 输出/ is refused with the nearest known name."""

import os
from pathlib import Path

import pytest

from rescue_cli.core.errors import PackError
from rescue_cli.core.file_names import path_fault, safe_name
from rescue_cli.pack import model as m
from rescue_cli.pack.check.output_paths import path_problems
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.load import catalogue_of, load_pack, not_packs
from support.reported import report_of
from support.small import HEAD, ROSTER

LIST = """
title = "名单"
kind = "list"
source = "cases"
file = "名单/名单.xlsx"
clause = "三"
[[sheet]]
name = "名单"
title = "名单"
column = [{ id = "户主姓名", head = ["户主姓名"], value = "户主姓名" }]
"""
FILL = '[fill]\nfile = "空白.xlsx"\nsheet = "表"\nfirst = 4\ncolumns = { B = "户主姓名" }\n'
CASES = (
    '[[case]]\nid = "甲"\nbasis = "三"\ngiven."困难家庭名册" = [{ "家庭人口" = 1 }]\nexpect = { "分类" = "待核实" }\n'
)
OWN_CODE = """
[[finding]]
code = "CHECK-MANY-PERSONS"
level = "请核实"
title = "人口多"
text = "家庭人口{值}，请核对"
mend = "核对{字段}"
"""
CHECK = '[[check]]\ncode = "CHECK-MANY-PERSONS"\nwhen = "家庭人口 > 20"\nfield = "家庭人口"\nclause = "二"\n'
FINDINGS = "findings.toml"
ROSTER_FILE = "forms/困难家庭名册.toml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A whole pack of one's own that passes the check."""
    parts = {
        "pack.toml": HEAD,
        ROSTER_FILE: ROSTER,
        "reports/名单.toml": LIST + FILL,
        "blanks/空白.xlsx": "",
        "cases.toml": CASES,
        "README.md": "说明",
    }
    return written(tmp_path / "shi", parts)


def written(folder: Path, parts: dict[str, str]) -> Path:
    for name, text in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def refused(home: Path) -> list[str]:
    """The problems, one string each, without the pack's name."""
    with pytest.raises(PackError) as caught:
        load_pack("shi", own=home.parent)
    return [str(problem).removeprefix("shi/") for problem in caught.value.problems]


# what is renamed to what, and the one sentence that must come of it
MISNAMED = [
    ("cases.toml", "case.toml", "case.toml：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("cases.toml", "cases.TOML", "cases.TOML：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("cases.toml", "Cases.toml", "Cases.toml：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("cases.toml", "cases.toml.txt", "cases.toml.txt：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("cases.toml", "cases", "cases：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("cases.toml", ".cases.toml", ".cases.toml：不认识的文件，不会读；是否应叫“cases.toml”"),
    ("reports", "report", "report：不认识的文件夹，不会读；是否应叫“reports”"),
    ("reports", "Reports", "Reports：不认识的文件夹，不会读；是否应叫“reports”"),
    ("forms", "form", "form：不认识的文件夹，不会读；是否应叫“forms”"),
    ("blanks", "blank", "blank：不认识的文件夹，不会读；是否应叫“blanks”"),
    ("reports/名单.toml", "reports/名单.TOML", "reports/名单.TOML：不认识的文件，不会读：文件名要以 .toml 结尾，中间没有句点；是否应叫“名单.toml”"),
    ("reports/名单.toml", "reports/名单.toml.txt", "reports/名单.toml.txt：不认识的文件，不会读：文件名要以 .toml 结尾，中间没有句点；是否应叫“名单.toml”"),
    ("reports/名单.toml", "reports/名单", "reports/名单：不认识的文件，不会读：文件名要以 .toml 结尾，中间没有句点；是否应叫“名单.toml”"),
    ("reports/名单.toml", "reports/NUL.toml", "reports/NUL.toml：“NUL”是Windows的设备名，不能作文件名"),
    ("blanks/空白.xlsx", "blanks/空白表.xlsx", "blanks/空白表.xlsx：不认识的文件，不会读；是否应叫“空白.xlsx”"),
    ("README.md", "rules.toml~", "rules.toml~：不认识的文件，不会读；是否应叫“rules.toml”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), MISNAMED, ids=[row[1] for row in MISNAMED])
def test_what_is_misnamed_is_refused(home: Path, old: str, new: str, says: str) -> None:
    (home / old).rename(home / new)
    assert refused(home) == [says]


# what is added, and the one sentence
ADDED = [
    ("rules.toml.bak", "rules.toml.bak：不认识的文件，不会读；是否应叫“rules.toml”"),
    ("cases - 副本.toml", "cases - 副本.toml：不认识的文件，不会读：请移走（已有“cases.toml”）"),
    ("forms/困难家庭名册.toml.bak", "forms/困难家庭名册.toml.bak：不认识的文件，不会读：请移走"),
    ("reports/README.md", "reports/README.md：不认识的文件，不会读：文件名要以 .toml 结尾，中间没有句点；是否应叫“README.toml”"),
    ("blanks/第二份.docx", "blanks/第二份.docx：不认识的文件，不会读：这里只放 空白.xlsx"),
    ("reports/旧/名单.toml", "reports/旧：里面的文件夹不会读：请把文件移到上一层"),
    ("rules.toml/x", "rules.toml：应是文件，这里是文件夹或断了的链接"),
    ("方案原文.docx", "方案原文.docx：不认识的文件，不会读：这里只放 pack.toml、standards.toml、rules.toml、cases.toml、vocabulary.toml、categories.toml、findings.toml、README.md、forms、reports、blanks"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "says"), ADDED, ids=[row[0] for row in ADDED])
def test_what_is_not_read_is_refused(home: Path, name: str, says: str) -> None:
    written(home, {name: "x"})
    assert refused(home) == [says]


def test_a_file_where_a_folder_should_be(home: Path) -> None:
    (home / "blanks" / "空白.xlsx").unlink()
    (home / "blanks").rmdir()
    written(home, {"blanks": ""})
    assert refused(home) == ["blanks：应是文件夹，这里是文件"]


def test_what_systems_leave_is_passed_over(home: Path) -> None:
    leftovers = [".DS_Store", "Thumbs.db", "desktop.ini", "._cases.toml", ".rules.toml.swp", ".gitignore"]
    written(home, {name: "" for name in leftovers})
    written(home, {f"forms/{name}": "" for name in (".DS_Store", "Thumbs.db")})
    written(home, {"blanks/~$空白.xlsx": "", "blanks/.~lock.空白.xlsx#": ""})
    assert load_pack("shi", own=home.parent).reports


def test_a_blank_no_report_uses(home: Path) -> None:
    written(home, {"reports/名单.toml": LIST})
    assert refused(home) == ["blanks/空白.xlsx：没有报表用到空白表或模板，请移走"]


def test_a_folder_called_otherwise_than_its_pack(home: Path) -> None:
    home.rename(home.with_name("xian"))
    with pytest.raises(PackError, match=r"xian/pack.toml › id：“shi”要与文件夹同名：“xian”"):
        load_pack("xian", own=home.parent)


def test_a_pack_whose_head_is_misnamed_is_not_unknown(home: Path) -> None:
    (home / "pack.toml").rename(home / "Pack.toml")
    assert refused(home) == ["pack.toml：文件不存在；“Pack.toml”是否应叫“pack.toml”"]
    assert not_packs(home.parent) == ["shi"]


def test_a_pack_unpacked_one_folder_too_deep(home: Path) -> None:
    home.rename(home.with_name("outer"))
    home.mkdir()
    home.with_name("outer").rename(home / "shi")
    assert refused(home) == ["pack.toml：文件不存在；里面还有一层“shi/shi”，请把那一层里的文件移到“shi”下"]


# --- no cascade ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("pack.toml", ["pack.toml：第1行“x = ”：引号没有关上"]),
        (ROSTER_FILE, [f"{ROSTER_FILE}：第1行"]),
        ("vocabulary.toml", ["vocabulary.toml：第1行"]),
        ("rules.toml", ["rules.toml：第1行"]),
    ],
)
def test_a_file_that_cannot_be_read_is_all_that_is_told(home: Path, file: str, says: list[str]) -> None:
    """Everything else in the pack names what such a file holds."""
    written(home, {file: 'x = "', "reports/名单.toml": LIST.replace('value = "户主姓名"', 'value = "没有的字段"')})
    problems = refused(home)
    assert len(problems) == 1
    assert problems[0].startswith(says[0].partition("：第1行")[0] + '：第1行“x = "”：引号没有关上')


def test_every_broken_file_is_told_at_once(home: Path) -> None:
    (home / ROSTER_FILE).write_bytes(ROSTER.encode("gb18030"))
    written(home, {"rules.toml": "[[rule]]\nid = 规则", "reports/名单.toml": LIST.replace("kind", "kynd")})
    (home / "cases.toml").rename(home / "case.toml")
    assert refused(home) == [
        "case.toml：不认识的文件，不会读；是否应叫“cases.toml”",
        f"{ROSTER_FILE}：文件是GBK编码（记事本里叫 ANSI），请用记事本打开，“另存为”时编码选 UTF-8",
        "reports/名单.toml › kind：缺少必填项",
        "reports/名单.toml › kynd：不认识的键“kynd”；是否想写“kind”（第3行）",
        "rules.toml：第2行“id = 规则”：文字要加英文引号，应写成：id = \"规则\"",
    ]  # fmt: skip


def test_a_byte_order_mark_is_nothing_wrong(home: Path) -> None:
    for path in home.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_pack("shi", own=home.parent).cases


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_file_that_may_not_be_read(home: Path) -> None:
    (home / "cases.toml").chmod(0)
    assert refused(home)[0].startswith("cases.toml：读不了")


WRONG_VALUES = [
    ("pack.toml", HEAD.replace('code = "990101"', 'code = "99010"'), "pack.toml › district.code：写法不合规定：六位数字的区划代码，要加引号，现在写的是“99010”（第9行）"),
    ("pack.toml", HEAD.replace('id = "shi"', 'id = "Shi"'), "pack.toml › id：写法不合规定：以小写字母开头，只用小写字母、数字和短横，如 xingqing-2026，现在写的是“Shi”（第2行）"),
    ("pack.toml", HEAD.replace("from = 2022-04-01", 'from = "四月"'), "pack.toml › period.from：应是日期，不加引号，如 2026-01-01，现在写的是“四月”（第12行）"),
    ("pack.toml", HEAD.replace('parent = "national"', "") + 'parent = "national"', "pack.toml › period.parent：“parent”要写在第一个方括号（[…]）的前面，写在后面就成了那一节的（第15行）"),
    (FINDINGS, OWN_CODE.replace("CHECK-MANY-PERSONS", "check-many"), "findings.toml › finding.1.code：写法不合规定：大写英文字母和数字，用短横连接，如 CHECK-MANY-PERSONS，现在写的是“check-many”（第3行）"),
    (FINDINGS, OWN_CODE + OWN_CODE + 'clause = "二"', "findings.toml › finding.2.clause：不认识的键“clause”；是否想写“code”（第15行）"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "says"), WRONG_VALUES, ids=[row[2][:30] for row in WRONG_VALUES])
def test_a_wrong_value_is_told_with_its_line_and_the_rule(home: Path, file: str, text: str, says: str) -> None:
    written(home, {file: text})
    assert says in refused(home)


def test_a_key_that_may_stand_in_several_lines_has_none(home: Path) -> None:
    written(home, {ROSTER_FILE: ROSTER.replace("required = true }", "required = 2 },\n{ field = '丙', required = 3 }")})
    assert all("行" not in problem for problem in refused(home))


def test_an_id_number_in_a_pack_is_masked(home: Path) -> None:
    written(home, {"reports/名单.toml": LIST.replace('"户主姓名" }', "\"家庭人口 + '990101199001010011'\" }") + FILL})
    assert "‹号码›" in "".join(problems := refused(home))
    assert "990101" not in "".join(problems)


# --- a pack's own finding codes ------------------------------------------------------------------------------------


def test_a_pack_brings_its_own_code(home: Path) -> None:
    before = load_pack("shi", own=home.parent).digest
    written(home, {FINDINGS: OWN_CODE, ROSTER_FILE: ROSTER + CHECK})
    pack = load_pack("shi", own=home.parent)
    entry = catalogue_of(pack)["CHECK-MANY-PERSONS"]
    assert (entry.level, entry.text) == ("请核实", "家庭人口{值}，请核对")
    written(home, {FINDINGS: OWN_CODE.replace("请核对", "请再核对")})
    assert len({before, pack.digest, load_pack("shi", own=home.parent).digest}) == 3


OWN_CODES = [
    ("a shipped code", OWN_CODE.replace("MANY-PERSONS", "ID-TWICE"), CHECK.replace("MANY-PERSONS", "ID-TWICE"), "finding.CHECK-ID-TWICE：随程序发的问题代码表里已有这个代码"),
    ("a code nothing gives", OWN_CODE, "", "finding.CHECK-MANY-PERSONS：没有一条 [[check]] 用到这个代码"),
    ("a code twice", OWN_CODE * 2, CHECK, "finding.CHECK-MANY-PERSONS：“CHECK-MANY-PERSONS”出现两次"),
    ("a dangling code", OWN_CODE, CHECK + CHECK.replace("MANY", "MANI"), "check.CHECK-MANI-PERSONS：没有问题代码“CHECK-MANI-PERSONS”；最接近的是“CHECK-MANY-PERSONS”"),
    ("a text with another place", OWN_CODE.replace("{值}", "{数值}"), CHECK, "finding.CHECK-MANY-PERSONS.text：没有可填的“数值”；最接近的是“值”"),
    ("a text that reaches inside", OWN_CODE.replace("{值}", "{值.__class__}"), CHECK, "没有可填的“值.__class__”"),
    ("a brace without another", OWN_CODE.replace("{字段}", "{字段"), CHECK, "finding.CHECK-MANY-PERSONS.mend：花括号没有成对"),
    ("an unknown level", OWN_CODE.replace("请核实", "警告"), CHECK, "finding.1.level：不是允许的值“警告”"),
    ("a code in small letters", OWN_CODE.replace("CHECK-MANY-PERSONS", "check-many"), CHECK, "写法不合规定"),
    ("an unknown key", OWN_CODE + 'clause = "二"\n', CHECK, "不认识的键“clause”"),
    ("no way to mend it", OWN_CODE.replace("mend", "#"), CHECK, "mend：缺少必填项"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("findings", "check", "says"), [row[1:] for row in OWN_CODES], ids=[row[0] for row in OWN_CODES]
)
def test_a_wrong_code_of_ones_own_is_refused(home: Path, findings: str, check: str, says: str) -> None:
    written(home, {FINDINGS: findings, ROSTER_FILE: ROSTER + check})
    assert any(says in problem for problem in refused(home))


# --- what stands twice ---------------------------------------------------------------------------------------------

STANDARD = """
[[standard]]
name = "低保标准"
area = "农村"
amount = {}
unit = "元/人·年"
from = 2022-01-01
source = "某文件"
"""


def test_a_standard_or_a_parameter_twice_names_both_amounts(home: Path) -> None:
    parameter = '[[parameter]]\nname = "低收入线倍数"\nvalue = {}\nclause = "一"\n'
    twice = [text.format(value) for text in (STANDARD, parameter) for value in (2, 3)]
    written(home, {"standards.toml": "".join(twice)})
    assert refused(home) == [
        "standards.toml › parameter.低收入线倍数：“低收入线倍数”写了两次：2 和 3，请只留一处",
        "standards.toml › standard.低保标准：“低保标准”（农村，自2022-01-01起）写了两次：2 和 3，请只留一处",
    ]
    later = STANDARD.format(3).replace("2022-01-01", "2023-01-01")
    written(home, {"standards.toml": STANDARD.format(2) + later + STANDARD.format(4).replace("农村", "城市")})
    assert len([entry for entry in load_pack("shi", own=home.parent).standards if entry.source == "某文件"]) == 3


def test_a_copied_form_names_both_files(home: Path) -> None:
    written(home, {"forms/困难家庭名册 - 副本.toml": ROSTER})
    assert refused(home) == [
        f"{ROSTER_FILE} › main：main = true 只能有一张表写，“shi/forms/困难家庭名册 - 副本.toml”里也有",
        f"{ROSTER_FILE} › names：与“shi/forms/困难家庭名册 - 副本.toml”的 names 一样，分不出是哪张表：请移走多余的一份",
    ]


# --- where reports are written -------------------------------------------------------------------------------------


def problems_of(**files: dict[str, object] | str) -> list[str]:
    """What the check says of the reports 名称 → file (or more of a report)."""
    given = {name: {"file": file} if isinstance(file, str) else file for name, file in files.items()}
    column = {"id": "户数", "head": ["户数"], "value": "count(*)"}
    reports = {name: report_of({"rows": "镇街", "column": [column]}, **report) for name, report in given.items()}
    problems = Problems({})
    path_problems(m.Pack.model_construct(reports=reports), problems)
    return [str(problem).partition(".toml › ")[2] for problem in problems.collected]


PATHS = [
    ("../收件/名册.xlsx", "不能用“..”，只能写在“输出”里面"),
    ("报表/../../收件/名册.xlsx", "不能用“..”，只能写在“输出”里面"),
    ("./表.xlsx", "不能用“.”，只能写在“输出”里面"),
    ("/tmp/表.xlsx", "要从“输出”里面写起"),
    ("C:/表.xlsx", "要从“输出”里面写起，不能是整个路径，也不能带盘符"),
    ("c:表.xlsx", "不能带盘符"),
    ("报表\\表.xlsx", "文件夹之间要用“/”，不用“\\”"),
    ("报表//表.xlsx", "文件夹或文件的名称是空的"),
    ("报表/CON.xlsx", "“CON”是Windows的设备名"),
    ("nul/表.xlsx", "“nul”是Windows的设备名"),
    ("报表/com1.表.xlsx", "是Windows的设备名"),
    ("报表/LPT9 .xlsx", "是Windows的设备名"),
    ("报表/a\tb.xlsx", "名称里不能有“U+0009”"),
    ("报表/表?.xlsx", "名称里不能有“?”"),
    ("报表/<表>.xlsx", "名称里不能有“<”"),
    ("报表./表.xlsx", "名称前后不能是句点或空格"),
    ("报表 /表.xlsx", "名称前后不能是句点或空格"),
    (f"报表/{'长' * 100}.xlsx", "名称太长"),
    ("/".join(["夹"] * 120) + "/表.xlsx", "太长（246个字符），最多200个"),
    ("报表/表.docx", "文件名要以 .xlsx 结尾"),
    ("合并名册.xlsx", "这是程序自己的工作簿"),
    ("疑似重复.xlsx", "这是程序自己的工作簿"),
    ("校验/校验汇总.xlsx", "“校验”是程序自己的文件夹"),
    ("疑似重复.xlsx/表.xlsx", "“疑似重复.xlsx”是程序自己的工作簿，不能作文件夹名"),
    (f"报表/{'𠀀' * 70}.xlsx", "名称太长（285个字节，生僻字每个算4个），最多255个字节"),
    ("空白表/困难家庭名册.xlsx", "“空白表”是程序自己的文件夹"),
]


@pytest.mark.parametrize(("file", "says"), PATHS, ids=[row[0][:20] for row in PATHS])
def test_a_report_stays_in_its_folder(file: str, says: str) -> None:
    problems = problems_of(甲=file)
    assert len(problems) == 1
    assert says in problems[0]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("../收件/{镇街}.xlsx", "不能用“..”"),
        ("{镇街}.xlsx", "不能直接放在“输出”下"),
        ("分发/{镇街}/名单.xlsx", "要写在文件名里，不能写在文件夹名里"),
        ("校验/退回/{镇街}.xlsx", "“校验”是程序自己的文件夹"),
    ],
)
def test_parts_have_a_folder_of_their_own(file: str, says: str) -> None:
    assert says in problems_of(甲={"file": file, "split": "镇街"})[0]


def test_the_longest_value_must_fit() -> None:
    fixed = "困难群众疑点信息反馈汇总表"
    assert problems_of(甲={"file": f"分册/{{镇街}}{fixed}.xlsx", "split": "镇街"}) == []
    (problem,) = problems_of(甲={"file": f"分册/{{镇街}}{fixed}（分部门）.xlsx", "split": "镇街"})
    assert "名称太长（83个字），最多80个（花括号换成的值按60个字算" in problem
    assert "名称太长" in problems_of(甲={"file": f"报表/{'长' * 70}.xlsx", "month": True})[0]


def test_two_reports_have_two_files() -> None:
    assert problems_of(甲="报表/A.xlsx", 乙="报表/a.xlsx") == ["file：和报表“甲”写到同一个文件：报表/a.xlsx"]
    assert problems_of(甲="报表/é.xlsx", 乙="报表/e\u0301.xlsx") != []
    assert problems_of(甲="报表/a.xlsx", 乙="报表/a.xlsx/b.xlsx") == [
        "file：文件夹“报表/a.xlsx”与报表“甲”的文件同名：报表/a.xlsx/b.xlsx"
    ]
    assert problems_of(甲={"file": "A/{镇街}.xlsx", "split": "镇街"}, 乙="a/b.xlsx") != []
    assert problems_of(甲="报表/a.xlsx", 乙={"file": "报表/a.xlsx", "month": True}) == []


@pytest.mark.parametrize(
    "value", ["../../收件/x", "CON", "nul.表", "", "..", " . ", "a" * 500, "表\x00\n", "C:\\x", "村/组", "é"]
)
def test_any_value_gives_a_name_every_system_bears(value: str) -> None:
    assert path_fault(f"分发/{safe_name(value)}.xlsx") == ""
    assert "/" not in safe_name(value)
