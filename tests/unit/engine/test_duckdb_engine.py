"""The engine's promises: tables are replaced whole, types stay as declared, the same query gives the same table."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rescue_cli.core.field_types import ARROW_TYPES
from rescue_cli.engine import duckdb as duck_engine
from rescue_cli.engine.base import Engine
from rescue_cli.engine.duckdb import DuckEngine

ONE_OF_EACH = {
    "money": Decimal("1240.00"),
    "quotient": Decimal("413.333333"),
    "ratio": Decimal("0.500000"),
    "count": 3,
    "date": dt.date(2019, 9, 30),
    "datetime": dt.datetime(2019, 9, 30, 21, 30),  # noqa: DTZ001 – times of day in tables have no zone
    "yes_no": True,
    "choices": ["重病", "就学"],
}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with DuckEngine() as opened:
        yield opened


def numbers(*values: int | None) -> pa.Table:
    return pa.table({"户数": pa.array(values, pa.int64())})


def values_of(engine: Engine, name: str) -> list[int]:
    values: list[int] = engine.sql(f'SELECT * FROM "{name}" ORDER BY ALL').column(0).to_pylist()
    return values


def test_a_table_registered_again_takes_the_place_of_the_older(engine: DuckEngine) -> None:
    engine.register("表", numbers(1, 2))
    engine.register("表", pa.table({"镇街": ["兴泾镇"]}))
    assert engine.sql('SELECT * FROM "表"').to_pydict() == {"镇街": ["兴泾镇"]}


def test_a_registered_table_does_not_follow_what_becomes_of_its_source(engine: DuckEngine) -> None:
    engine.register("甲", numbers(1))
    engine.register("乙", numbers(2))
    assert (values_of(engine, "甲"), values_of(engine, "乙")) == ([1], [2])


def test_a_query_may_read_the_table_it_replaces(engine: DuckEngine) -> None:
    engine.register("表", numbers(1, 2))
    engine.create("表", 'SELECT "户数" + 10 AS "户数" FROM "表"')
    assert values_of(engine, "表") == [11, 12]


def test_a_query_that_fails_leaves_the_table_it_would_have_replaced(engine: DuckEngine) -> None:
    engine.register("表", numbers(1, 2))
    with pytest.raises(duckdb.Error):
        engine.create("表", "SELECT error('不行') AS \"户数\"")
    assert values_of(engine, "表") == [1, 2]


@pytest.mark.parametrize("kind", ARROW_TYPES)
def test_every_type_of_the_dictionary_comes_back_as_it_went_in(engine: DuckEngine, kind: str) -> None:
    table = pa.table({"值": pa.array([None, ONE_OF_EACH.get(kind, "文字")], ARROW_TYPES[kind])})
    engine.register("表", table)
    engine.create("又", 'SELECT * FROM "表"')
    assert engine.sql('SELECT * FROM "又"').equals(table)


def test_a_table_without_rows_keeps_its_types(engine: DuckEngine) -> None:
    schema = pa.schema(ARROW_TYPES.items())
    engine.register("空", schema.empty_table())
    found = engine.sql('SELECT * FROM "空"')
    assert (found.num_rows, found.schema) == (0, schema)


def test_a_name_is_taken_as_it_is_written(engine: DuckEngine) -> None:
    engine.register("名 册-1", numbers(7))
    assert values_of(engine, "名 册-1") == [7]


def test_a_table_is_written_as_parquet_with_its_types(engine: DuckEngine, tmp_path: Path) -> None:
    table = pa.table({kind: pa.array([value, None], ARROW_TYPES[kind]) for kind, value in ONE_OF_EACH.items()})
    engine.register("表", table)
    engine.write_parquet("表", tmp_path / "户's 表.parquet")
    found = pq.read_table(tmp_path / "户's 表.parquet")
    assert found.to_pydict() == table.to_pydict()
    assert found.schema.types == table.schema.types


def test_the_same_statements_give_the_same_rows_in_the_same_order() -> None:
    def rows() -> list[dict[str, object]]:
        with DuckEngine() as engine:
            engine.register("表", numbers(*(n * 7919 % 1000 for n in range(5000))))
            query = (
                'SELECT "户数" % 97 AS rest, list("户数" ORDER BY "户数") AS held FROM "表" GROUP BY rest ORDER BY rest'
            )
            found: list[dict[str, object]] = engine.sql(query).to_pylist()
            return found

    first = rows()
    assert len(first) == 97
    assert rows() == first


def test_days_and_times_do_not_depend_on_where_the_machine_stands(
    engine: DuckEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    with DuckEngine() as elsewhere:
        query = "SELECT CAST(TIMESTAMPTZ '2019-09-30 23:30:00+00' AS DATE) AS day"
        assert elsewhere.sql(query).to_pylist() == engine.sql(query).to_pylist() == [{"day": dt.date(2019, 9, 30)}]


@pytest.mark.parametrize(("rows", "shared_out"), [(9, False), (10, True)])
def test_work_goes_to_several_threads_from_the_size_where_it_pays(
    monkeypatch: pytest.MonkeyPatch, rows: int, shared_out: bool
) -> None:
    monkeypatch.setattr(duck_engine, "ROWS_FOR_THREADS", 10)
    threads = "SELECT CAST(current_setting('threads') AS BIGINT) AS threads"
    with duckdb.connect() as plain:
        of_the_machine = plain.execute(threads).fetchall()[0][0]
    with DuckEngine() as engine:
        engine.register("表", numbers(*range(rows)))
        (found,) = engine.sql(threads)["threads"].to_pylist()
    assert found == (of_the_machine if shared_out else 1)


def test_two_engines_know_nothing_of_each_other(engine: DuckEngine) -> None:
    engine.register("表", numbers(1))
    with DuckEngine() as other, pytest.raises(duckdb.CatalogException):
        other.sql('SELECT * FROM "表"')


def test_what_an_engine_did_is_gone_for_the_one_that_comes_after_it() -> None:
    with DuckEngine() as before:
        before.register("表", numbers(1))
        before.create("又", 'SELECT * FROM "表"')
    with DuckEngine() as after:
        assert after.sql("SELECT table_name FROM duckdb_tables()").num_rows == 0


def test_a_closed_engine_answers_nothing() -> None:
    engine = DuckEngine()
    engine.register("表", numbers(1))
    engine.close()
    with pytest.raises(duckdb.ConnectionException):
        engine.sql('SELECT * FROM "表"')


def test_leaving_the_block_closes_the_engine_also_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), DuckEngine() as engine:
        raise ZeroDivisionError
    with pytest.raises(duckdb.ConnectionException):
        engine.sql("SELECT 1")
