"""How a number that is none differs from a valid one, in the words of who compares the two on paper."""

from rapidfuzz.distance import OSA

AREA = 6  # digits at the front: 地区码
KEPT = 14  # digits at the front that are left of a number cut off: region and birth date
_WHOLE = 18
_SLIPS = 2  # places in which a damaged number may differ from the one meant
_LEAST_SHOWN = 8  # digits a masked number must show: its region alone says nothing


def slip_words(written: str | None, number: str) -> str:
    """What is wrong with `written` if `number` is meant; "" where they are not near enough for that.

    >>> slip_words("990101199003070051", "990101199003070015")
    '号码相邻两位颠倒'
    """
    if not written or len(written) < KEPT:
        return ""
    words = _of_one_length(written, number) if len(written) == len(number) else _of_other_length(written, number)
    if words or OSA.distance(written, number, score_cutoff=_SLIPS) > _SLIPS:
        return words or ("号码前段相同，末几位不同" if written[:KEPT] == number[:KEPT] else "")
    return "号码两处不同"


def shown_words(shown: str | None, number: str) -> str:
    """The same of a number of which only some places show (the others "*"); "" where they contradict, or are too few."""
    if not shown or len(shown) != len(number):
        return ""
    seen = [(mine, other) for mine, other in zip(shown, number, strict=True) if mine != "*"]
    agree = len(seen) >= _LEAST_SHOWN and all(mine == other for mine, other in seen)
    return f"号码可见的{len(seen)}位都相符" if agree else ""


def _of_one_length(written: str, number: str) -> str:
    places = [place for place in range(len(number)) if written[place] != number[place]]
    if len(places) == 1:
        return "号码仅一位不同"
    if _swapped(written, number, places):
        return "号码相邻两位颠倒"
    if written[AREA:] == number[AREA:]:
        return "前六位（地区码）不同，其余十二位相同"
    return "号码末三位残缺" if written.endswith("000") and written[:-3] == number[:-3] else ""


def _of_other_length(written: str, number: str) -> str:
    if len(written) == _WHOLE - 1 and _without_one(number, written):
        return "号码少一位"
    if len(written) == _WHOLE + 1 and _without_one(written, number):
        return "号码多一位"
    return f"号码末{_WHOLE - len(written)}位残缺" if number.startswith(written) else ""


def _swapped(written: str, number: str, places: list[int]) -> bool:
    """Whether two characters beside each other changed places, and nothing else."""
    first, last = places[0], places[-1]
    return last == first + 1 and written[first : last + 1] == number[first : last + 1][::-1]


def _without_one(longer: str, shorter: str) -> bool:
    """Whether one character taken out of `longer` leaves `shorter`."""
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
