"""A second file of a form and sender that says otherwise than the first is held: the first counts until a person answers.

Never held is a file that only adds rows or fills blanks: nothing it says is against the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.check.corrections import Version, corrections
from rescue_cli.check.resubmission import Proposal, without_detours
from rescue_cli.core import columns as c
from rescue_cli.core.findings import FINDINGS, Finding
from rescue_cli.core.states import Change

HELD_CODE = "CHECK-FILE-HELD"


@dataclass(frozen=True)
class Against:
    """What the later file says otherwise: `changed` cells the first one filled, `missing` rows of it."""

    changed: int
    missing: int

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing)


def against(mentions: pa.Table, proposal: Proposal) -> Against:
    """The later file of a proposal beside the first."""
    old, new = (Version(file, mentions, FINDINGS.empty_table()) for file in (proposal.old, proposal.new))
    lines = corrections(old, new).select([c.CHANGE, c.WRITTEN]).to_pylist()
    changed = sum(line[c.CHANGE] == Change.CHANGED and line[c.WRITTEN] is not None for line in lines)
    return Against(changed, sum(line[c.CHANGE] == Change.MISSING_ROW for line in lines))


def in_order(mentions: pa.Table, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Where it is a guess which of two files came first, the one that only adds to the other is the later one."""
    return [
        proposal.turned
        if proposal.guessed and against(mentions, proposal) and not against(mentions, proposal.turned)
        else proposal
        for proposal in proposals
    ]


def held_files(mentions: pa.Table, proposals: Sequence[Proposal]) -> dict[str, Against]:
    """File → what it says against an earlier file that counts. Of three versions the first counts alone."""
    held: dict[str, Against] = {}
    for proposal in sorted(proposals, key=lambda proposal: sum(other.new == proposal.new for other in proposals)):
        if proposal.old not in held and (differences := against(mentions, proposal)):
            held.setdefault(proposal.new, differences)
    return held


def asked_of(proposals: Sequence[Proposal], held: dict[str, Against]) -> list[Proposal]:
    """The pairs to ask about: a file that waits beside the one that counts; of files that both count, each with the last."""
    waiting = [proposal for proposal in proposals if proposal.new in held and proposal.old not in held]
    both = [proposal for proposal in proposals if not {proposal.old, proposal.new} & held.keys()]
    return sorted([*waiting, *without_detours(both)], key=lambda proposal: (proposal.old, proposal.new))


def finding_of(proposal: Proposal, held: dict[str, Against]) -> Finding:
    """The question which of the two counts: held, or both counting until it is answered."""
    differences = held.get(proposal.new)
    if differences is None:
        return proposal.finding()
    return proposal.finding(HELD_CODE, 改动处数=str(differences.changed), 少了=str(differences.missing))
