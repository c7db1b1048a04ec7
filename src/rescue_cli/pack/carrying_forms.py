"""A gathered fact that names no forms is gathered from every form that carries its columns: what notices share stands
once, whatever a notice calls its forms."""

from collections.abc import Set

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import parse
from rescue_cli.pack.language.scope import Scope


def gathered_where_carried(pack: m.Pack, own: Set[str]) -> m.Pack:
    """`pack` with the forms of each gather put in where it names none. An inherited one that no form carries, or that
    names results the pack does not know, is left out; one of `own` (the pack's fields) stays, to be told as a fault."""
    placed = [gather if gather.forms else _placed(pack, gather) for gather in pack.rules.gather]
    kept = tuple(gather for gather in placed if gather.forms or (gather.field in own and not _generic(pack)))
    return pack.model_copy(update={"rules": pack.rules.model_copy(update={"gather": kept})})


def _placed(pack: m.Pack, gather: m.Gather) -> m.Gather:
    forms = [stem for stem, form in pack.forms.items() if form.role != "unlinked" and _carries(pack, stem, gather)]
    return gather.model_copy(update={"forms": tuple(forms)})


def _carries(pack: m.Pack, stem: str, gather: m.Gather) -> bool:
    expression, _ = parse(gather.value, Scope.for_forms(pack, [stem]), aggregate=True)
    return expression is not None


def _generic(pack: m.Pack) -> bool:
    return all(form.generic for form in pack.forms.values())
