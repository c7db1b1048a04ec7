"""What pydantic finds wrong with a file of a pack, said in Chinese: where it stands, and how it should be written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from rescue_cli.core.private_text import shown_value
from rescue_cli.core.toml_lines import line_of
from rescue_cli.pack.model.closed import HAN_NAME
from rescue_cli.pack.model.finding_codes import FINDING_CODE
from rescue_cli.pack.model.head import DISTRICT_CODE, PACK_ID
from rescue_cli.pack.nearest_name import nearest

AMOUNT_RANGE = "数额超出范围：整数部分最多14位、小数最多20位（一年的数额存为 decimal(18,2)），不能是 inf 或 nan"
PYDANTIC_TEXT = {
    "extra_forbidden": "不认识的键",
    "missing": "缺少必填项",
    "enum": "不是允许的值",
    "literal_error": "不是允许的值",
    "string_pattern_mismatch": "写法不合规定",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
    "tuple_type": '应写成列表，如 ["…"]',
    "string_type": "应是文字，要加引号",
    "bool_type": "应是 true 或 false，不加引号",
    "bool_parsing": "应是 true 或 false，不加引号",
    "int_type": "应是整数，不加引号",
    "int_parsing": "应是整数，不加引号",
    "date_type": "应是日期，不加引号，如 2026-01-01",
    "date_from_datetime_parsing": "应是日期，不加引号，如 2026-01-01",
    "date_parsing": "应是日期，不加引号，如 2026-01-01",
    "date_from_datetime_inexact": "应是日期，不加引号，如 2026-01-01",
    "decimal_type": "应是数字",
    "decimal_parsing": "应是数字",
    "value_error": AMOUNT_RANGE,
    "less_than": "数太大",
    "greater_than": "数太小",
    "less_than_equal": "数太大",
    "greater_than_equal": "数太小",
    "finite_number": "应是一个确定的数，不能是 inf 或 nan",
    "int_from_float": "应是整数",
    "dict_type": "应写成 { 名称 = 值 } 或单独一节",
    "model_type": "应写成 { 名称 = 值 } 或单独一节",
}
PATTERNS = {  # of the models → the rule in words
    HAN_NAME: "只用汉字、英文字母、数字和下划线，没有空格和标点",
    PACK_ID: "以小写字母开头，只用小写字母、数字和短横，如 xingqing-2026",
    DISTRICT_CODE: "六位数字的区划代码，要加引号",
    FINDING_CODE: "大写英文字母和数字，用短横连接，如 CHECK-MANY-PERSONS",
}
BEFORE_SECTIONS = "要写在第一个方括号（[…]）的前面，写在后面就成了那一节的"
NAMING = ("id", "name", "field")  # keys by which an entry of a list is called


def faults_of(
    kind: type[BaseModel], text: str, data: Any, faults: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) of each place that is wrong in `data`, read from `text` and validated as `kind`; where a value
    may be of several kinds and is of none, one sentence for all. An unknown key comes with the nearest known one."""
    for location, alike in by_place(faults, data).items():
        texts = list(dict.fromkeys(_text(kind, location, fault) for fault in alike))
        yield ".".join(_places(location, data)), one_text(texts) + written(text, location, alike[0])


def one_text(texts: Sequence[str]) -> str:
    """What is wrong with a value that may be of several kinds; a range it is out of says all."""
    return AMOUNT_RANGE if AMOUNT_RANGE in texts else "，或".join(texts)


def written(text: str, location: Sequence[int | str], fault: Mapping[str, Any]) -> str:
    """，现在写的是“四月”（第2行）: the value, unless it may be somebody's, and the line, if it can be one only."""
    unnamed = fault["type"] not in ("enum", "literal_error", "extra_forbidden", "missing")
    value = shown_value(location, fault["input"]) if unnamed else ""
    line = None if fault["type"] == "missing" else line_of(text, location)
    return (f"，现在写的是“{value}”" if value else "") + (f"（第{line}行）" if line else "")


def by_place(faults: Iterable[Mapping[str, Any]], data: Any) -> dict[tuple[int | str, ...], list[Mapping[str, Any]]]:
    """Place in the file → what is wrong there. pydantic adds the kinds a value may be of to its place; they are no keys."""
    places: dict[tuple[int | str, ...], list[Mapping[str, Any]]] = {}
    for fault in faults:
        places.setdefault(tuple(_keys_of(fault["loc"], data)), []).append(fault)
    return places


def _keys_of(location: Sequence[int | str], data: Any) -> Iterator[int | str]:
    for part in location:
        is_key = isinstance(data, dict if isinstance(part, str) else list)
        if not is_key:
            return
        yield part
        try:
            data = data[part]
        except (KeyError, IndexError):  # what is missing
            data = None


def bracket_fault(location: Sequence[int | str], fault: Mapping[str, Any]) -> str:
    """A section in the wrong number of square brackets; "" where that is not what is wrong."""
    given = fault["input"]
    if fault["type"] == "tuple_type" and isinstance(given, dict) and location:
        return f"要用两个方括号 [[{'.'.join(_key_text(part) for part in location if isinstance(part, str))}]]"
    tables = isinstance(given, list) and all(isinstance(entry, dict) for entry in given)
    return "只用一个方括号 […]" if fault["type"] in ("dict_type", "model_type") and tables else ""


def _key_text(part: str) -> str:
    """A part of a section's name, in quotes where TOML wants them."""
    return part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'


def _text(kind: type[BaseModel], location: Sequence[int | str], fault: Mapping[str, Any]) -> str:
    text = bracket_fault(location, fault) or PYDANTIC_TEXT.get(fault["type"], "值不对")
    if fault["type"] == "extra_forbidden":
        return _unknown_key(kind, location, fault)
    if fault["type"] in ("enum", "literal_error"):
        return f"{text}“{fault['input']}”；允许：{'、'.join(allowed_words(fault))}"
    if fault["type"] == "string_pattern_mismatch":
        return f"{text}：{PATTERNS[fault['ctx']['pattern']]}"
    return text


def _unknown_key(kind: type[BaseModel], location: Sequence[int | str], fault: Mapping[str, Any]) -> str:
    key = str(location[-1])
    if len(location) > 1 and key in _keys_at(kind, ()) and not isinstance(fault["input"], dict | list):
        return f"“{key}”{BEFORE_SECTIONS}"
    hint = nearest(key, _keys_at(kind, location[:-1]))
    return f"{PYDANTIC_TEXT['extra_forbidden']}“{key}”" + (f"；是否想写“{hint}”" if hint else "")


def allowed_words(fault: Mapping[str, Any]) -> list[str]:
    """The words pydantic would have taken, each in quotes, in their order; empty where it says none.

    >>> allowed_words({"ctx": {"expected": "<ListAnswer.HIT: '命中'> or 'other'"}})
    ["'命中'", "'other'"]
    """
    return re.findall(r"'[^']*'", str(fault.get("ctx", {}).get("expected", "")))


def _places(location: Sequence[int | str], data: Any) -> Iterator[str]:
    """The parts of a place in a file; an entry of a list by what names it (case.恰为标准), else by its number."""
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):  # what is missing stands nowhere
            data = None
        named = next((data[key] for key in NAMING if data.get(key)), None) if isinstance(data, dict) else None
        yield str(named or part + 1) if isinstance(part, int) else part


def _keys_at(kind: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The keys a model allows at a pydantic error location."""
    current: Any = kind
    for part in location:
        if isinstance(part, int):
            continue
        fields = getattr(current, "model_fields", {})
        name = next((n for n, info in fields.items() if part in (n, info.alias)), None)
        if name is None:
            return []
        current = _inner_model(fields[name].annotation)
    return [info.alias or name for name, info in getattr(current, "model_fields", {}).items()]


def _inner_model(annotation: Any) -> Any:
    """The model inside `tuple[Model, ...]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _inner_model(argument)
        if inner is not None:
            return inner
    return None
