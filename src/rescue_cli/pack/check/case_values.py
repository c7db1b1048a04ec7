"""What a case gives a field must be of the field's kind: a word where a yes or no belongs would stop the run of all cases."""

import datetime as dt
from decimal import Decimal
from typing import Any

YES_OR_NO = "要写 true 或 false（不加引号）"
WHOLE, AMOUNT = "要写整数（不加引号）", "要写数字（不加引号）"
DAY, WORDS, WORD = "要写日期，如 2019-04-25（不加引号）", '要写方括号列表，如 ["重病"]', "要写加引号的文字"


def value_fault(kind: str, value: Any) -> str:
    """How it is to be written; "" where it is right. `kind`: FieldType.

    >>> value_fault("yes_no", "是"), value_fault("count", 3), value_fault("count", 3.5), value_fault("date", "2019-04-25")
    ('要写 true 或 false（不加引号）', '', '要写整数（不加引号）', '要写日期，如 2019-04-25（不加引号）')
    """
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if kind == "yes_no":
        return "" if isinstance(value, bool) else YES_OR_NO
    if kind == "count":
        return "" if number and value == int(value) else WHOLE
    if kind in ("money", "quotient", "ratio"):
        return "" if number else AMOUNT
    if kind in ("date", "datetime"):
        whole_day = isinstance(value, dt.date) and not (kind == "date" and isinstance(value, dt.datetime))
        return "" if whole_day else DAY
    if kind == "choices":
        return "" if isinstance(value, list) and all(isinstance(word, str) for word in value) else WORDS
    return "" if isinstance(value, str) else WORD
