"""What is said of a household whose result is dated ahead: that it came, and that it does not count before its day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.pack.model import Pack
from rescue_cli.settle.as_of_day import column_of, first_late, late_parts, waiting

WAITS = "待计"
NOTES = pa.schema([(f.CASE, pa.string()), (WAITS, pa.string())])


def waiting_notes(
    groups: pa.Table, mentions: pa.Table, numbers: Mapping[str, str], pack: Pack, as_of: dt.date
) -> pa.Table:
    """NOTES, one line a case: its results, and parts of its rows, of days after `as_of`. `groups`: GROUPS, with the rows
    that wait in their households; `numbers`: 户组 → 编号."""
    lines = groups.select([*f.MENTION_KEY, f.HOUSEHOLD]).to_pylist()
    homes = {tuple(line[key] for key in f.MENTION_KEY): numbers.get(line[f.HOUSEHOLD] or "") for line in lines}
    sentences: dict[str, list[str]] = defaultdict(list)
    for row, words in _late_words(mentions, pack, as_of):
        case = homes.get(tuple(row[key] for key in f.MENTION_KEY))
        if case is not None and words not in sentences[case]:
            sentences[case].append(words)
    ordered = sorted(sentences.items())
    columns = [[case for case, _ in ordered], [f"；另有{'、'.join(words)}，到那一天以前不计" for _, words in ordered]]
    return pa.table(dict(zip(NOTES.names, columns, strict=True)), schema=NOTES)


def _late_words(mentions: pa.Table, pack: Pack, as_of: dt.date) -> Iterator[tuple[dict[str, object], str]]:
    late = waiting(mentions, pack, as_of)
    results = pa.array(sorted(name for name, form in pack.forms.items() if form.role == "result"), pa.string())
    for row in mentions.filter(pc.and_(late, pc.is_in(mentions[f.FORM], value_set=results))).to_pylist():
        yield row, f"{row[f.FORM]}第{row[f.ROW]}行（{_day(row, first_late(row, pack, as_of))}，晚于基准日）"
    for row, day, _ in late_parts(mentions.filter(pc.invert(late)), pack, as_of):
        yield (
            row,
            f"{row[f.FORM]}第{row[f.ROW]}行的“{column_of(pack.forms[str(row[f.FORM])], day)}”（{_day(row, day)}，晚于基准日）",
        )


def _day(row: Mapping[str, object], day: str) -> str:
    return str(row[day])[:10]


def _lines(table: pa.Table, names: list[str]) -> Iterator[tuple[object, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def with_notes(determinations: pa.Table, notes: pa.Table) -> pa.Table:
    """DETERMINATIONS, what waits said behind the reason of the line that decides."""
    if not notes.num_rows:
        return determinations
    index = pc.index_in(determinations[f.CASE], value_set=notes[f.CASE].combine_chunks())
    words = pc.if_else(pc.is_valid(determinations[f.GROUP]), pc.fill_null(pc.take(notes[WAITS], index), ""), "")
    reasons = pc.binary_join_element_wise(determinations[f.REASON], words, "")
    place = determinations.schema.get_field_index(f.REASON)
    return determinations.set_column(place, determinations.schema.field(place), reasons)
