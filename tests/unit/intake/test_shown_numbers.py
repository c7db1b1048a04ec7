"""可见号码: what shows of a number stands where the number itself does not."""

from rescue_cli.core import fields as f
from support.mentions import citizen
from support.reading import codes, column, read_here
from support.workbooks import xlsx


def test_what_shows_of_a_masked_or_cut_number_stands_beside_it():
    head = ["户主姓名", "身份证号", "详细住址", "家庭困难类别", "成员1姓名", "成员1身份证号"]
    number = citizen(1)
    rows = [
        [number, number[:6] + "********" + number[14:]],
        [number[:10] + "****" + number[14:], number],
        ["9.90101E+17", "无"],
        [float(number[:15] + "000"), number[:17]],
    ]
    names = zip("甲乙丙丁", "戊己庚辛", strict=True)
    table = [
        [f"示范{a}", own, "1组1号", "重病", f"示范{b}", other] for (a, b), (own, other) in zip(names, rows, strict=True)
    ]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [head, *table]})})
    assert list(zip(column(intake.mentions, "身份证号"), column(intake.mentions, f.SHOWN_DIGITS), strict=True)) == [
        (number, None),
        (None, number[:6] + "********" + number[14:]),
        (None, number[:10] + "****" + number[14:]),
        (number, None),
        (None, "990101************"),
        (None, None),
        (None, number[:15] + "***"),
        (number[:17], None),
    ]
    assert codes(intake).count("INTAKE-ID-MASKED") == 2


def test_what_shows_of_the_heads_number_is_the_heads():
    """The only column of numbers is his: a member's row repeats it."""
    head = ["户主姓名", "户主身份证号", "姓名", "与户主关系", "详细住址", "家庭困难类别"]
    masked = citizen(1)[:6] + "********" + citizen(1)[14:]
    rows = [
        ["示范甲", masked, "示范甲", "户主", "1组1号", "重病"],
        ["示范甲", masked, "示范乙", "妻", "1组1号", "重病"],
    ]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [head, *rows]})})
    assert column(intake.mentions, f.SHOWN_DIGITS) == [masked, None]


def test_a_head_without_a_row_of_his_own_has_what_shows_of_his_number():
    head = ["户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "详细住址", "家庭困难类别"]
    masked = [citizen(n)[:6] + "********" + citizen(n)[14:] for n in (1, 2)]
    rows = [["示范甲", masked[0], "示范乙", masked[1], "妻", "1组1号", "重病"]]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [head, *rows]})})
    assert column(intake.mentions, "姓名") == ["示范甲", "示范乙"]
    assert column(intake.mentions, f.SHOWN_DIGITS) == masked
