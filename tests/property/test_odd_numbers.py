"""Whatever stands where an ID number or a date belongs, a run goes on to its end."""

import datetime as dt

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rescue_cli.check.all_checks import check
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.values.id_number import check_character, is_valid_id
from support.reading import codes, read_here, xixia
from support.workbooks import text_table

BODIES = st.one_of(
    st.text("0123456789", min_size=17, max_size=17),
    st.builds(
        "{:06d}{:04d}{:02d}{:02d}{:03d}".format,
        st.integers(0, 999_999),
        st.sampled_from([0, 1, 1582, 1800, 1900, 2000, 2100, 9999]),
        st.integers(0, 13),
        st.integers(0, 32),
        st.integers(0, 999),
    ),
)
NUMBERS = st.one_of(
    st.builds(lambda body: body + check_character(body), BODIES),
    st.builds(lambda body, last: body + last, BODIES, st.sampled_from("0123456789X*")),
)
DATES = st.sampled_from(
    ["0000-01-01", "0001-01-01", "9999-12-31", "00000101", "99991231", "0000年1月1日", "9999年12月", ""]
)
AS_OF = dt.date(2019, 4, 20)
HEAD = ["户主姓名", "姓名", "与户主关系", "身份证号", "出生日期", "年龄", "性别", "详细住址", "家庭困难类别"]


@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NUMBERS, DATES), min_size=2, max_size=4))
@example([("370724000001010000", "0000-01-01"), ("370724999912310000", "9999-12-31")])
def test_no_number_and_no_date_stops_a_run(people):
    rows = [
        [
            "示范甲",
            f"示范{'甲乙丙丁'[place]}",
            "户主" if not place else "子",
            number,
            born,
            "999999999",
            "男",
            "1组1号",
            "重病",
        ]
        for place, (number, born) in enumerate(people)
    ]
    intake = read_here({"兴泾镇困难家庭名册.csv": text_table([HEAD, *rows])})
    with DuckEngine() as engine:
        findings = check(engine, intake.mentions, intake.columns, xixia(), AS_OF)
    with DuckEngine() as engine:
        linked, _ = link(engine, intake.mentions, xixia())
    assert linked.groups.num_rows == intake.mentions.num_rows == len(people)
    faulty = [number for number, _ in people if not is_valid_id(number)]
    told = [*codes(intake), *(finding.code for finding in findings)]
    assert sum(code.startswith("INTAKE-ID-") for code in told) >= len(faulty)
