"""A clerk's pen: how names, numbers, telephones, dates and places get onto paper. Each slip has a rate times the noise."""

import random

from county_habits import Habits
from county_people import YEAR, Home, Person, Village
from pypinyin import lazy_pinyin

HAN = "〇一二三四五六七八九"
AREAS = ("990201", "990305", "991524", "990930")


def han(number: int) -> str:
    """7 → 七, 12 → 十二, 40 → 四十, 104 → 一百〇四."""
    if number >= 100:
        rest = number % 100
        zero = "〇" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return HAN[number // 100] + "百" + zero + (han(rest) if rest else "")
    tens, units = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else HAN[tens] + "十") + (HAN[units] if units else "")


class Pen:
    """Writes with the habits' rates times `noise` times the list's own `scale` (an office copies better than a village)."""

    def __init__(self, habits: Habits, rng: random.Random, noise: float) -> None:
        self.habits, self.rng, self.noise = habits, rng, noise

    def slips(self, what: str, scale: float = 1.0) -> bool:
        return self.rng.random() < min(0.95, self.habits.rates[what] * self.noise * scale)

    def number(self, person: Person, home: Home, scale: float) -> str:
        rng, kin = self.rng, [other.number for other in home.people if other is not person]
        if self.slips("id_missing", scale):
            return rng.choice(self.habits.missing)
        if home.village.head_number and person is not home.head and home.key % 6 == 0:
            return home.head.number  # typed once, filled down
        if kin and self.slips("id_kin", scale):
            return rng.choice(kin)
        if person.misread and rng.random() < 0.3:
            return person.misread
        if person.cut:
            return person.number[:15] + "000"
        kinds = ("id_digit", "id_swap", "id_cut", "id_shown", "id_area", "id_15", "id_lost")
        slip = next((kind for kind in kinds if self.slips(kind, scale)), "")
        return self._damaged(person.number, slip) if slip else person.number

    def _damaged(self, number: str, slip: str) -> str:
        rng, place = self.rng, self.rng.randrange(6, 18)
        if slip == "id_digit":
            place = rng.randrange(18)
            return number[:place] + rng.choice([d for d in "0123456789" if d != number[place]]) + number[place + 1 :]
        if slip == "id_swap":
            place = rng.choice([n for n in range(5, 16) if number[n] != number[n + 1]])
            return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if slip == "id_lost":
            return number[:place] + number[place + 1 :]
        if slip == "id_15" and number[6:8] == "19":
            return number[:6] + number[8:17]
        written = {
            "id_cut": number[:15] + "000",
            "id_shown": f"{number[0]}.{number[1:6]}E+17",
            "id_area": rng.choice(AREAS) + number[6:],
        }
        return written.get(slip, number)

    def name(self, person: Person, home: Home, scale: float) -> str:
        name = person.name
        if _married(person, home) and self.slips("married", scale):
            return home.head.name[0] + name[0] + "氏"
        if self.slips("nickname", scale):
            return name[0] + self.rng.choice(("小" + name[-1], name[-1] * 2, *self.habits.nicknames))
        if self.slips("homophone", scale):
            name = self._like(name, self.habits.sounds)
        if self.slips("shape", scale):
            name = self._like(name, self.habits.shapes)
        return self._misspelt(name, scale)

    def _misspelt(self, name: str, scale: float) -> str:
        rng, place = self.rng, self.rng.randrange(1, len(name))
        if self.slips("name_hole", scale):
            hole = rng.choice(("?", "〇", "□", "？", lazy_pinyin(name[place])[0]))
            return name[:place] + hole + name[place + 1 :]
        if self.slips("former_name", scale):
            return f"{name}（曾用名{name[0]}{rng.choice(self.habits.nicknames)}）"
        if len(name) == 3 and self.slips("name_lost", scale):
            return name[0] + rng.choice(name[1:])
        if len(name) == 3 and self.slips("name_turned", scale):
            return name[0] + name[2] + name[1]
        return f"{name[0]}　{name[1]}" if len(name) == 2 and rng.random() < 0.05 else name

    def _like(self, name: str, groups: str) -> str:
        place = self.rng.randrange(1, len(name))
        for spot in (place, len(name) - 1):
            alike = [c for group in groups.split("|") if name[spot] in group for c in group if c != name[spot]]
            if alike:
                return name[:spot] + self.rng.choice(alike) + name[spot + 1 :]
        return name

    def phone(self, phone: str, neighbours: list[Home], scale: float) -> str:
        rng = self.rng
        if self.slips("phone_missing", scale):
            return ""
        if self.slips("phone_neighbour", scale):
            return rng.choice(neighbours).head.phone
        if self.slips("phone_digit", scale):
            place = rng.randrange(3, 11)
            return phone[:place] + rng.choice([d for d in "0123456789" if d != phone[place]]) + phone[place + 1 :]
        return phone

    def born(self, person: Person) -> str:
        """The date as a table asks for it, the first of January where nobody knows."""
        year, day = int(person.number[6:10]), person.number[10:14]
        if self.slips("birth_unknown"):
            day = "0101"
        elif self.slips("birth_off"):
            year += self.rng.choice((-1, 1))
        return f"{year}-{day[:2]}-{day[2:]}"

    def age(self, person: Person) -> str:
        off = self.rng.choice((-1, 1, 1)) if self.slips("birth_off", 4) else 0
        return str(max(0, YEAR - int(person.number[6:10]) + off))

    def address(self, home: Home, village: Village, place: dict[str, str | int], form: int) -> str:
        """`form`: the number of the usual way of writing; a loose village's pen writes as it comes."""
        habits = self.habits
        if self.slips("address_missing"):
            return ""
        forms = habits.flat_forms if village.urban else habits.group_forms
        text = forms[form % len(forms)]
        if village.loose:
            text = self.rng.choice(forms if village.urban else (*habits.group_forms, *habits.loose_group_forms))
        elif self.rng.random() < 0.15:
            text = self.rng.choice(forms)
        group = int(place["group"])
        return text.format(**place, town=village.town, village=village.name, other=village.neighbour, han=han(group))


def _married(person: Person, home: Home) -> bool:
    """Old women of another surname than their husband's."""
    old = int(person.number[6:10]) < 1955
    return person.female and old and person is not home.head and person.name[0] != home.head.name[0]
