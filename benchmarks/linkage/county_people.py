"""Everyone who lives in the county, and the pairs of people who look like one: namesakes, twins, fathers and sons."""

import random
from dataclasses import dataclass, field

from county_habits import Habits
from people import citizen_number

YEAR = 2024  # of the survey
_PREFIXES = ("", "上", "下", "东", "西", "南", "北", "大", "小")  # where a county has more villages than names
REGION_BASE = 990100  # codes under 99 were never given out: nobody real is meant


@dataclass
class Person:
    key: int
    name: str
    number: str
    relation: str
    female: bool
    phone: str
    homes: list[int] = field(default_factory=list)
    cut: bool = False  # whoever writes this number down loses its last three digits
    misread: str = ""  # what a careless pen writes instead of the number


@dataclass(frozen=True)
class Village:
    town: str
    name: str
    former: str  # the name before the villages were merged, empty where they were not
    neighbour: str
    cadre: str
    loose: bool  # addresses are written by whoever holds the pen
    urban: bool
    head_number: bool  # the head's number is typed for his members now and then
    form: int  # the usual way of writing an address


@dataclass
class Home:
    key: int
    village: Village
    place: dict[str, str | int]
    people: list[Person] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)

    @property
    def head(self) -> Person:
        return self.people[0]


class People:
    """Villages and homes until about `persons` people live there."""

    def __init__(self, persons: int, habits: Habits, rng: random.Random) -> None:
        self.habits, self.rng = habits, rng
        self.homes: list[Home] = []
        self.count = 0
        towns = habits.towns[: max(4, min(len(habits.towns), persons // 150))]
        self.villages = [village for town in towns for village in self._villages(town, persons, len(towns))]
        while self.count < persons:
            self._settle(rng.choice(self.villages))
        self._look_alikes()

    def share(self, what: str) -> bool:
        return self.rng.random() < self.habits.shares[what]

    def phone(self) -> str:
        return f"199{self.rng.randrange(10**8):08d}"

    def _villages(self, town: str, persons: int, towns: int) -> list[Village]:
        rng, names = self.rng, self.habits.villages
        size = max(2, min(12, persons // towns // 60))
        start = self.habits.towns.index(town) * size
        chosen = [_PREFIXES[(start + n) // len(names)] + names[(start + n) % len(names)] for n in range(size)]
        chosen = [rng.choice(names) if self.share("shared_village") else name for name in chosen]
        return [self._village(town, name) for name in dict.fromkeys(chosen)]

    def _village(self, town: str, name: str) -> Village:
        rng, names = self.rng, self.habits.villages
        return Village(
            town=town,
            name=name,
            former=rng.choice(names) if self.share("merged_village") else "",
            neighbour=rng.choice(names),
            cadre=self.phone(),
            loose=self.share("loose_village"),
            urban=("街道" in town and self.share("flats")) or rng.random() < self.habits.shares["flats"] / 3,
            head_number=self.share("head_id_village"),
            form=rng.randrange(6),
        )

    def given(self, female: bool, generation: str = "") -> str:
        rng = self.rng
        first, second = self.habits.female if female else self.habits.male
        if not generation and rng.random() < 0.13:
            return rng.choice(second)
        return (generation or _drawn(rng, first)) + _drawn(rng, second)

    def surname(self) -> str:
        return _drawn(self.rng, self.habits.surnames)

    def number(self, year: int, female: bool, near: str = "") -> str:
        rng = self.rng
        if near:  # a twin: same place and day, the next numbers of the register
            return citizen_number(
                near[:6], near[6:14], (int(near[14:17]) + (2 if female == _female(near) else 1)) % 1000
            )
        day = "0101" if rng.random() < 0.02 else f"{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        sequence = rng.randrange(0, 300) * 2 + (0 if female else 1)
        return citizen_number(str(REGION_BASE + rng.choice((1, 1, 1, 2, 3, 22))), f"{year}{day}", sequence)

    def _settle(self, village: Village) -> Home:
        rng, year = self.rng, self.rng.randint(1936, 1992)
        home = Home(len(self.homes), village, self._place())
        self.homes.append(home)
        alone_woman = rng.random() < 0.2
        surname = self.surname()
        head = self._join(home, surname + self.given(alone_woman), year, alone_woman, "户主")
        if self.share("common_name"):
            head.name = rng.choice(self.habits.common)
        if not alone_woman and rng.random() < 0.62:
            self._join(home, self.surname() + self.given(True), year + rng.randint(-3, 6), True, "配偶")
        if year > 1960 and rng.random() < 0.2:
            female = rng.random() < 0.7
            kin = "母亲" if female else "父亲"
            name = (self.surname() if female else head.name[0]) + self.given(female)
            self._join(home, name, max(1928, year - rng.randint(20, 30)), female, kin)
        self._children(home, head, year)
        return home

    def _place(self) -> dict[str, str | int]:
        rng, habits = self.rng, self.habits
        return {
            "group": rng.randint(1, 12),
            "door": rng.randint(1, 160),
            "road": rng.choice(habits.roads),
            "number": rng.randint(1, 300),
            "estate": rng.choice(habits.estates),
            "building": rng.randint(1, 25),
            "unit": rng.randint(1, 3),
            "room": rng.randint(1, 7) * 100 + rng.randint(1, 4),
        }

    def _children(self, home: Home, head: Person, year: int) -> None:
        rng, generation = self.rng, self.given(False)[0] if self.rng.random() < 0.5 else ""
        born = year + rng.randint(21, 33)
        for number in range(rng.choices((0, 1, 2, 3), (30, 36, 26, 8))[0]):
            if born > YEAR - 1 or len(home.people) > 5:
                break
            female = rng.random() < 0.46
            name = head.name[0] + self.given(female, generation)
            twin = home.people[-1].number if number and self.share("twins") else ""
            child = self._join(home, name, born, female, "女" if female else "子", twin)
            if twin:
                child.cut = home.people[-2].cut = rng.random() < 0.5
            born += rng.randint(1, 5)
        sons = [p for p in home.people if p.relation == "子" and int(p.number[6:10]) < YEAR - 23]
        if sons and rng.random() < 0.4:
            self._grandchildren(home, sons[0])

    def _grandchildren(self, home: Home, son: Person) -> None:
        rng, year = self.rng, int(son.number[6:10])
        self._join(home, self.surname() + self.given(True), year + rng.randint(-2, 4), True, "儿媳")
        born = year + rng.randint(22, 30)
        while born < YEAR and len(home.people) < 6 and rng.random() < 0.6:
            female = rng.random() < 0.5
            name = son.name[0] + self.given(female)
            self._join(home, name, born, female, "孙女" if female else "孙子")
            born += rng.randint(1, 6)

    def _join(self, home: Home, name: str, year: int, female: bool, relation: str, near: str = "") -> Person:
        while any(name == other.name for other in home.people):  # nobody gives two children one name
            name = name[0] + self.given(female)
        shared = home.people and self.rng.random() < 0.6
        phone = home.head.phone if shared else self.phone()
        person = Person(self.count, name, self.number(year, female, near), relation, female, phone, [home.key])
        if not home.people and self.share("cadre"):
            person.phone = home.village.cadre
        home.people.append(person)
        home.relations.append(relation)
        self.count += 1
        return person

    def _look_alikes(self) -> None:
        """Pairs nobody may join: each kind at its share of the homes."""
        kinds = {
            "namesake": self._namesake,
            "father_son": self._father_and_son,
            "siblings": self._siblings,
            "couples": self._couples,
            "near_numbers": self._near_numbers,
            "new_year": self._new_year,
        }
        for home in list(self.homes):
            for kind, make in kinds.items():
                if self.share(kind):
                    make(home)
            if self.share("split"):
                self._split(home)

    def _namesake(self, home: Home) -> None:
        same = [other for other in self.homes if other.village is home.village and other is not home]
        if same:
            other = self.rng.choice(same)
            _rename(home, other.head.name)
            if self.rng.random() < 0.2:  # and the cadre's telephone for both
                home.head.phone = other.head.phone = home.village.cadre

    def _father_and_son(self, home: Home) -> None:
        for child in home.people:
            if child.relation == "子":
                child.name = self._sounding(home.head.name)
                return

    def _siblings(self, home: Home) -> None:
        children = [person for person in home.people if person.relation in ("子", "女", "孙女", "孙子")]
        if len(children) > 1:
            children[1].name = self._sounding(children[0].name)

    def _sounding(self, name: str) -> str:
        alike = [c for g in self.habits.sounds.split("|") if name[-1] in g for c in g if c != name[-1]]
        return name[:-1] + (self.rng.choice(alike) if alike else self.given(False)[-1])

    def _couples(self, home: Home) -> None:
        pairs = [other for other in self.homes if other is not home and "配偶" in other.relations[:2]]
        if pairs and "配偶" in home.relations[:2]:
            near = [other for other in pairs if other.village.town == home.village.town]
            other = self.rng.choice(near if near and self.rng.random() < 0.5 else pairs)
            _rename(home, other.head.name)
            home.people[1].name = other.people[1].name

    def _near_numbers(self, home: Home) -> None:
        """Unrelated people whose numbers differ by little, where a careless pen leaves one digit between them."""
        other = self.rng.choice(self.homes)
        if other is not home and other.head.female == home.head.female:
            number = other.head.number
            home.head.number = citizen_number(number[:6], number[6:14], (int(number[14:17]) + 2) % 1000)
            home.head.misread = home.head.number[:17] + number[17]

    def _new_year(self, home: Home) -> None:
        other = self.rng.choice(self.homes)
        if other is home:
            return
        year = f"{int(other.head.number[6:10])}0101"
        for number, person in enumerate((home.head, other.head)):
            sequence = self.rng.randrange(200) * 4 + number * 2 + (0 if other.head.female else 1)
            person.number = citizen_number(person.number[:6], year, sequence)
        home.head.female = other.head.female
        _rename(home, other.head.name)

    def _split(self, home: Home) -> None:
        """A grown son and his wife have a household elsewhere and stand in his parents' book as well."""
        for son in home.people[1:]:
            if son.relation == "子" and int(son.number[6:10]) < YEAR - 24 and len(son.homes) == 1:
                away = Home(len(self.homes), self.rng.choice(self.villages), self._place(), [son], ["户主"])
                self.homes.append(away)
                son.homes.append(away.key)
                self._join(away, self.surname() + self.given(True), int(son.number[6:10]) + 1, True, "配偶")
                return


def _rename(home: Home, name: str) -> None:
    """The head takes `name`, and whoever bore his surname takes the new one."""
    surname = home.head.name[0]
    for person in home.people[1:]:
        if person.name[0] == surname and person.relation != "配偶":
            person.name = name[0] + person.name[1:]
    home.head.name = name


def _drawn(rng: random.Random, characters: str) -> str:
    """Few characters are common, many rare."""
    unique = list(dict.fromkeys(characters))
    return rng.choices(unique, [1 / (n + 4) ** 0.6 for n in range(len(unique))])[0]


def _female(number: str) -> bool:
    return int(number[16]) % 2 == 0
