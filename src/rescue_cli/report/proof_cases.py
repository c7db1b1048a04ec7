"""规则校读.xlsx: the cases of a pack, each with what is given in words, what was expected and what came out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Entry
from rescue_cli.pack import model as m
from rescue_cli.report.proof_sheets import ProofSheet, Texts, broken_rows
from rescue_cli.workbooks.writing.proof_stamp import CLAUSE
from rescue_cli.workbooks.writing.sheet_layout import shown

CASES = "判例"
OF_RULE, CASE, KIND, GIVEN, EXPECTED, CAME, HOLDS = "验哪一条", "判例名", "界限", "给的是什么", "应得", "实得", "符合"
CASE_WIDTHS: Mapping[str, float] = {
    f.SERIAL: 5,
    OF_RULE: 11,
    CASE: 14,
    KIND: 6,
    CLAUSE: 10,
    GIVEN: 34,
    EXPECTED: 19,
    CAME: 33,
    HOLDS: 5,
}
KINDS = {"typical": "一般", "below": "低于", "at": "恰在", "above": "高于", "missing": "缺项", "contradiction": "矛盾"}


@dataclass(frozen=True)
class CaseRun:
    """A case and what came of it, run now. `came`: as told in words; `rules`: every rule that decided it or is listed;
    `wrong`: what differs from the expectation. `about`: the rule it is to prove, as far as anybody can say."""

    case: m.TestCase
    number: int
    about: str
    rules: tuple[str, ...]
    came: str
    wrong: tuple[str, ...]


def in_order(
    cases: Sequence[tuple[m.TestCase, str, tuple[str, ...], str, tuple[str, ...]]], pack: m.Pack
) -> list[CaseRun]:
    """Cases (each with the rule it is about, the rules it met, what came and what is wrong) by the order of the rules, those
    of one rule as the pack has them."""
    places = {rule.id: place for place, rule in enumerate(pack.rules.rule)}
    ordered = sorted(cases, key=lambda entry: places.get(entry[1], len(places)))
    return [
        CaseRun(case, number, about, rules, came, wrong)
        for number, (case, about, rules, came, wrong) in enumerate(ordered, 1)
    ]


def rule_meant(case: m.TestCase, decided_by: str, pack: m.Pack) -> str:
    """The rule a case is about: the one its name begins with, else the one it expects, else the one that decided. Those
    just below and just above a bound are decided by two rules, and belong together."""
    rules = {rule.id for rule in pack.rules.rule}
    named = [case.id.split("-")[0], case.expect.rule or ""]
    meant = next((name for name in named if name in rules), decided_by if case.expect.of_decision else "")
    return meant if meant in rules else ""


def cases_sheet(pack: m.Pack, runs: Sequence[CaseRun], catalogue: Mapping[str, Entry], day: dt.date) -> ProofSheet:
    """One row a case."""
    rows = [_row(pack, run, catalogue, day) for run in runs]
    return ProofSheet(
        CASES,
        CASE_WIDTHS,
        CASE,
        (GIVEN, EXPECTED),
        broken_rows(CASE_WIDTHS, CASE, rows),
        (
            f"每例是一户假设的家庭，各表里写了什么都列出，没有列出的就是没有填。“实得”是现在用本方案包判出来的。没有写明基准日的，按{shown(day)}判。",
            "“界限”说的是这一例在所验界限的哪一边：低于、恰在、高于、缺项（该填的没有填）、矛盾、一般。",
        ),
    )


def _row(pack: m.Pack, run: CaseRun, catalogue: Mapping[str, Entry], day: dt.date) -> Texts:
    case = run.case
    return (
        str(run.number),
        run.about or "（检查、时限等）",
        case.id,
        KINDS[case.kind],
        case.basis,
        "\n".join(_given(pack, case, day)),
        "\n".join(expected(case.expect, catalogue)),
        run.came,
        "✓" if not run.wrong else "✗不符合",
    )


def _given(pack: m.Pack, case: m.TestCase, day: dt.date) -> Iterator[str]:
    if case.as_of is not None and case.as_of != day:
        yield f"基准日：{case.as_of}"
    for entry in case.standard:
        amount = "未定" if entry.amount is None else f"{entry.amount.normalize():f}{entry.unit}"
        yield f"本例的{entry.area or ''}{entry.name}：{amount}（{entry.start}起）"
    for form, rows in case.given.items():
        for number, row in enumerate(rows, 1):
            which = f"第{number}行" if len(rows) > 1 else ""
            yield f"《{form}》{which}：{'；'.join(_value(pack, name, value) for name, value in row.items()) or '（空行）'}"


def _value(pack: m.Pack, name: str, value: m.Cell) -> str:
    entry = pack.vocabulary.get(name)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{name} {shown(value)}{entry.unit if entry is not None and number else ''}"


def expected(expect: m.Expect, catalogue: Mapping[str, Entry]) -> Iterator[str]:
    """What a case expects, a line each."""
    decision = [expect.group, expect.outcome, expect.phase]
    if any(decision):
        yield " ".join(part for part in decision if part)
    if expect.rule:
        yield f"按规则“{expect.rule}”"
    if expect.missing is not None:
        yield f"缺少：{'、'.join(expect.missing) or '无'}"
    if expect.also is not None:
        yield f"另有：{'、'.join(expect.also) or '无'}"
    if expect.says:
        yield f"理由里有：{'、'.join(f'“{words}”' for words in expect.says)}"
    if expect.worlds is not None:
        yield f"各种答案：{'、'.join(expect.worlds)}"
    if expect.tasks is not None:
        yield f"时限：{'、'.join(f'{name} {_of_tasks(value)}' for name, value in expect.tasks.items()) or '无'}"
    if expect.findings is not None:
        yield f"问题：{in_titles(expect.findings, catalogue)}"
    if expect.facts:
        yield f"事实：{'、'.join(f'{name} {shown(value) or _NOT_KNOWN}' for name, value in expect.facts.items())}"


_NOT_KNOWN = "不明"


def _of_tasks(value: str | dt.date | tuple[str | dt.date, ...]) -> str:
    """How one task stands, or several of one kind (a duty owed for each row)."""
    return "、".join(shown(each) for each in (value if isinstance(value, tuple) else (value,)))


def in_titles(codes: Sequence[str], catalogue: Mapping[str, Entry]) -> str:
    """Codes of findings by their titles."""
    return "、".join(catalogue[code].title if code in catalogue else code for code in codes) or "无"


def shown_cases(rule: str, runs: Sequence[CaseRun]) -> str:
    """The cases of a rule: which, how many hold, and on which side of a bound they stand."""
    own = [run for run in runs if rule == run.about or rule in run.rules]
    if not own:
        return "没有判例"
    wrong = [run.number for run in own if run.wrong]
    proving = Counter(KINDS[run.case.kind] for run in own if run.about == rule)
    sides = "、".join(f"{name}{proving[name]}" for name in KINDS.values() if proving[name])
    result = f"{len(wrong)}例不符合：第{ranges(wrong)}例" if wrong else f"{len(own)}例，都符合"
    return "\n".join(part for part in (result, f"第{ranges([run.number for run in own])}例", sides) if part)


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers in short.

    >>> ranges([3, 4, 5, 8])
    '3—5、8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs)
