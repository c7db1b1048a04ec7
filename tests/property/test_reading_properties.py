"""How a roster is laid out changes nothing of what is read: order of columns, blank rows and columns, words, widths."""

import datetime as dt
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_cli.intake.read_sheet import take_sheet
from rescue_cli.intake.reading_context import make_context
from rescue_cli.intake.recognition.heading_fields import key_of
from rescue_cli.workbooks.reading.sheet import Sheet
from support.mentions import citizen
from support.reading import TOWNSHIPS, xixia

FORM = "困难家庭名册"
FIELDS = [column.field for column in xixia().forms[FORM].column]
ENTRIES = xixia().vocabulary
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FULL = str.maketrans("0123456789()", "０１２３４５６７８９（）")


def read(rows, name=FORM):
    context = make_context(xixia(), TOWNSHIPS)
    take_sheet(context, "兴泾镇.xlsx", Sheet(name, True, 1, 1, rows, ()))
    return context.out


def told(rows):
    """What was read, without the places it stood at."""
    lines = read(rows).tables()["mentions"].to_pylist()
    drop = {"行号", "来源文件", "工作表", "户首行", "其他列"}
    return [{name: value for name, value in line.items() if name not in drop} for line in lines]


def words(field):
    """All headings the dictionary and the form know for a field, and no other field takes first."""
    own = next(column.aliases for column in xixia().forms[FORM].column if column.field == field)
    return [field, *own, *ENTRIES[field].aliases]


TEXT = st.text("甲乙丙丁戊己庚辛壬癸赵钱孙李", min_size=2, max_size=4)
VALUES = {
    "text": st.text("甲乙丙丁0123456789", min_size=1, max_size=6),
    "name": TEXT,
    "address": st.builds("泾华村{}组{}号".format, st.integers(1, 9), st.integers(1, 99)),
    "id_number": st.builds(citizen, st.integers(1, 999)),
    "phone": st.builds("199{:08d}".format, st.integers(0, 99999999)),
    "money": st.decimals(0, 99999, places=2),
    "quotient": st.decimals(0, 9999, places=2),
    "count": st.integers(1, 9),
    "date": st.dates(dt.date(1950, 1, 1), dt.date(2019, 12, 31)),
    "yes_no": st.booleans(),
}
PLACES = {"镇街": st.just("兴泾镇"), "村居": st.sampled_from(["泾华村", "泾河村"]), "序号": st.just("1")}


def value_of(field):
    entry = ENTRIES[field]
    if field in PLACES:
        return PLACES[field]
    if entry.codes:
        codes = [code.value for code in xixia().codes[entry.codes].item if code.value != "无"]
        one = st.sampled_from(codes)
        return st.lists(one, min_size=1, max_size=2, unique=True) if entry.type == "choices" else one
    return VALUES[entry.type]


@st.composite
def rosters(draw):
    fields = ["户主姓名", "详细住址", "联系方式", "家庭困难类别"]
    others = [name for name in FIELDS if name not in fields]
    fields += draw(st.lists(st.sampled_from(others), unique=True, max_size=8))
    homes = draw(st.lists(st.fixed_dictionaries({name: value_of(name) for name in fields}), min_size=1, max_size=5))
    return fields, homes


def written(value):
    """As a clerk writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return str(value) if isinstance(value, Decimal) else value


def heading(field):
    """Money says its unit, as the blank form does."""
    unit = ENTRIES[field].unit.replace("/户", "").replace("/人", "")
    return f"{field}（{unit}）" if ENTRIES[field].type in ("money", "quotient") and unit else field


def table(fields, homes, words=heading):
    return [[words(name) for name in fields], *([written(home[name]) for name in fields] for home in homes)]


@SLOW
@given(rosters())
def test_a_written_roster_reads_as_it_was_meant(roster):
    fields, homes = roster
    found = told(table(fields, homes))
    assert len(found) == len(homes)
    for line, home in zip(found, homes, strict=True):
        for name in fields:
            meant = home[name]
            assert (sorted(line[name]) if isinstance(meant, list) else line[name]) == (
                sorted(meant) if isinstance(meant, list) else meant
            )


@SLOW
@given(rosters(), st.randoms(use_true_random=False))
def test_order_of_columns_blank_rows_and_columns_do_not_matter(roster, random):
    fields, homes = roster
    turned = fields[:]
    random.shuffle(turned)
    rows = table(turned, homes)
    gaps = sorted(random.sample(range(len(turned) + 1), 2))
    wider = [[cell for at, own in enumerate(row) for cell in ([""] * gaps.count(at) + [own])] for row in rows]
    taller = [line for row in wider for line in ([[""] * len(row)] * random.choice([0, 0, 1, 3]) + [row])]
    assert told(taller) == told(table(fields, homes))


@SLOW
@given(rosters(), st.data())
def test_synonyms_spaces_and_width_do_not_matter(roster, data):
    fields, homes = roster
    plain = [name for name in fields if ENTRIES[name].type not in ("money", "quotient")]
    synonym = {name: data.draw(st.sampled_from(words(name))) for name in plain}

    def dressed(name):
        text = synonym.get(name, heading(name))
        return data.draw(st.sampled_from([text, " ".join(text), text.translate(FULL), f"{text}\n", f"*{text}"]))

    assert told(table(fields, homes, dressed)) == told(table(fields, homes))


def test_every_heading_of_the_dictionary_is_one_fields_alone():
    """But for a word of two fields of money that differ in their period: the heading's unit tells them apart."""
    taken = {}
    for entry in xixia().input_fields:
        for word in (entry.name, *entry.aliases):
            first = taken.setdefault(key_of(word), entry)
            assert first is entry or {first.unit[-1:], entry.unit[-1:]} == {"月", "年"}, word


CELLS = st.one_of(
    st.sampled_from(["", "户主", "本人", "妻", "合计", "（续）", "第1页", "成员", "1", "〇", "小计村", "例", "\u200b"]),
    st.text(max_size=4),
    st.integers(-3, 10**18),
    st.floats(allow_nan=True),
    st.dates(),
    st.booleans(),
)
HEADS = st.one_of(
    st.sampled_from(
        [name for entry in xixia().input_fields for name in (entry.name, *entry.aliases)]
        + ["成员一姓名", "成员1身份证号", "家庭成员2", "姓名3", "配偶姓名", "关系2", "户主身份证号", "成员二关系"]
    ),
    st.text(max_size=5),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HEADS, min_size=2, max_size=14), st.lists(st.lists(CELLS, max_size=14), max_size=8))
def test_no_headings_and_cells_make_reading_fail(heads, body):
    out = read([["", *heads], *body])
    lines = out.tables()["mentions"].to_pylist()
    keys = [(line["工作表"], line["行号"], line["成员序"]) for line in lines]
    assert len(keys) == len(set(keys))
    homes = {(line["工作表"], line["行号"]) for line in lines}
    assert all(line["户首行"] is None or (line["工作表"], line["户首行"]) in homes for line in lines)
