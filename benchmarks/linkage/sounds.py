"""Writes `schemas/linking/sounds.csv`: every syllable without its tone, and the characters read so.

The readings are pypinyin's (MIT licence), one for each character. The tool ships the table instead of the library: loading
pypinyin costs half a second at every start, reading the table a hundredth.

    python benchmarks/linkage/sounds.py
"""

import csv
from collections import defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin

TARGET = Path(__file__).parents[2] / "schemas" / "linking" / "sounds.csv"
BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000))


def readings() -> dict[str, str]:
    """Syllable → its characters, both sorted."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for character in (chr(code) for first, end in BLOCKS for code in range(first, end)):
        sound = lazy_pinyin(character, errors="ignore")
        if sound:
            spoken[sound[0].replace("ü", "v")].append(character)
    return {sound: "".join(spoken[sound]) for sound in sorted(spoken)}


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sound", "characters"))
        writer.writerows(readings().items())


if __name__ == "__main__":
    main()
