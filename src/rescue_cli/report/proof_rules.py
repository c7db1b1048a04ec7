"""规则校读.xlsx: the rules in the order of judging, the words added to their reasons, and how every fact is worked out."""

from collections.abc import Mapping, Sequence

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import template_fields
from rescue_cli.report.proof_cases import CASES, CaseRun, shown_cases
from rescue_cli.report.proof_references import References, blanks
from rescue_cli.report.proof_sheets import ProofSheet, Texts, broken_rows
from rescue_cli.report.report_types import han_date
from rescue_cli.workbooks.writing.proof_stamp import CLAUSE

RULES, FACTS, REMARKS = "规则", "推算", "附注"
NAME, WHEN, OUTCOME, REASON, ASKED, SEE = (
    "规则名",
    "条件",
    "结果\n分类\n阶段",
    "理由（〔 〕处填这一户的数）",
    "缺少\n请人核对什么",
    "推算",
)
FACT, HOW, USED = "名称", "怎样得来", "用在哪里"
REMARK, ADDED, ON = "附注名", "加在理由后面的话", "加给哪些规则"
RULE_WIDTHS: Mapping[str, float] = {
    f.SERIAL: 4.5,
    CLAUSE: 15,
    NAME: 11,
    WHEN: 36,
    OUTCOME: 11,
    REASON: 25,
    ASKED: 13,
    CASES: 11,
    SEE: 7,
}
FACT_WIDTHS: Mapping[str, float] = {f.SERIAL: 6.5, CLAUSE: 18, FACT: 17, HOW: 62, USED: 22}
REMARK_WIDTHS: Mapping[str, float] = {f.SERIAL: 4.5, CLAUSE: 18, REMARK: 13, WHEN: 34, ADDED: 36, ON: 18, SEE: 7}
USES_SHOWN = 8


def rules_sheet(references: References, runs: Sequence[CaseRun]) -> ProofSheet:
    """Every rule: first those that decide, in the order in which they are tried; those listed beside stand where the pack
    has them."""
    rows = [_rule(references, number, rule, runs) for number, rule in enumerate(references.pack.rules.rule, 1)]
    notes = (
        "从上往下逐条试：第一条成立的，就按它判；一条的条件里有不知道的（该填的没有填），就判“待核实”，不再往下试。标“另列”的不影响分类，凡成立的都另列一行。",
        "同一格里的①②③是这一条的各个条件。“不超过”“不低于”包括本数，“低于”“高于”“少于”“多于”不包括。括号里是参数的数，“推算”一栏指到《推算》表。",
    )
    return ProofSheet(
        RULES, RULE_WIDTHS, NAME, (CLAUSE, WHEN, OUTCOME, REASON, ASKED), broken_rows(RULE_WIDTHS, NAME, rows), notes
    )


def _rule(references: References, number: int, rule: m.Rule, runs: Sequence[CaseRun]) -> Texts:
    spoken = [*template_fields(rule.because), *template_fields(rule.because_close)]
    named = [*references.fields(rule.when), *spoken]
    return (
        str(number),
        f"{rule.basis.notice} {rule.basis.clause}".strip(),
        rule.id,
        "\n".join([*_in_force(rule), references.words(rule.when), *_unfolded(references, rule)]),
        f"{rule.outcome}\n{rule.group or '（另列）'}\n{rule.phase}",
        _reason(rule),
        _asked(references, rule),
        shown_cases(rule.id, runs),
        references.numbers_of(named),
    )


def _unfolded(references: References, rule: m.Rule) -> list[str]:
    """What a condition rests on that is a condition itself, spelled out beneath it: who checks need not turn the page."""
    named = references.fields(rule.when)
    return [
        f"“{entry.field}”（{references.numbers[entry.field]}）：{references.words(entry.value)}"
        for entry in references.pack.rules.derive
        if entry.field in named and entry.value and references.pack.vocabulary[entry.field].type == "yes_no"
    ]


def _in_force(rule: m.Rule) -> list[str]:
    start = f"自{han_date(rule.start)}起" if rule.start else ""
    end = f"到{han_date(rule.end)}止" if rule.end else ""
    return [f"（{start}{end}有效）"] if start or end else []


def _reason(rule: m.Rule) -> str:
    close = f"\n差额不到一分时改写：{blanks(rule.because_close)}" if rule.because_close else ""
    return blanks(rule.because) + close


def _asked(references: References, rule: m.Rule) -> str:
    """What is missing and asked for where the condition is unknown; what a rule of doubt asks to verify."""
    doubt = f"请核对：{'、'.join(rule.doubt)}" if rule.doubt else ""
    if rule.hit == "all":
        return "不知道的不列"
    asked = references.asked_by(rule.when)
    missing = f"判不下来时，从这些里问：{'、'.join(asked)}" if asked else "（条件总是知道的）"
    return "\n".join(part for part in (doubt, missing) if part)


def remarks_sheet(references: References) -> ProofSheet:
    """What is added to a reason, and when."""
    rows = [
        (
            str(number),
            f"{remark.basis.notice} {remark.basis.clause}".strip(),
            remark.id,
            references.words(remark.when),
            blanks(remark.say),
            "、".join(remark.rules) or "凡判定的规则",
            references.numbers_of([*references.fields(remark.when), *template_fields(remark.say)]),
        )
        for number, remark in enumerate(references.pack.rules.remark, 1)
    ]
    return ProofSheet(
        REMARKS, REMARK_WIDTHS, REMARK, (CLAUSE, WHEN, ADDED, ON), broken_rows(REMARK_WIDTHS, REMARK, rows)
    )


def facts_sheet(references: References) -> ProofSheet:
    """How every fact is gathered or reckoned, and where it is used."""
    rows = [
        (
            references.numbers[entry.field],
            entry.clause or "（没有写条款）",
            _named(references, entry.field),
            _gathered(references, entry) if isinstance(entry, m.Gather) else _reckoned(references, entry),
            _used(references, entry.field),
        )
        for entry in references.worked_out
    ]
    notes = (
        "没有填的是“不知道”，不是0，也不是“否”：算式里有一项不知道，得数就不知道；写明“没有的按……计”的除外。除以0得不知道。",
    )
    return ProofSheet(FACTS, FACT_WIDTHS, FACT, (CLAUSE, HOW), broken_rows(FACT_WIDTHS, FACT, rows), notes)


def _named(references: References, name: str) -> str:
    entry = references.pack.vocabulary.get(name)
    return f"{name}\n（{entry.unit}）" if entry is not None and entry.unit else name


def _gathered(references: References, entry: m.Gather) -> str:
    forms = "".join(f"《{form}》" for form in entry.forms)
    others = {"person": "本户每个人（各看各的）", "township": "本镇街（城乡相同）的全部各行，不论哪一户，"}
    whose = others.get(entry.each, "本户的各行")
    scope = Scope.for_gather(references.pack, entry)
    return f"从{forms}里{whose}得来：\n{references.words(entry.value, scope, aggregate=True)}"


def _reckoned(references: References, entry: m.Derive) -> str:
    if not entry.any_of:
        return "\n".join(references.words(way) for way in entry.ways)
    called = entry.says or tuple("" for _ in entry.ways)
    ways = [
        f"第{number}种{f'（{name}）' if name else ''}：{references.words(way)}"
        for number, (way, name) in enumerate(zip(entry.ways, called, strict=True), 1)
    ]
    slight = f"相差不超过{entry.within.normalize():f}的是四舍五入。" if entry.within is not None else ""
    return "\n".join([f"有几种算法，得数不同的都试一遍，判定都一样才算数，不一样的待核实。{slight}", *ways])


def _used(references: References, name: str) -> str:
    places = references.places.get(name, [])
    more = f"等{len(places)}处" if len(places) > USES_SHOWN else ""
    return "、".join(places[:USES_SHOWN]) + more if places else "没有用到"
