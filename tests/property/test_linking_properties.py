"""Invariants of linking, numbering and settling, over random small rosters full of near-collisions."""

from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.record.case_numbers import assign_numbers
from rescue_cli.record.journal import Journal
from rescue_cli.settle import Settled, settle
from rescue_cli.values.id_number import is_valid_id
from support.mentions import (
    CLUES,
    DIBAO,
    MEMBERS,
    OTHER_TOWN,
    RESULTS,
    ROSTER,
    SURVEY,
    TOWN,
    citizen,
    files_table,
    linking_pack,
    mentions_table,
    rows_table,
)

# Each example opens an engine and runs the whole stage: a few are what a test run can afford.
QUICK = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLOW = settings(QUICK, max_examples=6)


def maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


ROW = st.fixed_dictionaries(
    {
        f.FORM: st.sampled_from([ROSTER, ROSTER, RESULTS, SURVEY, CLUES, DIBAO, MEMBERS]),
        f.HEAD_NAME: maybe("张三", "张三", "李四"),
        f.NAME: maybe("张小三"),
        f.ID_NUMBER: maybe(citizen(1), citizen(2), citizen(3, "19851231"), citizen(1)[:-1]),
        f.PHONE: maybe("19900000001", "19900000002", "19900000001、19900000002"),
        f.ADDRESS: maybe("泾华村1组12号", "泾河村2组9号"),
        f.TOWNSHIP: st.sampled_from([TOWN, OTHER_TOWN]),
        f.VILLAGE: maybe("泾华村", "泾河村"),
        f.HOUSEHOLD_SIZE: st.sampled_from([None, 3, 4]),
    }
)
ROWS = st.lists(ROW, max_size=14)


def linked(mentions: pa.Table) -> Linked:
    with DuckEngine() as engine:
        return link(engine, mentions, linking_pack())[0]


def settled(mentions: pa.Table) -> tuple[Linked, Settled]:
    pack = linking_pack()
    with DuckEngine() as engine:
        found, _ = link(engine, mentions, pack)
        numbers, _ = assign_numbers(found.groups, mentions, Journal(), "640105")
        files = files_table(*mentions[f.SOURCE_FILE].to_pylist())
        return found, settle(engine, mentions, rows_table(mentions), files, found, numbers, pack)[0]


@SLOW
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows: list[dict[str, Any]], order: Any) -> None:
    mentions = mentions_table(rows)
    places = list(range(mentions.num_rows))
    order.shuffle(places)
    shuffled = mentions.take(pa.array(places, pa.int64()))
    (one, case), (other, other_case) = settled(mentions), settled(shuffled)
    assert one.groups.equals(other.groups)
    assert one.pairs.equals(other.pairs)
    assert case.cases.equals(other_case.cases)
    assert case.conflicts.equals(other_case.conflicts)


@QUICK
@given(rows=ROWS)
def test_names_of_files_do_not_decide_who_is_who(rows: list[dict[str, Any]]) -> None:
    """Which rows share a sheet is evidence (a member stands with the head of his own sheet); what its file is called is not."""
    renamed = [{**row, f.SOURCE_FILE: f"{9 - n % 3}.xlsx", f.ROW: n} for n, row in enumerate(rows)]
    named = [{**row, f.SOURCE_FILE: f"{n % 3}.xlsx", f.ROW: n} for n, row in enumerate(rows)]

    def lines(given_rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        table: list[dict[str, Any]] = linked(mentions_table(given_rows)).groups.to_pylist()
        return table

    def partition(groups: list[dict[str, Any]], column: str) -> set[frozenset[int]]:
        parts: dict[str | None, set[int]] = {}
        for line in groups:
            parts.setdefault(line[column], set()).add(line[f.ROW])
        return {frozenset(part) for part in parts.values()}

    one, other = lines(renamed), lines(named)
    for column in (f.PERSON, f.HOUSEHOLD):
        assert partition(one, column) == partition(other, column)


@QUICK
@given(rows=ROWS)
def test_two_valid_id_numbers_never_share_a_person(rows: list[dict[str, Any]]) -> None:
    mentions = mentions_table(rows).sort_by([(name, "ascending") for name in f.MENTION_KEY])
    ids: dict[str, set[str]] = {}
    pairs = zip(linked(mentions).groups[f.PERSON].to_pylist(), mentions[f.ID_NUMBER].to_pylist(), strict=True)
    for person, number in pairs:
        if is_valid_id(number):
            ids.setdefault(person, set()).add(number)
    assert all(len(numbers) == 1 for numbers in ids.values())


@SLOW
@given(rows=ROWS)
def test_every_mention_is_in_clusters_once_and_the_balance_closes(rows: list[dict[str, Any]]) -> None:
    mentions = mentions_table(rows)
    found, result = settled(mentions)

    def keys(table: pa.Table) -> list[tuple[Any, ...]]:
        columns = [table[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW)]
        return sorted(zip(*columns, strict=True))

    assert keys(result.clusters) == keys(mentions)
    assert set(result.balance["差"].to_pylist()) <= {0}
    assert sum(result.balance["行数"].to_pylist()) == len(rows)
    rosters = {line[f.HOUSEHOLD] for line in found.groups.to_pylist() if line[f.HOUSEHOLD] is not None}
    assert result.cases.num_rows == len(rosters)
    attached = [number for number in result.clusters[f.CASE].to_pylist() if number is not None]
    assert sum(result.cases["提及次数"].to_pylist()) == len(attached)


@QUICK
@given(rows=ROWS)
def test_every_roster_row_has_a_case(rows: list[dict[str, Any]]) -> None:
    mentions = mentions_table(rows).sort_by([(name, "ascending") for name in f.MENTION_KEY])
    groups = linked(mentions).groups
    homes = zip(mentions[f.FORM].to_pylist(), groups[f.HOUSEHOLD].to_pylist(), strict=True)
    assert all(home is not None for form, home in homes if form in (ROSTER, MEMBERS))


@QUICK
@given(months=st.lists(ROWS, min_size=1, max_size=2))
def test_numbering_again_appends_nothing(months: list[list[dict[str, Any]]]) -> None:
    journal = Journal()
    for rows in months:
        mentions = mentions_table(rows)
        groups = linked(mentions).groups
        numbers, entries = assign_numbers(groups, mentions, journal, "640105")
        journal = Journal((*journal.entries, *entries))
        again, more = assign_numbers(groups, mentions, journal, "640105")
        assert (again, more) == (numbers, [])
        assert len(set(numbers.values())) == len(numbers)
