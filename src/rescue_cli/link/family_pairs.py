"""The family as evidence: where two listings share a person already, their other people are compared by name and number.

A missing or damaged number with an equal or a near name is that person, where nobody else of the two listings is as like.
Not where one number stands under wholly different names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import pyarrow as pa

from rescue_cli.engine.base import Engine
from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.link_tables import FAMILY, RELATED
from rescue_cli.link.linkage_model import Model
from rescue_cli.link.person_groups import LAST_TIER, Edge, People
from rescue_cli.link.scoring import score_family

ROUNDS = 3  # a person recognised by his family may be the family of another
MANY = 8  # listings of one person beyond which he is no evidence

Listings = tuple[int, int]  # homes, the lesser first


class FamilyPairs:
    """Finds, round by round, what the people recognised so far say of their families."""

    def __init__(self, engine: Engine, model: Model, rows: Rows) -> None:
        self._engine, self._model, self._rows = engine, model, rows
        self._seen: set[Listings] = set()
        self._members: dict[int, list[int]] = defaultdict(list)
        for i, home in enumerate(rows.home):
            self._members[home].append(i)

    def edges(self, people: People) -> list[Edge]:
        """What the family rules take between listings not looked at before; empty once there are none."""
        looked = [couple for couple in self._sharing(people) if couple not in self._seen]
        self._seen.update(looked)
        taken = self._scored(people, looked, "taken", "taken IS NOT NULL AND never IS NULL")
        return self._without_rivals(taken)

    def questions(self, people: People) -> list[Edge]:
        """What is to be asked between listings that share a person, of rows that nothing joined; `rule` counts through
        the family's questions of the model."""
        return self._scored(people, list(self._sharing(people)), "ask", "ask IS NOT NULL")

    def _scored(self, people: People, listings: Iterable[Listings], number: str, where: str) -> list[Edge]:
        pairs = sorted({pair for couple in listings for pair in self._others(people, *couple)})
        if not pairs:
            return []
        columns = {"l": [left for left, _ in pairs], "r": [right for _, right in pairs]}
        self._engine.register(FAMILY, pa.table({name: pa.array(of, pa.int64()) for name, of in columns.items()}))
        score_family(self._engine, self._model)
        lines = self._engine.sql(f"SELECT {number}, points, l, r FROM {RELATED} WHERE {where} ORDER BY {number}, l, r")
        rows = zip(*(lines[name].to_pylist() for name in (number, "points", "l", "r")), strict=True)
        return [Edge(LAST_TIER, n, points, left, right) for n, points, left, right in rows]

    def _sharing(self, people: People) -> Iterable[Listings]:
        """Listings of several people that share a person."""
        several = [i for i, home in enumerate(self._rows.home) if len(self._members[home]) > 1]
        for mentions in people.forest.trees(several).values():
            homes = sorted({self._rows.home[i] for i in mentions})
            if 1 < len(homes) <= MANY:
                yield from combinations(homes, 2)

    def _others(self, people: People, left: int, right: int) -> Iterable[tuple[int, int]]:
        """Rows of both listings whose person does not stand in the other."""
        roots = [{people.forest.root(i) for i in self._members[home]} for home in (left, right)]
        both = roots[0] & roots[1]
        here, there = ([i for i in self._members[home] if people.forest.root(i) not in both] for home in (left, right))
        return ((min(i, j), max(i, j)) for i in here for j in there)

    def _without_rivals(self, edges: Sequence[Edge]) -> list[Edge]:
        """Rule by rule the edges whose rows have, in the other listing, nobody else the rule would take."""
        kept: list[Edge] = []
        matched: set[tuple[int, int]] = set()
        for rule in sorted({edge.rule for edge in edges}):
            open_edges = [edge for edge in edges if edge.rule == rule and matched.isdisjoint(self._ends(edge))]
            rivals = Counter(end for edge in open_edges for end in self._ends(edge))
            chosen = [edge for edge in open_edges if all(rivals[end] == 1 for end in self._ends(edge))]
            matched.update(end for edge in chosen for end in self._ends(edge))
            kept += chosen
        return kept

    def _ends(self, edge: Edge) -> tuple[tuple[int, int], tuple[int, int]]:
        """Each row with the listing the other stands in."""
        home = self._rows.home
        return (edge.left, home[edge.right]), (edge.right, home[edge.left])
