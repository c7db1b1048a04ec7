"""疑似重复.xlsx, the sheets about rows: what a person must decide, what was decided, what was taken as the same by rule.

One block a cluster of doubtful rows, in it one line under the other the two sources of every pair, their differences marked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.record.decisions import PairAnswer, pair_key
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, LayoutColumn, Mark, SheetLayout, Span, shown

KIND = "pairs"  # by which `apply` knows the workbook
VERDICTS = ("同一户", "同一人不同户", "不是", "待查")
COMPARED = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS)
WIDTHS = (11.0, 10.0, 9.0, 9.0, 19.5, 12.5, 22.0)
SIDES = (("左文件", "左表", "左行", "左成员"), ("右文件", "右表", "右行", "右成员"))
PENDING, SAME, APART = "待裁定", "同一", "不同"
BY_PERSON, PARKED = "裁定", "待查"  # 规则 of a pair a person answered
SHEET, ANSWERED, TAKEN = "疑似重复", "已裁定", "已认定同一"
VERDICT, WHY, CODE = "裁定", "理由", "识别码"
ONE_LINE = 62.0  # width in which most places and reasons stand on one line: the long list prints on half the pages
FIRST_COMPARED = 2  # columns before: 组, 侧
_CODE_PART = 12  # characters of each row's digest: a chance of one in millions that two rows of a province share them

Line = Mapping[str, Any]
Source = tuple[object, ...]
Answers = Mapping[tuple[str, str], PairAnswer]


def pair_code(left: str | None, right: str | None) -> str:
    """What an answer carries back of the two rows it is about.

    >>> pair_code("b" * 20, "a" * 20)
    'aaaaaaaaaaaa-bbbbbbbbbbbb'
    """
    one, other = pair_key(left or "", right or "")
    return f"{one[:_CODE_PART]}-{other[:_CODE_PART]}"


def pair_sheets(pairs: pa.Table, mentions: pa.Table, context: ReportContext, answers: Answers) -> list[SheetLayout]:
    """The pairs to decide (a sheet that says so where there are none), those answered, and what rules took as the same."""
    known = said_of(mentions)
    lines = sorted(pairs.to_pylist(), key=_order)
    answered = [line for line in lines if line[f.RULE] == BY_PERSON]
    same = [line for line in lines if line[c.BAND] == SAME and line[f.RULE] != BY_PERSON]
    return [
        _asking(SHEET, open_pairs(pairs), known, context, answers),
        *([_asking(ANSWERED, answered, known, context, answers)] if answered else []),
        *([_same_sheet(same, known, context)] if same else []),
    ]


def open_pairs(pairs: pa.Table) -> list[Line]:
    """The pairs a person has to decide, the likeliest first, those put off last."""
    return sorted((line for line in pairs.to_pylist() if line[c.BAND] == PENDING), key=_order)


def _order(line: Line) -> tuple[Any, ...]:
    return (
        line[f.RULE] == PARKED,
        -(line[c.SCORE] or 0),
        *(str(line[name]) if name[1:] in ("文件", "表") else line[name] or 0 for side in SIDES for name in side),
    )


def said_of(mentions: pa.Table) -> dict[Source, dict[str, Cell]]:
    """What each row says of the fields compared; 姓名 only where it is not the head's."""
    names = [*f.MENTION_KEY, *COMPARED]
    known: dict[Source, dict[str, Cell]] = {}
    for row in mentions.select([name for name in names if name in mentions.column_names]).to_pylist():
        head, name = row.get(f.HEAD_NAME), row.get(f.NAME)
        row[f.HEAD_NAME], row[f.NAME] = head or name, name if head and name != head else None
        known.setdefault(tuple(row[key] for key in f.MENTION_KEY), row)
    return known


def _side(line: Line, side: tuple[str, ...], known: Mapping[Source, Mapping[str, Cell]]) -> Mapping[str, Cell]:
    return known.get(tuple(line[name] for name in side), {})


def _clusters(lines: Sequence[Line]) -> list[list[Line]]:
    """Pairs that share a row, together, in the order of their first."""
    top: dict[Source, Source] = {}

    def root(source: Source) -> Source:
        while top.setdefault(source, source) != source:
            source = top[source]
        return source

    for line in lines:
        left, right = (root(tuple(line[name] for name in side)) for side in SIDES)
        top[right] = left
    found: dict[Source, list[Line]] = defaultdict(list)
    for line in lines:
        found[root(tuple(line[name] for name in SIDES[0]))].append(line)
    return list(found.values())


def _asking(
    name: str,
    lines: Sequence[Line],
    known: Mapping[Source, Mapping[str, Cell]],
    context: ReportContext,
    answers: Answers,
) -> SheetLayout:
    said = {name for line in lines for side in SIDES for name, value in _side(line, side, known).items() if value}
    compared = [name for name in COMPARED if name != f.NAME or name in said]
    rows: list[tuple[Cell, ...]] = []
    marks: list[Mark] = []
    spans: list[Span] = []
    for number, cluster in enumerate(_clusters(lines), 1):
        spans.append(Span(0, len(rows), len(rows) + 2 * len(cluster) - 1))
        for line in cluster:
            top = len(rows)
            sides = [[_side(line, side, known).get(name) for name in compared] for side in SIDES]
            tail = _answer(line, answers)
            rows += [
                (number, which, *cells, place(line, *side[:3]), *tail)
                for which, cells, side in zip("甲乙", sides, SIDES, strict=True)
            ]
            marks += _differences(top, sides)
            spans += [Span(FIRST_COMPARED + len(compared) + at, top, top + 1) for at in range(1, 6)]
    parked = sum(line[f.RULE] == PARKED for line in lines)
    verdict = FIRST_COMPARED + len(compared) + 3
    return SheetLayout(
        name=name,
        title=f"{context.district}疑似重复对象核对表" if name == SHEET else f"{context.district}已裁定的疑似重复",
        columns=_columns(compared),
        rows=rows,
        lead=_lead(context, f"共{len(lines)}对" + (f"，其中待查{parked}对" if parked else "")),
        notes=_notes(name),
        signatures=("核对人", "复核人", "日期"),
        empty="没有需要裁定的疑似重复",
        filter=False,
        rules=(InputRule(verdict, "list", VERDICTS, "这两行说的是不是同一户？"),) if lines else (),
        marks=tuple(marks),
        spans=tuple(spans),
    )


def _answer(line: Line, answers: Answers) -> tuple[Cell, ...]:
    """证据, 分数, 裁定, 理由, 识别码: what was answered before stands there already."""
    left, right = line[c.LEFT_DIGEST] or "", line[c.RIGHT_DIGEST] or ""
    known = answers.get(pair_key(left, right))
    told = (known.verdict, known.reason or None) if known else (None, None)
    return (line[c.EVIDENCE], shown(line[c.SCORE]), *told, pair_code(left, right))


def _differences(top: int, sides: Sequence[Sequence[Cell]]) -> Iterable[Mark]:
    for at, (one, other) in enumerate(zip(*sides, strict=True)):
        if shown(one) != shown(other):
            yield Mark(top, FIRST_COMPARED + at, "amber")
            yield Mark(top + 1, FIRST_COMPARED + at, "amber")


def _notes(name: str) -> tuple[str, ...]:
    if name == ANSWERED:
        return ("以前裁定过的，供复核。要改的在“裁定”栏另选、写明理由，存盘后 rescue apply 本文件。",)
    return (
        "每对两行，不同之处着色；同一组的几对有共同的行。请在“裁定”栏从下拉列表中选择并写明理由，存盘后 rescue apply 本文件：",
        "同一户＝并为一户；同一人不同户＝人是同一个，户是两户；不是＝两个人，以后不再问；待查＝先放着。未裁定的不合并，也不少任何一户。",
    )


def _columns(compared: Sequence[str]) -> tuple[LayoutColumn, ...]:
    widths = dict(zip(COMPARED, WIDTHS, strict=True))
    return (
        LayoutColumn(("组",), "count", 5),
        LayoutColumn(("侧",), "text", 5),
        *(LayoutColumn((name,), "text", widths[name]) for name in compared),
        LayoutColumn(("来源",), "text", 26),
        LayoutColumn(("证据",), "text", 26),
        LayoutColumn(("分数",), "text", 6),
        LayoutColumn((VERDICT,), "text", 13),
        LayoutColumn((WHY,), "text", 18),
        LayoutColumn((CODE,), "text", 12),
    )


def _same_sheet(
    lines: Sequence[Line], known: Mapping[Source, Mapping[str, Cell]], context: ReportContext
) -> SheetLayout:
    """Every pair taken as one without asking: nothing is merged in silence."""
    rows = [
        (
            number,
            said.get(f.NAME) or said.get(f.HEAD_NAME),
            *(place(line, *side[:3]) for side in SIDES),
            line[c.EVIDENCE],
        )
        for number, line in enumerate(lines, 1)
        for said in [_side(line, SIDES[0], known)]
    ]
    columns = (
        LayoutColumn(("序号",), "count", 6),
        LayoutColumn((f.NAME,), "text", 10),
        LayoutColumn(("来源一",), "text", ONE_LINE),
        LayoutColumn(("来源二",), "text", ONE_LINE),
        LayoutColumn(("证据",), "text", ONE_LINE),
    )
    return SheetLayout(
        name=TAKEN,
        title=f"{context.district}按规则认定为同一对象的记录",
        columns=columns,
        rows=rows,
        lead=_lead(context, f"共{len(lines)}对"),
        notes=("按证据自动认定，供抽查，一般不必打印；认定有误的，请改正来源表后重新运行。",),
    )


def _lead(context: ReportContext, right: str) -> tuple[str, str, str]:
    return (f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", right)
