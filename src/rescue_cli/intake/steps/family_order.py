"""Whether a table of persons stands in family order, where no row names its head: each member under the head above."""

from collections.abc import Sequence

from rescue_cli.values.dwelling import group_and_door

HEAD = "户主"  # the relation of the head to the head
FEWEST = 4  # members' rows whose group or door can be compared with the row above, from which on an order can be seen


def is_family_order(relations: Sequence[str | None], addresses: Sequence[str | None]) -> bool:
    """Whether the order tells what an address written otherwise does not: the first row is a head's, and of the members'
    rows that give a group or a door as the row above does, half and more give the same."""
    if not relations or not addresses or relations[0] != HEAD:
        return False
    doors = [group_and_door(address) for address in addresses]
    verdicts = [
        _compared(doors[index], doors[index - 1])
        for index in range(1, len(doors))
        if relations[index] not in (None, HEAD)
    ]
    comparable = [verdict for verdict in verdicts if verdict is not None]
    return len(comparable) >= FEWEST and 2 * sum(comparable) >= len(comparable)


def may_be_one_door(address: str | None, other: str | None) -> bool:
    """Neither group nor door differs, as far as both say: 竹仔脚村41号, 竹仔脚村十二小组."""
    return _compared(group_and_door(address), group_and_door(other)) is not False


def _compared(here: tuple[str | None, str | None], there: tuple[str | None, str | None]) -> bool | None:
    both = [(a, b) for a, b in zip(here, there, strict=True) if a is not None and b is not None]
    return all(a == b for a, b in both) if both else None
