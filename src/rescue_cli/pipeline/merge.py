"""`validate` and `merge`."""

from rescue_cli.core.errors import RescueError
from rescue_cli.core.findings import findings_table
from rescue_cli.pack.load import load_catalogue
from rescue_cli.pipeline.outputs import (
    FINDINGS_BOOK,
    MERGED_BOOK,
    PAIRS_BOOK,
    file_figures,
    left_for_a_person,
    level_counts,
    merge_figures,
    report_context,
    write_book,
)
from rescue_cli.pipeline.results import Outcome
from rescue_cli.pipeline.returns import write_returns
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, merged, read_and_check
from rescue_cli.report import findings_book, merged_book, pairs_book


def validate(session: Session) -> Outcome:
    """Findings for every file, in 校验汇总.xlsx, and each faulty file marked for its sender. Links and decides nothing."""
    intake, findings = read_and_check(session)
    table = findings_table(findings, load_catalogue())
    stage = Stage({"files": intake.files, "findings": table}, True)
    written = [
        write_book(session, FINDINGS_BOOK, findings_book(table, report_context(session))),
        *write_returns(session, table, intake.columns, intake.rows),
    ]
    summary = {**file_figures(intake.files), "提及": intake.mentions.num_rows, "问题": level_counts(table)}
    return Outcome(
        "validate", {"基准日": session.as_of.isoformat(), **summary}, tuple(written), tuple(left_for_a_person(stage))
    )


def merge(session: Session) -> Outcome:
    """Everything in one roster: 合并名册.xlsx, 疑似重复.xlsx and the findings."""
    stage = merged(session)
    outputs = write_merge_books(session, stage)
    refuse_open_balance(stage)
    summary = {"基准日": session.as_of.isoformat(), **merge_figures(stage)}
    return Outcome("merge", summary, tuple(outputs), tuple(left_for_a_person(stage)))


def write_merge_books(session: Session, stage: Stage) -> list[str]:
    context = report_context(session)
    merged_sheets = merged_book(
        stage["mentions"],
        stage["clusters"],
        stage["cases"],
        stage["conflicts"],
        stage["balance"],
        stage["files"],
        session.pack,
        context,
    )
    return [
        write_book(session, FINDINGS_BOOK, findings_book(stage["findings"], context)),
        write_book(session, MERGED_BOOK, merged_sheets),
        write_book(session, PAIRS_BOOK, pairs_book(stage["pairs"], stage["mentions"], context)),
        *write_returns(session, stage["findings"], stage["columns"], stage["rows"]),
    ]


class BalanceError(RescueError):
    """Rows went missing between a file and the roster: a fault of the program, and nothing it gave may be signed."""

    code = "BALANCE"


def refuse_open_balance(stage: Stage) -> None:
    open_files = [row["来源文件"] for row in stage["balance"].to_pylist() if row["差"] != 0]
    if open_files:
        raise BalanceError(
            f"平账不平，本次结果不能使用：{'、'.join(open_files)} 的行数与去向对不上。请把运行环境告知软件维护者"
        )
