"""rescue.toml, the folder, the as-of date."""

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.core.townships import VillageMerge
from rescue_cli.core.workspace_folders import CONFIG
from rescue_cli.pipeline.workspace_skeleton import config_text, init_workspace
from rescue_cli.workspace import Config, Workspace, as_of, read_config
from support.mentions import TOWN, linking_pack
from support.packs import shipped

PACK = linking_pack()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "我的排查", PACK)
    return Workspace.open(tmp_path / "我的排查")


def config(tmp_path: Path, text: str) -> Config:
    path = tmp_path / CONFIG
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_init_makes_a_folder_that_opens(tmp_path: Path) -> None:
    folder = tmp_path / "新" / "排查"
    made = init_workspace(folder, PACK)
    assert [path.name for path in made] == ["排查", "收件", "输出", CONFIG]
    opened = Workspace.open(folder)
    assert opened.config.pack == "xixia-2019"
    assert list(opened.config.townships) == [entry.name for entry in PACK.head.townships]
    assert opened.record_file == folder / "裁定.jsonl"


def test_init_adds_only_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / "名册.xlsx").write_bytes(b"x")
    assert [path.name for path in init_workspace(tmp_path, PACK)] == ["输出", CONFIG]
    assert (tmp_path / "收件" / "名册.xlsx").read_bytes() == b"x"


def test_init_refuses_where_rescue_toml_stands(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("# 原样", encoding="utf-8")
    with pytest.raises(UsageError, match="已经是工作文件夹"):
        init_workspace(tmp_path, PACK)
    assert (tmp_path / CONFIG).read_text(encoding="utf-8") == "# 原样"
    with pytest.raises(UsageError, match="是一个文件"):
        init_workspace(tmp_path / CONFIG, PACK)


def test_every_line_the_new_config_explains_can_be_switched_on(tmp_path: Path) -> None:
    text = config_text(PACK)
    assert "待填：农村低保标准（元/人·年" in text
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    keys = (
        "as_of",
        "[[",
        "name =",
        "area =",
        "amount",
        "unit",
        "from",
        "source",
        "old",
        "new",
        "pack",
        "[contact",
        "phone",
    )
    taken = config(tmp_path, "\n".join(line for line in lines if line.startswith(keys)))
    assert (str(taken.standard[0].yearly), taken.replaced) == ("3800", {"某某镇/名册.xlsx": "某某镇/名册（更正）.xlsx"})
    assert (taken.contact.name, taken.contact.phone) == ("某某", "0951-0000000")
    indented = [line.strip() for line in lines if line.startswith("  ")]
    town = config(tmp_path, 'pack = "p"\n[townships."某某镇"]\n' + "\n".join(indented)).townships["某某镇"]
    assert (town.area, town.village_area) == ("农村", {"某某社区": "城市"})
    assert tomllib.loads(text)["pack"] == "xixia-2019"


def test_folder_without_config_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rescue init"):
        Workspace.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('pack = "p"\nasof = 2019-04-25', "asof：不认识“asof”，是否想写“as_of”？"),
        ("", "pack：缺少这一项"),
        ('pack = "p"\nas_of = "四月"', "as_of：应是日期，如 2019-04-25（不加引号），现在写的是“四月”（第2行）"),
        ('pack = "p"\n[contact]\n"电话" = 13900000000', "contact.电话：应是加引号的文字（第3行）"),
        (
            'pack = "p"\n[townships."兴泾镇"]\nvilages = []',
            "townships.兴泾镇.vilages：不认识“vilages”，是否想写“villages”？",
        ),
        ('pack = "p"\n[townships."兴泾镇"]\narea = "乡下"', "townships.兴泾镇.area：只能填：'城市'、'农村'"),
        ('pack = "p"\n[townships."兴泾镇".village_area]\n"甲" = "镇"', "village_area.甲：只能填"),
        ('pack = "p"\n[[standard]]\nname = "低保标准"', "standard.第1个.unit：缺少这一项"),
        ('pack = "p"\n[[replace]]\nold = "a"\nnew = "b"\nwhy = "c"', "replace.第1个.why：不认识“why”"),
        ('pack = "p"\n[contact]\nas_of = 2019-04-25', "contact.as_of：“as_of”要写在第一个方括号（[…]）的前面"),
        ('pack = "p"\n[standard]\nname = "低保标准"', "standard：要用两个方括号 [[standard]]"),
        ('pack = "p"\n[[townships."兴泾镇"]]', "townships.兴泾镇：只用一个方括号 […]"),
        ('pack = "p"\n[[passwords]]\n"甲.xlsx" = "x"', "passwords：只用一个方括号 […]"),
        ("pack = ", "rescue.toml 第1行“pack =”：等号后面没有写值"),
        ('pack = "p"\n[[replace]]\nold = "a"\nnew = "b"\n[[replace]]\nold = "b"\nnew = "c"', "请只写最后一份"),
    ],
)
def test_wrong_config_is_told_by_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        config(tmp_path, text)
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["rescue.toml.txt", "Rescue.TOML"])
def test_misnamed_config_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('pack = "xixia-2019"', encoding="utf-8")
    with pytest.raises(UsageError, match=f"“{name}”：请把它改名为 rescue.toml"):
        Workspace.open(tmp_path)


def test_all_faults_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="有 2 处错误"):
        config(tmp_path, "as_of = 1\nfoo = 2\npack = 'p'")


def test_config_saved_by_notepad_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_bytes(b'\xef\xbb\xbfpack = "p"')
    assert read_config(tmp_path / CONFIG).pack == "p"
    (tmp_path / CONFIG).write_bytes('pack = "包"'.encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_config(tmp_path / CONFIG)


def test_sources_are_all_files_by_name(workspace: Workspace) -> None:
    names = ["乙.xlsx", "兴泾镇/甲.xls", "兴泾镇/~$甲.xls", "a/b/c.csv"]
    for name in names:
        (workspace.inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace.inbox / name).write_bytes(b"")
    assert [name for _, name in workspace.sources()] == sorted(
        ["乙.xlsx", "兴泾镇/甲.xls", "兴泾镇/~$甲.xls", "a/b/c.csv"]
    )
    assert all(path.is_file() for path, _ in workspace.sources())


def test_no_inbox_no_sources(tmp_path: Path) -> None:
    assert Workspace(tmp_path, Config(pack="p")).sources() == []


def test_an_inbox_that_cannot_be_opened_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path, Config(pack="p"))
    workspace.inbox.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="是一个文件，不是文件夹"):
        workspace.sources()

    def closed(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(UsageError, match="打不开：没有权限"):
        workspace.sources()


def test_townships_are_the_packs_with_what_the_clerk_adds(tmp_path: Path) -> None:
    text = (
        f'pack = "p"\n[townships."{TOWN}"]\naliases = ["泾源移民镇"]\nvillages = ["泾华村"]\narea = "农村"\n'
        f'[townships."{TOWN}".village_area]\n"兴盛社区" = "城市"\n[townships."开发区"]\n'
    )
    towns = Workspace(tmp_path, config(tmp_path, text)).townships(PACK)
    assert [town.name for town in towns] == [*(entry.name for entry in PACK.head.townships), "开发区"]
    (own,) = [town for town in towns if town.name == TOWN]
    assert own.aliases == ("兴泾", "泾源移民镇")
    assert (own.villages, own.area) == (("泾华村", "兴盛社区"), "农村")
    assert own.village_area == {"兴盛社区": "城市"}


@pytest.mark.parametrize(
    ("given", "today", "expected"),
    [
        (dt.date(2019, 4, 25), dt.date(2026, 1, 1), dt.date(2019, 4, 25)),
        (None, dt.date(2019, 6, 1), dt.date(2019, 6, 1)),
        (None, dt.date(2019, 9, 30), dt.date(2019, 9, 30)),
        (None, dt.date(2026, 1, 1), dt.date(2019, 9, 30)),
    ],
)
def test_as_of_is_given_or_today_within_the_period(given: dt.date | None, today: dt.date, expected: dt.date) -> None:
    assert as_of(Config(pack="p", as_of=given), PACK, today) == expected


def test_passwords_are_taken_and_never_shown(tmp_path):
    path = tmp_path / "rescue.toml"
    path.write_text('pack = "xixia-2019"\n[passwords]\n"某某镇" = "口令一"\n', encoding="utf-8")
    config = read_config(path)
    assert {place: word.get_secret_value() for place, word in config.passwords.items()} == {"某某镇": "口令一"}
    assert "口令一" not in repr(config)
    path.write_text('pack = "xixia-2019"\n[passwords]\n"某某镇" = 990101\n', encoding="utf-8")
    with pytest.raises(UsageError, match="应是加引号的文字") as refused:
        read_config(path)
    assert "990101" not in f"{refused.value}{refused.value.__cause__}"


@pytest.mark.parametrize(
    ("townships", "why"),
    [
        ('[townships."文昌街道办"]', "没有“文昌街道办”，最接近的是“文昌路街道”"),
        ('[townships."兴泾镇"]\naliases = ["镇北堡"]', "“镇北堡”是“镇北堡镇”的名称"),
        ('[townships."甲镇"]\naliases = ["南片"]\n[townships."乙镇"]\naliases = ["南片"]', "既指“甲镇”又指“乙镇”"),
    ],
)
def test_a_township_misspelt_or_an_alias_given_twice_is_an_error(tmp_path: Path, townships: str, why: str) -> None:
    (tmp_path / CONFIG).write_text(f'pack = "xixia-2019"\n{townships}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        Workspace.open(tmp_path).townships(shipped("xixia-2019"))


def test_a_township_beside_a_like_named_one_of_the_pack_is_one_more(tmp_path: Path) -> None:
    text = 'pack = "xixia-2019"\n[townships."文昌路街道"]\n[townships."文昌南路街道"]\naliases = ["文昌南"]\n'
    (tmp_path / CONFIG).write_text(text, encoding="utf-8")
    assert Workspace.open(tmp_path).townships(shipped("xixia-2019"))[-1].aliases == ("文昌南",)


HERE = '[townships."兴泾镇"]\n'
MERGED = '[[townships."兴泾镇".merged]]\nold = "{}"\nnew = "{}"\nfrom = 2019-01-01\n'


def test_villages_with_their_words_codes_and_what_became_of_them(tmp_path: Path) -> None:
    text = (
        f'{HERE}villages = ["泾华村"]\nvillage_aliases = {{ "泾华村" = ["华村"] }}\n'
        f'village_codes = {{ "泾华村" = "640105101201" }}\n'
        + MERGED.format("旧泾村", "泾华村")
        + MERGED.format("边沟村", "德林村")
        + 'township = "镇北堡"\n'
    )
    (own, *_) = [t for t in Workspace(tmp_path, config(tmp_path, f'pack = "p"\n{text}')).townships(PACK) if t.villages]
    assert own.villages == ("泾华村", "旧泾村", "边沟村")
    assert own.lists_all
    assert own.village_aliases == {"泾华村": ("华村",)}
    assert own.village_codes == {"泾华村": "640105101201"}
    since = dt.date(2019, 1, 1)
    assert own.merges == (
        VillageMerge("旧泾村", "兴泾镇", "泾华村", since),
        VillageMerge("边沟村", "镇北堡镇", "德林村", since),
    )
    assert own.villages_on(dt.date(2018, 12, 31)) == ["泾华村", "旧泾村", "边沟村"]
    assert own.villages_on(since) == ["泾华村"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('villages = ["泾华村"]\nvillage_aliases = { "泾化村" = ["华村"] }', "里没有“泾化村”，是否想写“泾华村”？"),
        ('villages = ["泾华村"]\nvillage_codes = { "天边" = "640105101201" }', "里没有“天边”，请先写进去"),
        (
            'villages = ["甲村", "乙村"]\nvillage_aliases = { "甲村" = ["乙村"] }',
            "“乙村”是另一个村居的名称，不能写成“甲村”的别名",
        ),
        ('village_aliases = { "甲村" = ["丙"], "乙村" = ["丙"] }', "“丙”也是“甲村”的别名，不能写成“乙村”的别名"),
        ('village_codes = { "甲村" = "64010510120" }', "应是12位数字，加引号，现在是11位"),
        ('village_codes = { "甲村" = "640106101201" }', "前6位不是本区的区划代码640105"),
        ('village_codes = { "甲村" = "640105101201", "乙村" = "640105101201" }', "已是兴泾镇甲村的代码"),
        (MERGED.format("甲村", "乙村") + MERGED.format("乙村", "甲村"), "甲村→乙村→甲村 绕成一圈"),
        (MERGED.format("甲村", "甲村"), "甲村→甲村 绕成一圈"),
        (MERGED.format("甲村", "乙村") + MERGED.format("甲村", "丙村"), "“甲村”写了两次"),
        ('villages = ["乙村"]\n' + MERGED.format("甲村", "已村"), "里没有“已村”"),
        (MERGED.format("甲村", "乙村") + 'township = "镇北保镇"', "没有“镇北保镇”这个镇街，是否想写“镇北堡镇”？"),
    ],
)
def test_what_cannot_be_of_villages_is_told(tmp_path: Path, text: str, why: str) -> None:
    opened = Workspace(tmp_path, config(tmp_path, f'pack = "p"\n{HERE}{text}\n'))
    with pytest.raises(UsageError) as refused:
        opened.townships(PACK)
    assert why in str(refused.value)
    assert "有 1 处错误" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('village_alias = { "甲村" = ["华村"] }', "不认识“village_alias”，是否想写“village_aliases”？"),
        ('village_aliases = { "甲村" = "华村" }', "village_aliases.甲村：应是方括号列表"),
        ('village_codes = { "甲村" = 640105101201 }', "village_codes.甲村：应是加引号的文字"),
        ('[townships."兴泾镇".merged]\nold = "甲村"', 'merged：要用两个方括号 [[townships."兴泾镇".merged]]'),
        (MERGED.format("甲村", "乙村") + 'town = "镇北堡镇"', "不认识“town”，是否想写“township”？"),
        (MERGED.format("甲村", "乙村").replace("2019-01-01", '"2019年"'), "from：应是日期"),
    ],
)
def test_slips_in_the_sections_of_villages(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        config(tmp_path, f'pack = "p"\n{HERE}{text}\n')
    assert why in str(refused.value)


LOST = "这一行像是文件的密码，要写在 [passwords] 一节下面（它前面的“#”去掉了吗？）"


@pytest.mark.parametrize(
    "line",
    [
        '"兴泾镇/名册.xlsx" = "tianwang"',
        '"名册.et" = 1234567',
        '"*" = "tianwang"',
        '[townships."兴泾镇".village_area]\n"兴泾镇/名册.xlsx" = "tianwang"',
    ],
)
def test_a_password_outside_its_section_is_told_without_it(tmp_path: Path, line: str) -> None:
    """The template's `# [passwords]` left as it is: the line falls to the last township."""
    with pytest.raises(UsageError) as refused:
        config(tmp_path, f'pack = "p"\n[townships."兴泾镇"]\n# [passwords]\n{line}\n')
    assert LOST in str(refused.value)
    assert not any(secret in str(refused.value) for secret in ("tianwang", "1234567"))


def test_an_id_number_is_masked_in_every_error_of_the_config(tmp_path: Path) -> None:
    for text in (
        '"990101199001010011" = 1\n',
        '[townships."甲镇"]\naliases = ["99010119900101001X"]\n[townships."乙镇"]\naliases = ["99010119900101001X"]',
        '[[replace]]\nold = "a"\nnew = "990101900101001"\n[[replace]]\nold = "990101900101001"\nnew = "b"',
    ):
        with pytest.raises(UsageError, match="‹号码›") as refused:
            config(tmp_path, f'pack = "p"\n{text}\n')
        assert "990101" not in str(refused.value)


@pytest.mark.parametrize("amount", ["123456789012345678", "1e40", "inf", "-inf", "nan", '"NaN"', "1e-300"])
def test_an_amount_out_of_range_is_told_with_its_key(tmp_path: Path, amount: str) -> None:
    text = f'pack = "p"\n[[parameter]]\nname = "低收入线倍数"\nvalue = {amount}\nclause = "一"\n'
    text += f'[[standard]]\nname = "低保标准"\namount = {amount}\nunit = "元/人·月"\nfrom = 2019-01-01\nsource = "文"\n'
    with pytest.raises(UsageError, match="有 2 处错误") as refused:
        config(tmp_path, text)
    for key in ("standard.第1个.amount", "parameter.第1个.value"):
        assert f"{key}：数额超出范围：整数部分最多14位" in str(refused.value)
    assert "decimal(18,2)" in str(refused.value)


def test_a_value_of_several_kinds_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        config(tmp_path, 'pack = "p"\n[[parameter]]\nname = "低收入线倍数"\nvalue = true\nclause = "一"\n')
    assert "parameter.第1个.value：应是数字，或应是日期" in str(refused.value)
    assert "function" not in str(refused.value)


def test_an_amount_given_twice_names_both(tmp_path: Path) -> None:
    entry = '[[standard]]\nname = "低保标准"\narea = "农村"\namount = {}\nunit = "元/人·年"\nfrom = 2019-01-01\nsource = "文"\n'
    value = '[[parameter]]\nname = "低收入线倍数"\nvalue = {}\nclause = "一"\n'
    with pytest.raises(UsageError) as refused:
        config(tmp_path, 'pack = "p"\n' + "".join(text.format(n) for text in (entry, value) for n in (3800, "4000.5")))
    assert str(refused.value) == (
        "rescue.toml 有 2 处错误：\n"
        "  standard.低保标准：“低保标准”（农村，自2019-01-01起）写了两次：3800 和 4000.5，请只留一处\n"
        "  parameter.低收入线倍数：“低收入线倍数”写了两次：3800 和 4000.5，请只留一处"
    )
