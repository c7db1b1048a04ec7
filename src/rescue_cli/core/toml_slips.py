"""What people get wrong in TOML: the place where tomllib gave up → one Chinese sentence with the line and its mend.

A mended line is only shown where it is TOML; nothing of a line is shown where a password or an ID number may stand.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ENDLESS_NUMBER = "endless number"  # for a message: an integer of more digits than Python reads
PLACE = re.compile(r"(.*?)\s*\(at line (\d+), column (\d+)\)$", re.DOTALL)  # how tomllib ends a message
MOST_SLIPS = 4  # of one line that are mended together
LONGEST_SHOWN = 60  # characters of a line that are shown
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_SECRET_WORDS = re.compile(r"pas+w|密码|口令", re.IGNORECASE)
_ID_NUMBER = re.compile(r"\d{15}")
_HEADER = re.compile(r"\s*[\[【［]")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")

_CURLY = str.maketrans("“”„‟＂″「」『』‘’＇", '""""""""""\'\'\'')
_CURLY_AS_QUOTE = re.compile(r"[=,\[{.，＝]\s*[“”„＂″「『‘’＇]|[“”＂″」』‘’＇]\s*(?:[,\]}=.，＝】]|#|$)")
_WIDE = str.maketrans("＝，【】［］｛｝：、．＃－—–；", "=,[][]{}=,.#---;")
_WIDE_MARKS = re.compile("[＝，【】［］｛｝：、．＃－—–；。]")
_UNSEEN = re.compile("[\u3000\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DATE_LIKE = "日期要写成 2019-09-30 这样，不加引号"
_YES = {"true", "yes", "on", "是", "真", "对"}
_NO = {"false", "no", "off", "否", "假", "不是"}
_NOTHING = {"null", "none", "nil", "~", "n/a"}
_QUOTES = '引号要用英文直引号 "'
_QUOTE_NAMES = "名称里有空格等字符的，要加英文引号"
_UNKNOWN = "这一行读不懂：一行写一项“名称 = 值”，文字和中文的名称加英文引号，说明以 # 开头"


@dataclass(frozen=True)
class Slip:
    """Where reading stopped: the whole text, the same with what stands in strings and comments blanked out (`bare`, of
    the same length), tomllib's message, line and column from 1."""

    text: str
    bare: str
    message: str
    number: int
    column: int

    @classmethod
    def of(cls, text: str, message: str, number: int, column: int) -> "Slip":
        return cls(text, _STRING_OR_COMMENT.sub(_blanked, text), message, number, column)

    @property
    def line(self) -> str:
        return self._lines(self.text)[self.number - 1]

    @property
    def bare_line(self) -> str:
        return (self._lines(self.bare) or [""])[self.number - 1]

    @property
    def value(self) -> str:
        """What stands right of the line's "=", without a comment."""
        bare = self.bare_line
        if "=" not in bare:
            return ""
        return self.line[bare.index("=") + 1 : len(bare.rstrip())].strip()

    @property
    def name(self) -> str:
        """What stands left of the line's "="."""
        return self.line[: self.bare_line.index("=")].strip() if "=" in self.bare_line else ""

    def _lines(self, text: str) -> list[str]:
        lines = text.split("\n")
        return lines + [""] * (self.number - len(lines))

    def moved(self, number: int) -> "Slip":
        return Slip(self.text, self.bare, self.message, number, 1)


@dataclass(frozen=True)
class Mend:
    """`reason` says nothing of the file's content; `shown` may (a date, a mended line)."""

    reason: str
    shown: str = ""
    line: str = ""
    slip: Slip | None = None  # where it is, if that is another line than the one at which reading stopped
    show_line: bool = True  # false: `shown` holds all there is to see of the mended line


def slip_sentence(slip: Slip) -> tuple[int, str]:
    """(line from 1, sentence): 第3行“as_of = 2019-9-30”：日期要写成 2019-09-30."""
    mend = _recognised(slip)
    place = mend.slip or slip
    if _is_secret(place):
        return place.number, f"第{place.number}行：{mend.reason}"
    reason = mend.shown or mend.reason
    mended = _wholly_mended(mend.line) if mend.show_line else ""
    if mended and mended != place.line.strip():
        reason += f"，应写成：{mended}"
    return place.number, f"第{place.number}行{_quoted(place.line)}：{reason}"


def _recognised(slip: Slip) -> Mend:
    return next(mend for mend in (recognise(slip) for recognise in _RECOGNISERS) if mend is not None)


def _wholly_mended(line: str) -> str:
    """The line, with what else is wrong with it mended too, or "" where it is not TOML by itself even then."""
    for _ in range(MOST_SLIPS):
        try:
            return line.strip() if tomllib.loads(f"{line}\n") else ""
        except tomllib.TOMLDecodeError as error:
            place = PLACE.match(str(error))
            line = _recognised(Slip.of(line, place[1], 1, int(place[3]))).line if place and place[2] == "1" else ""
        except (ValueError, RecursionError):
            return ""
    return ""


def _quoted(line: str) -> str:
    line = line.strip()
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
    return f"“{shown}”" if shown else ""


def _is_secret(slip: Slip) -> bool:
    """May a password or an ID number stand in the line? Passwords stand in a section of their own, however it is
    written, or in a key of that name."""
    lines = slip.text.split("\n")[: slip.number]
    active = (line for line in reversed(lines) if not line.lstrip().startswith("#"))
    header = next((line for line in active if _HEADER.match(line) or _SECRET_WORDS.search(line)), "")
    joined = re.sub(r"[\s-]", "", slip.line)
    return bool(_SECRET_WORDS.search(header + slip.line) or _ID_NUMBER.search(joined))


def _blanked(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith("#"):
        return " " * len(text)
    width = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return text[:width] + re.sub(r"[^\n]", "_", text[width:-width]) + text[-width:]


# --- what is written with the wrong signs --------------------------------------------------------------------------


def _curly_quotes(slip: Slip) -> Mend | None:
    outside = any(ord(sign) in _CURLY for sign in slip.bare_line) and slip.bare_line.count('"') % 2 == 0
    if outside or _CURLY_AS_QUOTE.search(slip.line):
        return Mend(_QUOTES, line=slip.line.translate(_CURLY))
    return None


def _unseen_signs(slip: Slip) -> Mend | None:
    sign = slip.text.split("\n")[slip.number - 1][slip.column - 1 : slip.column] if slip.line else ""
    if _UNSEEN.search(slip.bare_line.rstrip("\r")) or (sign and sign != "\t" and _UNSEEN.match(sign)):
        return Mend("有全角空格或看不见的字符，请删去，改成普通空格", line=_UNSEEN.sub(" ", slip.line))
    return None


def _wide_marks(slip: Slip) -> Mend | None:
    if slip.bare_line.count('"') % 2 or not _WIDE_MARKS.search(slip.bare_line) or _DATE.fullmatch(slip.value):
        return None
    signs = "".join(dict.fromkeys(_WIDE_MARKS.findall(slip.bare_line)))
    mended = "".join(
        sign if bare == "_" else sign.translate(_WIDE) for sign, bare in zip(slip.line, slip.bare_line, strict=True)
    )
    return Mend("标点要用英文半角", f"标点要用英文半角，不用“{signs}”", mended)


# --- names ---------------------------------------------------------------------------------------------------------


def _twice(slip: Slip) -> Mend | None:
    if not slip.message.startswith(("Cannot ", "Duplicate")):
        return None
    if _HEADER.match(slip.bare_line):
        return _header_twice(slip)
    if inline := re.match(r"Duplicate inline table key '(.*)'", slip.message):
        return Mend("花括号里同一个名称写了两次，请只留一处", f"花括号里“{inline[1]}”写了两次，请只留一处")
    lines = slip.text.split("\n")
    start = next((index for index in range(slip.number - 1, -1, -1) if _HEADER.match(lines[index])), -1)
    name = _plain(slip.name)
    earlier = [index + 1 for index in range(start + 1, slip.number - 1) if _plain(slip.moved(index + 1).name) == name]
    where = f"（第{earlier[0]}行也有）" if earlier else ""
    return Mend(f"同一个名称写了两次{where}，请只留一处", f"“{slip.name}”写了两次{where}，请只留一处")


def _header_twice(slip: Slip) -> Mend:
    lines = slip.text.split("\n")[: slip.number - 1]
    name = _plain(slip.line)
    for index, line in enumerate(lines):
        if _HEADER.match(line) and _plain(line) == name:
            if line.lstrip().startswith("[[") != slip.line.lstrip().startswith("[["):
                return Mend(f"和第{index + 1}行的方括号要写得一样：同是 [ ] 或同是 [[ ]]")
            return Mend(f"这一节写了两次（第{index + 1}行也有），请合成一节")
    return Mend("这一节的名称前面已经用过，请合成一节")


def _plain(name: str) -> str:
    return re.sub(r"[\s\"'\[\]]", "", name.split("#", maxsplit=1)[0])


def _unquoted_name(slip: Slip) -> Mend | None:
    """Han characters without quotes as a name: of a section, of a key, inside braces."""
    at_name = ("Invalid initial character for a key part", "Invalid statement", "Expected '='", "Expected ']'")
    mended = _quoted_names(slip.line)
    if slip.message.startswith(at_name) and mended.split() != slip.line.split():
        return Mend("中文的名称要加英文引号" if re.search(r"[^\x00-\x7f]", slip.line) else _QUOTE_NAMES, line=mended)
    if slip.message.startswith(at_name[0]) and re.search(r",\s*}", slip.bare_line):
        return Mend("花括号里最后一项后面不写逗号", line=re.sub(r",\s*}", " }", slip.line))
    if slip.message.startswith(at_name[0]) and re.match(r"[^\x00-\x7f]", slip.line[slip.column - 1 : slip.column]):
        return Mend("中文的名称要加英文引号")
    return None


def _quoted_names(line: str) -> str:
    """The line with quotes around every name that needs them."""
    bare = _STRING_OR_COMMENT.sub(_blanked, line)
    if header := re.match(r"(\s*\[+)(.*?)(\]+\s*)$", bare):
        inside = line[header.end(1) : header.end(2)]
        return line[: header.end(1)] + _quoted_path(inside) + line[header.end(2) :]
    if "=" not in bare:
        return line
    end = bare.index("=")
    value = re.sub(r"([{,]\s*)([^\s\"'={}\[\],]+)(\s*=)", lambda m: f"{m[1]}{_quoted_path(m[2])}{m[3]}", line[end:])
    return f"{_quoted_path(line[:end].strip())} {value}"


def _quoted_path(path: str) -> str:
    parts = re.findall(r"\s*(\"[^\"]*\"|'[^']*'|[^.\"']+)\s*(?:\.|$)", path)
    if (
        not parts
        or re.search(r"[{}\[\]()]", path)
        or "".join(re.findall(r"[^\s.]", "".join(parts))) != "".join(re.findall(r"[^\s.]", path))
    ):
        return path
    return ".".join(part.strip() if _KEY.fullmatch(part.strip()) else f'"{part.strip()}"' for part in parts)


def _statement(slip: Slip) -> Mend | None:
    if slip.message.startswith("Invalid statement"):
        if re.match(r"\s*(//|--|;|\*|/\*|<!--)", slip.line):
            return Mend("说明要以英文 # 开头", line="")
        if slip.line.lstrip().startswith("="):
            return Mend("等号前面没有写名称")
        return None if "=" in slip.bare_line else Mend("不是“名称 = 值”；如是说明，前面加 #")
    if slip.message.startswith("Expected '='"):
        if ":" in slip.bare_line:
            return Mend("名称和值之间要用 =，不用冒号", line=slip.line.replace(":", " =", 1))
        only_name = not re.search(r"[\s\"'\d]", slip.line.strip())
        return Mend("只有名称，没有“= 值”；不要的整行删去" if only_name else "名称和值之间缺等号 =")
    return None


def _header(slip: Slip) -> Mend | None:
    if not _HEADER.match(slip.bare_line) or not slip.message.startswith(("Expected", "Invalid", "Unterm", "Illegal")):
        return None
    inside = re.match(r"\s*(\[\[?)\s*([^\[\]]*)(\]*)\s*(.*)$", slip.bare_line)
    if inside is None or not inside[2].strip():
        return Mend("方括号里没有写这一节的名称")
    if inside[4]:
        return Mend("一节的名称要自己占一行，后面的另起一行")
    opening = inside[1]
    name = slip.line[inside.start(2) : inside.end(2)].strip()
    return Mend("方括号没有成对：开头几个，末尾就要几个", line=f"{opening}{_quoted_path(name)}{']' * len(opening)}")


# --- values --------------------------------------------------------------------------------------------------------


def _endless_number(slip: Slip) -> Mend | None:
    return Mend("数字太长，读不了；编号、证件号要加英文引号") if slip.message == ENDLESS_NUMBER else None


def _date(slip: Slip) -> Mend | None:
    """Only where a date is all the value (2019-9-30, 2019/9/30, 2019年9月30日), or its day does not exist."""
    match = _DATE.fullmatch(slip.value.translate(_WIDE))
    if match is None:
        return Mend(_DATE_LIKE) if re.fullmatch(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", slip.value) else None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return Mend("没有这一天，请核对日期")
    line = f"{slip.name} = {day.isoformat()}"
    return Mend(_DATE_LIKE, f"日期要写成 {day.isoformat()}", line, show_line=False)


def _missing_value(slip: Slip) -> Mend | None:
    if not slip.message.startswith("Invalid value"):
        return None
    if slip.value == "":
        return Mend("等号后面没有写值；没有要填的，整行删去或在前面加 #")
    return Mend("多了一个逗号") if re.search(r"[\[,]\s*,", slip.bare_line) else None


def _yes_or_no(slip: Slip) -> Mend | None:
    word = slip.value.strip().casefold()
    if word in _YES | _NO:
        return Mend("是、否要写成小写的 true、false", line=f"{slip.name} = {'true' if word in _YES else 'false'}")
    return Mend("没有“空值”的写法：不填就把整行删去") if word in _NOTHING else None


def _number(slip: Slip) -> Mend | None:
    value = slip.value
    narrow = unicodedata.normalize("NFKC", value)
    if value != narrow and re.fullmatch(r"[\d.+-]+", narrow):
        return Mend("数字要用半角", line=f"{slip.name} = {narrow}")
    for pattern, reason, mended in (
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


def _open_long_string(slip: Slip) -> Mend | None:
    """Three quotes that nothing closes: reading stops at the end of the file, the slip is where they stand."""
    if not slip.message.startswith(("Unterminated", "Expected \"'''\"")):
        return None
    opened = max(slip.bare.rfind('"""'), slip.bare.rfind("'''"))
    return Mend("三个引号的文字没有关上：末尾也要有三个引号", slip=slip.moved(slip.bare.count("\n", 0, opened) + 1))


def _open_string(slip: Slip) -> Mend | None:
    if slip.message.startswith(("Illegal character '\\n'", "Found invalid character '\\n'")):
        return _closed_string(slip, '"' if slip.message.startswith("Illegal") else "'")
    if slip.message.startswith('Expected "\'"'):  # told at the end of the file; the first quote without a second
        lines = slip.bare.split("\n")
        return _closed_string(slip.moved(1 + next(n for n, line in enumerate(lines) if line.count("'") % 2)), "'")
    return None


def _closed_string(slip: Slip, mark: str) -> Mend:
    line = slip.line.rstrip()
    mended = re.sub(r"(\]+)$", rf"{mark}\1", line) if _HEADER.match(line) else line + mark
    return Mend("引号没有关上：文字的末尾也要有英文引号", line=mended, slip=slip)


def _backslash(slip: Slip) -> Mend | None:
    if slip.message.startswith(("Unescaped", "Invalid hex", "Escaped character")):
        return Mend("文件夹之间要用 / ，不用 \\", line=slip.line.replace("\\", "/"))
    return None


def _after_value(slip: Slip) -> Mend | None:
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
        return Mend("引号里面又有英文引号：里面的改成中文引号“ ”")
    return Mend("值的后面多了字；说明要以 # 开头")


def _unquoted_text(slip: Slip) -> Mend | None:
    if not slip.value or not slip.message.startswith(("Invalid value", "Expected newline")):
        return None
    if slip.value[0] in "[{":
        return Mend("文字要加英文引号，各项之间用英文逗号")
    return Mend("文字要加英文引号", line=f'{slip.name} = "{slip.value}"')


def _open_bracket(slip: Slip) -> Mend | None:
    """An array or inline table that is not closed, or lacks a comma. Reading stops at what comes next, which may be a
    line of its own: the slip then is on a line above."""
    if slip.message.startswith("Unclosed inline table") and slip.bare_line.count("{") > slip.bare_line.count("}"):
        return Mend("花括号 { } 要写在同一行里，末尾用 } 关上")
    before = slip.bare.split("\n")[: slip.number - 1]
    starts_anew = re.match(r"\s*(\[+[^\[\]]*\]+\s*$|[^\s=\[{,]+\s*=)", slip.bare_line)
    if slip.message.startswith(("Unclosed", "Invalid value")) and starts_anew and (opened := _opening_line(before)):
        return Mend("方括号没有关上：最后要有 ]", slip=slip.moved(opened))
    if not slip.message.startswith("Unclosed"):
        return None
    here = slip.bare_line[: slip.column - 1]
    if slip.column > len(slip.bare_line.rstrip()) and (opened := _opening_line([*before, here])):
        return Mend("方括号没有关上：最后要有 ]", slip=slip.moved(opened))
    if here.strip() or not any(line.strip() for line in before):
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


def _anything(_: Slip) -> Mend:
    return Mend(_UNKNOWN)


_RECOGNISERS: tuple[Callable[[Slip], Mend | None], ...] = (
    _endless_number,
    _twice,
    _open_long_string,
    _curly_quotes,
    _unseen_signs,
    _wide_marks,
    _open_string,
    _backslash,
    _open_bracket,
    _date,
    _missing_value,
    _yes_or_no,
    _number,
    _unquoted_name,
    _statement,
    _header,
    _after_value,
    _unquoted_text,
    _anything,
)
