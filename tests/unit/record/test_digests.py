"""Sealed digests: the same one by one and many at once."""

import pytest

from rescue_cli.record.digests import UNSEALED, Seal

PLAIN = ["id:0123", "phone:ab", "place:深", "id:0123", "home:"]


@pytest.mark.parametrize("count", range(len(PLAIN) + 1))
def test_many_at_once_are_sealed_as_one_by_one(count: int) -> None:
    seal = Seal(b"s" * 32)
    assert seal.keys(PLAIN[:count]) == [seal.key(plain) for plain in PLAIN[:count]]


def test_another_secret_seals_otherwise_and_none_leaves_them_as_they_are() -> None:
    assert not set(Seal(b"s" * 32).keys(PLAIN)) & set(Seal(b"t" * 32).keys(PLAIN))
    assert UNSEALED.keys(PLAIN) == PLAIN
