"""Generated rosters to measure with: every fiftieth row has one of the usual faults. Nobody in them exists."""

import datetime as dt
from pathlib import Path

HEADS = (
    "序号",
    "村居",
    "户主姓名",
    "身份证号",
    "详细住址",
    "联系方式",
    "家庭困难类别",
    "家庭人口",
    "人均月收入",
    "备注",
)
KINDS = ("重病", "残疾", "重病、就学", "就业困难", "住房困难")
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
GIVEN = "建国秀玉桂志文春海永金晓德明学淑凤兰红小光俊新长振立成云华英芳军平生民霞梅龙林清玲强贵珍山福荣辉燕波涛花香琴莲"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def write_rosters(folder: Path, files: int, rows: int) -> None:
    """`files` workbooks of `rows` households each, under a heading row."""
    import xlsxwriter

    for number in range(files):
        with xlsxwriter.Workbook(str(folder / f"兴泾镇困难家庭名册{number:03d}.xlsx")) as book:
            sheet = book.add_worksheet("农村")
            sheet.write_row(0, 0, HEADS)
            for row in range(1, rows + 1):
                sheet.write_row(row, 0, _household(row, number * rows + row))


def _household(row: int, serial: int) -> list[object]:
    name = SURNAMES[serial % 50] + GIVEN[serial // 50 % 50] + GIVEN[(serial // 2500 + serial) % 50]
    cells: list[object] = [
        row,
        f"泾华村{serial % 9 + 1}组",
        name,
        _id_number(serial),
        f"泾华村{serial % 9 + 1}组{row}号",
        str(19900000000 + serial),
        KINDS[serial % 5],
        serial % 5 + 1,
        serial * 7 % 1500,
        "" if serial % 20 else "户主常年在外",
    ]
    if serial % 50 == 0:
        at, written = ((3, cells[3].lower()[:17]), (5, "无"), (7, "三口"), (8, "约300"))[serial // 50 % 4]  # type: ignore[union-attr, attr-defined]
        cells[at] = written
    return cells


def _id_number(serial: int) -> str:
    """With the right check character, under 990101, a region code nobody was ever given."""
    born = dt.date(1940, 1, 1) + dt.timedelta(days=serial % 20000)
    stem = f"990101{born:%Y%m%d}{serial // 20000 % 1000:03d}"
    return stem + "10X98765432"[sum(int(c) * w for c, w in zip(stem, WEIGHTS, strict=True)) % 11]
