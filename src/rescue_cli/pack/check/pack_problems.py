"""Checks across a pack's files: every name known, every expression parsed and typed, no cycles. Collects, never raises."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.errors import PackProblem
from rescue_cli.core.states import OPEN_WORLDS
from rescue_cli.pack import model as m
from rescue_cli.pack.check.case_values import value_fault
from rescue_cli.pack.check.computed_problems import computed_problems, row_problems
from rescue_cli.pack.check.form_problems import alike_problems, form_problems
from rescue_cli.pack.check.output_paths import path_problems
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.check.report_problems import report_problems
from rescue_cli.pack.check.schedule_problems import owed_problems
from rescue_cli.pack.language.derive_order import derivation_order
from rescue_cli.pack.language.expressions import BOOL
from rescue_cli.pack.language.scope import Scope, columns_of, derived_fields, standard_fields
from rescue_cli.pack.property_limits import limit_faults

# Kinds of which one value can say more than another.
MEASURED = ("text", "name", "address", "phone", "choices", "id_number", "certificate")


def pack_problems(pack: m.Pack, catalogue: set[str], files: Mapping[str, str]) -> list[PackProblem]:
    """Every problem of a pack whose files are right by themselves. `catalogue`: the shipped finding codes; `files`: part
    of the pack → the file it came from."""
    problems = Problems(files)
    _findings(pack, catalogue, problems)
    catalogue = catalogue | {entry.code for entry in pack.findings}
    _vocabulary(pack, problems)
    _head(pack, catalogue, problems)
    _survival(pack, problems)
    _comparisons(pack, problems)
    _standards(pack, problems)
    for stem, form in pack.forms.items():
        form_problems(pack, stem, form, catalogue, problems)
    alike_problems(pack, problems)
    row_problems(pack, problems)
    _facts(pack, problems)
    _rules(pack, problems)
    owed_problems(pack, problems)
    for stem, report in pack.reports.items():
        report_problems(pack, stem, report, problems)
    path_problems(pack, problems)
    _cases(pack, problems)
    return problems.collected


def _findings(pack: m.Pack, shipped: set[str], problems: Problems) -> None:
    """Codes the pack adds: none that is shipped already, and texts that name nothing a check of a form does not give."""
    for entry in pack.findings:
        key = f"finding.{entry.code}"
        if entry.code in shipped:
            problems.add("findings", key, "随程序发的问题代码表里已有这个代码，请另起一个；要改级别请写 [[level]]")
        places = ["值", "字段", *(["处数", "各格"] if entry.fold else [])]
        for part, text in (("text", entry.text), ("mend", entry.mend)):
            for name in _text_places(text):
                if name is None:
                    problems.add("findings", f"{key}.{part}", "花括号没有成对")
                else:
                    problems.known("findings", f"{key}.{part}", name, places, "可填的")


def _text_places(text: str) -> list[str | None]:
    """What a finding's text names between braces, as Python's format reads it; [None] where it cannot be read."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        return [None]
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in pieces
        if name is not None
    ]


AMOUNTS = ("money", "quotient", "count")


def _vocabulary(pack: m.Pack, problems: Problems) -> None:
    spoken: dict[str, str] = {}
    for entry in pack.vocabulary.values():
        if entry.codes is not None:
            problems.known("vocabulary", f"{entry.name}.codes", entry.codes, pack.codes, "代码表")
        elif entry.type in ("choice", "choices") and entry.kind == "input":
            problems.add("vocabulary", f"{entry.name}.codes", "选项类字段必须指明代码表")
        if entry.plausible and (entry.type not in AMOUNTS or entry.plausible[0] >= entry.plausible[1]):
            problems.add(
                "vocabulary", f"{entry.name}.plausible", "只用于 money、quotient、count 字段，先写小的、后写大的"
            )
        for word in (entry.name, *entry.aliases) if entry.kind == "input" else ():
            owner = spoken.setdefault(word, entry.name)
            if owner != entry.name and not _same_by_other_period(entry, pack.vocabulary[owner]):
                problems.add("vocabulary", f"{entry.name}.aliases", f"别名“{word}”已属于“{owner}”")
    for codes in pack.codes.values():
        _codes(codes, problems)


def _same_by_other_period(entry: m.VocabularyField, other: m.VocabularyField) -> bool:
    """元/人·月 beside 元/人·年: the unit in a heading decides which of the two a shared word means."""
    return entry.unit[:-1] == other.unit[:-1] and {entry.unit[-1:], other.unit[-1:]} == {"年", "月"}


def _codes(codes: m.CodeList, problems: Problems) -> None:
    spoken: dict[str, str] = {}
    for code in codes.item:
        if code.reasons and not code.beside:
            problems.add("categories", f"{codes.name}.{code.value}.reasons", "只有写了 beside 的代码才写 reasons")
        if code.reasoned and not code.reasons:
            problems.add("categories", f"{codes.name}.{code.value}.reasoned", "只有写了 reasons 的代码才写 reasoned")
        for word in (code.value, *code.synonyms):
            owner = spoken.setdefault(word, code.value)
            if owner != code.value:
                problems.add("categories", f"{codes.name}.{code.value}", f"“{word}”已是“{owner}”的写法")
    if codes.rest is not None:
        problems.known("categories", f"{codes.name}.rest", codes.rest, [code.value for code in codes.item], "代码")
    elif codes.silent:
        problems.add("categories", f"{codes.name}.silent", "只有写了 rest 的代码表才写 silent")
    if codes.none is not None:
        problems.known("categories", f"{codes.name}.none", codes.none, [code.value for code in codes.item], "代码")


def _head(pack: m.Pack, catalogue: set[str], problems: Problems) -> None:
    period = pack.head.period
    if period is not None and period.start > period.end:
        problems.add("pack", "period", "起始日期晚于截止日期")
    for deadline in pack.head.deadline:
        for form in deadline.hands_in:
            problems.known("pack", f"deadline.{deadline.id}.hands_in", form, pack.forms, "表")
        _day_of(deadline, problems)
        if deadline.each not in (None, f.TOWNSHIP):
            problems.add("pack", f"deadline.{deadline.id}.each", f"只能写“{f.TOWNSHIP}”（每个镇街欠一份），或者不写")
    for name in _twice(township.name for township in pack.head.townships):
        problems.add("pack", "townships", f"“{name}”出现两次")
    for change in pack.head.level:
        problems.known("pack", f"level.{change.code}", change.code, catalogue, "问题代码")


def _day_of(deadline: m.Deadline, problems: Problems) -> None:
    """Exactly one way to say its day, and one that gives a day."""
    key = f"deadline.{deadline.id}"
    ways = (deadline.on, deadline.before, deadline.monthly_day, deadline.monthly_workday)
    if sum(way is not None for way in ways) != 1:
        problems.add("pack", key, "on、before、monthly_day、monthly_workday 必须恰好填一个")
    if deadline.monthly_workday == 0:
        problems.add("pack", f"{key}.monthly_workday", "第几个工作日：1是第一个，-1是最后一个，没有0")
    if deadline.before is not None and isinstance(deadline.before.day, str) == (deadline.before.year is None):
        problems.add("pack", f"{key}.before", "写节日的要写 year（哪一年），写日期的不写")
    if deadline.exceptions and not deadline.monthly:
        problems.add("pack", f"{key}.exceptions", "只用于每月的时限")


def _survival(pack: m.Pack, problems: Problems) -> None:
    """Each field once, of the fields a case carries; "complete" only where one value can say more than another."""
    inputs = [field.name for field in pack.input_fields]
    for entry in pack.head.survive:
        key = f"survive.{entry.field}"
        if not problems.known("pack", key, entry.field, inputs, "可填报的字段"):
            continue
        kind = pack.vocabulary[entry.field].type
        if entry.rule == "complete" and kind not in MEASURED:
            problems.add("pack", f"{key}.rule", f"“{entry.field}”是{kind}，分不出谁写得更全；请用 rank 或 latest")
        for role in _twice(entry.order):
            problems.add("pack", f"{key}.order", f"“{role}”出现两次")
    for name in _twice(entry.field for entry in pack.head.survive):
        problems.add("pack", f"survive.{name}", "同一字段列了两次")


def _comparisons(pack: m.Pack, problems: Problems) -> None:
    for entry in pack.head.compare:
        for form in (*entry.left, *entry.right):
            problems.known("pack", f"compare.{entry.name}", form, pack.forms, "表")
        for form in sorted(set(entry.left) & set(entry.right)):
            problems.add("pack", f"compare.{entry.name}", f"“{form}”不能和自己比")
    for name in _twice(entry.name for entry in pack.head.compare):
        problems.add("pack", f"compare.{name}", "比对的名称出现两次")


def _standards(pack: m.Pack, problems: Problems) -> None:
    for standard in pack.standards:
        key = f"standard.{standard.name}"
        if not standard.name.endswith("标准") and not standard.is_limit:
            problems.add("standards", key, "标准的名称须以“标准”结尾，财产限额的以“限额”结尾")
        for name in standard_fields(standard.name):
            problems.known("standards", key, name, pack.vocabulary, "字典字段")
        if standard.end is not None and standard.end < standard.start:
            problems.add("standards", key, "截止日期早于起始日期")
        if standard.amount is not None and (standard.amount < 0 or (standard.amount == 0 and not standard.is_limit)):
            problems.add("standards", key, "金额必须大于0（限额可以是0）；未定的标准请不填 amount")
        if not standard.is_limit and not standard.unit.startswith("元/人·"):
            problems.add("standards", key, f"单位“{standard.unit}”只用于限额")
    for name, fault in limit_faults(pack):
        problems.add("standards", f"standard.{name}", fault)
    for relation in pack.relations:
        problems.expression(
            "standards", f"relation.{relation.name}.holds", relation.holds, Scope.for_standards(pack), BOOL
        )
    for parameter in pack.parameters:
        problems.known("standards", f"parameter.{parameter.name}", parameter.name, pack.vocabulary, "字典字段")


def _facts(pack: m.Pack, problems: Problems) -> None:
    for gather in pack.rules.gather:
        _gathered(pack, gather, problems)
    for derive in pack.rules.derive:
        _derived(pack, derive, problems)
    both = {gather.field for gather in pack.rules.gather} & {derive.field for derive in pack.rules.derive}
    for name in sorted(both):
        problems.add("rules", f"derive.{name}", "同一字段既 gather 又 derive")
    _, cycle = derivation_order(pack)
    if cycle:
        problems.add("rules", f"derive.{cycle[0]}", f"循环引用：{' → '.join(cycle)}")


def _gathered(pack: m.Pack, gather: m.Gather, problems: Problems) -> None:
    key = f"gather.{gather.field}"
    if not gather.forms:
        problems.add("rules", f"{key}.from", "没有写 from，也没有一张表有 value 用到的全部栏目")
        return
    for form in gather.forms:
        problems.known("rules", f"{key}.from", form, pack.forms, "表")
    scope = Scope.for_gather(pack, gather)
    expression = problems.expression("rules", f"{key}.value", gather.value, scope, aggregate=True)
    computed_problems(pack, "rules", gather.field, key, expression, problems)


def _derived(pack: m.Pack, derive: m.Derive, problems: Problems) -> None:
    key = f"derive.{derive.field}"
    if bool(derive.any_of) == bool(derive.value):
        problems.add("rules", key, "value（一种算法）与 any_of（几种算法）须填且只填一项")
    if derive.says and len(derive.says) != len(derive.any_of):
        problems.add("rules", f"{key}.says", "says 须与 any_of 一一对应")
    if derive.within is not None and (derive.within <= 0 or len(derive.any_of) < 2):
        problems.add("rules", f"{key}.within", "within 须大于0，且只用于 any_of 的几种算法")
    for place, way in enumerate(derive.ways):
        where = f"{key}.any_of[{place}]" if derive.any_of else f"{key}.value"
        expression = problems.expression("rules", where, way, Scope.for_rules(pack))
        computed_problems(pack, "rules", derive.field, key, expression, problems)


def _rules(pack: m.Pack, problems: Problems) -> None:
    scope = Scope.for_rules(pack)
    standards = [f"{area}{standard.name}" for standard in pack.standards for area in f.AREAS]
    for rule in pack.rules.rule:
        key = f"rule.{rule.id}"
        problems.expression("rules", f"{key}.when", rule.when, scope, BOOL)
        problems.template("rules", f"{key}.because", rule.because, scope)
        problems.template("rules", f"{key}.because_close", rule.because_close, scope)
        for name in (*rule.doubt, *rule.doubt_where):
            problems.known("rules", f"{key}.doubt", name, [*scope.types, *standards], "字段")
        for name, where in rule.doubt_where.items():
            problems.expression("rules", f"{key}.doubt_where.{name}", where, scope, BOOL)
        if (rule.hit == "first") != (rule.group is not None):
            problems.add("rules", f"{key}.group", "hit=first 的规则必须有 group，hit=all 的规则不能有")
        if rule.start is not None and rule.end is not None and rule.end < rule.start:
            problems.add("rules", f"{key}.to", "截止日期早于起始日期")
    first = [rule.id for rule in pack.rules.rule if rule.hit == "first"]
    for remark in pack.rules.remark:
        key = f"remark.{remark.id}"
        problems.expression("rules", f"{key}.when", remark.when, scope, BOOL)
        problems.template("rules", f"{key}.say", remark.say, scope)
        for name in remark.rules:
            problems.known("rules", f"{key}.rules", name, first, "规则")


def _cases(pack: m.Pack, problems: Problems) -> None:
    rules = [rule.id for rule in pack.rules.rule]
    outcomes = sorted({f.UNDETERMINED, *(rule.outcome for rule in pack.rules.rule)})
    facts = sorted(derived_fields(pack))
    codes = sorted({check.code for form in pack.forms.values() for check in form.check})
    for case in pack.cases:
        key = f"case.{case.id}"
        for form, rows in case.given.items():
            if problems.known("cases", f"{key}.given", form, pack.forms, "表"):
                columns = sorted({*columns_of(pack, [form]), *f.OF_ROW, m.OTHER_HOUSEHOLD})
                for name in sorted({name for row in rows for name in row}):
                    problems.known("cases", f"{key}.given.{form}", name, columns, f"“{form}”的列")
                _case_values(pack, problems, f"{key}.given.{form}", rows)
        expect: Any = case.expect
        if not expect.model_fields_set:
            problems.add("cases", f"{key}.expect", "至少要写一项预期")
        for name, known, what in (
            (expect.rule, [*rules, OPEN_WORLDS], "规则"),
            (expect.outcome, outcomes, "结果"),
            (expect.group, f.GROUPS, "分类"),
        ):
            if name is not None:
                problems.known("cases", f"{key}.expect", name, known, what)
        for name in expect.facts:
            problems.known("cases", f"{key}.expect.事实", name, facts, "汇集、推算的事实")
        for code in expect.findings or ():
            problems.known("cases", f"{key}.expect.问题", code, codes, "本包检查的问题代码")


def _case_values(pack: m.Pack, problems: Problems, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for name, value in row.items():
            entry = pack.vocabulary.get(name)
            fault = value_fault(entry.type, value) if entry is not None and name not in f.OF_ROW else ""
            if fault:
                problems.add("cases", f"{key}.第{number}行.{name}", f"“{value}”{fault}")


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
