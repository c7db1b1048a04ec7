"""Corrected files wait: what looks like a second version of a file and says otherwise counts only once a person says so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.check.held_corrections import HELD_CODE, asked_of, finding_of, held_files, in_order
from rescue_cli.check.resubmission import Proposal, propose_replacements
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import FileState, RowKind
from rescue_cli.intake import Intake
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.strict_intake import files_marked, rows_counted
from rescue_cli.record.decisions import file_digests, pair_digest
from rescue_cli.record.recorded_states import files_read, state_names

WHY = "像是更正件，在“更正确认.xlsx”里答复以前不计入"


def hold_corrections(
    session: Session, intake: Intake, findings: Sequence[Finding], *, hold: bool
) -> tuple[Intake, list[Finding]]:
    """The intake without the rows of files that wait, and the questions which of two files counts; who keeps a file beside
    the last is asked about the one before."""
    proposed = in_order(intake.mentions, _proposals(session, intake, findings))
    held = held_files(intake.mentions, proposed) if hold else {}
    asked = [finding_of(proposal, held) for proposal in asked_of(proposed, held)]
    if not held:
        return intake, asked
    waiting = sorted(held)
    kept = pc.invert(pc.is_in(intake.mentions[f.SOURCE_FILE], pa.array(waiting)))
    return replace(
        intake,
        mentions=intake.mentions.filter(kept),
        rows=rows_counted(intake.rows, waiting, RowKind.HELD, WHY),
        files=files_marked(intake.files, waiting, FileState.HELD, WHY),
    ), asked


def held_pairs(findings: pa.Table) -> list[tuple[str, str]]:
    """(the file that counts, the one that waits) of the questions asked (FINDINGS)."""
    asking = findings.filter(pc.equal(findings[c.CODE], HELD_CODE))
    return sorted(zip(asking[f.SOURCE_FILE].to_pylist(), asking[c.VALUE].to_pylist(), strict=True))


def _proposals(session: Session, intake: Intake, findings: Sequence[Finding]) -> list[Proposal]:
    """Pairs of files that look like a roster and a corrected version, but for those a person keeps both of. Hand-outs that
    came back correct nothing: two that differ are sources that differ."""
    faults = Counter(finding.file for finding in findings)
    digests = file_digests(intake.files)
    earlier = _read_before(session, digests)
    replies = {line[f.SOURCE_FILE] for line in intake.files.to_pylist() if line[c.STATE] == FileState.REPLY}
    return [
        proposal
        for proposal in propose_replacements(intake.mentions, intake.columns, faults, session.pack, earlier)
        if not replies & {proposal.old, proposal.new}
        and pair_digest(digests, proposal.old, proposal.new) not in session.decisions.kept
    ]


def _read_before(session: Session, digests: dict[str, str]) -> set[str]:
    """Files that counted in the last recorded state, by name or by content, or that a person took: they came first."""
    if session.workspace is None or session.ad_hoc:
        return set()
    names = state_names(session.workspace.states)
    before = files_read(session.workspace.states, names[-1]) if names else {}
    taken = set(session.replaced.values())  # a person said so
    return taken | {name for name, digest in digests.items() if name in before or digest in before.values()}


def kept_pairs(session: Session, files: pa.Table) -> set[tuple[str, str]]:
    """Pairs of files (the lesser name first) of which a person said that both count."""
    if not session.decisions.kept:
        return set()
    digests = file_digests(files)
    return {pair for pair in combinations(sorted(digests), 2) if pair_digest(digests, *pair) in session.decisions.kept}
