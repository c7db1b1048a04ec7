"""Situations for examples of the catalogue that no single delivery of files expresses: decisions, packs, reports, workers.
`sample` names the situation; each gives the codes of the findings it raises."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from rescue_cli.check.all_checks import check
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Decision, Verdict
from rescue_cli.core.tables import COLUMNS
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import ReplyRow
from rescue_cli.link import link, mention_digests
from rescue_cli.link.features import sorted_mentions
from rescue_cli.pack import model as m
from rescue_cli.pipeline.answered_handouts import with_replies, without_replies
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.report_files import write_reports
from rescue_cli.pipeline.session import open_session
from rescue_cli.record.case_numbers import Past
from rescue_cli.report import build_reports
from rescue_cli.settle import Remembered, settle, waiting_findings
from rescue_cli.workbooks.reading.workbook_reader import Unreadable, Wanted, read_all
from support.catalogue_files import Delivery, handed_out, returned
from support.hit_situations import HIT_SITUATIONS
from support.judged import CONTEXT, line
from support.mentions import RESULTS, SURVEY, citizen, files_table, linking_pack, mentions_table, rows_table, said
from support.reading import read, xixia
from support.reported import built, report_of, stages_left, with_report
from support.small import book, small_pack, through
from support.workbooks import xlsx

Codes = Iterable[str]
Rows = Sequence[Mapping[str, Any]]
DAY = dt.date(2022, 6, 30)
COUNT = {"id": "户数", "head": ["户数"], "value": "count(*)", "total": "sum"}
NEW = {"id": "新增户数", "head": ["新增"], "value": "count(*) filter (where 分类 = '新增救助')", "total": "sum"}
JUDGED = (line(1, "拟观察", "救助观察"), line(2, "纳入低保", "新增救助", 镇街="镇北堡镇"))


def _codes(findings: Iterable[Finding]) -> Codes:
    return [finding.code for finding in findings]


# ---- reading ----


def worker(seconds: float, lines: int) -> Codes:
    """A text table of so many lines, read by a worker that has so long for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        path.write_bytes(b"a,b,c\n" * lines)
        outcomes = [outcome for _, outcome in read_all([Wanted(path)], seconds, 0)]
    return [outcome.code for outcome in outcomes if isinstance(outcome, Unreadable)]


# ---- linking and settling ----


def linked(rows: Rows, decisions: Iterable[tuple[int, int, Verdict]] = ()) -> Codes:
    """`decisions`: which two rows, and what a person said of them."""
    mentions = mentions_table(rows)
    digests = mention_digests(sorted_mentions(mentions))
    decided = [Decision(digests[left], digests[right], verdict) for left, right, verdict in decisions]
    with DuckEngine() as engine:
        return _codes(link(engine, mentions, linking_pack(), decided)[1])


def village(file: str, people: Iterable[int], first: int = 3) -> list[dict[str, Any]]:
    """A roster of `people`, each with a number of their own."""
    return [
        said(f"示范{chr(0x4E00 + n)}", 身份证号=citizen(n), 来源文件=file, 行号=first + place)
        for place, n in enumerate(people)
    ]


def alike(count: int) -> list[dict[str, Any]]:
    return [said("示范甲", 联系方式="19900000001", 村居=f"第{n % 3}村") for n in range(count)]


def namesakes() -> list[dict[str, Any]]:
    return [said("示范甲", 联系方式=f"1990000000{n}", 来源文件="甲.xlsx", 行号=n) for n in (1, 2, 3)]


def settled(past: Past | None = None, lost: int = 0) -> Codes:
    """Two households, numbers 1 and 2, with what the record remembers of them; `lost` rows were read and then forgotten."""
    pack, mentions = (
        linking_pack(),
        mentions_table([said("示范甲", 身份证号=citizen(1)), said("示范乙", 身份证号=citizen(2))]),
    )
    file = mentions[f.SOURCE_FILE][0].as_py()
    with DuckEngine() as engine:
        groups, _ = link(engine, mentions, pack)
        homes = sorted(groups.groups[f.HOUSEHOLD].to_pylist())
        numbers = {home: f"990101-{n:05d}" for n, home in enumerate(homes, start=1)}
        rows = rows_table(mentions, {file: ["数据"] * lost})
        remembered = Remembered(past=past or Past())
        return _codes(settle(engine, mentions, rows, files_table(file), groups, numbers, pack, remembered)[1])


def answered(number: str = "990101-00001", name: str = "示范甲", citizen_number: str = citizen(1)) -> Codes:
    """A hand-out came back with one row answered, for the first of two households as it is printed, or otherwise."""
    sent = said(name, SURVEY, 身份证号=citizen_number, 来源文件="回件.xlsx", 行号=5)
    mentions = mentions_table([said("示范甲", 身份证号=citizen(1)), said("示范乙", 身份证号=citizen(2)), sent])
    replies = {("回件.xlsx", "Sheet1", 5): ReplyRow(number, frozenset())}
    told = without_replies(mentions, replies)
    with DuckEngine() as engine:
        linked_so_far, _ = link(engine, told, linking_pack())
    homes = [line[f.HOUSEHOLD] for line in linked_so_far.groups.sort_by(f.ROW).to_pylist()]
    numbers = {home: f"990101-{n:05d}" for n, home in enumerate(homes, start=1)}
    joined = with_replies(mentions, rows_table(mentions, {}), linked_so_far, replies, numbers, {})
    return _codes(joined.findings)


def replied(result: str) -> Codes:
    """A referral slip came back with that reply, and no day."""
    mentions = mentions_table([said("示范甲", "转介回执", 回执结果=result)], xixia())
    return _codes(check(DuckEngine(), mentions, COLUMNS.empty_table(), xixia(), DAY))


def dated(day: int) -> Codes:
    """A result of that day of June, as of the first."""
    pack = linking_pack()
    mentions = mentions_table([said("示范甲"), said("示范甲", RESULTS, 办理日期=dt.date(2022, 6, day))])
    return _codes(waiting_findings(mentions, COLUMNS.empty_table(), pack, dt.date(2022, 6, 1)))


# ---- judging, with a small pack ----

STANDARDS = """
[[standard]]
name = "低保标准"
area = "农村"
amount = 4000
unit = "元/人·年"
from = 2022-01-01
source = "测试"
[[standard]]
name = "特困标准"
area = "农村"
{amount}
unit = "元/人·年"
from = 2022-01-01
source = "测试"
[[relation]]
name = "特困标准不低于低保标准的1.3倍"
holds = "农村特困年标准 >= 农村低保年标准 * 1.3"
clause = "二（一）4"
"""
STANDARD_FIELDS = "".join(
    f'[[field]]\nname = "{name}"\ntype = "money"\nkind = "derived"\nunit = "元"\ngloss = "standard"\nsource = "测试"\n'
    for name in ("特困月标准", "特困年标准", "农村特困月标准", "农村特困年标准")
)
CONTACTS = """
title = "协理员联系表"
grain = "person"
role = "unlinked"
clause = "三（三）"
names = ["协理员联系表"]
column = [{ field = "镇街" }, { field = "村居" }, { field = "姓名" }]
"""
COVERAGE = """
[[coverage]]
name = "村级协理员"
form = "协理员联系表"
each = "村居"
who = "{镇街}"
clause = "三（三）"
by = "联系表"
[[deadline]]
id = "联系表"
title = "报联系表"
on = 2022-04-10
who = "各镇"
clause = "三"
"""
CONTROL = """
[[control]]
name = "名册总数"
form = "困难家庭名册"
households = 1
clause = "一"
"""


def judged(files: Mapping[str, bytes], **pack: str) -> Codes:
    """What a small pack with these parts finds in these files."""
    return _codes(through(_small_pack(**pack), dict(files), DAY).findings)


@cache
def _small_pack(**parts: str) -> m.Pack:
    with tempfile.TemporaryDirectory() as folder:
        return small_pack(Path(folder), **parts)


def standards(amount: str) -> Codes:
    return judged({}, standards=STANDARDS.format(amount=amount), vocabulary=STANDARD_FIELDS)


def contacts(*villages: tuple[str, str]) -> Codes:
    rows = [(township, village, "示范甲") for township, village in villages]
    sent = {"联系表.xlsx": book(*rows, title="协理员联系表", heads=("镇街", "村居", "姓名"))}
    return judged(sent, head=COVERAGE, 协理员联系表=CONTACTS)


def control(households: int) -> Codes:
    rows = [(n, "甲镇", "东村", f"示范{name}", citizen(n), f"{n}号", 1, "") for n, name in enumerate("甲乙", 1)]
    return judged({"名册.xlsx": book(*rows[:households])}, head=CONTROL)


# ---- reports ----


def cross_check(right: str) -> Codes:
    sheet = {"rows": "镇街", "column": [NEW, COUNT], "check": [{"say": "甲 = 乙", "left": "户数", "right": right}]}
    return _codes(built(report_of(sheet), xixia(), judged=JUDGED)[1])


def ledger_check(where: str) -> Codes:
    """A table of one household that is observed, held against its ledger."""
    check = {"say": "全部 = 台账", "column": "户数", "ledger": "救助观察群体台账", "value": "count(*)"}
    pack = xixia()
    table = report_of({"rows": "镇街", "where": where, "column": [COUNT], "ledger_check": [check]})
    reports = {"表": table, "救助观察群体台账": pack.reports["救助观察群体台账"]}
    whole = pack.model_copy(update={"reports": reports})
    with stages_left(whole, JUDGED) as engine:
        return _codes(build_reports(engine, whole, CONTEXT, names=["表"])[1])


def monthly(month: tuple[dt.date, dt.date] | None) -> Codes:
    pack = xixia()
    with stages_left(pack) as engine:
        return _codes(build_reports(engine, pack, replace(CONTEXT, month=month), names=["城市进展情况表"])[1])


def handed(**figures: int) -> Codes:
    """Figures that townships handed in, against one household in each of two rosters."""
    form = {"title": "镇街统计表", "grain": "statistics", "role": "unlinked", "clause": "一"}
    columns = [{"field": "镇街"}, {"field": "家庭人口"}]
    pack = xixia()
    forms = {**pack.forms, "镇街统计表": m.Form.model_validate({**form, "column": columns})}
    sheet = {"form": "镇街统计表", "columns": {"户数": "家庭人口"}, "clause": "一"}
    rows = [said("", "镇街统计表", 镇街=name, 家庭人口=count) for name, count in figures.items()]
    report = report_of({"rows": "镇街", "column": [COUNT], "handed": sheet})
    return _codes(built(report, pack.model_copy(update={"forms": forms}), judged=JUDGED, rows=rows)[1])


def blank(*printed: str, there: bool = True) -> Codes:
    """A table written into the bureau's own blank, in which these townships are printed (none: the names are filled in)."""
    fill = {"file": "月报.xlsx", "sheet": "统计表", "first": 2, "columns": {"A": "镇街", "B": "户数"}}
    report = report_of({"rows": "镇街", "column": [COUNT]}, fill=fill)
    prepared = [[name, ""] for name in printed] or [[" ", " "]] * 6
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "rescue.toml").write_text('pack = "xixia-2019"\n', encoding="utf-8")
        (home / "收件").mkdir()
        (home / "模板").mkdir()
        if there:
            rows = [["镇街", "户数"], *prepared]
            (home / "模板" / "月报.xlsx").write_bytes(xlsx({"统计表": rows}))
        session = open_session(home, today=dt.date(2019, 9, 30))
        pack = with_report(report, session.pack)
        return _written(session, pack)


def _written(session: Any, pack: m.Pack) -> Codes:
    session = replace(session, pack=pack)
    with stages_left(pack, JUDGED) as engine:
        reports, _, _ = build_reports(engine, pack, report_context(session))
    with session.plan:
        return _codes(write_reports(session, reports)[1])


JULY = (dt.date(2019, 7, 1), dt.date(2019, 7, 31))
TOWNS = {"文昌路街道": 0, "兴泾镇": 1, "镇北堡镇": 1}
ALL_VILLAGES = (("甲镇", "东村"), ("甲镇", "西村"), ("乙镇", "南村"))


def came(sent: Delivery) -> Codes:
    """What is said of these files, alone in 收件/."""
    with tempfile.TemporaryDirectory() as folder:
        return _codes(read(Path(folder), sent.files).findings)


SITUATIONS: dict[str, Callable[[], Codes]] = {
    **HIT_SITUATIONS,
    "反馈没有日期": lambda: replied("已给予救助"),
    "还在办理": lambda: replied("办理中"),
    "编号和姓名相符": answered,
    "编号没有这一户": lambda: answered("990101-00009"),
    "编号是别家的": lambda: answered("990101-00002"),
    "分发件上改了姓名": lambda: answered(name="示范丙"),
    "没有编号栏的任务单": lambda: came(handed_out(keyed=False)),
    "填好的任务单": lambda: came(handed_out()),
    "没有编号的任务单": lambda: came(handed_out(number="")),
    "改了住址的任务单": lambda: came(handed_out(changed="泾华村9组9号")),
    "改好的退回件": lambda: came(returned("改好")),
    "没改的退回件": lambda: came(returned()),
    "原件已换的退回件": lambda: came(returned("改好", now="换过")),
    "两份改好的退回件": lambda: came(returned("改好", "改成两样")),
    "读取超时": lambda: worker(0.1, 3_000_000),
    "正常读完": lambda: worker(60, 3),
    "人人相同": lambda: linked(alike(210)),
    "两行相同": lambda: linked(alike(2)),
    "文件与别的重复": lambda: linked([*village("甲.xlsx", range(1, 61)), *village("乙.xlsx", range(31, 71))]),
    "文件有几户重复": lambda: linked([*village("甲.xlsx", range(1, 61)), *village("乙.xlsx", range(58, 101))]),
    "文件粘贴两遍": lambda: linked([*village("甲.xlsx", range(1, 26)), *village("甲.xlsx", range(1, 26), 103)]),
    "文件一户两行": lambda: linked([*village("甲.xlsx", range(1, 26)), *village("甲.xlsx", range(1, 2), 103)]),
    "裁定矛盾": lambda: linked(namesakes(), [(0, 1, "同一户"), (1, 2, "同一户"), (0, 2, "不是")]),
    "裁定不矛盾": lambda: linked(namesakes(), [(0, 1, "同一户"), (0, 2, "不是")]),
    "有一行没有去向": lambda: settled(lost=1),
    "每行都有去向": settled,
    "一户分成两户": lambda: settled(Past(split={"990101-00002": "990101-00001"})),
    "第二天的结果": lambda: dated(2),
    "当天的结果": lambda: dated(1),
    "户主变了": lambda: settled(Past(handed_on=frozenset({"990101-00001"}))),
    "户主没有变": settled,
    "特困标准偏低": lambda: standards("amount = 5199.99"),
    "特困标准够": lambda: standards("amount = 5200"),
    "特困标准未填": lambda: standards(""),
    "有村没有协理员": lambda: contacts(*ALL_VILLAGES[:2]),
    "每村都有协理员": lambda: contacts(*ALL_VILLAGES),
    "名单多一户": lambda: control(2),
    "名单正好": lambda: control(1),
    "表内不平": lambda: cross_check("新增户数"),
    "表内平": lambda: cross_check("户数"),
    "与台账不平": lambda: ledger_check("true"),
    "与台账平": lambda: ledger_check("分类 = '救助观察'"),
    "没有给月份": lambda: monthly(None),
    "给了月份": lambda: monthly(JULY),
    "所报户数不同": lambda: handed(**{**TOWNS, "兴泾镇": 5}),
    "三镇都报了": lambda: handed(**TOWNS),
    "两镇报了": lambda: handed(兴泾镇=1, 镇北堡镇=1),
    "没有空白表": lambda: blank(there=False),
    "有空白表": blank,
    "空白表少一镇": lambda: blank("文昌路街道", "兴泾镇"),
}
