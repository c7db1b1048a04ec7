"""Chinese numerals up to 9999, as they stand in counts and addresses. Amounts of money in words are not read."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHARACTERS = "".join(_DIGITS) + "".join(_UNITS)


def han_number(text: str) -> int | None:
    """The number, or None where the characters are no number.

    >>> han_number("十二"), han_number("二〇一"), han_number("一百零五"), han_number("三五")
    (12, 201, 105, 35)
    """
    if not text or any(c not in CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit, smallest = 0, None, 10000
    for c in text:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
            continue
        if _UNITS[c] >= smallest:
            return None
        smallest = _UNITS[c]
        total += (1 if digit is None else digit) * smallest
        digit = None
    return total + (digit or 0)
