"""Which form a sheet is, and which township, village and area its rows are."""

import pytest

from support.reading import HEAD, codes, column, household, read_here
from support.workbooks import xlsx

NAMED = ["户主姓名", "身份证号"]
PARTIAL = [*HEAD, "家庭人口", "低保人数"]


def form_of(head, *, title=None, sheet="Sheet1", file="a"):
    rows = [*([[title]] if title else []), head, ["示范甲", *[None] * (len(head) - 1)]]
    intake = read_here({f"{file}.xlsx": xlsx({sheet: rows})})
    return intake.mentions.to_pylist()[0]["表种"] if intake.mentions.num_rows else None


@pytest.mark.parametrize(
    ("words", "head", "form"),
    [
        ({"title": "西夏区城乡困难群体全面排查困难家庭名册"}, [*NAMED, "家庭困难类别"], "困难家庭名册"),
        ({"title": "未整户纳入城市（农村）低保的家庭名册"}, [*NAMED, "家庭人口", "低保人数"], "未整户纳入低保家庭名册"),
        ({"sheet": "未整户", "file": "兴泾镇困难家庭名册"}, [*NAMED, "家庭人口", "低保人数"], "未整户纳入低保家庭名册"),
        ({"sheet": "分散供养", "title": "城乡困难群体全面排查登记表"}, [*NAMED, "自理能力"], "分散供养特困对象名册"),
        ({"title": "低保在保名单"}, [*NAMED, "保障人数"], "低保在保名单"),
        ({"file": "低收入家庭名单2019年3月"}, NAMED, "低收入在册名单"),
        ({"title": "困难家庭审核审批结果"}, [*NAMED, "办理结果", "办理日期"], "审核审批结果"),
        ({"title": "低收入家庭审批情况"}, [*NAMED, "办理结果", "办理日期"], "审核审批结果"),
        ({"title": "城乡困难群体排查入户核查评估结果"}, [*NAMED, "核实家庭人口", "评估建议"], "入户核查评估结果"),
        ({"title": "摸排线索名单"}, [*NAMED, "线索类型"], "摸排线索名单"),
        ({}, ["户主姓名", "详细住址", "联系方式", "家庭困难类别", "家庭年收入"], "困难家庭名册"),
        ({}, [*NAMED, "办理结果", "办理日期"], "审核审批结果"),
        ({}, NAMED, None),
        ({}, ["户主姓名", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "低保人数"], "困难家庭名册"),
        ({"title": "困难家庭名册"}, ["班级", "户主姓名"], None),
    ],
)
def test_form_by_names_first_and_by_headings_only_without_doubt(words, head, form):
    assert form_of(head, **words) == form


def test_an_unknown_sheet_is_accounted_for_and_nothing_is_taken():
    sheets = {"花名": [NAMED, ["示范甲", None]], "填表说明": [["请如实填写"]], "空": [], "暗": [["甲"]]}
    intake = read_here({"a.xlsx": xlsx(sheets, hidden=["暗"])})
    assert intake.mentions.num_rows == 0
    assert sorted(column(intake.rows, "类别")) == [
        "拒收",
        "说明",
        "说明",
        "说明",
    ]  # the row under 户主姓名 is not prose
    assert [(f.code, f.sheet, f.facts.get("级别")) for f in intake.findings] == [
        ("INTAKE-SHEET-UNKNOWN", "暗", "提示"),
        ("INTAKE-SHEET-UNKNOWN", "花名", None),
    ]


def test_a_hidden_sheet_is_read_and_mentioned():
    sheets = {"空白": [], "困难家庭名册": [HEAD, household(1)]}
    intake = read_here({"a.xlsx": xlsx(sheets, hidden=["困难家庭名册"])})
    assert intake.mentions.num_rows == 1
    assert codes(intake) == ["INTAKE-SHEET-HIDDEN"]


@pytest.mark.parametrize(
    ("file", "sheet", "title"),
    [
        ("兴泾镇/a", "困难家庭名册", ""),
        ("x/兴泾/2019/a", "困难家庭名册", ""),
        ("兴泾镇困难家庭名册", "Sheet1", ""),
        ("镇北堡镇/a", "兴泾镇困难家庭名册", ""),
        ("镇北堡镇/镇北堡镇", "Sheet1", "兴泾镇困难家庭名册"),
        ("a", "泾华村", "困难家庭名册"),
    ],
)
def test_township_from_sheet_title_file_or_folder_in_this_order(file, sheet, title):
    rows = [*([[title]] if title else []), HEAD, household(1)]
    intake = read_here({f"{file}.xlsx": xlsx({sheet: rows})})
    assert column(intake.mentions, "镇街") == ["兴泾镇"]


def test_own_cell_wins_and_a_disagreement_is_a_finding():
    rows = [
        ["镇（街道）", "村（居）", *HEAD],
        ["兴泾", "泾华", *household(1)],
        ["西夏区镇北堡镇", "德林村", *household(2)],
        ["西花圆路", "某村", *household(3)],
        [None, None, *household(4)],
        [None, "德林村", *household(5)],
    ]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"泾华村": rows})})
    assert column(intake.mentions, "镇街") == ["兴泾镇", "镇北堡镇", None, "兴泾镇", "兴泾镇"]
    assert column(intake.mentions, "村居") == ["泾华村", "德林村", "某村", "泾华村", "德林村"]
    assert [(f.code, f.row) for f in intake.findings] == [
        ("INTAKE-TOWNSHIP-DISAGREES", 3),
        ("INTAKE-TOWNSHIP-UNKNOWN", 4),
        ("INTAKE-VILLAGE-DISAGREES", 6),
        ("INTAKE-VILLAGE-UNKNOWN", 6),  # of another township
    ]


def test_a_village_known_to_one_township_gives_the_township():
    rows = [["村居", *HEAD], ["德林村", *household(1)], ["某村", *household(2)]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "镇街") == ["镇北堡镇", None]


def test_without_a_list_of_townships_cells_are_taken_as_they_are():
    rows = [["镇街", *HEAD], ["某镇", *household(1)]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})}, townships=())
    assert column(intake.mentions, "镇街") == ["某镇"]
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("title", "township", "cell", "area"),
    [
        ("困难家庭名册", "镇北堡镇", "农业", "农村"),
        ("农村困难家庭名册", "镇北堡镇", None, "农村"),
        ("城镇困难家庭名册", "兴泾镇", None, "城市"),
        ("城乡困难家庭名册", "镇北堡镇", None, None),
        ("城市（农村）困难家庭名册", "镇北堡镇", None, None),
        ("困难家庭名册", "兴泾镇", None, "农村"),
        ("困难家庭名册", "怀远路街道", None, None),
        ("农村困难家庭名册", "兴泾镇", "居住证", None),
    ],
)
def test_area_from_column_then_title_then_the_clerks_default_never_from_the_kind_of_township(
    title, township, cell, area
):
    rows = [[title], [*HEAD, "户口性质"], [*household(1), cell]]
    intake = read_here({f"{township}.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "城乡") == [area]


def test_an_area_against_the_title_is_a_finding():
    rows = [["农村困难家庭名册"], [*HEAD, "城乡"], [*household(1), "城市"]]
    intake = read_here({"a.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "城乡") == ["城市"]
    assert codes(intake) == ["INTAKE-AREA-DISAGREES"]
