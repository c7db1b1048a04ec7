"""What stages ask of the engine: only tables their own room declares, only what was handed to them, in SQL that another
engine can be given (design §3, §8)."""

from dataclasses import dataclass

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
# What sqlglot writes for Spark as Spark does not have it (`a && b`), and how Spark calls it: its engine must rename it.
CALLED_OTHERWISE: dict[type[exp.Expression], str] = {exp.ArrayOverlaps: "ARRAYS_OVERLAP"}
# Functions of DuckDB that sqlglot leaves as they are: Spark needs a function of its own or another name for each.
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


@dataclass(frozen=True)
class Spoken:
    """A query as Spark would get it: why it cannot (None: it can), the functions left as they are, and those whose Spark
    form sqlglot does not know."""

    origin: str
    fault: str | None
    left: frozenset[str] = frozenset()
    renamed: frozenset[type[exp.Expression]] = frozenset()


def for_spark(query: str, origin: str) -> Spoken:
    try:
        tree = sqlglot.parse_one(query, read="duckdb")
        renamed = frozenset(type(node) for node in tree.find_all(*CALLED_OTHERWISE))
        renaming = tree.transform(_called_as_in_spark)
        spark = sqlglot.parse_one(renaming.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE), read="spark")
    except SqlglotError as error:
        return Spoken(origin, str(error))
    left = frozenset(str(node.this).upper() for node in spark.find_all(exp.Anonymous))
    if any(star.args.get("except_") or star.args.get("replace") for star in spark.find_all(exp.Star)):
        return Spoken(origin, "SELECT * without or with other columns", left, renamed)
    return Spoken(origin, "QUALIFY" if spark.find(exp.Qualify) else None, left, renamed)


def _called_as_in_spark(node: exp.Expression) -> exp.Expression:
    name = CALLED_OTHERWISE.get(type(node))
    return node if name is None else exp.Anonymous(this=name, expressions=[node.this, node.expression])


@pytest.fixture(scope="module")
def spoken(runs: dict[str, StageRuns]) -> list[Spoken]:
    queries = {query: origin for run in runs.values() for query, origin in run.queries.items()}
    return [for_spark(query, origin) for query, origin in queries.items()]


def test_every_query_is_sql_for_spark_too(spoken: list[Spoken]) -> None:
    assert len(spoken) > 50
    faults = {query.origin: query.fault for query in spoken if query.fault}
    assert faults.keys() == NOT_FOR_SPARK.keys(), f"new, or an exception nobody needs any more: {faults}"


def test_functions_without_a_name_in_spark_become_fewer(spoken: list[Spoken]) -> None:
    names = frozenset().union(*(query.left for query in spoken)) - set(CALLED_OTHERWISE.values())
    assert names == LEFT_AS_THEY_ARE
    assert frozenset().union(*(query.renamed for query in spoken)) == set(CALLED_OTHERWISE)


def test_sqlglot_still_writes_them_otherwise() -> None:
    """Else the entry of CALLED_OTHERWISE can go."""
    for query in ("SELECT LIST_HAS_ANY(a, b)",):
        with pytest.raises(SqlglotError):
            sqlglot.parse_one(sqlglot.parse_one(query, read="duckdb").sql(dialect="spark"), read="spark")
