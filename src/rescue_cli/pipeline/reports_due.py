"""The county's own monthly reports: due in n days, or overdue and not registered as handed in."""

from rescue_cli.core.answer_states import ToDo
from rescue_cli.pack import model as m
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.filings import standing_filings
from rescue_cli.report.build_reports import file_name
from rescue_cli.report.owed_lines import Term, all_terms
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.reported_month import DAYS_BEFORE

HOW = "见 {book}，报了以后 rescue submit {name} --month {month} 登记"
NOT_YET_MADE = "先 rescue report {name} --month {month} 出表，报了以后 rescue submit {name} --month {month} 登记"


def reports_due(session: Session, context: ReportContext) -> list[Left]:
    """Monthly reports due within five days, and those overdue where the county registers what it hands in; but for those that
    were handed in."""
    if session.record is None or session.workspace is None or session.ad_hoc:
        return []
    filed = {(filing.report, filing.period) for filing in standing_filings(session.record.journal)}
    left = []
    for name, report in sorted(session.pack.reports.items()):
        term = _asked(session, report, overdue=bool(filed))
        if term is not None and (name, term.label) not in filed:
            own = context.of_report(name)
            book = file_name(report, own) if own.month == term.month else ""
            left.append(_left(name, book, term, session))
    return left


def _asked(session: Session, report: m.Report, *, overdue: bool) -> Term | None:
    """The first time it is due that is near; else the last that is past, where that is asked for."""
    deadline = next((entry for entry in session.pack.head.deadline if entry.id == report.deadline), None)
    if deadline is None or session.workspace is None:
        return None
    terms = list(all_terms(deadline, session.as_of, session.pack.head.settlement_day))
    near = [term for term in terms if 0 <= (term.day - session.as_of).days <= DAYS_BEFORE]
    past = [term for term in terms if term.day < session.as_of]
    return near[0] if near else past[-1] if past and overdue else None


def _left(name: str, book: str, term: Term, session: Session) -> Left:
    days = (term.day - session.as_of).days
    when = f"还有{days}天到期" if days > 0 else session.due_today if days == 0 else f"已过期{-days}天"
    words = f"{name} {term.label}{when}（{term.day.isoformat()}），没有登记上报"
    how = (HOW if book else NOT_YET_MADE).format(book=book, name=name, month=term.label)
    return Left(ToDo.DUE, 1, words, book, how)
