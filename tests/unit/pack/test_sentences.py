"""Sentences with values in them: what is not told is said, or left out with the words around it."""

import duckdb
import pytest

from rescue_cli.pack.language.sentences import template_sql

TYPES = {"金额": "money", "日期": "date"}


@pytest.mark.parametrize(
    ("text", "money", "said"),
    [
        ("发放{金额}元", "500", "发放500.00元"),
        ("发放{金额}元", "NULL", "发放未填元"),
        ("已办[，发放{金额}元]。", "500", "已办，发放500.00元。"),
        ("已办[，发放{金额}元]。", "NULL", "已办。"),
        ("[{日期}发放{金额}元]", "500", ""),
        ("见[附件]", "NULL", "见[附件]"),
        ("", "NULL", ""),
    ],
)
def test_a_part_in_brackets_is_left_out_where_a_value_in_it_is_not_told(text, money, said):
    row = f'(SELECT CAST({money} AS DECIMAL(18, 2)) AS "金额", CAST(NULL AS DATE) AS "日期")'
    assert duckdb.sql(f"SELECT {template_sql(text, TYPES)} FROM {row}").fetchone() == (said,)
