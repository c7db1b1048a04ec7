"""Required fields: one finding a cell; where a whole column is missing, one a sheet."""

from rescue_cli.check.definition import Check, Run, Source
from rescue_cli.check.finding_places import HOME, LETTERS, NAMED, TABLE, select
from rescue_cli.core import fields as f
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Form

# The first row of a household none of whose rows gives the field.
_ONCE = f"""("{f.MEMBER}" IS NULL AND "{f.ROW}" = {HOME}
    AND count({{given}}) OVER (PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", {HOME}) = 0)"""
_HAS_COLUMN = f"""EXISTS (FROM {LETTERS} AS sheet WHERE sheet."{f.SOURCE_FILE}" = absent."{f.SOURCE_FILE}"
    AND sheet."{f.SHEET}" = absent."{f.SHEET}" AND sheet.字段 = absent.字段)"""


def absent_fields(run: Run) -> str:
    """A row each mention and required field it lacks: place, 表种, 依据, 字段.

    Where a household has several rows, what a form of households requires, and any fact of a household, is asked for
    once, if none of its rows gives it; a form of persons asks each person for what is of a person."""
    nothing = f"SELECT {select(f.FORM)}, '' AS 依据, '' AS 字段 FROM {TABLE} WHERE FALSE"
    forms = {name: run.pack.forms[name] for name in run.forms}
    queries = (_absent_of_form(run, name, form) for name, form in forms.items() if any(c.required for c in form.column))
    return " UNION ALL ".join([nothing, *queries])


def _absent_of_form(run: Run, name: str, form: Form) -> str:
    required = (column.field for column in form.column if column.required)
    fields = ", ".join(f"CASE WHEN {_is_absent(run, form, field)} THEN {literal(field)} END" for field in required)
    return f"""
        SELECT * EXCLUDE 缺, {literal(form.clause)} AS 依据, unnest(缺) AS 字段 FROM (
            SELECT {select(f.FORM)}, list_filter([{fields}], lambda x: x IS NOT NULL) AS 缺
            FROM {TABLE} WHERE "{f.FORM}" = {literal(name)}
        )"""


def _is_absent(run: Run, form: Form, field: str) -> str:
    """A household may be named by 姓名 instead of 户主姓名 (a roster of persons)."""
    given = NAMED if field == f.HEAD_NAME else f'"{field}"'
    of_household = form.grain == "household" or run.pack.vocabulary[field].of == "household"
    several_rows = run.gives(((f.FIRST_ROW, f.MEMBER),))
    return _ONCE.format(given=given) if of_household and several_rows else f"{given} IS NULL"


ABSENT = Source("check_absent", absent_fields)

_WHOLE = {"户主姓名": "示范甲", "身份证号": "99010119700101001X", "详细住址": "1组1号", "家庭困难类别": ["重病"]}
_PHONE = {"联系方式": "19900000001"}

CHECKS = (
    Check(
        code="CHECK-REQUIRED-MISSING",
        field=None,
        columns=(),
        source=ABSENT,
        query=lambda _: f"SELECT * FROM {ABSENT.name} AS absent WHERE {_HAS_COLUMN}",
        fires=({**_WHOLE, "联系方式": None},),
        silent=({**_WHOLE, **_PHONE},),
    ),
    Check(
        code="CHECK-COLUMN-MISSING",
        field=None,
        columns=(),
        source=ABSENT,
        query=lambda _: (
            f"""
            SELECT "{f.SOURCE_FILE}", "{f.SHEET}", NULL AS "{f.ROW}", 表种, 依据, 字段, count(*) AS 行数
            FROM {ABSENT.name} AS absent WHERE NOT {_HAS_COLUMN} GROUP BY ALL"""
        ),
        fires=(_WHOLE,),
        silent=({**_WHOLE, "联系方式": None},),
    ),
)
