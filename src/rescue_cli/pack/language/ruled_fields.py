"""The fields a pack's rules rest on, and those its totals add up: only what is open about these may change what is said."""

from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope, area_fields, standard_fields


def ruled_fields(pack: m.Pack) -> frozenset[str]:
    """Every field named by a rule's condition, through derived facts; 城乡 where a standard is picked by it."""
    reached = _ruled(pack)
    by_area = set(area_fields(pack)) | {name for entry in pack.standards for name in standard_fields(entry.name)}
    return frozenset(reached | ({f.AREA} if reached & by_area else set()))


def fields_rested_on(pack: m.Pack) -> frozenset[str]:
    """The same, and every field that a fact they name is gathered from: what no rule may use if nobody believes it."""
    reached = _ruled(pack)
    gathered = [gather for gather in pack.rules.gather if gather.field in reached]
    return ruled_fields(pack) | {name for gather in gathered for name in _row_fields(pack, gather)}


def ruled_forms(pack: m.Pack) -> frozenset[str]:
    """The forms whose rows the rules rest on: by a fact gathered from them, or by 有(…)."""
    reached = _ruled(pack)
    gathered = {form for gather in pack.rules.gather if gather.field in reached for form in gather.forms}
    texts = [rule.when for rule in pack.rules.rule] + [way for derive in pack.rules.derive for way in derive.ways]
    return frozenset(gathered | {form for form in pack.forms if any(f"有({form})" in text for text in texts)})


def summed_fields(pack: m.Pack) -> dict[str, frozenset[str]]:
    """Every name that a report adds up → itself and the fields behind it, through derived and gathered facts."""
    behind = _behind_derived(pack)
    for gather in pack.rules.gather:
        behind[gather.field] = checked(gather.value, Scope.for_gather(pack, gather), aggregate=True).fields
    names = {name for report in pack.reports.values() for name in _added_up(report, pack)}
    return {name: frozenset(_reached([name], behind)) for name in sorted(names)}


def _ruled(pack: m.Pack) -> set[str]:
    """What the conditions of rules name, through derived facts."""
    scope = Scope.for_rules(pack)
    named = (name for rule in pack.rules.rule for name in checked(rule.when, scope).fields)
    return _reached(named, _behind_derived(pack))


def _behind_derived(pack: m.Pack) -> dict[str, Iterable[str]]:
    scope = Scope.for_rules(pack)
    return {derive.field: checked(derive.expression, scope).fields for derive in pack.rules.derive}


def _row_fields(pack: m.Pack, gather: m.Gather) -> set[str]:
    """The columns a gathered fact reads, through the facts of rows."""
    worked_out = {
        fact.field: checked(fact.value, Scope.for_rows(pack, [form])).fields
        for form in gather.forms
        for fact in pack.forms[form].row
    }
    return _reached(checked(gather.value, Scope.for_gather(pack, gather), aggregate=True).fields, worked_out)


def _reached(names: Iterable[str], behind: Mapping[str, Iterable[str]]) -> set[str]:
    """`names`, and whatever stands behind them."""
    reached: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += behind.get(name, ())
    return reached


def _added_up(report: m.Report, pack: m.Pack) -> Iterator[str]:
    """The names in its sums, and in its columns of single lines that have a total."""
    scope = Scope.for_report(pack, report.source, report.forms, spans=True)
    sheets = report.sheet
    aggregates = [figure.value for figure in report.figure]
    for sheet in sheets:
        lines = bool(sheet.row_fields or sheet.row)
        aggregates += [column.value for column in sheet.column if lines]
        for column in sheet.column:
            if not lines and column.total == "sum":
                yield from checked(column.value, scope).fields
    for text in aggregates:
        if "sum(" in text.lower():
            for added in checked(text, scope, aggregate=True).tree.find_all(exp.Sum):
                yield from (name.name for name in added.this.find_all(exp.Column))
