"""Facts of a row (`[[row]]` of a form): in which order they are worked out, what they rest on, and their SQL."""

from collections.abc import Iterable, Sequence

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.derive_order import in_levels
from rescue_cli.pack.language.expressions import checked, parse
from rescue_cli.pack.language.scope import Scope, facts_of_rows
from rescue_cli.pack.language.sql import literal, quoted, sql_type


def row_levels(pack: m.Pack) -> tuple[list[list[str]], list[str]]:
    """The facts of rows, of all forms together, in levels (each needs only earlier ones), and the fields of a cycle if
    there is one. Expressions that do not parse count as needing nothing; their own problem is reported elsewhere."""
    needs: dict[str, list[str]] = {}
    for stem in pack.forms:
        for name, needed in _needs(pack, stem).items():
            needs.setdefault(name, []).extend(needed)
    return in_levels(needs)


def rests_on(pack: m.Pack, forms: Iterable[str], name: str) -> list[str]:
    """The names a field of a row rests on: itself, or for a worked-out one what its expressions name, down to what is no
    worked-out fact; each once, in order. The pack is one that was checked: nothing goes round in a circle."""
    facts = [(stem, fact) for stem in forms for fact in pack.forms[stem].row if fact.field == name]
    if not facts:
        return [name]
    fields: list[str] = []
    for stem, fact in facts:
        expression, _ = parse(fact.value, Scope.for_rows(pack, [stem]))
        for needed in expression.fields if expression else ():
            fields += rests_on(pack, [stem], needed)
    return list(dict.fromkeys(fields))


def _needs(pack: m.Pack, stem: str) -> dict[str, list[str]]:
    """Fact of a row of the form → the other such facts its expression names."""
    own, scope = facts_of_rows(pack, [stem]), Scope.for_rows(pack, [stem])
    needs = {}
    for fact in pack.forms[stem].row:
        expression, _ = parse(fact.value, scope)
        needs[fact.field] = [name for name in (expression.fields if expression else ()) if name in own]
    return needs


def with_row_facts(query: str, pack: m.Pack, forms: Sequence[str]) -> str:
    """`query` (rows with the run facts beside them) with the facts of the rows of `forms`, level by level; of a row whose
    form has no such fact it is null."""
    wanted = facts_of_rows(pack, forms)
    for level in row_levels(pack)[0]:
        columns = [_column(name, pack, forms) for name in level if name in wanted]
        query = f"SELECT *, {', '.join(columns)} FROM ({query})" if columns else query
    return query


def _column(name: str, pack: m.Pack, forms: Sequence[str]) -> str:
    branches = [
        f"WHEN {literal(stem)} THEN {checked(fact.value, Scope.for_rows(pack, [stem])).sql()}"
        for stem in forms
        for fact in pack.forms[stem].row
        if fact.field == name
    ]
    return f"CAST(CASE {quoted(f.FORM)} {' '.join(branches)} END AS {sql_type(pack, name)}) AS {quoted(name)}"
