"""The same person, row or phone again: named with both places."""

from rescue_cli.check.definition import Check, Run
from rescue_cli.check.finding_places import HOME, NAMED, PERSON, TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Pack

SHARED_BY = 4  # a phone of more households than this is probably a cadre's
_FIRST_PLACE = """CASE WHEN 首表 <> '' THEN '工作表“' || 首表 || '”' ELSE '' END || '第' || 首行 || '行' AS 首处"""


def id_twice(run: Run) -> str:
    """The same ID number again in one file and form, in another household. Results, surveys and clues may well speak
    of a household twice; a person listed twice in one household is a finding of its own."""
    repeated = f'SELECT "{f.ID_NUMBER}" FROM {TABLE} GROUP BY ALL HAVING count(*) > 1'
    return _again(run.pack, f'"{f.ID_NUMBER}"', f'"{f.ID_NUMBER}"', f'"{f.ID_NUMBER}" IN ({repeated})')


def row_twice(run: Run) -> str:
    """A household without an ID number again: the same name, village, and address or phone, in one file and form. What
    shows of two masked numbers may tell two people apart."""
    naming = ", ".join(f'"{name}"' for name in (f.TOWNSHIP, f.VILLAGE, f.ADDRESS, f.PHONE, f.SHOWN_DIGITS))
    nameless = f'"{f.ID_NUMBER}" IS NULL AND coalesce("{f.ADDRESS}", "{f.PHONE}") IS NOT NULL'
    return _again(run.pack, PERSON, f"{PERSON}, {naming}", f"{PERSON} IS NOT NULL AND {nameless}")


def _again(pack: Pack, value: str, key: str, condition: str) -> str:
    """Rows whose `key` stands before, in one file and form but another household; 值 is `value`, 首处 the first of them."""
    same = f'PARTITION BY "{f.SOURCE_FILE}", "{f.FORM}", {key} ORDER BY "{f.SHEET}", "{f.ROW}"'
    return f"""
        SELECT {select("值", _FIRST_PLACE)} FROM (
            SELECT {select(f"{value} AS 值", f"{HOME} AS 户")}, first_value("{f.SHEET}") OVER ({same}) AS 首表,
                   first_value("{f.ROW}") OVER ({same}) AS 首行, first_value({HOME}) OVER ({same}) AS 首户,
                   row_number() OVER ({same}) AS 第几
            FROM {TABLE} WHERE "{f.FORM}" IN ({_once(pack)}) AND {condition}
        ) WHERE 第几 > 1 AND (首户 <> 户 OR 首表 <> "{f.SHEET}")"""


def phone_shared(_: Run) -> str:
    """One phone for more than four households: named once a sheet, in its first row."""
    return f"""
        WITH single AS (
            SELECT {select(f"{NAMED} AS 名", f'''unnest(string_split("{f.PHONE}", '、')) AS 值''')}
            FROM {TABLE} WHERE "{f.PHONE}" IS NOT NULL
        ), counted AS (
            SELECT 值, count(DISTINCT 名) AS 户数 FROM single GROUP BY 值 HAVING count(DISTINCT 名) > {SHARED_BY}
        )
        SELECT {select("值", "户数")} FROM single JOIN counted USING (值)
        QUALIFY row_number() OVER (PARTITION BY 值, "{f.SOURCE_FILE}", "{f.SHEET}" ORDER BY "{f.ROW}") = 1"""


def _once(pack: Pack) -> str:
    """Forms in which a household stands once: not where it stands once for every case, approval or exit (`aid`)."""
    names = [name for name, form in pack.forms.items() if form.role in ("roster", "reference") and not form.aid]
    return ", ".join(map(literal, names)) or "NULL"


_FIRST_ID, _SECOND_ID = "99010119700101001X", "990101197001010028"
_SAME = {f.HEAD_NAME: "示范甲", f.ADDRESS: "1组1号", f.PHONE: "19900000001"}
_SHARING = tuple({f.HEAD_NAME: f"示范{name}", f.PHONE: "19900000001"} for name in "甲乙丙丁戊")

CHECKS = (
    Check(
        code="CHECK-ID-TWICE",
        field=f.ID_NUMBER,
        columns=(f.ID_NUMBER,),
        query=id_twice,
        fires=({f.HEAD_NAME: "示范甲", f.ID_NUMBER: _FIRST_ID}, {f.HEAD_NAME: "示范乙", f.ID_NUMBER: _FIRST_ID}),
        silent=({f.HEAD_NAME: "示范甲", f.ID_NUMBER: _FIRST_ID}, {f.HEAD_NAME: "示范乙", f.ID_NUMBER: _SECOND_ID}),
    ),
    Check(
        code="CHECK-ROW-TWICE",
        field=f.HEAD_NAME,
        columns=((f.HEAD_NAME, f.NAME), (f.ADDRESS, f.PHONE)),
        query=row_twice,
        fires=(_SAME, _SAME),
        silent=(_SAME, {**_SAME, f.ADDRESS: "1组2号"}),
    ),
    Check(
        code="CHECK-PHONE-SHARED",
        field=f.PHONE,
        columns=(f.PHONE, (f.HEAD_NAME, f.NAME)),
        query=phone_shared,
        fires=_SHARING,
        silent=_SHARING[:SHARED_BY],
    ),
)
