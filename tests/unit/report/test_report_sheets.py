"""What a sheet can be beside one line a township: pairs of fields, causes that overlap, lines of its own, spans of a
month, a sample, covered names, parts, exactly as printed."""

import datetime as dt
from dataclasses import replace

from rescue_cli.pack import model as m
from support.judged import CONTEXT, line
from support.packs import shipped
from support.reported import body, built, report_of, said

COUNT = {"id": "户数", "head": ["合计", "户"], "value": "count(*)", "total": "sum"}
JULY = replace(CONTEXT, month=(dt.date(2019, 7, 1), dt.date(2019, 7, 31)))


def test_two_fields_make_a_line_of_each_pair_that_occurs_and_one_of_a_township_with_none() -> None:
    rows = [
        line(1, "拟观察", "救助观察", 城乡="农村"),
        line(2, "拟观察", "救助观察"),
        line(3, "拟观察", "救助观察", 城乡=None),
        line(4, "拟观察", "救助观察", 镇街=None),
    ]
    [book], _, _ = built(report_of({"rows": ["镇街", "城乡"], "column": [COUNT]}), judged=rows)
    assert [row[1:] for row in body(book)] == [
        ("文昌路街道", "（无）", 0),
        ("兴泾镇", "城市", 1),
        ("兴泾镇", "农村", 1),
        ("兴泾镇", "城乡未明", 1),
        ("镇北堡镇", "（无）", 0),
        ("镇街未明", "城市", 1),
    ]


def test_causes_overlap_so_there_is_no_total_but_a_note() -> None:
    rows = [
        line(1, "拟观察", "救助观察", 家庭困难类别=["重病", "就学"]),
        line(2, "拟观察", "救助观察", 家庭困难类别=["重病"]),
        line(3, "拟观察", "救助观察", 家庭困难类别=None),
        line(4, "拟观察", "救助观察", 家庭困难类别=[]),
    ]
    [book], _, _ = built(report_of({"rows": "家庭困难类别", "column": [COUNT]}), judged=rows)
    counted = {row[1]: row[2] for row in body(book) if row[2]}
    assert counted == {"重病": 2, "就学": 1, "家庭困难类别未明": 2}
    layout = book.sheets[0].layout
    assert layout.total_label == ""
    assert "一户可有几项家庭困难类别，各行有重复，不合计。" in layout.notes


def test_a_free_field_nobody_filled_makes_a_table_without_lines() -> None:
    [book], _, _ = built(report_of({"rows": "村居", "column": [COUNT]}))
    assert body(book) == []
    assert book.sheets[0].layout.empty == "本表没有对象"


def test_lines_the_table_names_itself_count_what_meets_them() -> None:
    own = [{"label": "全部"}, {"label": "新增", "where": "分类 = '新增救助'"}]
    rows = [line(1, "拟观察", "救助观察"), line(2, "拟低保", "新增救助", 城乡="农村")]
    [book], _, _ = built(report_of({"row": own, "column": [COUNT], "where": "城乡 = '农村'"}), judged=rows)
    assert [row[1:] for row in body(book)] == [("全部", 1), ("新增", 1)]
    assert book.sheets[0].layout.columns[1].head == ("项目",)


def test_a_ratio_of_nothing_is_blank_not_zero() -> None:
    ratio = {"id": "率", "head": ["率"], "value": "count(*) filter (where 分类 = '新增救助') / count(*)"}
    [book], _, _ = built(report_of({"rows": "镇街", "column": [ratio]}), judged=[line(1, "拟低保", "新增救助")])
    assert [row[2] for row in body(book)] == [None, 1, None]


def test_a_month_its_predecessor_and_everything_so_far_add_up() -> None:
    columns = [
        {"id": "在保", "head": ["在保", "户"], "value": "count(*) filter (where 临时救助日期 <= 段末)", "total": "sum"},
        {
            "id": "新增",
            "head": ["新增", "户"],
            "value": "count(*) filter (where 临时救助日期 between 段始 and 段末)",
            "total": "sum",
        },
        {
            "id": "新增人",
            "head": ["新增", "人"],
            "value": "sum(认定人口) filter (where 临时救助日期 between 段始 and 段末)",
            "total": "sum",
        },
        {"id": "全部", "head": ["全部"], "value": "count(*)"},
    ]
    check = [{"say": "上月在保＋本月新增＝本月在保", "left": "在保_上月 + 新增_本月", "right": "在保_本月"}]
    days = [dt.date(2019, 3, 31), dt.date(2019, 4, 1), dt.date(2019, 6, 30), dt.date(2019, 7, 1), dt.date(2019, 8, 1)]
    rows = [line(n, "临时救助", "新增救助", 临时救助日期=day) for n, day in enumerate(days)]
    sheet = {"rows": "镇街", "spans": ["本月", "上月", "累计"], "column": columns, "check": check}
    [book], _, checks = built(report_of(sheet, month=True), context=JULY, judged=rows)
    layout = book.sheets[0].layout
    assert [column.head for column in layout.columns[2:12]] == [
        ("在保", "本月", "户"), ("在保", "上月", "户"), ("在保", "累计", "户"),
        ("新增", "本月", "户"), ("新增", "本月", "人"), ("新增", "上月", "户"), ("新增", "上月", "人"),
        ("新增", "累计", "户"), ("新增", "累计", "人"), ("全部",),
    ]  # fmt: skip
    assert body(book)[1][2:12] == (4, 3, 4, 1, 3, 1, 3, 3, 9, 5)  # 累计 from 期始 (1 April) to the end of July
    assert [check.holds for check in checks] == [True]
    assert book.file == "报表/表（2019年7月）.xlsx"


def test_a_count_of_people_beside_something_else_keeps_the_heading_of_the_annex() -> None:
    counted = "count(*) filter (where 临时救助日期 between 段始 and 段末)"
    heads = {"人数": ["独居老人", "人数"], "人次": ["独居老人", "探访人次"], "户": ["家庭", "户"], "人": ["家庭", "人"]}
    columns = [{"id": name, "head": head, "value": counted} for name, head in heads.items()]
    [book], _, _ = built(
        report_of({"rows": "镇街", "spans": ["本月", "累计"], "column": columns}, month=True), context=JULY, judged=[]
    )
    assert [column.head for column in book.sheets[0].layout.columns[2:10]] == [
        ("独居老人", "人数", "本月"), ("独居老人", "人数", "累计"),
        ("独居老人", "探访人次", "本月"), ("独居老人", "探访人次", "累计"),
        ("家庭", "本月", "户"), ("家庭", "本月", "人"), ("家庭", "累计", "户"), ("家庭", "累计", "人"),
    ]  # fmt: skip


def test_a_settlement_day_moves_every_span() -> None:
    pack = shipped("xixia-2019")
    pack = pack.model_copy(update={"head": pack.head.model_copy(update={"settlement_day": 15})})
    column = {"id": "新增", "head": ["新增"], "value": "count(*) filter (where 临时救助日期 between 段始 and 段末)"}
    days = [
        dt.date(2019, 5, 16),
        dt.date(2019, 6, 15),
        dt.date(2019, 6, 16),
        dt.date(2019, 7, 15),
        dt.date(2019, 7, 16),
    ]
    rows = [line(n, "临时救助", "新增救助", 临时救助日期=day) for n, day in enumerate(days)]
    context = replace(CONTEXT, month=(dt.date(2019, 6, 16), dt.date(2019, 7, 15)))
    sheet = {"rows": "镇街", "spans": ["本月", "上月"], "column": [column]}
    [book], _, _ = built(report_of(sheet, month=True), pack, context, judged=rows)
    assert body(book)[1][2:] == (2, 2)


def listed(**sheet: object) -> dict[str, object]:
    return {"column": [{"id": "户主姓名", "head": ["户主姓名"], "value": "户主姓名"}], **sheet}


def sampled(rows: list[dict[str, object]], size: int = 2, seed: int = 7) -> tuple[list[object], tuple[str, ...]]:
    pack = shipped("xixia-2019")
    parameter = m.Parameter(name="低收入线倍数", value=seed, clause="一")
    pack = pack.model_copy(update={"parameters": (parameter,)})
    sheet = listed(sample={"size": size, "per": "镇街", "seed": "低收入线倍数"})
    seeded = [{**row, "低收入线倍数": seed} for row in rows]
    [book], _, _ = built(report_of(sheet, kind="list"), pack, judged=seeded)
    return [row[1] for row in body(book)], book.sheets[0].layout.notes


def test_a_sample_draws_so_many_a_township_and_prints_its_seed() -> None:
    rows = [line(n, "拟观察", "救助观察", 户主姓名=f"户{n}", 镇街=("兴泾镇", "镇北堡镇")[n % 2]) for n in range(9)]
    names, notes = sampled(rows)
    assert len(names) == 4
    assert sum(int(str(name)[1:]) % 2 for name in names) == 2
    assert "抽样：从9条中每镇街至多2条，抽出4条；种子为7。名单和种子不变，抽出的结果就不变。" in notes
    assert sampled(rows[::-1])[0] == names
    assert any(sampled(rows, seed=seed)[0] != names for seed in (8, 9, 10))


def test_other_households_do_not_change_who_is_drawn_among_the_rest() -> None:
    rows = [line(n, "拟观察", "救助观察", 户主姓名=f"户{n}") for n in range(20)]
    before, after = (set(sampled(some, size=5)[0]) for some in (rows, rows[:19]))
    assert before - after <= {"户19"}


def test_a_publicity_list_covers_what_may_not_be_shown_in_the_table_too() -> None:
    masks = {"户主姓名": "name", "身份证号": "id", "联系方式": "phone", "详细住址": "address"}
    columns = [{"id": name, "head": [name], "value": name, "mask": mask} for name, mask in masks.items()]
    [book], _, _ = built(
        report_of({"column": columns}, kind="list"),
        judged=[
            line(1, "拟低保", "新增救助", 详细住址="兴泾镇泾华村1组"),
            line(2, "拟低保", "新增救助", 联系方式=None),
        ],
    )
    assert body(book)[0][1:] == ("示*乙", "99*************001", "199****0001", "兴泾镇")
    assert body(book)[1][3] is None
    assert "示例乙" not in str(book)


def test_a_report_in_parts_has_a_workbook_for_each_value_and_one_for_those_that_say_none() -> None:
    rows = [
        line(1, "拟观察", "救助观察"),
        line(2, "拟观察", "救助观察", 镇街="镇北堡镇"),
        line(3, "拟低保", "新增救助", 镇街=None),
    ]
    report = report_of(listed(title="{镇街}名单"), kind="list", split="镇街", file="分发/名单/{镇街}.xlsx")
    books, _, _ = built(report, judged=rows)
    assert [book.file for book in books] == [f"分发/名单/{name}.xlsx" for name in ("兴泾镇", "镇北堡镇", "镇街未明")]
    assert [len(body(book)) for book in books] == [1, 1, 1]
    assert [book.sheets[0].layout.title for book in books] == ["兴泾镇名单", "镇北堡镇名单", "镇街未明名单"]


def test_what_the_whole_report_is_about_decides_its_parts_and_its_notes() -> None:
    rows = [line(1, "拟低保", "新增救助"), line(2, "拟观察", "救助观察", 镇街="镇北堡镇")]
    note = {"say": "共{n}户", "value": "count(*)"}
    report = report_of(
        listed(note=[note]), kind="list", where="分类 = '新增救助'", split="镇街", file="分发/名单/{镇街}.xlsx"
    )
    [book], _, _ = built(report, judged=rows)
    assert (book.file, book.sheets[0].layout.notes[0]) == ("分发/名单/兴泾镇.xlsx", "共1户")


def test_a_household_with_two_items_stands_in_both_parts() -> None:
    rows = [
        line(1, "拟观察", "救助观察", 家庭困难类别=["重病", "就学"]),
        line(2, "拟观察", "救助观察", 家庭困难类别=["重病"]),
    ]
    report = report_of(listed(), kind="list", split="家庭困难类别", file="分发/名单/{家庭困难类别}.xlsx")
    books, _, _ = built(report, judged=rows)
    assert {book.file: len(body(book)) for book in books} == {"分发/名单/重病.xlsx": 2, "分发/名单/就学.xlsx": 1}


def test_parts_only_count_lines_the_sheet_shows_and_their_names_are_legal_and_different() -> None:
    rows = [line(n, "拟观察", "救助观察", 村居=name) for n, name in enumerate(["甲/村", "甲村", "乙村"])]
    report = report_of(listed(where="村居 <> '乙村'"), kind="list", split="村居", file="分发/名单/{村居}.xlsx")
    books, _, _ = built(report, judged=rows)
    assert [book.file for book in books] == ["分发/名单/甲村.xlsx", "分发/名单/甲村（2）.xlsx"]


def test_exactly_as_printed_means_title_headings_rows_and_the_notices_own_note() -> None:
    columns = [
        {"id": "序", "head": ["序号"], "value": "行次"},
        {"id": "申请人", "head": ["申请人"], "value": "户主姓名"},
        {"id": "人口", "head": ["家庭\n人口"], "value": "认定人口", "total": "sum"},
    ]
    sheet = {
        "title": "统计表（在保）",
        "exact": True,
        "column": columns,
        "order": ["户主姓名"],
        "note": [{"say": "注：备注栏写明三项。"}],
    }
    [book], _, _ = built(
        report_of(sheet, kind="ledger"), judged=[line(2, "拟观察", "救助观察"), line(1, "拟观察", "救助观察")]
    )
    layout = book.sheets[0].layout
    assert (layout.title, layout.lead, layout.total_label, layout.signatures) == (
        "统计表（在保）",
        ("", "", ""),
        "",
        (),
    )
    assert layout.notes == ("注：备注栏写明三项。",)
    assert [column.head for column in layout.columns] == [("序号",), ("申请人",), ("家庭\n人口",)]
    assert body(book) == [(1, "示例丙", 3), (2, "示例乙", 3)]


def test_exact_statistics_name_their_lines_in_a_column_of_their_own() -> None:
    label = {"id": "单位", "head": ["乡镇\n（街道）"], "value": "镇街"}
    sheet = {"exact": True, "rows": "镇街", "column": [label, COUNT]}
    [book], _, _ = built(report_of(sheet), judged=[line(1, "拟观察", "救助观察")])
    assert [column.head for column in book.sheets[0].layout.columns] == [("乡镇\n（街道）",), ("合计", "户")]
    assert body(book) == [("文昌路街道", 0), ("兴泾镇", 1), ("镇北堡镇", 0)]


HANDED_FORM = m.Form.model_validate(
    {
        "title": "镇街统计表",
        "grain": "statistics",
        "role": "unlinked",
        "clause": "一",
        "column": [{"field": "镇街"}, {"field": "家庭人口"}],
    }
)


def compared(
    rows: list[dict[str, object]], judged: list[dict[str, object]]
) -> tuple[list[tuple[object, ...]], list[tuple[str, str]]]:
    pack = shipped("xixia-2019")
    pack = pack.model_copy(update={"forms": {**pack.forms, "镇街统计表": HANDED_FORM}})
    sheet = {
        "rows": "镇街",
        "column": [COUNT],
        "handed": {"form": "镇街统计表", "columns": {"户数": "家庭人口"}, "clause": "一"},
    }
    [book], findings, _ = built(report_of(sheet), pack, judged=judged, rows=rows)
    lines = [tuple(row[1:7]) for row in body(book, 1)] if len(book.sheets) > 1 else []
    return lines, [(finding.code, finding.value) for finding in findings]


def test_what_townships_handed_in_is_held_against_their_rosters_cell_by_cell() -> None:
    rows = [
        said("", "镇街统计表", 镇街="兴泾镇", 家庭人口=1),
        said("", "镇街统计表", 镇街="镇北堡镇", 家庭人口=4),
        said("", "镇街统计表", 镇街="外地镇", 家庭人口=2),
    ]
    judged = [line(1, "拟观察", "救助观察"), line(2, "拟观察", "救助观察", 镇街="镇北堡镇")]
    lines, findings = compared(rows, judged)
    assert lines == [
        ("文昌路街道", "", None, None, None, "未报"),
        ("兴泾镇", "合计·户", 1, 1, 0, "一致"),
        ("镇北堡镇", "合计·户", 1, 4, 3, "不一致"),
        ("外地镇", "合计·户", 0, 2, 2, "不一致"),
    ]
    assert findings == [
        ("REPORT-HANDED-MISSING", "文昌路街道"),
        ("REPORT-HANDED-DIFFERS", "4"),
        ("REPORT-HANDED-DIFFERS", "2"),
    ]


def test_a_blank_figure_is_neither_zero_nor_the_same() -> None:
    lines, findings = compared([said("", "镇街统计表", 镇街="文昌路街道")], [])
    assert lines[0] == ("文昌路街道", "合计·户", 0, None, None, "未填")
    assert ("REPORT-HANDED-DIFFERS", "未填") in findings


def test_before_anybody_handed_in_there_is_nothing_to_compare() -> None:
    assert compared([], [line(1, "拟观察", "救助观察")]) == ([], [])
