"""The pack language as closed pydantic models: an unknown key, a missing clause or a wrong type is an error.

Nothing here reads files or checks names across files; `load` does. Every rule and every value cites its clause.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rescue_cli.core.findings import Level
from rescue_cli.core.tables import FieldType

HanName = Annotated[str, StringConstraints(pattern=r"^[\u3400-\u9fff0-9A-Za-z_]+$", min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sql = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Area = Literal["城市", "农村"]
Names = tuple[HanName, ...]
Amount = Annotated[
    Decimal, BeforeValidator(lambda value: Decimal(str(value)) if isinstance(value, int | float) else value)
]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


# --- vocabulary.toml, categories.toml ------------------------------------------------------------------------------


class VocabularyField(Closed):
    """One entry of the data dictionary.

    `kind`: "input" may stand in a form's column; "derived" is computed by a pack or the run.
    `settle`: what a case carries when sources of one rank disagree: hold = nothing until a person decides,
    first = the value of the first source (the conflict is listed), union = all items together (for choices).
    """

    name: HanName
    type: FieldType
    kind: Literal["input", "derived"] = "input"
    unit: str = ""
    gloss: Text
    aliases: tuple[Text, ...] = ()
    codes: HanName | None = None
    settle: Literal["hold", "first", "union"] = "first"
    least: int | None = None  # a count below it cannot be: it is not taken
    of: Literal["household", "person"] = "household"  # whose fact it is, where a table has one row a person
    width: int | None = None
    source: Text


class Vocabulary(Closed):
    field: tuple[VocabularyField, ...] = ()


class Code(Closed):
    """One value of a code list, with the words that mean it."""

    value: HanName
    synonyms: tuple[Text, ...] = ()


class CodeList(Closed):
    """`none` is the value that says "nothing of this kind" (无): it is known, and it is not a gap.
    `inside`: a word of the list counts where it stands inside other words too (二级 in 肢体二级)."""

    name: HanName
    item: tuple[Code, ...]
    none: HanName | None = None
    inside: bool = False
    clause: Text


class Categories(Closed):
    codes: tuple[CodeList, ...] = ()


# --- pack.toml, standards.toml -------------------------------------------------------------------------------------


class District(Closed):
    name: Text
    code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    bureau: Text
    city: str = ""


class Period(Closed):
    start: dt.date = Field(alias="from")
    end: dt.date = Field(alias="to")
    clause: Text


class Township(Closed):
    name: Text
    code: str = ""
    aliases: tuple[Text, ...] = ()


class Deadline(Closed):
    """A fixed day (`on`) or a day of every month between two dates (`monthly_day`)."""

    id: HanName
    title: Text
    on: dt.date | None = None
    monthly_day: Annotated[int, Field(ge=1, le=31)] | None = None
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    who: Text
    to_whom: str = ""
    hands_in: Names = ()
    clause: Text


class Linking(Closed):
    """查重的界限, where a notice or a county wants others than `schemas/linking/model.toml`; each with its reason."""

    review: float | None = None  # points from which a pair is shown to a person
    phone_heads: Annotated[int, Field(ge=1)] | None = None
    large_block: Annotated[int, Field(ge=2)] | None = None
    wrong_file_share: Annotated[float, Field(gt=0, le=1)] | None = None
    wrong_file_rows: Annotated[int, Field(ge=2)] | None = None
    reason: Text


Role = Literal["roster", "clue", "survey", "result", "reference"]


class Survive(Closed):
    """Whose word goes for one field of a case. `order`: roles, the first goes before the others; those not named follow
    in the usual order. `rule`: rank = the first role that says anything; latest = the source of the latest day, of one
    day by `order`; complete = the source that says most, of equals by `order`."""

    field: HanName
    rule: Literal["rank", "latest", "complete"] = "rank"
    order: tuple[Role, ...] = ()
    clause: Text


class Compare(Closed):
    """A ready-made comparison: every row of the forms `left` is looked for in the forms `right`. `tell`: the outcome a
    person has to look at. `max_age`: days after which a list is too old to say that somebody is not on it."""

    name: Text
    left: Names = Field(min_length=1)
    right: Names = Field(min_length=1)
    tell: Literal["命中", "未命中"] = "命中"
    max_age: Annotated[int, Field(ge=1)] | None = None
    clause: Text


class LevelChange(Closed):
    """The level a finding has under this notice, with the reason; a finding can be raised or lowered, never silenced."""

    code: Text
    level: Level
    reason: Text
    clause: Text


class PackHead(Closed):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    short: Text  # how 依据 cites the notice: "西夏区2019方案"
    issuer: Text
    number: str = ""
    date: dt.date | None = None
    parent: str | None = None
    district: District | None = None
    period: Period | None = None
    townships: tuple[Township, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    level: tuple[LevelChange, ...] = ()
    notes: tuple[Text, ...] = ()
    linking: Linking | None = None
    survive: tuple[Survive, ...] = ()
    compare: tuple[Compare, ...] = ()


class Standard(Closed):
    """A dated amount. No `amount` = the standard is open: unknown on those dates, never zero."""

    name: HanName
    area: Area | None = None  # None: one standard for both
    amount: Amount | None = None
    unit: Literal["元/人·月", "元/人·年"]
    start: dt.date = Field(alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    source: Text
    checked_on: dt.date | None = None
    trust: str = ""

    @property
    def yearly(self) -> Decimal | None:
        if self.amount is None:
            return None
        return self.amount * 12 if self.unit == "元/人·月" else self.amount


class Parameter(Closed):
    """A dated number or day a rule may name; how a notice that contradicts itself is read is stated in `note`."""

    name: HanName
    value: Amount | dt.date
    start: dt.date | None = Field(default=None, alias="from")
    clause: Text
    note: str = ""


class Standards(Closed):
    standard: tuple[Standard, ...] = ()
    parameter: tuple[Parameter, ...] = ()


# --- forms/*.toml --------------------------------------------------------------------------------------------------


class Column(Closed):
    field: HanName
    required: bool = False
    aliases: tuple[Text, ...] = ()
    count_rows: bool = False  # in a table of one row a person that lacks this column, a household's rows are counted
    ask: bool = True  # false: taken where a sender gives it, but neither in the blank form nor ever called missing
    hint: str = ""  # shown as input message in the blank form
    example: str = ""


class Assume(Closed):
    """What the form means where it is silent; shown in the reason. A column overrides it, and so does `overridden`
    (a condition over gathered facts, such as standing on a reference list), which is a finding."""

    field: HanName
    value: bool | int | Amount | str
    overridden: Sql | None = None
    clause: Text


class FormCheck(Closed):
    """A condition over one row; where it is true the row gets the finding `code` (an entry of findings.toml)."""

    code: Text
    when: Sql
    field: HanName
    level: Level | None = None
    clause: Text


class Form(Closed):
    """One kind of table. `role` says what its rows are: roster rows open a case, the others attach to one."""

    title: Text
    grain: Literal["household", "person", "statistics"]
    role: Role
    clause: Text
    generic: bool = False  # for lists without a notice: a pack that has a notice's own forms does not take it over
    main: bool = False  # meant where headings alone fit several forms and no title, sheet or file name says which
    names: tuple[Text, ...] = ()  # words in titles, sheet and file names by which the form is known
    column: tuple[Column, ...]
    assume: tuple[Assume, ...] = ()
    check: tuple[FormCheck, ...] = ()


# --- rules.toml ----------------------------------------------------------------------------------------------------


class Basis(Closed):
    clause: Text
    notice: str = ""  # empty: the pack's own notice


class Gather(Closed):
    """A fact of the case gathered from the rows of some forms linked to it: an aggregate over their fields."""

    field: HanName
    forms: Names = Field(alias="from", min_length=1)
    value: Sql
    clause: Text


class Derive(Closed):
    field: HanName
    value: Sql
    clause: str = ""


class Rule(Closed):
    """`hit = "first"`: rules in order, the first that is not false decides (true) or leaves 待核实 (null).
    `hit = "all"`: listed beside the group wherever it is true. `because` may use {field};
    `because_close` replaces it where an amount in it would print as 0.00 without being zero.
    `doubt` names the facts a person must verify (for rules whose outcome is 待核实)."""

    id: HanName
    when: Sql
    outcome: HanName
    group: Literal["新增救助", "救助观察", "待核实", "不予列入", "已享受救助"] | None = None
    phase: Literal["初判", "终判"] = "初判"
    hit: Literal["first", "all"] = "first"
    because: Text
    because_close: str = ""
    doubt: Names = ()
    basis: Basis


class Remark(Closed):
    """Words added to the reason of the deciding rules named in `rules` wherever `when` is true."""

    id: HanName
    rules: Names = Field(min_length=1)
    when: Sql
    say: Text
    basis: Basis


class Rules(Closed):
    gather: tuple[Gather, ...] = ()
    derive: tuple[Derive, ...] = ()
    rule: tuple[Rule, ...] = ()
    remark: tuple[Remark, ...] = ()


# --- reports/*.toml ------------------------------------------------------------------------------------------------


class ReportColumn(Closed):
    """`head` from the top level down; equal neighbours are merged. `value` is an expression over the source's fields
    (an aggregate in a statistics sheet). `total = "sum"` puts a live SUM in the total row."""

    id: HanName
    head: tuple[Text, ...] = Field(min_length=1)
    value: Sql
    total: Literal["sum", "none"] = "none"
    width: int | None = None
    format: Literal["auto", "text", "money", "count", "date"] = "auto"


class RowCheck(Closed):
    """勾稽 inside a sheet: `left = right` over column ids, in every row and in the total."""

    say: Text
    left: Sql
    right: Sql


class LedgerCheck(Closed):
    """勾稽 across workbooks: the total of `column` equals `value` (an aggregate) over the written rows of `ledger`."""

    say: Text
    column: HanName
    ledger: HanName
    value: Sql
    where: Sql | None = None


class Chart(Closed):
    """One native chart: `columns` (ids) by row."""

    title: Text
    kind: Literal["column", "stacked", "bar", "pie"] = "column"
    columns: Names = Field(min_length=1)


class SheetNote(Closed):
    """A line under the table. {n} is `value` (an aggregate over the report's whole source); left out where it is 0 or null."""

    say: Text
    value: Sql | None = None


class ReportSheet(Closed):
    """`rows`: for statistics, the field that makes the rows (townships: all of the workspace's, 0 where nothing)."""

    name: Text
    title: Text
    where: Sql | None = None
    rows: HanName | None = None
    order: Names = ()
    column: tuple[ReportColumn, ...] = Field(min_length=1)
    check: tuple[RowCheck, ...] = ()
    ledger_check: tuple[LedgerCheck, ...] = ()
    chart: Chart | None = None
    note: tuple[SheetNote, ...] = ()


class Report(Closed):
    """`source`: "determinations" = one line per determination with all facts of its case; "cases" = one line a case.
    `month = true`: 月初 and 月末 have a meaning and the file name carries the month."""

    title: Text
    kind: Literal["ledger", "statistics", "list"]
    source: Literal["determinations", "cases"]
    file: Text
    clause: Text
    unit: str = ""
    layout: Text = "本包版式"
    month: bool = False
    signatures: tuple[Text, ...] = ("负责人", "审核人", "填表人", "填报日期")
    sheet: tuple[ReportSheet, ...] = Field(min_length=1)


# --- cases.toml ----------------------------------------------------------------------------------------------------


class Expect(Closed):
    group: str | None = Field(default=None, alias="分类")
    outcome: str | None = Field(default=None, alias="结果")
    phase: str | None = Field(default=None, alias="阶段")
    rule: str | None = Field(default=None, alias="规则")
    missing: tuple[str, ...] | None = Field(default=None, alias="缺少")
    also: tuple[str, ...] | None = Field(default=None, alias="另有")
    says: tuple[str, ...] = Field(default=(), alias="理由含")


Cell = bool | int | float | str | dt.date | list[str]


class TestCase(Closed):
    """One household: rows of some forms, all linked, and what the rules must say. `basis` cites the clause."""

    id: Text
    kind: Literal["typical", "below", "at", "above", "missing", "contradiction"] = "typical"
    basis: Text
    as_of: dt.date | None = None
    standard: tuple[Standard, ...] = ()
    given: dict[str, tuple[dict[str, Cell], ...]]
    expect: Expect


class Cases(Closed):
    case: tuple[TestCase, ...] = ()


# --- the whole -----------------------------------------------------------------------------------------------------


class Pack(Closed):
    """A pack with its parent's parts folded in (child wins by id or name). Keys of `forms` and `reports` are file stems."""

    head: PackHead
    vocabulary: dict[str, VocabularyField]
    codes: dict[str, CodeList]
    standards: tuple[Standard, ...]
    parameters: tuple[Parameter, ...]
    forms: dict[str, Form]
    rules: Rules
    reports: dict[str, Report]
    cases: tuple[TestCase, ...]
    digest: str

    @property
    def input_fields(self) -> tuple[VocabularyField, ...]:
        """Fields a column may carry, in dictionary order."""
        return tuple(entry for entry in self.vocabulary.values() if entry.kind == "input")
