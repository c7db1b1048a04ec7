"""Bytes to text where most of it is sound: a byte too few or too many costs its cell, not the file."""

from collections.abc import Sequence

LOST = "\ufffd"  # stands for bytes nobody can read
_SOUND = 200  # characters for each that is not


def mostly_decoded(data: bytes, encodings: Sequence[str]) -> str | None:
    """The text by the encoding that leaves the least unread, a sign in place of that; None where it is too much to be a slip.

    >>> mostly_decoded("泾华村,示范".encode("gbk")[:-1], ["utf-8", "gb18030"]), mostly_decoded(b"\xff" * 9, ["utf-8"])
    ('泾华村,示\ufffd', None)
    """
    texts = [data.decode(encoding, "replace") for encoding in encodings]
    best = min(texts, key=lambda text: text.count(LOST))
    return best if best.count(LOST) <= 1 + len(best) // _SOUND else None
