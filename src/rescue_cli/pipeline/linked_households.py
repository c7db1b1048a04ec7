"""Mentions joined into numbered households; answers on hand-outs join theirs by its number."""

from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.intake import Intake
from rescue_cli.link import Linked, link, mention_digests
from rescue_cli.pipeline.answered_handouts import with_replies, without_replies
from rescue_cli.pipeline.held_files import kept_pairs
from rescue_cli.pipeline.hit_answers import without_refuted
from rescue_cli.pipeline.numbering import number_households
from rescue_cli.pipeline.session import Session
from rescue_cli.record.case_numbers import Past
from rescue_cli.settle import up_to, waiting_notes, without_waiting


@dataclass(frozen=True)
class Households:
    """`mentions` and `rows` with the answers that came back joined; `placed`: the mentions up to the as-of day; `linked`: their
    households; `numbers`: 户组 → 编号; `waiting`: what is dated ahead (NOTES)."""

    mentions: pa.Table
    rows: pa.Table
    placed: pa.Table
    linked: Linked
    numbers: dict[str, str]
    past: Past
    waiting: pa.Table
    findings: list[Finding]


def linked_households(opened: Engine, session: Session, intake: Intake, mentions: pa.Table) -> Households:
    """`mentions`: those of the intake, with the ID numbers people chose."""
    own = without_replies(mentions, intake.replies)
    decided = session.decisions.decided(lambda: mention_digests(own))
    whole, findings = link(opened, own, session.pack, decided, kept_pairs(session, intake.files), session.merges)
    linked = without_waiting(whole, own, session.pack, session.as_of)
    numbers, past = number_households(session, _placed(session, own), linked, intake.known_as)
    linked = without_refuted(linked, mentions, session.pack)
    joined = with_replies(mentions, intake.rows, linked, intake.replies, numbers, past.former)
    return Households(
        mentions=joined.mentions,
        rows=joined.rows,
        placed=_placed(session, joined.mentions),
        linked=joined.linked,
        numbers=numbers,
        past=past,
        waiting=waiting_notes(whole.groups, own, numbers, session.pack, session.as_of),
        findings=[*findings, *joined.findings],
    )


def _placed(session: Session, mentions: pa.Table) -> pa.Table:
    return up_to(session.merges.settled(mentions, session.as_of), session.pack, session.as_of)
