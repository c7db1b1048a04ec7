"""A disability-certificate number against the row: it holds the holder's ID number, the category and the level."""

from collections.abc import Callable

from rescue_cli.check.definition import Check, Run, Source
from rescue_cli.check.finding_places import TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.values.certificate import CATEGORIES, LEVELS

NUMBER, CATEGORY, LEVEL = "残疾证号", "残疾类别", "残疾等级"
MULTIPLE = "多重"
_WHOLE = f"""regexp_full_match("{NUMBER}", '[0-9]{{17}}[0-9X][1-7][1-4](B[0-9]*)?')"""
_OF_A_PERSON = f'("{f.FIRST_ROW}" IS NOT NULL OR "{f.MEMBER}" IS NOT NULL OR "{f.NAME}" IS NOT NULL)'


def _words(words: tuple[str, ...]) -> str:
    return f"[{', '.join(repr(word) for word in words)}]"


def _word(words: tuple[str, ...], place: int) -> str:
    """The word that the digit at `place` of the number stands for."""
    return f'list_extract({_words(words)}, substr("{NUMBER}", {place}, 1)::INT)'


def certificate_facts(_: Run) -> str:
    """A row each mention with a whole number: what it says, what the row says; words nobody recognised left out."""
    known = f'list_filter("{CATEGORY}", lambda word: list_contains({_words(CATEGORIES)}, word)) AS 识别'
    return f"""
        SELECT {select(f'"{NUMBER}" AS 证', f'"{f.ID_NUMBER}" AS 号', f'"{CATEGORY}" AS 类', f'"{LEVEL}" AS 级', known)},
               {_OF_A_PERSON} AS 本人, {_word(CATEGORIES, 19)} AS 证类, {_word(LEVELS, 20)} AS 证级
        FROM {TABLE} WHERE {_WHOLE}"""


CERTIFICATES = Source("check_certificates", certificate_facts)


def _rows(condition: str, *columns: str) -> Callable[[Run], str]:
    return lambda _: f"SELECT {select(*columns)} FROM {CERTIFICATES.name} WHERE {condition}"


_HOLDER, _OTHER = "99010119700101001X", "990101197001010028"
_NUMBER = _HOLDER + "42"  # 肢体二级

CHECKS = (
    Check(
        code="CHECK-CERTIFICATE-ID",
        field=NUMBER,
        columns=(NUMBER, f.ID_NUMBER),
        source=CERTIFICATES,
        # Only where the row is a person's: a household's row may give a member's certificate.
        query=_rows("本人 AND substr(证, 1, 18) <> 号", "证 AS 值", "号 AS 另一值"),
        fires=({f.NAME: "示范甲", f.ID_NUMBER: _OTHER, NUMBER: _NUMBER},),
        silent=({f.NAME: "示范甲", f.ID_NUMBER: _HOLDER, NUMBER: _NUMBER},),
    ),
    Check(
        code="CHECK-CERTIFICATE-LEVEL",
        field=LEVEL,
        columns=(NUMBER, LEVEL),
        source=CERTIFICATES,
        query=_rows("级 <> 证级", "级 AS 值", "证级 AS 另一值"),
        fires=({NUMBER: _NUMBER, LEVEL: "三级"},),
        silent=({NUMBER: _NUMBER, LEVEL: "二级"},),
    ),
    Check(
        code="CHECK-CERTIFICATE-CATEGORY",
        field=CATEGORY,
        columns=(NUMBER, CATEGORY),
        source=CERTIFICATES,
        # 多重 may be written out as its parts; words nobody recognised are no contradiction.
        query=_rows(
            f"len(识别) > 0 AND NOT list_contains(识别, 证类) AND NOT (证类 = '{MULTIPLE}' AND len(识别) > 1)",
            "类 AS 值",
            "证类 AS 另一值",
        ),
        fires=({NUMBER: _NUMBER, CATEGORY: ["视力"]},),
        silent=({NUMBER: _NUMBER, CATEGORY: ["肢体"]},),
    ),
)
