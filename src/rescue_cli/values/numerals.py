"""Chinese numerals below 10^8, everyday (三千二百) and as on receipts (叁仟贰佰)."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHARACTERS = "".join(_DIGITS) + "".join(_UNITS)  # of everyday numerals, as they stand in addresses
_EVERYDAY = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬", "一二二三三四五六六七八九十百千万")
NUMERAL = CHARACTERS + "万廿卅" + "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬"
MYRIAD = 10000


def han_number(text: str) -> int | None:
    """The number, or None where the characters are no number.

    >>> han_number("十二"), han_number("二〇一"), han_number("一百零五"), han_number("三五"), han_number("三千二")
    (12, 201, 105, 35, 3200)
    """
    plain = text.translate(_EVERYDAY).replace("廿", "二十").replace("卅", "三十")
    if plain.count("万") > 1:
        return None
    above, myriad, below = plain.rpartition("万")
    if not myriad:
        return _below_myriad(plain)
    high = _below_myriad(above)
    # 一万二 is 12,000; 一万零二 is 10,002
    low = _DIGITS[below] * 1000 if below in _DIGITS else _below_myriad(below) if below else 0
    return None if high is None or low is None or low >= MYRIAD else high * MYRIAD + low


def _below_myriad(text: str) -> int | None:
    if not text or any(c not in CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit, smallest = 0, None, MYRIAD
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
    if digit and smallest > 10 and text[-2] in _UNITS:  # 三千二 is 3,200; 三千零二 is 3,002
        digit *= smallest // 10
    return total + (digit or 0)
