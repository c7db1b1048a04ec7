"""曾用名: a column of its own, the words beside a name, several columns."""

from support.reading import column, national, read_here
from support.workbooks import xlsx


def read_names(*rows):
    return read_here({"名册.xlsx": xlsx({"Sheet1": [list(row) for row in rows]})}, (), national())


def former(intake):
    return column(intake.mentions, "曾用名")


def test_columns_of_old_and_small_names_are_one_field():
    intake = read_names(
        ("姓名", "曾用名", "小名", "身份证号", "详细住址"),
        ("示范甲", "示范乙，示范丙", "二娃", None, "1组1号"),
        ("示范丁", "无", None, None, "1组2号"),
        ("示范戊", "曾用名：示范己", None, None, "1组3号"),
    )
    assert former(intake) == ["示范乙、示范丙、二娃", None, "示范己"]
    assert {(row["行号"], row["读作"]) for row in intake.raw.to_pylist() if row["字段"] == "曾用名"} == {
        (2, "示范乙、示范丙"),
        (4, "示范己"),
    }


def test_what_stands_beside_a_name_goes_there_and_is_listed():
    intake = read_names(
        ("户主姓名", "身份证号", "详细住址"),
        ("示范甲（曾用名示范乙）", None, "1组1号"),
        ("示范丙(示范丁)", None, "1组2号"),
    )
    assert column(intake.mentions, "户主姓名") == ["示范甲", "示范丙"]
    assert former(intake) == ["示范乙", None]
    listed = [(row["行号"], row["字段"], row["读作"]) for row in intake.raw.to_pylist()]
    assert (2, "户主姓名", "示范甲") in listed
    assert (2, "曾用名", "示范乙") in listed
    assert [(finding.code, finding.row) for finding in intake.findings] == [("INTAKE-NAME-NOTED", 3)]


def test_the_words_beside_the_heads_name_are_not_the_members():
    intake = read_names(
        ("户主姓名", "姓名", "与户主关系", "身份证号"),
        ("示范甲(小名大毛)", "示范甲(小名大毛)", "户主", None),
        ("示范甲(小名大毛)", "示范乙", "子", None),
    )
    assert former(intake) == ["大毛", None]
    assert column(intake.mentions, "户主姓名") == ["示范甲", "示范甲"]


def test_members_in_columns_have_their_own():
    intake = read_names(
        ("户主姓名", "详细住址", "成员一姓名", "成员一身份证号", "成员二姓名", "成员二身份证号"),
        ("示范甲", "1组1号", "示范乙（又名示范丙）", None, "示范丁", None),
    )
    assert former(intake) == [None, "示范丙", None]
