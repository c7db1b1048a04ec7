"""Text of other people's files where something may obey it: a terminal its escape sequences, a spreadsheet its formulas."""

import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NEUTRAL = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
IN_ITS_PLACE = "\N{REPLACEMENT CHARACTER}"


def in_sight(text: str) -> str:
    """The text with a sign in the place of every character a screen would obey rather than show.

    Escape sequences are broken, marks that turn text around gone; line ends and tabs stay.

    >>> in_sight("张\\x1b[2J三"), in_sight("张三")
    ('张\N{REPLACEMENT CHARACTER}[2J三', '张三')
    """
    return text if text.isprintable() else _OBEYED.sub(IN_ITS_PLACE, text)


def obeyed_escaped(json: str) -> str:
    """JSON with those characters escaped too that its strings may hold as they are and a terminal obeys (U+009B is one)."""
    return json if json.isprintable() else _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def neutral_text(text: str) -> str:
    """The text as a csv holds it: one apostrophe before what a spreadsheet would take for a formula when it opens the file
    (OWASP, CSV Injection). `neutral_undone` takes it off again.

    >>> neutral_text("=1+1|cmd"), neutral_text("'=1"), neutral_text("张三"), neutral_text("2-1号")
    ("'=1+1|cmd", "''=1", '张三', '2-1号')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def neutral_undone(text: str) -> str:
    """What was written with `neutral_text`, and any other text that stands behind an apostrophe for the same reason.

    >>> neutral_undone("'=1+1|cmd"), neutral_undone("''=1"), neutral_undone("'990101199003070015"), neutral_undone("-1")
    ('=1+1|cmd', "'=1", "'990101199003070015", '-1')
    """
    return text[1:] if _NEUTRAL.match(text) else text
