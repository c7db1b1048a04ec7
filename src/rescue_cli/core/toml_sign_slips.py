"""TOML written with the wrong signs: Chinese quotes and punctuation, spaces nobody sees."""

import re

from rescue_cli.core.toml_slips import NARROW, Mend, Slip
from rescue_cli.core.toml_value_slips import DATE

_CURLY = str.maketrans("“”„‟＂″「」『』‘’＇", '""""""""""\'\'\'')
_CURLY_AS_QUOTE = re.compile(r"[=,\[{.，＝]\s*[“”„＂″「『‘’＇]|[“”＂″」』‘’＇]\s*(?:[,\]}=.，＝】]|#|$)")
_WIDE_MARKS = re.compile("[＝，【】［］｛｝：、．＃－—–；。]")
_UNSEEN = re.compile("[\u3000\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
_QUOTES = '引号要用英文直引号 "'


def curly_quotes(slip: Slip) -> Mend | None:
    """Chinese quotation marks where TOML wants straight ones; those inside a proper string are text."""
    outside = any(ord(sign) in _CURLY for sign in slip.bare_line) and slip.bare_line.count('"') % 2 == 0
    if outside or _CURLY_AS_QUOTE.search(slip.line):
        return Mend(_QUOTES, line=slip.line.translate(_CURLY))
    return None


def unseen_signs(slip: Slip) -> Mend | None:
    """A full-width or no-break space, a zero-width or control character outside of strings."""
    sign = slip.text.split("\n")[slip.number - 1][slip.column - 1 : slip.column] if slip.line else ""
    if _UNSEEN.search(slip.bare_line.rstrip("\r")) or (sign and sign != "\t" and _UNSEEN.match(sign)):
        return Mend("有全角空格或看不见的字符，请删去，改成普通空格", line=_UNSEEN.sub(" ", slip.line))
    return None


def wide_marks(slip: Slip) -> Mend | None:
    """Full-width punctuation outside of strings: ＝ ， 【】 ：."""
    if slip.bare_line.count('"') % 2 or not _WIDE_MARKS.search(slip.bare_line) or DATE.fullmatch(slip.value):
        return None
    signs = "".join(dict.fromkeys(_WIDE_MARKS.findall(slip.bare_line)))
    mended = "".join(
        sign if bare == "_" else sign.translate(NARROW) for sign, bare in zip(slip.line, slip.bare_line, strict=True)
    )
    return Mend("标点要用英文半角", f"标点要用英文半角，不用“{signs}”", mended)
