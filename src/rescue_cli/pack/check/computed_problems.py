"""Checks of what a pack computes: that a computed field is one of the dictionary's, and the facts of rows (`[[row]]`)."""

from collections import Counter

from rescue_cli.pack import model as m
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.language.expressions import ANY, KINDS, NULL, TEXT, Expression
from rescue_cli.pack.language.row_facts import row_levels
from rescue_cli.pack.language.scope import Scope, derived_fields


def computed_problems(
    pack: m.Pack, part: str, name: str, key: str, expression: Expression | None, problems: Problems
) -> None:
    """Add what is wrong with a computed field: it stands in the dictionary as derived, with a type its expression fits."""
    derived = [entry.name for entry in pack.vocabulary.values() if entry.kind == "derived"]
    if not problems.known(part, key, name, derived, "字典中的派生字段") or expression is None:
        return
    wanted = KINDS.get(pack.vocabulary[name].type, TEXT)
    if expression.kind not in (wanted, ANY, NULL):
        problems.add(part, f"{key}.value", f"结果是{expression.kind}，字典里“{name}”是{wanted}")


def row_problems(pack: m.Pack, problems: Problems) -> None:
    """Add what is wrong with the facts of rows: names, types, a field said twice or computed of the case too, circles."""
    of_case = derived_fields(pack)
    for stem, form in pack.forms.items():
        part, scope = f"forms/{stem}", Scope.for_rows(pack, [stem])
        times = Counter(fact.field for fact in form.row)
        for fact in form.row:
            key = f"row.{fact.field}"
            expression = problems.expression(part, f"{key}.value", fact.value, scope)
            computed_problems(pack, part, fact.field, key, expression, problems)
            if fact.field in of_case:
                problems.add(part, key, "同一字段既是一行的事实，又是一户的（gather、derive）")
        for name in sorted(name for name, count in times.items() if count > 1):
            problems.add(part, f"row.{name}", "同一字段写了两次")
        if form.row and form.role == "unlinked":
            problems.add(part, "row", "不归户的表没有汇集，用不上一行的事实")
    _, cycle = row_levels(pack)
    if cycle:
        stem = next(stem for stem, form in pack.forms.items() if any(fact.field == cycle[0] for fact in form.row))
        problems.add(f"forms/{stem}", f"row.{cycle[0]}", f"循环引用：{' → '.join(cycle)}")
