"""Rosters with known truth: households, members, reference lists, repeats and look-alikes.

A row is a dict of dictionary fields, with `_person` (who it is) and `_home` (which household) beside it.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from people import ESTATES, TOWNSHIPS, Namer, Style, citizen_number
from slips import Pen, han_number

HOUSEHOLDS, PEOPLE, LIST = "户册", "人册", "在册"
REPEATS = 0.2  # share of rows that repeat someone
YEAR = 2019  # of the survey
REGION_BASE = 990100  # codes under 99 were never given out
SERIES = ("139", "138", "137", "136", "135", "159", "158", "150", "151", "188", "187", "177")


@dataclass
class Person:
    key: int
    name: str
    number: str
    relation: str
    phone: str


@dataclass
class Home:
    key: int
    township: str
    village: str
    place: tuple[Any, ...]  # ("组", group, door) or ("楼", estate, building, unit, room)
    people: list[Person] = field(default_factory=list)
    cadre: str = ""

    @property
    def head(self) -> Person:
        return self.people[0]


class County:
    """Everyone who lives there."""

    def __init__(self, rows: int, style: Style, rng: random.Random, noise: float) -> None:
        self.rng, self.style, self.namer, self.pen = rng, style, Namer(style, rng), Pen(style, rng, noise)
        self.persons = 0
        towns = TOWNSHIPS[: max(3, min(len(TOWNSHIPS), rows // 400))]
        counties = 1 + rows // 100_000
        self.places = [
            (f"{town}{c or ''}", f"{village}{c or ''}")
            for c in range(counties)
            for n, town in enumerate(towns)
            for village in self._villages(n)
        ]
        self.habits = {
            village: (rng.random() < 0.5, rng.random() < 0.3, rng.random() < 0.4) for _, village in self.places
        }
        self.asks = {village: rng.choice(["", "", "出生日期", "年龄"]) for _, village in self.places}
        self.cadre = {village: self._phone() for _, village in self.places}
        self.clan = {village: self.namer.surname() for _, village in self.places}
        self.homes: list[Home] = []

    def _villages(self, town: int) -> list[str]:
        """Villages of a township; a few names stand in more than one."""
        pool = self.style.villages
        return [
            pool[(town * 7 + n) % len(pool)] + ("" if n < 2 else "东西南北上下新老"[(town + n) % 8]) for n in range(10)
        ]

    def _phone(self) -> str:
        return self.rng.choice(SERIES) + f"{self.rng.randrange(10**8):08d}"

    def _number(self, year: int, female: bool, near: str = "") -> str:
        rng = self.rng
        if near:  # a twin: same place and day, the next sequence numbers
            return citizen_number(near[:6], near[6:14], (int(near[14:17]) + rng.choice([1, 2, 3])) % 1000)
        region = str(REGION_BASE + rng.choice([1, 1, 1, 1, 2, 3, 21]))
        born = f"{year}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        return citizen_number(region, born, (rng.randrange(0, 499) * 2 + (0 if female else 1)) % 1000)

    def settle(self) -> Home:
        rng = self.rng
        township, village = rng.choice(self.places)
        if "街道" in township or rng.random() < 0.1:
            place: tuple[Any, ...] = (
                "楼",
                rng.choice(ESTATES),
                rng.randint(1, 20),
                rng.randint(1, 4),
                rng.randint(1, 6) * 100 + rng.randint(1, 4),
            )
        else:
            place = ("组", rng.randint(1, 10), rng.randint(1, 120))
        home = Home(len(self.homes), township, village, place)
        surname = self.clan[village] if rng.random() < 0.3 else self.namer.surname()
        year = rng.randint(1935, 1985)
        self._born(home, surname + self.namer.given(), year, False, "户主")
        if rng.random() < 0.55:
            self._born(home, self.namer.surname() + self.namer.given(), year + rng.randint(-4, 6), True, "配偶")
        generation = self.namer.generation() if rng.random() < 0.5 else ""
        for n in range(rng.choice([0, 0, 1, 1, 2, 3])):
            son = rng.random() < 0.5
            twin = n > 0 and rng.random() < 0.06
            near = home.people[-1].number if twin else ""
            self._born(
                home,
                surname + self.namer.given(generation),
                min(year + rng.randint(22, 34), 2015),
                not son,
                "子" if son else "女",
                near,
            )
        if rng.random() < 0.008 and len(home.people) > 1:
            home.people[-1].name = home.head.name  # father and son of one name
        if rng.random() < 0.04:
            home.cadre = self.cadre[village]
        self.homes.append(home)
        return home

    def _born(self, home: Home, name: str, year: int, female: bool, relation: str, near: str = "") -> None:
        while any(name == other.name for other in home.people):  # parents give no two children one name
            name = name[0] + self.namer.given()
        phone = home.people[0].phone if home.people and self.rng.random() < 0.7 else self._phone()
        home.people.append(Person(self.persons, name, self._number(year, female, near), relation, phone))
        self.persons += 1


def roster(rows: int, style: Style, seed: int, noise: float = 1.0) -> list[dict[str, Any]]:
    """About `rows` rows in random order over three files' worth of forms."""
    rng = random.Random(seed)
    county = County(rows, style, rng, noise)
    told: list[dict[str, Any]] = []
    written: list[tuple[Home, Person]] = []
    while len(told) < rows * (1 - REPEATS):
        home = county.settle()
        if rng.random() < 0.02 and len(county.homes) > 50:  # a namesake in the village
            twin = rng.choice(county.homes[:-1])
            home.township, home.village = twin.township, twin.village
            home.head.name = twin.head.name
        form = PEOPLE if rng.random() < 0.35 else HOUSEHOLDS
        for person in home.people if form == PEOPLE else home.people[:1]:
            told.append(_row(county, home, person, form, 1.0))
            written.append((home, person))
    while len(told) < rows:
        home, person = rng.choice(written)
        told.append(_again(county, home, person))
    rng.shuffle(told)
    return [{**row, "来源文件": "名册.csv", "工作表": "", "行号": n} for n, row in enumerate(told, start=2)]


def _again(county: County, home: Home, person: Person) -> dict[str, Any]:
    """Someone already written down, once more: same place, elsewhere, a member as head, or on a register."""
    rng = county.rng
    kind = rng.random()
    if kind < 0.25:
        return _row(county, home, person, LIST, 0.3)
    if kind < 0.40 and person is not home.head:
        return _row(county, home, person, HOUSEHOLDS, 1.0, moved=rng.random() < 0.3)
    where = rng.random()
    place = None if where < 0.15 else rng.choice([p for p in county.places if where >= 0.65 or p[0] == home.township])
    return _row(
        county,
        home,
        person,
        HOUSEHOLDS if person is home.head else PEOPLE,
        1.0,
        place,
        moved=rng.random() < 0.3,
        rephoned=rng.random() < 0.15,
    )


def _row(
    county: County,
    home: Home,
    person: Person,
    form: str,
    scale: float,
    place: tuple[str, str] | None = None,
    moved: bool = False,
    rephoned: bool = False,
) -> dict[str, Any]:
    pen, rng = county.pen, county.rng
    township, village = place or (home.township, home.village)
    others = [other.number for other in home.people if other is not person]
    phone = county._phone() if rephoned else person.phone
    if home.cadre and rng.random() < 0.5:
        phone = home.cadre
    row: dict[str, Any] = {
        "_person": person.key,
        "_home": home.key,
        "表种": form,
        "镇街": township,
        "村居": None if pen.happens("no_village", scale) else village + rng.choice(["村", "村", "村委会"]),
        "身份证号": pen.number(person.number, others, scale),
        "联系方式": pen.phone(phone, scale),
        "详细住址": _address(county, home, place if moved and place else (home.township, home.village), scale, moved),
    }
    row |= _born_columns(county, person, village)
    name = pen.name(person.name, scale)
    if form == PEOPLE:
        row |= {
            "姓名": name,
            "户主姓名": pen.name(home.head.name, scale) if person is not home.head else name,
            "与户主关系": person.relation,
        }
    else:
        row |= {"户主姓名": name}
    return row


def _born_columns(county: County, person: Person, village: str) -> dict[str, Any]:
    """Some villages' tables ask for the date of birth, some for the age, and those for the sex too."""
    year = int(person.number[6:10]) + (county.rng.choice([-2, -1, 1, 10]) if county.pen.happens("born_wrong") else 0)
    told: dict[str, Any] = {}
    if county.asks[village] == "出生日期":
        told = {"出生日期": dt.date(year, int(person.number[10:12]), int(person.number[12:14]))}
    if county.asks[village] == "年龄":
        told = {"年龄": YEAR - year}
    return told | ({"性别": "男" if int(person.number[16]) % 2 else "女"} if told else {})


def _address(county: County, home: Home, place: tuple[str, str], scale: float, moved: bool) -> str | None:
    pen, rng = county.pen, county.rng
    if pen.happens("address_missing", scale):
        return None
    township, village = place
    han, bare, dashed = county.habits[village]
    kind, *numbers = home.place
    if moved:
        numbers = (
            [rng.randint(1, 10), rng.randint(1, 120)]
            if kind == "组"
            else [rng.choice(ESTATES), rng.randint(1, 20), rng.randint(1, 4), rng.randint(101, 604)]
        )
    prefix = "" if pen.happens("no_prefix") else rng.choice(["", "某某县"]) + township
    if kind == "组":
        group, door = numbers
        words = [str(group), str(door)]
        if pen.happens("han_number") or han:
            words = [han_number(group), han_number(door)]
        label = rng.choice(["组", "队", "社", "村民小组"] if not bare else ["组"])
        tail = "" if pen.happens("no_door", scale) else words[1] + rng.choice(["号", "号", ""])
        if pen.happens("short_form", scale) and tail:
            return f"{village}{group}-{door}"
        return f"{prefix}{village}{rng.choice(['村', '村', ''])}{words[0]}{label}{tail}"
    estate, building, unit, room = numbers
    if dashed or pen.happens("short_form", scale):
        return f"{prefix}{estate}{building}-{unit}-{room}"
    if pen.happens("no_door", scale):
        return f"{prefix}{estate}{building}号楼"
    return f"{prefix}{estate}{building}{rng.choice(['号楼', '栋', '幢'])}{unit}单元{room}{rng.choice(['室', '', '号'])}"
