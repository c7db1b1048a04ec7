"""The order in which derived facts are computed."""

from graphlib import CycleError, TopologicalSorter

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import parse
from rescue_cli.pack.language.scope import Scope


def derivation_order(pack: m.Pack) -> tuple[list[list[m.Derive]], list[str]]:
    """Derived facts in levels (each needs only earlier levels), and the fields of a cycle if there is one.

    Expressions that do not parse count as needing nothing; their own problem is reported elsewhere.
    """
    by_name = {derive.field: derive for derive in pack.rules.derive}
    scope = Scope.for_rules(pack)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, derive in by_name.items():
        expression, _ = parse(derive.expression, scope)
        sorter.add(name, *(needed for needed in (expression.fields if expression else ()) if needed in by_name))
    try:
        sorter.prepare()
    except CycleError as error:
        return [], [str(name) for name in error.args[1]]
    levels = []
    while sorter.is_active():
        ready = sorter.get_ready()
        levels.append([by_name[name] for name in sorted(ready)])
        sorter.done(*ready)
    return levels, []
