"""Sentences with a blank in them read as Chinese."""

import duckdb
import pyarrow as pa
import pytest

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.language.sentences import template_sql

TYPES = {"理由": "text", "日": "date", "额": "money", "人口": "count", "类": "choices", "保": "yes_no"}
AMOUNTS = {"金额": "money", "日期": "date"}
BLANK = pa.table(
    {
        "理由": pa.array([None], pa.string()),
        "日": pa.array([None], pa.date32()),
        "额": pa.array([None], pa.decimal128(18, 2)),
        "人口": pa.array([None], pa.int64()),
        "类": pa.array([[]], pa.list_(pa.string())),
        "保": pa.array([None], pa.bool_()),
    }
)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{日}审核不符合（理由：{理由}）", "（日期未填）审核不符合（没有写理由）"),
        ("{日}新纳入低保；", "（日期未填）新纳入低保；"),
        ("由{理由}落实，支出型{额}元", "由（未填）落实，支出型未填"),
        ("人均年收入{额}元/人·年低于", "人均年收入未填低于"),
        ("家庭{人口}人（单人户：{保}）", "家庭（人数未填）（没有写单人户）"),
        ("困难类别：{类}，人口为{人口}人", "困难类别：未填，人口为未填"),
        ("自{日}起", "自未填起"),
    ],
)
def test_a_blank_reads_as_chinese(template: str, said: str) -> None:
    with DuckEngine() as engine:
        engine.register("t", BLANK)
        assert engine.sql(f"SELECT {template_sql(template, TYPES)} AS said FROM t")["said"].to_pylist() == [said]


def test_what_is_filled_in_stands_as_before() -> None:
    row = {"理由": "收入高", "人口": 3}
    with DuckEngine() as engine:
        engine.register("t", pa.Table.from_pylist([row]))
        sql = template_sql("家庭{人口}人（理由：{理由}）'", TYPES)
        assert engine.sql(f"SELECT {sql} AS said FROM t")["said"].to_pylist() == ["家庭3人（理由：收入高）'"]


@pytest.mark.parametrize(
    ("text", "money", "said"),
    [
        ("发放{金额}元", "500", "发放500.00元"),
        ("发放{金额}元", "NULL", "发放未填"),
        ("已办[，发放{金额}元]。", "500", "已办，发放500.00元。"),
        ("已办[，发放{金额}元]。", "NULL", "已办。"),
        ("[{日期}发放{金额}元]", "500", ""),
        ("见[附件]", "NULL", "见[附件]"),
        ("", "NULL", ""),
    ],
)
def test_a_part_in_brackets_is_left_out_where_a_value_in_it_is_not_told(text, money, said):
    row = f'(SELECT CAST({money} AS DECIMAL(18, 2)) AS "金额", CAST(NULL AS DATE) AS "日期")'
    assert duckdb.sql(f"SELECT {template_sql(text, AMOUNTS)} FROM {row}").fetchone() == (said,)
