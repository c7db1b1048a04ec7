"""The order in which facts are worked out: derived ones, and those of rows."""

from collections.abc import Iterable, Mapping
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
    needs: dict[str, list[str]] = {}
    for name, derive in by_name.items():
        expression, _ = parse(derive.expression, scope)
        needs[name] = [needed for needed in (expression.fields if expression else ()) if needed in by_name]
    levels, cycle = in_levels(needs)
    return [[by_name[name] for name in level] for level in levels], cycle


def in_levels(needs: Mapping[str, Iterable[str]]) -> tuple[list[list[str]], list[str]]:
    """Names in levels, each sorted, that need only names of earlier ones; and the names of a cycle if there is one."""
    sorter: TopologicalSorter[str] = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        return [], [str(name) for name in error.args[1]]
    levels = []
    while sorter.is_active():
        ready = sorter.get_ready()
        levels.append(sorted(ready))
        sorter.done(*ready)
    return levels, []
