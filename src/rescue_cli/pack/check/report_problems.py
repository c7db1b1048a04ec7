"""Checks of a report's declarations: source, sheets, columns, cross-checks, charts, notes."""

import re
from collections.abc import Sequence

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.core.file_names import name_fault
from rescue_cli.core.hit_codes import HIT, HIT_FORM
from rescue_cli.core.states import ListAnswer
from rescue_cli.pack import model as m
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.language.expansion import AGGREGATE_FUNCTIONS
from rescue_cli.pack.language.expressions import AGGREGATES, BOOL, NUMBER, Expression
from rescue_cli.pack.language.scope import ITEM, LINE_NUMBER, Scope
from rescue_cli.pack.language.sentences import template_fields
from rescue_cli.pack.span_columns import names_span, spanned_columns

DOCUMENT_WORDS = ("填报单位", "截至", "月份")  # what every document may name beside its figures
PERSONAL = ("id_number", "name", "phone", "address", "certificate")  # types of fields that say who somebody is
LETTERS = re.compile(r"[A-Z]{1,3}")
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*")


def report_problems(pack: m.Pack, stem: str, report: m.Report, problems: Problems) -> None:
    """Add everything wrong with one report but where it is written (`output_paths`)."""
    part = f"reports/{stem}"
    scope = Scope.for_report(pack, report.source, report.forms)
    _source(pack, part, report, problems)
    if report.where is not None:
        problems.expression(part, "where", report.where, scope, BOOL)
    _deadline(pack, part, report, problems)
    _split(pack, part, report, scope, problems)
    _document(part, report, scope, problems)
    for blank in (report.template, report.fill.file if report.fill else ""):
        if blank and (fault := name_fault(blank)):
            text = "只写文件名，不写文件夹" if "/" in blank or "\\" in blank else fault
            problems.add(part, "template", f"{text}：{blank}")
    for sheet in report.sheet:
        _sheet(pack, part, report, sheet, scope, problems)
    if report.fill is not None:
        _fill(part, report, report.fill, problems)


def _source(pack: m.Pack, part: str, report: m.Report, problems: Problems) -> None:
    if (report.source == "rows") != bool(report.forms):
        problems.add(part, "forms", "source 为 rows 的报表要写 forms，其他的不写")
    for form in report.forms:
        problems.known(part, "forms", form, pack.forms, "表")
    if report.compare is not None:
        _compare(pack, part, report, report.compare, problems)


def _compare(pack: m.Pack, part: str, report: m.Report, name: str, problems: Problems) -> None:
    """The rows are those the comparison looks for and does not find."""
    known = {entry.name: entry for entry in pack.head.compare}
    if problems.known(part, "compare", name, known, "比对"):
        entry = known[name]
        if entry.tell != ListAnswer.MISS or not set(report.forms) <= set(entry.left):
            problems.add(part, "compare", f'“{name}”要写 tell = "{ListAnswer.MISS}"，left 里有本报表的 forms')


def _deadline(pack: m.Pack, part: str, report: m.Report, problems: Problems) -> None:
    """A monthly report is due by a monthly deadline."""
    if report.deadline is None:
        return
    monthly = [entry.id for entry in pack.head.deadline if entry.monthly]
    problems.known(part, "deadline", report.deadline, monthly, "每月的时限（monthly_day、monthly_workday）")
    if not report.month:
        problems.add(part, "deadline", "只用于月报（month = true）")


def _split(pack: m.Pack, part: str, report: m.Report, scope: Scope, problems: Problems) -> None:
    if report.named_by and (report.kind != "document" or report.split is None):
        problems.add(part, "named_by", '只用于分册的文书（kind = "document"，写了 split）')
    for name in report.named_by:
        problems.known(part, "named_by", name, [figure.id for figure in report.figure], "数（[[figure]]）")
    if report.split is None:
        if template_fields(report.file):
            problems.add(part, "file", "文件名里有花括号，但没有写 split")
        return
    if problems.known(part, "split", report.split, scope.types, "字段") and _is_personal(report.split, scope):
        problems.add(part, "split", f"不能按“{report.split}”分册：个人信息会写进文件名；可用 {f.TOWNSHIP} 或 {f.CASE}")
    if template_fields(report.file) != [report.split]:
        problems.add(part, "file", f"分册的文件名里要有一处“{{{report.split}}}”")
    if any(sheet.ledger_check for sheet in report.sheet):
        problems.add(part, "split", "分册的报表不能写 ledger_check：台账是全部的，分册是一部分")


def _is_personal(name: str, scope: Scope) -> bool:
    """File names are seen by whoever sees the folder, and stand in lists and logs."""
    return scope.types[name] in PERSONAL


def _document(part: str, report: m.Report, scope: Scope, problems: Problems) -> None:
    if report.kind != "document":
        if report.template or report.paragraph or report.figure:
            problems.add(part, "kind", "template、paragraph、figure 只用于 document")
        if not report.sheet:
            problems.add(part, "sheet", "至少要有一张表")
        return
    if not (report.template or report.paragraph):
        problems.add(part, "paragraph", "文书要写 template 或 paragraph")
    if report.fill is not None:
        problems.add(part, "fill", "文书用 template，不用 fill")
    for figure in report.figure:
        key = f"figure.{figure.id}"
        problems.expression(part, key, figure.value, scope, aggregate=True)
        if figure.where is not None:
            problems.expression(part, f"{key}.where", figure.where, scope, BOOL)
    named = [*(figure.id for figure in report.figure), *([report.split] if report.split else []), *DOCUMENT_WORDS]
    for text in report.paragraph:
        for name in template_fields(text):
            problems.known(part, "paragraph", name, named, "数")


def _sheet(pack: m.Pack, part: str, report: m.Report, sheet: m.ReportSheet, scope: Scope, problems: Problems) -> None:
    key = f"sheet.{sheet.name}"
    statistics = _is_statistics(report, sheet)
    if sheet.where is not None:
        problems.expression(part, f"{key}.where", sheet.where, scope, BOOL)
    for name in (*sheet.order, *sheet.row_fields):
        problems.known(part, f"{key}.order", name, scope.types, "字段")
    if statistics != bool(sheet.row_fields or sheet.row) or (sheet.row_fields and sheet.row):
        problems.add(part, f"{key}.rows", "统计表须写 rows 或 [[sheet.row]]（只写一种），其他表都不写")
    for row in sheet.row:
        if row.where is not None:
            problems.expression(part, f"{key}.row.{row.label}", row.where, scope, BOOL)
    if sheet.spans and not (statistics and report.month):
        problems.add(part, f"{key}.spans", "spans 只用于月报（month = true）的统计表")
    _columns(pack, part, key, report, sheet, problems)
    for note in sheet.note:
        if note.value is not None:
            problems.expression(part, f"{key}.note", note.value, scope, NUMBER, aggregate=True)
    _sample(pack, part, key, report, sheet, scope, problems)
    _reply(pack, part, key, report, sheet, problems)
    if sheet.handed is not None:
        _handed(pack, part, f"{key}.handed", sheet, sheet.handed, problems)
    _sheet_links(pack, part, key, sheet, problems)


def _is_statistics(report: m.Report, sheet: m.ReportSheet) -> bool:
    """A document's sheet is what it says it is; a workbook's what its kind says."""
    if report.kind == "document":
        return bool(sheet.row_fields or sheet.row)
    return report.kind == "statistics"


def _columns(pack: m.Pack, part: str, key: str, report: m.Report, sheet: m.ReportSheet, problems: Problems) -> None:
    statistics = _is_statistics(report, sheet)
    for column in sheet.column:
        place = f"{key}.column.{column.id}"
        if column.value == LINE_NUMBER or (statistics and column.value in (*sheet.row_fields, ITEM)):
            continue
        if names_span(column.value) and not sheet.spans:
            problems.add(part, place, f"用了{f.SPAN_START}或{f.SPAN_END}，但本表没有写 spans")
            continue
        scope = Scope.for_report(pack, report.source, report.forms, spans=bool(sheet.spans))
        expression = problems.expression(part, place, column.value, scope, aggregate=statistics)
        if statistics and expression is not None and (loose := _loose(expression)):
            problems.add(part, place, f"统计表的列里，字段要放在汇总函数里：{'、'.join(loose)}")
        if statistics and column.mask is not None:
            problems.add(part, f"{place}.mask", "遮盖只用于台账、名单")


def _loose(expression: Expression) -> list[str]:
    """Fields outside any aggregate: a line of statistics stands for many, so they have no one value there."""

    def is_aggregate(node: exp.Expression) -> bool:
        return isinstance(node, AGGREGATES) or (
            isinstance(node, exp.Anonymous) and str(node.this) in AGGREGATE_FUNCTIONS
        )

    def inside(node: exp.Expression) -> bool:
        above = node.parent
        while above is not None and not is_aggregate(above) and not isinstance(above, exp.Filter):
            above = above.parent
        return above is not None

    names = [node.name for node in expression.tree.find_all(exp.Column) if not inside(node)]
    return [name for name in dict.fromkeys(names) if name not in (f.SPAN_START, f.SPAN_END)]


def _sample(
    pack: m.Pack, part: str, key: str, report: m.Report, sheet: m.ReportSheet, scope: Scope, problems: Problems
) -> None:
    if sheet.sample is None:
        return
    if _is_statistics(report, sheet):
        problems.add(part, f"{key}.sample", "抽样只用于台账、名单")
    if sheet.sample.per is not None:
        problems.known(part, f"{key}.sample.per", sheet.sample.per, scope.types, "字段")
    problems.known(
        part, f"{key}.sample.seed", sheet.sample.seed, [parameter.name for parameter in pack.parameters], "参数"
    )


def _reply(pack: m.Pack, part: str, key: str, report: m.Report, sheet: m.ReportSheet, problems: Problems) -> None:
    """A sheet that comes back names its form and the fields filled in; its rows are known by 编号, those of a comparison by
    命中编号."""
    asked = [column.answers for column in sheet.column if column.answers is not None]
    if sheet.reply is None:
        if asked:
            problems.add(part, f"{key}.reply", "有 answers 的表要写 reply：填好送回时按哪种表读")
        return
    if not problems.known(part, f"{key}.reply", sheet.reply, pack.forms, "表"):
        return
    fields = [column.field for column in pack.forms[sheet.reply].column]
    for name in asked:
        problems.known(part, f"{key}.answers", name, fields, f"“{sheet.reply}”的列")
    for name in sheet.adds:
        problems.known(part, f"{key}.adds", name, fields, f"“{sheet.reply}”的列")
    values = [column.value for column in sheet.column]
    number = HIT if sheet.reply == HIT_FORM else f.CASE
    if not asked or number not in values:
        problems.add(part, f"{key}.reply", f"要送回的表须有一列 value 为 {number}，并至少一列写 answers")
    if sheet.reply == HIT_FORM and report.compare is None:
        problems.add(part, f"{key}.reply", f"送回作“{HIT_FORM}”的报表要写 compare：答的是哪个比对")
    if not set(values) & {f.HEAD_NAME, f.ID_NUMBER}:
        problems.add(part, f"{key}.reply", "要送回的表须有一列 value 为 户主姓名 或 身份证号：编号和它相符的行才收")
    if any(column.lacking for column in sheet.column) and f.MISSING not in values:
        problems.add(part, f"{key}.lacking", f"写 lacking 的表须有一列 value 为 {f.MISSING}")


def _handed(pack: m.Pack, part: str, key: str, sheet: m.ReportSheet, handed: m.Handed, problems: Problems) -> None:
    if len(sheet.row_fields) != 1:
        problems.add(part, key, "报表与名册比对的表，rows 要恰好一个字段")
    for column in handed.columns:
        problems.known(part, f"{key}.columns", column, column_ids(sheet), "列")
    if not problems.known(part, f"{key}.form", handed.form, pack.forms, "表"):
        return
    fields = [column.field for column in pack.forms[handed.form].column]
    for name in handed.columns.values():
        problems.known(part, f"{key}.columns", name, fields, f"“{handed.form}”的列")
    if handed.where is not None:
        problems.expression(part, f"{key}.where", handed.where, Scope.for_handed(pack, handed.form), BOOL)


def _fill(part: str, report: m.Report, fill: m.Fill, problems: Problems) -> None:
    if len(report.sheet) != 1:
        problems.add(part, "fill", "填空白表的报表要恰好一张表")
        return
    sheet = report.sheet[0]
    ids = [*sheet.row_fields, *([ITEM] if sheet.row else []), *column_ids(sheet)]
    for letter, column in fill.columns.items():
        if not LETTERS.fullmatch(letter):
            problems.add(part, f"fill.columns.{letter}", "要写列号，如 B")
        problems.known(part, f"fill.columns.{letter}", column, ids, "列")
    for address, text in fill.cells.items():
        if not ADDRESS.fullmatch(address):
            problems.add(part, f"fill.cells.{address}", "要写单元格，如 B3")
        for name in template_fields(text):
            problems.known(part, f"fill.cells.{address}", name, [*ids, *DOCUMENT_WORDS], "列")


def column_ids(sheet: m.ReportSheet) -> list[str]:
    """Ids of the columns as written, one for each span."""
    return [spanned.column.id for spanned in spanned_columns(sheet)]


def _sheet_links(pack: m.Pack, part: str, key: str, sheet: m.ReportSheet, problems: Problems) -> None:
    ids = column_ids(sheet)
    numbers = Scope(dict.fromkeys(ids, "quotient"))
    if len(set(ids)) != len(ids):
        problems.add(part, f"{key}.column", "列的 id 有重复")
    if (sheet.exact or sheet.reply) and any(column.folded for column in sheet.column):
        problems.add(
            part, f"{key}.column", "填回来的表和照通知印的表不能有收起的列（folded）：看不见就没有人填、没有人核"
        )
    for check in sheet.check:
        problems.expression(part, f"{key}.check", check.left, numbers, NUMBER)
        problems.expression(part, f"{key}.check", check.right, numbers, NUMBER)
    for ledger in sheet.ledger_check:
        problems.known(part, f"{key}.ledger_check.column", ledger.column, ids, "列")
        if problems.known(part, f"{key}.ledger_check.ledger", ledger.ledger, _whole_reports(pack), "报表"):
            _ledger_side(pack, part, key, ledger, problems)
    for name in sheet.chart.columns if sheet.chart else ():
        problems.known(part, f"{key}.chart", name, ids, "列")


def _whole_reports(pack: m.Pack) -> Sequence[str]:
    """Those with sheets that are not split into parts."""
    return [name for name, report in pack.reports.items() if report.sheet and report.split is None]


def _ledger_side(pack: m.Pack, part: str, key: str, check: m.LedgerCheck, problems: Problems) -> None:
    """A ledger check names columns of the ledger as written."""
    scope = ledger_scope(pack, check.ledger)
    problems.expression(part, f"{key}.ledger_check.value", check.value, scope, NUMBER, aggregate=True)
    if check.where is not None:
        problems.expression(part, f"{key}.ledger_check.where", check.where, scope, BOOL)


def ledger_scope(pack: m.Pack, ledger: str) -> Scope:
    """What a ledger check may name: the ledger's columns as written."""
    report = pack.reports[ledger]
    whole = Scope.for_report(pack, report.source, report.forms).types
    columns = [spanned.column for sheet in report.sheet for spanned in spanned_columns(sheet)]
    written = "quotient" if report.kind == "statistics" else "text"
    return Scope({column.id: whole.get(column.id, whole.get(column.value, written)) for column in columns})
