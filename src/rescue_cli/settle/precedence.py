"""Which of several sources goes first for one field: by the role of its form, its day, or how much it says.

Today's default is the role: result, answer, survey, roster, clue, reference. A pack may say otherwise for a field (`[[survive]]`).
"""

from rescue_cli.core import fields as f
from rescue_cli.pack.model import Pack, Survive, VocabularyField
from rescue_cli.settle.case_sources import RANK

_ROLES = 10  # more than there are roles: a day or a length counts before them
_LATE = 1_000_000  # days and lengths count down from here
_HIDDEN = 900_000_000  # names of which a part is hidden stand behind those of which all shows
UNFIT = 1_000_000_000  # from here on stand values that are none of the head: numbers that fail their check digit, other names


def survival(entry: VocabularyField, pack: Pack) -> Survive | None:
    """What the pack says of this field, if anything."""
    return next((rule for rule in pack.head.survive if rule.field == entry.name), None)


def is_by_role(entry: VocabularyField, pack: Pack) -> bool:
    """Whether roles alone decide, so that sources of one role that disagree are equals."""
    rule = survival(entry, pack)
    return rule is None or rule.rule == "rank"


def order_of(entry: VocabularyField, pack: Pack) -> str:
    """SQL over `settle_sources`: a whole number, the smallest goes first, whatever the row says."""
    rule = survival(entry, pack)
    by_role = _by_role(rule)
    if rule is not None and rule.rule == "latest":
        days = "date_diff('day', DATE '1900-01-01', dated)"
        by_role = f"(CASE WHEN dated IS NULL THEN {_LATE} ELSE {_LATE} - {days} END) * {_ROLES} + {by_role}"
    if rule is not None and rule.rule == "complete":
        length = f'len("{entry.name}")' if entry.type == "choices" else f'length("{entry.name}")'
        by_role = f"({_LATE} - least(coalesce({length}, 0), 9999)) * {_ROLES} + {by_role}"
    return by_role


def place(entry: VocabularyField, pack: Pack) -> str:
    """SQL over `settle_sources` (for 户主姓名 with the rows of the head, `head_i`, beside it): `order_of`, but a number that
    fails its check digit, a name that is not the head's, and one of which only a part shows, stand behind all others."""
    order = order_of(entry, pack)
    if entry.name == f.ID_NUMBER:
        return f"{order} + CASE WHEN valid_id THEN 0 ELSE {UNFIT} END"
    if entry.name == f.HEAD_NAME:
        name = f'"{f.HEAD_NAME}"'
        return f"{order} + CASE WHEN head_i IS NULL THEN {UNFIT} WHEN {shown_name(name)} <> {name} THEN {_HIDDEN} ELSE 0 END"
    return order


def shown_name(name: str) -> str:
    """SQL: a name as a pattern of LIKE, any character where one is hidden, any end after 某; itself where all shows."""
    return f"replace(replace(translate({name}, '*＊?？□○〇', '_______'), '某某', '%'), '某', '%')"


def _by_role(rule: Survive | None) -> str:
    if rule is None or not rule.order:
        return "rank"
    named = [*rule.order, *(role for role in RANK if role not in rule.order)]
    whens = " ".join(f"WHEN {RANK[role]} THEN {position}" for position, role in enumerate(named, 1))
    return f"CASE rank {whens} END"
