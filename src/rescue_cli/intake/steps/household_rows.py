"""Tables of one row a person: which rows are one household, whose head is who.

Where every row is a household nothing here applies. Rows are one household by, in this order: a merged cell of the
household, the sender's household number, the head each row names, the relation, blank household cells.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.recognition.heading_fields import Column, key_of
from rescue_cli.intake.recognition.member_columns import HEAD_WORDS
from rescue_cli.intake.steps.family_order import HEAD, is_family_order, may_be_one_door
from rescue_cli.intake.steps.named_heads import RowClues, place_members
from rescue_cli.intake.table import Households, Table, is_heads
from rescue_cli.values.address import address_key
from rescue_cli.values.name import parse_name
from rescue_cli.values.parsed import texts_given

HOUSEHOLD_NUMBER = "户编号"
COUNTED = "按人员行计数"  # stands in `raw` for a figure no cell holds
_ONCE = (f.ADDRESS, f.HOUSEHOLD_SIZE, HOUSEHOLD_NUMBER, f.SERIAL)  # filled once a household


def find_households(table: Table) -> None:
    """Fill `households` of a table of one row a person, and give its columns the fields they then are. None where each
    row is a household (or a person alone), or names its members in columns of their own."""
    if table.groups or table.names_nobody:
        return
    table.households = _households(table)
    if table.households is not None:
        table.columns = turn_to_persons(table.columns, table.person_fields)


def rows_of(first: Sequence[int]) -> dict[int, list[int]]:
    """First row → all rows of the household, for `Households.first`."""
    rows: dict[int, list[int]] = {}
    for index, start in enumerate(first):
        rows.setdefault(start, []).append(index)
    return rows


def turn_to_persons(columns: Sequence[Column], of_person: frozenset[str]) -> list[Column]:
    """The columns of a table of persons: beside 户主身份证号, a plain 身份证号 is the person's own."""
    heads_own = {column.field: column for column in columns if column.field in of_person and is_heads(column)}
    turned = list(columns)
    for place, column in enumerate(columns):
        if column.field is None and column.twice in heads_own and not is_heads(column):
            given_up = heads_own.pop(column.twice)
            turned[columns.index(given_up)] = replace(given_up, field=None, twice=column.twice, settled=True)
            turned[place] = replace(column, field=column.twice, twice="")
        elif column.twice in of_person and is_heads(column):
            turned[place] = replace(column, settled=True)  # told again for each member, and known from the head's row
    return turned


def count_rows(table: Table) -> None:
    """A list of one row a person that does not say how many of a household it covers (`count_rows` of the form's column):
    its rows are counted; each count is listed in `raw`."""
    if table.households is None:
        return
    first = table.households.first
    for name in [column.field for column in table.pack_form.column if column.count_rows]:
        if table.column_of(name) is None:
            sizes = Counter(first)
            table.values[name] = [sizes.get(index) for index in range(len(first))]
            for index, size in sorted(sizes.items()):
                place = (table.file, table.name, table.numbers[index], "")
                table.context.out.raw(place, name, COUNTED, str(size), Rereading.COUNTED)


def _may_speak(table: Table) -> bool:
    """Cheap, and asked of every table: a relation, 姓名 beside 户主姓名, or merged cells."""
    both = None not in (table.column_of(f.NAME), table.column_of(f.HEAD_NAME))
    return both or table.column_of(f.RELATION) is not None or table.has_tall_merges


def _households(table: Table) -> Households | None:
    persons = any(table.values.get(f.RELATION, ())) or (table.column_of(f.NAME) and table.column_of(f.HEAD_NAME))
    if not persons and not table.merges_rows:  # as with most tables; the clues need not be gathered
        return None
    if not _may_speak(table):
        return None
    clues = _Clues(table)
    if not clues.speak:
        return None
    first: list[int] = []
    for index in range(len(table.numbers)):
        first.append(first[-1] if first and clues.continues(index, first[-1]) else index)
    if len(set(first)) == len(first) and not clues.names_members:
        return None
    first, unplaced = clues.under_named_heads(first)
    first = clues.reunited(first)
    head = {start: clues.head_of(rows) for start, rows in rows_of(first).items()}
    headless = [start for start, row in head.items() if row is None]
    lost = tuple(start for start in headless if clues.is_lost(start))
    return Households(first, head, lost, tuple(start for start in headless if start in unplaced))


class _Clues:
    """What each row of a table says of the household it belongs to."""

    def __init__(self, table: Table) -> None:
        size = len(table.numbers)
        own_head = table.column_of(f.HEAD_NAME)
        person = table.column_of(f.NAME) or own_head
        self._both = own_head is not None and person is not own_head
        self._relations: list[str | None] = table.values.get(f.RELATION, [])
        self._names = _as_names(_texts(table, person)) or [None] * size
        self._heads = _as_names(_texts(table, own_head if self._both else None))
        self._head_ids = _texts(table, table.head_id)
        nowhere: list[str | None] = [None] * size
        self._townships = table.values.get(f.TOWNSHIP) or nowhere
        self._villages = table.values.get(f.VILLAGE) or nowhere
        self._of_household = {name: _texts(table, table.column_of(name)) for name in _ONCE}
        self._numbers = self._telling(self._of_household[HOUSEHOLD_NUMBER])
        self._serials = self._telling(self._of_household[f.SERIAL])
        merging = [table.column_of(name) for name in (HOUSEHOLD_NUMBER, f.SERIAL)]
        if self._relations or self._both:
            merging += [table.column_of(f.HOUSEHOLD_SIZE), own_head if self._both else None]
        self._merged = [table.merged_with_above(column) for column in merging if column is not None]
        self._named = self._named_rows(table) if self._both else None
        # 户主姓名 over a lone name column says that each row is a household: its relation may be somebody else's.
        self._plain = self._both or (
            person is not None and not key_of("".join(person.heading.parts)).startswith(HEAD_WORDS)
        )
        self.speak = person is not None and (
            any(self._relations) or self._both or any(any(merged) for merged in self._merged)
        )

    @property
    def names_members(self) -> bool:
        """Whether some row is plainly of a member."""
        return self._plain and any(relation not in (None, HEAD) for relation in self._relations)

    def continues(self, index: int, start: int) -> bool:
        """Whether this row belongs to the household that begins with row `start`, the rows between with it."""
        if any(merged[index] for merged in self._merged):
            return bool(self._relations) or self._both or self._names[index] != self._names[index - 1]
        if self._numbers and self._numbers[index] is not None:
            return self._numbers[index] == self._numbers[start] and self._is_near(index, start)
        if self._is_head(index) and any(self._is_head(row) for row in range(start, index)):
            return False
        if self._heads and self._heads[index] is not None:
            above = _first(self._heads[row] for row in range(start, index))
            return self._heads[index] == above and (self._names_another(index) or self._is_near(index, start))
        return self._follows(index, start)

    def _follows(self, index: int, start: int) -> bool:
        """The same of a row that names neither its household's number nor its head."""
        relation = self._relations[index] if self._relations else None
        if relation is not None:
            return relation != HEAD and self._stands_under(index, start)
        if self._serials and self._serials[index] is not None:
            return self._serials[index] == self._serials[index - 1]
        return (bool(self._relations) or self._both) and self._is_blank_below(index, start)

    def under_named_heads(self, runs: list[int]) -> tuple[list[int], frozenset[int]]:
        """`runs` with every member who names his head in that head's household, and the rows of which nobody can tell in
        which. Rows that name nobody stay with the row above."""
        if self._named is None:
            return runs, frozenset()
        members = frozenset(index for index in range(len(runs)) if self._names_another(index))
        leads = {start: self.head_of(rows) for start, rows in rows_of(runs).items()}
        heads = {start: row for start, row in leads.items() if row is not None and row not in members}
        free = [index for index in sorted(members) if not self._is_held(index, heads.get(runs[index]))]
        placed = place_members(self._named, sorted(heads.values()), free, runs)
        home: list[int] = []
        for index, start in enumerate(runs):
            if index in placed.home:
                home.append(placed.home[index])
            elif index == start or index in members or self._is_head(index):
                home.append(heads.get(start, home[-1] if index > start else start))
            else:
                home.append(home[-1])
        seen: dict[int, int] = {}
        return [seen.setdefault(row, index) for index, row in enumerate(home)], placed.unplaced

    def reunited(self, first: list[int]) -> list[int]:
        """Rows that stand apart from their household (a table sorted by age) with it, where they name its number and
        exactly one head there has it."""
        groups: dict[tuple[str | None, ...], list[int]] = {}
        runs = rows_of(first)
        for start in runs:
            if (name := self._name_of(start)) is not None:
                groups.setdefault(name, []).append(start)
        home = {start: start for start in first}
        for starts in groups.values():
            heads = sum(self._is_head(index) for start in starts for index in runs[start])
            if heads == 1:
                home.update(dict.fromkeys(starts, starts[0]))
        return [home[start] for start in first]

    def head_of(self, rows: Sequence[int]) -> int | None:
        """The row of the head: by relation, by the name the rows give the head, else the first of a lone name column."""
        for index in rows:
            if self._relations and self._relations[index] == HEAD:
                return index
        named = _first([self._heads[index] for index in rows]) if self._heads else None
        if named is not None:
            return next((index for index in rows if self._names[index] in (named, None)), None)
        relation = self._relations[rows[0]] if self._relations else None
        return rows[0] if relation is None else None

    def is_lost(self, start: int) -> bool:
        """A member's row whose household nobody names."""
        return not (self._heads and self._heads[start])

    def _telling(self, numbers: list[str | None]) -> list[str | None]:
        """Numbers of households, blank or the same again in the rows of members. Else they only count the rows: []."""
        members = [index for index in range(1, len(numbers)) if numbers[index] in (None, numbers[index - 1])]
        if not self._relations:
            return numbers if members else []
        plain = [index for index, relation in enumerate(self._relations) if index and relation not in (None, HEAD)]
        shared = Counter(number for number in numbers if number is not None)
        inside = sum((number := numbers[index]) is None or shared[number] > 1 for index in plain) if numbers else 0
        return numbers if 2 * inside > len(plain) else []

    def _name_of(self, start: int) -> tuple[str | None, ...] | None:
        """What a household is called wherever its rows stand; None where nothing is as good as a name."""
        number = self._numbers[start] if self._numbers else None
        return None if number is None else (number, self._villages[start])

    def _named_rows(self, table: Table) -> RowClues:
        """What the rows say of whom they name."""
        ids = [column for column in table.columns if f.ID_NUMBER in (column.field, column.twice)]
        own = next((column for column in ids if not is_heads(column)), None)
        nowhere: list[str | None] = [None] * len(table.numbers)
        return RowClues(
            self._heads,
            self._names,
            self._townships,
            self._villages,
            self._numbers or nowhere,
            self._head_ids or nowhere,
            _texts(table, own) or nowhere,
            self._of_household[f.ADDRESS] or nowhere,
            _texts(table, table.column_of(f.PHONE)) or nowhere,
        )

    def _names_another(self, index: int) -> bool:
        """Whether the row is of a member and names his head."""
        if self._heads[index] is None or self._is_head(index):
            return False
        relation = self._relations[index] if self._relations else None
        return relation not in (None, HEAD) or self._names[index] not in (None, self._heads[index])

    def _is_held(self, index: int, head: int | None) -> bool:
        """Whether a merged cell, or the household's number, keeps the row where it stands."""
        if any(merged[index] for merged in self._merged):
            return True
        number = self._numbers[index] if self._numbers else None
        return number is not None and head is not None and number == self._numbers[head]

    def _is_head(self, index: int) -> bool:
        if self._relations and self._relations[index] is not None:
            return self._relations[index] == HEAD
        return bool(self._heads) and self._heads[index] is not None and self._names[index] == self._heads[index]

    def _stands_under(self, index: int, start: int) -> bool:
        """A member stands under the household above unless his row gives another village, door, size or head."""
        if self._relations[start] not in (None, HEAD) and not (self._heads and self._heads[start]):
            return False
        if not self._plain and self._relations[start] != HEAD:
            return False
        if self._in_family_order:
            addresses = self._of_household[f.ADDRESS]
            villages = {self._villages[start], self._villages[index]} - {None}  # a head's may be left blank
            return len(villages) < 2 and all(
                may_be_one_door(addresses[index], addresses[row]) for row in range(start, index)
            )
        return self._is_near(index, start)

    @cached_property
    def _in_family_order(self) -> bool:
        return is_family_order(self._relations, self._of_household[f.ADDRESS])

    def _is_near(self, index: int, start: int) -> bool:
        """Nothing that is said once a household differs between the two rows."""
        once = [self._villages, self._head_ids, self._of_household[f.HOUSEHOLD_SIZE], self._of_household[f.ADDRESS]]
        return all(
            not column or None in (column[index], column[start]) or _same(column[index], column[start])
            for column in once
        )

    def _is_blank_below(self, index: int, start: int) -> bool:
        """Nothing of the household is said in this row, and something was in the household's first."""
        columns = [column for column in (*self._of_household.values(), self._heads) if column]
        return all(column[index] is None for column in columns) and any(column[start] is not None for column in columns)


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text is not None), None)


def _same(text: str | None, other: str | None) -> bool:
    """Equal to the letter, or the same door."""
    return text == other or (
        (door := address_key(text, None, None)) is not None and door == address_key(other, None, None)
    )


def _as_names(texts: Sequence[str | None]) -> list[str | None]:
    """示范甲（户主）, 示范甲已故: names as they are read."""
    names = {text: text and (parse_name(text).value or text) for text in set(texts)}
    return [names[text] for text in texts]


def _texts(table: Table, column: Column | None) -> list[str | None]:
    """The cells without spaces; None where nothing was given. Empty where there is no column."""
    if column is None:
        return []
    return texts_given(table.written(column))
