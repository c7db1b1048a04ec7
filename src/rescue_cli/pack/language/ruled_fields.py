"""The fields a pack's rules rest on: only what is open about these may change a decision."""

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope, area_fields, standard_fields


def ruled_fields(pack: m.Pack) -> frozenset[str]:
    """Every field named by a rule's condition, through derived facts; 城乡 where a standard is picked by it."""
    reached = _reached(pack)
    by_area = set(area_fields(pack)) | {name for entry in pack.standards for name in standard_fields(entry.name)}
    return frozenset(reached | ({f.AREA} if reached & by_area else set()))


def fields_rested_on(pack: m.Pack) -> frozenset[str]:
    """The same, and every field that a fact they name is gathered from: what no rule may use if nobody believes it."""
    reached = _reached(pack)
    gathered = [gather for gather in pack.rules.gather if gather.field in reached]
    named = {name for gather in gathered for name in _row_fields(pack, gather)}
    return ruled_fields(pack) | named


def _row_fields(pack: m.Pack, gather: m.Gather) -> set[str]:
    """The columns a gathered fact reads, through the facts of rows."""
    worked_out = {
        fact.field: checked(fact.value, Scope.for_rows(pack, [form])).fields
        for form in gather.forms
        for fact in pack.forms[form].row
    }
    reached: set[str] = set()
    queue = [*checked(gather.value, Scope.for_gather(pack, gather), aggregate=True).fields]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += worked_out.get(name, ())
    return reached


def _reached(pack: m.Pack) -> set[str]:
    scope = Scope.for_rules(pack)
    derived = {derive.field: derive.expression for derive in pack.rules.derive}
    reached: set[str] = set()
    queue = [name for rule in pack.rules.rule for name in checked(rule.when, scope).fields]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += checked(derived[name], scope).fields if name in derived else ()
    return reached
