"""Whether a table of persons stands in family order, where no row names its head: each member under the head above."""

from collections.abc import Sequence

from rescue_cli.values.dwelling import house_numbers

HEAD = "户主"  # the relation of the head to the head
FEWEST = 6  # members' rows with addresses from which on an order can be seen


def is_family_order(relations: Sequence[str | None], addresses: Sequence[str | None]) -> bool:
    """Whether the order tells what an address written otherwise does not: the first row is a head's, and of the members'
    rows that give numbers of a door, as the row above does, half may be of the same door.
    """
    if not relations or not addresses or relations[0] != HEAD:
        return False
    numbered = [bool(house_numbers(address)) for address in addresses]
    both = [
        index
        for index in range(1, len(addresses))
        if relations[index] not in (None, HEAD) and numbered[index] and numbered[index - 1]
    ]
    return len(both) >= FEWEST and 2 * sum(may_be_one_door(addresses, index, index - 1) for index in both) >= len(both)


def may_be_one_door(addresses: Sequence[str | None], index: int, other: int) -> bool:
    """The numbers of one address all stand in the other, or one has none."""
    if not addresses:
        return True
    here, there = (set(house_numbers(addresses[row])) for row in (index, other))
    return here <= there or there <= here
