"""疑似重复.xlsx, the sheet 身份证会诊: numbers that are none, with those of other lists that may be the ones meant."""

from collections.abc import Iterable, Mapping, Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId
from rescue_cli.record.decisions import NEITHER, Choice, question_digest, value_digest
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.question_blocks import Blocks
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, LayoutColumn, SheetLayout

SHEET = "身份证会诊"
DAMAGED, CHOSEN, WHY, CODE = "残缺号码", "选用号码", "理由", "识别码"
NONE_RIGHT = "都不是"
UNREADABLE = "（读不出）"
_SPANNED = (0, 1, 2, 3, 4, 5, 10, 11, 12)  # all but the candidates' own columns
_COLUMNS = {
    "组": 5.0,
    "姓名": 9.0,
    f.TOWNSHIP: 11.0,
    f.VILLAGE: 10.0,
    DAMAGED: 19.5,
    "来源": 26.0,
    "候选号码": 19.5,
    "候选姓名": 9.0,
    "候选来源": 26.0,
    "依据": 26.0,
    CHOSEN: 19.5,
    WHY: 16.0,
    CODE: 12.0,
}


def candidate_digests(one: DamagedId) -> dict[str, str]:
    """Number → its digest."""
    return {candidate.number: value_digest(f.ID_NUMBER, candidate.number) for candidate in one.candidates}


def question_code(one: DamagedId) -> str:
    """What an answer carries back: the row as it was seen, and the candidates."""
    return code_of(one.digest, candidate_digests(one).values())


def code_of(row: str, candidates: Iterable[str]) -> str:
    """The same of the digests of row and candidates."""
    return question_digest(row, f.ID_NUMBER, candidates).partition(":")[2][:16]


def open_questions(found: Sequence[DamagedId], chosen: Mapping[str, Choice]) -> list[DamagedId]:
    """Those nobody has answered, or of which there is a candidate that was not seen then."""
    return [
        one
        for one in found
        if one.digest not in chosen
        or chosen[one.digest].value != NEITHER
        or not chosen[one.digest].seen.issuperset(candidate_digests(one).values())
    ]


def consultation_sheet(found: Sequence[DamagedId], context: ReportContext) -> SheetLayout | None:
    """One block a damaged number, a line a candidate; no sheet where there is none."""
    if not found:
        return None
    blocks = Blocks(10, "本人的身份证号是哪个？", _SPANNED)
    for number, one in enumerate(found, 1):
        blocks.add(_block(number, one), (*(candidate.number for candidate in one.candidates), NONE_RIGHT))
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}身份证号会诊表",
        columns=tuple(
            LayoutColumn((name,), "count" if name == "组" else "text", width) for name, width in _COLUMNS.items()
        ),
        rows=blocks.rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"共{len(found)}处"),
        notes=(
            "号码残缺或有误的，列出别处姓名相同（同音）、号码相近或出生日期和村居相符、且校验码相符的号码。请核对证件后在“选用号码”栏选择，",
            "存盘后 rescue apply 本文件；不选就不填，选用的以后每次运行都照用，并列在更正记录（raw）里。",
        ),
        signatures=("核对人", "复核人", "日期"),
        filter=False,
        rules=tuple(blocks.rules),
        spans=tuple(blocks.spans),
    )


def _block(number: int, one: DamagedId) -> list[tuple[Cell, ...]]:
    said = {name: None if one.row[name] is None else str(one.row[name]) for name in (f.NAME, f.HEAD_NAME, f.ID_NUMBER)}
    return [
        (
            number,
            said[f.NAME] or said[f.HEAD_NAME],
            *(None if one.row[name] is None else str(one.row[name]) for name in (f.TOWNSHIP, f.VILLAGE)),
            said[f.ID_NUMBER] or UNREADABLE,
            place(one.row),
            candidate.number,
            candidate.name,
            place(dict(zip((f.SOURCE_FILE, f.SHEET, f.ROW), candidate.source, strict=True))),
            candidate.evidence,
            None,
            None,
            question_code(one),
        )
        for candidate in one.candidates
    ]
