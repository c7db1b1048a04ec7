"""What goes wrong when people copy names, numbers and addresses by hand. Every rate is in `RATES`, times the noise."""

import csv
import random
from collections import defaultdict
from pathlib import Path

from people import Style

SOUNDS = Path(__file__).parents[2] / "schemas" / "linking" / "sounds.csv"
RATES = {
    "id_missing": 0.10, "id_slip": 0.04, "id_swap": 0.02, "id_15": 0.015, "id_rounded": 0.03, "id_other": 0.004, "id_short": 0.004,
    "homophone": 0.02, "regional": 0.006, "alike": 0.015, "nickname": 0.006, "spaced": 0.02, "turned": 0.002, "shortened": 0.003, "born_wrong": 0.02,
    "phone_missing": 0.15, "phone_slip": 0.015, "address_missing": 0.03, "no_prefix": 0.35, "han_number": 0.2, "no_door": 0.2,
    "short_form": 0.1, "no_village": 0.05,
}  # fmt: skip
DAMAGES = ("id_slip", "id_swap", "id_rounded", "id_15", "id_short")
HAN = "零一二三四五六七八九"
LOCAL = {"n": "l", "l": "n", "zh": "z", "z": "zh", "ch": "c", "c": "ch", "sh": "s", "s": "sh"}


def han_number(n: int) -> str:
    """3 → 三, 12 → 十二, 25 → 二十五, 105 → 一百零五."""
    if n < 10:
        return HAN[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")
    hundreds, rest = divmod(n, 100)
    return (
        HAN[hundreds]
        + "百"
        + ("" if not rest else (HAN[0] if rest < 10 else "") + (("一" if 10 <= rest < 20 else "") + han_number(rest)))
    )


class Pen:
    """Copies with slips; `noise` multiplies every rate."""

    def __init__(self, style: Style, rng: random.Random, noise: float) -> None:
        self.rng, self.style, self.noise = rng, style, noise
        self._sound, self._spoken = _common_sounds(style)

    def happens(self, what: str, scale: float = 1.0) -> bool:
        return self.rng.random() < min(0.95, RATES[what] * self.noise * scale)

    def number(self, number: str, others: list[str], scale: float) -> str | None:
        """The number as written down; `others`: those of relatives."""
        rng = self.rng
        if self.happens("id_missing", scale):
            return rng.choice([None, None, "无", "不详", ""])
        if others and self.happens("id_other", scale):
            return rng.choice(others)
        damaged = next((how for how in DAMAGES if self.happens(how, scale)), None)
        return number if damaged is None else self._damaged(number, damaged)

    def _damaged(self, number: str, how: str) -> str:
        rng = self.rng
        if how == "id_slip":
            at = rng.randrange(18)
            return number[:at] + rng.choice([d for d in "0123456789" if d != number[at]]) + number[at + 1 :]
        if how == "id_swap":
            at = rng.choice([n for n in range(16) if number[n] != number[n + 1]])
            return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        if how == "id_rounded":
            return number[:15] + "000"
        if how == "id_15":
            return number[:6] + number[8:17] if number[6:8] == "19" else number
        at = rng.randrange(6, 18)
        return number[:at] + number[at + 1 :]

    def name(self, name: str, scale: float) -> str:
        rng = self.rng
        at = rng.randrange(1, len(name))
        if self.happens("homophone", scale):
            name = self._like(name, at, self._sound)
        if self.happens("regional", scale):
            name = self._regional(name, at)
        if self.happens("alike", scale) and name[at] in self.style.alike:
            name = name[:at] + self.style.alike[name[at]] + name[at + 1 :]
        if self.happens("nickname", scale):
            name = name[0] + rng.choice(["小" + name[-1], name[-1] * 2, rng.choice("娃柱栓狗毛丫妮蛋")])
        if self.happens("turned", scale) and len(name) == 3:
            name = name[0] + name[2] + name[1]
        if self.happens("shortened", scale) and len(name) == 3:
            name = name[0] + rng.choice(name[1:])
        if self.happens("spaced", scale) and len(name) == 2:
            name = f"{name[0]} {name[1]}"
        return name

    def _like(self, name: str, at: int, of: dict[str, str]) -> str:
        choices = [c for c in self._spoken.get(of.get(name[at], ""), "") if c != name[at]]
        return name[:at] + self.rng.choice(choices) + name[at + 1 :] if choices else name

    def _regional(self, name: str, at: int) -> str:
        sound = self._sound.get(name[at], "")
        other = sound[:-1] if sound.endswith("ng") else sound + "g" if sound.endswith("n") else ""
        for first in ("zh", "ch", "sh", "n", "l", "z", "c", "s"):
            if not self._spoken.get(other) and sound.startswith(first):
                other = LOCAL[first] + sound[len(first) :]
        choices = self._spoken.get(other, "")
        return name[:at] + self.rng.choice(choices) + name[at + 1 :] if choices else name

    def phone(self, phone: str, scale: float) -> str | None:
        if self.happens("phone_missing", scale):
            return None
        if self.happens("phone_slip", scale):
            at = self.rng.randrange(3, 11)
            return phone[:at] + self.rng.choice("0123456789") + phone[at + 1 :]
        return phone


def _common_sounds(style: Style) -> tuple[dict[str, str], dict[str, str]]:
    """Character → sound, and sound → the characters people put in names."""
    more = "伟玮炜维卫惟薇芳方芬纷英瑛莹应迎华桦画花建健见剑军君均钧俊平萍苹坪明铭鸣名丽莉利立力玲灵凌林琳临霖梅美媚红洪宏虹鸿志智芝治致文雯闻玉裕育钰海国果桂贵秀绣修兰岚蓝凤奉燕艳雁彦霞夏侠辉晖慧惠会涛韬桃波博伯勇永咏强蔷刚钢岗春纯椿金锦进晋晶静菁敬净婷亭庭洁杰捷姐"
    common = set(style.first + style.second + more)
    sound: dict[str, str] = {}
    spoken: dict[str, list[str]] = defaultdict(list)
    with SOUNDS.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            for character in line["characters"]:
                if character in common:
                    sound[character] = line["sound"]
                    spoken[line["sound"]].append(character)
    return sound, {syllable: "".join(characters) for syllable, characters in spoken.items()}
