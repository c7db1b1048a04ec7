"""The stage: mentions in, people and households out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Decision, Linked
from rescue_cli.core.tables import GROUPS
from rescue_cli.core.village_merges import VillageMerges
from rescue_cli.engine.base import Engine
from rescue_cli.link import link_findings
from rescue_cli.link.candidates import LargeBlock, find_candidates
from rescue_cli.link.compared_rows import Rows
from rescue_cli.link.decided_pairs import Decided, find_decided, mention_digests
from rescue_cli.link.decided_people import decided_persons, households_reconciled
from rescue_cli.link.family_pairs import ROUNDS, FamilyPairs
from rescue_cli.link.features import former_features, row_features, sorted_mentions
from rescue_cli.link.file_counts import (
    RepeatedWithin,
    WrongFile,
    count_alike,
    repeated_within,
    roster_lists,
    wrong_files,
)
from rescue_cli.link.household_groups import Households, attach, find_households
from rescue_cli.link.link_tables import ALIKE, FEATURES, FORMERS, SCORED
from rescue_cli.link.linkage_model import Model, Thresholds, linking_model
from rescue_cli.link.pair_places import Standing
from rescue_cli.link.pairs_table import Doubts, collect_pairs, pairs_table
from rescue_cli.link.person_groups import Edge, People, find_people, take_tier
from rescue_cli.link.scoring import score_pairs
from rescue_cli.link.unlinked_forms import with_unlinked, without_unlinked
from rescue_cli.link.unplaced_rows import follow_names
from rescue_cli.pack.model import Pack

TWO_NUMBERS = 0  # the first `never`: the numbers of a person see to it


@dataclass(frozen=True)
class _Certain:
    """What stands before people are made of rows. `left_out`: rows of files that are probably the wrong ones."""

    edges: list[Edge]
    apart: list[tuple[int, int]]
    wrong: list[WrongFile]
    within: list[RepeatedWithin]

    @property
    def left_out(self) -> frozenset[int]:
        return frozenset[int]().union(*(file.left_out for file in self.wrong))


@dataclass(frozen=True)
class _Made:
    """What was made of the rows. `torn`: edges by which a survey or result would lead to two households. `related`: questions
    of families. `pointing`: the members whose head may be several people."""

    rows: Rows
    people: People
    households: Households
    torn: list[Edge]
    related: list[Edge]
    pointing: dict[int, int]

    @property
    def doubts(self) -> Doubts:
        return Doubts(self.torn, list(self.pointing.items()), self.related)


def link(
    engine: Engine,
    mentions: pa.Table,
    pack: Pack,
    decided: Sequence[Decision] = (),
    kept: Collection[tuple[str, str]] = (),
    merges: VillageMerges | None = None,
) -> tuple[Linked, list[Finding]]:
    """Decide which mentions are one person and which household each belongs to.

    `decided`: what people answered earlier, in the order they did; applied before any rule. `kept`: pairs of files (the
    lesser name first) both of which count by a person's word, however much they repeat each other. `merges`: villages
    of old are compared as what they are today. Certain pairs are taken by the rules of `schemas/linking/model.toml`; the
    rest is ranked by points, and those with enough of them are 待裁定. The result depends on the set of rows only, not on
    their order. `groups` has one line for every mention; those of "unlinked" forms speak of nobody in need, and have
    neither person nor household.
    """
    model = linking_model()
    limits = thresholds(model, pack)
    rows, aside = without_unlinked(sorted_mentions(mentions), pack)
    digests = mention_digests(rows)
    answers = find_decided(decided, digests)
    large = _lay_out(engine, rows, pack, model, limits, merges or VillageMerges())
    counts = count_alike(engine, rows[f.SOURCE_FILE].to_pylist(), limits)
    certain = _certain(engine, model, rows, pack, digests, answers, kept, limits)
    made = _make(engine, model, rows, certain, answers, digests)
    pairs = collect_pairs(engine, made.people, answers, made.doubts, digests, model, limits)
    kept_pairs = [pair for pair in pairs if certain.left_out.isdisjoint((pair.left, pair.right))]
    standing = Standing.of(rows, made.rows, made.households, digests)
    linked = Linked(
        with_unlinked(_groups(rows, made.people, made.households), aside),
        pairs_table(engine, rows, kept_pairs, digests, model, standing),
        counts,
    )
    sources = link_findings.Sources(rows)
    findings = [
        *link_findings.household_findings(sources, made.rows, made.households, made.pointing, certain.left_out),
        *link_findings.shared_numbers(engine, sources, made.rows, made.people, certain.left_out),
        *link_findings.run_findings(sources, made.rows, large, certain.wrong, certain.within, answers, limits),
    ]
    return linked, sorted(findings, key=Finding.sort_key)


def _make(
    engine: Engine, model: Model, rows: pa.Table, certain: _Certain, answers: Decided, digests: Sequence[str]
) -> _Made:
    """People and households of the rows that count; what was answered about households is read by them."""
    features = _features(engine, rows, certain.left_out)
    answers.persons = decided_persons(features, answers)
    answers.households_apart = households_reconciled(features, answers)
    people, related = _people(engine, model, features, certain, answers)
    households, torn = _households(features, people, answers)
    return _Made(features, people, households, torn, related, _pointing(features, households, answers, digests))


def _features(engine: Engine, rows: pa.Table, left_out: frozenset[int]) -> Rows:
    tables = list(zip(*(rows[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.FORM)), strict=True))
    return Rows.of(engine.sql(f"SELECT * FROM {FEATURES} ORDER BY i"), tables).without(left_out)


def thresholds(model: Model, pack: Pack) -> Thresholds:
    """The shipped limits with what the pack sets in `[linking]`."""
    own = pack.head.linking.model_dump(exclude_none=True, exclude={"reason"}) if pack.head.linking else {}
    return model.thresholds.model_copy(update=own)


def _lay_out(
    engine: Engine, rows: pa.Table, pack: Pack, model: Model, limits: Thresholds, merges: VillageMerges
) -> list[LargeBlock]:
    """Features, candidates and scores on the engine; the blocks that were cut down come back."""
    engine.register(ALIKE, pa.table({"pair": pa.array(model.alike, pa.string())}))
    features = row_features(rows, pack, model, limits, merges)
    engine.register(FEATURES, features)
    engine.register(FORMERS, former_features(features, model))
    large = find_candidates(engine, model, limits)
    score_pairs(engine, model)
    return large


def _certain(
    engine: Engine,
    model: Model,
    rows: pa.Table,
    pack: Pack,
    digests: Sequence[str],
    answers: Decided,
    kept: Collection[tuple[str, str]],
    limits: Thresholds,
) -> _Certain:
    """What the rules take, the pairs that must stay apart whatever leads around them, and the files left to others."""
    taken = engine.sql(f"SELECT rule, points, l, r FROM {SCORED} WHERE rule IS NOT NULL ORDER BY l, r")
    never = engine.sql(f"SELECT l, r FROM {SCORED} WHERE never > {TWO_NUMBERS} ORDER BY l, r")
    tiers = [rule.tier for rule in model.shapes.rule]
    columns = zip(*(taken[name].to_pylist() for name in ("rule", "points", "l", "r")), strict=True)
    edges = [Edge(tiers[rule], rule, points, left, right) for rule, points, left, right in columns]
    files, lists = rows[f.SOURCE_FILE].to_pylist(), roster_lists(rows, pack)
    trusted = {files[i] for pair in answers.answered for i in pair}
    wrong = wrong_files(files, lists, digests, edges, trusted, kept, limits)
    within = repeated_within(files, lists, edges, trusted, limits)
    return _Certain(edges, list(zip(never["l"].to_pylist(), never["r"].to_pylist(), strict=True)), wrong, within)


def _people(engine: Engine, model: Model, rows: Rows, certain: _Certain, answers: Decided) -> tuple[People, list[Edge]]:
    """By answers and rules, then by what their families say; and what is to be asked of the families' other people."""
    left_out = certain.left_out
    edges = [edge for edge in certain.edges if left_out.isdisjoint((edge.left, edge.right))]
    valid = [number if sure else None for number, sure in zip(rows.num, rows.valid, strict=True)]
    people = find_people(valid, edges, answers, certain.apart, rows.places())
    apart = sorted({*certain.apart, *answers.apart})
    families = FamilyPairs(engine, model, rows)
    for _ in range(ROUNDS):
        related = families.edges(people)
        if not related:
            break
        take_tier(people, [edge for edge in related if left_out.isdisjoint((edge.left, edge.right))], apart)
    return people, families.questions(people)


def _households(rows: Rows, people: People, answers: Decided) -> tuple[Households, list[Edge]]:
    """The households, and the edges by which a survey or result would lead to two."""
    households = find_households(rows, people, answers)
    followed, torn = follow_names(rows, people, households)
    if followed:
        attach(rows, people, households)
    return households, torn


def _pointing(rows: Rows, households: Households, answers: Decided, digests: Sequence[str]) -> dict[int, int]:
    """Every member whose head may be several people, with the one of them to ask about: of those nobody has ruled out the
    nearest in its table, else by what is seen of it, so that no file name decides."""
    nearest: dict[int, tuple[bool, int, str, int]] = {}
    for i, j in households.pointing:
        if i in households.headless and (min(i, j), max(i, j)) not in answers.apart:
            elsewhere = not rows.one_table(i, j)
            order = elsewhere, 0 if elsewhere else abs(i - j), digests[j], j
            nearest[i] = min(nearest.get(i, order), order)
    return {i: j for i, (_, _, _, j) in sorted(nearest.items())}


def _groups(rows: pa.Table, people: People, households: Households) -> pa.Table:
    roots = [people.forest.root(i) for i in range(rows.num_rows)]
    person = {root: f"P{n:06d}" for n, root in enumerate(sorted(set(roots)), start=1)}
    opened = sorted({household for household in households.of if household is not None})
    household = {root: f"H{n:06d}" for n, root in enumerate(opened, start=1)}
    named = [None if home is None else household[home] for home in households.of]
    columns = [*(rows[name] for name in f.MENTION_KEY), pa.array([person[root] for root in roots], pa.string())]
    return pa.Table.from_arrays([*columns, pa.array(named, pa.string())], schema=GROUPS)
