"""总览.html as a page: what to do next, who has not sent, what changed, what is open, the figures, every file of 输出/."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core import overview_tables as o
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.output_books import (
    CHANGES_BOOK,
    CHECK_FOLDER,
    COMPARISONS_FOLDER,
    OWED_BOOK,
    RECEIPTS_BOOK,
    URGE_FOLDER,
)
from rescue_cli.core.private_text import masked
from rescue_cli.core.states import Group, Level, OwedState
from rescue_cli.core.text_in_sight import in_sight
from rescue_cli.report.month_tables import month_sections
from rescue_cli.report.owed_summary import lacking_forms, owed_by_sender, state_beside
from rescue_cli.report.report_types import TOTAL
from rescue_cli.workbooks.writing.page_layout import Bar, Cell, Link, PageLayout, PageTable, Section, Step, figure_text

Tables = Mapping[str, pa.Table]
TONES = {
    Group.NEW: "new",
    Group.OBSERVED: "observed",
    Group.UNDETERMINED: "undetermined",
    Group.REFUSED: "refused",
    Group.ALREADY: "already",
}
CAME_SHOWN = 20
PLACE_UNKNOWN = "镇街未填"
FOLDERS = ("", "台账", "报表", "文书", "名单", "分发", "走访", "公示", CHECK_FOLDER, URGE_FOLDER, COMPARISONS_FOLDER)


def overview_page(tables: Tables, alerts: Sequence[str], missing: frozenset[str] = frozenset()) -> PageLayout:
    """The page of OVERVIEW. `missing`: files of 输出/ that are not there any more: nothing leads to them."""
    facts = dict(zip(*(tables["about"][name].to_pylist() for name in (c.ITEM, c.VALUE)), strict=True))
    listed = _Listed(tables["books"], missing)
    sections = (
        _to_do(tables["to_do"], listed),
        _owed(tables, listed),
        _news(tables, facts, listed),
        _open(tables["open"], listed),
        *_figures(tables, facts),
        _books(tables["books"], listed),
    )
    return PageLayout(
        title=f"{facts[o.DISTRICT]}总览" if facts[o.DISTRICT] else "总览",
        subtitle=facts[o.TITLE],
        day=_day(facts),
        alerts=tuple(alerts),
        tiles=_tiles(tables, facts),
        sections=tuple(section for section in sections if section is not None),
        foot=(
            ("方案包", f"{facts[o.PACK]}（摘要 {facts[o.PACK_DIGEST]}）"),
            (f.AS_OF, facts[f.AS_OF]),
            (o.RECORD, facts[o.RECORD]),
            (o.PROGRAM, facts[o.PROGRAM]),
            ("本页", "由 rescue run、rescue status 写出，可随时重写；不含户主姓名和证件号码"),
        ),
    )


class _Listed:
    """Which files of 输出/ the page can lead to."""

    def __init__(self, books: pa.Table, missing: frozenset[str]) -> None:
        self._files = {file for line in books.to_pylist() for file in (line[c.OUTPUT_FILE], *line[c.PARTS]) if file}
        self._files -= missing

    def link(self, file: str, text: str = "") -> Link:
        """To a file or folder, called by its name; without a link where it is not there."""
        shown = plain(text or PurePosixPath(file).stem)
        return Link(shown, quote(file) if file in self._files else "")

    def cell(self, file: str, text: str = "") -> Cell:
        link = self.link(file, text)
        return Cell(link.text, link.href, strong=True)


def plain(text: str) -> str:
    """Text as it may stand on the page: without the numbers of people, nothing that turns it around."""
    return in_sight(masked(text))


def _day(facts: Mapping[str, str]) -> str:
    if facts[o.DAY] == facts[f.AS_OF]:
        return f"截至 {facts[f.AS_OF]}"
    return f"截至 {facts[o.DAY]}；户的判定和数字是基准日 {facts[f.AS_OF]} 那一次运行的"


WHY = (
    "某一户为什么这样判：理由在台账和名单里，全部经过用 rescue explain 姓名（或编号、身份证号）；"
    "统计表里一个数由哪些户得来：rescue explain 城市统计表!F6（换成那张表、那一格）。"
)


def _tiles(tables: Tables, facts: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    groups = defaultdict[str, int](int)
    for line in tables["places"].to_pylist():
        groups[line[f.GROUP]] += line[c.HOUSEHOLDS]
    senders, silent = owed_by_sender(tables["owed"]), tables["silent"].num_rows
    lacking = (str(sum(line.missing for line in senders)), "份到期未到", "已到期、没有收到或退回待改")
    if not senders and silent:  # no deadline asks anything of anybody
        lacking = (str(silent), "个镇街没报", "没有报来任何文件")
    balance = f"非空行{facts[o.ROWS_CAME]}，{facts[o.IN_BALANCE]}"
    unread = int(facts[o.FILES_CAME]) - int(facts[o.FILES_READ])
    files = f"其中{unread}份没有计入" if unread else "全部计入"
    return (
        (facts[o.FILES_CAME], "份收件", files),
        lacking,
        (facts[o.CASES], "户", balance),
        *((str(groups[group]), str(group), "户") for group in (Group.NEW, Group.OBSERVED, Group.UNDETERMINED)),
        (facts[Level.MUST], f"处{Level.MUST}", f"{Level.VERIFY}{facts[Level.VERIFY]}处"),
        (facts[o.CHECKS], "条勾稽", f"不平{facts[o.CHECKS_BROKEN]}" if facts[o.CHECKS_BROKEN] != "0" else "全平"),
    )


def _to_do(to_do: pa.Table, listed: _Listed) -> Section:
    steps = []
    for line in to_do.to_pylist():
        link = listed.link(line[c.ANSWERED_IN], line[c.ANSWERED_IN])
        how = plain(line[c.HOW])
        same = how == f"见 {line[c.ANSWERED_IN]}"
        steps.append(Step(plain(line[c.NOTE]), "" if same else how, link if link.href or same else None))
    return Section(
        "todo",
        "接下来办什么",
        "最要紧的在前。" if steps else "没有要办的事。",
        steps=tuple(steps),
    )


def _owed(tables: Tables, listed: _Listed) -> Section:
    senders = owed_by_sender(tables["owed"])
    rows = tuple(
        (
            Cell(plain(line.sender), strong=True),
            *(Cell(str(figure), number=True) for figure in (line.due, line.came)),
            Cell(str(line.missing) if line.missing else "", number=True, tone="red"),
            Cell(f"{line.late}天" if line.late else "", number=True),
            _bar(line.came, line.missing),
        )
        for line in senders
    )
    heads = (c.SENDER, "到期应报", "已到", OwedState.MISSING.value, "最久逾期", "已到／未到")
    owed = [PageTable(heads, rows)] if rows else []
    made = (*owed, *_lacking(tables["owed"]), *_silent(tables["silent"]), *_ahead(tables["ahead"]))
    lacking = [plain(line[c.NOTE]) for line in tables["to_do"].to_pylist() if line[c.ITEM] == ToDo.OWED]
    book = listed.link(OWED_BOOK)
    note = f"逐份情况见 {OWED_BOOK}；没有报齐的一家一份催报单，在 {URGE_FOLDER}/。" if book.href else ""
    nobody = "到期应报的都报来了" if rows else "方案没有规定谁报什么，或者还没有到期的"
    return Section("owed", "谁还没报", f"{'；'.join(lacking) or nobody}。", tables=made, note=note)


def _lacking(owed: pa.Table) -> list[PageTable]:
    rows = tuple(
        (
            Cell(plain(f"{line.form}{state_beside(line.state)}"), strong=True),
            Cell(line.months),
            Cell(line.first_due),
            Cell(str(len(line.senders)), number=True),
            Cell(plain("、".join(line.senders))),
        )
        for line in lacking_forms(owed)
    )
    heads = ("没到的表", c.PERIOD, "最早期限", "家", "哪些单位")
    return [PageTable(heads, rows, title="缺哪几种表")] if rows else []


def _silent(silent: pa.Table) -> list[PageTable]:
    names = [plain(name) for name in silent[f.TOWNSHIP].to_pylist()]
    rows = ((Cell(f"{len(names)}个"), Cell("、".join(names))),)
    return [PageTable((f.TOWNSHIP, "是哪些"), rows, title="没有报来任何文件的镇街")] if names else []


def _ahead(ahead: pa.Table) -> list[PageTable]:
    rows = tuple(
        (
            Cell(line[c.BY_DAY].isoformat(), strong=True),
            Cell(plain(line[c.OWED])),
            Cell(line[c.PERIOD] or ""),
            Cell(plain(line[c.WHO])),
        )
        for line in ahead.to_pylist()
    )
    return [PageTable((c.BY_DAY, "要报什么", c.PERIOD, "谁报"), rows, title="下一个期限")] if rows else []


def _bar(came: int, missing: int) -> Cell:
    total = max(came + missing, 1)
    return Cell(bars=(Bar(100 * came / total, "came"), Bar(100 * missing / total, "lacking")))


def _news(tables: Tables, facts: Mapping[str, str], listed: _Listed) -> Section:
    since, came = facts[o.SINCE], tables["came"].to_pylist()
    lead = f"与 {since} 记下的状态相比。" if since else "以前没有记下的状态，没有可比的。"
    made = []
    if tables["news"].num_rows:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (Cell(line[c.CHANGE], strong=True), Cell(line[c.WHY] or ""), Cell(str(line[c.HOUSEHOLDS]), number=True))
            for line in tables["news"].to_pylist()
        )
        made.append(PageTable((c.CHANGE, c.WHY, c.HOUSEHOLDS), rows, note=f"逐户见 {CHANGES_BOOK}。"))
    if came:
        heads = (c.SENDER, "报来的表", c.COPY, c.STATE, c.ARRIVED, "文件")
        rows = tuple(_receipt(line) for line in came[:CAME_SHOWN])
        more = f"另有{len(came) - CAME_SHOWN}份，" if len(came) > CAME_SHOWN else ""
        made.append(PageTable(heads, rows, title="新来的文件", note=f"{more}逐份见 {RECEIPTS_BOOK}。"))
    if since and not made:
        lead += "没有变化。"
    return Section("news", "又有什么变化", lead, tables=tuple(made))


def _receipt(line: Mapping[str, Any]) -> tuple[Cell, ...]:
    day = line[c.ARRIVED].isoformat() if line[c.ARRIVED] else ""
    texts = (line[c.SENDER], line[f.FORM], line[c.COPY], line[c.STATE], day, line[f.SOURCE_FILE])
    first, *others = (plain(text or "") for text in texts)
    return (Cell(first or "不知哪家", strong=True), *(Cell(text) for text in others))


def _open(questions: pa.Table, listed: _Listed) -> Section:
    rows = []
    for line in questions.to_pylist():
        book = line[c.ANSWERED_IN].partition(" › ")[0]
        place = listed.link(book, line[c.ANSWERED_IN])
        figures = (Cell(figure_text(line[name]), number=True) for name in (c.COUNT, c.HOUSEHOLDS))
        rows.append((Cell(line[c.QUESTION_KIND], strong=True), *figures, Cell(place.text, place.href)))
    heads = ("问题", "处", "涉及户", c.ANSWERED_IN)
    lead = "在右边的文件里答复，再 rescue apply 收回。没有答复以前，凡结果会因此不同的户都列待核实。"
    table = (PageTable(heads, tuple(rows)),) if rows else ()
    return Section("open", "还没答复的问题", lead if rows else "没有未答复的问题。", tables=table)


def _figures(tables: Tables, facts: Mapping[str, str]) -> tuple[Section, ...]:
    return (*month_sections(tables["months"], facts[f.AS_OF]), _places(tables))


def _places(tables: Tables) -> Section:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in tables["places"].to_pylist():
        counts[line[f.TOWNSHIP] or PLACE_UNKNOWN][line[f.GROUP]] += line[c.HOUSEHOLDS]
    lacking = {line.sender: line.missing for line in owed_by_sender(tables["owed"])}
    most = max((sum(of.values()) for of in counts.values()), default=1)
    rows = []
    for name, of in sorted(counts.items(), key=lambda entry: (-sum(entry[1].values()), entry[0])):
        bars = tuple(Bar(100 * of[group] / most, tone) for group, tone in TONES.items() if of[group])
        groups = (Cell(str(of[group]) if of[group] else "", number=True) for group in TONES)
        late = Cell(str(lacking[name]) if lacking.get(name) else "", number=True, tone="red")
        rows.append(
            (Cell(plain(name), strong=True), Cell(str(sum(of.values())), number=True), *groups, late, Cell(bars=bars))
        )
    if len(rows) > 1:
        sums = [sum(of[group] for of in counts.values()) for group in TONES]
        figures = (Cell(str(figure), number=True, strong=True) for figure in (sum(sums), *sums))
        rows.append((Cell(TOTAL, strong=True), *figures, Cell(number=True), Cell()))
    heads = (f.TOWNSHIP, "户", *(str(group) for group in TONES), "未到份数", "各类多少")
    legend = tuple((tone, str(group)) for group, tone in TONES.items())
    lead = "一户一类，按现在的判定。还有表没报来的镇街，户数不全，看“未到份数”。"
    table = (PageTable(heads, tuple(rows)),) if rows else ()
    return Section(
        "places",
        "各镇街的户",
        lead if rows else "还没有户。",
        tables=table,
        legend=legend if rows else (),
        note=WHY if rows else "",
    )


def _books(books: pa.Table, listed: _Listed) -> Section:
    of_folder: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for line in books.to_pylist():
        path = PurePosixPath(line[c.OUTPUT_FILE])
        of_folder[path.parts[0] if len(path.parts) > 1 or line[c.PARTS] else ""].append(_book(line, listed))
    order = [*FOLDERS, *sorted(set(of_folder) - set(FOLDERS))]
    heads = ("文件", "是什么", c.READER, "份", "页", "行")
    made = tuple(
        PageTable(heads, tuple(of_folder[folder]), title=f"输出/{folder}" if folder else "输出/")
        for folder in order
        if folder in of_folder
    )
    count = sum(len(line[c.PARTS]) or 1 for line in books.to_pylist())
    return Section("files", "全部文件", f"输出/ 里上次运行写的{count}个文件，点名字打开。", tables=made)


def _book(line: Mapping[str, Any], listed: _Listed) -> tuple[Cell, ...]:
    home = line[c.OUTPUT_FILE]
    parts = tuple(listed.link(part, _below(part, home)) for part in line[c.PARTS] if part)
    first = listed.link(home, line[c.NAME])
    figures = (line[c.SHEETS], line[c.ROW_COUNT])
    return (
        Cell(first.text, first.href, strong=True),
        Cell(plain(line[c.NOTE] or ""), small=parts),
        Cell(plain(line[c.READER] or "")),
        Cell(str(len(line[c.PARTS]) or 1), number=True),
        *(Cell("" if figure is None else str(figure), number=True) for figure in figures),
    )


def _below(part: str, home: str) -> str:
    """What a part is called in its folder."""
    return str(PurePosixPath(part.removeprefix(home)).with_suffix(""))
