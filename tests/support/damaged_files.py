"""Sound little rosters in every format, and the ways in which a file may be damaged or made to harm: `mutants(...)`.

The same seed gives the same files. Used by a few dozen in the tests, by thousands in `benchmarks/survival.py`.
"""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import xlwt

from support.formats import ods, ods_cell, word, word_table, xml2003
from support.mentions import citizen
from support.workbooks import text_table, xlsx

HEADS = ["序号", "镇街", "村居", "户主姓名", "身份证号", "详细住址", "联系方式", "家庭人口", "人均月收入", "登记日期"]
Parts = list[tuple[str, bytes]]
Random = random.Random


@dataclass(frozen=True)
class Damaged:
    """One file: its name says which format it comes from, which kind of damage, which number."""

    name: str
    data: bytes


def rows(number: int = 8) -> list[list[object]]:
    """A roster of invented households."""
    names = "甲乙丙丁戊己庚辛壬癸"
    told = [
        [
            n,
            "兴泾镇",
            "泾华村",
            f"示范{names[n % 10]}",
            citizen(n),
            f"{n}组{n}号",
            f"1990000{n:04d}",
            3,
            312.5,
            43556 + n,
        ]
        for n in range(1, number + 1)
    ]
    return [HEADS, *told]


@cache
def sound() -> dict[str, bytes]:
    """Suffix → a sound file."""
    texts = [[str(cell) for cell in row] for row in rows()]
    table_rows = [f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in texts]
    cells = ["".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) for row in texts]
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in texts)
    return {
        "xlsx": xlsx({"困难家庭名册": rows(), "说明": [["填表说明"]]}),
        "xls": _dated_xls(),
        "csv": text_table(rows()),
        "ods": ods("".join(table_rows)),
        "docx": word(word_table(*[[_word_cell(cell) for cell in row] for row in texts])),
        "html": f"<html><body><table>{page}</table></body></html>".encode(),
        "xml": xml2003("".join(f"<Row>{row}</Row>" for row in cells)),
    }


def _word_cell(text: str) -> str:
    return f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _dated_xls() -> bytes:
    """xlwt with dates, numbers, and a merged title."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("困难家庭名册")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, 9, "困难家庭名册")
    for number, row in enumerate(rows(), 1):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, *([day] if column == 9 and number > 1 else []))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


# --- damage to bytes, of every format --------------------------------------------------------------------------------


def flip(data: bytes, chance: Random) -> bytes:
    """Up to twenty bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(data: bytes, chance: Random) -> bytes:
    """The rest never came."""
    return data[: chance.randrange(1, len(data))]


def transplant(data: bytes, chance: Random) -> bytes:
    """A stretch stands elsewhere, twice or not at all, as torn copies leave it."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, max(2, len(data) // 4))]
    place = chance.randrange(len(data))
    cut = place + (len(piece) if chance.random() < 0.5 else 0)
    return data[:place] + piece + data[cut:]


# --- damage to packages ----------------------------------------------------------------------------------------------


def member_gone(data: bytes, chance: Random) -> bytes:
    parts = _parts(data)
    del parts[chance.randrange(len(parts))]
    return _zipped(parts)


def member_twice(data: bytes, chance: Random) -> bytes:
    """A part comes twice, the second one damaged."""
    parts = _parts(data)
    name, content = chance.choice(parts)
    return _zipped([*parts, (name, flip(content, chance) if content else b"x")])


def member_renamed(data: bytes, chance: Random) -> bytes:
    parts = _parts(data)
    place = chance.randrange(len(parts))
    name, content = parts[place]
    new = chance.choice(
        [
            name.upper(),
            name.replace("/", "\\"),
            f"../{name}",
            f"/{name}",
            name + "\x00",
            name[:-1],
            f"{name}/",
            "张\x1b[31m",
        ]
    )
    return _zipped([*parts[:place], (new, content), *parts[place + 1 :]])


def member_damaged(data: bytes, chance: Random) -> bytes:
    """One part is damaged before it is packed: the container is in order, what is in it is not."""
    parts = _parts(data)
    place = chance.randrange(len(parts))
    name, content = parts[place]
    harm = chance.choice([flip, truncate, transplant])
    return _zipped([*parts[:place], (name, harm(content, chance) if len(content) > 1 else b""), *parts[place + 1 :]])


# --- damage to what the markup says ----------------------------------------------------------------------------------


def entity_bomb(text: bytes, chance: Random) -> bytes:
    """Entities that unfold to entities, or that name files of this machine."""
    levels = chance.randint(2, 30)
    bomb = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, levels)
    )
    declared = chance.choice(
        [bomb, b'<!ENTITY a%d SYSTEM "file:///etc/passwd">' % (levels - 1), b'<!ENTITY % a SYSTEM "x">']
    )
    head = re.match(rb"\s*<\?xml[^>]*\?>", text)
    start = head.end() if head else 0
    body = _at_some_text(text[start:], b"&a%d;" % (levels - 1), chance)
    return text[:start] + b"<!DOCTYPE x [" + declared + b"]>" + body


def deep(text: bytes, chance: Random) -> bytes:
    """Elements in elements, thousands of them."""
    depth = chance.choice([300, 5_000, 100_000])
    tags = re.findall(rb"<([\w:]+)[ >]", text) or [b"a"]
    tag = chance.choice(tags)
    closed = b"</%s>" % tag * (depth if chance.random() < 0.5 else 0)
    return _at_some_text(text, b"<%s>" % tag * depth + closed, chance)


def odd_numbers(text: bytes, chance: Random) -> bytes:
    """Some numbers are ones no cell can hold: not finite, too large, out of the calendar."""
    odd = [
        b"NaN",
        b"inf",
        b"-INF",
        b"1e309",
        b"-1e400",
        b"9" * 400,
        b"2958466",
        b"-693595",
        b"1e15",
        b"-0",
        b"0x10",
        b"",
    ]
    places = list(re.finditer(rb"(?<=>)[\d.]+(?=<)|(?<=\")\d+(?=\")", text))
    for place in sorted(chance.sample(places, min(len(places), chance.randint(1, 6))), key=lambda m: -m.start()):
        text = text[: place.start()] + chance.choice(odd) + text[place.end() :]
    return text


def far_references(text: bytes, chance: Random) -> bytes:
    """References beyond what there is: shared texts, styles, rows and columns, spans."""
    harm: list[tuple[bytes, bytes]] = [
        (rb't="s"><v>\d+</v>', b't="s"><v>%d</v>' % chance.choice([99, 2**31, 2**32, 2**64])),
        (rb'\bs="\d+"', b's="%d"' % chance.choice([999, 2**31, 2**32])),
        (rb'r="[A-Z]+(\d+)"', b'r="%s%d"' % (chance.choice([b"A", b"XFD", b"XFE", b"ZZZZZZZ"]), chance.choice([0, 1048576, 2**32]))),
        (rb"<dimension[^>]*>", b'<dimension ref="A1:XFD1048576"/>'),
        (rb"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
        (rb"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (rb"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="D9:A1"/><mergeCell ref="A:A"/></mergeCells>'),
        (rb"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="%d" ' % chance.choice([16384, 2**31])),
        (rb"<table:table-row>", b'<table:table-row table:number-rows-repeated="%d">' % chance.choice([1048576, 10**12])),
        (rb"<td>", b'<td colspan="%d" rowspan="%d">' % (chance.choice([0, 1000, 10**9]), chance.choice([0, 65534, 10**9]))),
        (rb"<w:tcPr/>", b'<w:tcPr><w:gridSpan w:val="%d"/><w:vMerge/></w:tcPr>' % chance.choice([0, 63, 10**8])),
        (rb"<Cell>", b'<Cell ss:Index="%d" ss:MergeAcross="%d">' % (chance.choice([0, 16384, 10**8]), chance.choice([0, 10**8]))),
        (rb"<Row>", b'<Row ss:Index="%d">' % chance.choice([0, 1048576, 10**8])),
        (rb'office:value-type="string"', chance.choice([b'office:value-type="date" office:date-value="99999-99-99"', b'office:value-type="float" office:value="nan"', b'office:value-type="time" office:time-value="PT99999999999H"'])),
    ]  # fmt: skip
    fitting = [(old, new) for old, new in harm if re.search(old, text)]
    if not fitting:
        return flip(text, chance)
    old, new = chance.choice(fitting)
    return re.sub(old, lambda _: new, text, count=chance.choice([1, 3, 0]))


def odd_characters(text: bytes, chance: Random) -> bytes:
    """Characters that mean something to a terminal, a spreadsheet or a parser."""
    odd = [
        "\x1b[2J\x1b[31m",
        "[/]",
        "[bold]",
        "\x00",
        "\ufffe",
        "\u202e",
        "&#xD800;",
        "&#27;",
        "=1+1|cmd",
        "﷽" * 300,
        "]]>",
        "\x9b31m",
    ]
    for _ in range(chance.randint(1, 5)):
        text = _at_some_text(text, chance.choice(odd).encode("utf-8", "surrogatepass"), chance)
    return text


def _at_some_text(text: bytes, inserted: bytes, chance: Random) -> bytes:
    """Before the end of some text between two tags; of what is no markup, anywhere."""
    places = [match.start() for match in re.finditer(rb"(?<=[^>\s])<", text)] or [chance.randrange(len(text) + 1)]
    place = chance.choice(places)
    return text[:place] + inserted + text[place:]


# --- damage to the records of an xls ---------------------------------------------------------------------------------


def record_lies(data: bytes, chance: Random) -> bytes:
    """Records of an xls say another length, another place or another kind; the container stays whole."""
    changed = bytearray(data)
    start = data.find(b"\x09\x08\x10\x00")
    places = []
    place = start
    while start >= 0 and place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == 0 and length == 0:
            break
        places.append(place)
        place += 4 + length
    for place in chance.sample(places, min(len(places), chance.randint(1, 3))):
        offset = chance.choice([0, 2, 4, 6])
        struct.pack_into("<H", changed, place + offset, chance.choice([0, 1, 0x7FFF, 0xFFFF, 0x00FD, 0x0203, 0x00E5]))
    return bytes(changed)


# --- which damage fits which format ----------------------------------------------------------------------------------

Harm = Callable[[bytes, Random], bytes]
BYTES: tuple[Harm, ...] = (flip, truncate, transplant)
PACKAGE: tuple[Harm, ...] = (member_gone, member_twice, member_renamed, member_damaged)
MARKUP: tuple[Harm, ...] = (entity_bomb, deep, odd_numbers, far_references, odd_characters)
ZIPPED, PLAIN_MARKUP = ("xlsx", "ods", "docx"), ("html", "xml")


def harms_of(suffix: str) -> tuple[Harm, ...]:
    """The kinds of damage a format can take."""
    if suffix in ZIPPED:
        return BYTES + PACKAGE + tuple(_inside(harm) for harm in MARKUP)
    if suffix in PLAIN_MARKUP:
        return BYTES + MARKUP
    return (*BYTES, record_lies) if suffix == "xls" else (*BYTES, odd_characters)


def mutants(seed: int, count: int) -> Iterator[Damaged]:
    """`count` damaged files, formats and kinds of damage in turn."""
    kinds = [(suffix, harm) for suffix in sound() for harm in harms_of(suffix)]
    for number in range(count):
        suffix, harm = kinds[number % len(kinds)]
        chance = random.Random(f"{seed}/{number}")
        yield Damaged(f"{number:05d}-{harm.__name__}.{suffix}", harm(sound()[suffix], chance))


def _inside(harm: Harm) -> Harm:
    """The damage done to one part of a package that is markup, most often to the one that holds the table."""

    def harmed(data: bytes, chance: Random) -> bytes:
        parts = _parts(data)
        markup = [place for place, (name, content) in enumerate(parts) if content and name.endswith((".xml", ".rels"))]
        tables = [place for place in markup if parts[place][0].endswith(("sheet1.xml", "content.xml", "document.xml"))]
        place = chance.choice(tables if chance.random() < 0.7 else markup)
        name, content = parts[place]
        return _zipped([*parts[:place], (name, harm(content, chance)), *parts[place + 1 :]])

    harmed.__name__ = harm.__name__
    return harmed


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return [(info.filename, source.read(info)) for info in source.infolist()]


def _zipped(parts: Parts) -> bytes:
    import warnings

    data = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()
