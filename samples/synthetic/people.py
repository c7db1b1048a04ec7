"""Invented people. ID numbers are checksum-valid but stand under 990101, a region code nobody was ever given."""

import datetime as dt
import random
from dataclasses import dataclass

REGION = "990101"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
FIRST = "建国秀玉桂志文春海永金晓德明学淑凤兰红小光俊新长振立成云"
SECOND = "华英兰芳军平生民霞梅龙林清玲强贵珍山福荣辉燕波涛花香琴莲"


@dataclass(frozen=True)
class Person:
    """Head of an invented household."""

    name: str
    id_number: str
    phone: str
    address: str


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of a citizen number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


class Population:
    """Hands out people one by one; names, phones and ID numbers never repeat, the same seed gives the same people."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        names = sorted({s + a + b for s in SURNAMES for a in FIRST for b in SECOND if a != b})
        two = sorted({s + b for s in SURNAMES for b in SECOND})
        self._names = rng.sample(names, 900) + rng.sample(two, 100)
        rng.shuffle(self._names)
        self._count = 0
        self._numbers = 0

    def person(self, address: str, age: tuple[int, int] = (28, 78), *, ends_with_x: bool = False) -> Person:
        """A new person living at `address`."""
        name = self._names[self._count]
        self._count += 1
        return Person(name, self.id_number(age, ends_with_x=ends_with_x), f"1990000{self._count:04d}", address)

    def id_number(self, age: tuple[int, int] = (28, 78), *, ends_with_x: bool = False) -> str:
        """A number never handed out before: the sequence part is the running count."""
        born = dt.date(2019 - self._rng.randint(*age), 1, 1) + dt.timedelta(days=self._rng.randint(0, 364))
        self._numbers += 1
        stem = f"{REGION}{born:%Y%m%d}{self._numbers % 1000:03d}"
        while ends_with_x and check_character(stem) != "X":
            born += dt.timedelta(days=1)
            stem = f"{REGION}{born:%Y%m%d}{self._numbers % 1000:03d}"
        return stem + check_character(stem)


def wrong_check_character(id_number: str) -> str:
    """The number with its last character changed, as a slip of the pen would."""
    return id_number[:17] + ("3" if id_number[17] != "3" else "5")


def fifteen_digits(id_number: str) -> str:
    """The number in the form used until 1999: no century, no check character."""
    return id_number[:6] + id_number[8:17]
