"""What a publicity list may show of a person: parts of name, number, phone and address covered by *.

There is no national rule; these are the strict forms in use (永安市 2023: 身份证前2后3、电话前3后4、住址到镇街为止): beside a
birth date a longer part of the number would give the whole of it away.
"""

import re
from collections.abc import Callable

from rescue_cli.pack.model.reports import Mask

COVER, SEVERAL = "*", "、"
_TOWNSHIP = re.compile(r"^.*?(?:街道|[镇乡](?!卫生院|政府|敬老院))")


def masked(value: object, mask: Mask) -> object:
    """`value` with what may not be shown covered, several values each on its own; nothing stays nothing."""
    return SEVERAL.join(map(_MASKS[mask], str(value).split(SEVERAL))) if value is not None else None


def _name(text: str) -> str:
    """
    >>> [_name(name) for name in ("张三", "欧阳小明", "张")]
    ['张*', '欧**明', '*']
    """
    if len(text) < 3:
        return text[:-1] + COVER
    return text[0] + COVER * (len(text) - 2) + text[-1]


def _id(text: str) -> str:
    """
    >>> _id("990101196001010018"), _id("123")
    ('99*************018', '***')
    """
    return _covered(text, 2, 3)


def _phone(text: str) -> str:
    """
    >>> _phone("19900001234"), _phone("19900001234、19900005678")
    ('199****1234', '199****1234、199****5678')
    """
    return SEVERAL.join(_covered(number, 3, 4) for number in re.split("[、,，;；/ ]+", text))


def _address(text: str) -> str:
    """Down to the township; one that names none is covered whole.

    >>> _address("兴泾镇泾华村3组5号"), _address("泾华村3组")
    ('兴泾镇', '***')
    """
    township = _TOWNSHIP.match(text)
    return township.group() if township else COVER * 3


def _covered(text: str, front: int, back: int) -> str:
    if len(text) <= front + back:
        return COVER * len(text)
    return text[:front] + COVER * (len(text) - front - back) + text[-back:]


_MASKS: dict[Mask, Callable[[str], str]] = {"name": _name, "id": _id, "phone": _phone, "address": _address}
