"""What stages ask of the engine: only tables their own room declares, only what was handed to them, in SQL that another
engine can be given (design §3, §8)."""

from dataclasses import dataclass

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

from rescue_cli.core import fields as f
from rescue_cli.judge import JudgeContext, judge_tables, oversee
from rescue_cli.link import link_tables
from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import Coverage, Pack
from rescue_cli.settle import settle_tables
from support.recording import DAY, TOWNSHIPS, StageRuns, run_stages, tables_read

PACK = "pingluo-2020"  # with clocks, controls, relations, facts of persons, sources of its own order
MONTHLY = Coverage(  # and what it has not: households that owe something every month
    name="每月走访", form="低保对象名册", each=f.CASE, among=("低保对象名册",), since=f.RESULT_DATE, day=f.VISIT_DATE,
    who="{镇街}", clause="二",
)  # fmt: skip
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
LEFT_AS_THEY_ARE: frozenset[str] = frozenset({"DAMERAU_LEVENSHTEIN", "HAMMING", "LIST_HAS_ALL", "PRINTF", "TO_MONTHS"})


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Every fifth rule: all are built alike, and to parse them all takes half a minute."""
    whole = load_pack(PACK)
    head = whole.head.model_copy(update={"coverage": (*whole.head.coverage, MONTHLY)})
    rules = whole.rules.model_copy(update={"rule": whole.rules.rule[::5]})
    return whole.model_copy(update={"head": head, "rules": rules})


@pytest.fixture(scope="module")
def run(pack: Pack) -> StageRuns:
    return run_stages(pack)


def test_stages_read_only_tables_their_room_declares_and_made(run: StageRuns) -> None:
    """Each stage ran on an engine of its own: a table another had left lying would not have been there."""
    for stage, engine in run.engines.items():
        assert engine.made <= set(ROOMS[stage])
        assert set().union(*map(tables_read, engine.queries)) <= engine.made


@pytest.mark.parametrize("room", ["link", "settle", "judge"])
def test_every_declared_table_is_made(run: StageRuns, room: str) -> None:
    assert set(ROOMS[room]) <= {name for engine in run.engines.values() for name in engine.made}


def test_what_was_settled_and_judged_is_about_something(run: StageRuns) -> None:
    assert run.settled.conflicts.num_rows > 100
    tables = (run.judged.determinations, run.overseen.tasks, run.overseen.coverage, run.overseen.controls)
    assert all(table.num_rows for table in tables)


def test_oversight_rests_on_what_was_handed_on(run: StageRuns, pack: Pack) -> None:
    """The same on a fresh engine (the run's) as on the one that judged, whatever lies there."""
    context = JudgeContext(DAY, TOWNSHIPS)
    again, _ = oversee(run.engines["judge"], run.judged.facts, run.mentions, run.settled.clusters, pack, context)
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
def spoken(run: StageRuns) -> list[Spoken]:
    return [for_spark(query, origin) for query, origin in run.queries.items()]


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
