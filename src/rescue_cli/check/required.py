"""Required fields: one finding a cell; where a whole column is missing, one a sheet."""

from collections.abc import Iterator

from rescue_cli.check.places import ORDER, TABLE, Sheets, select
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Form, Pack


def missing_required(engine: Engine, sheets: Sheets, pack: Pack) -> Iterator[Finding]:
    """A row that lacks a required field is still a mention; the finding asks for the field."""
    for name, form in pack.forms.items():
        for column in form.column:
            if column.required:
                yield from _missing(engine, sheets, name, form, column.field)


def _missing(engine: Engine, sheets: Sheets, name: str, form: Form, field: str) -> Iterator[Finding]:
    query = f"""
        SELECT {select()}
        FROM "{TABLE}" WHERE "{f.FORM}" = {_quoted(name)} AND {_absent(field)} ORDER BY {ORDER}
    """
    basis = {"依据": form.clause, "表种": name}
    whole: dict[tuple[str, str], int] = {}
    for row in engine.sql(query).to_pylist():
        file, sheet = row[f.SOURCE_FILE], row[f.SHEET]
        if sheets.letter(file, sheet, field):
            yield sheets.finding("CHECK-REQUIRED-MISSING", row, field, **basis)
        else:
            whole[file, sheet] = whole.get((file, sheet), 0) + 1
    for (file, sheet), count in whole.items():
        yield Finding("CHECK-COLUMN-MISSING", file, sheet, field=field, facts={**basis, "行数": str(count)})


def _absent(field: str) -> str:
    """A household may be named by 姓名 instead of 户主姓名 (a roster of persons)."""
    return f'"{field}" IS NULL' + (f' AND "{f.NAME}" IS NULL' if field == f.HEAD_NAME else "")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
