"""Villages as rescue.toml lists them: other words, codes, villages that became part of another, and those it lacks."""

import datetime as dt

from rescue_cli.core.townships import Township, VillageMerge
from rescue_cli.intake.read_sheet import take_sheet
from rescue_cli.intake.reading_context import make_context
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from support.reading import HEAD, column, household, read_here, xixia
from support.workbooks import xlsx

TITLE = "兴泾镇困难家庭名册"
CODE, OLD_CODE = "640105101201", "640105101202"
MERGED = dt.date(2019, 1, 1)
TOWNSHIPS = (
    Township(
        "兴泾镇",
        ("兴泾",),
        ("泾华村", "泾河村", "旧泾村", "边沟村"),
        lists_all=True,
        village_aliases={"泾华村": ("华村", "泾华一队")},
        village_codes={"泾华村": CODE, "边沟村": OLD_CODE},
        merges=(
            VillageMerge("旧泾村", "兴泾镇", "泾华村", MERGED),
            VillageMerge("边沟村", "镇北堡镇", "德林村", MERGED),
        ),
    ),
    Township("镇北堡镇", ("镇北堡",), ("德林村",)),
)


def read_villages(*cells, title=TITLE, heading="村居", sheet="Sheet1", as_of=dt.date(2019, 4, 25), form=HEAD):
    rows = [[title], [heading, *form], *([cell, *household(n)] for n, cell in enumerate(cells, 1))]
    context = make_context(xixia(), TOWNSHIPS, None, as_of)
    for part in read_workbook(xlsx({sheet: rows})):
        take_sheet(context, "名册.xlsx", part)
    return context.out


def places(out):
    mentions = out.tables()["mentions"]
    return list(zip(column(mentions, "镇街"), column(mentions, "村居"), strict=True))


def raw(out, field):
    return [(row["行号"], row["原值"], row["读作"]) for row in out.tables()["raw"].to_pylist() if row["字段"] == field]


def test_other_words_and_codes_are_the_village():
    out = read_villages("华村", "泾华一队", "泾华", int(CODE), f"{CODE}（泾华）")
    assert places(out) == [("兴泾镇", "泾华村")] * 5
    assert out.findings == []
    assert {line[0] for line in raw(out, "村居")} == {3, 4, 5, 6, 7}


def test_a_column_of_codes_fills_the_village_and_a_name_goes_first():
    rows = [[TITLE], ["村居", "村居代码", *HEAD], [None, CODE, *household(1)], ["泾河村", CODE, *household(2)]]
    intake = read_here({"名册.xlsx": xlsx({"Sheet1": rows})}, TOWNSHIPS)
    assert column(intake.mentions, "村居") == ["泾华村", "泾河村"]
    assert [(finding.code, finding.row, finding.facts["别处"]) for finding in intake.findings] == [
        ("INTAKE-VILLAGE-DISAGREES", 4, "泾华村")
    ]


def test_a_code_of_another_townships_village_is_not_followed():
    out = read_villages(CODE, title="镇北堡镇困难家庭名册")
    assert places(out) == [("镇北堡镇", CODE)]


def test_a_village_of_old_is_what_it_became_and_both_changes_are_listed():
    out = read_villages("旧泾村", "边沟村", OLD_CODE)
    assert places(out) == [("兴泾镇", "泾华村"), ("镇北堡镇", "德林村"), ("镇北堡镇", "德林村")]
    assert raw(out, "镇街") == [(4, "兴泾镇", "镇北堡镇"), (5, "兴泾镇", "镇北堡镇")]
    assert (3, "旧泾村", "泾华村") in raw(out, "村居")
    assert out.findings == []


def test_before_the_day_the_old_name_stays():
    assert places(read_villages("旧泾村", as_of=dt.date(2018, 12, 31))) == [("兴泾镇", "旧泾村")]
    assert places(read_villages("旧泾村", as_of=MERGED)) == [("兴泾镇", "泾华村")]


def test_the_day_of_a_list_is_its_own():
    rows = [
        ["兴泾镇低保在保名单（2018年12月）"],
        ["村居", "姓名", "身份证号", "低保人数"],
        ["旧泾村", "示范甲", "99010119700101001X", 2],
    ]
    intake = read_here({"低保在保名单.xlsx": xlsx({"Sheet1": rows})}, TOWNSHIPS)
    assert column(intake.mentions, "村居") == ["旧泾村"]


def test_the_receiving_township_may_write_the_old_name():
    assert places(read_villages("边沟", title="镇北堡镇困难家庭名册")) == [("镇北堡镇", "德林村")]


def test_a_sheet_named_after_the_old_village():
    rows = [[TITLE], HEAD, household(1)]
    intake = read_here({"名册.xlsx": xlsx({"旧泾村": rows})}, TOWNSHIPS)
    assert column(intake.mentions, "村居") == ["泾华村"]


def test_an_unlisted_village_is_told_once_a_file_with_the_nearest():
    out = read_villages("径华村", "径华村", "泾华村三组", "德林村", "上庄")
    assert [(f.code, f.row, f.facts["最像"]) for f in sorted(out.findings, key=lambda f: f.row)] == [
        ("INTAKE-VILLAGE-UNKNOWN", 3, "泾华村"),
        ("INTAKE-VILLAGE-UNKNOWN", 5, "泾华村"),
        ("INTAKE-VILLAGE-UNKNOWN", 6, "德林村（镇北堡镇）"),
        ("INTAKE-VILLAGE-UNKNOWN", 7, "（没有相近的）"),
    ]


def test_a_township_without_a_full_list_asks_nothing():
    assert read_villages("天边村", title="镇北堡镇困难家庭名册").findings == []
