"""The words of a determination, as SQL over `facts`: the rule's sentence with its figures, remarks, what was assumed."""

from sqlglot import exp

from rescue_cli.judge.assumptions import assumed_column, silence
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import COMPARISONS, checked, emit
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import printed, template_fields, template_sql
from rescue_cli.pack.language.sql import quoted

PRINTS_AS_ZERO = "0.005"  # a smaller figure shows as 0.00


def reason_sql(rule: m.Rule, condition: exp.Expression, pack: m.Pack, scope: Scope) -> str:
    """A text expression: `because` (or `because_close`, where a gap would print as 0.00), remarks, assumptions."""
    sentence = template_sql(rule.because, scope.types)
    if rule.because_close and (close := _is_close(rule, _conditions(condition, pack, scope), scope)):
        sentence = f"CASE WHEN {close} THEN {template_sql(rule.because_close, scope.types)} ELSE {sentence} END"
    parts = [sentence]
    for remark in pack.rules.remark:
        if rule.id in remark.rules or (not remark.rules and rule.hit == "first"):
            parts.append(
                f"CASE WHEN {checked(remark.when, scope).sql()} THEN {template_sql(remark.say, scope.types)} ELSE '' END"
            )
    for name in _assumed_fields(rule, pack, scope):
        clause = quoted(assumed_column(name))
        words = f"CONCAT('；{name}未填，按', {printed(name, scope.types[name])}, '计（', {clause}, '）')"
        parts.append(f"CASE WHEN {clause} IS NOT NULL THEN {words} ELSE '' END")
    return f"CONCAT({', '.join(parts)})"


def _conditions(condition: exp.Expression, pack: m.Pack, scope: Scope) -> list[exp.Expression]:
    """The condition of a rule, and the conditions it names: yes or no, reckoned in one way."""
    reckoned = ((derive.field, derive.value) for derive in pack.rules.derive if derive.value)
    derived = {name: value for name, value in reckoned if scope.types[name] == "yes_no"}
    trees = [condition]
    for tree in trees:  # grows while it is read: a condition may name one that names another; circles are refused
        named = dict.fromkeys(column.name for column in tree.find_all(exp.Column))
        trees += [checked(derived[name], scope).tree for name in named if name in derived]
    return trees


def _is_close(rule: m.Rule, conditions: list[exp.Expression], scope: Scope) -> str:
    """SQL: two figures of the rule differ by less than prints, or a printed gap is not zero but shows as 0.00."""
    tests = []
    for node in (node for condition in conditions for node in condition.find_all(*COMPARISONS)):
        left, right = emit(node.this, scope), emit(node.expression, scope)
        if all(_is_quotient(side, scope) for side in (node.this, node.expression)):
            tests.append(f"({left} <> {right} AND ABS({left} - {right}) < {PRINTS_AS_ZERO})")
    for name in template_fields(rule.because):
        if scope.types[name] == "quotient":
            tests.append(f"({quoted(name)} <> 0 AND ABS({quoted(name)}) < {PRINTS_AS_ZERO})")
    return " OR ".join(f"COALESCE({test}, FALSE)" for test in tests)


def _is_quotient(node: exp.Expression, scope: Scope) -> bool:
    return isinstance(node, exp.Column) and scope.types[node.name] in ("quotient", "money")


def _assumed_fields(rule: m.Rule, pack: m.Pack, scope: Scope) -> list[str]:
    """Fields the rule rests on, through derived facts, that some form assumes."""
    derived = {derive.field: derive.expression for derive in pack.rules.derive}
    reached: list[str] = []
    queue = list(checked(rule.when, scope).fields)
    while queue:
        name = queue.pop(0)
        if name not in reached:
            reached.append(name)
            queue += checked(derived[name], scope).fields if name in derived else ()
    assumed = dict.fromkeys(assumption.field for _, assumption in silence(pack))
    return [name for name in assumed if name in reached]
