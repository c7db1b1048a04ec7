"""The expression language: what it means, run on the engine."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.language.expressions import compile_condition, compile_value, conjuncts, parse
from rescue_cli.pack.language.scope import Scope

SCOPE = Scope(
    {
        "类别": "choices",
        "收入": "money",
        "人口": "count",
        "生日": "date",
        "某日": "date",
        "甲": "yes_no",
        "结果": "choice",
        "部门": "text",
    },
    {"类别": ("重病", "就学", "无"), "结果": ("通过", "不符合")},
    ("结果表",),
)
ROW = {
    "类别": None,
    "收入": None,
    "人口": None,
    "生日": None,
    "某日": None,
    "甲": None,
    "结果": None,
    "部门": None,
    "有_结果表": False,
}
TYPES = {
    "类别": pa.list_(pa.string()),
    "收入": pa.decimal128(18, 2),
    "人口": pa.int64(),
    "生日": pa.date32(),
    "某日": pa.date32(),
    "甲": pa.bool_(),
    "结果": pa.string(),
    "部门": pa.string(),
    "有_结果表": pa.bool_(),
}


def value_of(text, **row):
    schema = pa.schema(list(TYPES.items()))
    with DuckEngine() as engine:
        engine.register("t", pa.Table.from_pylist([ROW | row], schema=schema))
        return engine.sql(f"SELECT {compile_value(text, SCOPE)} AS v FROM t").to_pylist()[0]["v"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["重病"], True),
        (["就学", "重病"], True),
        (["重病", "不认识的词"], True),
        (["就学"], False),
        (["无"], False),
        ([], False),
        (["不认识的词"], None),
        (["就学", "不认识的词"], None),
        (None, None),
    ],
)
def test_holds_is_unknown_where_the_cell_is_blank_or_not_understood(items, expected):
    assert value_of("含(类别, '重病')", 类别=items) is expected


def test_holds_any():
    assert value_of("含任一(类别, '重病', '就学')", 类别=["就学"]) is True
    assert value_of("含任一(类别, '重病', '就学')", 类别=["无"]) is False


def test_division_keeps_six_decimals_and_zero_gives_null():
    assert value_of("收入 / 人口", 收入=Decimal("44640.01"), 人口=6) == Decimal("7440.001667")
    assert value_of("收入 / 人口", 收入=Decimal(1), 人口=0) is None
    assert value_of("收入 / (人口 / 2)", 收入=Decimal(10), 人口=4) == Decimal(5)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (dt.date(2001, 4, 25), dt.date(2019, 4, 24), 17),
        (dt.date(2001, 4, 25), dt.date(2019, 4, 25), 18),
        (dt.date(2004, 2, 29), dt.date(2019, 2, 28), 14),
        (dt.date(2004, 2, 29), dt.date(2019, 3, 1), 15),
        (None, dt.date(2019, 3, 1), None),
    ],
)
def test_age_in_completed_years(birth, day, age):
    assert value_of("周岁(生日, 某日)", 生日=birth, 某日=day) == age


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (dt.date(2019, 1, 31), dt.date(2019, 2, 28), 0),
        (dt.date(2019, 1, 15), dt.date(2020, 1, 15), 12),
        (dt.date(2019, 1, 15), None, None),
    ],
)
def test_completed_months(start, end, months):
    assert value_of("月数(生日, 某日)", 生日=start, 某日=end) == months


def test_lacks_and_has_are_two_valued():
    assert value_of("缺(收入)") is True
    assert value_of("有(结果表)") is False
    assert value_of("有(结果表)", 有_结果表=True) is True


def test_listed_values_are_sorted_and_filtered():
    with DuckEngine() as engine:
        engine.register("t", pa.table({"部门": ["住建", "医保", "医保", None], "人口": [1, 2, 2, 2]}))
        everything = compile_value("并列(部门)", SCOPE, aggregate=True)
        some = compile_value("并列(部门) filter (where 人口 > 1)", SCOPE, aggregate=True)
        none = compile_value("并列(部门) filter (where 人口 > 9)", SCOPE, aggregate=True)
        row = engine.sql(f"SELECT {everything} AS a, {some} AS b, {none} AS c FROM t").to_pylist()[0]
    assert row == {"a": "住建、医保", "b": "医保", "c": None}


def test_identifiers_are_quoted():
    assert compile_condition("人口 > 1 and not 甲", SCOPE) == '"人口" > 1 AND NOT "甲"'


def test_conjuncts_split_only_and():
    expression, _ = parse("(人口 > 1 and 甲) and (甲 or 人口 > 2)", SCOPE)
    assert expression is not None
    assert len(conjuncts(expression.tree)) == 3


@pytest.mark.parametrize(
    "text",
    ["人口 = null", "a.人口 > 1", "人口 like '1'", "人口 || '1'", "类别 = '重病'", "人口::int", "exists(select 1)", "人口 > all(select 1)", "array[1]", "人口 between 1 and '2'"],
)  # fmt: skip
def test_everything_else_of_sql_is_refused(text):
    expression, problems = parse(text, SCOPE)
    assert expression is None
    assert problems


def test_every_problem_of_an_expression_is_named():
    _, problems = parse("人囗 > 1 and 收人 > 2", SCOPE)
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("加月(某日, 6)", {"某日": dt.date(2022, 8, 31)}, dt.date(2023, 2, 28)),
        ("加月(某日, -1)", {"某日": dt.date(2022, 3, 31)}, dt.date(2022, 2, 28)),
        ("加月(某日, 人口 * 12)", {"某日": dt.date(2020, 2, 29), "人口": 1}, dt.date(2021, 2, 28)),
        ("加月(某日, 人口)", {"某日": dt.date(2020, 2, 29)}, None),
        ("加月(某日, 人口)", {"某日": dt.date(2020, 2, 29), "人口": 999_999_999}, None),
        ("加日(某日, 0 - 人口)", {"某日": dt.date(2020, 2, 29), "人口": 999_999_999}, None),
        ("加日(某日, 30)", {"某日": dt.date(2022, 12, 15)}, dt.date(2023, 1, 14)),
        ("日数(生日, 某日)", {"生日": dt.date(2022, 2, 28), "某日": dt.date(2022, 3, 1)}, 1),
        ("日数(生日, 某日)", {"某日": dt.date(2022, 3, 1)}, None),
        ("年月(某日)", {"某日": dt.date(2022, 3, 1)}, "2022-03"),
        ("年月(某日)", {}, None),
        ("生日(部门)", {"部门": "990101198001010015"}, None),  # a wrong check digit
        ("生日(部门)", {"部门": "990101198001010014"}, dt.date(1980, 1, 1)),
        ("生日(部门)", {"部门": "990101000001010018"}, None),  # the year 0000
        ("生日(部门)", {"部门": "990101999912310018"}, dt.date(9999, 12, 31)),
        ("生日(部门)", {"部门": "无"}, None),
        ("生日(部门)", {}, None),
    ],
)
def test_days_are_counted_as_the_notices_do(text, row, expected):
    assert value_of(text, **row) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("加月(人口, 6)", "日期"),
        ("加月(某日, 某日)", "数值"),
        ("生日(某日)", "文本"),
        ("日(某日)", "时刻"),
        ("任一(甲)", "汇总"),
    ],
)
def test_functions_of_days_are_typed(text, says):
    expression, problems = parse(text, SCOPE)
    assert expression is None
    assert says in "".join(problems)
