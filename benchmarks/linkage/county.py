"""The workbooks a county's townships and departments send in, with the truth about every row beside it.

python benchmarks/linkage/county.py --write DIR --rows 2000 --seed 1 --noise 1 --habits fit
"""

import argparse
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from county_folder import Listing, Row, write_folder
from county_habits import FIT, HABITS, Habits
from county_people import Home, People, Person, Village
from county_slips import Pen

ROSTERS = 0.7  # share of the rows that townships send; departments' lists hold the rest
OFFICE = 0.5  # an office's slips beside a village's
LISTS = {"低保": 0.2, "残疾": 0.1, "监测": 0.15, "大病": 0.1, "去年": 0.2, "补报": 0.25}
COLUMNS = {
    "户册": ("镇街", "村居", "户主姓名", "身份证号", "家庭人口", "详细住址", "联系方式"),
    "人册": ("镇街", "村居", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址", "联系方式"),
    "低保": ("村居", "姓名", "身份证号", "保障金额"),
    "残疾": ("姓名", "身份证号", "残疾证号"),
    "监测": ("镇街", "村居", "户主姓名", "身份证号", "家庭人口", "联系方式"),
    "大病": ("姓名", "镇街", "村居", "身份证号"),
    "去年": ("镇街", "村居", "户主姓名", "身份证号", "详细住址"),
}
BARE = ("镇", "乡", "街道")


@dataclass(frozen=True)
class Visit:
    """A household as one list meets it: where it says it lives, with which telephone (empty: the usual ones)."""

    home: Home
    village: Village
    place: dict[str, str | int]
    phone: str = ""
    only: Person | None = None


@dataclass
class Form:
    """A workbook: what it asks, and the habits of whoever fills it in."""

    name: str
    kind: str
    columns: list[str]
    old_names: bool = False  # villages as before the merger
    bare_town: bool = False
    village_word: str = ""
    heads: str = "every"  # which rows of a roster of persons name the head: every, first, none
    order: str = "family"
    mask: Callable[[str], str] | None = None
    mask_name: Callable[[str], str] | None = None
    visits: list[Visit] = field(default_factory=list)


def county(rows: int, seed: int, noise: float = 1.0, habits: Habits = FIT, without_ids: bool = False) -> list[Listing]:
    """About `rows` rows (never more) in the order the files are sent; every row has `_person`,
    `_home` and `_also` (the other households the person stands in)."""
    return _Sender(rows, random.Random(f"{seed}/{noise}"), noise, habits, without_ids).listings()


class _Sender:
    def __init__(self, rows: int, rng: random.Random, noise: float, habits: Habits, without_ids: bool) -> None:
        self.rows, self.rng, self.habits, self.without_ids = rows, rng, habits, without_ids
        self.people = People(rows, habits, rng)
        self.pen = Pen(habits, rng, noise)
        self.near: dict[tuple[str, str], list[Home]] = {}
        for home in self.people.homes:
            self.near.setdefault((home.village.town, home.village.name), []).append(home)

    def listings(self) -> list[Listing]:
        rosters = self._rosters()
        self._visited(rosters)
        listings = [self._written(form) for form in rosters]
        budget = int(self.rows * ROSTERS)
        while sum(len(listing.rows) for listing in listings) > budget:  # the last households of the longest file
            longest = max(listings, key=lambda listing: (len(listing.rows), listing.name))
            last = longest.rows[-1]["_home"]
            longest.rows[:] = [row for row in longest.rows if row["_home"] != last]
        left = self.rows - sum(len(listing.rows) for listing in listings)
        return [*listings, *(self._list(kind, int(left * share)) for kind, share in LISTS.items())]

    def _form(self, name: str, kind: str, town: bool = True) -> Form:
        rng, habits = self.rng, self.habits
        columns = [column for column in COLUMNS[kind] if town or column != "镇街"]
        if self.without_ids:
            columns = self._numberless(columns)
        if rng.random() < (0.7 if self.without_ids else 0.25):
            columns.append(rng.choice(("出生日期", "年龄")))
        bare, word = rng.random() < 0.25, rng.choice(habits.village_words)
        return Form(name, kind, columns, rng.random() < 0.3, bare, word)

    def _numberless(self, columns: list[str]) -> list[str]:
        """A list without numbers says where somebody lives, and has an address or a telephone."""
        kept = [column for column in columns if column not in ("身份证号", "残疾证号")]
        if not {"详细住址", "联系方式"} & set(kept):
            kept.append(self.rng.choice(("详细住址", "联系方式")))
        return kept if "村居" in kept else ["镇街", "村居", *kept]

    def _rosters(self) -> list[Form]:
        """One workbook a township, and some villages send their own."""
        rng, forms = self.rng, []
        for town in dict.fromkeys(village.town for village in self.people.villages):
            kind = rng.choice(("户册", "人册"))
            forms.append(self._roster(f"{town}困难群众摸底表", kind, town))
            for village in self.people.villages:
                if village.town == town and rng.random() < 0.15:
                    forms.append(self._roster(f"{town}{village.name}村上报", rng.choice(("户册", "人册")), town))
        return forms

    def _roster(self, name: str, kind: str, town: str) -> Form:
        rng = self.rng
        form = self._form(f"{name}.{rng.choice(('csv', 'xlsx'))}", kind, rng.random() < 0.8)
        form.heads = rng.choices(("every", "first", "none"), (70, 15, 15))[0] if kind == "人册" else "every"
        if form.heads == "every" and kind == "人册" and rng.random() < self.habits.shares["scattered"]:
            form.order = rng.choice(("age", "name", "shuffled"))
        if form.heads == "none":
            form.columns.remove("户主姓名")
        return form

    def _visited(self, forms: list[Form]) -> None:
        """Every household once in its township's or village's file; some again there, elsewhere, or under a member."""
        rng, shares = self.rng, self.habits.shares
        for home in self.people.homes:
            own = [form for form in forms if form.name.startswith(f"{home.village.town}{home.village.name}村")]
            form = own[0] if own else next(f for f in forms if f.name.startswith(f"{home.village.town}困难"))
            form.visits.append(Visit(home, home.village, home.place))
            if rng.random() < shares["same_file"]:
                form.visits.append(self._again(home, home.village, home.place))
            if rng.random() < shares["moved"]:
                village = rng.choice(self.people.villages)
                other = next(f for f in forms if f.name.startswith(f"{village.town}困难"))
                other.visits.append(self._again(home, village, rng.choice(self.people.homes).place))
            if rng.random() < shares["as_head"] and len(home.people) > 1:
                other = next((f for f in forms if f.kind == "户册"), None)
                if other:
                    member = rng.choice(home.people[1:])
                    other.visits.append(Visit(home, home.village, home.place, only=member))
        for form in forms:
            rng.shuffle(form.visits)

    def _again(self, home: Home, village: Village, place: dict[str, str | int]) -> Visit:
        changed = self.rng.random() < self.habits.shares["phone_changed"] * (1 if village is home.village else 3)
        return Visit(home, village, place, self.people.phone() if changed else "")

    def _written(self, form: Form) -> Listing:
        rows: list[Row] = []
        for visit in form.visits:
            if form.kind == "人册":
                rows += self._family(form, visit)
            else:
                rows.append(self._row(form, visit, visit.only or visit.home.head, "", 1.0))
        return self._listing(form, self._ordered(form.order, rows))

    def _ordered(self, order: str, rows: list[Row]) -> list[Row]:
        if order == "shuffled":
            self.rng.shuffle(rows)
        if order == "name":
            rows.sort(key=lambda row: (row["姓名"], row["_person"]))
        if order == "age":
            rows.sort(key=lambda row: (row["_born"], row["_person"]))
        return rows

    def _family(self, form: Form, visit: Visit) -> list[Row]:
        """One row a person; the head's name is copied from his own row, now and then written anew."""
        rows: list[Row] = []
        for person, relation in zip(visit.home.people, visit.home.relations, strict=True):
            row = self._row(form, visit, person, self.rng.choice(self.habits.kin[relation]), 1.0)
            row["户主姓名"] = rows[0]["姓名"] if rows else row["姓名"]
            if rows and form.heads == "first":
                row["户主姓名"] = ""
            elif rows and self.rng.random() < 0.03:
                row["户主姓名"] = self.pen.name(visit.home.head, visit.home, 1.0)
            rows.append(row)
        return rows

    def _row(self, form: Form, visit: Visit, person: Person, relation: str, scale: float) -> Row:
        pen, home, village = self.pen, visit.home, visit.village
        if form.old_names and village.former:
            village = Village(**{**vars(village), "name": village.former})
        name, number = pen.name(person, home, scale), pen.number(person, home, scale)
        if form.mask and len(number) == 18 and number[6:10].isdigit():
            number = form.mask(number)
        near = self.near[home.village.town, home.village.name]
        row: Row = {
            "_person": person.key,
            "_home": home.key,
            "_also": [key for key in person.homes if key != home.key],
            "_born": person.number[6:14],
            "镇街": _bare(village.town) if form.bare_town else village.town,
            "村居": ""
            if pen.slips("village_missing")
            else village.name + ("社区" if village.urban else form.village_word),
            "姓名": form.mask_name(name) if form.mask_name else name,
            "与户主关系": relation,
            "身份证号": number,
            "残疾证号": person.number + f"{self.rng.randint(1, 7)}{self.rng.randint(1, 4)}",
            "出生日期": pen.born(person),
            "年龄": pen.age(person),
            "家庭人口": str(len(home.people)),
            "保障金额": str(self.rng.randrange(180, 720, 20)),
            "详细住址": pen.address(home, village, visit.place, village.form),
            "联系方式": pen.phone(visit.phone or person.phone, near, scale),
        }
        row["户主姓名"] = row["姓名"]
        return row

    def _list(self, kind: str, rows: int) -> Listing:
        """A department's list: people of the county, most of them heads, some twice, in no order."""
        rng, habits = self.rng, self.habits
        columns = "人册" if kind == "补报" else kind
        form = self._form(f"{habits.names_of_lists[kind]}.{rng.choice(('csv', 'xlsx'))}", columns)
        form.old_names = kind == "去年" or form.old_names
        if kind == "补报":
            return self._second_batch(form, rows)
        if kind == "监测" and rng.random() < 0.4:
            form.columns = [column for column in form.columns if column != "身份证号"]
        if rng.random() < habits.shares["masked_ids"] and kind in ("低保", "残疾", "大病"):
            form.mask = rng.choice((lambda n: f"{n[:6]}********{n[14:]}", lambda n: f"{n[:10]}****{n[14:]}"))
            form.columns = [column for column in form.columns if column != "残疾证号"]
        elif rng.random() < habits.shares["masked_names"] and kind in ("低保", "大病", "残疾"):
            form.mask_name = rng.choice((lambda n: f"{n[0]}*{n[2:]}", lambda n: n[0] + "某" * (len(n) - 1)))
        chosen = self._people_of(kind, rows)
        written = [self._row(form, visit, person, "", OFFICE) for visit, person in chosen]
        return self._listing(form, written)

    def _second_batch(self, form: Form, rows: int) -> Listing:
        """Whole families once more, in family order, as the county's own office took them down."""
        written: list[Row] = []
        for home in self.rng.sample(self.people.homes, len(self.people.homes)):
            if len(written) + len(home.people) <= rows:
                written += self._family(form, self._again(home, home.village, home.place))
        return self._listing(form, written)

    def _people_of(self, kind: str, rows: int) -> list[tuple[Visit, Person]]:
        rng, homes = self.rng, self.people.homes
        whole = kind in ("监测", "去年")
        chosen: list[tuple[Visit, Person]] = []
        for home in rng.sample(homes, min(rows, len(homes))):
            inside = whole or rng.random() < (0.8 if kind == "低保" else 0.45)
            person = home.head if inside else rng.choice(home.people)
            chosen.append((self._again(home, home.village, home.place), person))
            if rng.random() < self.habits.shares["same_file"] / 2:
                chosen.append(chosen[-1])
        chosen = chosen[:rows]
        rng.shuffle(chosen)
        return chosen

    def _listing(self, form: Form, rows: list[Row]) -> Listing:
        headings = {column: self.rng.choice(self.habits.headings.get(column, (column,))) for column in form.columns}
        title = Path(form.name).stem if form.name.endswith("xlsx") and self.rng.random() < 0.5 else ""
        kept = [
            {headings[column]: row[column] for column in form.columns}
            | {k: row[k] for k in ("_person", "_home", "_also")}
            for row in rows
        ]
        return Listing(form.name, list(headings.values()), kept, title)


def _bare(town: str) -> str:
    return next((town.removesuffix(word) for word in BARE if town.endswith(word)), town)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--habits", choices=HABITS, default="fit")
    parser.add_argument("--no-id", action="store_true")
    options = parser.parse_args()
    habits = HABITS[options.habits]
    write_folder(options.write, county(options.rows, options.seed, options.noise, habits, options.no_id))


if __name__ == "__main__":
    main()
