"""疑似重复.xlsx, the sheets about rows: what a person must decide, what was decided, what was taken as the same by rule.

One block a cluster of doubtful rows, in it one line under the other the two sources of every pair, their differences marked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import ROWS_SHEET
from rescue_cli.core.states import Band, Verdict
from rescue_cli.record.decisions import PairAnswer, pair_key
from rescue_cli.report.dictionary_columns import place, place_text, text_columns
from rescue_cli.report.question_blocks import BLOCK, SIGNATURES
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.row_lookup import comparable, looked_up
from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, LayoutColumn, Mark, SheetLayout, Span, shown

KIND = "pairs"  # by which `apply` knows the workbook
COMPARED: Mapping[str, float] = {
    f.TOWNSHIP: 11.0,
    f.VILLAGE: 10.0,
    f.HEAD_NAME: 9.0,
    f.NAME: 9.0,
    f.ID_NUMBER: 19.5,
    f.PHONE: 12.5,
    f.ADDRESS: 22.0,
}  # field → width
TAIL: Mapping[str, float] = {
    f.SOURCES: 26.0,
    c.EVIDENCE: 26.0,
    c.SCORE: 6.0,
    c.VERDICT: 13.0,
    c.ANSWER_REASON: 18.0,
    c.QUESTION_CODE: 12.0,
}  # columns behind the fields compared; all but the first are of the pair, merged down
SHEET, ANSWERED, TAKEN = ROWS_SHEET, "已裁定", "已认定同一"
ONE_LINE = 62.0  # width in which most places and reasons stand on one line: the long list prints on half the pages
FIRST_COMPARED = 2  # columns before: 组, 侧
CODE_PART = 12  # characters of each row's digest: a chance of one in millions that two rows of a province share them

Line = Mapping[str, Any]  # of PAIRS
Source = tuple[object, ...]
Known = Mapping[Source, Mapping[str, Cell]]  # a row's place → what it says of the fields compared
Answers = Mapping[tuple[str, str], PairAnswer]


def pair_code(left: str | None, right: str | None) -> str:
    """What an answer carries back of the two rows it is about.

    >>> pair_code("b" * 20, "a" * 20)
    'aaaaaaaaaaaa-bbbbbbbbbbbb'
    """
    return "-".join(digest[:CODE_PART] for digest in pair_key(left or "", right or ""))


def pair_sheets(pairs: pa.Table, mentions: pa.Table, context: ReportContext, answers: Answers) -> list[SheetLayout]:
    """The pairs to decide (a sheet that says so where there are none), those answered, and what rules took as the same.

    Tables as in core.tables (PAIRS, mentions); `answers` by the digests of both rows in order.
    """
    by_person = pc.fill_null(pc.equal(pairs[c.PAIR_RULE], c.BY_PERSON), False)
    same = pairs.filter(pc.and_(pc.equal(pairs[c.BAND], Band.SAME), pc.invert(by_person)))
    answered = in_order(pairs.filter(by_person)).to_pylist()
    to_decide = open_pairs(pairs)
    known = values_compared(mentions, [*to_decide, *answered])
    return [
        _asking(SHEET, to_decide, known, context, answers),
        *([_asking(ANSWERED, answered, known, context, answers)] if answered else []),
        *([_same_sheet(in_order(same), mentions, context)] if same.num_rows else []),
    ]


def open_pairs(pairs: pa.Table) -> list[Line]:
    """The pairs a person has to decide, the likeliest first, those put off last."""
    lines: list[Line] = in_order(pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN))).to_pylist()
    return lines


def in_order(pairs: pa.Table) -> pa.Table:
    """PAIRS by likelihood, those put off last; equal ones by where they stand."""
    put_off = pc.fill_null(pc.equal(pairs[c.PAIR_RULE], Verdict.LATER), False)
    keys = comparable(pairs, (*c.LEFT, *c.RIGHT))
    keys = keys.add_column(0, c.SCORE, pc.negate(pc.fill_null(pairs[c.SCORE], 0.0))).add_column(0, c.PAIR_RULE, put_off)
    return pairs.take(pc.sort_indices(keys, [(name, "ascending") for name in keys.column_names]))


def values_compared(mentions: pa.Table, lines: Iterable[Line]) -> dict[Source, dict[str, Cell]]:
    """What each row of these pairs says of the fields compared; 姓名 only where it is not the head's."""
    wanted = {_source(line, side) for line in lines for side in (c.LEFT, c.RIGHT)}
    files = pa.array(sorted({str(source[0]) for source in wanted}), pa.string())
    names = [name for name in (*f.MENTION_KEY, *COMPARED) if name in mentions.column_names]
    known: dict[Source, dict[str, Cell]] = {}
    for row in mentions.select(names).filter(pc.is_in(mentions[f.SOURCE_FILE], value_set=files)).to_pylist():
        source = tuple(row[key] for key in f.MENTION_KEY)
        if source in wanted:
            head, name = row.get(f.HEAD_NAME), row.get(f.NAME)
            row[f.HEAD_NAME], row[f.NAME] = head or name, name if head and name != head else None
            known.setdefault(source, row)
    return known


def _source(line: Line, side: Sequence[str]) -> Source:
    return tuple(line[name] for name in side)


def _clusters(lines: Sequence[Line]) -> list[list[Line]]:
    """Pairs that share a row, together, in the order of their first."""
    top: dict[Source, Source] = {}

    def root(source: Source) -> Source:
        while top.setdefault(source, source) != source:
            source = top[source]
        return source

    for line in lines:
        left, right = (root(_source(line, side)) for side in (c.LEFT, c.RIGHT))
        top[right] = left
    clusters: dict[Source, list[Line]] = defaultdict(list)
    for line in lines:
        clusters[root(_source(line, c.LEFT))].append(line)
    return list(clusters.values())


def _asking(name: str, lines: Sequence[Line], known: Known, context: ReportContext, answers: Answers) -> SheetLayout:
    """疑似重复 or 已裁定: two rows a pair, its verdict in one cell beside both."""
    compared = _compared(lines, known)
    rows: list[tuple[Cell, ...]] = []
    marks: list[Mark] = []
    spans: list[Span] = []
    tail = FIRST_COMPARED + len(compared)
    for number, cluster in enumerate(_clusters(lines), 1):
        spans.append(Span(0, len(rows), len(rows) + 2 * len(cluster) - 1))
        for line in cluster:
            top = len(rows)
            sides = [[known.get(_source(line, side), {}).get(name) for name in compared] for side in (c.LEFT, c.RIGHT)]
            rows += _pair_rows(number, line, sides, answers)
            marks += _differences(top, sides)
            spans += [Span(tail + column, top, top + 1) for column in range(1, len(TAIL))]
    return SheetLayout(
        name=name,
        title=f"{context.district}疑似重复对象核对表" if name == SHEET else f"{context.district}已裁定的疑似重复",
        columns=_columns(compared),
        rows=rows,
        lead=context.lead(_how_many(lines)),
        notes=_notes(name),
        signatures=SIGNATURES,
        empty="没有需要裁定的疑似重复",
        filter=False,
        rules=_rules(tail) if lines else (),
        marks=tuple(marks),
        spans=tuple(spans),
    )


def _compared(lines: Sequence[Line], known: Known) -> list[str]:
    """The fields shown: 姓名 only where some row has a name beside its head's."""
    rows = (known.get(_source(line, side), {}) for line in lines for side in (c.LEFT, c.RIGHT))
    named = any(row.get(f.NAME) for row in rows)
    return [name for name in COMPARED if name != f.NAME or named]


def _pair_rows(number: int, line: Line, sides: Sequence[Sequence[Cell]], answers: Answers) -> list[tuple[Cell, ...]]:
    """甲 and 乙 of one pair."""
    tail = _answer(line, answers)
    return [
        (number, which, *cells, place(line, *side[:3]), *tail)
        for which, cells, side in zip("甲乙", sides, (c.LEFT, c.RIGHT), strict=True)
    ]


def _answer(line: Line, answers: Answers) -> tuple[Cell, ...]:
    """证据, 分数, 裁定, 理由, 识别码: what was answered before stands there already."""
    left, right = line[c.LEFT_DIGEST] or "", line[c.RIGHT_DIGEST] or ""
    answer = answers.get(pair_key(left, right))
    verdict, reason = (answer.verdict, answer.reason or None) if answer else (None, None)
    return (line[c.EVIDENCE], shown(line[c.SCORE]), verdict, reason, pair_code(left, right))


def _differences(top: int, sides: Sequence[Sequence[Cell]]) -> Iterable[Mark]:
    for column, (left, right) in enumerate(zip(*sides, strict=True), FIRST_COMPARED):
        if shown(left) != shown(right):
            yield Mark(top, column, "amber")
            yield Mark(top + 1, column, "amber")


def _how_many(lines: Sequence[Line]) -> str:
    put_off = sum(line[c.PAIR_RULE] == Verdict.LATER for line in lines)
    return f"共{len(lines)}对" + (f"，其中待查{put_off}对" if put_off else "")


def _rules(tail: int) -> tuple[InputRule, ...]:
    verdict = tail + list(TAIL).index(c.VERDICT)
    return (InputRule(verdict, "list", tuple(Verdict), "这两行说的是不是同一户？"),)


def _notes(name: str) -> tuple[str, ...]:
    if name == ANSWERED:
        return ("以前裁定过的，供复核。要改的在“裁定”栏另选、写明理由，存盘后 rescue apply 本文件。",)
    return (
        "每对两行，不同之处着色；同一组的几对有共同的行。请在“裁定”栏从下拉列表中选择并写明理由，存盘后 rescue apply 本文件：",
        "同一户＝并为一户；同一人不同户＝人是同一个，户是两户；不是＝两个人，以后不再问；待查＝先放着。未裁定的不合并，也不少任何一户。",
    )


def _columns(compared: Sequence[str]) -> tuple[LayoutColumn, ...]:
    widths = {BLOCK: 5.0, c.SIDE: 5.0, **{name: COMPARED[name] for name in compared}, **TAIL}
    return text_columns(widths, [BLOCK])


def _same_sheet(pairs: pa.Table, mentions: pa.Table, context: ReportContext) -> SheetLayout:
    """Every pair taken as one without asking: nothing is merged in silence."""
    sides = [
        [place_text(*where) for where in zip(*(pairs[name].to_pylist() for name in side[:3]), strict=True)]
        for side in (c.LEFT, c.RIGHT)
    ]
    numbers = range(1, pairs.num_rows + 1)
    names = _names_of(pairs, mentions)
    return SheetLayout(
        name=TAKEN,
        title=f"{context.district}按规则认定为同一对象的记录",
        columns=text_columns(
            {f.SERIAL: 6, f.NAME: 10, "来源一": ONE_LINE, "来源二": ONE_LINE, c.EVIDENCE: ONE_LINE}, [f.SERIAL]
        ),
        rows=list(zip(numbers, names, *sides, pairs[c.EVIDENCE].to_pylist(), strict=True)),
        lead=context.lead(f"共{pairs.num_rows}对"),
        notes=("按证据自动认定，供抽查，一般不必打印；认定有误的，请改正来源表后重新运行。",),
    )


def _names_of(pairs: pa.Table, mentions: pa.Table) -> list[str | None]:
    """The name each pair's left row gives: its own, else its head's."""
    left = pairs.select(list(c.LEFT)).rename_columns(list(f.MENTION_KEY))
    own, head = (
        looked_up(left, mentions, f.MENTION_KEY, name) if name in mentions.column_names else None
        for name in (f.NAME, f.HEAD_NAME)
    )
    given = [pc.if_else(pc.equal(column, ""), None, column) for column in (own, head) if column is not None]
    names: list[str | None] = pc.coalesce(*given).to_pylist()
    return names
