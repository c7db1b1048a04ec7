"""A disability-certificate number against the row: it holds the holder's ID number, the category and the level."""

from collections.abc import Iterator

from rescue_cli.check.finding_places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.values.certificate import CATEGORIES, LEVELS

NUMBER, CATEGORY, LEVEL = "残疾证号", "残疾类别", "残疾等级"
MULTIPLE = "多重"
_WHOLE = f"""regexp_full_match("{NUMBER}", '[0-9]{{17}}[0-9X][1-7][1-4](B[0-9]*)?')"""
_OF_A_PERSON = f'("{f.FIRST_ROW}" IS NOT NULL OR "{f.MEMBER}" IS NOT NULL OR "{f.NAME}" IS NOT NULL)'


def certificate_against_row(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """Three comparisons. The ID number only where the row is a person's: a household's row may give a member's certificate."""
    query = f"""
        SELECT {select(f'"{NUMBER}" AS 证', f'"{f.ID_NUMBER}" AS 号', f'"{CATEGORY}" AS 类', f'"{LEVEL}" AS 级')},
               {_OF_A_PERSON} AND substr(证, 1, 18) <> 号 AS 号不符,
               {_word(CATEGORIES, 19)} AS 证类, {_word(LEVELS, 20)} AS 证级
        FROM "{TABLE}" WHERE {_WHOLE} ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        if row["号不符"]:
            yield sheets.finding("CHECK-CERTIFICATE-ID", row, NUMBER, row["证"], 另一值=row["号"])
        if row["级"] and row["级"] != row["证级"]:
            yield sheets.finding("CHECK-CERTIFICATE-LEVEL", row, LEVEL, row["级"], 另一值=row["证级"])
        if row["类"] and not _says(row["类"], row["证类"]):
            yield sheets.finding("CHECK-CERTIFICATE-CATEGORY", row, CATEGORY, "、".join(row["类"]), 另一值=row["证类"])


def _word(words: tuple[str, ...], place: int) -> str:
    return f'list_extract([{", ".join(repr(word) for word in words)}], substr("{NUMBER}", {place}, 1)::INT)'


def _says(written: list[str], category: str) -> bool:
    """多重 may be written out as its parts; words nobody recognised are no contradiction."""
    known = [word for word in written if word in CATEGORIES]
    return category in known or not known or (category == MULTIPLE and len(known) > 1)
