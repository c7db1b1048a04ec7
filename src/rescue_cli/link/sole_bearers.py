"""Whether a name stands in its township for one person only, as far as the rows show: then a row that says little more than the
name and the village can only be his."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rescue_cli.link.named_people import Subjects

_YEARS_APART = 2  # between two years written for one person
_MIXED_SHARE = (
    0.1  # of a sheet's households that stand in it twice, from which on it is no list but several put together
)
Columns = Mapping[str, Sequence[Any]]
Name = tuple[str | None, ...]  # a place and a name


@dataclass
class _Bearers:
    """What is known of whoever bears a name in one place. `listed`: sheet → the households that name stands in there."""

    numbers: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    listed: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def numbered_once(self) -> bool:
        return len(self.numbers) < 2

    @property
    def one_place(self) -> bool:
        return self.numbered_once and len(self.parts) < 2

    @property
    def one_person(self) -> bool:
        """A sheet names a person once: under a name that stands in two of its households there may be two people."""
        alike = not self.years or max(self.years) - min(self.years) <= _YEARS_APART
        return self.one_place and alike and all(len(homes) < 2 for homes in self.listed.values())


def sole_columns(
    townships: Sequence[str | None], subjects: Subjects, sheets: Sequence[int | None], numbers: Columns, places: Columns
) -> dict[str, list[bool]]:
    """Whether all that is known of the bearers of a row's name in its township is of one: no two valid numbers stand there
    (`sole`), and no two groups, of the row, else of anybody of its household (`sole_place`); and neither there nor in any
    village of that name two years of birth, or two households of one of `sheets` (`sole_bearer`)."""
    parts = _parts_of_homes(subjects, places["part"])
    in_township = list(zip(townships, subjects.person, strict=True))
    in_village = list(zip(places["reporting"], places["village"], subjects.person, strict=True))
    bearers: dict[Name, _Bearers] = defaultdict(_Bearers)
    for i, (home, sheet) in enumerate(zip(subjects.home, sheets, strict=True)):
        for known in (bearers[name] for name in _names(in_township[i], in_village[i])):
            if sheet is not None:
                known.listed[sheet].add(home)
            if numbers["valid"][i]:
                known.numbers.add(numbers["num"][i])
            if (part := parts[i]) is not None:
                known.parts.add(part)
            if numbers["year"][i] is not None:
                known.years.add(numbers["year"][i])
    alone = {name: known.one_person for name, known in bearers.items()}
    return {
        "sole": [bearers[name].numbered_once for name in in_township],
        "sole_place": [bearers[name].one_place for name in in_township],
        "sole_bearer": [
            all(alone[name] for name in _names(*both)) for both in zip(in_township, in_village, strict=True)
        ],
    }


def _names(in_township: Name, in_village: tuple[str | None, str | None, str | None]) -> set[Name]:
    reporting, village, person = in_village
    return {in_township} | {("village", place, person) for place in (reporting, village) if place is not None}


def _parts_of_homes(subjects: Subjects, parts: Sequence[str | None]) -> list[str | None]:
    of_home: dict[int, str] = {}
    for home, part in zip(subjects.home, parts, strict=True):
        if part is not None:
            of_home.setdefault(home, part)
    return [part or of_home.get(home) for home, part in zip(subjects.home, parts, strict=True)]


def lists_of(
    sheets: Sequence[int],
    subjects: Subjects,
    numbers: Columns,
    doors: Sequence[str | None],
    phones: Sequence[list[str]],
) -> list[int | None]:
    """The sheet of each row; None where it is no list, but several put together: a tenth of its households stands in it twice,
    by name and number, door or telephone."""
    homes: dict[tuple[int, str | None, str], set[int]] = defaultdict(set)
    for i, (sheet, home, person) in enumerate(zip(sheets, subjects.home, subjects.person, strict=True)):
        for known in (numbers["num"][i], doors[i], *phones[i]):
            if known is not None and person is not None:
                homes[sheet, person, known].add(home)
    again = {(sheet, home) for (sheet, _, _), several in homes.items() if len(several) > 1 for home in several}
    sizes = Counter(sheet for sheet, _ in set(zip(sheets, subjects.home, strict=True)))
    repeated = Counter(sheet for sheet, _ in again)
    return [None if repeated[sheet] >= 2 * _MIXED_SHARE * sizes[sheet] else sheet for sheet in sheets]
