"""Where a report's lines come from: what the stages left on the engine, with the month put in, whole or one part of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked, compile_condition, compile_value, emit
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, parsed, quoted
from rescue_cli.report.month_spans import Days, span_days
from rescue_cli.report.report_lines import TIES, lines_query
from rescue_cli.report.report_types import Figure, ReportContext, as_figure
from rescue_cli.report.unfilled_sums import LeftOut


@dataclass(frozen=True)
class Source:
    """One report's source on the engine: `query` is a table expression named s, `scope` what its expressions may name.
    `part`: an SQL condition, where the report has a workbook for each value of a field."""

    engine: Engine
    query: str
    pack: m.Pack
    report: m.Report
    context: ReportContext
    part: str = ""

    @classmethod
    def of(cls, engine: Engine, pack: m.Pack, report: m.Report, context: ReportContext) -> "Source":
        """The whole source of a report, of `context.month` where it is monthly, cut down to its `where`."""
        query = lines_query(engine, pack, report, context)
        if report.month and context.month:
            start, end = (f"DATE '{day.isoformat()}'" for day in context.month)
            replaced = f"{start} AS {quoted(f.MONTH_START)}, {end} AS {quoted(f.MONTH_END)}"
            query = f"(SELECT * REPLACE ({replaced}) FROM {query})"
        if report.where is not None:
            met = compile_condition(report.where, Scope.for_report(pack, report.source, report.forms))
            query = f"(SELECT * FROM {query} WHERE {met})"
        return cls(engine, f"{query} AS s", pack, report, context)

    @cached_property
    def scope(self) -> Scope:
        """What the report's expressions may name, with types and code lists."""
        return Scope.for_report(self.pack, self.report.source, self.report.forms)

    @cached_property
    def left_out(self) -> LeftOut:
        """Why lines may be missing from a total."""
        filled_as = {name: entry.filled_as for name, entry in self.pack.vocabulary.items() if entry.filled_as}
        return LeftOut(self.context.unsure, filled_as)

    @property
    def ties(self) -> tuple[str, ...]:
        """What makes the order of the lines complete."""
        return TIES[self.report.source]

    def for_value(self, field: str, value: str | None) -> "Source":
        """The lines that say `value` (None: nothing) in `field`; of a field with several items, those that hold it."""
        column = f"s.{quoted(field)}"
        if self.scope.types[field] == "choices":
            part = f"LIST_CONTAINS({column}, {literal(value)})" if value else f"COALESCE(LEN({column}), 0) = 0"
        else:
            part = f"CAST({column} AS VARCHAR) IS NOT DISTINCT FROM {literal(value)}"
        return replace(self, part=part)

    def condition(self, text: str | None) -> str:
        """SQL of a condition; TRUE where there is none."""
        return compile_condition(text, self.scope) if text else "TRUE"

    def where(self, *conditions: str | None) -> str:
        """WHERE all of these hold, in this part."""
        parts = [f"({compile_condition(condition, self.scope)})" for condition in conditions if condition]
        parts += [f"({self.part})"] if self.part else []
        return f"WHERE {' AND '.join(parts)}" if parts else ""

    def value(self, text: str, span: m.Span | None = None, *, aggregate: bool) -> str:
        """SQL of a column's value; 段始 and 段末 stand for the days of `span`."""
        if span is None:
            return compile_value(text, self.scope, aggregate=aggregate)
        scope = Scope.for_report(self.pack, self.report.source, self.report.forms, spans=True)
        return _spanned(text, scope, self.days(span), aggregate)

    def days(self, span: m.Span) -> Days:
        """The first and last day of a span of the month reported."""
        assert self.context.month is not None  # spans stand in monthly reports only
        period = self.pack.head.period
        return span_days(span, self.context.month, period.start if period else None, self.pack.head.settlement_day)

    def order(self, names: Sequence[str]) -> str:
        """ORDER BY `names`, townships as the workspace lists them, what is blank last."""
        terms = []
        for name in dict.fromkeys((*names, *self.ties)):
            if name == f.TOWNSHIP:
                terms.append(self._township_rank())
            terms.append(f"s.{quoted(name)} NULLS LAST")
        return f"ORDER BY {', '.join(terms)}"

    def aggregate(self, value: str, where: str | None = None) -> Figure:
        """One figure over the whole source, or this part of it."""
        sql = f"SELECT {compile_value(value, self.scope, aggregate=True)} AS n FROM {self.query} {self.where(where)}"
        return as_figure(self.engine.sql(sql).column("n")[0].as_py())

    def values(self, field: str, conditions: Sequence[str | None]) -> list[str | None]:
        """What `field` says in lines that meet one of the conditions (None: every line): known values in their order,
        then others, then None where some lines say nothing."""
        column = f"s.{quoted(field)}"
        if self.scope.types[field] == "choices":
            column = f"UNNEST({exploded(column)})"
        met = " OR ".join(
            f"({compile_condition(condition, self.scope)})" if condition else "TRUE" for condition in conditions
        )
        rows = self.engine.sql(
            f"SELECT DISTINCT CAST(v AS VARCHAR) AS v FROM (SELECT {column} AS v FROM {self.query} WHERE {met or 'TRUE'})"
        )
        present = set(rows.column("v").to_pylist())
        return [name for name in self.in_order(field, present) if name in present]

    def in_order(self, field: str, present: set[str | None]) -> list[str | None]:
        """Expected values first, then what nobody expected, then the line of those that say nothing."""
        expected = self.context.townships if field == f.TOWNSHIP else self.scope.codes.get(field, ())
        others = sorted(key for key in present if key is not None and key not in expected)
        return [*expected, *others, *([None] if None in present else [])]

    def _township_rank(self) -> str:
        ranks = [f"WHEN {literal(name)} THEN {place}" for place, name in enumerate(self.context.townships)]
        return f"CASE s.{quoted(f.TOWNSHIP)} {' '.join(ranks)} ELSE {len(ranks)} END" if ranks else "1"


def exploded(column: str) -> str:
    """SQL: the different items of a list, one null item where there is none."""
    return f"CASE WHEN COALESCE(LEN({column}), 0) = 0 THEN [NULL] ELSE LIST_DISTINCT({column}) END"


@lru_cache(maxsize=4096)
def _spanned(text: str, scope: Scope, days: Days, aggregate: bool) -> str:
    """SQL of a value over the days of a span."""
    tree = checked(text, scope, aggregate=aggregate).tree
    return emit(_with_days(tree, dict(zip((f.SPAN_START, f.SPAN_END), days, strict=True))), scope)


def _with_days(tree: exp.Expression, days: Mapping[str, dt.date]) -> exp.Expression:
    """A copy of the tree with dates in place of these names."""

    def dated(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and node.name in days:
            return parsed(literal(days[node.name])).copy()
        return node

    return tree.transform(dated)
