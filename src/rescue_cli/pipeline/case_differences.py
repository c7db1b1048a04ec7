"""What a case expected and what came of it: the differences, one sentence each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pack import model as m

Line = Mapping[str, Any]


def differences(
    expect: m.Expect,
    lines: Sequence[Line],
    tasks: Sequence[Line],
    codes: Sequence[str],
    facts: Line,
    worlds: Sequence[Line] = (),
) -> tuple[str, ...]:
    """`lines`: the case's determinations; `tasks`: its lines of TASKS; `codes`: of its findings, one each; `facts`: its
    line of the facts, empty where it is no case; `worlds`: its lines of WORLDS."""
    decision = _of_decision(expect, lines) if expect.of_decision else []
    outcomes = [world[f.OUTCOME] for world in worlds]
    if expect.worlds is not None and outcomes != list(expect.worlds):
        decision.append(f"各种答案应为{'、'.join(expect.worlds)}，实为{'、'.join(outcomes) or '（没有未定的）'}")
    return (*decision, *_of_tasks(expect, tasks), *_of_findings(expect, codes), *_of_facts(expect, facts))


def _of_facts(expect: m.Expect, facts: Line) -> list[str]:
    actual = {name: "" if facts.get(name) is None else facts[name] for name in expect.facts}
    return [
        f"{name}应为{_shown(wanted)}，实为{_shown(actual[name])}"
        for name, wanted in expect.facts.items()
        if (Decimal(str(wanted)) if isinstance(wanted, float) else wanted) != actual[name]
    ]


def _shown(value: object) -> str:
    return "（不明）" if value == "" else str(value)


def _of_decision(expect: m.Expect, lines: Sequence[Line]) -> list[str]:
    deciding = [line for line in lines if line[f.GROUP] is not None]
    if len(deciding) != 1:
        return [f"应恰有一条分类，实有{len(deciding)}条"]
    line = deciding[0]
    beside = sorted(row[f.OUTCOME] for row in lines if row[f.GROUP] is None)
    wrong = [
        f"{label}应为{wanted}，实为{actual}（{line[f.REASON]}）"
        for label, wanted, actual in (
            (f.GROUP, expect.group, line[f.GROUP]),
            (f.OUTCOME, expect.outcome, line[f.OUTCOME]),
            (f.PHASE, expect.phase, line[f.PHASE]),
            (f.RULE, expect.rule, line[f.RULE]),
            (f.MISSING, _sorted(expect.missing), sorted(line[f.MISSING] or [])),
            ("另有", _sorted(expect.also), beside),
        )
        if wanted is not None and wanted != actual
    ]
    return wrong + [
        f"理由应含“{words}”，实为“{line[f.REASON]}”" for words in expect.says if words not in line[f.REASON]
    ]


def _sorted(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _of_tasks(expect: m.Expect, tasks: Sequence[Line]) -> list[str]:
    wanted = expect.tasks
    if wanted is None:
        return []
    actual: dict[str, Any] = {}
    for task in tasks:
        expected = wanted.get(task[c.TASK])
        sample = expected[0] if isinstance(expected, tuple) and expected else expected
        value = task[c.DUE_DAY if isinstance(sample, dt.date) else c.STATE]
        actual.setdefault(task[c.TASK], []).append(value)
    actual = {name: _as_written(values, wanted.get(name)) for name, values in actual.items()}
    return [] if actual == wanted else [f"时限应为{_listed(wanted)}，实为{_listed(actual)}"]


def _as_written(values: list[Any], wanted: object) -> object:
    """As the case writes it: one value, or those of every matter the clock runs for."""
    return values[0] if len(values) == 1 and not isinstance(wanted, tuple) else tuple(values)


def _listed(tasks: Mapping[str, object]) -> str:
    return "、".join(f"{name}={_words(value)}" for name, value in sorted(tasks.items())) or "（无）"


def _words(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _of_findings(expect: m.Expect, codes: Sequence[str]) -> list[str]:
    wanted, actual = sorted(expect.findings or ()), sorted(codes)
    if wanted == actual:
        return []
    silence = "（没有写 问题 的判例，按没有问题核对）" if expect.findings is None else ""
    return [f"问题应为{'、'.join(wanted) or '（无）'}，实为{'、'.join(actual) or '（无）'}{silence}"]
