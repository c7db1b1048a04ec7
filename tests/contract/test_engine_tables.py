"""What stages ask of the engine: only tables their own room declares, only what was handed to them, in SQL that another
engine can be given (design §3, §8)."""

from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

from rescue_cli.judge import JudgeContext, judge, judge_tables, oversee
from rescue_cli.link import link_tables
from rescue_cli.pack.load import load_pack
from rescue_cli.settle import settle_tables
from support.recording import DAY, TOWNSHIPS, RecordingEngine, StageRuns, run_stages, tables_read

# One with clocks, controls, facts of persons and sources of its own order; one in which households owe visits every month.
PACKS = ("pingluo-2020", "qianjiang-2022")
ROOMS = {
    "link": link_tables.TABLES,
    "settle": settle_tables.TABLES,
    "judge": judge_tables.TABLES,
    "oversee": judge_tables.TABLES,
    "reports": judge_tables.TABLES,
}
# Queries that Spark cannot be given yet, by where they come from, with the reason. Entries only ever leave this list.
NOT_FOR_SPARK: dict[str, str] = {}
# Functions of DuckDB in them that sqlglot leaves as they are. Spark needs another name or a function of its own for each.
LEFT_AS_THEY_ARE: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def runs() -> dict[str, StageRuns]:
    return {name: run_stages(load_pack(name)) for name in PACKS}


def test_stages_read_only_tables_their_room_declares_and_made(runs: dict[str, StageRuns]) -> None:
    """Each stage ran on an engine of its own: a table another had left lying would not have been there."""
    for run in runs.values():
        for stage, engine in run.engines.items():
            read = set().union(*map(tables_read, engine.queries))
            assert engine.made <= set(ROOMS[stage])
            assert read <= engine.made


@pytest.mark.parametrize("room", ["link", "settle", "judge"])
def test_every_declared_table_is_made(runs: dict[str, StageRuns], room: str) -> None:
    made = {name for run in runs.values() for engine in run.engines.values() for name in engine.made}
    assert set(ROOMS[room]) <= made


def test_rows_settled_and_judged_are_many_enough_to_be_about_something(runs: dict[str, StageRuns]) -> None:
    for run in runs.values():
        assert run.settled.conflicts.num_rows > len(run.settled.cases.column_names) / 2
        assert run.judged.determinations.num_rows
        assert run.overseen.coverage.num_rows
    assert runs["pingluo-2020"].overseen.tasks.num_rows
    assert runs["pingluo-2020"].overseen.controls.num_rows


@pytest.mark.parametrize("name", PACKS)
def test_oversight_rests_on_what_was_handed_on(runs: dict[str, StageRuns], name: str) -> None:
    """The same on a fresh engine (the run's) as on the one that judged, whatever lies there."""
    run, pack, context = runs[name], load_pack(name), JudgeContext(DAY, TOWNSHIPS)
    engine = RecordingEngine()
    settled = run.settled
    judged, _ = judge(engine, settled.cases, run.mentions, settled.clusters, settled.conflicts, pack, context)
    again, _ = oversee(engine, judged.facts, run.mentions, settled.clusters, pack, context)
    assert again == run.overseen


def spark_sql(query: str) -> str:
    return str(sqlglot.parse_one(query, read="duckdb").sql(dialect="spark", unsupported_level=ErrorLevel.RAISE))


def faults(query: str) -> Iterator[str]:
    """Why Spark cannot be given the query."""
    try:
        tree = sqlglot.parse_one(spark_sql(query), read="spark")
    except SqlglotError as error:
        yield str(error)
        return
    if any(star.args.get("except_") or star.args.get("replace") for star in tree.find_all(exp.Star)):
        yield "SELECT * without or with other columns"
    if any(tree.find_all(exp.Qualify)):
        yield "QUALIFY"


def test_every_query_is_sql_for_spark_too(runs: dict[str, StageRuns]) -> None:
    queries = {query: origin for run in runs.values() for query, origin in run.queries.items()}
    assert len(queries) > 50
    wrong = {origin: reasons for query, origin in queries.items() if (reasons := list(faults(query)))}
    assert {origin: reasons for origin, reasons in wrong.items() if origin not in NOT_FOR_SPARK} == {}
    assert set(NOT_FOR_SPARK) <= set(wrong), "an exception nobody needs any more"


def test_functions_left_as_they_are_become_fewer(runs: dict[str, StageRuns]) -> None:
    queries = {query: origin for run in runs.values() for query, origin in run.queries.items()}
    left = {
        str(node.this).upper()
        for query, origin in queries.items()
        if origin not in NOT_FOR_SPARK
        for node in sqlglot.parse_one(spark_sql(query), read="spark").find_all(exp.Anonymous)
    }
    assert left == LEFT_AS_THEY_ARE
