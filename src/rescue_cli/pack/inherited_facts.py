"""What a pack inherits of facts: gathered, without naming forms, from every form that carries their columns, and reckoned
where the pack knows all they are reckoned from. So what notices share stands once, whatever a notice calls its forms."""

import re
from collections.abc import Set

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import names_in, parse
from rescue_cli.pack.language.scope import Scope, case_fields
from rescue_cli.pack.property_limits import with_asked_items


def with_fitting_facts(pack: m.Pack) -> m.Pack:
    """`pack` with the forms of each gather put in where it names none. An inherited one that no form carries, or that
    names results or forms the pack does not know, is left out, and so is every inherited fact reckoned from what nobody gathers, or
    from a limit nobody laid down. So is an inherited remark that speaks of them. What is the pack's own stays, to be told as a fault."""
    # a pack of no notice is there to be inherited from
    own: Set[str] = frozenset() if all(form.generic for form in pack.forms.values()) else pack.own
    usable = [gather for gather in pack.rules.gather if gather.field in own or pack.forms.keys() >= set(gather.forms)]
    placed = [gather if gather.forms else _placed(pack, gather) for gather in usable]
    gathers = tuple(gather for gather in placed if gather.forms or gather.field in own)
    derives = pack.rules.derive
    known = case_fields(pack) | {gather.field for gather in gathers} | {derive.field for derive in derives}
    dropped = pack.vocabulary.keys() - known
    while lost := {derive.field for derive in derives if derive.field not in own and _names(derive, dropped)}:
        dropped |= lost
        derives = tuple(derive for derive in derives if derive.field not in lost)
    derives = tuple(_of_known(derive, frozenset() if derive.field in own else dropped) for derive in derives)
    remarks = tuple(remark for remark in pack.rules.remark if remark.id in own or not dropped & names_in(remark.when))
    rules = pack.rules.model_copy(update={"gather": gathers, "derive": derives, "remark": remarks})
    return pack.model_copy(update={"rules": rules, "inherited": pack.rules})


def with_standards(pack: m.Pack, standards: tuple[m.Standard, ...]) -> m.Pack:
    """`pack` with these standards instead of its own; where they lay down other limits, with the facts that follow."""
    changed = pack.model_copy(update={"standards": standards})
    if pack.inherited is None or _limits(pack) == _limits(changed):
        return changed
    return with_fitting_facts(with_asked_items(changed.model_copy(update={"rules": pack.inherited})))


def _limits(pack: m.Pack) -> set[str]:
    return {standard.name for standard in pack.standards if standard.is_limit}


def _placed(pack: m.Pack, gather: m.Gather) -> m.Gather:
    forms = [stem for stem, form in pack.forms.items() if form.role != "unlinked" and _carries(pack, stem, gather)]
    return gather.model_copy(update={"forms": tuple(forms)})


def _carries(pack: m.Pack, stem: str, gather: m.Gather) -> bool:
    scope = Scope.for_gather(pack, gather.model_copy(update={"forms": (stem,)}))
    if not names_in(gather.value) <= scope.types.keys():  # before faults are put into words that nobody reads
        return False
    return parse(gather.value, scope, aggregate=True)[0] is not None


def _names(derive: m.Derive, dropped: Set[str]) -> bool:
    """Whether every way to the fact names what the pack does not have."""
    return bool(derive.ways) and not _known_ways(derive, dropped)


def _known_ways(derive: m.Derive, dropped: Set[str]) -> list[int]:
    return [place for place, way in enumerate(derive.ways) if not dropped & names_in(_fitted(way, dropped))]


def _of_known(derive: m.Derive, dropped: Set[str]) -> m.Derive:
    """The fact by the ways whose facts the pack has, each without what 任一项(…) asks of others."""
    kept = _known_ways(derive, dropped)
    ways = tuple(_fitted(derive.ways[place], dropped) for place in kept)
    if ways == derive.ways or not ways:
        return derive
    if len(ways) == 1:
        return derive.model_copy(update={"value": ways[0], "any_of": (), "says": (), "within": None})
    says = tuple(derive.says[place] for place in kept) if derive.says else ()
    return derive.model_copy(update={"any_of": ways, "says": says})


def _fitted(way: str, dropped: Set[str]) -> str:
    """任一项(甲, 乙) as (甲 or 乙), of the facts the pack has; of none of them as it stands, without the function."""

    def spelled(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split(",")]
        return f"({' or '.join([name for name in names if name not in dropped] or names)})"

    return ANY_OF.sub(spelled, way)


# 任一项(超住房套数, 超机动车): whether one of these facts holds; what the pack does not know is not asked.
ANY_OF = re.compile(r"任一项\(([^()]*)\)")
