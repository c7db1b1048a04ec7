"""The questions a person answers about rows: all open pairs of two listings of a household are one question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core.states import Band, Situation, Stake, Verdict
from rescue_cli.record.digests import digest_of, pair_code
from rescue_cli.report.question_blocks import shown_code

DEPENDS: Mapping[Stake, str] = {
    Stake.AID: "领待遇的名单或审批结果涉及本户",
    Stake.SURVEY: "入户核查的结论可能是本户的",
    Stake.COUNT: "同一户可能数了两次",
    Stake.CLUE: "线索说的可能是本户",
}

Line = Mapping[str, Any]  # of PAIRS


@dataclass(frozen=True)
class HouseholdQuestion:
    """`number`: 问题号; `lines`: its pairs (PAIRS), the likeliest first."""

    number: int
    lines: tuple[Line, ...]

    @property
    def pair_codes(self) -> tuple[str, ...]:
        """识别码 of its pairs, each once."""
        return tuple(dict.fromkeys(code_of_line(line) for line in self.lines))

    @property
    def code(self) -> str:
        """问题识别码, which every row of the question carries: it knows no file and no place."""
        return block_code(self.pair_codes)

    @property
    def put_off(self) -> bool:
        """Whether a person wants to see to all of it later."""
        return all(line[c.PAIR_RULE] == Verdict.LATER for line in self.lines)

    @property
    def stake(self) -> str:
        """What depends on it, in plain words; "" where nobody knows."""
        stakes = {Stake(line[c.STAKE]) for line in self.lines if line[c.STAKE]}
        weightiest = next((stake for stake in Stake if stake in stakes), None)
        return f"{weightiest}：{DEPENDS[weightiest]}" if weightiest else ""

    @property
    def situation(self) -> str:
        """Where its rows stand to each other."""
        return "、".join(word for word in Situation if any(line[c.SITUATION] == word for line in self.lines))


def household_questions(pairs: pa.Table) -> list[HouseholdQuestion]:
    """The questions a person has to answer (PAIRS), the weightiest first, those put off last."""
    blocks: dict[int, list[Line]] = defaultdict(list)
    for line in pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN)).to_pylist():
        blocks[line[c.QUESTION]].append(line)
    asked = [HouseholdQuestion(number, likeliest_first(lines)) for number, lines in sorted(blocks.items())]
    return sorted(asked, key=lambda question: question.put_off)


def likeliest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """By points; equal ones by what they say, so that no file name decides."""
    return tuple(sorted(lines, key=lambda line: (-(line[c.SCORE] or 0.0), code_of_line(line))))


def code_of_line(line: Line) -> str:
    """识别码 of a line of PAIRS."""
    return pair_code(line[c.LEFT_DIGEST], line[c.RIGHT_DIGEST])


def block_code(codes: Iterable[str]) -> str:
    """问题识别码 of the question made of the pairs with these 识别码, in whichever order.

    >>> block_code(["b", "a"]) == block_code(["a", "b", "a"]), len(block_code(["a"]))
    (True, 16)
    """
    return shown_code(digest_of("household", sorted(set(codes))))


def how_many(questions: Sequence[object], pairs: int) -> str:
    """So many questions, with the pairs beside where there are more.

    >>> how_many([1, 2], 5), how_many([1], 1)
    ('2处（5对）', '1处')
    """
    return f"{len(questions)}处" + (f"（{pairs}对）" if pairs != len(questions) else "")
