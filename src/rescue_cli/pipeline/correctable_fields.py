"""Which values may be put right by a person, and what she may put in their place."""

from rescue_cli.core import fields as f
from rescue_cli.core.amounts import value_text
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.session import Session
from rescue_cli.settle import SEVERAL
from rescue_cli.values.id_number import is_valid_id

NEVER = frozenset({f.SERIAL, f.REMARK})
KINDS = {
    "money": "金额",
    "quotient": "金额",
    "ratio": "数",
    "count": "整数",
    "date": "日期，如 2019-04-25",
    "datetime": "日期和时间",
    "yes_no": "“是”或“否”",
    "phone": "电话号码",
    "name": "姓名",
    "id_number": "身份证号",
    "certificate": "残疾证号",
}


def correctable_fields(pack: Pack) -> list[str]:
    """Facts a household or person has one of, in the order of the dictionary."""
    return [
        entry.name
        for entry in pack.input_fields
        if entry.settle != "row" and entry.name not in SEVERAL and entry.name not in NEVER
    ]


def fault_of_value(session: Session, cells: Cells, field: str, text: str) -> tuple[str, str]:
    """The value as the record keeps it, and "" – or why it is none of the field's kind."""
    entry = session.pack.vocabulary[field]
    parsed = cells.read_cell(field, text)
    if entry.type == "id_number" and not is_valid_id(str(parsed.value or "")):
        return "", f"“{text}”不是有效的身份证号（位数、日期或校验码不对）"
    codes = session.pack.codes.get(entry.codes or "")
    wanted = (
        f"“{'”“'.join(item.value for item in codes.item)}”之一" if codes is not None else KINDS.get(entry.type, "文字")
    )
    if parsed.value is None or parsed.value in ((), []) or parsed.note:
        return "", f"{field}应填{wanted}，“{text}”读不出来"
    known = [township.name for township in session.townships]
    if field == f.TOWNSHIP and known and parsed.value not in known:
        return "", f"没有镇街“{text}”：请填{'、'.join(known)}之一"
    if entry.plausible is not None and not _believed(parsed.value, entry.plausible):
        low, high = entry.plausible
        return (
            "",
            f"{field}“{text}”大小不像（通常在{low}到{high}之间），请核对；确是这样的，请在原表填写并在校验汇总认可",
        )
    value = list(parsed.value) if isinstance(parsed.value, tuple) else parsed.value
    return value_text(value), ""


def _believed(value: object, bounds: tuple[int, int]) -> bool:
    low, high = bounds
    return value == 0 or low <= value <= high  # type: ignore[operator]
