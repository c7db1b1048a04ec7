"""Twenty households in a dozen layouts: every row found, every cell as a person reads it, nothing else."""

from collections import Counter

import pytest

from support.layouts import LAYOUTS, homes
from support.reading import column, read_here
from support.workbooks import xlsx

PEOPLE = {"persons_merged", "persons_blank", "persons_full", "wide", "wide_under_parents", "wide_repeated"}


def read(layout):
    return read_here({"兴泾镇/名册.xlsx": xlsx(LAYOUTS[layout]())})


def heads(intake):
    """Household's lines of their heads, by name; what its first line says stands for the household."""
    lines = intake.mentions.to_pylist()
    own = [line for line in lines if line["成员序"] is None and line["户首行"] in (None, line["行号"])]
    return {line["户主姓名"]: line for line in own}, len(own)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_household_is_read_cell_by_cell(layout):
    by_name, count = heads(read(layout))
    assert count == len(homes())
    for home in homes():
        line = by_name[home.head.name]
        assert {name: line[name] for name in home.expected} == home.expected
        assert (line["镇街"], line["表种"]) == ("兴泾镇", "困难家庭名册")


@pytest.mark.parametrize("layout", sorted(PEOPLE))
def test_every_person_is_read_with_household_and_relation(layout):
    lines = read(layout).mentions.to_pylist()
    people = [
        (line["户主姓名"], line["姓名"] or line["户主姓名"], line["身份证号"], line["与户主关系"] or "户主")
        for line in lines
    ]
    expected = [
        (home.head.name, person.name, person.number, person.relation) for home in homes() for person in home.people
    ]
    assert Counter(people) == Counter(expected)
    households = {(line["工作表"], line["户首行"] or line["行号"]) for line in lines}
    assert len(households) == len(homes())


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_other_row_is_taken_and_none_refused(layout):
    intake = read(layout)
    kinds = Counter(column(intake.rows, "类别"))
    persons = sum(len(home.people) for home in homes())
    rows = persons if layout.startswith("persons") else len(homes())
    assert (kinds["数据"], kinds["拒收"]) == (rows, 0)
    assert not {finding.code for finding in intake.findings} - {"INTAKE-COLUMN-UNKNOWN", "INTAKE-MONEY-CONVERTED"}
