"""A pack's statistics worked out a second time, by plain Python from exported tables: no SQL, no engine, none of the
report room. Three-valued as the packs' language is: None is "unknown"."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import sqlglot
from sqlglot import exp

Row = Mapping[str, Any]
Env = Callable[[str], Any]
Day = dt.date


def value_of(text: str, row: Row, codes: Mapping[str, Sequence[str]]) -> Any:
    """A plain expression over one row."""
    return _Reckoner([row], codes).plain(sqlglot.parse_one(text, dialect="duckdb"), row)


def is_met(text: str | None, row: Row, codes: Mapping[str, Sequence[str]]) -> bool:
    return text is None or value_of(text, row, codes) is True


def figure_of(text: str, rows: Sequence[Row], codes: Mapping[str, Sequence[str]], days: Mapping[str, Day]) -> Any:
    """An aggregate expression over rows; 段始 and 段末 are in `days`."""
    reckoner = _Reckoner([{**row, **days} for row in rows], codes)
    return reckoner.whole(sqlglot.parse_one(text, dialect="duckdb"))


class _Reckoner:
    def __init__(self, rows: Sequence[Row], codes: Mapping[str, Sequence[str]]) -> None:
        self.rows, self.codes = rows, codes

    def whole(self, node: exp.Expression) -> Any:
        """With aggregates; outside them there are no fields."""
        if isinstance(node, exp.Filter):
            kept = [row for row in self.rows if self.plain(node.expression.this, row) is True]
            return _Reckoner(kept, self.codes).whole(node.this)
        if isinstance(node, exp.Count):
            return self._count(node.this)
        if isinstance(node, exp.Sum | exp.Min | exp.Max | exp.Avg):
            return self._over(node)
        if isinstance(node, exp.LogicalOr | exp.LogicalAnd):
            known = self._known(node.this)
            return (any if isinstance(node, exp.LogicalOr) else all)(known) if known else None
        if isinstance(node, exp.Anonymous) and str(node.this) == "并列":
            return "、".join(sorted(set(self._known(node.expressions[0])))) or None
        return _apply(node, self.whole, None, self.codes)

    def plain(self, node: exp.Expression, row: Row) -> Any:
        return _apply(node, lambda inner: self.plain(inner, row), row, self.codes)

    def _count(self, what: exp.Expression) -> int:
        if isinstance(what, exp.Star):
            return len(self.rows)
        if isinstance(what, exp.Distinct):
            return len({str(value) for value in self._known(what.expressions[0])})
        return len(self._known(what))

    def _over(self, node: exp.Expression) -> Any:
        known = self._known(node.this)
        if not known:
            return None
        if isinstance(node, exp.Avg):
            return Decimal(sum(known)) / len(known)
        return {exp.Sum: sum, exp.Min: min, exp.Max: max}[type(node)](known)  # type: ignore[index, operator]

    def _known(self, node: exp.Expression) -> list[Any]:
        return [value for row in self.rows if (value := self.plain(node, row)) is not None]


def _apply(node: exp.Expression, of: Callable[[Any], Any], row: Row | None, codes: Mapping[str, Sequence[str]]) -> Any:
    if isinstance(node, exp.Column):
        assert row is not None, f"{node.name} stands outside an aggregate"
        return row[node.name]
    if isinstance(node, exp.Literal):
        return node.name if node.is_string else Decimal(node.name)
    if isinstance(node, exp.Anonymous):
        return _function(node, of, row, codes)
    return _OPERATORS[type(node)](node, of)


def _both(node: Any, of: Callable[[Any], Any], how: Callable[[Any, Any], Any]) -> Any:
    left, right = of(node.this), of(node.expression)
    return None if left is None or right is None else how(left, right)


def _and(node: Any, of: Callable[[Any], Any]) -> bool | None:
    found = (of(node.this), of(node.expression))
    return False if False in found else None if None in found else True


def _or(node: Any, of: Callable[[Any], Any]) -> bool | None:
    found = (of(node.this), of(node.expression))
    return True if True in found else None if None in found else False


def _in(node: Any, of: Callable[[Any], Any]) -> bool | None:
    value = of(node.this)
    return None if value is None else value in [of(item) for item in node.expressions]


def _between(node: Any, of: Callable[[Any], Any]) -> bool | None:
    value, low, high = of(node.this), of(node.args["low"]), of(node.args["high"])
    if value is None:
        return None
    least = None if low is None else value >= low
    most = None if high is None else value <= high
    return False if False in (least, most) else None if None in (least, most) else True


def _case(node: Any, of: Callable[[Any], Any]) -> Any:
    for branch in node.args["ifs"]:
        if of(branch.this) is True:
            return of(branch.args["true"])
    default = node.args.get("default")
    return None if default is None else of(default)


def _is(node: Any, of: Callable[[Any], Any]) -> bool:
    value = of(node.this)
    return value is None if isinstance(node.expression, exp.Null) else value is of(node.expression)


def _chosen(node: Any, of: Callable[[Any], Any]) -> list[Any]:
    return [value for part in (node.this, *node.expressions) if (value := of(part)) is not None]


def _not(node: Any, of: Callable[[Any], Any]) -> bool | None:
    value = of(node.this)
    return None if value is None else not value


_OPERATORS: dict[type, Callable[[Any, Callable[[Any], Any]], Any]] = {
    exp.Paren: lambda node, of: of(node.this),
    exp.Boolean: lambda node, of: bool(node.this),
    exp.Null: lambda node, of: None,
    exp.And: _and,
    exp.Or: _or,
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Case: _case,
    exp.EQ: lambda node, of: _both(node, of, lambda a, b: a == b),
    exp.NEQ: lambda node, of: _both(node, of, lambda a, b: a != b),
    exp.GT: lambda node, of: _both(node, of, lambda a, b: a > b),
    exp.GTE: lambda node, of: _both(node, of, lambda a, b: a >= b),
    exp.LT: lambda node, of: _both(node, of, lambda a, b: a < b),
    exp.LTE: lambda node, of: _both(node, of, lambda a, b: a <= b),
    exp.Add: lambda node, of: _both(node, of, lambda a, b: a + b),
    exp.Sub: lambda node, of: _both(node, of, lambda a, b: a - b),
    exp.Mul: lambda node, of: _both(node, of, lambda a, b: a * b),
    exp.Div: lambda node, of: _both(node, of, lambda a, b: None if b == 0 else Decimal(a) / Decimal(b)),
    exp.Neg: lambda node, of: None if (value := of(node.this)) is None else -value,
    exp.Coalesce: lambda node, of: next(iter(_chosen(node, of)), None),
    exp.Least: lambda node, of: min(_chosen(node, of), default=None),
    exp.Greatest: lambda node, of: max(_chosen(node, of), default=None),
    exp.Round: lambda node, of: None if (v := of(node.this)) is None else round(v, int(of(node.args["decimals"]))),
}


def _function(
    node: exp.Anonymous, of: Callable[[Any], Any], row: Row | None, codes: Mapping[str, Sequence[str]]
) -> Any:
    name = str(node.this)
    if name in ("含", "含任一"):
        field, *items = node.expressions
        return _holds(of(field), [item.name for item in items], codes.get(field.name, ()))
    if name == "有":
        assert row is not None
        return row[f"有_{node.expressions[0].name}"]
    if name == "未读":
        assert row is not None
        return any(field.name in (row["未读懂"] or ()) for field in node.expressions)
    values = [of(part) for part in node.expressions]
    if name == "逐项":
        return "；".join(words for holds, words in zip(values[::2], values[1::2], strict=True) if holds) or None
    if name == "缺":
        return values[0] is None
    return None if None in values else _DATES[name](*values)


def _holds(value: Iterable[str] | None, wanted: Sequence[str], known: Sequence[str]) -> bool | None:
    if value is None:
        return None
    items = list(value)
    if any(item in items for item in wanted):
        return True
    return False if set(items) <= set(known) else None


def _years(born: Day, on: Day) -> Decimal:
    return Decimal(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _months(start: Day, end: Day) -> Decimal:
    return Decimal((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


_DATES: dict[str, Callable[..., Any]] = {
    "周岁": _years,
    "月数": _months,
    "日数": lambda start, end: Decimal((end - start).days),
    "年月": lambda day: f"{day:%Y-%m}",
}


def lines_of(
    row_fields: Sequence[str], rows: Sequence[Row], known: Mapping[str, Sequence[str]]
) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by the values of the row fields, every known value of a single field named; an item of a list each on its own."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    if len(row_fields) == 1:
        found = {(value,): [] for value in known.get(row_fields[0], ())}
    for row in rows:
        for key in product(*(_keys(row[name]) for name in row_fields)):
            found.setdefault(key, []).append(row)
    return found


def _keys(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return ["是" if value else "否"]
    if isinstance(value, list):
        return sorted(set(value)) or [None]
    return [None if value is None else str(value)]
