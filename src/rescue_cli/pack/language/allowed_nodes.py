"""What an expression may be made of: every node of its tree is allowed and typed, or told in plain Chinese."""

from typing import Any, TypeAlias

from sqlglot import exp

from rescue_cli.pack.language.expansion import FUNCTIONS
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.nearest_name import nearest

Node: TypeAlias = exp.Expression
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div)
AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.LogicalOr, exp.LogicalAnd)
CHOOSERS = (exp.Coalesce, exp.Least, exp.Greatest)
NUMBER, TEXT, DATE, BOOL, LIST, NULL, ANY = "数值", "文本", "日期", "是否", "多值", "空", "任意"
MOMENT = "时刻"  # a day with its hour
KINDS = {
    "money": NUMBER,
    "quotient": NUMBER,
    "ratio": NUMBER,
    "count": NUMBER,
    "date": DATE,
    "datetime": MOMENT,
    "yes_no": BOOL,
    "choices": LIST,
}


# Function → the method that checks its arguments and gives its kind.
CHECKS = {
    "含": "_holds",
    "含任一": "_holds",
    "周岁": "_span",
    "月数": "_span",
    "日数": "_span",
    "加月": "_later",
    "加日": "_later",
    "年月": "_month_of",
    "日": "_day_of",
    "缺时分": "_hourless",
    "生日": "_birthday",
    "缺": "_lacks",
    "齐": "_lacks",
    "有": "_has",
    "并列": "_listed",
    "任一": "_any",
    "最近最多": "_latest",
    "最近最少": "_latest",
    "逐项": "_each_said",
    "未读": "_unread",
}


class Checker:
    """Walks the tree once; returns each node's kind and collects problems."""

    def __init__(self, scope: Scope, aggregate: bool) -> None:
        self.scope, self.aggregate = scope, aggregate
        self.problems: list[str] = []
        self.fields: list[str] = []
        self._inside = 0  # depth of aggregate calls

    def kind(self, node: Node) -> str:
        name = type(node).__name__
        method = getattr(self, f"_{name.lower()}", None)
        if isinstance(node, COMPARISONS):
            return self._comparison(node)
        if isinstance(node, ARITHMETIC):
            return self._arithmetic(node)
        if isinstance(node, AGGREGATES):
            return self._aggregate(node)
        if isinstance(node, CHOOSERS):
            return self._same([node.this, *node.expressions])
        if method is None:
            return self._refuse(f"不允许的写法：{node.sql(dialect='duckdb')}")
        kind: str = method(node)
        return kind

    def _refuse(self, text: str) -> str:
        self.problems.append(text)
        return ANY

    def _want(self, node: Node, wanted: str) -> None:
        kind = self.kind(node)
        if kind not in (wanted, ANY, NULL):
            self._refuse(f"{node.sql(dialect='duckdb')} 是{kind}，这里要{wanted}")

    # leaves -------------------------------------------------------------------------------------------------------

    def _column(self, node: exp.Column) -> str:
        name = node.name
        if node.table or name not in self.scope.types:
            if node.this.args.get("quoted") and not node.table:
                return self._refuse(f"双引号里的是字段名，没有字段“{name}”；文字要用英文单引号 '{name}'")
            hint = nearest(name, self.scope.types)
            return self._refuse(
                f"不认识的字段“{node.sql(dialect='duckdb')}”" + (f"；最接近的是“{hint}”" if hint else "")
            )
        self.fields.append(name)
        return KINDS.get(self.scope.types[name], TEXT)

    def _literal(self, node: exp.Literal) -> str:
        return TEXT if node.is_string else NUMBER

    def _boolean(self, node: exp.Boolean) -> str:
        return BOOL

    def _null(self, node: exp.Null) -> str:
        return NULL

    def _round(self, node: exp.Round) -> str:
        for part in (node.this, node.args.get("decimals")):
            if part is not None:
                self._want(part, NUMBER)
        return NUMBER

    def _neg(self, node: exp.Neg) -> str:
        self._want(node.this, NUMBER)
        return NUMBER

    def _paren(self, node: exp.Paren) -> str:
        return self.kind(node.this)

    # logic --------------------------------------------------------------------------------------------------------

    def _and(self, node: exp.And) -> str:
        self._want(node.this, BOOL)
        self._want(node.expression, BOOL)
        return BOOL

    _or = _and

    def _not(self, node: exp.Not) -> str:
        self._want(node.this, BOOL)
        return BOOL

    def _is(self, node: exp.Is) -> str:
        if not isinstance(node.expression, exp.Null | exp.Boolean):
            self._refuse(f"is 后面只能是 null、true 或 false：{node.sql(dialect='duckdb')}")
        self.kind(node.this)
        return BOOL

    def _comparison(self, node: Any) -> str:
        left, right = self.kind(node.this), self.kind(node.expression)
        if NULL in (left, right):
            return self._refuse(f"不能与null比较，请写“is null”或缺(…)：{node.sql(dialect='duckdb')}")
        if left != right and ANY not in (left, right):
            return self._refuse(
                f"类型不同不能比较：{node.this.sql('duckdb')} 是{left}，{node.expression.sql('duckdb')} 是{right}"
            )
        if left == LIST:
            return self._refuse(f"多值字段不能直接比较，请用 含(…)：{node.sql(dialect='duckdb')}")
        self._known_codes(node.this, [node.expression])
        self._known_codes(node.expression, [node.this])
        return BOOL

    def _in(self, node: exp.In) -> str:
        if not node.expressions:
            return self._refuse(f"in 后面只能是列举的值：{node.sql(dialect='duckdb')}")
        self._same([node.this, *node.expressions])
        self._known_codes(node.this, node.expressions)
        return BOOL

    def _between(self, node: exp.Between) -> str:
        self._same([node.this, node.args["low"], node.args["high"]])
        return BOOL

    def _known_codes(self, field: Node, values: list[Node]) -> None:
        if not isinstance(field, exp.Column) or field.name not in self.scope.codes:
            return
        allowed = self.scope.codes[field.name]
        for value in values:
            if isinstance(value, exp.Literal) and value.is_string and value.name not in allowed:
                hint = nearest(value.name, allowed)
                self._refuse(f"“{field.name}”没有“{value.name}”这个值" + (f"；最接近的是“{hint}”" if hint else ""))

    # values -------------------------------------------------------------------------------------------------------

    def _arithmetic(self, node: Any) -> str:
        self._want(node.this, NUMBER)
        self._want(node.expression, NUMBER)
        return NUMBER

    def _same(self, nodes: list[Node]) -> str:
        kinds = {kind for node in nodes if (kind := self.kind(node)) not in (NULL, ANY)}
        if len(kinds) > 1:
            return self._refuse(f"各项类型不同：{'、'.join(node.sql(dialect='duckdb') for node in nodes)}")
        return kinds.pop() if kinds else ANY

    def _case(self, node: exp.Case) -> str:
        if node.this is not None:
            return self._refuse("case 请写成 case when … then … end")
        for branch in node.args["ifs"]:
            self._want(branch.this, BOOL)
        default = node.args.get("default")
        return self._same([*(branch.args["true"] for branch in node.args["ifs"]), *([default] if default else [])])

    # functions ----------------------------------------------------------------------------------------------------

    def _anonymous(self, node: exp.Anonymous) -> str:
        name = str(node.this)
        if name not in FUNCTIONS:
            hint = nearest(name, FUNCTIONS)
            return self._refuse(
                f"没有函数“{name}”；可用：{'、'.join(FUNCTIONS)}" + (f"（是否想写“{hint}”）" if hint else "")
            )
        least, most, _ = FUNCTIONS[name]
        if not least <= len(node.expressions) <= most:
            return self._refuse(f"{name}(…) 的参数个数不对：{node.sql(dialect='duckdb')}")
        kind: str = getattr(self, CHECKS[name])(node)
        return kind

    def _holds(self, node: exp.Anonymous) -> str:
        field, *items = node.expressions
        self._want(field, LIST)
        for item in items:
            if not (isinstance(item, exp.Literal) and item.is_string):
                self._refuse(f"{node.this}(…) 的后几项只能是文字：{item.sql(dialect='duckdb')}")
        self._known_codes(field, items)
        return BOOL

    def _span(self, node: exp.Anonymous) -> str:
        for argument in node.expressions:
            self._want(argument, DATE)
        return NUMBER

    def _later(self, node: exp.Anonymous) -> str:
        day, amount = node.expressions
        self._want(day, DATE)
        self._want(amount, NUMBER)
        return DATE

    def _month_of(self, node: exp.Anonymous) -> str:
        self._want(node.expressions[0], DATE)
        return TEXT

    def _day_of(self, node: exp.Anonymous) -> str:
        self._want(node.expressions[0], MOMENT)
        return DATE

    def _hourless(self, node: exp.Anonymous) -> str:
        self._want(node.expressions[0], MOMENT)
        return BOOL

    def _birthday(self, node: exp.Anonymous) -> str:
        self._want(node.expressions[0], TEXT)
        return DATE

    def _each_said(self, node: exp.Anonymous) -> str:
        if len(node.expressions) % 2:
            return self._refuse(f"逐项(…) 须一个条件、一句话地写：{node.sql(dialect='duckdb')}")
        for place, argument in enumerate(node.expressions):
            self._want(argument, TEXT if place % 2 else BOOL)
        return TEXT

    def _unread(self, node: exp.Anonymous) -> str:
        for field in node.expressions:
            if not isinstance(field, exp.Column):
                self._refuse(f"未读(…) 里只能写字段：{field.sql(dialect='duckdb')}")
            self.kind(field)
        return BOOL

    def _lacks(self, node: exp.Anonymous) -> str:
        for fact in node.expressions:
            self.kind(fact)
        return BOOL

    def _has(self, node: exp.Anonymous) -> str:
        name = node.expressions[0].name
        if name not in self.scope.forms:
            hint = nearest(name, self.scope.forms)
            return self._refuse(f"没有表“{name}”" + (f"；最接近的是“{hint}”" if hint else ""))
        return BOOL

    def _listed(self, node: exp.Anonymous) -> str:
        self._enter(node)
        self._want(node.expressions[0], TEXT)
        self._inside -= 1
        return TEXT

    def _any(self, node: exp.Anonymous) -> str:
        self._enter(node)
        self._want(node.expressions[0], BOOL)
        self._inside -= 1
        return BOOL

    def _latest(self, node: exp.Anonymous) -> str:
        self._enter(node)
        self._want(node.expressions[0], NUMBER)
        self._want(node.expressions[1], DATE)
        self._inside -= 1
        return NUMBER

    # aggregates ---------------------------------------------------------------------------------------------------

    def _filter(self, node: exp.Filter) -> str:
        kind = self.kind(node.this)
        self._inside += 1
        self._want(node.expression.this, BOOL)
        self._inside -= 1
        return kind

    def _enter(self, node: Node) -> None:
        if not self.aggregate:
            self._refuse(f"这里不能用汇总函数：{node.sql(dialect='duckdb')}")
        if self._inside:
            self._refuse(f"汇总函数不能套汇总函数：{node.sql(dialect='duckdb')}")
        self._inside += 1

    def _aggregate(self, node: Any) -> str:
        self._enter(node)
        argument = node.this
        if isinstance(argument, exp.Distinct):
            argument = argument.expressions[0]
        kind = NUMBER if isinstance(argument, exp.Star) else self.kind(argument)
        self._inside -= 1
        if isinstance(node, exp.Sum | exp.Avg) and kind not in (NUMBER, ANY):
            return self._refuse(f"只能对数值求和：{node.sql(dialect='duckdb')}")
        if isinstance(node, exp.LogicalOr | exp.LogicalAnd) and kind not in (BOOL, ANY):
            return self._refuse(f"只能对是否求或：{node.sql(dialect='duckdb')}")
        return NUMBER if isinstance(node, exp.Count | exp.Sum | exp.Avg) else kind
