"""上报登记: of one report and period one stands; what was handed in before stays, and 存档/ is known to be whole."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from rescue_cli.core.change_tables import COUNTED, FIGURES, FILINGS
from rescue_cli.core.errors import OutputError
from rescue_cli.record.filings import (
    FILES,
    Filing,
    KeptFigures,
    filing_folder,
    filings,
    filings_table,
    is_whole,
    keep_filing,
    kept_figures,
    next_time,
    standing,
)
from rescue_cli.record.journal import Journal, append, read_journal
from rescue_cli.record.kinds import FILING, REOPENED
from rescue_cli.record.lines import Entry

REPORT, JULY = "城市进展情况表", "2019-07"
BOOKS = {"报表/城市进展情况表（2019年7月）.xlsx": b"book"}
PLACE = {"工作表": "本月", "表中的行": "兴泾镇", "表中的列": "户"}
KEPT = KeptFigures(
    pa.Table.from_pylist([{**PLACE, "编号": "640105-00001", "计入": "1", "计入数": Decimal(1)}], schema=COUNTED),
    pa.Table.from_pylist([{**PLACE, "数": Decimal(1)}], schema=FIGURES),
)


def filed(report: str = REPORT, period: str = JULY, **more: object) -> Entry:
    body = {"report": report, "period": period, "day": "2019-08-02", "digest": "d", "figures": "f", "reviewer": "乙"}
    return Entry(FILING, {**body, "left": [], "by": "甲", "when": "2019-08-02T09:00:00+08:00", **more})


def reopened(report: str = REPORT, period: str = JULY) -> Entry:
    body = {"report": report, "period": period, "reason": "市局退回", "reviewer": "乙"}
    return Entry(REOPENED, {**body, "by": "甲", "when": "2019-08-03T09:00:00+08:00"})


def states(*entries: Entry) -> list[tuple[str, int, str]]:
    return [(filing.period, filing.time, filing.state) for filing in filings(Journal(entries))]


@pytest.mark.parametrize(
    ("entries", "states_then", "time"),
    [
        ([], [], 1),
        ([filed()], [(JULY, 1, "以此为准")], 2),
        ([filed(), reopened()], [(JULY, 1, "已重开")], 2),
        ([filed(), reopened(), filed()], [(JULY, 1, "已有下一次"), (JULY, 2, "以此为准")], 3),
        ([filed(period="2019-06"), filed()], [("2019-06", 1, "以此为准"), (JULY, 1, "以此为准")], 2),
        ([filed("农村进展情况表"), filed(), reopened()], [(JULY, 1, "以此为准"), (JULY, 1, "已重开")], 2),
    ],
)
def test_one_stands_and_the_others_stay(
    entries: list[Entry], states_then: list[tuple[str, int, str]], time: int
) -> None:
    assert states(*entries) == states_then
    assert next_time(Journal(tuple(entries)), REPORT, JULY) == time
    standing_now = standing(Journal(tuple(entries)), REPORT, JULY)
    assert (standing_now is not None) == bool(entries and entries[-1].kind == FILING)


def test_the_table_says_who_when_and_what_was_left(tmp_path: Path) -> None:
    path = tmp_path / "裁定.jsonl"
    append(path, read_journal(path, b"0" * 32), [filed(left=["3处必须改", "1项勾稽不平"]), reopened(), filed()])
    table = filings_table(read_journal(path))
    assert table.schema == FILINGS
    assert table.to_pylist()[0] | {"上报日期": None} == {
        "报表": REPORT,
        "期间": JULY,
        "上报日期": None,
        "摘要": "d",
        "经办": "甲",
        "复核": "乙",
        "第几次": 1,
        "状态": "已有下一次",
        "上报时未办": "3处必须改；1项勾稽不平",
    }
    assert table["上报时未办"].to_pylist()[1] is None


def kept(folder: Path) -> Filing:
    digest, figures = keep_filing(folder, BOOKS, KEPT)
    return filings(Journal((filed(digest=digest, figures=figures),)))[0]


def test_what_was_handed_in_is_known_to_be_whole(tmp_path: Path) -> None:
    folder = filing_folder(tmp_path / "存档", REPORT, JULY, 1)
    filing = kept(folder)
    assert folder.relative_to(tmp_path).as_posix() == "存档/2019-07/城市进展情况表/第1次"
    assert sorted(path.name for path in folder.iterdir()) == [
        "城市进展情况表（2019年7月）.xlsx",
        FILES["figures"],
        FILES["counted"],
    ]
    assert is_whole(folder, filing)
    figures = kept_figures(tmp_path / "存档", filing)
    assert figures is not None
    assert (figures.counted.equals(KEPT.counted), figures.figures.equals(KEPT.figures)) == (True, True)


@pytest.mark.parametrize("change", ["book", "counted", "figures", "more", "gone"])
def test_what_became_of_it_is_noticed(tmp_path: Path, change: str) -> None:
    folder = filing_folder(tmp_path / "存档", REPORT, JULY, 1)
    filing = kept(folder)
    book = folder / "城市进展情况表（2019年7月）.xlsx"
    if change == "gone":
        book.unlink()
    else:
        changed = {"book": book, "counted": folder / FILES["counted"], "figures": folder / FILES["figures"]}
        changed.get(change, folder / "又一份.xlsx").write_bytes(b"other")
    assert not is_whole(folder, filing)
    assert not is_whole(folder.with_name("第2次"), filing)
    assert kept_figures(tmp_path / "存档", filing) is None


def test_what_the_record_knows_nothing_of_goes_and_the_same_is_the_same_bytes(tmp_path: Path) -> None:
    folder = filing_folder(tmp_path / "存档", REPORT, JULY, 1)
    keep_filing(folder, {"报表/旧.xlsx": b"old"}, KEPT)  # the run was killed before it wrote its line
    filing = kept(folder)
    assert is_whole(folder, filing)
    assert kept(filing_folder(tmp_path / "另一处", REPORT, JULY, 1)) == filing


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "存档").write_bytes(b"")
    with pytest.raises(OutputError, match="存档 无法写入"):
        keep_filing(filing_folder(tmp_path / "存档", REPORT, JULY, 1), BOOKS, KEPT)


def test_two_workbooks_of_one_name_in_two_folders_stay_two(tmp_path: Path) -> None:
    books = {"报表/甲镇/月报.xlsx": b"1", "报表/乙镇/月报.xlsx": b"2"}
    digest, figures = keep_filing(tmp_path / "存档" / JULY / "月报" / "第1次", books, KEPT)
    place = tmp_path / "存档" / JULY / "月报" / "第1次"
    assert {path.read_bytes() for path in place.rglob("*.xlsx")} == {b"1", b"2"}
    (filing,) = filings(Journal((filed(report="月报", digest=digest, figures=figures),)))
    assert is_whole(place, filing)
    (place / "甲镇" / "月报.xlsx").write_bytes(b"2")
    assert not is_whole(place, filing)
