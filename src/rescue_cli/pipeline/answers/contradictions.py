"""Answers about pairs that cannot all be true: A and B one, B and C one, A and C not."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rescue_cli.core.states import Verdict
from rescue_cli.pipeline.answers.answer_kinds import Contradiction
from rescue_cli.pipeline.answers.answered_rows import SeenRows
from rescue_cli.record.decisions import PairAnswer
from rescue_cli.record.digests import pair_key
from rescue_cli.record.lines import Entry

Key = tuple[str, str]

# Verdicts that join, and those that then part: two rows joined by a chain of the first are not told apart by the second.
EXCLUDING = (
    ((Verdict.SAME_HOUSEHOLD, Verdict.SAME_PERSON), (Verdict.APART,)),
    ((Verdict.SAME_HOUSEHOLD,), (Verdict.SAME_PERSON,)),
)


def contradicting(answers: Sequence[tuple[str, Entry]], earlier: Mapping[Key, PairAnswer], rows: SeenRows) -> list[str]:
    """Sentences naming the rows of every contradiction that one of the new answers is part of."""
    verdicts = {key: answer.verdict for key, answer in earlier.items()}
    fresh = {pair_key(entry.body["left"], entry.body["right"]): entry.body["verdict"] for _, entry in answers}
    changed = {key for key, verdict in fresh.items() if verdicts.get(key) != verdict}
    places = {pair_key(entry.body["left"], entry.body["right"]): place for place, entry in answers}
    verdicts.update(fresh)
    sentences: list[str] = []
    for joins, parts in EXCLUDING:
        edges = _neighbours(key for key, verdict in verdicts.items() if verdict in joins)
        for left, right in sorted(key for key, verdict in verdicts.items() if verdict in parts):
            chain = _chain(edges, left, right)
            steps = {pair_key(a, b) for a, b in pairwise(chain)} | {(left, right)}
            if len(chain) > 1 and steps & changed:
                place = min(places[key] for key in steps & changed)
                sentences.append(Contradiction(f"{place}：{_sentence(chain, verdicts, rows)}"))
    return sentences


def _neighbours(edges: Iterable[Key]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for left, right in sorted(edges):
        near[left].append(right)
        near[right].append(left)
    return near


def _chain(near: Mapping[str, Sequence[str]], start: str, end: str) -> list[str]:
    """The shortest way from one row to another; empty where there is none."""
    before: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for there in near.get(here, ()):
            if there not in before:
                before[there] = here
                queue.append(there)
    chain: list[str] = []
    link: str | None = end if end in before else None
    while link is not None:
        chain.append(link)
        link = before[link]
    return chain[::-1]


def _sentence(chain: Sequence[str], verdicts: Mapping[Key, str], rows: SeenRows) -> str:
    places = [rows.place(digest) for digest in chain]
    joined = "、".join(f"“{a}”与“{b}”" for a, b in pairwise(places))
    verdict = verdicts[pair_key(chain[0], chain[-1])]
    return f"裁定互相矛盾：{joined}都裁定为同一，而“{places[0]}”与“{places[-1]}”裁定为{verdict}"
