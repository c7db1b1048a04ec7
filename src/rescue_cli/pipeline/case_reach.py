"""Which rules, checks and clocks of a pack no case reaches, both ways: where they hold and where they do not."""

from collections.abc import Iterator, Sequence

from rescue_cli.check.finding_places import TABLE
from rescue_cli.check.form_checks import checked_rows
from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.judge.judge_tables import FACTS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import Expression, checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import quoted
from rescue_cli.pack.rules_in_force import rules_in_force
from rescue_cli.pipeline.case_runs import Batch
from rescue_cli.pipeline.stages import engine

Reached = set[tuple[str, bool]]  # (rule, check or clock by its label, whether it held)


def unreached(pack: m.Pack, batches: Sequence[Batch]) -> tuple[str, ...]:
    """A sentence for each rule, check and clock that lacks a case, in the pack's order."""
    reached: Reached = set()
    with engine() as opened:
        for batch in batches:
            reached |= _rules_reached(opened, batch) | _checks_reached(opened, batch) | _clocks_reached(batch)
    return tuple(_missing(pack, reached))


def _missing(pack: m.Pack, reached: Reached) -> Iterator[str]:
    for rule in pack.rules.rule:
        if (_rule(rule), True) not in reached:
            yield f"{_rule(rule)}没有判例"
        if (_rule(rule), False) not in reached and not _always(pack, rule):
            yield f"{_rule(rule)}没有不适用的判例"
    for form in pack.forms:
        for number, _ in enumerate(pack.forms[form].check):
            label = check_label(pack, form, number)
            for held, lack in ((True, "没有触发的判例"), (False, "没有不触发的判例")):
                if (label, held) not in reached:
                    yield f"{label}{lack}"
    for clock in pack.rules.clock:
        if (_clock(clock.id), True) not in reached:
            yield f"{_clock(clock.id)}没有判例"


def _always(pack: m.Pack, rule: m.Rule) -> bool:
    """Whether nobody whom the rule comes to escapes it: its condition asks nothing, or no deciding rule is left after it."""
    last = [other.id for other in pack.rules.rule if other.hit == "first"][-1:] == [rule.id]
    return last or not checked(rule.when, Scope.for_rules(pack)).fields


def _rule(rule: m.Rule) -> str:
    return f"规则“{rule.id}”"


def _clock(name: str) -> str:
    return f"时限“{name}”"


def check_label(pack: m.Pack, form: str, number: int) -> str:
    """The check as a person finds it again: 检查“表 › 代码”, numbered where the form has several of the code."""
    code = pack.forms[form].check[number].code
    same = [index for index, entry in enumerate(pack.forms[form].check) if entry.code == code]
    return f"检查“{form} › {code}{f'（第{same.index(number) + 1}条）' if len(same) > 1 else ''}”"


def _rules_reached(opened: Engine, batch: Batch) -> Reached:
    """A deciding rule holds where it decides, and does not where it is false and one after it decides; one listed beside
    the group holds where it is listed. Only cases that expect something of them count."""
    pack = rules_in_force(batch.pack, batch.as_of)
    opened.register(FACTS, batch.facts)
    scope = Scope.for_rules(pack)
    truths = _truths(opened, [checked(rule.when, scope) for rule in pack.rules.rule])
    shown = {(line[f.CASE], line[f.RULE]): line[f.OUTCOME] for line in batch.determinations.to_pylist()}
    reached: Reached = set()
    for case in batch.cases:
        values = truths.get(case.id, [])
        reached |= _first_reached(case, pack, values) | _beside_reached(case, pack, values, shown)
    return reached


def _truths(opened: Engine, conditions: Sequence[Expression]) -> dict[str, list[bool | None]]:
    """编号 → what each condition is of the case."""
    columns = [f"({condition.sql()}) AS t{index}" for index, condition in enumerate(conditions)]
    rows = opened.sql(f"SELECT {', '.join([quoted(f.CASE), *columns])} FROM {FACTS}").to_pylist()
    return {row[f.CASE]: [row[f"t{index}"] for index in range(len(conditions))] for row in rows}


def _first_reached(case: m.TestCase, pack: m.Pack, values: Sequence[bool | None]) -> Reached:
    reached: Reached = set()
    for rule, truth in zip(pack.rules.rule, values, strict=False) if case.expect.of_group else ():
        if rule.hit == "first":
            if truth is not None:
                reached.add((_rule(rule), truth))
            if truth is not False:
                break
    return reached


def _beside_reached(
    case: m.TestCase, pack: m.Pack, values: Sequence[bool | None], shown: dict[tuple[str, str], str]
) -> Reached:
    if case.expect.also is None:
        return set()
    beside = [(rule, truth) for rule, truth in zip(pack.rules.rule, values, strict=False) if rule.hit == "all"]
    return {(_rule(rule), truth) for rule, truth in beside if truth is False or (truth and (case.id, rule.id) in shown)}


def _checks_reached(opened: Engine, batch: Batch) -> Reached:
    """A check holds where a row gets the finding, and does not where a row of its form tells all it asks for."""
    opened.register(TABLE, batch.mentions)
    reached: Reached = set()
    for form in {form for case in batch.cases for form in case.given}:
        checks = batch.pack.forms[form].check
        scope = Scope.for_check(batch.pack, form)
        for number, entry in enumerate(checks):
            condition = checked(entry.when, scope).sql()
            rows = checked_rows(batch.pack, form, batch.as_of)
            values = opened.sql(f"SELECT DISTINCT ({condition}) AS holds FROM {rows}")["holds"].to_pylist()
            reached |= {(check_label(batch.pack, form, number), value) for value in values if value is not None}
    return reached


def _clocks_reached(batch: Batch) -> Reached:
    """A clock is reached by a case that expects it."""
    return {(_clock(name), True) for case in batch.cases for name in case.expect.tasks or ()}
