"""What a slip in TOML is: the place where tomllib gave up, and the mend that was found for it."""

import re
from dataclasses import dataclass

ENDLESS_NUMBER = "endless number"  # for a message: an integer of more digits than Python reads
PLACE = re.compile(r"(.*?)\s*\(at line (\d+), column (\d+)\)$", re.DOTALL)  # how tomllib ends a message
NARROW = str.maketrans("＝，【】［］｛｝：、．＃－—–；", "=,[][]{}=,.#---;")  # full-width signs → what TOML wants
HEADER = re.compile(r"\s*[\[【［]")  # how a line begins that opens a section, in whatever brackets
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)


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
        """The slip at a place of `text`, line and column from 1."""
        return cls(text, bare_text(text), message, number, column)

    @property
    def line(self) -> str:
        """The whole line, as written."""
        return self._lines(self.text)[self.number - 1]

    @property
    def bare_line(self) -> str:
        """The line without what stands in strings and comments."""
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
        """The same at another line."""
        return Slip(self.text, self.bare, self.message, number, 1)


@dataclass(frozen=True)
class Mend:
    """`reason` says nothing of the file's content; `shown` may (a date, a mended line). `private`: the reason where a
    password may stand in the line, if it is another."""

    reason: str
    shown: str = ""
    line: str = ""
    slip: Slip | None = None  # where it is, if that is another line than the one at which reading stopped
    private: str = ""
    show_line: bool = True  # false: `shown` holds all there is to see of the mended line


def bare_text(text: str) -> str:
    """The text with spaces for comments and "_" for what stands in quotes; of the same length, with the same lines."""
    return _STRING_OR_COMMENT.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith("#"):
        return " " * len(text)
    width = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return text[:width] + re.sub(r"[^\n]", "_", text[width:-width]) + text[-width:]
