"""What a form means where it is silent (`[[assume]]`): when it counts, what overrides it, and the mark it leaves in `facts`."""

from collections.abc import Callable

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expansion import has_column
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, sql_type


def assumed_column(name: str) -> str:
    """The column of `facts` that says why field `name` has the value a form means by silence: the clause, as text; null
    where somebody stated the field, or nothing is assumed."""
    return f"推定_{name}"


def stated_column(name: str) -> str:
    """The column of `facts` that is true where some row of the case states field `name`: holds a value, a word nobody
    could read, or 清空. Null where the case has no rows."""
    return f"述_{name}"


def silence(pack: m.Pack) -> list[tuple[str, m.Assume]]:
    """(form, assumption) of every form."""
    return [(stem, assumed) for stem, form in pack.forms.items() for assumed in form.assume]


def assumed_fields(pack: m.Pack) -> list[str]:
    """The fields some form assumes, sorted."""
    return sorted({assumed.field for _, assumed in silence(pack)})


def silent(pack: m.Pack, stem: str, assumed: m.Assume) -> str:
    """SQL: nobody stated the field, this form is linked, and (but for a firm assumption) no other roster is that asks for
    it without assuming."""
    others = [
        other
        for other, form in pack.forms.items()
        if not assumed.firm
        and form.role == "roster"
        and any(column.field == assumed.field for column in form.column)
        and not any(entry.field == assumed.field for entry in form.assume)
    ]
    parts = [
        f"NOT {quoted(stated_column(assumed.field))}",
        quoted(has_column(stem)),
        *(f"NOT {quoted(has_column(other))}" for other in others),
    ]
    return " AND ".join(parts)


def overridden(pack: m.Pack, assumed: m.Assume) -> str:
    """SQL, two-valued: a list says otherwise than the form means by silence."""
    if assumed.overridden is None:
        return "FALSE"
    return f"COALESCE({checked(assumed.overridden, Scope.for_rules(pack)).sql()}, FALSE)"


def assumed_values(pack: m.Pack) -> dict[str, str]:
    """Field → SQL of its value: what a silent form means, else what was stated."""
    return {
        name: f"CAST(CASE {branches} ELSE {quoted(name)} END AS {sql_type(pack, name)})"
        for name, branches in _branches(pack, lambda assumed: assumed.value).items()
    }


def assumed_clauses(pack: m.Pack) -> dict[str, str]:
    """`assumed_column` → SQL of the clause by which the value is assumed, else null."""
    return {
        assumed_column(name): f"CASE {branches} END"
        for name, branches in _branches(pack, lambda assumed: assumed.clause).items()
    }


def _branches(pack: m.Pack, result: Callable[[m.Assume], object]) -> dict[str, str]:
    """Field → WHEN … THEN … for every form that means something by not saying it."""
    by_field: dict[str, list[str]] = {}
    for stem, assumed in silence(pack):
        counts = f"{silent(pack, stem, assumed)} AND NOT {overridden(pack, assumed)}"
        by_field.setdefault(assumed.field, []).append(f"WHEN {counts} THEN {literal(result(assumed))}")
    return {name: " ".join(branches) for name, branches in by_field.items()}
