"""规则校读.xlsx: a pack in words, clause beside rule, for a section chief who has the notice in his other hand."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rescue_cli.core import columns as c
from rescue_cli.core.findings import Entry
from rescue_cli.pack import model as m
from rescue_cli.report.proof_cases import CaseRun, cases_sheet
from rescue_cli.report.proof_references import References
from rescue_cli.report.proof_rules import facts_sheet, remarks_sheet, rules_sheet
from rescue_cli.report.proof_settings import checks_sheet, days_sheet, readings_sheet, standards_sheet
from rescue_cli.report.proof_sheets import Opinion, ProofSheet, about, broken_rows, said_of, sheet_layout
from rescue_cli.report.report_types import han_date
from rescue_cli.workbooks.writing.proof_stamp import BOOK, OPINION, SIGN_HERE, bare, stamp_line, text_but_opinions
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

GUIDE, GONE = c.NOTE, "未收回的意见"
ITEM, CONTENT = "项目", "内容"
GUIDE_WIDTHS: Mapping[str, float] = {ITEM: 18, CONTENT: 88}
FROM, ABOUT, ROW_THEN = "原在哪张表", "原是哪一条", "写意见时这一条的内容"
GONE_WIDTHS: Mapping[str, float] = {FROM: 14, ABOUT: 22, ROW_THEN: 80}
HOW_TO_READ = (
    "一手拿通知，一手拿本册，按《规则》表从上往下逐条对：条款对不对、条件有没有多写少写、含不含本数、没有填的怎样算、结果和理由对不对。"
    "规则里用到的数怎样得来，看《推算》表；界限上下各判成什么，看《判例》表。"
    f"意见写在各表右边的“{OPINION}”栏，别的栏不要改。本册再写一遍时，意见还在原处；那一条后来改了的，意见移到《{GONE}》表。",
    "“是”“否”“不知道”是三回事：没有填的是不知道。条件里写“没有填的按……计”的，是本方案包的取舍，请特别核对有没有依据。",
)


def proof_sheets(
    pack: m.Pack, runs: Sequence[CaseRun], catalogue: Mapping[str, Entry], day: dt.date
) -> list[ProofSheet]:
    """All sheets, before anybody wrote an opinion. `day`: by which the cases are judged."""
    references = References(pack)
    return [
        _guide(pack, runs),
        rules_sheet(references, runs),
        facts_sheet(references),
        standards_sheet(references),
        cases_sheet(pack, runs, catalogue, day),
        remarks_sheet(references),
        readings_sheet(references),
        checks_sheet(references, catalogue),
        days_sheet(references),
    ]


def _guide(pack: m.Pack, runs: Sequence[CaseRun]) -> ProofSheet:
    head = pack.head
    wrong = sum(1 for run in runs if run.wrong)
    span = (
        f"{han_date(head.period.start)}至{han_date(head.period.end)}（{head.period.clause}）"
        if head.period
        else "没有写"
    )
    rows = [
        *((item, f"写在右边（所校的是摘要为{pack.digest[:8]}的方案包，改过就不是这一份了）") for item in SIGN_HERE),
        ("通知", f"{head.title}{f'（{head.number}）' if head.number else ''}"),
        ("发文单位、日期", f"{head.issuer}{f'，{han_date(head.date)}' if head.date else ''}"),
        ("方案包", f"{head.id}，依据一栏写作“{head.short}”{f'，上级包 {head.parent}' if head.parent else ''}"),
        ("排查起止", span),
        *((f"怎样校读{number}", text) for number, text in enumerate(HOW_TO_READ, 1)),
        (
            "判例",
            f"共{len(runs)}例，{f'{wrong}例不符合，规则未必合乎通知，先看《判例》表里标“✗不符合”的' if wrong else '都符合'}",
        ),
        *((f"本包的读法{number}", text) for number, text in enumerate(head.notes, 1)),
    ]
    notes = ("“本包的读法”是通知没有说清、本包怎样处理的地方，请逐条看是否同意。",)
    return ProofSheet(GUIDE, GUIDE_WIDTHS, ITEM, (CONTENT,), broken_rows(GUIDE_WIDTHS, ITEM, rows), notes, 34)


def is_signature(opinion: Opinion) -> bool:
    """Whether somebody signed, which is no opinion on a rule. A signature is for one state of the pack: when that has
    changed, it stands among those whose row is gone."""
    return opinion.sheet == GUIDE and opinion.key in SIGN_HERE


def book_layouts(
    pack: m.Pack, sheets: Sequence[ProofSheet], opinions: Sequence[Opinion]
) -> tuple[list[SheetLayout], int]:
    """The sheets with every opinion beside its row, and how many have no row any more; these stand on a sheet of their own.

    An opinion stands beside the row whose key and content it was written for.
    """
    beside: dict[tuple[str, int], str] = {}
    gone = [opinion for opinion in dict.fromkeys(opinions) if not _placed(sheets, opinion, beside)]
    written = [*sheets, *([_gone_sheet(gone)] if gone else [])]
    typed = {**beside, **{(GONE, number): opinion.text for number, opinion in enumerate(gone)}}
    drafts = [_layout(pack, sheet, "", typed) for sheet in written]
    version = version_of("".join(_layout_text(layout) for layout in drafts))
    stamp = stamp_line(pack.head.id, version)
    return [replace(layout, stamp=stamp) for layout in drafts], len(gone)


def version_of(text: str) -> str:
    """Of a book's text but for the opinions."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _placed(sheets: Sequence[ProofSheet], opinion: Opinion, beside: dict[tuple[str, int], str]) -> bool:
    for sheet in sheets:
        if sheet.name != opinion.sheet:
            continue
        key = list(sheet.widths).index(sheet.key)
        for number, row in enumerate(sheet.rows):
            same = said_of([row[key]]) == said_of([opinion.key]) and about(sheet, row) == opinion.about
            if same and (sheet.name, number) not in beside:
                beside[sheet.name, number] = opinion.text
                return True
    return False


def _gone_sheet(gone: Sequence[Opinion]) -> ProofSheet:
    rows = tuple((opinion.sheet, opinion.key, opinion.about) for opinion in gone)
    notes = ("这些意见所说的条目后来改了或没有了，意见原样留在这里。看过、不用再留的，把意见格清空，下次就不再写出。",)
    return ProofSheet(GONE, GONE_WIDTHS, ABOUT, (ROW_THEN,), rows, notes, 30)


def _layout(pack: m.Pack, sheet: ProofSheet, stamp: str, typed: Mapping[tuple[str, int], str]) -> SheetLayout:
    own = {number: text for (name, number), text in typed.items() if name == sheet.name}
    lead = (f"方案包：{pack.head.id}", pack.head.issuer, f"共{len(sheet.rows)}行")
    return sheet_layout(sheet, f"{pack.head.short}{BOOK}：{sheet.name}", lead, stamp, own)


def _layout_text(layout: SheetLayout) -> str:
    """As `text_but_opinions` reads it off the sheet."""
    heads = [column.head[-1] for column in layout.columns]
    signatures = ["".join(f"{who}：" for who in layout.signatures)]
    body: Sequence[Sequence[object]] = layout.rows or [[layout.empty]]
    lines = [[layout.title], layout.lead, heads, *body, *([note] for note in layout.notes), signatures]
    return "".join(text_but_opinions(lines))


def opinions_in(name: str, rows: Sequence[Sequence[object]], sheets: Sequence[ProofSheet]) -> Iterator[Opinion]:
    """What was typed on a sheet of an earlier book, with the row it was typed beside; also what the sheet 未收回的意见 held."""
    known = {sheet.name: sheet for sheet in sheets} | {GONE: _gone_sheet(())}
    sheet = known.get(name)
    head = next((number for number, row in enumerate(rows) if OPINION in map(bare, row)), None)
    if head is None:
        return
    names = {bare(name): name for name in (sheet.widths if sheet else ())}
    heads = [names.get(bare(cell), bare(cell)) for cell in rows[head]]
    for row in rows[head + 1 :]:
        texts = {heading: str(cell) for heading, cell in zip(heads, row, strict=False)}
        text = texts.get(OPINION, "").strip()
        if not text:
            continue
        if name == GONE:
            yield Opinion(texts.get(FROM, ""), texts.get(ABOUT, ""), said_of([texts.get(ROW_THEN, "")]), text)
        elif sheet is None or sheet.key not in texts:
            yield Opinion(name, "", said_of([texts.get(heading, "") for heading in heads if heading != OPINION]), text)
        else:
            yield Opinion(name, texts[sheet.key], said_of([texts.get(heading, "") for heading in sheet.asked]), text)
