"""Digests: of identifying values (plain, the same everywhere: codes printed in workbooks are made of them), and sealed ones,
which are all the record holds of a person."""

import hashlib
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

SECRET_BYTES = 32
SEAL_BYTES = 9  # 72 bits, 12 characters: of a million keys any two agree once in ten thousand million records
SEAL_LENGTH = SEAL_BYTES * 4 // 3
CIPHER_BYTES = 32
CODE_PART = 12  # characters of each row's digest: a chance of one in millions that two rows of a province share them
_PURPOSE = b"values put right"  # the key of the cipher is not that of the digests
_SEPARATOR = "\x1f"  # cannot stand in a cell, so ("ab", "c") and ("a", "bc") differ
_URL_SIGNS = bytes.maketrans(b"+/", b"-_")  # as in every other line: nothing a shell or a path would change


class Seal:
    """Plain digest → keyed digest (BLAKE2b under the record's secret): who has not the record's first line cannot find an ID
    number by trying them all. "" stays "": it stands for no value. Without a secret everything stays as it is."""

    def __init__(self, secret: bytes = b"") -> None:
        self.secret = secret
        self._keyed = hashlib.blake2b(key=secret, digest_size=SEAL_BYTES) if secret else None

    def __call__(self, plain: str) -> str:
        if self._keyed is None or not plain:
            return plain
        keyed = self._keyed.copy()
        keyed.update(plain.encode())
        return b2a_base64(keyed.digest(), newline=False).translate(_URL_SIGNS).decode()

    def key(self, plain: str) -> str:
        """The same of a digest with its kind ("id:…"), which stays readable."""
        return plain[: plain.index(":") + 1] + self(plain) if self._keyed else plain

    def keys(self, plains: Sequence[str]) -> list[str]:
        """`key` of each: written as text all at once, which halves the time where there are hundreds of thousands."""
        if self._keyed is None:
            return list(plains)
        digests, copy = bytearray(), self._keyed.copy
        for plain in plains:
            keyed = copy()
            keyed.update(plain.encode())
            digests += keyed.digest()
        text = b2a_base64(digests, newline=False).translate(_URL_SIGNS).decode()
        starts = range(0, len(text), SEAL_LENGTH)
        return [
            plain[: plain.index(":") + 1] + text[start : start + SEAL_LENGTH]
            for plain, start in zip(plains, starts, strict=True)
        ]

    def hidden(self, text: str, about: str) -> str:
        """`text` enciphered under the secret, the same each time; `about`: what it is said of, without which it cannot be
        read. Without a secret, and of "", as it is."""
        if self._keyed is None or not text:
            return text
        sealed = self._cipher.encrypt(text.encode("utf-8", "replace"), [about.encode()])
        return b2a_base64(sealed, newline=False).translate(_URL_SIGNS).decode()

    def revealed(self, hidden: str, about: str) -> str:
        """What `hidden` was given. Raises ValueError where it is not this secret's, or said of something else."""
        if self._keyed is None or not hidden:
            return hidden
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(urlsafe_b64decode(hidden), [about.encode()]).decode()
        except InvalidTag as error:
            raise ValueError("not enciphered under this secret") from error

    @property
    def _cipher(self) -> "AESSIV":
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # seldom needed, and slow to load

        return AESSIV(hashlib.blake2b(_PURPOSE, key=self.secret, digest_size=CIPHER_BYTES).digest())


UNSEALED = Seal()


def digest_of(kind: str, values: Iterable[str]) -> str:
    """`kind:` and half a SHA-256 of identifying values: the same in every run and workspace, so that what is printed is the
    same too. It hides nothing from someone who tries every ID number: into the record it goes sealed.

    >>> digest_of("id", ["ab", "c"]) == digest_of("id", ["a", "bc"])
    False
    """
    return f"{kind}:{hashlib.sha256(_SEPARATOR.join([kind, *values]).encode()).hexdigest()[:32]}"


def pair_key(left: str, right: str) -> tuple[str, str]:
    """Two rows in whichever order."""
    return (left, right) if left < right else (right, left)


def pair_code(left: str | None, right: str | None) -> str:
    """What an answer carries back of the two rows it is about.

    >>> pair_code("b" * 20, "a" * 20)
    'aaaaaaaaaaaa-bbbbbbbbbbbb'
    """
    return "-".join(digest[:CODE_PART] for digest in pair_key(left or "", right or ""))


def question_code(keys: Sequence[str]) -> str:
    """Sixteen characters for one finding as it was shown, of the digests it is known by: an answer carries them back."""
    return digest_of("question", sorted(keys)).partition(":")[2][:16]
