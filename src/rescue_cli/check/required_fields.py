"""Required fields: one finding a cell; where a whole column is missing, one a sheet."""

from collections.abc import Iterator

from rescue_cli.check.finding_places import HOME, ORDER, TABLE, Sheets, forms_present, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Form, Pack

# The first row of a household none of whose rows gives the field.
_ONCE = f"""("{f.MEMBER}" IS NULL AND "{f.ROW}" = {HOME}
    AND count({{given}}) OVER (PARTITION BY "{f.SOURCE_FILE}", "{f.SHEET}", {HOME}) = 0)"""


def missing_required(engine: Engine, sheets: Sheets, pack: Pack, *, listed: bool) -> Iterator[Finding]:
    """A row that lacks a required field is still a mention; the finding asks for the field.

    Where a household has several rows, what a form of households requires, and any fact of a household, is asked for
    once, if none of its rows gives it; a form of persons asks each person for what is of a person. `listed`: whether
    there are such households at all."""
    for name in forms_present(engine, pack):
        form = pack.forms[name]
        absent = {
            column.field: _absent(pack, form, column.field, listed=listed) for column in form.column if column.required
        }
        if absent:
            yield from _missing(engine, sheets, name, form, absent)


def _absent(pack: Pack, form: Form, field: str, *, listed: bool) -> str:
    """A household may be named by 姓名 instead of 户主姓名 (a roster of persons)."""
    given = f'coalesce("{f.HEAD_NAME}", "{f.NAME}")' if field == f.HEAD_NAME else f'"{field}"'
    of_household = form.grain == "household" or pack.vocabulary[field].of == "household"
    return _ONCE.format(given=given) if of_household and listed else f"{given} IS NULL"


def _missing(engine: Engine, sheets: Sheets, name: str, form: Form, absent: dict[str, str]) -> Iterator[Finding]:
    fields = ", ".join(f"CASE WHEN {missing} THEN {literal(field)} END" for field, missing in absent.items())
    query = f"""
        SELECT *, unnest(缺) AS 字段 FROM (
            SELECT {select()}, list_filter([{fields}], x -> x IS NOT NULL) AS 缺
            FROM "{TABLE}" WHERE "{f.FORM}" = {literal(name)}
        ) ORDER BY {ORDER}
    """
    basis = {"依据": form.clause, "表种": name}
    whole: dict[tuple[str, str, str], int] = {}
    for row in engine.sql(query).to_pylist():
        file, sheet, field = row[f.SOURCE_FILE], row[f.SHEET], row["字段"]
        if sheets.letter(file, sheet, field):
            yield sheets.finding("CHECK-REQUIRED-MISSING", row, field, **basis)
        else:
            whole[file, sheet, field] = whole.get((file, sheet, field), 0) + 1
    for (file, sheet, field), count in whole.items():
        yield Finding("CHECK-COLUMN-MISSING", file, sheet, field=field, facts={**basis, "行数": str(count)})
