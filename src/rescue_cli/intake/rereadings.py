"""Why a cell was read otherwise than written, in words (Rereading), from what stands there and what was read."""

import re
from collections.abc import Callable
from decimal import Decimal

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.values.parsed import compact, half_width

_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SHORT_ID, _WHOLE_ID = 15, 18
_FOLDED: tuple[tuple[Rereading, Callable[[str], str]], ...] = (
    (Rereading.APOSTROPHE, lambda text: text.lstrip("'‘’`")),
    (Rereading.WIDTH, half_width),
    (Rereading.SPACES, lambda text: "".join(text.split())),
    (Rereading.ZEROS, lambda text: re.sub(r"(?<=[0-9])\.0+$", "", text)),
    (Rereading.UPPER, str.upper),
)
_OF_KIND = {
    "name": Rereading.NAME,
    "phone": Rereading.PHONE,
    "id_number": Rereading.SIGNS,
    "certificate": Rereading.SIGNS,
    "date": Rereading.DATE,
    "datetime": Rereading.DATE,
    "count": Rereading.FIGURE,
    "ratio": Rereading.FIGURE,
    "yes_no": Rereading.YES_NO,
    "choice": Rereading.CODE,
    "choices": Rereading.CODE,
}
_LETTER_BY_LETTER = ("id_number", "certificate", "name", "phone", "address", "text")  # kinds kept as they are written


def why_reread(kind: str, written: str, read_as: str | None, *, asked: bool) -> str:
    """The reasons, joined by 、. `kind`: the field's type; `read_as`: as `raw` shows it; `asked`: a finding is about it.

    >>> why_reread("id_number", "'９９0101 19900307001x", "99010119900307001X", asked=False)
    '去掉撇号、全角改半角、去掉空格、小写改大写'
    >>> why_reread("money", "0.24万元", "2400.00", asked=False), why_reread("money", "约800元", "800.00", asked=True)
    ('按单位换算', '取出数字')
    """
    if read_as is None:
        silent = Rereading.EMPTIED if compact(written) == f.CLEARED else Rereading.NOTHING
        return (Rereading.UNREAD if asked else silent).value
    text, reasons = written, []
    for reason, fold in _FOLDED:
        folded = fold(text)
        if folded != text:
            reasons.append(reason)
        text = folded
        if text == read_as:
            return "、".join(reasons)
    own = _by_kind(kind, text, read_as)
    return "、".join([*reasons, own]) if kind in _LETTER_BY_LETTER else own.value


def _by_kind(kind: str, text: str, read_as: str) -> Rereading:
    if kind in ("money", "quotient"):
        figure = _FIGURE.search(text.replace(",", ""))
        return Rereading.UNIT if figure and Decimal(figure[0]) != Decimal(read_as) else Rereading.FIGURE
    if kind == "id_number" and len(text) == _SHORT_ID and len(read_as) == _WHOLE_ID:
        return Rereading.FIFTEEN
    return _OF_KIND.get(kind, Rereading.TEXT)
