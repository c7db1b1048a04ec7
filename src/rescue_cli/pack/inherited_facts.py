"""What a pack inherits of facts: gathered, without naming forms, from every form that carries their columns, and reckoned
where the pack knows all they are reckoned from. So what notices share stands once, whatever a notice calls its forms."""

from collections.abc import Set

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import names_in, parse
from rescue_cli.pack.language.scope import Scope, case_fields


def with_fitting_facts(pack: m.Pack, own: Set[str]) -> m.Pack:
    """`pack` with the forms of each gather put in where it names none. An inherited one that no form carries, or that
    names results the pack does not know, is left out, and so is every inherited fact reckoned from what nobody gathers. So is
    an inherited remark that speaks of them. One of `own` (the fields the pack itself gathers or reckons, the ids of its
    remarks) stays, to be told as a fault."""
    if all(form.generic for form in pack.forms.values()):
        own = frozenset()  # a pack of no notice: it is there to be inherited from
    placed = [gather if gather.forms else _placed(pack, gather) for gather in pack.rules.gather]
    gathers = tuple(gather for gather in placed if gather.forms or gather.field in own)
    derives = pack.rules.derive
    known = case_fields(pack) | {gather.field for gather in gathers} | {derive.field for derive in derives}
    dropped = pack.vocabulary.keys() - known
    while lost := {derive.field for derive in derives if derive.field not in own and _names(derive, dropped)}:
        dropped |= lost
        derives = tuple(derive for derive in derives if derive.field not in lost)
    remarks = tuple(remark for remark in pack.rules.remark if remark.id in own or not dropped & names_in(remark.when))
    rules = pack.rules.model_copy(update={"gather": gathers, "derive": derives, "remark": remarks})
    return pack.model_copy(update={"rules": rules})


def _placed(pack: m.Pack, gather: m.Gather) -> m.Gather:
    forms = [stem for stem, form in pack.forms.items() if form.role != "unlinked" and _carries(pack, stem, gather)]
    return gather.model_copy(update={"forms": tuple(forms)})


def _carries(pack: m.Pack, stem: str, gather: m.Gather) -> bool:
    expression, _ = parse(
        gather.value, Scope.for_gather(pack, gather.model_copy(update={"forms": (stem,)})), aggregate=True
    )
    return expression is not None


def _names(derive: m.Derive, dropped: Set[str]) -> bool:
    return any(dropped & names_in(way) for way in derive.ways)
