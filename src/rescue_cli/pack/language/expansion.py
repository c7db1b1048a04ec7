"""From the checked tree to plain SQL: functions of the notices' language, exact division, aggregates in a fixed order."""

from collections.abc import Callable

from sqlglot import exp

from rescue_cli.core.fields import UNREAD
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import Node, parsed


def has_column(form: str) -> str:
    """The two-valued column behind 有(form)."""
    return f"有_{form}"


def expand(tree: Node, scope: Scope) -> Node:
    """A copy of `tree` in plain SQL. `/` gives null on zero and six decimals (a per-head quotient must not cross a line)."""

    root = tree.copy()
    for node in reversed(list(root.walk(bfs=False))):  # children before parents
        plain = _plain(node, scope)
        if plain is node:
            continue
        if node is root:
            root = plain
        else:
            node.replace(plain)
    return root


def _plain(node: Node, scope: Scope) -> Node:
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.Anonymous):
        return AGGREGATE_FUNCTIONS[str(node.this.this)](node.this, scope, node.expression)
    if isinstance(node, exp.Anonymous) and not isinstance(node.parent, exp.Filter):
        _, _, build = FUNCTIONS[str(node.this)]
        return build(node, scope)
    if isinstance(node, exp.Div):
        return _sql("CAST({0} / NULLIF({1}, 0) AS DECIMAL(18, 6))", exp.paren(node.this.copy()), node.expression)
    return node


def _sql(template: str, *parts: Node) -> Node:
    return parsed(template.format(*(part.sql(dialect="duckdb", identify=True) for part in parts))).copy()


def _holds(node: exp.Anonymous, scope: Scope) -> Node:
    """True if present; else null if the cell is null or holds an item nobody recognised; else false."""
    field, *items = node.expressions
    wanted = exp.Array(expressions=[item.copy() for item in items])
    known = exp.Array(expressions=[exp.Literal.string(value) for value in scope.codes.get(field.name, ())])
    return exp.paren(
        _sql(
            "CASE WHEN LIST_HAS_ANY({0}, {1}) THEN TRUE WHEN {0} IS NULL THEN NULL"
            " WHEN NOT LIST_HAS_ALL({2}, {0}) THEN NULL ELSE FALSE END",
            field,
            wanted,
            known,
        )
    )


def _age(node: exp.Anonymous, scope: Scope) -> Node:
    """Completed years on a day: the n-th birthday counts (民法典 第17条)."""
    return exp.paren(
        _sql(
            "YEAR({1}) - YEAR({0}) - CASE WHEN MONTH({1}) * 100 + DAY({1}) < MONTH({0}) * 100 + DAY({0}) THEN 1 ELSE 0 END",
            *node.expressions,
        )
    )


def _months(node: exp.Anonymous, scope: Scope) -> Node:
    """Completed months between two days."""
    return exp.paren(
        _sql(
            "(YEAR({1}) - YEAR({0})) * 12 + MONTH({1}) - MONTH({0}) - CASE WHEN DAY({1}) < DAY({0}) THEN 1 ELSE 0 END",
            *node.expressions,
        )
    )


def _lacks(node: exp.Anonymous, scope: Scope) -> Node:
    return exp.paren(_sql("{0} IS NULL", exp.paren(node.expressions[0].copy())))


def _all_told(node: exp.Anonymous, scope: Scope) -> Node:
    """True if every fact is known, else null: what lacks any of them is undecided, and all of them are named at once."""
    known = [exp.paren(_sql("{0} IS NOT NULL", exp.paren(part.copy()))) for part in node.expressions]
    return exp.paren(_sql("CASE WHEN {0} THEN TRUE END", exp.and_(*known)))


def _has(node: exp.Anonymous, scope: Scope) -> Node:
    return exp.column(has_column(node.expressions[0].name), quoted=True)


def _listed(node: exp.Anonymous, scope: Scope, where: Node | None = None) -> Node:
    """All different values, sorted, joined by 、 (aggregate); null if there is none. A filter belongs inside."""
    values = _sql(
        "LIST(DISTINCT {0})" + (" FILTER ({1})" if where else ""), *node.expressions, *([where] if where else [])
    )
    return _sql("NULLIF(ARRAY_TO_STRING(LIST_SORT({0}), '、'), '')", values)


def _any(node: exp.Anonymous, scope: Scope, where: Node | None = None) -> Node:
    """True where some row meets the condition; else null where of some row nobody knows; else false (aggregate)."""
    filtered = " FILTER ({1})" if where else ""
    return exp.paren(
        _sql(
            f"CASE WHEN BOOL_OR({{0}}){filtered} THEN TRUE WHEN BOOL_OR(({{0}}) IS NULL){filtered} THEN NULL"
            f" ELSE BOOL_OR({{0}}){filtered} END",
            *node.expressions,
            *([where] if where else []),
        )
    )


def _latest(node: exp.Anonymous, where: Node | None, sign: str) -> Node:
    """Of the rows that say it, the value of the latest day; of several that day the largest or (`sign` "-") the smallest.
    A row without a day is older than any other."""
    value, day = node.expressions
    known = _sql("{0} IS NOT NULL", exp.paren(value.copy()))
    condition = _sql("({0}) AND ({1})", known, where.this) if where else known
    order = "(COALESCE({1}, DATE '0001-01-01'), " + sign + "({0}))"
    return _sql("MAX_BY({0}, " + order + ") FILTER (WHERE {2})", value, day, condition)


def _latest_most(node: exp.Anonymous, scope: Scope, where: Node | None = None) -> Node:
    return _latest(node, where, "")


def _latest_least(node: exp.Anonymous, scope: Scope, where: Node | None = None) -> Node:
    return _latest(node, where, "-")


def _days(node: exp.Anonymous, scope: Scope) -> Node:
    return _sql("DATE_DIFF('day', {0}, {1})", *node.expressions)


def _months_on(node: exp.Anonymous, scope: Scope) -> Node:
    """The same day so many months on, the month's last where it has no such day (民法典 第202条)."""
    reach = f"CASE WHEN {{1}} BETWEEN -{_MOST_MONTHS} AND {_MOST_MONTHS} THEN {{1}} END"
    return _sql(f"CAST({{0}} + TO_MONTHS(CAST({reach} AS INTEGER)) AS DATE)", *node.expressions)


def _days_on(node: exp.Anonymous, scope: Scope) -> Node:
    reach = f"CASE WHEN {{1}} BETWEEN -{_MOST_DAYS} AND {_MOST_DAYS} THEN {{1}} END"
    return _sql(f"CAST({{0}} + TO_DAYS(CAST({reach} AS INTEGER)) AS DATE)", *node.expressions)


def _day_of(node: exp.Anonymous, scope: Scope) -> Node:
    return _sql("CAST({0} AS DATE)", *node.expressions)


def _hourless(node: exp.Anonymous, scope: Scope) -> Node:
    """Whether a moment is told by its day alone; two-valued."""
    return exp.paren(_sql("COALESCE({0} = DATE_TRUNC('day', {0}), FALSE)", *node.expressions))


def _year_and_month(node: exp.Anonymous, scope: Scope) -> Node:
    return _sql("STRFTIME({0}, '%Y-%m')", *node.expressions)


# What is added to a date; a day further off is beyond what a calendar holds, and unknown.
_MOST_MONTHS, _MOST_DAYS = 9_600, 292_000  # 800 years
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999


def _birthday(node: exp.Anonymous, scope: Scope) -> Node:
    """The day of birth in a sound ID number, else null."""
    total = " + ".join(
        f"{weight} * TRY_CAST(SUBSTRING({{0}}, {position}, 1) AS INTEGER)"
        for position, weight in enumerate(_WEIGHTS, 1)
    )
    return exp.paren(
        _sql(
            f"CASE WHEN LENGTH({{0}}) = 18 AND SUBSTRING('10X98765432', ({total}) % 11 + 1, 1) = SUBSTRING({{0}}, 18, 1)"
            " THEN TRY_CAST(NULLIF(SUBSTRING({0}, 7, 4), '0000') || '-' || SUBSTRING({0}, 11, 2) || '-' || SUBSTRING({0}, 13, 2) AS DATE)"
            " END",
            *node.expressions,
        )
    )


def _unread(node: exp.Anonymous, scope: Scope) -> Node:
    """Whether the row has words for one of the fields that nobody understood; two-valued."""
    names = ", ".join(f"'{field.name}'" for field in node.expressions)
    return exp.paren(parsed(f'COALESCE(LIST_HAS_ANY("{UNREAD}", [{names}]), FALSE)').copy())


def _each_said(node: exp.Anonymous, scope: Scope) -> Node:
    """The words beside every condition that holds, joined by ；; null where none does."""
    pairs = zip(node.expressions[::2], node.expressions[1::2], strict=True)
    parts = [
        _sql("CASE WHEN {0} THEN {1} END", condition, words).sql(dialect="duckdb", identify=True)
        for condition, words in pairs
    ]
    return _sql(f"NULLIF(CONCAT_WS('；', {', '.join(parts)}), '')")


# Aggregates of the notices' language: what a filter belongs inside of.
AGGREGATE_FUNCTIONS: dict[str, Callable[[exp.Anonymous, Scope, Node | None], Node]] = {
    "并列": _listed,
    "任一": _any,
    "最近最多": _latest_most,
    "最近最少": _latest_least,
}

# name → (least arguments, most, builder)
FUNCTIONS: dict[str, tuple[int, int, Callable[[exp.Anonymous, Scope], Node]]] = {
    "含": (2, 2, _holds),
    "含任一": (2, 99, _holds),
    "周岁": (2, 2, _age),
    "月数": (2, 2, _months),
    "缺": (1, 1, _lacks),
    "齐": (1, 30, _all_told),
    "有": (1, 1, _has),
    "并列": (1, 1, _listed),
    "任一": (1, 1, _any),
    "最近最多": (2, 2, _latest_most),
    "最近最少": (2, 2, _latest_least),
    "日数": (2, 2, _days),
    "加月": (2, 2, _months_on),
    "加日": (2, 2, _days_on),
    "年月": (1, 1, _year_and_month),
    "日": (1, 1, _day_of),
    "缺时分": (1, 1, _hourless),
    "生日": (1, 1, _birthday),
    "逐项": (2, 98, _each_said),
    "未读": (1, 60, _unread),
}
