"""`dedupe`: only the linking, on any roster with recognisable columns; no notice and no workspace needed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.core.findings import findings_table
from rescue_cli.core.output_books import PAIRS_BOOK
from rescue_cli.core.states import FileState, RowKind
from rescue_cli.core.tables import CLUSTERS
from rescue_cli.intake import Intake
from rescue_cli.link import Linked, link, mention_digests
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pack.model import Linking, Pack
from rescue_cli.pipeline.answers.carried_answers import carry_over
from rescue_cli.pipeline.answers.earlier_book import typed_before
from rescue_cli.pipeline.answers.given_answers import given_answers
from rescue_cli.pipeline.chosen_ids import damaged_ids, with_chosen_ids
from rescue_cli.pipeline.export_table import write_table
from rescue_cli.pipeline.left_to_do import left_of_pairs, unreadable
from rescue_cli.pipeline.numbering import numbers_of
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import (
    counts_told,
    duplicate_figures,
    file_figures,
    output_path,
    planned,
    report_context,
    write_book,
)
from rescue_cli.pipeline.parked_pairs import parked
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import engine, read_and_check
from rescue_cli.pipeline.to_do_list import sentences
from rescue_cli.report import pairs_book
from rescue_cli.report.pair_sheets import KIND as PAIRS_KIND

MOSTLY = 0.5  # a file of which this share stands elsewhere too is told by name
ANY_SIZE = 1_000_000_000  # rows: more than any file has


@planned
def dedupe(session: Session, *, tables: bool = False, answers: Sequence[Path] = ()) -> Outcome:
    """Write 疑似重复.xlsx, with `tables` also clusters.csv and pairs.csv. The record is read, never written.

    `answers`: workbooks of an earlier `dedupe` filled in. What they say counts as decided and is written into the new one;
    what cannot be taken is left for a person. UsageError where they belong into the record, or are other workbooks.
    """
    if answers and session.workspace is not None and not session.ad_hoc:
        raise UsageError("这里是工作区：填好的 疑似重复.xlsx 请用 rescue apply 收回，记入裁定")
    intake, _ = read_and_check(session, hold=False)
    given = given_answers(session, intake.mentions, intake.raw, answers)
    typed = [*given.typed, *typed_before(session, given.claims, answers)]
    pack, decided = every_file(session.pack), given.decisions
    mentions, _ = with_chosen_ids(intake.mentions, intake.raw, decided)
    with engine() as opened:
        session.progress("查重", 0, 0)
        linked, findings = link(
            opened, mentions, pack, decided.decided(lambda: mention_digests(mentions)), merges=session.merges
        )
    linked = replace(linked, pairs=parked(linked.pairs, decided))
    book = {"pairs": linked.pairs, "mentions": mentions, "counts": linked.counts}
    damaged = damaged_ids(mentions, linked.groups, decided)
    context = report_context(session)
    carried = carry_over(pairs_book(book, context, decided, damaged, given.numbers), typed, context)
    outputs = [write_book(session, PAIRS_BOOK, carried.sheets, PAIRS_KIND)]
    clusters = _clusters(session, mentions, linked)
    if tables:
        for name, table in (("clusters.csv", clusters), ("pairs.csv", linked.pairs)):
            path = output_path(session, name)
            write_table(table, "csv", session.plan.draft(path))
            outputs.append(shown_path(path))
    rendered = findings_table(findings, catalogue_of(pack))
    left = (
        *sentences(unreadable(intake.files)),
        *_unread(intake, mentions),
        *given.faults,
        *sentences([*left_of_pairs(linked.pairs), *carried.left("加 --answers 收回")]),
    )
    summary = {
        **file_figures(intake.files),
        **_figures(mentions, clusters, linked),
        **({"收回": len(given.claims)} if answers else {}),
        "查重问题": rendered.num_rows,
    }
    return Outcome("dedupe", summary, tuple(outputs), left, notes=(*_mostly_repeated(linked.counts), *session.alone))


def every_file(pack: Pack) -> Pack:
    """`pack` without the guard against wrong files: to find who stands in two lists is what was asked for."""
    own = pack.head.linking or Linking(reason="只查重、比对，不因重复多而停")
    head = pack.head.model_copy(update={"linking": own.model_copy(update={"wrong_file_rows": ANY_SIZE})})
    return pack.model_copy(update={"head": head})


def _clusters(session: Session, mentions: pa.Table, linked: Linked) -> pa.Table:
    """Every row with its person and its household; a household has a number of this run, or the record's."""
    numbers = numbers_of(session, mentions, linked)
    cases = [None if home is None else numbers[home] for home in linked.groups[f.HOUSEHOLD].to_pylist()]
    return linked.groups.drop_columns([f.HOUSEHOLD]).append_column(f.CASE, pa.array(cases, pa.string())).cast(CLUSTERS)


def _figures(mentions: pa.Table, clusters: pa.Table, linked: Linked) -> dict[str, object]:
    return {
        "行": mentions.num_rows,
        "人": len(set(clusters[f.PERSON].drop_null().to_pylist())),
        "户": len(set(clusters[f.CASE].drop_null().to_pylist())),
        **duplicate_figures(linked.pairs),
        "合并前": counts_told(linked.counts),
    }


def _unread(intake: Intake, mentions: pa.Table) -> Iterator[str]:
    """Files that were opened and in which no roster was recognised, or one without a row: to find nothing there is no
    result."""
    empty = {line[f.SOURCE_FILE]: line[f.ROW] for line in intake.rows.to_pylist() if line[c.KIND] == RowKind.HEAD}
    read = set(mentions[f.SOURCE_FILE].to_pylist())
    for line in intake.files.to_pylist():
        name = line[f.SOURCE_FILE]
        if line[c.STATE] == FileState.READ and name not in read and name in empty:
            yield f"{name}：认出了表头（第{empty[name]}行），没有填一行，未比对"
        elif line[c.STATE] == FileState.READ and name not in read:
            yield f"{line[f.SOURCE_FILE]}：没有认出名册，未比对。表头里要有姓名，和身份证号、住址、电话之一"


def _mostly_repeated(counts: pa.Table) -> Iterator[str]:
    for line in counts.to_pylist():
        if line[c.ROW_COUNT] and line[c.SAME_ELSEWHERE] / line[c.ROW_COUNT] >= MOSTLY:
            yield f"{line[f.SOURCE_FILE]}：{line[c.ROW_COUNT]}行中{line[c.SAME_ELSEWHERE]}行别的文件里也有；是本来就要和名册对照的名单（在保、审批、核查、线索等）不必管，是同一份名册送了两遍的请只留一份"
