"""The parts of a pack's parent and its own → one `Pack`. The child wins by id or name, in the parent's place."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from rescue_cli.pack import model as m
from rescue_cli.pack.read_folder import PackParts

T = TypeVar("T")


def joined_pack(
    chain: Sequence[PackParts],
    vocabulary: m.Vocabulary,
    standards: Sequence[m.Standard],
    parameters: Sequence[m.Parameter],
    digest: str,
) -> m.Pack:
    """`chain`: the parent's parts before the pack's own, each with a head. `vocabulary`: the shared dictionary.
    `standards`, `parameters`: of the workspace; they go before all."""
    return m.Pack(
        head=joined_head([parts.head for parts in chain if parts.head is not None]),
        vocabulary=_by_name([*vocabulary.field, *(entry for parts in chain for entry in parts.vocabulary.field)]),
        codes=_by_name(entry for parts in chain for entry in parts.categories.codes),
        findings=tuple(
            _fold((entry for parts in chain for entry in parts.findings.finding), lambda e: e.code).values()
        ),
        standards=overlay([entry for parts in chain for entry in parts.standards.standard], standards),
        parameters=overlay([entry for parts in chain for entry in parts.standards.parameter], parameters),
        relations=tuple(_by_name(entry for parts in chain for entry in parts.standards.relation).values()),
        forms=_forms([parts.forms for parts in chain]),
        rules=_rules([parts.rules for parts in chain]),
        reports={stem: report for parts in chain for stem, report in parts.reports.items()},
        cases=chain[-1].cases.case,
        digest=digest,
    )


def joined_head(heads: Sequence[m.PackHead]) -> m.PackHead:
    """The last head with what it inherits: district and period where it has none, levels, survival and comparisons that
    it does not name itself. Townships, deadlines and cases are never inherited."""
    own = heads[-1]
    survives = {entry.field for entry in own.survive}
    compares = {entry.name for entry in own.compare}
    return own.model_copy(
        update={
            "district": own.district or next((head.district for head in reversed(heads) if head.district), None),
            "period": own.period or next((head.period for head in reversed(heads) if head.period), None),
            "level": tuple(_fold((c for head in heads for c in head.level), lambda change: change.code).values()),
            "survive": (*(s for head in heads[:-1] for s in head.survive if s.field not in survives), *own.survive),
            "compare": (*(c for head in heads[:-1] for c in head.compare if c.name not in compares), *own.compare),
        }
    )


def overlay(own: Sequence[Any], given: Sequence[Any]) -> tuple[Any, ...]:
    """`given` entries replace own ones of the same name, area and first day; the rest are added."""

    def key(entry: Any) -> tuple[Any, ...]:
        return (entry.name, getattr(entry, "area", None), entry.start)

    merged = {key(entry): entry for entry in own}
    merged.update({key(entry): entry for entry in given})
    return tuple(merged.values())


def _by_name(entries: Iterable[Any]) -> dict[str, Any]:
    return _fold(entries, lambda entry: entry.name)


def _fold(entries: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    """Later entries replace earlier ones of the same name, in the earlier one's place."""
    folded: dict[str, T] = {}
    for entry in entries:
        folded[key(entry)] = entry
    return folded


def _rules(parts: Sequence[m.Rules]) -> m.Rules:
    # The child's way to a fact replaces its parent's, though one gathers it and the other reckons it.
    fields = [{g.field for g in part.gather} | {d.field for d in part.derive} for part in parts]
    last = {field: n for n, names in enumerate(fields) for field in names}
    gathers = (g for n, part in enumerate(parts) for g in part.gather if last[g.field] == n)
    derives = (d for n, part in enumerate(parts) for d in part.derive if last[d.field] == n)
    return m.Rules(
        gather=tuple(_fold(gathers, lambda g: g.field).values()),
        derive=tuple(_fold(derives, lambda d: d.field).values()),
        rule=tuple(_fold((r for part in parts for r in part.rule), lambda r: r.id).values()),
        remark=tuple(_fold((r for part in parts for r in part.remark), lambda r: r.id).values()),
        event=tuple(_fold((e for part in parts for e in part.event), lambda e: e.id).values()),
        clock=tuple(_fold((c for part in parts for c in part.clock), lambda c: c.id).values()),
    )


def _forms(parts: Sequence[dict[str, m.Form]]) -> dict[str, m.Form]:
    """Forms of a pack and its parents. Generic ones serve where there is no notice: they never stand beside its own, nor
    beside the lists of departments that go with a notice's own."""
    forms = {stem: form for part in parts for stem, form in part.items()}
    own = {stem: form for stem, form in forms.items() if not form.generic}
    of_notice = any(form.role not in ("check", "unlinked") for form in own.values())
    return own if of_notice else {stem: form for stem, form in forms.items() if form.generic} or forms
