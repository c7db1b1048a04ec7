"""Names of people: kept as written but for spaces, width and the separator of minority names (U+00B7, 民委发〔2016〕33号)."""

import re

from rescue_cli.values.parsed import NOT_GIVEN, Cell, Parsed, cell_text, half_width, none_given, not_given, words

ODD, NOTED, SEVERAL, CHARACTER, HIDDEN = (
    "INTAKE-NAME-ODD",
    "INTAKE-NAME-NOTED",
    "INTAKE-NAME-SEVERAL",
    "INTAKE-NAME-CHARACTER",
    "INTAKE-NAME-HIDDEN",
)
_HAN = "\u3400-\u9fff\uf900-\ufaff〇\U00020000-\U000323af"
_LATIN = "A-Za-z\u00c0-\u024f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"  # made up on one machine, a box on every other
# What most cells hold, and nothing below would change.
PLAIN_NAME = re.compile(
    rf"(?!(?:{'|'.join(filter(str.isalpha, sorted(NOT_GIVEN)))})$)(?!.*某)[一-龥]{{1,2}}(?!故)[一-龥]"
)
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_SEPARATOR = re.compile(rf"(?<=[{_HAN}])\s*[·•・‧∙⋅●‑﹒.．。᛫⸱˙•]\s*(?=[{_HAN}])")
_NAME = re.compile(rf"[{_HAN}]{{2,6}}|(?=.{{3,50}}$)[{_HAN}]+(?:·[{_HAN}]+)+|[{_LATIN}][{_LATIN} .·'’-]{{1,49}}")
_BEFORE = re.compile(rf"^(?:(?:户主|姓名|申请人|户主姓名)\s*[:：]\s*|\d{{1,4}}\s*[.、,．]\s*(?=[{_HAN}]))")
_AFTER = re.compile(r"[★☆※√.,、;:·。]+$(?<!\.\.)")
_SOMEBODY = re.compile("某|^[Xx×]+$")  # 李某某, XX: written so that nobody should know
_BRACKETED = re.compile(
    r"([^()\[\]【】<>]+)[(\[【<]([^()\[\]【】<>]*)[)\]】>]?$|[(\[【]([^()\[\]【】]*)[)\]】]([^()\[\]【】]+)$"
)
_TRAILING = re.compile(
    rf"([{_HAN}·]{{2,}}?)(?:等(?:[0-9一二三四五六七八九十两]+[人口户]?|人)(?:家庭)?|已?(?:故|去世|死亡|病故))$"
)
_TWO_NAMES = re.compile(rf"[{_HAN}·]{{2,}}(?:[、,，/;；|&\s]+[{_HAN}·]{{2,}})+")
_FORMER_WORDS = "曾用姓名|曾用名|曾用|曾名|原名|旧名|又名|又叫|别名|小名|乳名"
_BETWEEN_NAMES = re.compile(r"[、，,;；/|\s]+")
_FORMER_LABEL = re.compile(rf"^(?:{_FORMER_WORDS})[:：为是叫]?\s*")
_OTHER_NAME = re.compile(rf"[{_HAN}]{{1,6}}|[{_HAN}]+(?:·[{_HAN}]+)+")
# 张三（曾用名李四、李五）, 张三 又名张小三
_WITH_FORMER = re.compile(
    rf"(?P<name>[{_HAN}·]{{2,}}?)[\s,、]*[(\[【<]?\s*(?P<others>(?:{_FORMER_WORDS})[^()\[\]【】<>]+)[)\]】>]?"
)
_LOST = re.compile(rf"[?？�□■○●◯*∗✱#+_{_PRIVATE}]|\.\.")
# What the person is to the form; the name is not the worse for it.
_NEUTRAL = words(
    "户主 本人 申请人 男 女 汉族 回族 汉 回 满族 藏族 土族 蒙古族 土家族 苗族 东乡族 撒拉族 维吾尔族 盖章 签字"
)
_TWO_SYLLABLES = words(
    "欧阳 司马 上官 诸葛 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 东方 南宫 端木 独孤 西门 呼延 拓跋"
)


def parse_name(cell: Cell) -> Parsed[str]:
    """张 三 → 张三, 张三（户主） → 张三. Two people, a lost character or other words beside the name go to a person;
    what is masked or left out (李某某, 马*国, 刘?) is kept as written."""
    written = cell_text(cell)
    if PLAIN_NAME.fullmatch(written):
        return Parsed(written)
    if not_given(written, zero=True):
        return none_given(written)
    if isinstance(cell, bool):
        return Parsed(note=ODD, changed=True)
    text = _tidy(written)
    if with_former := _WITH_FORMER.fullmatch(text):
        names = listed_names(with_former["others"])
        return Parsed(with_former["name"], "" if names else NOTED, changed=True)
    if not _two_names(text):
        text = _BETWEEN_HAN.sub("", text)
    text = _SEPARATOR.sub("·", text)
    plain = _NAME.fullmatch(text) and not _TRAILING.fullmatch(text)
    if plain and _SOMEBODY.search(text):
        return Parsed(text, HIDDEN, changed=text != written)
    value, note = (text, "") if plain else _odd(text)
    return Parsed(value, note, changed=value != written)


def former_names(cell: Cell) -> tuple[str, ...]:
    """The names of old or others a cell of 姓名 tells beside the name itself, where its words say that they are.

    >>> former_names("张三（曾用名李四）"), former_names("张三(又名张小三、三娃)"), former_names("张三（李四）")
    (('李四',), ('张小三', '三娃'), ())
    """
    written = cell_text(cell)
    if PLAIN_NAME.fullmatch(written):
        return ()
    match = _WITH_FORMER.fullmatch(_tidy(written))
    return listed_names(match["others"]) if match else ()


def listed_names(text: str) -> tuple[str, ...]:
    """The names of a list of them, without the words that say what they are; none where one of them is no name.

    >>> listed_names("曾用名：李四，小名 三娃"), listed_names("李四；李五"), listed_names("李四（2003年改）")
    (('李四', '三娃'), ('李四', '李五'), ())
    """
    plain = re.sub(rf"({_FORMER_WORDS})[:：]?\s*", r"、\1", _SEPARATOR.sub("·", half_width(text))).strip("、 ,;")
    names = [_FORMER_LABEL.sub("", part) for part in _BETWEEN_NAMES.split(plain) if part]
    return tuple(dict.fromkeys(names)) if all(map(_OTHER_NAME.fullmatch, names)) else ()


def _tidy(written: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", " ".join(half_width(written).split())))


def _two_names(text: str) -> bool:
    """张三 李四, 张三、李四; not 张 三, and not 欧阳 某某."""
    return _TWO_NAMES.fullmatch(text) is not None and text.split(" ", maxsplit=1)[0] not in _TWO_SYLLABLES


def _odd(text: str) -> tuple[str | None, str]:
    """What is taken of a cell that is not plainly a name, and why a person must look at it."""
    han, latin = re.search(f"[{_HAN}]", text), re.search(f"[{_LATIN}]", text)
    lost = _LOST.search(text)
    if not han and not latin:
        return None, CHARACTER if lost else ODD
    if not lost and _two_names(text):
        return text, SEVERAL
    if not lost and (brackets := _BRACKETED.fullmatch(text)):
        return _beside_brackets(text, brackets)
    if not lost and (trailing := _TRAILING.fullmatch(text)):
        return trailing[1], NOTED
    return text, CHARACTER if lost or (han and latin) else ODD


def _beside_brackets(text: str, brackets: re.Match[str]) -> tuple[str, str]:
    """The name before or after a bracket; 张三（户主） is plain, 李（王奇） spells out one character."""
    name, note = (brackets[1], brackets[2]) if brackets[1] else (brackets[4], brackets[3])
    name = _BETWEEN_HAN.sub("", name.strip())
    if not _NAME.fullmatch(name):
        return text, CHARACTER
    return name, "" if note.strip() in _NEUTRAL else NOTED
