"""Where do the keys come from? Files outside the database, readable by the owner only.

`PAYUNG_KEY_FILE` names the master key; else it is made in the data folder on the first start. One key per
purpose is derived from it (HKDF), so the key that seals can never be mistaken for the one that indexes.
"""

import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class KeyUnsafe(RuntimeError):
    """The key file can be read by others, or is not a key."""


def web_secret(data: Path) -> str:
    """Django's own secret (sessions, tokens). Never used to seal personal data."""
    return _kept(data / "keys" / "web.key").hex()


@lru_cache(maxsize=16)
def key_for(purpose: str) -> bytes:
    """The 32-byte key of one purpose: "seal", "index", "audit" ..."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"payung/{purpose}/1".encode()).derive(
        _kept(_master_key_file())
    )


def _master_key_file() -> Path:
    data = Path(os.environ.get("PAYUNG_DATA", ".payung/city")).absolute()
    return Path(os.environ.get("PAYUNG_KEY_FILE", data / "keys" / "master.key"))


def _kept(path: Path) -> bytes:
    """The key in the file; made on the first call. Two processes starting together agree on one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # unlike a rename, never replaces a key that is already in use
        fresh.unlink()
    if path.stat().st_mode & 0o077:
        raise KeyUnsafe(f"Kunci {path} dapat dibaca orang lain. Jalankan: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyUnsafe(f"Kunci {path} rusak: panjangnya {len(key)} byte, seharusnya {KEY_BYTES}.")
    return key
