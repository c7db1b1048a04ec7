"""Which base facts an undecided condition lacks: SQL that gives a list of names, built from the rule's tree.

Reached through derived and gathered facts; branches that are not needed are skipped. Where several ways lead to a fact
(coalesce), every way's gaps are named, except those of forms that have not come in ("not yet" is not "unknown").
"""

from collections.abc import Sequence

from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.judge.assumptions import assumed_fields, stated_column
from rescue_cli.pack import model as m
from rescue_cli.pack.language.derive_order import in_levels
from rescue_cli.pack.language.expansion import has_column
from rescue_cli.pack.language.expressions import checked, emit, gathered_columns
from rescue_cli.pack.language.row_facts import rests_on
from rescue_cli.pack.language.scope import Scope, area_fields, standard_fields
from rescue_cli.pack.language.sql import literal, quoted

NOTHING = "CAST([] AS VARCHAR[])"


def gap_column(name: str, optional: bool) -> str:
    """Column of what a derived or gathered fact lacks. `optional`: as one of several ways to a fact."""
    return f"{'缺或' if optional else '缺因'}_{name}"


class Gaps:
    """Builds the SQL for one pack. `named`: the gaps of derived and gathered facts are columns (`laid_over`), each worked
    out once however many rules and facts rest on it; else they are written out in place."""

    def __init__(self, pack: m.Pack, scope: Scope | None = None, *, named: bool = False) -> None:
        self.pack = pack
        self.named = named
        self.asked_for: dict[str, tuple[str, bool]] = {}
        self.scope = scope or Scope.for_rules(pack)
        self.derived = {derive.field: derive.expression for derive in pack.rules.derive}
        self.gathered = {gather.field: gather for gather in pack.rules.gather}
        self.assumed = set(assumed_fields(pack))
        self.standards = {name: s.name for s in pack.standards for name in standard_fields(s.name)}
        self.by_area = area_fields(pack)
        asked = {
            stem: {c.field for c in form.column if c.ask} | {extract.field for extract in form.extract}
            for stem, form in m.sent_in(pack.forms).items()
        }
        self.forms_of = {
            entry.name: [stem for stem, names in asked.items() if entry.name in names] for entry in pack.input_fields
        }

    def of(self, tree: exp.Expression, optional: bool = False) -> str:
        """SQL list of the gaps of `tree`; meaningful where `tree` is null. `optional`: one of several ways to a fact."""
        if isinstance(tree, exp.Column):
            return self._field(tree.name, optional)
        if isinstance(tree, exp.Coalesce | exp.Least | exp.Greatest):
            return self._concat([self.of(part, optional=True) for part in (tree.this, *tree.expressions)])
        if isinstance(tree, exp.Case):
            return self._case(tree, optional)
        if isinstance(tree, exp.And | exp.Or):
            return self._concat([self._guarded(part, optional) for part in (tree.this, tree.expression)])
        if isinstance(tree, exp.Is) or (isinstance(tree, exp.Anonymous) and str(tree.this) in ("有", "缺")):
            return NOTHING
        return self._concat(
            [self.of(part, optional) for part in tree.iter_expressions() if not isinstance(part, exp.Identifier)]
        )

    def laid_over(self, source: str) -> str:
        """`source` (SQL over facts) with the columns that `of` spoke of, level by level, each over those before it."""
        columns, needs = self._columns()
        for level in in_levels(needs)[0]:
            source = f"SELECT *, {', '.join(f'{columns[name]} AS {quoted(name)}' for name in level)} FROM ({source})"
        return source

    def _columns(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Column → its SQL and the columns it rests on; of all asked for, and of what those ask for in turn."""
        columns: dict[str, str] = {}
        needs: dict[str, list[str]] = {}
        waiting, self.asked_for = self.asked_for, {}
        while waiting:
            column, (name, optional) = waiting.popitem()
            columns[column] = self._told_elsewhere(name, optional)
            needs[column] = sorted(self.asked_for)
            waiting |= {new: asked for new, asked in self.asked_for.items() if new not in columns}
            self.asked_for = {}
        return columns, dict(sorted(needs.items()))

    def _guarded(self, tree: exp.Expression, optional: bool) -> str:
        return f"CASE WHEN ({emit(tree, self.scope)}) IS NULL THEN {self.of(tree, optional)} ELSE {NOTHING} END"

    def _case(self, tree: exp.Case, optional: bool) -> str:
        default = tree.args.get("default")
        chosen = " ".join(
            f"WHEN {emit(branch.this, self.scope)} THEN {self._guarded(branch.args['true'], optional)}"
            for branch in tree.args["ifs"]
        )
        last = self._guarded(default, optional) if default is not None else NOTHING
        conditions = [self._guarded(branch.this, optional) for branch in tree.args["ifs"]]
        return self._concat([*conditions, f"CASE {chosen} ELSE {last} END"])

    def _field(self, name: str, optional: bool) -> str:
        if name in self.derived or name in self.gathered:
            if not self.named:
                return self._told_elsewhere(name, optional)
            column = gap_column(name, optional)
            self.asked_for[column] = name, optional
            return quoted(column)
        missing = f"{quoted(name)} IS NULL"
        if name in self.by_area:
            standard, area = self.by_area[name]
            inner = f"[{literal(area + standard)}]"
        elif name in self.standards:
            named = f"[{quoted(f.AREA)} || {literal(self.standards[name])}]"
            inner = f"CASE WHEN {quoted(f.AREA)} IS NULL THEN [{literal(f.AREA)}] ELSE {named} END"
            if all(entry.area is None for entry in self.pack.standards if entry.name == self.standards[name]):
                inner = f"[{literal(self.standards[name])}]"  # one for town and country
        else:
            return self._base(name, missing, optional)
        return f"CASE WHEN {missing} THEN {inner} ELSE {NOTHING} END"

    def _told_elsewhere(self, name: str, optional: bool) -> str:
        """Of a derived or gathered fact: what its own expression lacks."""
        if name in self.derived:
            inner = self.of(checked(self.derived[name], self.scope).tree, optional)
        else:
            inner = self._gather(name)
        return f"CASE WHEN {quoted(name)} IS NULL THEN {inner} ELSE {NOTHING} END"

    def _base(self, name: str, missing: str, optional: bool) -> str:
        """A base fact is missing where it is null; a list that holds an unknown word is a gap too."""
        if name in self.scope.codes and self.scope.types[name] == "choices":
            known = ", ".join(literal(value) for value in self.scope.codes[name])
            missing = f"({missing} OR NOT LIST_HAS_ALL([{known}], {quoted(name)}))"
        forms = self.forms_of.get(name, [])
        if optional and not forms:  # nobody is asked for it
            return NOTHING
        if optional and all(self.pack.forms[stem].role != "roster" for stem in forms):
            missing += f" AND ({' OR '.join(quoted(has_column(stem)) for stem in forms)})"
        return f"CASE WHEN {missing} THEN [{literal(name)}] ELSE {NOTHING} END"

    def _gather(self, name: str) -> str:
        """The case's own gaps in the fields gathered (not in those that only say which rows count)."""
        gather = self.gathered[name]
        if gather.each == "township":  # what else came is no gap of the household's own rows
            return NOTHING
        tree = checked(gather.value, Scope.for_gather(self.pack, gather), aggregate=True).tree
        inputs = [
            name
            for node in gathered_columns(tree)
            for name in rests_on(self.pack, gather.forms, node.name)
            if name in self._asked(gather.forms)
        ]
        if gather.each == "person":  # whose it is cannot be seen here: any of the household's people's
            return f"[{', '.join(literal(field) for field in dict.fromkeys(inputs))}]" if inputs else NOTHING
        return self._concat([self._stated(field) for field in dict.fromkeys(inputs)])

    def _asked(self, forms: Sequence[str]) -> set[str]:
        """The fields these forms ask for: what only another form asks for is no gap of theirs."""
        return {name for name, asking in self.forms_of.items() if set(asking) & set(forms)}

    def _stated(self, name: str) -> str:
        """A field whose rows are gathered: what a form means by silence is no row's own word."""
        if name in self.assumed:
            return f"CASE WHEN NOT {quoted(stated_column(name))} THEN [{literal(name)}] ELSE {NOTHING} END"
        return self._field(name, optional=True)

    def _concat(self, parts: list[str]) -> str:
        useful = [part for part in dict.fromkeys(parts) if part != NOTHING]
        if not useful:
            return NOTHING
        joined = useful[0]
        for part in useful[1:]:
            joined = f"LIST_CONCAT({joined}, {part})"
        return joined
