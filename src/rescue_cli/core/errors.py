"""Exceptions: the program cannot go on. What is wrong *in the data* is a finding, never one of these.

    RescueError
    ├── UsageError      arguments or workspace that make no sense, or another writer at work in it
    ├── InputError      a file that cannot be read at all (one sentence; the other files go on)
    ├── PackError       a pack that must not be used; holds every problem found
    ├── RecordError     裁定.jsonl damaged
    ├── TomlError       a file of ours that is no TOML (`toml_file`); of rescue.toml and packs told as one of the above
    └── OutputError     an output cannot be written (open in Excel, no room)

Each message is plain Chinese, names the file, says what to do, and carries no personal data.
"""

from dataclasses import dataclass

from rescue_cli.core.private_text import masked


class RescueError(Exception):
    """Base of all errors shown to the clerk as a sentence."""

    code = "RESCUE"


class UsageError(RescueError):
    """Arguments or a workspace that make no sense, or another writer at work in it."""

    code = "USAGE"


class InputError(RescueError):
    """`finding` is the catalogue code under which intake lists the file."""

    code = "INPUT"

    def __init__(self, finding: str, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = finding


@dataclass(frozen=True, order=True)
class PackProblem:
    """One fault of a pack: its file (relative to the pack's folder), key path, and what is wrong, with the nearest known name."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file} › {self.key}：{self.text}" if self.key else f"{self.file}：{self.text}"


class PackError(RescueError):
    """A pack that must not be used; `problems`: every fault found, sorted, each once, no ID number in them."""

    code = "PACK"

    def __init__(self, pack: str, problems: list[PackProblem]) -> None:
        self.pack = pack
        hidden = (PackProblem(masked(item.file), masked(item.key), masked(item.text)) for item in problems)
        self.problems = sorted(set(hidden))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"方案包 {pack} 有 {len(self.problems)} 处错误，不能使用：\n{lines}")


class RecordError(RescueError):
    """裁定.jsonl is damaged or says what cannot be."""

    code = "RECORD"


class OutputError(RescueError):
    """An output cannot be written: open elsewhere, no room, no right."""

    code = "OUTPUT"
