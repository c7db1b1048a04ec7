"""forms/*.toml: the tables a notice has handed in."""

from typing import Literal

from rescue_cli.core.findings import Level
from rescue_cli.pack.model.base import Amount, Closed, HanName, Sql, Text

Role = Literal["roster", "clue", "survey", "result", "reference"]


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
