"""What of the skeleton a pack still holds: words in angle brackets that nobody has filled in yet."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rescue_cli.core.toml_file import toml_text
from rescue_cli.pack.load import schemas_root
from rescue_cli.pipeline.pack_skeleton import PLACEHOLDERS

_WORDS = re.compile(r"<[^<>\n]+>")
MOST_LINES = 5  # of one file that are named


def unfilled_words(folder: Path) -> Iterator[str]:
    """One sentence for each file of a pack's folder that still holds words of the skeleton; comments do not count."""
    for path in sorted(folder.rglob("*.toml")):
        lines = [line for line in enumerate(toml_text(path).split("\n"), 1) if not line[1].lstrip().startswith("#")]
        left = [(number, word) for number, line in lines for word in _WORDS.findall(line) if word in _skeleton_words()]
        if left:
            shown = "、".join(f"第{number}行{word}" for number, word in left[:MOST_LINES])
            more = f"等{len(left)}处" if len(left) > MOST_LINES else ""
            yield f"{path.relative_to(folder).as_posix()} 里还有骨架的占位文字没有填：{shown}{more}"


@cache
def _skeleton_words() -> frozenset[str]:
    """Only these: an expression may have angle brackets of its own (a < b and c > d)."""
    texts = (path.read_text(encoding="utf-8") for path in (schemas_root() / "skeleton").rglob("*.toml"))
    lines = (line for text in texts for line in text.split("\n") if " < " not in line)
    return frozenset((*PLACEHOLDERS.values(), *(word for line in lines for word in _WORDS.findall(line))))
