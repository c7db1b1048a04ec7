"""Clusters of certain pairs, against an implementation that shares no code with the tool."""

import random
from collections.abc import Iterable

import pytest

from rescue_cli.link.decided_pairs import Decided
from rescue_cli.link.person_groups import Edge, find_people
from rescue_cli.link.union_find import ApartForest

Graph = set[tuple[int, int]]


def components(size: int, edges: Iterable[tuple[int, int]]) -> set[frozenset[int]]:
    """Breadth-first search over an adjacency list."""
    beside: dict[int, set[int]] = {i: set() for i in range(size)}
    for a, b in edges:
        beside[a].add(b)
        beside[b].add(a)
    left, found = set(range(size)), set()
    while left:
        reached, waiting = set(), [left.pop()]
        while waiting:
            here = waiting.pop()
            reached.add(here)
            waiting += beside[here] - reached
        left -= reached
        found.add(frozenset(reached))
    return found


def expected(size: int, ids: list[str | None], tiers: list[Graph], apart: Graph) -> set[frozenset[int]]:
    """Tier by tier: components over what is taken so far; those of a tier that hold a conflict lose its edges."""
    taken: Graph = set()
    for edges in tiers:
        before = components(size, taken)
        whole = {group: {ids[i] for i in group} - {None} for group in components(size, taken | edges)}
        kept: Graph = set()
        for group, numbers in whole.items():
            parts = [part for part in before if part <= group]
            most = max(len({ids[i] for i in part} - {None}) for part in parts)
            torn = any({a, b} <= group and not any({a, b} <= part for part in parts) for a, b in apart)
            if len(numbers) <= most and not torn:
                kept |= {(a, b) for a, b in edges if a in group}
        taken |= kept
    return components(size, taken)


def random_case(seed: int) -> tuple[int, list[str | None], list[Graph], Graph]:
    rng = random.Random(seed)
    size = rng.randint(2, 40)
    ids = [rng.choice([None, None, None, "甲", "乙", "丙"]) for _ in range(size)]

    def some(count: int) -> Graph:
        drawn = (tuple(sorted(rng.sample(range(size), 2))) for _ in range(count))
        return {(a, b) for a, b in drawn}

    apart = some(rng.randint(0, 3))
    tiers = [some(rng.randint(0, size // 2)) for _ in range(3)]
    return size, ids, tiers, apart


@pytest.mark.parametrize("seed", range(300))
def test_clusters_are_those_of_an_independent_implementation(seed: int) -> None:
    size, ids, tiers, apart = random_case(seed)
    edges = [Edge(tier, tier, 1.0, a, b) for tier, graph in enumerate(tiers) for a, b in sorted(graph)]
    random.Random(seed + 1).shuffle(edges)
    people = find_people(ids, edges, Decided(apart=set(apart)), ())
    clusters = {frozenset(group) for group in people.forest.trees(range(size)).values()}
    assert clusters == expected(size, ids, tiers, apart)


@pytest.mark.parametrize("seed", range(50))
def test_no_cluster_holds_two_numbers_or_a_pair_kept_apart(seed: int) -> None:
    size, ids, tiers, apart = random_case(seed)
    edges = [Edge(tier, tier, 1.0, a, b) for tier, graph in enumerate(tiers) for a, b in graph]
    people = find_people(ids, edges, Decided(), sorted(apart))
    for group in people.forest.trees(range(size)).values():
        assert len({ids[i] for i in group} - {None}) <= 1
        assert not any({a, b} <= set(group) for a, b in apart)


def test_a_chain_of_a_thousand_is_one_person() -> None:
    chain = [Edge(1, 0, 1.0, n, n + 1) for n in reversed(range(1000))]
    people = find_people([None] * 1001, chain, Decided(), ())
    assert len({people.forest.root(i) for i in range(1001)}) == 1


def test_members_kept_apart_never_meet_through_a_third() -> None:
    forest = ApartForest(5, [(0, 4)])
    assert forest.join(0, 1)
    assert forest.join(3, 4)
    assert forest.join(1, 2)
    assert not forest.may_join(2, 3)
    assert not forest.join(2, 3)
    assert forest.root(0) != forest.root(4)
