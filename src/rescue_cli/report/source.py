"""Where a report's rows come from: the two tables the judge leaves on the engine, with the month put in."""

from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.expressions import compile_condition, compile_value
from rescue_cli.pack.scope import Scope
from rescue_cli.report.results import Figure, ReportContext, as_figure

TABLES = {"determinations": "judged", "cases": "facts"}
# What makes the order of a source's rows complete, so that equal inputs give equal bytes.
TIES = {"determinations": (f.CASE, f.PHASE, f.RULE, f.OUTCOME, f.REASON), "cases": (f.CASE,)}


@dataclass(frozen=True)
class Source:
    """One report's source on the engine: `query` is a table expression, `scope` what its expressions may name."""

    engine: Engine
    query: str
    scope: Scope
    context: ReportContext
    ties: tuple[str, ...]

    @classmethod
    def of(cls, engine: Engine, pack: m.Pack, report: m.Report, context: ReportContext) -> "Source":
        query = quoted(TABLES[report.source])
        if report.month and context.month:
            start, end = (f"DATE '{day.isoformat()}'" for day in context.month)
            replaced = f"{start} AS {quoted(f.MONTH_START)}, {end} AS {quoted(f.MONTH_END)}"
            query = f"(SELECT * REPLACE ({replaced}) FROM {query})"
        return cls(engine, f"{query} AS s", Scope.for_pack(pack), context, TIES[report.source])

    def where(self, condition: str | None) -> str:
        return f"WHERE {compile_condition(condition, self.scope)}" if condition else ""

    def order(self, names: Sequence[str]) -> str:
        """ORDER BY `names`, townships as the workspace lists them, what is blank last."""
        terms = []
        for name in dict.fromkeys((*names, *self.ties)):
            if name == f.TOWNSHIP:
                terms.append(self._township_rank())
            terms.append(f"s.{quoted(name)} NULLS LAST")
        return f"ORDER BY {', '.join(terms)}"

    def aggregate(self, value: str) -> Figure:
        """One figure over the whole source."""
        sql = f"SELECT {compile_value(value, self.scope, aggregate=True)} AS n FROM {self.query}"
        return as_figure(self.engine.sql(sql).column("n")[0].as_py())

    def _township_rank(self) -> str:
        ranks = [f"WHEN {literal(name)} THEN {place}" for place, name in enumerate(self.context.townships)]
        return f"CASE s.{quoted(f.TOWNSHIP)} {' '.join(ranks)} ELSE {len(ranks)} END" if ranks else "1"


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"
