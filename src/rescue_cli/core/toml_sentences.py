"""What people get wrong in TOML: the place where tomllib gave up → one Chinese sentence with the line and its mend.

A mended line is only shown where it is TOML; nothing of a line is shown where a password or an ID number may stand.
"""

import tomllib
from collections.abc import Callable

from rescue_cli.core import toml_name_slips as names
from rescue_cli.core import toml_sign_slips as signs
from rescue_cli.core import toml_value_slips as values
from rescue_cli.core.private_text import is_private_line
from rescue_cli.core.toml_slips import PLACE, Mend, Slip

MOST_SLIPS = 4  # of one line that are mended together
LONGEST_SHOWN = 60  # characters of a line that are shown
_UNKNOWN = "这一行读不懂：一行写一项“名称 = 值”，文字和中文的名称加英文引号，说明以 # 开头"


def slip_sentence(slip: Slip) -> tuple[int, str]:
    """(line from 1, sentence): 第3行“as_of = 2019-9-30”：日期要写成 2019-09-30."""
    mend = _recognised(slip)
    place = mend.slip or slip
    if is_private_line(place.text, place.number):
        return place.number, f"第{place.number}行：{mend.private or mend.reason}"
    reason = mend.shown or mend.reason
    mended = _wholly_mended(mend.line) if mend.show_line else ""
    if mended and mended != place.line.strip():
        reason += f"，应写成：{mended}"
    return place.number, f"第{place.number}行{_quoted(place.line)}：{reason}"


def _recognised(slip: Slip) -> Mend:
    return next(mend for mend in (recognise(slip) for recognise in _RECOGNISERS) if mend is not None)


def _wholly_mended(line: str) -> str:
    """The line, with what else is wrong with it mended too, or "" where it is not TOML by itself even then."""
    for _ in range(MOST_SLIPS):
        try:
            return line.strip() if tomllib.loads(f"{line}\n") else ""
        except tomllib.TOMLDecodeError as error:
            place = PLACE.match(str(error))
            line = _recognised(Slip.of(line, place[1], 1, int(place[3]))).line if place and place[2] == "1" else ""
        except (ValueError, RecursionError):
            return ""
    return ""


def _quoted(line: str) -> str:
    line = line.strip()
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
    return f"“{shown}”" if shown else ""


def _anything(_: Slip) -> Mend:
    return Mend(_UNKNOWN)


# The first that knows the slip tells it: what stands in the way of reading before what is read.
_RECOGNISERS: tuple[Callable[[Slip], Mend | None], ...] = (
    values.endless_number,
    names.twice,
    values.open_long_string,
    signs.curly_quotes,
    signs.unseen_signs,
    signs.wide_marks,
    values.open_string,
    values.backslash,
    values.broken_braces,
    values.open_bracket,
    values.round_brackets,
    values.date,
    values.remark,
    values.missing_value,
    values.yes_or_no,
    values.number,
    names.unquoted_name,
    names.statement,
    names.header,
    values.after_value,
    values.unquoted_text,
    _anything,
)
