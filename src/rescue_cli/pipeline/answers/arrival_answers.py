"""来件登记.xlsx: the day a file really came."""

import datetime as dt

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Taken, Who, contradictions, outdated, recorded
from rescue_cli.pipeline.session import Session
from rescue_cli.record.kinds import ARRIVAL, RECEIPT, SEEN
from rescue_cli.record.lines import Entry
from rescue_cli.record.receipts import arrival_question
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.report.receipts_book import KIND
from rescue_cli.values.date import parse_date

HEADINGS = (f.SOURCE_FILE, c.ARRIVED_TOLD, c.QUESTION_CODE)


def read_arrivals(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a file; a day that cannot be read, or that lies ahead, is refused."""
    taken, answers = Taken(), []
    files = {
        shown_code(arrival_question(entry.body["file"])): entry.body["file"] for entry in recorded(session, RECEIPT)
    }
    for row in filled.rows(HEADINGS) or []:
        written, code = row.texts[c.ARRIVED_TOLD], row.texts[c.QUESTION_CODE]
        if not code:
            continue
        place = f"{filled.name} {row.place(c.ARRIVED_TOLD)}"
        day = parse_date(written).value if written else None
        if not written:
            taken.blank += 1
        elif code not in files:
            taken.faults.append(outdated(place))
        elif day is None or day > (session.today or session.as_of):
            taken.faults.append(f"{place}：“{written}”不是已经过去的日期，请写成 2019-04-25 这样")
        else:
            answers.append((place, _entry(files[code], day, code, who)))
    taken.faults += contradictions(answers, lambda entry: entry.body["file"])
    taken.entries = [entry for _, entry in answers]
    return taken


def _entry(file: str, day: dt.date, code: str, who: Who) -> Entry:
    return Entry(ARRIVAL, {"file": file, "day": day.isoformat(), SEEN: code, **who.signature()})


ARRIVALS = Kind(KIND, "来件登记", HEADINGS, read_arrivals)
