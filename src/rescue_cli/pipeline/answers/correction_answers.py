"""合并名册.xlsx, the sheets 更正 and 已更正: a plain wrong value put right, an earlier correction kept or taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.amounts import value_text
from rescue_cli.core.answer_states import CorrectionAnswer
from rescue_cli.core.states import Handling
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Outdated, Taken, Who, contradictions, outdated
from rescue_cli.pipeline.correctable_fields import correctable_fields, fault_of_value
from rescue_cli.pipeline.corrected_cells import row_keys_of
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import merged, read_and_check
from rescue_cli.record.decisions import Correction, about_value, correction_question
from rescue_cli.record.kinds import CASE_NUMBER, CORRECTED, SEEN
from rescue_cli.record.lines import Entry
from rescue_cli.report.correction_sheets import KIND
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.workbooks.reading.answered_book import AnswerRow

HEADINGS = (f.CASE, f.NAME, c.CORRECTED_FIELD, c.CORRECT_TO, c.ANSWER_REASON)
OPTIONAL = (c.WRITTEN, c.CORRECTED_BY)
DONE_HEADINGS = (f.CASE, c.CORRECTED_FIELD, c.CORRECTED_TO, c.ANSWER, c.QUESTION_CODE)
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Wish:
    """One value to be put right as it was typed; `place` as a message names it, `written` "" where she did not say."""

    place: str
    case: str
    name: str
    field: str
    written: str
    value: str
    reason: str
    by: str


def read_corrections(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a value; what is not of its field's kind, or of no household, is refused."""
    taken = Taken()
    wishes = typed_wishes(filled)
    given = [row for row in filled.rows(DONE_HEADINGS) or [] if row.texts[c.ANSWER]]
    if not wishes and not given:
        return taken
    households = Households(session)
    answers = [(wish.place, _entry(households, wish, who, taken)) for wish in wishes]
    earlier = {
        shown_code(correction_question(known.case, known.name, known.field)): known
        for known in session.decisions.corrected
    }
    for row in given:
        place, known = f"{filled.name} {row.place(c.ANSWER)}", earlier.get(row.texts[c.QUESTION_CODE])
        if known is None:
            taken.faults.append(outdated(place))
        elif row.texts[c.ANSWER] not in set(CorrectionAnswer):
            taken.faults.append(f"{place}：“{row.texts[c.ANSWER]}”不是可选的回答，请选{'、'.join(CorrectionAnswer)}")
        elif row.texts[c.ANSWER] == CorrectionAnswer.WITHDRAW:
            answers.append((place, _withdrawn(session, known, who)))
        else:
            again = Wish(place, known.case, known.name, known.field, "", known.value, known.reason, known.by)
            answers.append((place, _entry(households, again, who, taken)))
    kept = [(place, entry) for place, entry in answers if entry is not None]
    taken.faults += contradictions(kept, lambda entry: entry.body[SEEN])
    taken.entries = [entry for _, entry in kept]
    return taken


def typed_wishes(filled: Filled) -> list[Wish]:
    """The rows of 更正 that hold anything. Raises InputError where the workbook cannot be read."""
    asked = filled_rows(filled.rows(HEADINGS, OPTIONAL) or [])
    return [
        Wish(
            f"{filled.name} {row.place(c.CORRECT_TO)}",
            row.texts[f.CASE],
            row.texts[f.NAME],
            row.texts[c.CORRECTED_FIELD],
            row.texts.get(c.WRITTEN, ""),
            row.texts[c.CORRECT_TO],
            row.texts[c.ANSWER_REASON],
            row.texts.get(c.CORRECTED_BY, ""),
        )
        for row in asked
    ]


def filled_rows(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """Those of 更正 somebody began to fill; the notes below the table stand in its first column alone."""
    return [
        row
        for row in rows
        if CASE_NUMBER.fullmatch(row.texts[f.CASE]) or any(text for name, text in row.texts.items() if name != f.CASE)
    ]


class Households:
    """The households of this run, as corrections speak of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.stage = merged(session)
        self.cells = Cells(session.pack)
        self.fields = correctable_fields(session.pack)

    @cached_property
    def _as_sent(self) -> pa.Table:
        """The mentions as they were read, with the keys of their rows; read again, because the stage holds them put right."""
        intake, _ = read_and_check(self.session)
        mentions = intake.mentions if intake.as_sent is None else intake.as_sent
        return mentions.append_column("key", pa.array(row_keys_of(mentions), pa.string()))

    @cached_property
    def _cases(self) -> dict[str, Line]:
        """编号 → its line of CASES, also of numbers merged into another."""
        cases = {line[f.CASE]: line for line in self.stage["cases"].to_pylist()}
        former = {old: line for line in cases.values() for old in line[f.FORMER] or ()}
        return {**former, **cases}

    def case(self, number: str) -> Line | None:
        """Of the household with this number; None where there is none."""
        return self._cases.get(number)

    def rows(self, case: str) -> list[tuple[Line, Line]]:
        """The rows of a household as this run reads them and as they were sent, each with its person (人员组)."""
        clusters = self.stage["clusters"].filter(pc.equal(self.stage["clusters"][f.CASE], case)).to_pylist()
        persons = {_key(line): line[f.PERSON] for line in clusters}
        files = pa.array(sorted({line[f.SOURCE_FILE] for line in clusters}), pa.string())
        read, sent = (
            {_key(line): line for line in table.filter(pc.is_in(table[f.SOURCE_FILE], files)).to_pylist()}
            for table in (self.stage["mentions"], self._as_sent)
        )
        return [
            ({**read[key], f.PERSON: person}, sent[key])
            for key, person in persons.items()
            if key in read and key in sent
        ]

    def is_open(self, case: str, field: str) -> bool:
        """Whether sources differ about it and a person is asked already."""
        open_ones = (Handling.HELD, Handling.FOR_NOW)
        return any(
            (line[f.CASE], line[c.FIELD]) == (case, field) and line[c.HANDLING] in open_ones
            for line in self.stage["conflicts"].to_pylist()
        )


def _key(line: Line) -> tuple[object, ...]:
    return tuple(line[name] for name in f.MENTION_KEY)


def _entry(households: Households, wish: Wish, who: Who, taken: Taken) -> Entry | None:
    """The line of the journal, or None and a fault."""
    case = households.case(wish.case)
    fault: str = _fault_in_words(wish, case, households)
    value, why = ("", "") if fault else fault_of_value(households.session, households.cells, wish.field, wish.value)
    fault = fault or why
    if fault or case is None:
        taken.faults.append(f"{wish.place}：{fault}")
        return None
    rows = _of_person(households.rows(case[f.CASE]), wish, case, households)
    if not rows:
        taken.faults.append(f"{wish.place}：{case[f.CASE]}这一户里没有“{wish.name}”，请照户册抄")
        return None
    carried = _carried(rows, wish.field, case, households)
    if wish.written and carried not in (wish.written, _parsed_text(households, wish.field, wish.written)):
        taken.faults.append(Outdated(f"{wish.place}：{wish.field}现在是“{carried}”，不是所写的原值，请核对后重填"))
        return None
    return _recorded(households, wish, case, value, carried, rows, who, taken)


def _fault_in_words(wish: Wish, case: Line | None, households: Households) -> str:
    lacking = [
        heading
        for heading, text in (
            (f.CASE, wish.case),
            (f.NAME, wish.name),
            (c.CORRECTED_FIELD, wish.field),
            (c.CORRECT_TO, wish.value),
            (c.ANSWER_REASON, wish.reason),
        )
        if not text
    ]
    if lacking:
        return f"没有填{'、'.join(lacking)}"
    if case is None:
        return f"没有编号“{wish.case}”这一户，请照户册抄"
    if wish.field not in households.fields:
        close = nearest(wish.field, households.fields)
        known = wish.field in households.session.pack.vocabulary
        why = "一户可以有几条，或由程序算出，不能在这里更正，请改原表" if known else "不是户册里的项目"
        return f"“{wish.field}”{why}" + (f"；最接近的是“{close}”" if close and not known else "")
    if households.is_open(case[f.CASE], wish.field):
        return f"{wish.field}几处填写不一致，请在“疑似重复.xlsx”的“值冲突”选定"
    return ""


def _of_person(
    rows: Sequence[tuple[Line, Line]], wish: Wish, case: Line, households: Households
) -> list[tuple[Line, Line]]:
    """The rows that speak of whom the correction is about; of the whole household where the field is the household's."""
    names = (
        (read[f.NAME] or read[f.HEAD_NAME], sent[f.NAME] or sent[f.HEAD_NAME], read[f.PERSON]) for read, sent in rows
    )
    persons = {person for *known, person in names if wish.name in known}
    if not persons and wish.name != case[f.HEAD_NAME]:
        return []
    if households.session.pack.vocabulary[wish.field].of != "person":
        return list(rows)
    return [(read, sent) for read, sent in rows if read[f.PERSON] in persons]


def _carried(rows: Iterable[tuple[Line, Line]], field: str, case: Line, households: Households) -> str:
    """The value the household carries, of a person's fact that of the person's rows."""
    if households.session.pack.vocabulary[field].of != "person":
        return value_text(case[field])
    values = [value_text(read.get(field)) for read, _ in rows]
    own = value_text(case[field])
    return own if own in values else next((value for value in values if value), "")


def _parsed_text(households: Households, field: str, text: str) -> str:
    return value_text(_listed(households.cells.read_cell(field, text).value))


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _recorded(
    households: Households,
    wish: Wish,
    case: Line,
    value: str,
    carried: str,
    rows: Sequence[tuple[Line, Line]],
    who: Who,
    taken: Taken,
) -> Entry | None:
    """The rows that say what is carried; of those the value as it was sent."""
    roles = {name: form.role for name, form in households.session.pack.forms.items()}
    by_value: dict[str, list[str]] = defaultdict(list)
    for read, sent in rows:
        if value_text(read.get(wish.field)) == carried and (carried or roles.get(read[f.FORM]) == "roster"):
            by_value[value_text(sent.get(wish.field))].append(sent["key"])
    by_value.pop(value, None)
    if not by_value:
        same = carried == value
        why = "现在就是这个值，不用更正" if same else "由几处合成，请改原表"
        taken.faults.append(f"{wish.place}：{wish.field}{why}")
        return None
    old = max(sorted(by_value), key=lambda text: len(by_value[text]))
    return _line(
        households.session,
        (case[f.CASE], wish.name, wish.field),
        (old, value),
        by_value[old],
        (wish.reason, wish.by, who),
    )


def _line(
    session: Session,
    asked: tuple[str, str, str],
    values: tuple[str, str],
    rows: Sequence[str],
    signed: tuple[str, str, Who],
) -> Entry:
    seal, about = session.decisions.seal, about_value(asked[0])
    old, value, name = (seal.hidden(text, about) for text in (*values, asked[1]))
    body = {
        "case": asked[0],
        "field": asked[2],
        "rows": sorted(map(seal, rows)),
        "old": old,
        "value": value,
        "name": name,
    }
    reason, by, who = signed
    seen = seal(correction_question(*asked))
    return Entry(CORRECTED, {**body, "reason": reason, SEEN: seen, "by": by or who.by, "when": who.when})


def _withdrawn(session: Session, known: Correction, who: Who) -> Entry:
    return _line(session, (known.case, known.name, known.field), ("", ""), (), ("", "", who))


CORRECTIONS_KIND = Kind(KIND, "合并名册", HEADINGS, read_corrections)
