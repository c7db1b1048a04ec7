"""What senders wrote where a category was read as a code of the pack's list: their own words, to stand beside the code.

因病 read as 重病 is shown as 家庭困难类别：因病; a word no list knows, which left the field blank, as well.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.pack import model as m
from rescue_cli.values.parsed import compact

OWN_WORDS = "原填写"
_SILENT = (Rereading.NOTHING, Rereading.EMPTIED, Rereading.TICKED)  # nothing was written, or headings
_PLACE = (f.SOURCE_FILE, f.SHEET, f.ROW)
Place = tuple[str, str, int]
Words = tuple[tuple[str, str], ...]  # field, and what was written
Written = Mapping[Place, Mapping[tuple[str, str | None], str]]  # row → (field, as it was read) → as it was written


def words_of_rows(mentions: pa.Table, raw: pa.Table, pack: m.Pack) -> list[Words]:
    """For each row of `mentions` what it says in words of its own; `raw` as in core.tables."""
    written = _written(raw, pack)
    fields = [field for field in mentions.column_names if field in _coded(pack)]
    values = {field: mentions[field].to_pylist() for field in fields}
    places = zip(*(mentions[name].to_pylist() for name in _PLACE), strict=True)
    return [
        tuple((key[0], word) for key, word in written[place].items() if _shown(values[key[0]][index]) == key[1])
        if place in written
        else ()
        for index, place in enumerate(places)
    ]


def words_of_cases(cases: pa.Table, numbered: pa.Table, words: Sequence[Words], pack: m.Pack) -> list[Words]:
    """For each row of `cases` what its rows of `numbered` (mentions with 编号) say in their `words` of the household; what
    is of one person only (与户主关系) stands in the rows."""
    by_case: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for case, own in zip(numbered[f.CASE].to_pylist(), words, strict=True):
        if case is not None:
            by_case[case].update(dict.fromkeys(word for word in own if pack.vocabulary[word[0]].of == "household"))
    return [tuple(by_case.get(case, ())) for case in cases[f.CASE].to_pylist()]


def joined(words: Words) -> str | None:
    """As one cell: 家庭困难类别：因病；城乡：非农业.

    >>> joined((("家庭困难类别", "因病"), ("城乡", "非农业"))), joined(())
    ('家庭困难类别：因病；城乡：非农业', None)
    """
    return "；".join(f"{field}：{word}" for field, word in words) or None


def _coded(pack: m.Pack) -> set[str]:
    """The fields read by a code list."""
    return {entry.name for entry in pack.input_fields if entry.type in ("choice", "choices") and entry.codes}


def _written(raw: pa.Table, pack: m.Pack) -> Written:
    lines = raw.filter(pc.is_in(raw[c.FIELD], value_set=pa.array(sorted(_coded(pack)), pa.string())))
    rows: dict[Place, dict[tuple[str, str | None], str]] = defaultdict(dict)
    for line in lines.to_pylist():
        if line[c.WHY] not in _SILENT and compact(line[c.WRITTEN]) != compact(line[c.READ_AS] or ""):
            place = tuple(line[name] for name in _PLACE)
            rows[place][line[c.FIELD], line[c.READ_AS]] = " ".join(line[c.WRITTEN].split())
    return rows


def _shown(value: object) -> str | None:
    return "、".join(value) if isinstance(value, list) else value if isinstance(value, str) else None
