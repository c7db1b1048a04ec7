"""The one reader of TOML: rescue.toml, packs, the catalogue and the linkage model. What is wrong with a file is told in
Chinese, with the line and its mend; tomllib's own English never reaches the clerk."""

import re
import tomllib
from pathlib import Path
from typing import Any

from rescue_cli.core.errors import RescueError
from rescue_cli.core.toml_sentences import slip_sentence
from rescue_cli.core.toml_slips import ENDLESS_NUMBER, PLACE, Slip

_SAVE_AS = "请用记事本打开，“另存为”时编码选 UTF-8"
_TOO_DEEP = "括号套得太深，读不了：请检查有没有一串方括号没有关上"


class TomlError(RescueError):
    """A TOML file that cannot be read. `line`: from 1, None where the whole file is meant; `sentence` names the line,
    shows its text (unless a password or an ID number may stand in it) and says how to mend it."""

    code = "TOML"

    def __init__(self, file: Path, line: int | None, sentence: str) -> None:
        super().__init__(f"{file.name} {sentence}")
        self.file, self.line, self.sentence = file, line, sentence


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises TomlError where it is no TOML, OSError where it cannot be read at all."""
    return parse_toml(path, toml_text(path))


def toml_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, line ends as "\\n".

    Raises TomlError where it is in another encoding, which is named, or no text at all.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TomlError(path, None, f"文件是UTF-16编码（记事本里叫 Unicode），{_SAVE_AS}")
    if data.startswith(b"PK\x03\x04"):
        raise TomlError(path, None, "不是文本文件，像是表格或压缩包改了扩展名：请换成TOML文本")
    if b"\0" in data:
        wide = data.count(b"\0") * 4 > len(data)
        what = "文件是UTF-16编码（记事本里叫 Unicode）" if wide else "文件里有空字符，不是文本或已经损坏"
        raise TomlError(path, None, f"{what}，{_SAVE_AS}")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TomlError(path, None, _other_encoding(data)) from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """`text` of the file `path` as data. Raises TomlError naming the line, what is wrong there and how to mend it."""
    try:
        # The added line end gives an open string or a value at the very end its line instead of "end of document".
        return tomllib.loads(f"{text}\n")
    except tomllib.TOMLDecodeError as error:
        slip = _slip(text, str(error))
    except ValueError:  # the only other one: an integer of more digits than Python reads
        slip = Slip.of(text, ENDLESS_NUMBER, _longest_number(text), 1)
    except RecursionError:
        raise TomlError(path, None, _TOO_DEEP) from None
    line, sentence = slip_sentence(slip)
    raise TomlError(path, line, sentence) from None


def _slip(text: str, message: str) -> Slip:
    """Where tomllib gave up. "At end of document" is the last line with anything on it."""
    place = PLACE.match(message)
    if place is None:
        lines = text.rstrip().split("\n")
        return Slip.of(text, message, len(lines), len(lines[-1]) + 1)
    return Slip.of(text, place[1], int(place[2]), int(place[3]))


def _longest_number(text: str) -> int:
    lines = text.split("\n")
    return 1 + max(range(len(lines)), key=lambda index: max(map(len, re.findall(r"\d+", lines[index])), default=0))


def _other_encoding(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return f"不是UTF-8编码，或文件已经损坏：{_SAVE_AS}"
    return f"文件是GBK编码（记事本里叫 ANSI），{_SAVE_AS}"
