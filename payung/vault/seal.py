"""How is one value sealed, opened and found again?

A sealed value is `version | nonce | ciphertext | tag`. Its place (`"people.worker.nik:<id>"`) is authenticated
with it: a ciphertext moved to another row or column does not open (V2).
"""

import hmac
import os
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from payung.vault.keys import key_for

Sealed = bytes
VERSION = b"\x01"
NONCE_BYTES = 12


class CannotOpen(ValueError):
    """The value was altered, moved from its place, or sealed with another key."""


def seal(place: str, value: str | None) -> Sealed | None:
    """Seal a text for one place. None and "" stay None: that a value is missing is no secret."""
    return seal_many([(place, value)])[0]


def seal_many(values: Iterable[tuple[str, str | None]]) -> list[Sealed | None]:
    """Seal many (place, text) pairs with one cipher set-up; about a million a second."""
    cipher = AESGCM(key_for("seal"))
    return [_close(cipher, place, value.encode()) if value else None for place, value in values]


def seal_bytes(place: str, content: bytes) -> Sealed:
    """Seal a whole file for one place."""
    return _close(AESGCM(key_for("seal")), place, content)


def unseal(place: str, sealed: Sealed | memoryview | None) -> str:
    """Open what `seal` closed for the same place; "" for None. Raises CannotOpen."""
    return unseal_many([(place, sealed)])[0]


def unseal_many(values: Iterable[tuple[str, Sealed | memoryview | None]]) -> list[str]:
    """Open many (place, sealed) pairs, in order."""
    cipher = AESGCM(key_for("seal"))
    return [
        "" if sealed is None else _open(cipher, place, bytes(sealed)).decode() for place, sealed in values
    ]


def unseal_bytes(place: str, sealed: Sealed | memoryview) -> bytes:
    """Open what `seal_bytes` closed for the same place. Raises CannotOpen."""
    return _open(AESGCM(key_for("seal")), place, bytes(sealed))


def _close(cipher: AESGCM, place: str, content: bytes) -> Sealed:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, content, place.encode())


def _open(cipher: AESGCM, place: str, whole: bytes) -> bytes:
    if whole[:1] != VERSION:
        raise CannotOpen("Versi segel tidak dikenal.")
    nonce, closed = whole[1 : 1 + NONCE_BYTES], whole[1 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, closed, place.encode())
    except InvalidTag:
        raise CannotOpen("Nilai tersegel tidak dapat dibuka di tempat ini.") from None


def blind_index(kind: str, value: str | None) -> bytes | None:
    """The keyed index of an exact value of one kind ("nik", "kk", "phone"); None for a missing value."""
    return blind_indexes(kind, [value])[0]


def blind_indexes(kind: str, values: Iterable[str | None]) -> list[bytes | None]:
    """`blind_index` of many values, in order."""
    start = hmac.new(key_for("index"), kind.encode() + b"\x00", sha256)
    indexes: list[bytes | None] = []
    for value in values:
        if not value:
            indexes.append(None)
            continue
        digest = start.copy()
        digest.update(value.encode())
        indexes.append(digest.digest())
    return indexes
