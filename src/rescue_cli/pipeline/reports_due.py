"""The county's own monthly reports: due in n days, or overdue and not registered as handed in."""

from collections.abc import Sequence

from rescue_cli.core.answer_states import ToDo
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.filings import filings, standing_filings
from rescue_cli.report.build_reports import file_name
from rescue_cli.report.owed_lines import Term, all_terms
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.reported_month import DAYS_BEFORE

HOW = "见 {book}，报后登记：rescue submit {name}"  # the month is the default one
NOT_YET_MADE = "先 rescue report {name} --month {month} 出表，报后登记：rescue submit {name} --month {month}"


def reports_due(session: Session, context: ReportContext) -> list[Left]:
    """Monthly reports due within five days, and those overdue since the county began to register what it hands in; but for
    those that were handed in."""
    if session.record is None or session.workspace is None or session.ad_hoc:
        return []
    left = []
    begun = min((filing.period for filing in filings(session.record.journal)), default=None)
    for name, report in sorted(session.pack.reports.items()):
        missing = _not_filed(session, name)
        near = [term for term in missing if 0 <= (term.day - session.as_of).days <= DAYS_BEFORE]
        past = [term for term in missing if term.day < session.as_of and _since(begun, term)]
        if near:
            own = context.of_report(name)
            book = file_name(report, own) if own.month == near[0].month else ""
            left.append(_left(name, book, near[0], session))
        if past:
            left.append(_late(name, past, session))
    return left


def months_before(session: Session, name: str, period: str) -> list[str]:
    """Months of a monthly report since the first one registered that were not handed in, or were taken back."""
    assert session.record is not None
    begun = min((filing.period for filing in filings(session.record.journal)), default=None)
    return [
        term.label for term in _not_filed(session, name) if term.label and term.label < period and _since(begun, term)
    ]


def _since(begun: str | None, term: Term) -> bool:
    """Whether it is of a month in which the county registered what it handed in; "全期" stands after every month."""
    return begun is not None and term.label is not None and term.label >= begun


def _not_filed(session: Session, name: str) -> list[Term]:
    """Every time it is due of which nothing is registered, in order."""
    report = session.pack.reports[name]
    deadline = next((entry for entry in session.pack.head.deadline if entry.id == report.deadline), None)
    if deadline is None or session.record is None:
        return []
    filed = {(filing.report, filing.period) for filing in standing_filings(session.record.journal)}
    terms = all_terms(deadline, session.as_of, session.pack.head.settlement_day)
    return [term for term in terms if (name, term.label) not in filed]


def _late(name: str, past: Sequence[Term], session: Session) -> Left:
    """One line a report: the months, the last of them with its day."""
    months = "、".join(str(term.label) for term in past)
    days = (session.as_of - past[-1].day).days
    words = f"{name} {months}已过期{days}天（{past[-1].day.isoformat()}），没有登记上报"
    return Left(ToDo.DUE, len(past), words, how=NOT_YET_MADE.format(name=name, month=past[0].label))


def _left(name: str, book: str, term: Term, session: Session) -> Left:
    days = (term.day - session.as_of).days
    when = f"还有{days}天到期" if days > 0 else session.due_today
    words = f"{name} {term.label}{when}（{term.day.isoformat()}），没有登记上报"
    how = (HOW if book else NOT_YET_MADE).format(book=book, name=name, month=term.label)
    return Left(ToDo.DUE, 1, words, book, how)
