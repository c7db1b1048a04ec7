"""How an amount is written out."""

from decimal import Decimal


def decimal_text(value: Decimal) -> str:
    """At least two decimals, more only where they are not zero.

    >>> decimal_text(Decimal("619.990000")), decimal_text(Decimal("7440.001667"))
    ('619.99', '7440.001667')
    """
    whole, _, decimals = format(value, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
