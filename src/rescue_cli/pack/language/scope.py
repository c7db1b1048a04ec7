"""Which names an expression may use, with their types: one scope per place of a pack."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.field_types import ARROW_TYPES
from rescue_cli.core.states import NO_HEAD, NO_RULE, OPEN_WORLDS
from rescue_cli.core.tables import CONTROLS, COVERAGE, EVENTS, PROVENANCE, TASKS
from rescue_cli.pack import model as m

RUN_FIELDS = (f.AS_OF, f.PERIOD_START, f.PERIOD_END)
REPORT_FIELDS = (
    f.CASE,
    f.RULE,
    f.OUTCOME,
    f.GROUP,
    f.PHASE,
    f.REASON,
    f.BASIS,
    f.MISSING,
    "来源",
    "提及次数",
    f.MONTH_START,
    f.MONTH_END,
)
# What a line of the source "cases" does not say: it is the household, not what was decided of it.
OF_DETERMINATIONS = (f.RULE, f.OUTCOME, f.GROUP, f.PHASE, f.REASON, f.BASIS, f.MISSING)
LINE_NUMBER = "行次"  # the value of a report's column that numbers its lines
ITEM = "项目"  # what the fixed rows of a statistics table are called
FIRST_LINE = "户内首行"  # of the rows of one form that one case has, the first; a row without a case is one
# What a line of each source says of itself; its case's facts stand beside it.
SOURCE_COLUMNS: Mapping[str, pa.Schema] = {
    "rows": pa.schema([*PROVENANCE, pa.field(FIRST_LINE, pa.bool_())]),
    "events": EVENTS,
    "tasks": TASKS,
    "coverage": COVERAGE,
    "controls": CONTROLS,
}
WITHOUT_CASES = ("controls",)


@dataclass(frozen=True, eq=False)
class Scope:
    """Compared by identity, so that parsing can be remembered per scope. `types`: name → dictionary type. `codes`: values a choice field may hold. `forms`: names 有(…) may ask for."""

    types: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: tuple[str, ...] = ()

    @classmethod
    def for_pack(cls, pack: m.Pack) -> "Scope":
        """Everything a report may name: fields, facts, standards, parameters and the columns of a determination."""

        def build() -> Scope:
            names = {*case_fields(pack), *derived_fields(pack), *REPORT_FIELDS}
            codes = {**codes_of(pack, names), f.GROUP: f.GROUPS, f.PHASE: (f.PRELIMINARY, f.FINAL)}
            codes[f.OUTCOME] = tuple(dict.fromkeys([*(rule.outcome for rule in pack.rules.rule), f.UNDETERMINED]))
            codes[f.RULE] = (*(rule.id for rule in pack.rules.rule), NO_RULE, NO_HEAD, OPEN_WORLDS)
            return cls(types_of(pack, names), codes, tuple(pack.forms))

        return _remembered(pack, ("report",), build)

    @classmethod
    def for_report(cls, pack: m.Pack, source: str, forms: Iterable[str] = (), *, spans: bool = False) -> "Scope":
        """What a report over `source` may name: the columns of its own first, then what a case offers.
        `forms`: whose rows the lines are, with what is worked out of them. `spans`: 段始 and 段末 too, as a column that is
        repeated for each span may."""
        chosen = tuple(forms)

        def build() -> Scope:
            own = {field.name: _dictionary_type(field.type) for field in SOURCE_COLUMNS.get(source, ())}
            if spans:
                own |= {f.SPAN_START: "date", f.SPAN_END: "date"}
            if source in WITHOUT_CASES:
                names = {*RUN_FIELDS, f.MONTH_START, f.MONTH_END, *(parameter.name for parameter in pack.parameters)}
                return cls({**types_of(pack, names), **own})
            whole = cls.for_pack(pack)
            lacking = OF_DETERMINATIONS if source == "cases" else ()
            codes = {name: values for name, values in whole.codes.items() if name not in (*own, *lacking)}
            rows = facts_of_rows(pack, chosen)
            offered = {name: kind for name, kind in whole.types.items() if name not in lacking}
            types = {**offered, **own, **types_of(pack, rows)}
            return cls(types, {**codes, **codes_of(pack, rows)}, whole.forms)

        return _remembered(pack, ("report", source, str(spans), *chosen), build)

    @classmethod
    def for_rules(cls, pack: m.Pack) -> "Scope":
        """What rules, remarks and derived facts may name."""

        def build() -> Scope:
            names = {*case_fields(pack), *derived_fields(pack)}
            return cls(types_of(pack, names), codes_of(pack, names), tuple(pack.forms))

        return _remembered(pack, ("rules",), build)

    @classmethod
    def for_standards(cls, pack: m.Pack) -> "Scope":
        """Standards, parameters and the facts of the run: what holds of no household in particular."""

        def build() -> Scope:
            names = {*standards_read(pack), *RUN_FIELDS, *(parameter.name for parameter in pack.parameters)}
            return cls(types_of(pack, names), {}, ())

        return _remembered(pack, ("standards",), build)

    @classmethod
    def for_columns(cls, pack: m.Pack, forms: Iterable[str]) -> "Scope":
        """What a row of these forms (without any: of whatever form) says of itself, and where it is."""
        chosen = tuple(forms)

        def build() -> Scope:
            named = columns_of(pack, chosen) if chosen else {entry.name for entry in pack.input_fields}
            names = {*named, f.TOWNSHIP, f.VILLAGE, f.AREA}
            return cls(types_of(pack, names), codes_of(pack, names), ())

        return _remembered(pack, ("columns", *chosen), build)

    @classmethod
    def for_forms(cls, pack: m.Pack, forms: Iterable[str]) -> "Scope":
        """What a row check or a gathered fact may name: those forms' columns, parameters, and the facts of the run."""
        chosen = tuple(forms)

        def build() -> Scope:
            names = {*columns_of(pack, chosen), *RUN_FIELDS, *(parameter.name for parameter in pack.parameters)}
            return cls(types_of(pack, names), codes_of(pack, names), ())

        return _remembered(pack, ("forms", *chosen), build)

    @classmethod
    def for_rows(cls, pack: m.Pack, forms: Iterable[str]) -> "Scope":
        """What a fact gathered from rows of these forms may name: as `for_forms`, and what is worked out of each row."""
        chosen = tuple(forms)

        def build() -> Scope:
            row = cls.for_forms(pack, chosen)
            names = {*row.types, *facts_of_rows(pack, chosen)}
            return cls(types_of(pack, names), codes_of(pack, names), ())

        return _remembered(pack, ("rows", *chosen), build)

    @classmethod
    def for_gather(cls, pack: m.Pack, gather: m.Gather) -> "Scope":
        """What a gathered fact may name: facts of rows only of the case's own. A person is not one row, and of people and
        of a township only what is filled in is gathered."""
        return cls.for_rows(pack, gather.forms) if gather.each == "household" else cls.for_forms(pack, gather.forms)

    @classmethod
    def for_handed(cls, pack: m.Pack, form: str) -> "Scope":
        """What may choose the rows of a table townships handed in: its columns, and the month that is reported."""

        def build() -> Scope:
            months = {f.MONTH_START: "date", f.MONTH_END: "date"}
            row = cls.for_forms(pack, [form])
            return cls({**row.types, **months}, row.codes, ())

        return _remembered(pack, ("handed", form), build)

    @classmethod
    def for_check(cls, pack: m.Pack, form: str) -> "Scope":
        """What a row check of `form` may name: its columns, 城乡, parameters, standards, and the facts of the run."""

        def build() -> Scope:
            row = cls.for_forms(pack, [form])
            names = {*row.types, *standards_read(pack), f.AREA}
            return cls(types_of(pack, names), codes_of(pack, names), ())

        return _remembered(pack, ("check", form), build)


_scopes: dict[Hashable, tuple[tuple[object, ...], Scope]] = {}
REMEMBERED = 1024  # a pack with thirty reports has a hundred


def _remembered(pack: m.Pack, place: tuple[str, ...], build: Callable[[], Scope]) -> Scope:
    """One scope per place of a pack, so that each expression is parsed once. Keyed by the parts a scope is made of
    (kept alive here, so their ids stay theirs); a pack adapted in those parts gets scopes of its own."""
    parts = (pack.vocabulary, pack.codes, pack.forms, pack.rules)
    names = (*(entry.name for entry in pack.standards), *(entry.name for entry in pack.parameters))
    key = (place, tuple(id(part) for part in parts), names)
    if key not in _scopes:
        if len(_scopes) >= REMEMBERED:
            _scopes.pop(next(iter(_scopes)))
        _scopes[key] = (parts, build())
    return _scopes[key][1]


def columns_of(pack: m.Pack, forms: Iterable[str]) -> set[str]:
    """The fields rows of these forms may hold: of their columns, and what is read out of those."""
    known = [pack.forms[form] for form in forms if form in pack.forms]
    return {column.field for form in known for column in form.column} | {
        extract.field for form in known for extract in form.extract
    }


def facts_of_rows(pack: m.Pack, forms: Iterable[str]) -> set[str]:
    """The facts worked out of each row of these forms (`[[row]]`)."""
    return {fact.field for form in forms if form in pack.forms for fact in pack.forms[form].row}


def standard_fields(name: str) -> tuple[str, str]:
    """A standard "低保标准" is read as 低保月标准 and 低保年标准; a limit "机动车限额" as itself and, in words, its 机动车限额依据."""
    if name.endswith(m.LIMIT):
        return name, f"{name}依据"
    stem = name.removesuffix("标准")
    return f"{stem}月标准", f"{stem}年标准"


def area_fields(pack: m.Pack) -> dict[str, tuple[str, str]]:
    """城市低保月标准 → (低保标准, 城市): every standard by its area, whatever the household's own is."""
    own = {field for standard in pack.standards for field in standard_fields(standard.name)}
    read = {
        f"{area}{field}": (standard.name, area)
        for standard in pack.standards
        if not standard.is_limit
        for area in f.AREAS
        for field in standard_fields(standard.name)
    }
    return {field: meant for field, meant in read.items() if field not in own}


def standards_read(pack: m.Pack) -> set[str]:
    """Every field the pack's standards are read by."""
    return {field for standard in pack.standards for field in standard_fields(standard.name)} | set(area_fields(pack))


def case_fields(pack: m.Pack) -> set[str]:
    """Names a case has before anything is derived."""
    standards = standards_read(pack)
    inputs = {entry.name for entry in pack.input_fields}
    return {*inputs, *standards, *RUN_FIELDS, *(parameter.name for parameter in pack.parameters)}


def derived_fields(pack: m.Pack) -> set[str]:
    """Names of the facts the pack gathers or derives."""
    return {*(gather.field for gather in pack.rules.gather), *(derive.field for derive in pack.rules.derive)}


def _dictionary_type(kind: pa.DataType) -> str:
    """The dictionary type that is stored as `kind`."""
    if pa.types.is_integer(kind):
        return "count"
    return next(name for name, stored in ARROW_TYPES.items() if stored == kind)


def types_of(pack: m.Pack, names: Iterable[str]) -> dict[str, str]:
    """Name → dictionary type; a standard's fields are money, names nobody knows are left out."""
    standards = dict.fromkeys(standards_read(pack), "money")
    known = {name: entry.type for name, entry in pack.vocabulary.items()}
    return {name: kind for name in names if (kind := known.get(name) or standards.get(name)) is not None}


def codes_of(pack: m.Pack, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Field → the values of its code list."""
    codes = {}
    for name in names:
        entry = pack.vocabulary.get(name)
        if entry is not None and entry.codes in pack.codes:
            codes[name] = tuple(code.value for code in pack.codes[entry.codes].item)
    return codes
