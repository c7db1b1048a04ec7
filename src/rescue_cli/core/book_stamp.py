"""What tells a workbook of ours when it comes back, whatever program saved it and whatever it is called by then.

The same words stand in the document's custom properties and on a very hidden sheet, which also says of every sheet its title
and headings: a copy of a sheet in another workbook is told by these. Nothing in it is random.
"""

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

from rescue_cli.core.states import BookKind

STAMP_SHEET = "来源标记"  # the very hidden sheet
DICTIONARY_SHEET = "字典"  # hidden: what long dropdowns read from
STAMP_TITLE = "本工具写入，用来认出发回的表，请勿改动"
SHEET_LINE, ROW_LINE = "工作表", "行"
LONGEST_PROPERTY = 255  # characters of a custom property
PROPERTY = f"{STAMP_SHEET}."  # before the name of each of ours
JOINT = "|"
_NUMBER = re.compile(r"-?\d{1,18}(\.\d+)?")
OWN_DOCUMENT = "本工具写出的文书"  # among the keywords of a Word document of ours
OWN_PAGE = "rescue overview page"  # what made the page, as it says itself (<meta name="generator">)
OWN_CALENDAR = "-//rescue//deadlines//ZH"  # who made a calendar, as it says itself (RFC 5545 PRODID)


@dataclass(frozen=True)
class SheetStamp:
    """One sheet as it was written: its name, title, the texts of its headings, and those over its key, its answers and what
    it shows beside them. `rows`: what stands in the key → of each of its rows the marks of the cells shown."""

    name: str
    title: str
    heads: tuple[str, ...]
    key: str = ""
    answers: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    rows: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class BookStamp:
    """`report`: id of the report, form or book; `part`: the township, department or agency it is for. `period`: the campaign of
    the pack, "" where its notice has no end; `pack_digest`: the beginning of the pack's digest. Of a returned file `source` names the sender's file, `digest` its bytes as they
    came and, behind a space each, those of the files it mends itself; `content` the cells we sent back."""

    kind: BookKind
    report: str
    part: str = ""
    district: str = ""
    pack: str = ""
    pack_digest: str = ""
    period: str = ""
    as_of: str = ""
    source: str = ""
    digest: str = ""
    content: str = ""
    sheets: tuple[SheetStamp, ...] = ()

    def words(self) -> list[tuple[str, str]]:
        """Name and value of everything said of the whole book."""
        values = {field.name: str(getattr(self, field.name)) for field in fields(self) if field.name in NAMES}
        return [(NAMES[name], value) for name, value in values.items() if value]

    @property
    def foot(self) -> str:
        """What is printed at the foot of every page: by what and as of when it was made."""
        pack = f"{self.pack}（{self.pack_digest}）" if self.pack_digest else self.pack
        return "　".join(part for part in (self.district, pack, self.as_of and f"截至{self.as_of}") if part)

    def properties(self) -> dict[str, str]:
        """The custom properties; what is too long for one stands on the hidden sheet alone."""
        return {f"{PROPERTY}{name}": value for name, value in self.words() if len(value) <= LONGEST_PROPERTY}

    def lines(self) -> list[tuple[str, ...]]:
        """The rows of the hidden sheet."""
        listed = [
            (
                *(SHEET_LINE, sheet.name, sheet.title, JOINT.join(sheet.heads)),
                *(sheet.key, JOINT.join(sheet.answers), JOINT.join(sheet.shown)),
            )
            for sheet in self.sheets
        ]
        rows = [
            (ROW_LINE, sheet.name, case, " ".join(marks))
            for sheet in self.sheets
            for case, lines in sheet.rows.items()
            for marks in lines
        ]
        return [(STAMP_TITLE,), *self.words(), *listed, *rows]


NAMES = {
    "kind": "名目",
    "report": "报表",
    "part": "分给",
    "district": "区县",
    "pack": "方案包",
    "pack_digest": "方案包摘要",
    "period": "期间",
    "as_of": "截至",
    "source": "原件",
    "digest": "原件摘要",
    "content": "内容摘要",
}
_FIELDS = {name: field for field, name in NAMES.items()}


def stamp_of_words(words: Mapping[str, str]) -> BookStamp | None:
    """The stamp these words make; None where they do not say what kind of workbook it is."""
    values = {_FIELDS[name]: value for name, value in words.items() if name in _FIELDS}
    if values.get("kind") not in set(BookKind):
        return None
    kind, report = BookKind(values.pop("kind")), values.pop("report", "")
    return replace(BookStamp(kind, report), **values)  # type: ignore[arg-type]


def stamp_of_properties(properties: Mapping[str, str]) -> BookStamp | None:
    """The stamp in a document's custom properties; None where there is none."""
    ours = {name.removeprefix(PROPERTY): value for name, value in properties.items() if name.startswith(PROPERTY)}
    return stamp_of_words(ours)


def stamp_of_sheet(name: str, rows: Sequence[Sequence[object]]) -> BookStamp | None:
    """The stamp on a hidden sheet of ours; None where the sheet is another."""
    lines = [[str(cell).strip() for cell in row] for row in rows]
    if not name.startswith(STAMP_SHEET) or not lines or lines[0][:1] != [STAMP_TITLE]:
        return None
    stamp = stamp_of_words({line[0]: line[1] for line in lines[1:] if len(line) > 1 and line[0] != SHEET_LINE})
    marks = defaultdict[str, dict[str, list[tuple[str, ...]]]](dict)
    for line in (line for line in lines if line[0] == ROW_LINE and len(line) > 3):
        marks[line[1]].setdefault(line[2], []).append(tuple(line[3].split()))
    sheets = tuple(_sheet(line, marks) for line in lines[1:] if line[0] == SHEET_LINE)
    return replace(stamp, sheets=sheets) if stamp else None


def _sheet(line: Sequence[str], rows: Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]]) -> SheetStamp:
    _, name, title, heads, key, answers, shown = [*line, *[""] * 7][:7]
    return SheetStamp(name, title, _apart(heads), key, _apart(answers), _apart(shown), rows.get(name, {}))


def cell_mark(value: object) -> str:
    """What tells a cell that was changed: the same for what spreadsheet programs write differently, and nothing of the value.

    >>> cell_mark(3) == cell_mark("3.0") == cell_mark(Decimal("3.00")), cell_mark(None), len(cell_mark("三"))
    (True, '-', 8)
    """
    text = _plain(value)
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest() if text else "-"


def _plain(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(str, value))
    text = "".join(str(value).split())
    if not _NUMBER.fullmatch(text):
        return text.removesuffix("00:00:00")
    return format(round(Decimal(text), 4).normalize(), "f")


def _apart(joined: str) -> tuple[str, ...]:
    return tuple(text for text in joined.split(JOINT) if text)
