"""Reports on disk: the bureau's own blanks go before ours, a missing one is said, parts of an earlier run go."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.pack import model as m
from rescue_cli.pipeline.outputs import report_context, unfinished_months
from rescue_cli.pipeline.report_files import remove_old_parts, write_reports
from rescue_cli.pipeline.session import Session, open_session
from rescue_cli.report import build_reports
from support.judged import line
from support.reported import report_of, stages_left, with_report
from unit.report.test_documents import template_of
from unit.workbooks.test_filled_blank import blank

COLUMN = {"id": "户数", "head": ["户数"], "value": "count(*)", "total": "sum"}
FILL = {"file": "月报.xlsx", "sheet": "统计表", "first": 4, "columns": {"B": "镇街", "C": "户数"}}
FILLED = report_of({"rows": "镇街", "where": "镇街 = '兴泾镇'", "column": [COLUMN]}, fill=FILL)
WORDS = m.Report.model_validate(
    {
        "title": "总结",
        "kind": "document",
        "source": "determinations",
        "file": "报表/总结.docx",
        "clause": "一",
        "template": "总结.docx",
        "paragraph": ["共{户数}户。"],
        "figure": [{"id": "户数", "value": "count(*)"}],
    }
)
PARTS = report_of(
    {"column": [{"id": "户主姓名", "head": ["户主姓名"], "value": "户主姓名"}]},
    kind="list",
    split="镇街",
    file="分发/名单/{镇街}.xlsx",
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "rescue.toml").write_text('pack = "xixia-2019"\n', encoding="utf-8")
    (tmp_path / "收件").mkdir()
    return open_session(tmp_path, today=dt.date(2019, 9, 30))


def write(session: Session, report: m.Report, rows: list[dict[str, object]]) -> tuple[Path, list[tuple[str, str]]]:
    """Where its (first) file stands, and the findings as code and value."""
    told = replace(session, pack=with_report(report, session.pack))
    context = report_context(told)
    with stages_left(told.pack, rows) as engine:
        reports, _, _ = build_reports(engine, told.pack, context)
    with told.plan:
        _, findings = write_reports(told, reports)
        remove_old_parts(told, reports, context, ["表"])
    first = session.output / (reports[0].file if reports else report.file)
    return first, [(finding.code, finding.facts.get("原因") or finding.facts["行"]) for finding in findings]


def put(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


def test_the_bureaus_blank_in_the_workspace_is_filled(session: Session) -> None:
    put(session.output.parent / "模板", "月报.xlsx", blank(prepared=9))
    path, findings = write(session, FILLED, [line(1, "拟观察", "救助观察")])
    values = load_workbook(path)["统计表"]
    assert values["A1"].value == "西夏区统计表"
    assert {values[f"B{row}"].value: values[f"C{row}"].value for row in range(4, 13)}["兴泾镇"] == 1
    assert findings == []


def test_a_missing_blank_gives_our_own_layout_and_says_so(session: Session) -> None:
    path, findings = write(session, FILLED, [])
    assert load_workbook(path)["表"]["A1"].value == "表"
    assert findings == [("REPORT-BLANK-NOT-USED", "没有找到这份空白表")]


def test_a_blank_that_cannot_be_filled_gives_our_own_layout_and_says_why(session: Session) -> None:
    put(session.output.parent / "模板", "月报.xlsx", b"nothing")
    path, findings = write(session, FILLED, [])
    assert [sheet.title for sheet in load_workbook(path) if sheet.sheet_state == "visible"] == ["表"]
    assert findings == [("REPORT-BLANK-NOT-USED", "空白表不是能填写的 Excel 工作簿（xlsx）")]


def test_a_township_the_blank_does_not_print_is_a_finding(session: Session) -> None:
    def printed(sheet: object) -> None:
        sheet["B4"] = "兴泾镇"  # type: ignore[index]

    put(session.output.parent / "模板", "月报.xlsx", blank(printed))
    _, findings = write(session, FILLED, [line(1, "拟观察", "救助观察")])
    assert ("REPORT-BLANK-NO-ROW", "镇北堡镇") in findings
    assert ("REPORT-BLANK-NO-ROW", "兴泾镇") not in findings


@pytest.mark.parametrize(
    ("template", "text", "codes"),
    [
        (template_of("模板：{{ 户数 }}"), "模板：1", []),
        (None, "总结", ["REPORT-BLANK-NOT-USED"]),
        (template_of("{{ 没有 }}"), "总结", ["REPORT-BLANK-NOT-USED"]),
    ],
    ids=["template", "none", "template with an unknown word"],
)
def test_a_template_goes_before_our_words(
    session: Session, template: bytes | None, text: str, codes: list[str]
) -> None:
    if template is not None:
        put(session.output.parent / "模板", "总结.docx", template)
    path, findings = write(session, WORDS, [line(1, "拟观察", "救助观察")])
    assert Document(str(path)).paragraphs[0].text == text
    assert [code for code, _ in findings] == codes


def test_parts_of_an_earlier_run_go_also_the_last_one(session: Session) -> None:
    folder = session.output / "分发" / "名单"
    rows = [line(1, "拟观察", "救助观察"), line(2, "拟观察", "救助观察", 镇街="镇北堡镇")]
    for told, left in ((rows, ["兴泾镇.xlsx", "镇北堡镇.xlsx"]), (rows[:1], ["兴泾镇.xlsx"]), ([], [])):
        write(session, PARTS, told)
        assert sorted(path.name for path in folder.iterdir()) == left


OUT = ["../收件/名册.xlsx", "分发/../../收件/名册.xlsx", "{收件}/名册.xlsx"]


@pytest.mark.parametrize("file", OUT)
def test_a_report_never_writes_over_what_came_in(session: Session, file: str) -> None:
    """A pack that was never checked: the check refuses such a path, and writing refuses it once more."""
    inbox = session.output.parent / "收件"
    put(inbox, "名册.xlsx", b"as it came")
    report = report_of({"rows": "镇街", "column": [COLUMN]}, file=file.replace("{收件}", str(inbox)))
    with pytest.raises(OutputError, match="没有写、也没有删任何文件"):
        write(session, report, [line(1, "拟观察", "救助观察")])
    assert {path.name: path.read_bytes() for path in inbox.iterdir()} == {"名册.xlsx": b"as it came"}
    assert not list(session.output.rglob("*.xlsx"))


@pytest.mark.parametrize("rows", [[], [line(1, "拟观察", "救助观察")]])
def test_old_parts_are_never_taken_from_what_came_in(session: Session, rows: list[dict[str, object]]) -> None:
    inbox = session.output.parent / "收件"
    put(inbox, "名册.xlsx", b"as it came")
    with pytest.raises(OutputError, match="没有写、也没有删任何文件"):
        write(session, PARTS.model_copy(update={"file": "../收件/{镇街}.xlsx"}), rows)
    assert [path.name for path in inbox.iterdir()] == ["名册.xlsx"]


@pytest.mark.parametrize("target", ["收件", "别处"])
def test_a_link_below_the_output_folder_leads_nowhere(session: Session, target: str) -> None:
    folder = session.output.parent / target
    put(folder, "兴泾镇.xlsx", b"as it came")
    put(folder, "镇北堡镇.xlsx", b"as it came")
    (session.output / "分发").mkdir(parents=True)
    (session.output / "分发" / "名单").symlink_to(folder, target_is_directory=True)
    with pytest.raises(OutputError):
        write(session, PARTS, [line(1, "拟观察", "救助观察")])
    assert {path.read_bytes() for path in folder.iterdir()} == {b"as it came"}
    assert len(list(folder.iterdir())) == 2


def test_what_came_in_is_safe_where_the_output_folder_holds_it(session: Session) -> None:
    """`-o .`: 收件/ then lies inside the folder that is written to."""
    put(session.output.parent / "收件", "名册.xlsx", b"as it came")
    report = report_of({"rows": "镇街", "column": [COLUMN]}, file="收件/名册.xlsx")
    with pytest.raises(OutputError, match="在“收件”里面"):
        write(replace(session, output=session.output.parent), report, [line(1, "拟观察", "救助观察")])
    assert (session.output.parent / "收件" / "名册.xlsx").read_bytes() == b"as it came"


def test_a_township_called_like_a_path_is_written_in_the_reports_own_folder(session: Session) -> None:
    put(session.output.parent / "收件", "x.xlsx", b"as it came")
    rows = [line(n, "拟观察", "救助观察", 镇街=name) for n, name in enumerate(["../../收件/x", "CON", "收件x"], 1)]
    write(session, PARTS, rows)
    names = sorted(path.name for path in (session.output / "分发" / "名单").iterdir())
    assert names == ["CON_.xlsx", "收件x.xlsx", "收件x（2）.xlsx"]
    assert (session.output.parent / "收件" / "x.xlsx").read_bytes() == b"as it came"


def test_two_reports_are_never_written_to_one_file(session: Session) -> None:
    report = report_of({"rows": "镇街", "column": [COLUMN]})
    told = replace(session, pack=session.pack.model_copy(update={"reports": {"甲": report, "乙": report}}))
    with stages_left(told.pack, []) as engine:
        reports, _, _ = build_reports(engine, told.pack, report_context(told))
    with pytest.raises(OutputError, match="写到同一个文件"), told.plan:
        write_reports(told, reports)
    assert not session.output.exists()


def test_parts_of_other_months_stay(session: Session) -> None:
    report = PARTS.model_copy(update={"month": True})
    folder = session.output / "分发" / "名单"
    put(session.output, "x", b"")
    folder.mkdir(parents=True)
    put(folder, "镇北堡镇（2019年8月）.xlsx", b"")
    put(folder, "镇北堡镇（2019年9月）.xlsx", b"")
    write(session, report, [line(1, "拟观察", "救助观察")])
    assert sorted(path.name for path in folder.iterdir()) == ["兴泾镇（2019年9月）.xlsx", "镇北堡镇（2019年8月）.xlsx"]


def test_a_month_outside_the_campaign_is_refused_and_one_that_is_not_over_is_said(session: Session) -> None:
    early = replace(session, as_of=dt.date(2019, 5, 20))
    with pytest.raises(UsageError, match=r"2019-03 不在.*请写 2019-04 到 2019-09"):
        report_context(early, "2019-03")
    assert report_context(early).of_report("城市进展情况表").month_text == "2019年4月"
    assert unfinished_months(early, sorted(early.pack.reports), None) == []
    assert unfinished_months(early, ["农村进展情况表", "农村统计表"], "2019-05") == [
        "农村进展情况表统计的是2019年5月（未完，截至2019年5月20日）"
    ]
