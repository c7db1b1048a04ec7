"""What an ID number says against what stands beside it, and the same number or phone in several rows."""

from collections.abc import Iterator

from rescue_cli.check.places import NAMED, ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack

BIRTH, SEX = "出生日期", "性别"
SHARED_BY = 4  # a phone of more households than this is probably a cadre's
_WHOLE = f"regexp_full_match(\"{f.ID_NUMBER}\", '[0-9]{{17}}[0-9X]')"


def birth_against_id(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """出生日期 differs from characters 7–14 of the ID number (GB 11643-1999)."""
    born = f"""try_strptime(substr("{f.ID_NUMBER}", 7, 8), '%Y%m%d')::DATE AS 证"""
    query = f"""
        SELECT * FROM (SELECT {select(f'"{BIRTH}" AS 写', born)} FROM "{TABLE}" WHERE {_WHOLE})
        WHERE 写 <> 证 ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-ID-BIRTH-DISAGREES", row, BIRTH, row["写"], 另一值=row["证"])


def sex_against_id(engine: Engine, sheets: Sheets) -> Iterator[Finding]:
    """性别 differs from the 17th character of the ID number: odd = 男."""
    shown = f"""CASE WHEN substr("{f.ID_NUMBER}", 17, 1)::INT % 2 = 1 THEN '男' ELSE '女' END AS 证"""
    query = f"""
        SELECT * FROM (SELECT {select(f'"{SEX}" AS 写', shown)} FROM "{TABLE}" WHERE {_WHOLE})
        WHERE 写 <> 证 ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        yield sheets.finding("CHECK-ID-SEX-DISAGREES", row, SEX, row["写"], 另一值=row["证"])


def id_twice(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """The same ID number again in one file and form. Results, surveys and clues may well speak of a household twice."""
    once = [name for name, form in pack.forms.items() if form.role in ("roster", "reference")]
    same = f'PARTITION BY "{f.SOURCE_FILE}", "{f.FORM}", "{f.ID_NUMBER}" ORDER BY "{f.SHEET}", "{f.ROW}"'
    query = f"""
        SELECT * FROM (
            SELECT {select(f'"{f.FORM}"', f'"{f.ID_NUMBER}"')}, row_number() OVER ({same}) AS 第几,
                   first_value("{f.SHEET}") OVER ({same}) AS 首表, first_value("{f.ROW}") OVER ({same}) AS 首行
            FROM "{TABLE}" WHERE "{f.ID_NUMBER}" IS NOT NULL
        ) WHERE 第几 > 1 ORDER BY {ORDER}
    """
    for row in engine.sql(query).to_pylist():
        if row[f.FORM] in once:
            sheet = f"工作表“{row['首表']}”" if row["首表"] else ""
            first = f"{sheet}第{row['首行']}行"
            yield sheets.finding("CHECK-ID-TWICE", row, f.ID_NUMBER, row[f.ID_NUMBER], 首处=first)


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
