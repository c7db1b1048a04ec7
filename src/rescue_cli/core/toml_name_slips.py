"""Slips in the names of a TOML file: sections and keys without quotes, twice, without their value or brackets."""

import re

from rescue_cli.core.toml_slips import HEADER, Mend, Slip, bare_text

LISTS = {
    *("standard", "parameter", "replace", "relation"),  # of rescue.toml and standards.toml
    *("finding", "case", "codes", "field", "deadline", "level", "survive", "compare", "control", "coverage"),
    *(
        "merged",
        "gather",
        "derive",
        "rule",
        "remark",
        "event",
        "clock",
        "sheet",
        "figure",
        "extract",
        "assume",
        "dated",
        "row",
        "check",
    ),
}  # sections that may stand several times
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_QUOTE_NAMES = "名称里有空格等字符的，要加英文引号"


def twice(slip: Slip) -> Mend | None:
    """A key or a section that stands a second time; says where the first is."""
    if not slip.message.startswith(("Cannot ", "Duplicate")):
        return None
    if HEADER.match(slip.bare_line):
        return _header_twice(slip)
    if inline := re.match(r"Duplicate inline table key '(.*)'", slip.message):
        return Mend("花括号里同一个名称写了两次，请只留一处", f"花括号里“{inline[1]}”写了两次，请只留一处")
    lines = slip.text.split("\n")
    start = next((index for index in range(slip.number - 1, -1, -1) if HEADER.match(lines[index])), -1)
    name = _plain(slip.name)
    earlier = [index + 1 for index in range(start + 1, slip.number - 1) if _plain(slip.moved(index + 1).name) == name]
    where = f"（第{earlier[0]}行也有）" if earlier else ""
    return Mend(f"同一个名称写了两次{where}，请只留一处", f"“{slip.name}”写了两次{where}，请只留一处")


def _header_twice(slip: Slip) -> Mend:
    lines = slip.text.split("\n")[: slip.number - 1]
    name = _plain(slip.line)
    for index, line in enumerate(lines):
        if HEADER.match(line) and _plain(line) == name:
            if line.lstrip().startswith("[[") != slip.line.lstrip().startswith("[["):
                return Mend(f"和第{index + 1}行的方括号要写得一样：同是 [ ] 或同是 [[ ]]")
            if name.rpartition(".")[2] in LISTS:
                mended = f"[[{slip.line.split('#', maxsplit=1)[0].strip().strip('[]').strip()}]]"
                return Mend(f"这一节写了两次（第{index + 1}行也有），每一处都要用两个方括号 [[…]]", line=mended)
            return Mend(f"这一节写了两次（第{index + 1}行也有），请合成一节")
    return Mend("这一节的名称前面已经用过，请合成一节")


def _plain(name: str) -> str:
    return re.sub(r"[\s\"'\[\]]", "", name.split("#", maxsplit=1)[0])


def unquoted_name(slip: Slip) -> Mend | None:
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
    bare = bare_text(line)
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


def statement(slip: Slip) -> Mend | None:
    """A line that is no "name = value": a remark without #, a colon, no equals sign, no value."""
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


def header(slip: Slip) -> Mend | None:
    """A section whose brackets do not pair, are empty, or have something behind them."""
    if not HEADER.match(slip.bare_line) or not slip.message.startswith(("Expected", "Invalid", "Unterm", "Illegal")):
        return None
    inside = re.match(r"\s*(\[\[?)\s*([^\[\]]*)(\]*)\s*(.*)$", slip.bare_line)
    if inside is None or not inside[2].strip():
        return Mend("方括号里没有写这一节的名称")
    if inside[4]:
        return Mend("一节的名称要自己占一行，后面的另起一行")
    count = max(len(inside[1]), min(len(inside[3]), 2))
    name = slip.line[inside.start(2) : inside.end(2)].strip()
    return Mend("方括号没有成对：开头几个，末尾就要几个", line=f"{'[' * count}{_quoted_path(name)}{']' * count}")
