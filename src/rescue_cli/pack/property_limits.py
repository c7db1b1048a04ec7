"""Limits of property (…限额): which columns they make a pack ask for, and what makes one useless or wrong."""

from collections.abc import Iterator, Set

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import names_in


def with_asked_items(pack: m.Pack) -> m.Pack:
    """`pack` with the columns that are asked for only with a limit (`asked_with`) asked for or not, by what it lays down."""
    laid_down = {standard.name for standard in pack.standards}
    forms = {stem: _with_asked(form, laid_down) for stem, form in pack.forms.items()}
    return pack.model_copy(update={"forms": forms})


def _with_asked(form: m.Form, laid_down: Set[str]) -> m.Form:
    columns = tuple(
        column.model_copy(update={"ask": bool(laid_down & set(column.asked_with))}) if column.asked_with else column
        for column in form.column
    )
    return form.model_copy(update={"column": columns})


def limit_faults(pack: m.Pack) -> Iterator[tuple[str, str]]:
    """(name of a limit, what is wrong with it): its unit, or nothing in the pack that could be held against it."""
    columns = {column.field for form in pack.forms.values() for column in form.column}
    inputs = {entry.name for entry in pack.input_fields}
    for standard in pack.standards:
        if not standard.is_limit:
            continue
        entry = pack.vocabulary.get(standard.name)
        if entry is not None and standard.unit != entry.unit:
            yield standard.name, f"单位须是“{entry.unit}”"
        using = [derive for derive in pack.rules.derive if any(standard.name in names_in(way) for way in derive.ways)]
        named = {name for derive in using for way in derive.ways for name in names_in(way)}
        if not using:
            yield standard.name, "没有一条推算用到这个限额"
        elif lacking := sorted((named & inputs) - columns):
            yield standard.name, f"本包没有一张表有“{'、'.join(lacking)}”栏，这个限额用不上"
