"""Checks over hand-made mentions: members, certificates, repetitions, cells dragged down, another township's roster."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from rescue_cli.check.all_checks import check
from rescue_cli.core import tables
from rescue_cli.core.findings import findings_table
from rescue_cli.core.townships import Township
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.load import load_catalogue
from support.mentions import CLUES, DIBAO, ROSTER, citizen, linking_pack, mentions_table, said

AS_OF = dt.date(2019, 9, 30)
TOWNSHIPS = (Township("兴泾镇", ("兴泾",), ("泾华村", "泾河村")), Township("镇北堡镇", ("镇北堡",), ("德林村",)))
WHOLE = {"详细住址": "泾华村1组1号", "联系方式": "19900000001", "家庭困难类别": ["重病"]}
FILE = {"来源文件": "兴泾镇/名册.xlsx", "工作表": "名册"}
MAN, WOMAN, BOY = citizen(1), citizen(2), citizen(3, "20100101")


def found(*rows, townships=()):
    """Code, row and value of every finding over these rows; no columns are known, so required cells count as columns."""
    mentions = mentions_table(rows)
    columns = pa.Table.from_pylist([], schema=tables.COLUMNS)
    with DuckEngine() as engine:
        findings = check(engine, mentions, columns, linking_pack(), AS_OF, townships)
    lines = findings_table(findings, load_catalogue()).to_pylist()
    assert not any("（未注明）" in line["问题"] + line["怎么改"] for line in lines)
    return [(line["代码"], line["行号"], line["值"]) for line in lines]


def home(*persons, first=3, form=ROSTER, **household):
    """Rows of one household, one a person: (姓名, 关系, 身份证号). What is of the household stands in the first row."""
    rows = []
    for n, (name, relation, number) in enumerate(persons):
        own = {"姓名": name, "与户主关系": relation, "身份证号": number, "户首行": first, "行号": first + n, **FILE}
        rows.append(said(persons[0][0], form, **own, **({**WHOLE, **household} if n == 0 else {})))
    return rows


def wide(head, *members, row=3, **household):
    """One row a household with repeated groups: the head's mention, then the members'."""
    rows = [said(head[0], 身份证号=head[2], 行号=row, **FILE, **{**WHOLE, **household})]
    for n, (name, relation, number) in enumerate(members, 1):
        rows.append(said(head[0], 姓名=name, 与户主关系=relation, 身份证号=number, 行号=row, 成员序=n, **FILE))
    return rows


HEAD, WIFE, SON = ("示范甲", "户主", MAN), ("示范乙", "配偶", WOMAN), ("示范丙", "子", BOY)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (home(HEAD, WIFE, SON, 家庭人口=3), []),
        (home(HEAD, WIFE, SON), []),
        (home(HEAD, WIFE, SON, 家庭人口=4), [("CHECK-HOUSEHOLD-SIZE-LISTED", 3, "4")]),
        (home(HEAD, WIFE, SON, 家庭人口=4, form=DIBAO), []),
        (home(HEAD, ("示范乙", "户主", WOMAN), 家庭人口=2), [("CHECK-HOUSEHOLD-TWO-HEADS", 4, "示范乙")]),
        (home(("示范乙", "配偶", WOMAN), SON), []),  # 户主姓名 is the first row's own
        (home(HEAD, ("示范甲", "户主", None), WIFE, 家庭人口=2), [("CHECK-HOUSEHOLD-PERSON-TWICE", 4, "示范甲")]),
        (home(HEAD, WIFE, ("示范乙", "配偶", WOMAN), 家庭人口=2), [("CHECK-HOUSEHOLD-PERSON-TWICE", 5, "示范乙")]),
        (wide(HEAD, WIFE, SON, 家庭人口=3), []),
        (wide(HEAD, WIFE, 家庭人口=3), [("CHECK-HOUSEHOLD-SIZE-LISTED", 3, "3")]),
        (wide(HEAD, HEAD, WIFE, 家庭人口=2), [("CHECK-HOUSEHOLD-PERSON-TWICE", 3, "示范甲")]),
        (wide(HEAD, ("示范乙", "户主", WOMAN), 家庭人口=2), [("CHECK-HOUSEHOLD-TWO-HEADS", 3, "示范乙")]),
        ([*home(HEAD, SON, 家庭人口=2), *home(WIFE, SON, first=5, 家庭人口=2)], [("CHECK-ID-TWICE", 6, BOY)]),
    ],
)
def test_households_whose_members_are_listed(rows, expected):
    assert [line for line in found(*rows) if line[0] != "CHECK-COLUMN-MISSING"] == expected


def test_the_finding_says_how_many_are_listed():
    columns = pa.Table.from_pylist([], schema=tables.COLUMNS)
    with DuckEngine() as engine:
        findings = check(engine, mentions_table(home(HEAD, WIFE, SON, 家庭人口=4)), columns, linking_pack(), AS_OF)
    assert [line["问题"] for line in findings_table(findings, load_catalogue()).to_pylist()] == [
        "家庭人口写4人，本户列了3人"
    ]


def test_a_household_without_a_head():
    rows = [{**row, "户主姓名": None} for row in home(WIFE, SON)]
    assert found(*rows) == [("CHECK-HOUSEHOLD-NO-HEAD", 3, "示范乙")]


def test_what_a_form_of_households_requires_is_asked_for_once_a_household():
    rows = home(HEAD, WIFE, SON)
    assert found(*rows) == []
    rows[0]["联系方式"] = None
    assert found(*rows) == [("CHECK-COLUMN-MISSING", None, "")]
    rows[2]["联系方式"] = "19900000001"
    assert found(*rows) == []


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"出生日期": dt.date(1970, 1, 1)}, []),
        ({"身份证号": citizen(1, "19700115"), "出生日期": dt.date(1970, 1, 1)}, []),  # 1970年1月, a day made by Excel
        ({"出生日期": dt.date(1971, 1, 1)}, ["CHECK-ID-BIRTH-DISAGREES"]),
        ({"年龄": 49}, []),
        ({"年龄": 50}, []),
        ({"年龄": 47}, ["CHECK-ID-AGE-DISAGREES"]),
        ({"身份证号": citizen(1, "20191001")}, ["CHECK-ID-BIRTH-IMPLAUSIBLE"]),
        ({"身份证号": citizen(1, "20190930")}, []),
        ({"身份证号": citizen(1, "18991231")}, ["CHECK-ID-BIRTH-IMPLAUSIBLE"]),
        ({"身份证号": "640103197001010019"}, []),  # 新城区, retired in 2002
        ({"身份证号": "000101197001010017"}, ["CHECK-ID-REGION-UNKNOWN"]),
        ({"身份证号": "810000197001010019"}, []),  # a residence permit
        ({"姓名": "示范乙", "与户主关系": "女"}, ["CHECK-RELATION-SEX"]),
        ({"姓名": "示范乙", "与户主关系": "子"}, []),
        ({"残疾证号": MAN + "42", "残疾等级": "二级", "残疾类别": ["肢体"]}, []),
        ({"残疾证号": MAN + "72", "残疾类别": ["肢体", "视力"]}, []),
        ({"残疾证号": MAN + "42B1", "残疾等级": "三级"}, ["CHECK-CERTIFICATE-LEVEL"]),
        ({"残疾证号": MAN + "42", "残疾类别": ["视力"]}, ["CHECK-CERTIFICATE-CATEGORY"]),
        ({"残疾证号": WOMAN + "42"}, []),  # a household's row may give a member's certificate
        ({"残疾证号": WOMAN + "42", "姓名": "示范甲"}, ["CHECK-CERTIFICATE-ID"]),
        ({"家庭人口": 2, "保障人数": 3}, ["CHECK-COVERED-OVER-SIZE"]),
        ({"家庭人口": 20, "核实家庭人口": 20, "低保人数": 0}, []),
        ({"家庭人口": 21}, ["CHECK-COUNT-IMPLAUSIBLE"]),
        ({"核实家庭人口": 300, "保障人数": 300}, ["CHECK-COUNT-IMPLAUSIBLE"] * 2),
        ({"家庭年收入": Decimal("1.8")}, ["CHECK-INCOME-IMPLAUSIBLE"]),
        ({"家庭年收入": Decimal(0), "人均月收入": Decimal(0)}, []),
        ({"人均月收入": Decimal(35000)}, ["CHECK-INCOME-IMPLAUSIBLE"]),
        ({"核实家庭年收入": Decimal("1.2")}, ["CHECK-INCOME-IMPLAUSIBLE"]),
        ({"核实家庭年收入": Decimal(40_000_000)}, ["CHECK-INCOME-IMPLAUSIBLE"]),
        ({"核实人均月收入": Decimal("1.2")}, ["CHECK-INCOME-IMPLAUSIBLE"]),
        ({"核实人均月收入": Decimal(10), "核实家庭年收入": Decimal(1_000_000)}, []),
        ({"刚性支出": Decimal("1.2"), "就业成本": Decimal(2_000_000)}, ["CHECK-INCOME-IMPLAUSIBLE"] * 2),
        ({"家庭人口": 3, "人均月收入": Decimal(500), "家庭年收入": Decimal(6000)}, ["CHECK-INCOME-PER-HEAD"]),
        ({"家庭人口": 3, "人均月收入": Decimal(500), "家庭年收入": Decimal(18000)}, []),
        ({"人均月收入": Decimal(500), "家庭人均年收入": Decimal(500)}, ["CHECK-INCOME-MONTH-YEAR"]),
        ({"人均月收入": Decimal(500), "家庭人均年收入": Decimal("6001")}, []),
    ],
)
def test_what_stands_in_one_row(own, expected):
    assert [code for code, _, _ in found(said("示范甲", **{**WHOLE, "身份证号": MAN, **own}))] == expected


def test_ten_thousand_times_off_is_a_slip_of_unit():
    row = said("示范甲", **WHOLE, 家庭人口=3, 人均月收入=Decimal(5000), 家庭年收入=Decimal("18.00"))
    assert [code for code, _, _ in found(row)] == ["CHECK-INCOME-IMPLAUSIBLE", "CHECK-INCOME-MYRIAD"]


def rows_of(count, form=ROSTER, **given):
    """Households one below the other; a callable gives the value of row n."""
    rows = []
    for n in range(count):
        plain = {"详细住址": f"泾华村{n * 7 % 5}组{n * 13}号", "联系方式": f"19900{n * 7919 % 100000:06d}"}
        own = {name: value(n) if callable(value) else value for name, value in given.items()}
        name = f"示范{chr(0x4E00 + n * 37)}"
        rows.append(said(own.pop("户主姓名", name), form, 行号=n + 3, **FILE, **{**WHOLE, **plain, **own}))
    return rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (rows_of(30), []),
        (rows_of(3, 身份证号=lambda n: f"99010119700101{n + 11:04d}"), []),
        (
            rows_of(4, 身份证号=lambda n: f"99010119700101{n + 11:04d}"),
            [("CHECK-SERIES-RISING", 3, "990101197001010011")],
        ),
        (rows_of(5, 联系方式=lambda n: f"{19900000007 + n}"), []),
        (rows_of(6, 联系方式=lambda n: f"{19900000007 + n}"), [("CHECK-SERIES-RISING", 3, "19900000007")]),
        (rows_of(6, DIBAO, 联系方式=lambda n: f"{19900000007 + n}"), []),
        (rows_of(3, 户主姓名=lambda n: f"示范甲{n + 1}"), [("CHECK-SERIES-RISING", 3, "示范甲1")]),
        (rows_of(14, 详细住址=lambda n: f"泾华村1组{n + 1}号"), []),
        (rows_of(15, 详细住址=lambda n: f"泾华村1组{n + 1}号"), [("CHECK-SERIES-RISING", 3, "泾华村1组1号")]),
        (rows_of(2, 户主姓名="示范甲"), []),
        (rows_of(3, 户主姓名="示范甲"), [("CHECK-SERIES-SAME", 3, "示范甲")]),
        (rows_of(4, 详细住址="泾华村1组1号"), []),
        (rows_of(5, 详细住址="泾华村1组1号"), [("CHECK-SERIES-SAME", 3, "泾华村1组1号")]),
        (rows_of(5, 详细住址="泾华村"), []),
        (rows_of(2, 户主姓名="示范甲", 详细住址="1组1号", 联系方式="19900000001"), [("CHECK-ROW-TWICE", 4, "示范甲")]),
        (rows_of(2, 户主姓名="示范甲", 详细住址=lambda n: f"1组{n}号", 联系方式="19900000001"), []),
        (rows_of(2, CLUES, 户主姓名="示范甲", 详细住址="1组1号", 联系方式="19900000001"), []),
    ],
)
def test_rows_one_below_the_other(rows, expected):
    assert [line for line in found(*rows) if line[0] != "CHECK-COLUMN-MISSING"] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (rows_of(3, 详细住址=lambda n: f"镇北堡镇德林村{n * 3}号", 村居=None), ["CHECK-OTHER-TOWNSHIP"]),
        (rows_of(3, 详细住址=lambda n: f"德林村{n * 3}号", 村居=None), ["CHECK-OTHER-TOWNSHIP"]),
        (rows_of(2, 详细住址=lambda n: f"镇北堡镇德林村{n * 3}号", 村居=None), []),
        (rows_of(3, 详细住址=lambda n: f"兴泾镇泾华村{n * 3}号"), []),
        (
            rows_of(3, 详细住址=lambda n: f"镇北堡镇德林村{n * 3}号", 镇街="镇北堡镇", 村居="德林村"),
            ["CHECK-OTHER-TOWNSHIP"],
        ),
        ([*rows_of(3), *(row | {"行号": n} for n, row in enumerate(rows_of(2, 镇街="镇北堡镇"), 20))], []),
    ],
)
def test_a_roster_of_another_township(rows, expected):
    assert [code for code, _, _ in found(*rows, townships=TOWNSHIPS)] == expected


def test_what_is_told_once_a_column_says_how_often():
    rows = rows_of(3, 身份证号=lambda n: ("000101197001010017", "000101197102010018", "000101198003010014")[n])
    with DuckEngine() as engine:
        columns = pa.Table.from_pylist([], schema=tables.COLUMNS)
        findings = check(engine, mentions_table(rows), columns, linking_pack(), AS_OF)
    lines = findings_table(findings, load_catalogue()).to_pylist()
    assert len(findings) == 3
    assert [(line["代码"], line["行号"], "有3处" in line["问题"]) for line in lines] == [
        ("CHECK-ID-REGION-UNKNOWN", 3, True)
    ]
