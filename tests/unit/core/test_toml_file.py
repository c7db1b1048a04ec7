"""The one reader of TOML: encodings by name, each kind of slip by its exact sentence, nothing of a password shown."""

from pathlib import Path

import pytest

from rescue_cli.core.toml_file import TomlError, read_toml

SAVE = "请用记事本打开，“另存为”时编码选 UTF-8"
FIRST = 'pack = "p"\n'

# the second line of a file, and all that is said of it after 第2行
SLIPS = [
    ("as_of = 2019-9-30", "“as_of = 2019-9-30”：日期要写成 2019-09-30"),
    ("as_of = 2019/9/30", "“as_of = 2019/9/30”：日期要写成 2019-09-30"),
    ("as_of = 2019.9.30", "“as_of = 2019.9.30”：日期要写成 2019-09-30"),
    ("as_of = 2019年9月30日", "“as_of = 2019年9月30日”：日期要写成 2019-09-30"),
    ("as_of = 2019年4月", "“as_of = 2019年4月”：日期要写成 2019-09-30 这样，不加引号"),
    ("as_of = 2019-02-30", "“as_of = 2019-02-30”：没有这一天，请核对日期"),
    ("as_of＝2019-9-30", "“as_of＝2019-9-30”：标点要用英文半角，不用“＝”，应写成：as_of = 2019-09-30"),
    ("district = “西夏区”", "“district = “西夏区””：引号要用英文直引号 \"，应写成：district = \"西夏区\""),
    ('district = "西夏区”', "“district = \"西夏区””：引号要用英文直引号 \"，应写成：district = \"西夏区\""),
    ("district = ‘西夏区’", "“district = ‘西夏区’”：引号要用英文直引号 \"，应写成：district = '西夏区'"),
    ("[townships.“兴泾镇”]", "“[townships.“兴泾镇”]”：引号要用英文直引号 \"，应写成：[townships.\"兴泾镇\"]"),
    ("[townships.兴泾镇]", "“[townships.兴泾镇]”：中文的名称要加英文引号，应写成：[townships.\"兴泾镇\"]"),
    ("联系人 = \"某\"", "“联系人 = \"某\"”：中文的名称要加英文引号，应写成：\"联系人\" = \"某\""),
    ("联系人 = 某", "“联系人 = 某”：中文的名称要加英文引号，应写成：\"联系人\" = \"某\""),
    ("village_area = { 某村 = \"城市\" }", "“village_area = { 某村 = \"城市\" }”：中文的名称要加英文引号，应写成：village_area = { \"某村\" = \"城市\" }"),
    ("given.困难家庭名册 = [{ x = 1 }]", "“given.困难家庭名册 = [{ x = 1 }]”：中文的名称要加英文引号，应写成：given.\"困难家庭名册\" = [{ x = 1 }]"),
    ("[townships.West Town]", "“[townships.West Town]”：名称里有空格等字符的，要加英文引号，应写成：[townships.\"West Town\"]"),
    ("【townships】", "“【townships】”：标点要用英文半角，不用“【】”，应写成：[townships]"),
    ('aliases = ["兴泾"，"泾"]', "“aliases = [\"兴泾\"，\"泾\"]”：标点要用英文半角，不用“，”，应写成：aliases = [\"兴泾\",\"泾\"]"),
    ('district：西夏区', "“district：西夏区”：标点要用英文半角，不用“：”，应写成：district = \"西夏区\""),
    ('district: "西夏区"', "“district: \"西夏区\"”：名称和值之间要用 =，不用冒号，应写成：district = \"西夏区\""),
    ('district "西夏区"', "“district \"西夏区\"”：名称和值之间缺等号 ="),
    ("district = 西夏区", "“district = 西夏区”：文字要加英文引号，应写成：district = \"西夏区\""),
    ('district = "西夏区', "“district = \"西夏区”：引号没有关上：文字的末尾也要有英文引号，应写成：district = \"西夏区\""),
    ("district = '西夏区", "“district = '西夏区”：引号没有关上：文字的末尾也要有英文引号，应写成：district = '西夏区'"),
    ('[townships."兴泾镇]', "“[townships.\"兴泾镇]”：引号没有关上：文字的末尾也要有英文引号，应写成：[townships.\"兴泾镇\"]"),
    ('district = """西夏区', "“district = \"\"\"西夏区”：三个引号的文字没有关上：末尾也要有三个引号"),
    ('title = "关于"应救尽救"的通知"', "“title = \"关于\"应救尽救\"的通知\"”：引号里面又有英文引号：里面的改成中文引号“ ”"),
    ('pack = "q"', "“pack = \"q\"”：“pack”写了两次（第1行也有），请只留一处"),
    ("[a]\nx = 1\n[a]", None),
    ("district =", "“district =”：等号后面没有写值；没有要填的，整行删去或在前面加 #"),
    ("district", "“district”：只有名称，没有“= 值”；不要的整行删去"),
    ("这里写说明", "“这里写说明”：不是“名称 = 值”；如是说明，前面加 #"),
    ("// 说明", "“// 说明”：说明要以英文 # 开头"),
    ('aliases = ["甲" "乙"]', "“aliases = [\"甲\" \"乙\"]”：两项之间缺英文逗号，或括号没有关上"),
    ('aliases = ["甲"\n  "乙"]', "“aliases = [\"甲\"”：末尾缺英文逗号，或括号没有关上"),
    ('aliases = ["甲", "乙"\narea = "农村"', "“aliases = [\"甲\", \"乙\"”：方括号没有关上：最后要有 ]"),
    ('aliases = ["甲",\n[townships."乙"]', "“aliases = [\"甲\",”：方括号没有关上：最后要有 ]"),
    ('aliases = ["甲",, "乙"]', "“aliases = [\"甲\",, \"乙\"]”：多了一个逗号"),
    ('aliases = "甲", "乙"', "“aliases = \"甲\", \"乙\"”：几项要写成方括号列表，如 [\"甲\", \"乙\"]，应写成：aliases = [\"甲\", \"乙\"]"),
    ("x = { a = 1", "“x = { a = 1”：花括号 { } 要写在同一行里，末尾用 } 关上"),
    ("x = { a = 1, }", "“x = { a = 1, }”：花括号里最后一项后面不写逗号，应写成：x = { a = 1 }"),
    ("x = { a = 1, a = 2 }", "“x = { a = 1, a = 2 }”：花括号里“a”写了两次，请只留一处"),
    ("[townships", "“[townships”：方括号没有成对：开头几个，末尾就要几个，应写成：[townships]"),
    ("[[standard]", "“[[standard]”：方括号没有成对：开头几个，末尾就要几个，应写成：[[standard]]"),
    ("[]", "“[]”：方括号里没有写这一节的名称"),
    ("[a] x = 1", "“[a] x = 1”：一节的名称要自己占一行，后面的另起一行"),
    ("month = True", "“month = True”：是、否要写成小写的 true、false，应写成：month = true"),
    ("month = 否", "“month = 否”：是、否要写成小写的 true、false，应写成：month = false"),
    ("month = null", "“month = null”：没有“空值”的写法：不填就把整行删去"),
    ("amount = 3,800", "“amount = 3,800”：数字里不写逗号，应写成：amount = 3800"),
    ("amount = ３８００", "“amount = ３８００”：数字要用半角，应写成：amount = 3800"),
    ("amount = 3800元", "“amount = 3800元”：数字前后不能有字：单位不写在这里"),
    ("amount = 5%", "“amount = 5%”：百分数要写成小数，如 5% 写 0.05"),
    ("amount = .5", "“amount = .5”：小数点前面要写 0，应写成：amount = 0.5"),
    ("phone = 0951-0000000", "“phone = 0951-0000000”：以 0 开头的编号和电话要加英文引号，应写成：phone = \"0951-0000000\""),
    ('old = "兴泾镇\\册.xlsx"', "“old = \"兴泾镇\\册.xlsx\"”：文件夹之间要用 / ，不用 \\，应写成：old = \"兴泾镇/册.xlsx\""),
    ('old = "C:\\Users\\x"', "“old = \"C:\\Users\\x\"”：文件夹之间要用 / ，不用 \\，应写成：old = \"C:/Users/x\""),
    ('district = "甲",', "“district = \"甲\",”：行末不写“,”，应写成：district = \"甲\""),
    ('district = "甲" area = "农村"', "“district = \"甲\" area = \"农村\"”：一行只写一项，后面的另起一行"),
    ("district\u3000= 1", "“district\u3000= 1”：有全角空格或看不见的字符，请删去，改成普通空格，应写成：district = 1"),
    ("x = " + "长" * 100, f"“x = {'长' * 56}…”：文字要加英文引号，应写成：x = \"{'长' * 100}\""),
    ("[derive]]", "“[derive]]”：方括号没有成对：开头几个，末尾就要几个，应写成：[[derive]]"),
    ('aliases = ("兴泾")', "“aliases = (\"兴泾\")”：列表用方括号 [ ]，不用圆括号，应写成：aliases = [\"兴泾\"]"),
    ('aliases = （"兴泾"）', "“aliases = （\"兴泾\"）”：列表用方括号 [ ]，不用圆括号，应写成：aliases = [\"兴泾\"]"),
    ("as_of = 2019-09-30 10:00", "“as_of = 2019-09-30 10:00”：只写日期，后面不写几点几分，应写成：as_of = 2019-09-30"),
    ("amount = 3 800", "“amount = 3 800”：数字里不写空格，应写成：amount = 3800"),
    ("amount = 3800 // 注", "“amount = 3800 // 注”：值的后面只能跟以英文 # 开头的说明，应写成：amount = 3800  # 注"),
    ("as_of = 2019-09-30 -- 注", "“as_of = 2019-09-30 -- 注”：值的后面只能跟以英文 # 开头的说明，应写成：as_of = 2019-09-30  # 注"),
    ('villages = ["泾华村, "泾河村"]', "“villages = [\"泾华村, \"泾河村\"]”：少了一个引号：每一项的前后都要有英文引号"),
    ('column = [\n{ a = 1 },\n{ a = 2 },', "“column = [”：方括号没有关上：最后要有 ]"),
    ('column = [\n{ a = 1 },\n{ a = 2 },\n\n[[check]]\ncode = "x"', "“column = [”：方括号没有关上：最后要有 ]"),
    ('column = [\n{ a = 1 },\n{ a = 2 }\n[fill]\ncode = "x"', "“column = [”：方括号没有关上：最后要有 ]"),
    ('column = [\n{ a = 1 },\n{ a = 2 }\nclause = "x"', "“column = [”：方括号没有关上：最后要有 ]"),
    ("x = { a = 1,\n b = 2 }", "“x = { a = 1,”：花括号 { } 要写在同一行里，末尾用 } 关上"),
    ("x = {\n a = 1 }", "“x = {”：花括号 { } 要写在同一行里，末尾用 } 关上"),
    ("x = [{ a = 1,\n b = 2 }]", "“x = [{ a = 1,”：花括号 { } 要写在同一行里，末尾用 } 关上"),
    ('when = "办理结果 = "纳入低保""', "“when = \"办理结果 = \"纳入低保\"\"”：引号里面又有英文引号：里面的改成英文单引号 '…'"),
    ("{", "“{”：不是“名称 = 值”；如是说明，前面加 #"),
]  # fmt: skip


def fault(tmp_path: Path, data: bytes | str) -> TomlError:
    path = tmp_path / "rescue.toml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(TomlError) as caught:
        read_toml(path)
    return caught.value


@pytest.mark.parametrize(
    ("line", "says"), [slip for slip in SLIPS if slip[1]], ids=[slip[0][:30] for slip in SLIPS if slip[1]]
)
def test_each_slip_has_its_sentence(tmp_path: Path, line: str, says: str) -> None:
    error = fault(tmp_path, f"{FIRST}{line}\n")
    assert error.sentence == f"第2行{says}"
    assert (error.file.name, error.line) == ("rescue.toml", 2)
    assert str(error) == f"rescue.toml {error.sentence}"


@pytest.mark.parametrize("line", [slip[0] for slip in SLIPS])
def test_the_last_line_needs_no_end_and_no_english_is_shown(tmp_path: Path, line: str) -> None:
    sentence = fault(tmp_path, FIRST + line).sentence
    assert sentence.startswith("第")
    assert not any(word in sentence for word in ("Expected", "Invalid", "Illegal", "at line", "Cannot", "Unclosed"))


def test_a_section_written_twice_names_the_first(tmp_path: Path) -> None:
    twice = fault(tmp_path, '[townships."甲"]\nx = 1\n[townships."甲"]\n')
    assert twice.sentence == "第3行“[townships.\"甲\"]”：这一节写了两次（第1行也有），请合成一节"  # fmt: skip
    mixed = fault(tmp_path, "[[standard]]\nx = 1\n[standard]\n")
    assert mixed.sentence == "第3行“[standard]”：和第1行的方括号要写得一样：同是 [ ] 或同是 [[ ]]"


def test_encodings_are_named(tmp_path: Path) -> None:
    text = 'district = "西夏区"\n'
    assert fault(tmp_path, text.encode("gb18030")).sentence == f"文件是GBK编码（记事本里叫 ANSI），{SAVE}"
    assert fault(tmp_path, text.encode("utf-16")).sentence == f"文件是UTF-16编码（记事本里叫 Unicode），{SAVE}"
    assert fault(tmp_path, text.encode("utf-16-le")).sentence == f"文件是UTF-16编码（记事本里叫 Unicode），{SAVE}"
    assert fault(tmp_path, text.encode() + b"\xff\xff").sentence == f"不是UTF-8编码，或文件已经损坏：{SAVE}"
    assert fault(tmp_path, b"PK\x03\x04").sentence.startswith("不是文本文件")
    assert fault(tmp_path, b'a = "x\0"').sentence.startswith("文件里有空字符")


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rescue.toml"
    path.write_bytes(b'\xef\xbb\xbfpack = "p"\r\n# \xe8\xaf\xb4\xe6\x98\x8e\r\nn = 1\r\n')
    assert read_toml(path) == {"pack": "p", "n": 1}


SECRET = "tianwang1234"


@pytest.mark.parametrize(
    "text",
    [
        f'[passwords]\n"a.xlsx" = {SECRET}\n',
        f'[passwords]\n"a.xlsx" = “{SECRET}”\n',
        f'[passwords]\n"a.xlsx" = "{SECRET}\n',
        f'[passwords]\n"*" = "{SECRET}" "x"\n',
        f'[passwords]\n"a" = "b"\n"{SECRET}" = "x"\n"{SECRET}" = "y"\n',
        f'[passwords]\n{SECRET}\n',
        f'【passwords】\n"a.xlsx" = "{SECRET}"\n',
        f'[passwords\n"a.xlsx" = "{SECRET}"\n',
        f'passwords = {{ "a" = {SECRET} }}\n',
        f'passwords."*" = {SECRET}\n',
        f'密码 = "{SECRET}"\n',
        f'[Password]\n# 说明\n\n"*" = {SECRET}',
        f'[townships."兴泾镇"]\n# [passwords]\n"兴泾镇/名册.xlsx" = “{SECRET}”\n',
        f'# [passwords]\n# "甲镇/名册.xlsx" = "密码"\n"兴泾镇" = “{SECRET}”\n',
        f'#【密码】\n"兴泾镇" = “{SECRET}”\n',
        f'[passwords]\n"甲" = "乙"\n# [contact]\n"兴泾镇" = “{SECRET}”\n',
        f'"兴泾镇/名册.xlsx" = “{SECRET}”\n',
        f'"名册.XLSX" = “{SECRET}”\n',
        f'名册．ｘｌｓ ＝ “{SECRET}”\n',
        f'兴泾镇/名册 {SECRET}\n',
        f'"*" = “{SECRET}”\n',
        f'* = {SECRET}\n',
        f'// "兴泾镇/名册.xlsx" = "{SECRET}"\n',
        f'"名册.et" = [\n“{SECRET}”]\n',
        f'# 说明。[passwords]\n"兴泾镇" = “{SECRET}”\n',
        f'# [p。asswords]\n"甲镇/名册.xlsx" = "x"\n"兴泾镇" = “{SECRET}”\n',
        f'[passwords]\n["乙镇" = "{SECRET}"\n',
        f'# passwords]\n"乙镇" = “{SECRET}”\n',
        f'mima = “{SECRET}”\n',
        f'PWD: {SECRET}\n',
        f'pass = {SECRET}\n',
    ],
)  # fmt: skip
def test_a_password_is_never_shown(tmp_path: Path, text: str) -> None:
    error = fault(tmp_path, text)
    assert SECRET not in str(error)
    assert error.line is not None
    assert "：" in error.sentence


def test_a_file_that_is_a_value_is_shown(tmp_path: Path) -> None:
    """Only as a key is it one of [passwords]."""
    assert "“new = 兴泾镇/名册.xlsx”" in fault(tmp_path, "[[replace]]\nnew = 兴泾镇/名册.xlsx\n").sentence
    later = fault(tmp_path, '# [passwords]\n# "甲.xlsx" = "密码"\n# [contact]\nname = 某\n')
    assert "“name = 某”" in later.sentence


def test_a_password_with_quotes_or_backslashes_goes_into_single_quotes(tmp_path: Path) -> None:
    says = "里面有英文双引号或 \\ 的，外面改用英文单引号 '…'"
    for line in (f'"甲.xlsx" = "{SECRET}"x"', f'"甲.xlsx" = "a\\w{SECRET}"', f'"*" = "{SECRET}\\"'):
        assert fault(tmp_path, f"[passwords]\n{line}\n").sentence == f"第2行：{says}"
    folder = fault(tmp_path, '[passwords]\n"甲\\乙.xlsx" = "x"\n').sentence
    assert folder == "第2行：文件夹之间要用 / ，不用 \\"


def test_a_list_section_written_twice_wants_two_brackets(tmp_path: Path) -> None:
    twice = fault(tmp_path, "[derive]\nx = 1\n[derive]\n")
    assert (
        twice.sentence
        == "第3行“[derive]”：这一节写了两次（第1行也有），每一处都要用两个方括号 [[…]]，应写成：[[derive]]"
    )
    nested = fault(tmp_path, '[townships."甲镇".merged]\nold = "甲"\n[townships."甲镇".merged]\n')
    assert nested.sentence.endswith('每一处都要用两个方括号 [[…]]，应写成：[[townships."甲镇".merged]]')


@pytest.mark.parametrize("line", ["x = 990101199001010011a", "x = 99010119900101001X", "990101 19900101 001X"])
def test_an_id_number_is_never_shown(tmp_path: Path, line: str) -> None:
    sentence = fault(tmp_path, f"{FIRST}{line}\n").sentence
    assert sentence.startswith("第2行：")
    assert "19900101" not in sentence


def test_the_section_after_the_passwords_is_shown_again(tmp_path: Path) -> None:
    text = '[passwords]\n"*" = "x"\n[contact]\n# 密码只用来打开文件\nname = 某\n'
    assert fault(tmp_path, text).sentence == '第5行“name = 某”：文字要加英文引号，应写成：name = "某"'


def test_what_python_cannot_take_is_one_sentence_too(tmp_path: Path) -> None:
    assert fault(tmp_path, "a = " + "[" * 5000).sentence.startswith("括号套得太深")
    assert fault(tmp_path, f"{FIRST}a = {'9' * 5000}").sentence == "第2行：数字太长，读不了；编号、证件号要加英文引号"
