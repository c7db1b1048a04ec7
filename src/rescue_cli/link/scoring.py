"""Every candidate pair: the level of each comparison, the rule that takes it, what forbids that, and its points.

Plain SQL on the engine, built from the level data. Points are bits: the weights of the levels, more for a rare name, less
the prior. They rank pairs for a person; only rules merge.
"""

from collections.abc import Sequence

from rescue_cli.engine.base import Engine
from rescue_cli.link.link_tables import CANDIDATES, FAMILY, FEATURES, LEVELS, RELATED, SCORED
from rescue_cli.link.linkage_model import Ask, Comparison, Family, FamilyAsk, Model, Never, Rule

NAMED_ALIKE = ("same", "sound", "dialect")  # levels at which the rarity of the name counts


def score_pairs(engine: Engine, model: Model) -> None:
    """Lay down `link_scored`: l, r, the levels, `rule` (null: none), `never` (null: nothing forbids), `ask`, `points`."""
    engine.create(LEVELS, levels_query(model))
    engine.create(
        SCORED,
        f"""SELECT *, CASE WHEN never IS NULL THEN taken END AS rule FROM (
                SELECT *, {_first(model.shapes.rule)} AS taken, {_first(model.shapes.never)} AS never,
                          {_first(model.shapes.ask)} AS ask, {points(model)} AS points
                FROM {LEVELS})""",
    )


def score_family(engine: Engine, model: Model) -> None:
    """Lay down `link_related` over `link_family` (l, r): the levels, `taken` (the family rule, counted behind the rules),
    `never`, `ask` (the question) and `points`."""
    engine.create(
        RELATED,
        f"""SELECT *, {_first(model.shapes.family, len(model.shapes.rule))} AS taken,
                   {_first(model.shapes.never)} AS never,
                   {_first(model.shapes.family_ask)} AS ask, {points(model)} AS points
            FROM ({levels_query(model, FAMILY)})""",
    )


def _first(conditions: Sequence[Rule | Family | Never | Ask | FamilyAsk], start: int = 0) -> str:
    """The number of the first condition that holds, counted from `start`; null where none does."""
    return f"CASE {' '.join(f'WHEN {entry.when} THEN {n}' for n, entry in enumerate(conditions, start))} END"


def levels_query(model: Model, pairs: str = CANDIDATES) -> str:
    """The level of each comparison of each pair in table `pairs` (l, r)."""
    comparisons = ", ".join(f'{_levels(comparison)} AS "{comparison.name}"' for comparison in model.shapes.comparison)
    facts = ", ".join(f'({fact.when}) AS "{fact.name}"' for fact in model.shapes.fact)
    return f"""SELECT p.l, p.r, least(l.rarity, r.rarity) AS bits, {comparisons}, {facts}
               FROM {pairs} p JOIN {FEATURES} l ON p.l = l.i JOIN {FEATURES} r ON p.r = r.i"""


def points(model: Model) -> str:
    """The expression for the points of a pair over its levels."""
    weights = [
        f'CASE "{comparison.name}" '
        + " ".join(f"WHEN '{level.name}' THEN {_weight(model, comparison, level.name)}" for level in comparison.level)
        + " END"
        for comparison in model.shapes.comparison
    ]
    names = ", ".join(f"'{name}'" for name in NAMED_ALIKE)
    rare = f"CASE WHEN name IN ({names}) THEN {model.weights.rarity:.4f} * coalesce(bits, 0) ELSE 0 END"
    return f"CAST({' + '.join([*weights, rare])} - {model.weights.prior:.4f} AS DOUBLE)"


def _weight(model: Model, comparison: Comparison, level: str) -> str:
    return f"{model.weights.level[comparison.name][level]:.4f}"


def _levels(comparison: Comparison) -> str:
    *conditional, last = comparison.level
    return f"CASE {' '.join(f'WHEN {level.when} THEN {chr(39)}{level.name}{chr(39)}' for level in conditional)} ELSE '{last.name}' END"
