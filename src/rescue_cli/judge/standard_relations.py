"""Relations the notice lays down between its standards (特困 ≥ 低保 × 1.3), verified for the day."""

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Area
from rescue_cli.engine.base import Engine
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.missing_facts import Gaps
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts
from rescue_cli.pack.standards_in_force import standard_columns


def check_relations(engine: Engine, pack: m.Pack, context: JudgeContext) -> list[Finding]:
    """JUDGE-STANDARD-RELATION for each relation and 城乡 that does not hold, JUDGE-STANDARD-UNVERIFIED where a standard is
    open; one finding where both 城乡 say the same. Reads no table."""
    findings = [finding for relation in pack.relations for finding in _verified(engine, pack, relation, context)]
    return sorted(findings, key=Finding.sort_key)


def _verified(engine: Engine, pack: m.Pack, relation: m.Relation, context: JudgeContext) -> list[Finding]:
    scope = Scope.for_standards(pack)
    expression = checked(relation.holds, scope)
    gaps = Gaps(pack, scope).of(expression.tree)
    areas = " UNION ALL ".join(f"SELECT {literal(area)} AS {quoted(f.AREA)}" for area in Area)
    figures = ", ".join(quoted(name) for name in expression.fields)
    rows = engine.sql(
        f"SELECT {quoted(f.AREA)} AS area, {expression.sql()} AS holds, {gaps} AS gaps, {figures} FROM ("
        f"SELECT *, {', '.join(standard_columns(pack, context.as_of))} FROM ({areas})"
        f" CROSS JOIN (SELECT {run_facts(pack, context.as_of)})) ORDER BY 1"
    ).to_pylist()  # two lines
    doubtful = [
        (row["area"], row["holds"], _figures(row, expression.fields)) for row in rows if row["holds"] is not True
    ]
    if len({figures for _, _, figures in doubtful}) == 1 and len(doubtful) == len(Area):
        doubtful = [("", *doubtful[0][1:])]
    basis = f"{pack.head.short} {relation.clause}"
    return [
        Finding(
            "JUDGE-STANDARD-RELATION" if holds is False else "JUDGE-STANDARD-UNVERIFIED",
            value=relation.name,
            facts={"区域": area, "数": figures, f.BASIS: basis},
        )
        for area, holds, figures in doubtful
    ]


def _figures(row: dict[str, object], names: tuple[str, ...]) -> str:
    """The standards compared with their amounts, or those that are open."""
    gaps = row["gaps"]
    if row["holds"] is None and isinstance(gaps, list):
        return "、".join(map(str, gaps))
    return "，".join(f"{name}{row[name]}" for name in names)
