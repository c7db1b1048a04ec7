"""Names that may be one name written twice, where nothing but the names is compared."""

from rapidfuzz.distance import OSA

from rescue_cli.link.name_features import HIDDEN

_SHORT = 2  # characters of a name in which one different character makes another name


def may_be_one(name: str, other: str) -> bool:
    """Two heads' names that may be of one person, where nothing but the names is known: 王大, 王二 are brothers.

    >>> may_be_one("杨英椒", "杨英淑"), may_be_one("王大", "王二"), may_be_one("王*", "王二"), may_be_one("李芳", "李芳")
    (True, False, True, True)
    """
    return name == other or (nearly(name, other) and (max(len(name), len(other)) > _SHORT or HIDDEN in name + other))


def nearly(name: str, other: str) -> bool:
    """One character different, hidden, missing or too many.

    >>> nearly("杨英椒", "杨英淑"), nearly("江江*", "江江林"), nearly("闫全", "闫占全"), nearly("李成学", "李开春")
    (True, True, True, False)
    """
    return bool(name) and bool(other) and OSA.distance(name, other, score_cutoff=1) <= 1
