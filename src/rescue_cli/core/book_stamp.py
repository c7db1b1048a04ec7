"""What tells a workbook of ours when it comes back, whatever program saved it and whatever it is called by then.

The same words stand in the document's custom properties and on a very hidden sheet, which also says of every sheet its title
and headings: a copy of a sheet in another workbook is told by these. Nothing in it is random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from rescue_cli.core.states import BookKind

STAMP_SHEET = "来源标记"  # the very hidden sheet
DICTIONARY_SHEET = "字典"  # hidden: what long dropdowns read from
STAMP_TITLE = "本工具写入，用来认出发回的表，请勿改动"
SHEET_LINE = "工作表"
LONGEST_PROPERTY = 255  # characters of a custom property
PROPERTY = f"{STAMP_SHEET}."  # before the name of each of ours
JOINT = "|"
OWN_DOCUMENT = "本工具写出的文书"  # among the keywords of a Word document of ours


@dataclass(frozen=True)
class SheetStamp:
    """One sheet as it was written: its name, title, the texts of its headings, and those over its key and its answers."""

    name: str
    title: str
    heads: tuple[str, ...]
    key: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class BookStamp:
    """`report`: id of the report, form or book; `part`: the township, department or agency it is for. `period`: the campaign of
    the pack, "" where its notice has no end. Of a returned file `source` names the sender's file, `digest` its bytes as they
    came and, behind a space each, those of the files it mends itself; `content` the cells we sent back."""

    kind: BookKind
    report: str
    part: str = ""
    district: str = ""
    pack: str = ""
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

    def properties(self) -> dict[str, str]:
        """The custom properties; what is too long for one stands on the hidden sheet alone."""
        return {f"{PROPERTY}{name}": value for name, value in self.words() if len(value) <= LONGEST_PROPERTY}

    def lines(self) -> list[tuple[str, ...]]:
        """The rows of the hidden sheet."""
        listed = [
            (SHEET_LINE, sheet.name, sheet.title, JOINT.join(sheet.heads), sheet.key, JOINT.join(sheet.answers))
            for sheet in self.sheets
        ]
        return [(STAMP_TITLE,), *self.words(), *listed]


NAMES = {
    "kind": "名目",
    "report": "报表",
    "part": "分给",
    "district": "区县",
    "pack": "方案包",
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
    sheets = tuple(_sheet(line) for line in lines[1:] if line[0] == SHEET_LINE)
    return replace(stamp, sheets=sheets) if stamp else None


def _sheet(line: Sequence[str]) -> SheetStamp:
    _, name, title, heads, key, answers = [*line, *[""] * 6][:6]
    return SheetStamp(name, title, _apart(heads), key, _apart(answers))


def _apart(joined: str) -> tuple[str, ...]:
    return tuple(text for text in joined.split(JOINT) if text)
