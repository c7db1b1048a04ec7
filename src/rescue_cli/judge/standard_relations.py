"""Relations the notice lays down between its standards (特困 ≥ 低保 × 1.3), verified for the day."""

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.missing_facts import Gaps
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.standards_in_force import standard_columns


def check_relations(engine: Engine, pack: m.Pack, context: JudgeContext) -> list[Finding]:
    """A finding for each relation and area that does not hold, or cannot be verified; told once where both are alike."""
    found = [finding for relation in pack.relations for finding in _verified(engine, pack, relation, context)]
    return sorted(found, key=Finding.sort_key)


def _verified(engine: Engine, pack: m.Pack, relation: m.Relation, context: JudgeContext) -> list[Finding]:
    scope = Scope.for_standards(pack)
    expression = checked(relation.holds, scope)
    gaps = Gaps(pack, scope).of(expression.tree)
    areas = " UNION ALL ".join(f"SELECT {literal(area)} AS {quoted(f.AREA)}" for area in f.AREAS)
    figures = ", ".join(quoted(name) for name in expression.fields)
    rows = engine.sql(
        f"SELECT {quoted(f.AREA)} AS 区域, {expression.sql()} AS 成立, {gaps} AS 缺, {figures} FROM ("
        f"SELECT *, {', '.join(standard_columns(pack, context.as_of))} FROM ({areas}) CROSS JOIN judge_context) ORDER BY 1"
    ).to_pylist()
    told = [(row["区域"], row["成立"], _said(row, expression.fields)) for row in rows if row["成立"] is not True]
    if len({said for _, _, said in told}) == 1 and len(told) == len(f.AREAS):
        told = [("", told[0][1], told[0][2])]
    basis = f"{pack.head.short} {relation.clause}"
    return [
        Finding(
            "JUDGE-STANDARD-RELATION" if holds is False else "JUDGE-STANDARD-UNVERIFIED",
            value=relation.name,
            facts={"区域": area, "数": said, "依据": basis},
        )
        for area, holds, said in told
    ]


def _said(row: dict[str, object], names: tuple[str, ...]) -> str:
    open_standards = row["缺"]
    if row["成立"] is None and isinstance(open_standards, list):
        return "、".join(map(str, open_standards))
    return "，".join(f"{name}{row[name]}" for name in names)
