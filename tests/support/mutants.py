"""Testing the cases of a pack: each bound of a rule, derived fact or check moved by one step, each condition inverted.

All cases of a pack stand in one table of facts, so that a mutant is one column of a SELECT and not a run: what a changed
condition would decide follows from its truth for each case (the first rule that is not false decides). A test shows that
this is what the judge would say. A mutant that only changes what is missing or how the reason reads is not seen here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pyarrow as pa
from sqlglot import exp, parse_one

from rescue_cli.check.finding_places import TABLE
from rescue_cli.check.form_checks import checked_rows
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.judge.due_dates import standing
from rescue_cli.judge.judge_tables import FACTS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.allowed_nodes import BOOL, DATE, MOMENT, NUMBER, Checker
from rescue_cli.pack.language.derive_order import derivation_order
from rescue_cli.pack.language.expressions import checked, emit
from rescue_cli.pack.language.scope import RUN_FIELDS, Scope, standards_read
from rescue_cli.pack.language.sql import literal, quoted, sql_type
from rescue_cli.pack.load import available_packs, load_pack
from rescue_cli.pipeline.case_differences import differences
from rescue_cli.pipeline.case_runs import Batch, run_batches
from rescue_cli.pipeline.stages import DuckEngine

Node = exp.Expression
ORDERED = {exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT}
SIXTH = Path(__file__).parents[2] / "samples" / "第六份通知" / "方案包"
INVERTED = "取反"


def all_packs() -> dict[str, Path | None]:
    """Every pack that is shipped or shown, with the folder of the bureau's own packs it lies in."""
    return {**dict.fromkeys(available_packs()), **dict.fromkeys((path.name for path in SIXTH.iterdir()), SIXTH)}


@dataclass(frozen=True)
class Mutant:
    """`label`: what was changed, as the list of equivalent mutants names it."""

    label: str
    tree: Node


def mutants_of(text: str, scope: Scope, bounds: frozenset[str]) -> Iterator[Mutant]:
    """Every bound of an expression moved, and the whole inverted where it is a condition. `bounds`: the facts that are
    the same for every household: standards, parameters, the days of the run, and what is derived from those alone."""
    tree = checked(text, scope).tree
    places = [node for node in tree.walk(bfs=False) if isinstance(node, (*ORDERED, exp.EQ, exp.NEQ, exp.Between))]
    for number, node in enumerate(places):
        shown = node.sql(dialect="duckdb").replace('"', "")
        same = [other for other in places[:number] if other.sql() == node.sql()]
        place = f"{shown}（第{len(same) + 1}处）" if same else shown
        for change, changed in _moved(node, scope, bounds):
            copy = tree.copy()
            twin = [other for other in copy.walk(bfs=False) if isinstance(other, type(node)) and other == node][
                len(same)
            ]
            yield Mutant(f"{place} {change}", _put(copy, twin, changed))
    if checked(text, scope).kind == BOOL:
        yield Mutant(INVERTED, exp.Not(this=exp.paren(tree.copy())))


def _put(root: Node, old: Node, new: Node) -> Node:
    if old is root:
        return new
    old.replace(new)
    return root


def _moved(node: Node, scope: Scope, bounds: frozenset[str]) -> Iterator[tuple[str, Node]]:
    """(what was changed, the comparison so changed)."""
    if type(node) in ORDERED:
        swapped = ORDERED[type(node)]
        yield f"改为{_sign(swapped)}", swapped(this=node.this.copy(), expression=node.expression.copy())
    for key in ("low", "high") if isinstance(node, exp.Between) else ("expression",):
        if _is_bound(node.args[key], bounds) or (key == "expression" and _is_bound(node.this, bounds)):
            for change, by in _steps(node, scope):
                copy = node.copy()
                copy.set(key, by(copy.args[key]))
                yield f"{'下限' if key == 'low' else '上限' if key == 'high' else '界限'}{change}", copy


def _sign(kind: type[Node]) -> str:
    return {exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}[kind]


def _is_bound(side: Node, bounds: frozenset[str]) -> bool:
    """A literal, or only facts that are the same for every household."""
    return not isinstance(side, exp.Null | exp.Boolean) and all(
        column.name in bounds for column in side.find_all(exp.Column)
    )


def _steps(node: Node, scope: Scope):
    """One step up and one down, by the kind of what is compared; none for words. Of whole numbers and days one of the two
    is what swapping the sign does already."""
    steps = _all_steps(node, scope)
    whole = not {scope.types[column.name] for column in node.find_all(exp.Column)} & {
        "money",
        "quotient",
        "ratio",
        "datetime",
    }
    return [steps[isinstance(node, exp.LT | exp.GTE)]] if steps and whole and type(node) in ORDERED else steps


def _all_steps(node: Node, scope: Scope):
    kind = Checker(scope, aggregate=False).kind(node.this.copy())
    if kind == NUMBER:
        step = _number_step(node, scope)
        return [(f"加{step}", lambda side: _plus(side, step)), (f"减{step}", lambda side: _plus(side, f"-{step}"))]
    if kind == DATE:
        return [(f"{word}一天", lambda side, n=n: _days_on(side, n)) for word, n in (("加", 1), ("减", -1))]
    if kind == MOMENT:
        return [(f"{word}一分钟", lambda side, n=n: _minutes_on(side, n)) for word, n in (("加", 1), ("减", -1))]
    return []


def _number_step(node: Node, scope: Scope) -> str:
    """One yuan where money is compared, the last digit of a ratio (0.01), else one."""
    kinds = {scope.types[column.name] for column in node.find_all(exp.Column)}
    return "1" if kinds & {"money", "quotient", "count", "date"} or not kinds else "0.01"


def _plus(side: Node, amount: str) -> Node:
    return exp.paren(exp.Add(this=exp.paren(side.copy()), expression=exp.Literal.number(amount)))


def _days_on(side: Node, days: int) -> Node:
    return exp.Anonymous(this="加日", expressions=[exp.paren(side.copy()), exp.Literal.number(days)])


def _minutes_on(side: Node, minutes: int) -> Node:
    return exp.Add(this=exp.paren(side.copy()), expression=parse_one(f"INTERVAL '{minutes}' MINUTE", dialect="duckdb"))


@dataclass
class Tried:
    """The cases of one pack, run once, with their facts and rows on one engine."""

    pack: m.Pack
    batches: list[Batch]
    engine: DuckEngine = field(default_factory=DuckEngine)

    def __post_init__(self) -> None:
        if self.batches:
            tables = [batch.facts for batch in self.batches]
            self.engine.register(FACTS, pa.concat_tables(tables, promote_options="default"))
        self.cases = {case.id: case for batch in self.batches for case in batch.cases}
        self.days = {case.id: batch.as_of for batch in self.batches for case in batch.cases}
        self.scope = Scope.for_rules(self.pack)
        self.rows_of_forms: set[str] = set()

    @cached_property
    def bounds(self) -> frozenset[str]:
        fixed = {*standards_read(self.pack), *RUN_FIELDS, *(entry.name for entry in self.pack.parameters)}
        for level in derivation_order(self.pack)[0]:
            fixed |= {d.field for d in level if set(checked(d.expression, self.scope).fields) <= fixed}
        return frozenset(fixed)

    @cached_property
    def truths(self) -> dict[str, list[bool | None]]:
        """Case → what each rule's condition is of it, in the order of the rules; of cases with nothing open."""
        if not self.batches:
            return {}
        columns = [self._in_force(rule, checked(rule.when, self.scope).sql()) for rule in self.pack.rules.rule]
        rows = [row for row in self._select(columns) if row["c"] not in self.open]
        return {row["c"]: [row[f"v{n}"] for n in range(len(columns))] for row in rows}

    @cached_property
    def open(self) -> frozenset[str]:
        """Cases decided by all their worlds, not by the truth of the rules for one set of facts."""
        return frozenset(case for batch in self.batches for case in batch.worlds[f.CASE].to_pylist())

    @cached_property
    def clocks(self) -> dict[str, list[tuple]]:
        """Case → (when, start, done) of each clock."""
        columns = [column for clock in self.pack.rules.clock for column in self._clock_columns(clock)]
        return {row["c"]: _threes(row, len(columns)) for row in self._select(columns)}

    def survivors(self, owner: str) -> list[str]:
        """The mutants of a rule, derived fact or check that no case notices. `owner`: as `owners` names it."""
        kind, _, name = owner.partition("：")
        if not self.batches:
            return []  # what packs share has no cases of its own: each of them tries it
        if kind == "规则":
            return self._of_rule(name)
        if kind == "推算":
            return self._of_derive(name)
        form, _, number = name.rpartition("#")
        return self._of_check(form, int(number))

    def owners(self) -> list[str]:
        return owners(self.pack)

    # rules --------------------------------------------------------------------------------------------------------

    def _of_rule(self, name: str) -> list[str]:
        index, rule = next((n, rule) for n, rule in enumerate(self.pack.rules.rule) if rule.id == name)
        mutants = list(mutants_of(rule.when, self.scope, self.bounds))
        columns = [self._in_force(rule, emit(mutant.tree, self.scope)) for mutant in mutants]
        noticed: set[int] = set()
        for row in self._select(columns):
            for number in range(len(mutants)) if row["c"] in self.truths else ():
                changed = list(self.truths[row["c"]])
                changed[index] = row[f"v{number}"]
                if number not in noticed and self._red(row["c"], changed):
                    noticed.add(number)
        return [mutant.label for number, mutant in enumerate(mutants) if number not in noticed]

    def _in_force(self, rule: m.Rule, condition: str) -> str:
        days = [
            f"{quoted(f.AS_OF)} {sign} {literal(day)}" for sign, day in ((">=", rule.start), ("<=", rule.end)) if day
        ]
        return f"({condition}) AND {' AND '.join(days)}" if days else condition

    def _red(self, name: str, truths: Sequence[bool | None]) -> bool:
        if truths == self.truths[name]:
            return False
        expect = self.cases[name].expect
        words = {
            "missing": None,
            "says": (),
            "tasks": None,
            "facts": {},
            "worlds": None,
        }  # not to be seen in the truth of the rules
        return bool(differences(expect.model_copy(update=words), self.lines(truths), (), expect.findings or (), {}))

    def lines(self, truths: Sequence[bool | None]) -> list[dict[str, object]]:
        """The determinations that follow from the truth of every rule, without reason and gaps."""
        deciding, beside = None, []
        for rule, truth in zip(self.pack.rules.rule, truths, strict=True):
            if rule.hit == "first" and deciding is None and truth is not False:
                known = truth is True
                outcome, group = (rule.outcome, rule.group) if known else (f.UNDETERMINED, f.UNDETERMINED)
                deciding = {
                    f.RULE: rule.id,
                    f.OUTCOME: outcome,
                    f.GROUP: group,
                    f.PHASE: rule.phase,
                    "is": rule.outcome,
                }
            elif rule.hit == "all" and truth:
                beside.append({f.RULE: rule.id, f.OUTCOME: rule.outcome, f.GROUP: None, f.PHASE: rule.phase})
        nobody = {f.RULE: "无规则适用", f.OUTCOME: f.UNDETERMINED, f.GROUP: f.UNDETERMINED, f.PHASE: f.PRELIMINARY}
        first = deciding or {**nobody, "is": None}
        kept = [line for line in beside if (line[f.OUTCOME], line[f.PHASE]) != (first["is"], first[f.PHASE])]
        if (first[f.GROUP], first[f.PHASE]) == (f.UNDETERMINED, f.FINAL):  # final results in doubt: none counts yet
            kept = [line for line in kept if line[f.PHASE] != f.FINAL]
        return [{**line, f.REASON: "", f.MISSING: None} for line in (first, *kept)]

    # derived facts ------------------------------------------------------------------------------------------------

    def _of_derive(self, name: str) -> list[str]:
        derive = next(entry for entry in self.pack.rules.derive if entry.field == name)
        mutants = list(mutants_of(derive.expression, self.scope, self.bounds))
        if not mutants:
            return []
        source, changed = self._with_mutants(derive, mutants)
        rules = [n for n, rule in enumerate(self.pack.rules.rule) if self._names(rule.when) & changed]
        clocks = [n for n, clock in enumerate(self.pack.rules.clock) if self._clock_names(clock) & changed]
        columns = [
            self._in_force(self.pack.rules.rule[n], checked(self.pack.rules.rule[n].when, self.scope).sql())
            for n in rules
        ]
        columns += [column for n in clocks for column in self._clock_columns(self.pack.rules.clock[n])]
        facts = {name for case in self.cases.values() for name in case.expect.facts} & changed
        noticed: set[int] = set()
        for row in self._select(columns, source, ("mutant", *map(quoted, sorted(facts)))):
            if row["mutant"] not in noticed and self._noticed(row, rules, clocks, facts):
                noticed.add(row["mutant"])
        return [mutant.label for number, mutant in enumerate(mutants) if number not in noticed]

    def _noticed(self, row: Mapping[str, object], rules: Sequence[int], clocks: Sequence[int], facts: set[str]) -> bool:
        wanted = {name: value for name, value in self.cases[row["c"]].expect.facts.items() if name in facts}
        if differences(m.Expect.model_validate({"事实": wanted}), (), (), (), row):
            return True
        if row["c"] in self.open:
            return False
        truths = list(self.truths[row["c"]])
        for column, rule in enumerate(rules):
            truths[rule] = row[f"v{column}"]
        if self._red(row["c"], truths):
            return True
        times = list(self.clocks[row["c"]])
        for place, clock in enumerate(clocks):
            times[clock] = tuple(row[f"v{len(rules) + 3 * place + part}"] for part in range(3))
        return times != self.clocks[row["c"]] and self._late(row["c"], times)

    def _late(self, name: str, times: Sequence[tuple]) -> bool:
        """Whether the clocks so changed differ from what the case expects of them."""
        tasks = []
        by_row = {clock.id for clock in self.pack.rules.clock if clock.forms}
        batch = next(batch for batch in self.batches if any(case.id == name for case in batch.cases))
        tasks += [line for line in batch.tasks.to_pylist() if line[f.CASE] == name and line[c.TASK] in by_row]
        for clock, (when, start, done) in zip(self.pack.rules.clock, times, strict=True):
            if when and not clock.forms:
                stands = standing(clock, start, done, self.days[name])
                tasks.append({c.TASK: clock.id, c.STATE: stands.state, c.DUE_DAY: stands.due})
        return bool(differences(m.Expect.model_validate({"时限": self.cases[name].expect.tasks}), (), tasks, (), {}))

    def _with_mutants(self, derive: m.Derive, mutants: Sequence[Mutant]) -> tuple[str, set[str]]:
        """SQL: every case once a mutant, with the derived facts that follow from it; and the names of those facts."""
        branches = " ".join(f"WHEN {n} THEN {emit(mutant.tree, self.scope)}" for n, mutant in enumerate(mutants))
        value = f"CAST(CASE mutant {branches} END AS {sql_type(self.pack, derive.field)}) AS {quoted(derive.field)}"
        source = f"(SELECT * REPLACE ({value}) FROM {FACTS} CROSS JOIN range({len(mutants)}) AS t(mutant))"
        changed = {derive.field}
        for level in derivation_order(self.pack)[0]:
            later = [d for d in level if self._names(d.expression) & changed and d.field != derive.field]
            columns = [
                f"CAST({checked(d.expression, self.scope).sql()} AS {sql_type(self.pack, d.field)}) AS {quoted(d.field)}"
                for d in later
            ]
            source = f"(SELECT * REPLACE ({', '.join(columns)}) FROM {source})" if columns else source
            changed |= {d.field for d in later}
        return source, changed

    def _names(self, text: str) -> set[str]:
        return set(checked(text, self.scope).fields)

    def _clock_names(self, clock: m.Clock) -> set[str]:
        texts = () if clock.forms else (clock.when, clock.start, clock.done, clock.by)
        return {name for text in texts if text for name in self._names(text)}

    def _clock_columns(self, clock: m.Clock) -> list[str]:
        if clock.forms:  # over rows: no derived fact is in them
            return ["NULL"] * 3
        texts = (clock.when, clock.by or clock.start or "null", clock.done or "null")
        return [checked(text, self.scope).sql() for text in texts]

    def _select(self, columns: Sequence[str], source: str = FACTS, extra: Sequence[str] = ()) -> list[dict]:
        values = [f"({column}) AS v{number}" for number, column in enumerate(columns)]
        return self.engine.sql(
            f"SELECT {', '.join([f'{quoted(f.CASE)} AS c', *extra, *values])} FROM {source}"
        ).to_pylist()

    # checks -------------------------------------------------------------------------------------------------------

    def _of_check(self, form: str, number: int) -> list[str]:
        entry = self.pack.forms[form].check[number]
        scope = Scope.for_check(self.pack, form)
        fixed = frozenset(self.bounds & set(scope.types))
        mutants = list(mutants_of(entry.when, scope, fixed))
        trees = [checked(entry.when, scope).tree, *(mutant.tree for mutant in mutants)]
        values = [f"({emit(tree, scope)}) IS TRUE AS v{n}" for n, tree in enumerate(trees)]
        self._lay_out(form)
        rows = self.engine.sql(
            f"SELECT {', '.join([f'{quoted(f.SOURCE_FILE)} AS c', *values])} FROM {quoted(form)}"
        ).to_pylist()
        return [
            mutant.label for n, mutant in enumerate(mutants, start=1) if all(row[f"v{n}"] == row["v0"] for row in rows)
        ]

    def _lay_out(self, form: str) -> None:
        """The rows of a form of every case, each with the standards of its day."""
        if form in self.rows_of_forms:
            return
        self.rows_of_forms.add(form)
        tables = []
        for batch in self.batches:
            self.engine.register(TABLE, batch.mentions)
            tables.append(self.engine.sql(f"SELECT * FROM {checked_rows(batch.pack, form, batch.as_of)}"))
        self.engine.register(form, pa.concat_tables(tables, promote_options="default"))


def owners(pack: m.Pack) -> list[str]:
    """Everything of a pack that holds a condition: rules, derived facts, checks."""
    return [
        *(f"规则：{rule.id}" for rule in pack.rules.rule),
        *(f"推算：{derive.field}" for derive in pack.rules.derive if _can_be_told(pack, derive)),
        *(f"检查：{form}#{number}" for form in pack.forms for number, _ in enumerate(pack.forms[form].check)),
    ]


def _can_be_told(pack: m.Pack, derive: m.Derive) -> bool:
    """Not an inherited fact reckoned from a column alone that no form of the pack has: no case could tell it."""
    columns = {column.field for form in pack.forms.values() for column in form.column}
    named = set(checked(derive.expression, Scope.for_rules(pack)).fields)
    return (
        derive.field in pack.own or not named or named != named & {entry.name for entry in pack.input_fields} - columns
    )


def _threes(row: Mapping[str, object], count: int) -> list[tuple]:
    return [tuple(row[f"v{first + part}"] for part in range(3)) for first in range(0, count, 3)]


@cache
def tried(name: str) -> Tried:
    """Each pack is run once in a process."""
    pack = load_pack(name, own=all_packs()[name])
    return Tried(pack, run_batches(pack, pack.cases))
