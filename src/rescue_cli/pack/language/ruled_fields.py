"""The fields a pack's rules rest on: only what is open about these may change a decision."""

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope, area_fields, standard_fields


def ruled_fields(pack: m.Pack) -> frozenset[str]:
    """Every field named by a rule's condition, through derived facts; 城乡 where a standard is picked by it."""
    scope = Scope.for_rules(pack)
    derived = {derive.field: derive.expression for derive in pack.rules.derive}
    reached: set[str] = set()
    queue = [name for rule in pack.rules.rule for name in checked(rule.when, scope).fields]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += checked(derived[name], scope).fields if name in derived else ()
    by_area = set(area_fields(pack)) | {name for entry in pack.standards for name in standard_fields(entry.name)}
    return frozenset(reached | ({f.AREA} if reached & by_area else set()))
