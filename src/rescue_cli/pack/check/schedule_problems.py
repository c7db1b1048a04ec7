"""Checks of what a pack says is owed and happens: events, clocks, coverage, control totals."""

from collections import Counter
from collections.abc import Iterable

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.language.expressions import ANY, BOOL, DATE, MOMENT, NULL, TEXT
from rescue_cli.pack.language.scope import Scope, columns_of


def owed_problems(pack: m.Pack, problems: Problems) -> None:
    """Add everything wrong with a pack's events, clocks, control totals and coverage."""
    for event in pack.rules.event:
        _event(pack, event, problems)
    for clock in pack.rules.clock:
        _clock(pack, clock, problems)
    for control in pack.head.control:
        key = f"control.{control.name}"
        problems.known("pack", f"{key}.form", control.form, pack.forms, "表")
        if control.households is None and control.persons is None:
            problems.add("pack", key, "households、persons 至少写一个")
    for coverage in pack.head.coverage:
        _coverage(pack, coverage, problems)
    clocks = [clock.id for clock in pack.rules.clock]
    for case in pack.cases:
        for name in case.expect.tasks or ():
            problems.known("cases", f"case.{case.id}.expect.时限", name, clocks, "时限（[[clock]]）")
    _once(problems, "control", [entry.name for entry in pack.head.control])
    _once(problems, "coverage", [entry.name for entry in pack.head.coverage])


def _once(problems: Problems, part: str, names: Iterable[str]) -> None:
    for name in sorted(name for name, times in Counter(names).items() if times > 1):
        problems.add("pack", f"{part}.{name}", "名称出现两次")


def _event(pack: m.Pack, event: m.Event, problems: Problems) -> None:
    key = f"event.{event.id}"
    known = [problems.known("rules", f"{key}.from", form, pack.forms, "表") for form in event.forms]
    if not all(known):
        return
    scope = Scope.for_columns(pack, event.forms)
    if event.when is not None:
        problems.expression("rules", f"{key}.when", event.when, scope, BOOL)
    problems.expression("rules", f"{key}.day", event.day, scope, DATE)
    if event.month is not None:
        problems.expression("rules", f"{key}.month", event.month, scope, TEXT)
    problems.template("rules", f"{key}.say", event.say, scope)


def _clock(pack: m.Pack, clock: m.Clock, problems: Problems) -> None:
    key = f"clock.{clock.id}"
    if not all([problems.known("rules", f"{key}.from", form, pack.forms, "表") for form in clock.forms]):
        return
    scope = Scope.for_forms(pack, clock.forms) if clock.forms else Scope.for_rules(pack)
    if clock.each is not None:
        problems.known("rules", f"{key}.each", clock.each, sorted(columns_of(pack, clock.forms)), "from 各表的列")
    problems.expression("rules", f"{key}.when", clock.when, scope, BOOL)
    for name, text in (("start", clock.start), ("done", clock.done), ("by", clock.by)):
        parsed = problems.expression("rules", f"{key}.{name}", text, scope) if text is not None else None
        if parsed is not None and parsed.kind not in (DATE, MOMENT, ANY, NULL):
            problems.add("rules", f"{key}.{name}", f"结果是{parsed.kind}，这里要日期或时刻：{text}")
    if sum(way is not None for way in (clock.every, clock.within, clock.by)) != 1:
        problems.add("rules", key, "every（每隔多久一次）、within（多久以内办一次）、by（到哪天为止）必须恰好写一个")
    elif {clock.start is None, clock.unit is None} != {clock.by is not None}:
        problems.add("rules", key, "写 every 或 within 时须有 start 和 unit；写 by 时都不写")


def _coverage(pack: m.Pack, entry: m.Coverage, problems: Problems) -> None:
    key = f"coverage.{entry.name}"
    if not problems.known("pack", f"{key}.form", entry.form, pack.forms, "表"):
        return
    held = {*columns_of(pack, [entry.form]), f.TOWNSHIP, f.VILLAGE}
    problems.known("pack", f"{key}.each", entry.each, sorted({*held, f.CASE}), "本表的列")
    if entry.each in pack.vocabulary and pack.vocabulary[entry.each].type == "choices":
        problems.add("pack", f"{key}.each", f"“{entry.each}”是多选，一行说不出是哪一个")
    if entry.day is not None and problems.known("pack", f"{key}.day", entry.day, sorted(held), "本表的列"):
        _is_date(pack, f"{key}.day", entry.day, problems)
    if entry.by is not None:
        problems.known("pack", f"{key}.by", entry.by, [deadline.id for deadline in pack.head.deadline], "时限")
    for form in entry.among:
        problems.known("pack", f"{key}.among", form, pack.forms, "表")
    if bool(entry.among) != (entry.each == f.CASE):
        problems.add("pack", f"{key}.among", "each = “编号” 时写明 among（哪些表里的户），其他时候不写")
    elif entry.since is not None:
        columns = columns_of(pack, entry.among)
        if problems.known("pack", f"{key}.since", entry.since, sorted(columns), "among 的列"):
            _is_date(pack, f"{key}.since", entry.since, problems)


def _is_date(pack: m.Pack, key: str, name: str, problems: Problems) -> None:
    kind = pack.vocabulary[name].type if name in pack.vocabulary else "date"
    if kind != "date":
        problems.add("pack", key, f"“{name}”是{kind}，这里要日期")
