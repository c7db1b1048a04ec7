"""Whatever a sheet holds, every non-empty row is accounted for exactly once, and reading never raises."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_cli.intake.file_reading import Intake
from rescue_cli.intake.read_sheet import take_sheet
from rescue_cli.intake.reading_context import make_context
from rescue_cli.values.parsed import is_blank
from rescue_cli.workbooks.reading.workbook_reader import Merge, Sheet
from support.reading import HEAD, TOWNSHIPS, balance, xixia

WORDS = [
    *HEAD,
    "困难家庭名册",
    "合计",
    "小计",
    "注：",
    "填表人：",
    "例",
    "兴泾镇",
    "单位：万元",
    "无",
    " ",
    "1",
    "2",
    "3",
    "（",
    "=1",
]
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(WORDS),
    st.text(max_size=6),
    st.integers(-5, 10**18),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.times(),
    st.timedeltas(),
)
MERGES = st.builds(
    lambda top, left, down, across: Merge(top, left, top + down, left + across),
    *(st.integers(1, 8), st.integers(1, 6), st.integers(0, 4), st.integers(0, 4)),
)


@st.composite
def sheets(draw):
    body = draw(st.lists(st.lists(CELLS, max_size=12), max_size=10))
    if draw(st.booleans()):
        fields = st.sampled_from([entry.name for entry in xixia().input_fields])
        head = [*HEAD, *draw(st.lists(fields, max_size=6))]
        body.insert(draw(st.integers(0, len(body))), list(draw(st.permutations(head))))
    name = draw(st.sampled_from(["", "Sheet1", "困难家庭名册", "泾华村"]))
    merged = tuple(draw(st.lists(MERGES, max_size=4)))
    return Sheet(name, draw(st.booleans()), draw(st.integers(1, 3)), draw(st.integers(1, 3)), body, merged)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_every_row_is_accounted_for_once(sheet):
    context = make_context(xixia(), TOWNSHIPS)
    take_sheet(context, "名册.xlsx", sheet)
    intake = Intake(**context.out.tables(), findings=tuple(context.out.findings))
    filled = [sheet.first_row + at for at, row in enumerate(sheet.rows) if not all(is_blank(cell) for cell in row)]
    assert balance(intake, {("名册.xlsx", sheet.name): filled})
    assert intake.columns.num_rows == len(set(intake.columns["列"].to_pylist()))
