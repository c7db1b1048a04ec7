"""forms/*.toml: the tables a notice has handed in."""

from collections.abc import Mapping
from typing import Literal

from rescue_cli.core.findings import Level
from rescue_cli.pack.model.closed import Amount, Closed, HanName, Names, Sql, Text, Whole

Role = Literal["roster", "clue", "survey", "answer", "result", "reference", "check", "unlinked"]
Ranked = Literal[
    "roster", "clue", "survey", "answer", "result", "reference"
]  # whose word may go first for a field of a case


class Column(Closed):
    field: HanName
    required: bool = False
    aliases: tuple[Text, ...] = ()
    count_rows: bool = False  # in a table of one row a person that lacks this column, a household's rows are counted
    ask: bool = True  # false: taken where a sender gives it, but neither in the blank form nor ever called missing
    asked_with: Names = ()  # asked for only where the pack or rescue.toml lays down one of these limits
    hint: str = ""  # shown as input message in the blank form
    example: str = ""
    head: tuple[Text, ...] = ()  # the notice's own heading from the top level down, where it is not the field's name
    around: bool = False  # a date or a choice that may stand in title, sheet, file or folder name instead of a column


class Assume(Closed):
    """What the form means where it is silent; shown in the reason. A column overrides it, and so does `overridden`
    (a condition over gathered facts, such as standing on a reference list), which is a finding. `firm`: it holds also
    where the household stands on another roster that asks for the field and got no answer."""

    field: HanName
    value: bool | Whole | Amount | str
    firm: bool = False
    overridden: Sql | None = None
    clause: Text


class Dated(Closed):
    """What a row tells of a day: where `day` lies after the as-of date, it and `fields` wait, the rest of the row counts;
    or (`row`) the whole row waits: it tells of something that has not happened yet. `until`: what the fields say before
    that day, instead of nothing (still being dealt with)."""

    day: HanName
    fields: Names = ()
    until: HanName | None = None
    row: bool = False
    clause: Text


class FormCheck(Closed):
    """A condition over one row; where it is true the row gets the finding `code` (an entry of findings.toml)."""

    code: Text
    when: Sql
    field: HanName
    level: Level | None = None
    clause: Text


class Extract(Closed):
    """A fact read out of a column of free words, where the table has no column of its own for it. The column keeps its
    words.

    `part`: the numbers ("2") or words by which the piece of the text is known that speaks of it; without, the pieces no
    other extract of the column claims. By the field's type: the one full date, the one amount or number with its unit,
    the words of the code list, a yes or no (`yes`, `no`: words that say so), else the words themselves. `no` of a code
    list: words that mean its value for nothing. `after` of a number: words right before it, and it ends its clause (家庭3人,
    not 家庭2人患病). `beside` of a yes or no: a clause with one of its words counts only where nothing but those and these
    words stand in it; `unless`: words anywhere in the cell that leave it unread. `quiet` of a code list: only its own words count; others
    speak of something else, and are no finding; without `part` the whole cell is read. Two answers, or words that do not answer: unknown, with a finding."""

    field: HanName
    column: HanName
    part: tuple[Text, ...] = ()
    yes: tuple[Text, ...] = ()
    no: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    beside: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()
    quiet: bool = False
    clause: Text


class RowFact(Closed):
    """A fact worked out of one row of the form, once, before anything is gathered from its rows: what many gathers ask of a
    row, said in one place. `value` is over the row's own fields and its other worked-out facts."""

    field: HanName
    value: Sql
    clause: Text


class Form(Closed):
    """One kind of table. `role` says what its rows are: roster rows open a case, the others attach to one; rows of a
    "check" form (a department's list, a register of changes) attach and settle nothing: they are compared and tell events;
    rows of an "unlinked" form (a contact table, statistics a township filled in) name nobody in need and are never linked. An
    "answer" form is read from the pack's own hand-outs alone: no other table is taken for it, and it has no blank form."""

    title: Text
    grain: Literal["household", "person", "statistics"]
    role: Role
    clause: Text
    generic: bool = False  # for lists without a notice: a pack that has a notice's own forms does not take it over
    opens: bool = False  # a reference list whose households are cases of their own, also where no roster names them
    aid: bool = (
        False  # a roster that tells what aid households have, get or lose: whose its row is may decide another case
    )
    main: bool = False  # meant where headings alone fit several forms and no title, sheet or file name says which
    compared: bool = False  # a department's list: whoever of the rosters stands on it is listed (比对)
    item: Names = ()  # of a "check" form: the columns that tell one thing of a person from another (车牌号)
    names: tuple[Text, ...] = ()  # words in titles, sheet and file names by which the form is known
    column: tuple[Column, ...]
    extract: tuple[Extract, ...] = ()
    assume: tuple[Assume, ...] = ()
    dated: tuple[Dated, ...] = ()
    row: tuple[RowFact, ...] = ()
    check: tuple[FormCheck, ...] = ()


def sent_in(forms: Mapping[str, Form]) -> dict[str, Form]:
    """Those that senders make tables of: known by their looks, with a blank form each. The others come back on hand-outs."""
    return {stem: form for stem, form in forms.items() if form.role != "answer"}
