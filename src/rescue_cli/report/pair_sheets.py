"""疑似重复.xlsx, the sheets about rows: what a person must decide, what was decided, what was taken as the same by rule."""

from collections.abc import Iterable, Mapping
from itertools import repeat

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band, Situation
from rescue_cli.record.decisions import Decisions
from rescue_cli.report.asking_sheet import ANSWERED, COMPARED, SHEET, Source, asking_sheet, source
from rescue_cli.report.dictionary_columns import place_text, text_columns
from rescue_cli.report.household_questions import (
    HouseholdQuestion,
    Line,
    code_of_line,
    household_questions,
    likeliest_first,
)
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.row_lookup import comparable, looked_up
from rescue_cli.workbooks.writing.sheet_layout import Cell, SheetLayout

KIND = "pairs"  # by which `apply` knows the workbook
TAKEN = "已认定同一"
ONE_LINE = 62.0  # width in which most places and reasons stand on one line: the long list prints on half the pages
TAKEN_WIDTHS: Mapping[str, float] = {
    f.SERIAL: 6,
    c.SITUATION: 12,
    f.NAME: 10,
    "来源一": ONE_LINE,
    "来源二": ONE_LINE,
    c.EVIDENCE: ONE_LINE,
}
_ORDER = "_order"  # of the situations


def pair_sheets(pairs: pa.Table, mentions: pa.Table, context: ReportContext, answers: Decisions) -> list[SheetLayout]:
    """The questions to decide (a sheet that says so where there are none), those answered, and what rules took as the same.

    Tables as in core.tables (PAIRS, mentions); `answers`: what was decided before.
    """
    by_person = pc.fill_null(pc.equal(pairs[c.PAIR_RULE], c.BY_PERSON), False)
    same = pairs.filter(pc.and_(pc.equal(pairs[c.BAND], Band.SAME), pc.invert(by_person)))
    answered = _answered(pairs.filter(by_person))
    to_decide = household_questions(pairs)
    known = values_compared(mentions, [line for question in (*to_decide, *answered) for line in question.lines])
    return [
        asking_sheet(SHEET, to_decide, known, context, answers),
        *([asking_sheet(ANSWERED, answered, known, context, answers)] if answered else []),
        *([_same_sheet(same, mentions, context)] if same.num_rows else []),
    ]


def _answered(pairs: pa.Table) -> list[HouseholdQuestion]:
    """What was answered, pair by pair; rows that say the same are one."""
    lines = {code_of_line(line): line for line in reversed(likeliest_first(pairs.to_pylist()))}
    ordered = likeliest_first(lines.values())
    return [HouseholdQuestion(number, (line,)) for number, line in enumerate(ordered, 1)]


def values_compared(mentions: pa.Table, lines: Iterable[Line]) -> dict[Source, dict[str, Cell]]:
    """What each row of these pairs says of the fields compared; 姓名 only where it is not the head's; of a masked number what
    shows of it."""
    wanted = {source(line, side) for line in lines for side in (c.LEFT, c.RIGHT)}
    files = pa.array(sorted({str(place[0]) for place in wanted}), pa.string())
    names = [name for name in (*f.MENTION_KEY, *COMPARED, f.SHOWN_DIGITS) if name in mentions.column_names]
    known: dict[Source, dict[str, Cell]] = {}
    for row in mentions.select(names).filter(pc.is_in(mentions[f.SOURCE_FILE], value_set=files)).to_pylist():
        place = tuple(row[key] for key in f.MENTION_KEY)
        if place in wanted:
            head, name = row.get(f.HEAD_NAME), row.get(f.NAME)
            row[f.HEAD_NAME], row[f.NAME] = head or name, name if head and name != head else None
            row[f.ID_NUMBER] = row.get(f.ID_NUMBER) or row.get(f.SHOWN_DIGITS)
            known.setdefault(place, row)
    return known


def _same_sheet(pairs: pa.Table, mentions: pa.Table, context: ReportContext) -> SheetLayout:
    """Every pair taken as one without asking, the four situations apart: nothing is merged in silence."""
    ordered = _by_situation(pairs)
    sides = [
        [place_text(*where) for where in zip(*(ordered[name].to_pylist() for name in side[:3]), strict=True)]
        for side in (c.LEFT, c.RIGHT)
    ]
    situations, evidence = ordered[c.SITUATION].to_pylist(), ordered[c.EVIDENCE].to_pylist()
    numbers = range(1, ordered.num_rows + 1)
    counted = "，".join(f"{word}{situations.count(word)}" for word in Situation if word in situations)
    return SheetLayout(
        name=TAKEN,
        title=f"{context.district}按规则认定为同一对象的记录",
        columns=text_columns(TAKEN_WIDTHS, [f.SERIAL]),
        rows=list(zip(numbers, situations, _names_of(ordered, mentions), *sides, evidence, strict=True)),
        lead=context.lead(f"共{ordered.num_rows}对" + (f"：{counted}" if counted else "")),
        notes=("按证据自动认定，供抽查，一般不必打印；认定有误的，请改正来源表后重新运行。",),
    )


def _by_situation(pairs: pa.Table) -> pa.Table:
    """PAIRS in the order of the situations, in each by likelihood; equal ones by where they stand."""
    order = {word: place for place, word in enumerate(Situation)}
    places = [order.get(word, len(order)) for word in pairs[c.SITUATION].to_pylist()]
    keys = comparable(pairs, (*c.LEFT, *c.RIGHT))
    keys = keys.add_column(0, c.SCORE, pc.negate(pc.fill_null(pairs[c.SCORE], 0.0)))
    keys = keys.add_column(0, _ORDER, pa.array(places, pa.int8()))
    return pairs.take(pc.sort_indices(keys, list(zip(keys.column_names, repeat("ascending")))))


def _names_of(pairs: pa.Table, mentions: pa.Table) -> list[str | None]:
    """The name each pair's left row gives: its own, else its head's."""
    left = pairs.select(list(c.LEFT)).rename_columns(list(f.MENTION_KEY))
    own, head = (
        looked_up(left, mentions, f.MENTION_KEY, name) if name in mentions.column_names else None
        for name in (f.NAME, f.HEAD_NAME)
    )
    given = [pc.if_else(pc.equal(column, ""), None, column) for column in (own, head) if column is not None]
    names: list[str | None] = pc.coalesce(*given).to_pylist()
    return names
