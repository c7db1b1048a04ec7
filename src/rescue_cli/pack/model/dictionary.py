"""vocabulary.toml and categories.toml: the data dictionary and its code lists."""

from typing import Literal

from rescue_cli.core.field_types import FieldType
from rescue_cli.pack.model.closed import Closed, HanName, Text


class VocabularyField(Closed):
    """One entry of the data dictionary.

    `kind`: "input" may stand in a form's column; "derived" is computed by a pack or the run.
    `settle`: what a case carries when sources of one rank disagree: hold = nothing until a person decides,
    first = the value of the first source (the conflict is listed), union = all items together (for choices),
    row = a fact of each row by itself (a payment, a visit): only what all rows agree on, and no conflict.
    """

    name: HanName
    type: FieldType
    kind: Literal["input", "derived"] = "input"
    unit: str = ""
    gloss: Text
    aliases: tuple[Text, ...] = ()
    codes: HanName | None = None
    settle: Literal["hold", "first", "union", "row"] = "first"
    zero: tuple[Text, ...] = ()  # words of a cell that mean there is none of it (无车): known, 0
    measure: tuple[Text, ...] = ()  # words that may stand behind the figure of a count or ratio: 套, 辆, 平方米
    least: int | None = None  # a count below it cannot be: it is not taken
    plausible: tuple[int, int] | None = None  # outside, 0 apart, it is not believed until a person lets it stand
    same_fact: HanName | None = (
        None  # fields with the same word tell one fact in several ways (a month, a year, a head)
    )
    of: Literal["household", "person"] = "household"  # whose fact it is, where a table has one row a person
    filled_as: HanName | None = None  # of a derived field: the column somebody fills in where it is not known
    width: int | None = None
    source: Text


class Vocabulary(Closed):
    """vocabulary.toml as a whole."""

    field: tuple[VocabularyField, ...] = ()


class Code(Closed):
    """One value of a code list, with the words that mean it.

    `beside`: read out of free text the value counts only where the whole piece is understood: its own words, what the
    piece is about, days, amounts, persons and these words, nothing else. `reasons`: words that begin a clause of
    reasons (as 因 and 由于 do then), which may say anything but a word of the list and what leaves it open (待, 如).
    `reasoned`: words that mean the value only beside such a reason (未纳入 alone may be "not yet")."""

    value: HanName
    synonyms: tuple[Text, ...] = ()
    beside: tuple[Text, ...] = ()
    reasons: tuple[Text, ...] = ()
    reasoned: tuple[Text, ...] = ()


class CodeList(Closed):
    """`none` is the value that says "nothing of this kind" (无): it is known, and it is not a gap.
    `inside`: a word of the list counts where it stands inside other words too (二级 in 肢体二级).
    `intended`: the value of words read out of free text that are only planned there (预计纳入).
    `beside`: words that may stand beside any value that has its own `beside`; `before`: only before its words in a clause
    (经审批纳入, not 纳入审批).
    `rest`: the value of words read out of free text that hold none of the list's (其他); words of `silent` say nothing (不符合条件)."""

    name: HanName
    item: tuple[Code, ...]
    none: HanName | None = None
    inside: bool = False
    intended: HanName | None = None
    rest: HanName | None = None
    silent: tuple[Text, ...] = ()
    beside: tuple[Text, ...] = ()
    before: tuple[Text, ...] = ()
    clause: Text


class Categories(Closed):
    """categories.toml as a whole."""

    codes: tuple[CodeList, ...] = ()
