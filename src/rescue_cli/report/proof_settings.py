"""规则校读.xlsx: standards and parameters, what forms mean by silence, checks of rows, and days by which things are owed."""

from collections.abc import Iterator, Mapping, Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Entry
from rescue_cli.pack import model as m
from rescue_cli.pack.language.scope import Scope
from rescue_cli.report.proof_references import References, blanks, plain_number
from rescue_cli.report.proof_sheets import ProofSheet, Texts, broken_rows
from rescue_cli.report.report_types import han_date
from rescue_cli.workbooks.writing.proof_stamp import CLAUSE
from rescue_cli.workbooks.writing.sheet_layout import shown

STANDARDS, READINGS, CHECKS, DAYS = "标准与参数", "视为与取值", "检查", "时限与应报"
NAME, KIND, VALUE, VALID, SOURCE, NOTE = "名称", "类别", "数额", "起止", "出处或条款", "备注"
WHAT, FORM, WHEN, TELLS, MEND, WHO = "怎样算", "表", "什么情况下报", "报什么", "怎么改", "责任单位"
STANDARD_WIDTHS: Mapping[str, float] = {f.SERIAL: 5, KIND: 7, NAME: 22, VALUE: 16, VALID: 14, SOURCE: 36, NOTE: 38}
READING_WIDTHS: Mapping[str, float] = {f.SERIAL: 5, KIND: 9, NAME: 26, CLAUSE: 32, WHAT: 60}
CHECK_WIDTHS: Mapping[str, float] = {f.SERIAL: 5, FORM: 16, NAME: 18, CLAUSE: 22, WHEN: 32, TELLS: 26, MEND: 22}
DAY_WIDTHS: Mapping[str, float] = {f.SERIAL: 5, KIND: 9, NAME: 24, CLAUSE: 26, WHAT: 56, WHO: 14}


def standards_sheet(references: References) -> ProofSheet:
    """Every dated amount and parameter with its source."""
    pack = references.pack
    rows = [
        *(_standard(entry) for entry in pack.standards),
        *(_parameter(entry) for entry in pack.parameters),
        *(_relation(references, entry) for entry in pack.relations),
    ]
    notes = (
        "没有定的标准是“不知道”，不按0计：用到它的户判待核实。某一天用起始日期最近的一条。工作区 rescue.toml 里另填的标准不在本表。",
    )
    return _sheet(STANDARDS, STANDARD_WIDTHS, (VALUE, VALID, SOURCE, NOTE), rows, notes)


def _standard(entry: m.Standard) -> Texts:
    amount = "未定" if entry.amount is None else f"{entry.amount.normalize():f} {entry.unit}"
    checked = f"{han_date(entry.checked_on)}核对" if entry.checked_on else "（没有写核对日期）"
    yearly = f"；折合{entry.yearly.normalize():f}元/人·年" if entry.yearly is not None and "月" in entry.unit else ""
    until = f"到{entry.end}" if entry.end else "起"
    name = f"{entry.area or '城乡同一'}{entry.name}（{entry.start}起）"
    trust = f"；{entry.trust}" if entry.trust else ""
    return ("标准", name, amount, f"{entry.start}{until}", entry.source, f"{checked}{trust}{yearly}")


def _parameter(entry: m.Parameter) -> Texts:
    valid = f"{entry.start}起" if entry.start else "一直有效"
    name = f"{entry.name}（{entry.start}起）" if entry.start else entry.name
    return ("参数", name, plain_number(entry.value), valid, entry.clause, entry.note)


def _relation(references: References, entry: m.Relation) -> Texts:
    return (
        "关系",
        entry.name,
        "",
        "",
        entry.clause,
        references.words(entry.holds, Scope.for_standards(references.pack)),
    )


def readings_sheet(references: References) -> ProofSheet:
    """What a form means where it is silent, what is read out of words, which day a row is of, whose word goes first."""
    rows = [row for stem, form in references.pack.forms.items() for row in _readings(references, stem, form)]
    rows += [_survive(entry) for entry in references.pack.head.survive]
    rows += [_compare(entry) for entry in references.pack.head.compare]
    notes = ("“视为”只在这一户哪张表都没有填这一项时才用，理由里会写明；填了的以填的为准。",)
    return _sheet(READINGS, READING_WIDTHS, (CLAUSE, WHAT), rows, notes)


def _readings(references: References, stem: str, form: m.Form) -> Iterator[Texts]:
    for assume in form.assume:
        unless = f"；但是：{references.words(assume.overridden)}的，不这样算，并列为问题" if assume.overridden else ""
        firm = "；就是这一户也在另一种要填这一项的名册里而那里空着，也照样这样算" if assume.firm else ""
        what = f"没有填“{assume.field}”的，按“{shown(assume.value)}”计{firm}{unless}"
        yield ("视为", f"{stem}：{assume.field}", assume.clause, what)
    for extract in form.extract:
        yield ("取自文字", f"{stem}：{extract.field}", extract.clause, _extract(extract))
    for dated in form.dated:
        what = f"“{dated.day}”晚于基准日的，{'、'.join(f'“{name}”' for name in dated.fields)}到那天以前{f'按“{dated.until}”计' if dated.until else '不计'}"
        yield ("哪天的事", f"{stem}：{dated.day}", dated.clause, what)


def _extract(extract: m.Extract) -> str:
    part = f"带{'、'.join(f'“{word}”' for word in extract.part)}的那一段" if extract.part else "没有别的项认领的各段"
    yes = f"；{'、'.join(extract.yes)}算“是”" if extract.yes else ""
    no = f"；{'、'.join(extract.no)}算“否”或没有" if extract.no else ""
    after = f"；数字要紧跟在{'、'.join(extract.after)}后面" if extract.after else ""
    return f"没有单独一栏的，从“{extract.column}”一栏的文字里取{part}{yes}{no}{after}"


ROLES = {
    "roster": "名册",
    "clue": "摸排线索",
    "survey": "入户核查",
    "result": "审批结果",
    "reference": "在册名单",
    "check": "部门核对名单、异动登记",
    "unlinked": "不归户的表",
}
SURVIVE = {"rank": "以在前的来源为准", "latest": "以日期最近的来源为准", "complete": "以写得最全的来源为准"}


def _survive(entry: m.Survive) -> Texts:
    order = f"，先后：{'、'.join(ROLES[role] for role in entry.order)}" if entry.order else ""
    return ("以谁为准", entry.field, entry.clause, f"几处填得不一样时，{SURVIVE[entry.rule]}{order}")


def _compare(entry: m.Compare) -> Texts:
    left, right = ("".join(f"《{form}》" for form in forms) for forms in (entry.left, entry.right))
    age = f"；名单超过{entry.max_age}天的太旧，不能说不在上面" if entry.max_age else ""
    return ("比对", entry.name, entry.clause, f"{left}的每一行到{right}里找，{entry.tell}的列出{age}")


def checks_sheet(references: References, catalogue: Mapping[str, Entry]) -> ProofSheet:
    """Every check of a row: when it speaks, and what it says."""
    rows = [
        (
            stem,
            f"{catalogue[check.code].title}\n（{check.code}）",
            check.clause,
            references.words(check.when, Scope.for_check(references.pack, stem)),
            f"【{check.level or catalogue[check.code].level}】{catalogue[check.code].text}",
            catalogue[check.code].mend,
        )
        for stem, form in references.pack.forms.items()
        for check in form.check
    ]
    rows += [
        (
            "（各表）",
            f"{catalogue[change.code].title}\n（{change.code}）",
            change.clause,
            f"本方案把它的级别改为【{change.level}】",
            blanks(catalogue[change.code].text),
            change.reason,
        )
        for change in references.pack.head.level
    ]
    notes = ("只列本方案包自己的检查；身份证号、重复、合计等各方案共有的检查见《问题代码》。",)
    return _sheet(CHECKS, CHECK_WIDTHS, (FORM, CLAUSE, WHEN, TELLS, MEND), rows, notes)


def days_sheet(references: References) -> ProofSheet:
    """What is owed by when: for each case, by each sender, every month; totals the notice states."""
    head, clocks = references.pack.head, references.pack.rules.clock
    rows = [
        *(("每户时限", entry.title, entry.clause, _clock(references, entry), entry.who) for entry in clocks),
        *(_deadline(entry) for entry in head.deadline),
        *(_coverage(entry) for entry in head.coverage),
        *(_control(entry) for entry in head.control),
    ]
    notes = ("应办那天当天不算逾期。工作日按国务院放假安排，还没公布的年份按周一至周五计。",)
    return _sheet(DAYS, DAY_WIDTHS, (CLAUSE, WHAT, WHO), rows, notes)


def _clock(references: References, clock: m.Clock) -> str:
    start = f"起算日：{references.words(clock.start)}" if clock.start else ""
    done = f"算办过的日子：{references.words(clock.done)}" if clock.done else ""
    if clock.every is not None:
        term = f"每{clock.every}{clock.unit}一次，从起算日和上次办理日往后数"
    elif clock.within is not None:
        term = f"从起算日起{clock.within}{clock.unit}以内" if clock.within else "起算日当天"
    else:
        term = f"不晚于{references.words(clock.by)}" if clock.by else ""
    return "\n".join(part for part in (f"哪些户：{references.words(clock.when)}", f"期限：{term}", start, done) if part)


def _deadline(entry: m.Deadline) -> Texts:
    day = han_date(entry.once) if entry.once else entry.when
    span = f"（{entry.start or ''}至{entry.end or ''}）" if entry.start or entry.end else ""
    hands = f"，交{'、'.join(f'《{name}》' for name in entry.hands_in)}" if entry.hands_in else ""
    return (
        "上报时限",
        entry.title,
        entry.clause,
        f"{day}{span}{hands}{f'，报{entry.to_whom}' if entry.to_whom else ''}",
        entry.who,
    )


def _coverage(entry: m.Coverage) -> Texts:
    among = f"（《{'》《'.join(entry.among)}》里的户）" if entry.among else ""
    every = f"每{entry.every}" if entry.day else f"在时限“{entry.by}”以前" if entry.by else "一次，到排查期末为止"
    whose = "户" if entry.each == f.CASE else entry.each
    return (
        "应报",
        entry.name,
        entry.clause,
        f"每个{whose}{among}{every}《{entry.form}》至少{entry.least}行",
        entry.who,
    )


def _control(entry: m.Control) -> Texts:
    totals = [
        f"{count}{unit}" for count, unit in ((entry.households, "户"), (entry.persons, "人")) if count is not None
    ]
    return ("控制数", entry.name, entry.clause, f"《{entry.form}》应有{'、'.join(totals)}", "")


def _sheet(
    name: str, widths: Mapping[str, float], asked: tuple[str, ...], rows: Sequence[Texts], notes: Texts
) -> ProofSheet:
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    return ProofSheet(name, widths, NAME, asked, broken_rows(widths, NAME, numbered), notes)
