"""The same person, row or phone again: named with both places."""

from collections.abc import Iterator, Mapping
from typing import Any

from rescue_cli.check.finding_places import HOME, NAMED, ORDER, PERSON, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Pack

SHARED_BY = 4  # a phone of more households than this is probably a cadre's


def id_twice(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """The same ID number again in one file and form, in another household. Results, surveys and clues may well speak
    of a household twice; a person listed twice in one household is a finding of its own."""
    same = f'PARTITION BY "{f.SOURCE_FILE}", "{f.FORM}", "{f.ID_NUMBER}" ORDER BY "{f.SHEET}", "{f.ROW}"'
    query = f"""
        SELECT * FROM (
            SELECT {select(f'"{f.ID_NUMBER}"', f"{HOME} AS 户")}, first_value("{f.SHEET}") OVER ({same}) AS 首表,
                   first_value("{f.ROW}") OVER ({same}) AS 首行, first_value({HOME}) OVER ({same}) AS 首户,
                   row_number() OVER ({same}) AS 第几
            FROM "{TABLE}" WHERE "{f.FORM}" IN ({_once(pack)}) AND "{f.ID_NUMBER}" IN (
                SELECT "{f.ID_NUMBER}" FROM "{TABLE}" GROUP BY ALL HAVING count(*) > 1)
        ) WHERE 第几 > 1 AND (首户 <> 户 OR 首表 <> "{f.SHEET}") ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-ID-TWICE", row, f.ID_NUMBER, row[f.ID_NUMBER], 首处=_first(row))


def row_twice(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """A household without an ID number again: the same name, village, and address or phone, in one file and form."""
    naming = ", ".join(f'"{name}"' for name in (f.TOWNSHIP, f.VILLAGE, f.ADDRESS, f.PHONE))
    same = f'PARTITION BY "{f.SOURCE_FILE}", "{f.FORM}", {PERSON}, {naming} ORDER BY "{f.SHEET}", "{f.ROW}"'
    query = f"""
        SELECT * FROM (
            SELECT {select(f"{PERSON} AS 名", f"{HOME} AS 户")}, first_value("{f.SHEET}") OVER ({same}) AS 首表,
                   first_value("{f.ROW}") OVER ({same}) AS 首行, first_value({HOME}) OVER ({same}) AS 首户,
                   row_number() OVER ({same}) AS 第几
            FROM "{TABLE}"
            WHERE {PERSON} IS NOT NULL AND "{f.ID_NUMBER}" IS NULL AND "{f.FORM}" IN ({_once(pack)})
              AND coalesce("{f.ADDRESS}", "{f.PHONE}") IS NOT NULL
        ) WHERE 第几 > 1 AND (首户 <> 户 OR 首表 <> "{f.SHEET}") ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-ROW-TWICE", row, f.HEAD_NAME, row["名"], 首处=_first(row))


def phone_shared(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """One phone for more than four households: named once a sheet, in its first row."""
    query = f"""
        WITH single AS (
            SELECT {select(f"{NAMED} AS 名", f'''unnest(string_split("{f.PHONE}", '、')) AS 号''')}
            FROM "{TABLE}" WHERE "{f.PHONE}" IS NOT NULL
        ), counted AS (
            SELECT 号, count(DISTINCT 名) AS 户数 FROM single GROUP BY 号 HAVING count(DISTINCT 名) > {SHARED_BY}
        )
        SELECT {select("号", "户数")} FROM single JOIN counted USING (号)
        QUALIFY row_number() OVER (PARTITION BY 号, "{f.SOURCE_FILE}", "{f.SHEET}" ORDER BY "{f.ROW}") = 1
        ORDER BY {ORDER}, 号
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-PHONE-SHARED", row, f.PHONE, row["号"], 户数=row["户数"])


def _once(pack: Pack) -> str:
    """Forms in which a household stands once."""
    names = [name for name, form in pack.forms.items() if form.role in ("roster", "reference")]
    return ", ".join(map(literal, names)) or "NULL"


def _first(row: Mapping[str, Any]) -> str:
    sheet = f"工作表“{row['首表']}”" if row["首表"] else ""
    return f"{sheet}第{row['首行']}行"
