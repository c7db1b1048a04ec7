"""Slips in the values of a TOML file: dates, numbers, text without quotes, strings and brackets left open."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from rescue_cli.core.toml_slips import ENDLESS_NUMBER, HEADER, NARROW, Mend, Slip

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DATE_LIKE = "日期要写成 2019-09-30 这样，不加引号"
_YES = {"true", "yes", "on", "是", "真", "对"}
_NO = {"false", "no", "off", "否", "假", "不是"}
_NOTHING = {"null", "none", "nil", "~", "n/a"}


_SINGLE_QUOTES = "里面有英文双引号或 \\ 的，外面改用英文单引号 '…'"
_EXPRESSIONS = {"when", "value", "where", "holds", "day", "start", "done", "by", "left", "right", "overridden"}
_BRACES = "花括号 { } 要写在同一行里，末尾用 } 关上"


def endless_number(slip: Slip) -> Mend | None:
    """An integer longer than Python reads: an ID or a password without quotes."""
    return Mend("数字太长，读不了；编号、证件号要加英文引号") if slip.message == ENDLESS_NUMBER else None


def date(slip: Slip) -> Mend | None:
    """Only where a date is all the value (2019-9-30, 2019/9/30, 2019年9月30日), or its day does not exist."""
    match = DATE.fullmatch(slip.value.translate(NARROW))
    if match is None:
        return Mend(_DATE_LIKE) if re.fullmatch(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", slip.value) else None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return Mend("没有这一天，请核对日期")
    line = f"{slip.name} = {day.isoformat()}"
    return Mend(_DATE_LIKE, f"日期要写成 {day.isoformat()}", line, show_line=False)


def remark(slip: Slip) -> Mend | None:
    """A date with an hour, a number or a date with a note that no # begins."""
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T]\s*\d{1,2}[:：点时].*", slip.value):
        return Mend("只写日期，后面不写几点几分", line=f"{slip.name} = {match[1]}")
    match = re.fullmatch(r"([\d.]+|\d{4}-\d\d-\d\d)\s*(?://|--|;|/\*|\()\s*(.*)", slip.value)
    if match is None:
        return None
    return Mend("值的后面只能跟以英文 # 开头的说明", line=f"{slip.name} = {match[1]}  # {match[2]}")


def round_brackets(slip: Slip) -> Mend | None:
    """A list in round brackets."""
    if not re.fullmatch(r"[(（].*[)）]", slip.value):
        return None
    return Mend("列表用方括号 [ ]，不用圆括号", line=f"{slip.name} = [{slip.value[1:-1]}]")


def broken_braces(slip: Slip) -> Mend | None:
    """An inline table that goes on in the next line."""
    at_end = slip.column > len(slip.bare_line.rstrip()) or slip.message.startswith("Unclosed inline table")
    return Mend(_BRACES) if at_end and slip.bare_line.count("{") > slip.bare_line.count("}") else None


def missing_value(slip: Slip) -> Mend | None:
    """Nothing right of the equals sign, or between two commas."""
    if not slip.message.startswith("Invalid value"):
        return None
    if slip.value == "":
        return Mend("等号后面没有写值；没有要填的，整行删去或在前面加 #")
    return Mend("多了一个逗号") if re.search(r"[\[,]\s*,", slip.bare_line) else None


def yes_or_no(slip: Slip) -> Mend | None:
    """True, 是, null: truth values are written true and false, and there is no empty value."""
    word = slip.value.strip().casefold()
    if word in _YES | _NO:
        return Mend("是、否要写成小写的 true、false", line=f"{slip.name} = {'true' if word in _YES else 'false'}")
    return Mend("没有“空值”的写法：不填就把整行删去") if word in _NOTHING else None


def number(slip: Slip) -> Mend | None:
    """A number with a comma, a unit, a percent sign, a leading zero, or in full-width digits."""
    value = slip.value
    narrow = unicodedata.normalize("NFKC", value)
    if value != narrow and re.fullmatch(r"[\d.+-]+", narrow):
        return Mend("数字要用半角", line=f"{slip.name} = {narrow}")
    for pattern, reason, mended in (
        (r"\d{1,3}([ \u3000]\d{3})+(\.\d+)?", "数字里不写空格", re.sub(r"\s", "", value)),
        (r"\d{1,3}([,，]\d{3})+(\.\d+)?", "数字里不写逗号", re.sub("[,，]", "", value)),
        (r"[\d.]+\s*[%％]", "百分数要写成小数，如 5% 写 0.05", ""),
        (r"0\d[\d-]*|\d+(-\d+)+", "以 0 开头的编号和电话要加英文引号", f'"{value}"'),
        (r"\.\d+", "小数点前面要写 0", f"0{value}"),
        (r"\d+\.", "小数点后面要有数字", value.rstrip(".")),
        (r"[¥￥]?\s*\d+(\.\d+)?\s*[^\x00-\x7f]+[^,\"']*|[¥￥]\s*\d.*", "数字前后不能有字：单位不写在这里", ""),
    ):
        if re.fullmatch(pattern, value):
            return Mend(reason, line=f"{slip.name} = {mended}" if mended else "")
    return None


def open_long_string(slip: Slip) -> Mend | None:
    """Three quotes that nothing closes: reading stops at the end of the file, the slip is where they stand."""
    if not slip.message.startswith(("Unterminated", "Expected \"'''\"")):
        return None
    opened = max(slip.bare.rfind('"""'), slip.bare.rfind("'''"))
    return Mend("三个引号的文字没有关上：末尾也要有三个引号", slip=slip.moved(slip.bare.count("\n", 0, opened) + 1))


def open_string(slip: Slip) -> Mend | None:
    """A string on one line whose closing quote is missing."""
    if slip.message.startswith(("Illegal character '\\n'", "Found invalid character '\\n'")):
        return _closed_string(slip, '"' if slip.message.startswith("Illegal") else "'")
    if slip.message.startswith('Expected "\'"'):  # told at the end of the file; the first quote without a second
        lines = slip.bare.split("\n")
        return _closed_string(slip.moved(1 + next(n for n, line in enumerate(lines) if line.count("'") % 2)), "'")
    return None


def _closed_string(slip: Slip, mark: str) -> Mend:
    line = slip.line.rstrip()
    mended = re.sub(r"(\]+)$", rf"{mark}\1", line) if HEADER.match(line) else line + mark
    private = _SINGLE_QUOTES if line.endswith('\\"') else ""
    return Mend("引号没有关上：文字的末尾也要有英文引号", line=mended, slip=slip, private=private)


def backslash(slip: Slip) -> Mend | None:
    """A Windows path: a backslash begins an escape."""
    if slip.message.startswith(("Unescaped", "Invalid hex", "Escaped character")):
        private = "" if "\\" in slip.name else _SINGLE_QUOTES
        return Mend("文件夹之间要用 / ，不用 \\", line=slip.line.replace("\\", "/"), private=private)
    return None


def after_value(slip: Slip) -> Mend | None:
    """Something stands behind a complete value."""
    if not slip.message.startswith("Expected newline") or "=" not in slip.bare_line:
        return None
    rest = slip.bare_line[slip.column - 1 :].strip()
    if re.fullmatch(r"[,;，；。、.]+", rest):
        return Mend(f"行末不写“{rest}”", line=slip.line[: slip.column - 1])
    if re.search(r"[\w\"']\s*=", rest):
        return Mend("一行只写一项，后面的另起一行")
    return _after_quoted(slip, rest) if slip.value[:1] in ('"', "'", "[", "{") else None


def _after_quoted(slip: Slip, rest: str) -> Mend:
    if rest.startswith(",") and slip.value[0] in "\"'":
        return Mend('几项要写成方括号列表，如 ["甲", "乙"]', line=f"{slip.name} = [{slip.value}]")
    if '"' in rest and slip.value.startswith('"'):
        signs = "英文单引号 '…'" if slip.name in _EXPRESSIONS else "中文引号“ ”"
        return Mend(f"引号里面又有英文引号：里面的改成{signs}", private=_SINGLE_QUOTES)
    return Mend("值的后面多了字；说明要以 # 开头")


def unquoted_text(slip: Slip) -> Mend | None:
    """Text without quotes; comes last, because nearly everything wrong looks like it."""
    if not slip.value or not slip.message.startswith(("Invalid value", "Expected newline")):
        return None
    if slip.value[0] in "[{":
        return Mend("文字要加英文引号，各项之间用英文逗号")
    return Mend("文字要加英文引号", line=f'{slip.name} = "{slip.value}"')


def open_bracket(slip: Slip) -> Mend | None:
    """An array that is not closed, or lacks a comma. Reading stops at what comes next, which may be a line of its own:
    the slip then is on a line above."""
    if not slip.message.startswith(("Unclosed", "Invalid value")):
        return None
    missing = slip.message.startswith("Unclosed")
    if missing and slip.bare_line.count('"') % 2:
        return Mend("少了一个引号：每一项的前后都要有英文引号")
    if opened := _left_open(slip):
        return Mend("方括号没有关上：最后要有 ]", slip=slip.moved(opened))
    return _missing_comma(slip) if missing else None


def _left_open(slip: Slip) -> int:
    """The line of the bracket that is open where another entry or section begins, or the file ends; 0 where none is."""
    lines = slip.bare.split("\n")
    before = lines[: slip.number - 1]
    if re.match(r"\s*(\[+[^\[\]]*\]+\s*$|[^\s=\[{,]+\s*=)", slip.bare_line) and (opened := _opening_line(before)):
        return opened
    at_line_end = slip.column > len(slip.bare_line.rstrip())
    at_end = at_line_end and not "".join(lines[slip.number :]).strip()
    if at_end or (at_line_end and slip.message.startswith("Unclosed")):
        return _opening_line([*before, slip.bare_line])
    return 0


def _missing_comma(slip: Slip) -> Mend:
    before = slip.bare.split("\n")[: slip.number - 1]
    if slip.bare_line[: slip.column - 1].strip() or not any(line.strip() for line in before):
        return Mend("两项之间缺英文逗号，或括号没有关上")
    above = max(index for index, line in enumerate(before, 1) if line.strip())
    return Mend("末尾缺英文逗号，或括号没有关上", slip=slip.moved(above))


def _opening_line(lines: Sequence[str]) -> int:
    """The line of the innermost bracket that is still open at the end; 0 where none is."""
    opened: list[int] = []
    for number, line in enumerate(lines, 1):
        if re.fullmatch(r"\s*\[\[?[^\[\]=,]*\]\]?\s*", line) and not opened:
            continue
        for sign in line:
            if sign in "[{":
                opened.append(number)
            elif sign in "]}" and opened:
                opened.pop()
    return opened[-1] if opened else 0
