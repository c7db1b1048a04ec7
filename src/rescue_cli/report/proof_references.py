"""Names in 规则校读.xlsx: what stands for each in words, which number explains it, and where it is used."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import Expression, checked, gathered_columns, parse
from rescue_cli.pack.language.scope import Scope, standard_fields
from rescue_cli.pack.language.sentences import PLACE, template_fields
from rescue_cli.pack.language.spelled_out import Known, spelled_out
from rescue_cli.report.report_types import han_date

SETTLED = ("缺", "有", "未读")  # functions that always know


class References:
    """Of one pack. Facts worked out are numbered 推1, 推2 …: gathered ones first, then those reckoned from others."""

    def __init__(self, pack: m.Pack) -> None:
        self.pack = pack
        self.scope = Scope.for_rules(pack)
        self.worked_out: list[m.Gather | m.Derive] = [*pack.rules.gather, *pack.rules.derive]
        self.numbers = {entry.field: f"推{number}" for number, entry in enumerate(self.worked_out, 1)}
        self.known = Known(frozenset(self.numbers), _figures(pack))
        self.places = _places(self)
        self._open = {
            name: f"{entry.area or ''}{entry.name}（未定）"
            for entry in pack.standards
            if entry.amount is None
            for name in standard_fields(entry.name)
        }
        self._asked = {column.field for form in pack.forms.values() for column in form.column if column.ask} | {
            extract.field for form in pack.forms.values() for extract in form.extract
        }

    def words(self, text: str, scope: Scope | None = None, *, aggregate: bool = False) -> str:
        """An expression of the pack in words."""
        return spelled_out(checked(text, scope or self.scope, aggregate=aggregate), self.known)

    def fields(self, text: str) -> tuple[str, ...]:
        """The names in an expression of the rules."""
        return checked(text, self.scope).fields

    def numbers_of(self, names: Sequence[str]) -> str:
        """Where what is worked out is explained: 推3、推12."""
        numbers = [self.numbers[name] for name in dict.fromkeys(names) if name in self.numbers]
        return "、".join(sorted(numbers, key=lambda number: int(number[1:])))

    def asked_by(self, text: str) -> list[str]:
        """What somebody has to fill in, or the standard that must be fixed, for a condition to be known."""
        return list(dict.fromkeys(self._asked_in(checked(text, self.scope).tree, frozenset())))

    def _asked_in(self, tree: exp.Expression, seen: frozenset[str]) -> Iterator[str]:
        if isinstance(tree, exp.Column):
            yield from self._asked_of(tree.name, seen)
        elif _always_known(tree):
            return
        else:
            for part in tree.iter_expressions():
                yield from self._asked_in(part, seen)

    def _asked_of(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        if name in seen:
            return
        entry = next((entry for entry in self.worked_out if entry.field == name), None)
        if isinstance(entry, m.Derive):
            for way in entry.ways:
                yield from self._asked_in(checked(way, self.scope).tree, seen | {name})
        elif entry is not None:
            tree = checked(entry.value, Scope.for_gather(self.pack, entry), aggregate=True).tree
            yield from (column.name for column in gathered_columns(tree) if column.name in self._asked)
        elif name in self._open:
            yield self._open[name]
        elif name in self._asked:
            yield name


def _always_known(tree: exp.Expression) -> bool:
    """Whether it is never unknown, whatever is missing."""
    if isinstance(tree, exp.Is):
        return True
    if isinstance(tree, exp.Coalesce):
        return isinstance(tree.expressions[-1], exp.Literal | exp.Boolean)
    return isinstance(tree, exp.Anonymous) and str(tree.this) in SETTLED


def blanks(text: str) -> str:
    """A sentence with its blanks as 〔家庭人口〕."""
    return PLACE.sub(r"〔\1〕", text)


def plain_number(value: Decimal | dt.date) -> str:
    """A parameter's value as a person writes it."""
    return han_date(value) if isinstance(value, dt.date) else format(value.normalize(), "f")


def _figures(pack: m.Pack) -> dict[str, str]:
    """Parameters with one value, and the first and last day of the notice."""
    values: dict[str, list[str]] = defaultdict(list)
    for parameter in pack.parameters:
        values[parameter.name].append(plain_number(parameter.value))
    figures = {name: given[0] for name, given in values.items() if len(given) == 1}
    period = pack.head.period
    days = {f.PERIOD_START: han_date(period.start), f.PERIOD_END: han_date(period.end)} if period else {}
    return {**figures, **days}


def _places(references: References) -> dict[str, list[str]]:
    """Name of a fact → where it is used, the rules first."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, names in _uses(references):
        for name in dict.fromkeys(names):
            if name in references.numbers and place not in places[name]:
                places[name].append(place)
    return places


def _uses(references: References) -> Iterator[tuple[str, Sequence[str]]]:
    pack, scope = references.pack, references.scope
    for number, rule in enumerate(pack.rules.rule, 1):
        spoken = [*template_fields(rule.because), *template_fields(rule.because_close)]
        yield f"规则{number}", [*checked(rule.when, scope).fields, *spoken]
    for number, remark in enumerate(pack.rules.remark, 1):
        yield f"附注{number}", [*checked(remark.when, scope).fields, *template_fields(remark.say)]
    for derive in pack.rules.derive:
        for way in derive.ways:
            yield references.numbers[derive.field], checked(way, scope).fields
    for clock in pack.rules.clock:
        parts = [part for part in (clock.when, clock.start, clock.done, clock.by) if part]
        yield f"时限“{clock.title}”", [name for part in parts for name in checked(part, scope).fields]
    for stem, form in pack.forms.items():
        for assume in form.assume:
            yield f"视为（{stem}）", checked(assume.overridden, scope).fields if assume.overridden else ()
    yield from _in_reports(pack)


def _in_reports(pack: m.Pack) -> Iterator[tuple[str, Sequence[str]]]:
    for stem, report in pack.reports.items():
        scope = Scope.for_report(pack, report.source, spans=True)
        texts = [report.where, *(figure.value for figure in report.figure), *(figure.where for figure in report.figure)]
        for sheet in report.sheet:
            texts += [sheet.where, *(column.value for column in sheet.column), *(row.where for row in sheet.row)]
            texts += [note.value for note in sheet.note]
        expressions: list[Expression | None] = [parse(text, scope, aggregate=True)[0] for text in texts if text]
        yield f"报表“{stem}”", [name for expression in expressions if expression for name in expression.fields]
