"""报送情况通报: who has sent what is due, who has not, who was late, and how many faults there were; for every notice alike."""

from collections import Counter

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.states import CoverageState, OwedState
from rescue_cli.report.check_results import FAULTS, Checked
from rescue_cli.report.owed_book import due_by_sender, not_sent
from rescue_cli.report.report_types import ReportContext, figure, han_date
from rescue_cli.report.scoreboard import FAULTS_PER_HUNDRED, Standing, standings
from rescue_cli.workbooks.writing.letter_document import Letter

HEADS = (c.SENDER, c.OWED, c.SENT, CoverageState.UNREPORTED.value, "逾期报来", "差错", FAULTS_PER_HUNDRED)
WIDTHS = (5.4, 1.6, 1.6, 1.6, 2.2, 1.8, 2.6)


def circular(owed: pa.Table, results: Checked, context: ReportContext) -> Letter | None:
    """One page to all; None where nothing is due yet. Whoever has not sent everything stands first; nobody has a rank."""
    due = due_by_sender(owed)
    if not due:
        return None
    standing = {entry.township: entry for entry in standings(results.without_lists(context.townships), context)}
    senders = sorted(due, key=lambda sender: (-not_sent(due[sender]), _place(sender, context), sender))
    missing = [sender for sender in senders if not_sent(due[sender])]
    late = sum(states[OwedState.LATE] for states in due.values())
    total, lacking = sum(states.total() for states in due.values()), sum(map(not_sent, due.values()))
    who = f"没有报齐的有{len(missing)}个单位：{'、'.join(missing)}。" if missing else "应报的都已报来。"
    return Letter(
        title="报送情况通报",
        addressee="各报送单位",
        before=(
            f"截至{han_date(context.as_of)}，到期应报{total}份，已报{total - lacking}份（其中逾期报来{late}份），未报{lacking}份。{who}",
        ),
        heads=HEADS,
        widths=WIDTHS,
        rows=tuple(_row(sender, due[sender], standing.get(sender)) for sender in senders),
        after=(
            f"差错＝必须改＋请核实；{FAULTS_PER_HUNDRED}＝差错÷数据行×100，没有报来文件的不计。逐份情况见应报未报情况表，差错见各单位的退回件。",
        ),
        closing=(context.bureau or context.district, han_date(context.as_of)),
        date=context.as_of,
    )


def _place(sender: str, context: ReportContext) -> int:
    return context.townships.index(sender) if sender in context.townships else len(context.townships)


def _row(sender: str, states: Counter[str], standing: Standing | None) -> tuple[str, ...]:
    sent = states.total() - not_sent(states)
    known = standing is not None and standing.rate is not None
    faults = str(sum(standing.levels[level] for level in FAULTS)) if standing is not None and known else ""
    rate = figure(standing.rate) if standing is not None and known else ""
    return sender, str(states.total()), str(sent), str(not_sent(states)), str(states[OwedState.LATE]), faults, rate
