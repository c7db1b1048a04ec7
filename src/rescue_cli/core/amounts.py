"""How a value of a table is written out."""

from decimal import Decimal


def decimal_text(value: Decimal) -> str:
    """At least two decimals, more only where they are not zero.

    >>> decimal_text(Decimal("619.990000")), decimal_text(Decimal("7440.001667"))
    ('619.99', '7440.001667')
    """
    whole, _, decimals = format(value, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def value_text(value: object) -> str:
    """A value of any field as a reader sees it; nothing known is an empty text.

    >>> value_text(Decimal("3.5")), value_text(["重病", "就学"]), value_text(True), value_text(None)
    ('3.50', '重病、就学', '是', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
