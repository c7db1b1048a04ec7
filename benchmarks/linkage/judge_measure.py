"""How a run of `rescue dedupe` compares with the truth: persons, households, questions."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bench import closed
from county_folder import Line

Pair = tuple[int, int]
SAME, OPEN = "同一", "待裁定"


@dataclass
class Linked:
    """What the tool wrote, row by row of the truth. `open`: pairs left to a person, `pointed`: such pairs about
    a name that only says whose household a row belongs to, `evidence`: why a pair was taken."""

    persons: list[str]
    cases: list[str]
    missing: int
    repeated: int
    open: list[Pair]
    questions: int
    asked: set[int]
    pointed: int = 0
    evidence: dict[Pair, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """One run. Shares between 0 and 1; `wrong`, `home_wrong`: pairs of rows put together that should not be."""

    rows: int
    missing: int
    repeated: int
    precision: float
    recall: float
    final: tuple[float, float, float]
    questions: int
    asked: float
    home_precision: float
    torn: float
    wrong: int
    home_wrong: int
    seconds: float


def read_linked(folder: Path, lines: list[Line]) -> Linked:
    """Of a row with several people in clusters.csv the last is the one the row speaks of; the first its head's name."""
    index = {(line.file, line.number): n for n, line in enumerate(lines)}
    listed: dict[int, dict[int, dict[str, str]]] = defaultdict(dict)
    repeated = 0
    for entry in _entries(folder / "clusters.csv"):
        n = index.get((entry["来源文件"], int(entry["行号"])))
        member = int(entry["成员序"] or 0)
        repeated += n is None or bool(listed[n])
        if n is not None:
            listed[n][member] = entry
    own = {n: max(members) for n, members in listed.items()}
    persons = [listed[n][own[n]]["人员组"] if n in own else f"?{n}" for n in range(len(lines))]
    cases = [listed[n][own[n]]["编号"] if n in own else "" for n in range(len(lines))]
    linked = Linked(persons, cases, len(lines) - len(own), repeated, [], 0, set())
    _read_pairs(folder / "pairs.csv", index, own, linked)
    return linked


def _read_pairs(path: Path, index: dict[tuple[str, int], int], own: dict[int, int], linked: Linked) -> None:
    questions: set[str] = set()
    for number, entry in enumerate(_entries(path)):
        if entry["档"] == OPEN:
            questions.add(entry["问题号"] or f"pair {number}")
        ends = {side: index.get((entry[f"{side}文件"], int(entry[f"{side}行"]))) for side in "左右"}
        left, right = ends.values()
        if left is None or right is None:
            continue  # a row truth does not speak of
        whole = all(int(entry[f"{side}成员"] or 0) == own.get(n) for side, n in ends.items())
        pair = (min(left, right), max(left, right))
        if entry["档"] == OPEN:
            linked.asked |= {left, right}
            linked.pointed += not whole
            if whole:
                linked.open.append(pair)
        elif entry["档"] == SAME and whole:
            linked.evidence[pair] = f"{entry['规则']} {entry['证据']}"
    linked.questions = len(questions)


def _entries(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def answered(linked: Linked, lines: list[Line]) -> list[int]:
    """The persons once every open pair is answered by the truth."""
    return answered_pairs(linked.persons, linked.open, lines)


def answered_pairs(groups: list[str] | list[int], asked: Iterable[Pair], lines: list[Line]) -> list[int]:
    """The groups once every asked pair is answered by the truth."""
    first: dict[str | int, int] = {}
    held = [(first.setdefault(group, n), n) for n, group in enumerate(groups)]
    yes = [(a, b) for a, b in asked if lines[a].person == lines[b].person]
    return closed(len(lines), [*held, *yes])


def compared(groups: list[str] | list[int], true: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of rows."""
    taken, truth, both = _pairs(Counter(groups)), _pairs(Counter(true)), _pairs(Counter(zip(groups, true, strict=True)))
    precision, recall = (both / taken if taken else 1.0), (both / truth if truth else 1.0)
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def wrong_persons(groups: list[str] | list[int], lines: list[Line]) -> list[Pair]:
    return [(a, b) for a, b in within(groups) if lines[a].person != lines[b].person]


def missed_persons(groups: list[str] | list[int], lines: list[Line]) -> list[Pair]:
    return [(a, b) for a, b in within([line.person for line in lines]) if groups[a] != groups[b]]


def home_pairs(linked: Linked, lines: list[Line]) -> tuple[int, list[Pair]]:
    """Pairs of rows under one 编号, and those of them whose people share no household."""
    pairs = [(a, b) for a, b in within(linked.cases) if linked.cases[a]]
    wrong = [(a, b) for a, b in pairs if not set(lines[a].homes) & set(lines[b].homes)]
    return len(pairs), wrong


def torn_homes(linked: Linked, lines: list[Line]) -> tuple[int, list[tuple[int, ...]]]:
    """Households of several people in one roster of persons, and those whose people share no 编号 there."""
    listed: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for n, line in enumerate(lines):
        if line.family:
            listed[line.file, line.homes[0]][line.person].add(n)
    several = [people for people in listed.values() if len(people) > 1]
    torn = []
    for people in several:
        held = [{linked.cases[n] for n in rows} for rows in people.values()]
        if not set.intersection(*held) - {""}:
            torn.append(tuple(sorted(n for rows in people.values() for n in rows)))
    return len(several), torn


def within(groups: list[str] | list[int]) -> Iterable[Pair]:
    rows: dict[object, list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        rows[group].append(n)
    for members in rows.values():
        yield from ((a, b) for n, a in enumerate(members) for b in members[n + 1 :])


def figures(linked: Linked, lines: list[Line], seconds: float) -> Figures:
    true = [line.person for line in lines]
    precision, recall, _ = compared(linked.persons, true)
    homes, home_wrong = home_pairs(linked, lines)
    several, torn = torn_homes(linked, lines)
    return Figures(
        rows=len(lines),
        missing=linked.missing,
        repeated=linked.repeated,
        precision=precision,
        recall=recall,
        final=compared(answered(linked, lines), true),
        questions=linked.questions,
        asked=len(linked.asked) / len(lines),
        home_precision=1 - len(home_wrong) / homes if homes else 1.0,
        torn=len(torn) / several if several else 0.0,
        wrong=len(wrong_persons(linked.persons, lines)),
        home_wrong=len(home_wrong),
        seconds=seconds,
    )
